"""Reasons: each miss has one, and each has drills that there are."""

from __future__ import annotations

import pytest

from thumbwalk.coach.feedback.reasons import reason_of
from thumbwalk.coach.score.score import Metric


def metric(name: str, value: float | None, lo: float | None, hi: float | None, points: float = 0.0) -> Metric:
    earned = 1.0 if points == 0.0 else 0.5
    return Metric(name, value, "", (lo, hi), earned, 1.0, points, "What was done.", points)


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (metric("peak_force_n", 25.0, 8.0, 20.0), "too_hard"),
        (metric("peak_force_n", 5.0, 8.0, 20.0), "too_light"),
        (metric("rate_per_min", 25.0, 30.0, 60.0), "too_slow"),
        (metric("hold_s", 2.0, 5.0, 20.0), "too_fast"),
        (metric("release", 0.6, None, 0.25), "not_released"),
        (metric("contact_kept", 0.1, 0.2, None), "contact_lost"),
        (metric("forward", 0.5, 0.9, None), "direction"),
        (metric("bite_mm", 12.0, 4.0, 10.0), "too_large"),
        (metric("roundness", 0.2, 0.5, None), "too_small"),
        (metric("off_point_mm", 12.0, None, 8.0), "place"),
        (metric("flow", 0.5, 0.9, None), "press"),
        (metric("rhythm_cv", None, None, 0.1), "press"),
        (metric("rhythm_cv", 0.05, None, 0.1), None),
    ],
)
def test_each_miss_has_its_reason(one: Metric, reason: str | None) -> None:
    assert reason_of(one) == reason


def test_time_in_another_technique_is_told_as_that() -> None:
    assert reason_of(metric("flow", 0.5, 0.9, None), elsewhere=True) == "technique"
