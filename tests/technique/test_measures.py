"""Measures that techniques share, on strokes and touches whose answers are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.pad import Pad, Taxel, builtin_pad
from thumbwalk.technique.measures import (
    advance_mm,
    common,
    force_unit,
    in_unit,
    middle_of,
    release,
    rhythm_of,
    stroke_forces,
)
from thumbwalk.technique.scatter import robust_cv
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.work import Work

Make = Callable[..., Any]
NONE = np.empty(0)


def stroke(start_s: float, x_mm: float, y_mm: float = 50.0, *, peak_n: float = 10.0, valley_n: float = 0.0) -> Stroke:
    return Stroke(start_s, start_s, start_s + 0.2, start_s + 0.4, peak_n, valley_n, 0.3, x_mm, y_mm, 1.0, 0)


def work_of(touch_of: Make, *runs: list[Stroke]) -> Work:
    return Work.of(touch_of(np.full(2000, 10.0)), runs)


def test_three_peaks_are_needed_to_say_how_even_they_are() -> None:
    assert stroke_forces(np.array([10.0, 12.0]), 2, robust_cv) == {"strokes": 2, "peak_force_n": 11.0, "force_cv": None}
    told = stroke_forces(np.array([10.0, 11.0, 12.0]), 3, robust_cv)
    assert told["force_cv"] == pytest.approx(1.4826 * 1.0 / 11.0)
    assert stroke_forces(NONE, 0, robust_cv) == {"strokes": 0, "peak_force_n": None, "force_cv": None}


def test_two_intervals_are_needed_to_say_how_even_a_rhythm_is() -> None:
    assert rhythm_of(NONE, robust_cv) == {"rate_per_min": None, "rhythm_cv": None}
    assert rhythm_of(np.array([0.8]), robust_cv) == {"rate_per_min": 75.0, "rhythm_cv": None}
    told = rhythm_of(np.array([0.5, 1.0]), robust_cv)
    assert told["rate_per_min"] == 80.0
    assert told["rhythm_cv"] == pytest.approx(1.4826 * 0.25 / 0.75)


def test_a_line_s_advance_is_its_slope_whatever_the_places_err(touch_of: Make) -> None:
    straight = [stroke(i, 100.0 + 3.0 * i, 50.0 + 4.0 * i) for i in range(5)]
    assert advance_mm(work_of(touch_of, straight)) == pytest.approx(5.0)
    to_and_fro = [stroke(i, 100.0 + (4.0 if i % 2 else 0.0)) for i in range(5)]
    assert advance_mm(work_of(touch_of, to_and_fro)) == pytest.approx(0.0, abs=1e-12)


def test_runs_count_by_their_steps_in_an_advance(touch_of: Make) -> None:
    slow = [stroke(i, 100.0 + 1.0 * i) for i in range(3)]
    fast = [stroke(6.0 + i, 100.0 + 4.0 * i) for i in range(2)]
    alone = [stroke(12.0, 180.0)]
    assert advance_mm(work_of(touch_of, slow, fast, alone)) == pytest.approx((2 * 1.0 + 1 * 4.0) / 3)
    assert advance_mm(work_of(touch_of, alone)) is None
    nowhere = [stroke(i, np.nan, np.nan) for i in range(3)]
    assert advance_mm(work_of(touch_of, nowhere, fast)) == pytest.approx(4.0)


def test_a_release_is_the_valley_by_both_of_its_peaks(touch_of: Make) -> None:
    kneads = [stroke(0, 100.0), stroke(1, 100.0, peak_n=14.0, valley_n=6.0), stroke(2, 100.0, peak_n=6.0, valley_n=1.0)]
    assert release(work_of(touch_of, kneads)) == pytest.approx((6.0 / 12.0 + 1.0 / 10.0) / 2)
    assert release(work_of(touch_of, kneads[:1])) is None
    assert release(work_of(touch_of, kneads[:1], kneads[1:2])) is None, "a lift between runs is no release"


def test_places_are_weighted_by_the_contact_s_force(touch_of: Make) -> None:
    force = np.r_[np.full(100, 3.0), np.full(100, 9.0)]
    touch = touch_of(force, x_mm=np.repeat([100.0, 140.0], 100), y_mm=np.repeat([40.0, 60.0], 100))
    told = common(Work.of(touch, [[stroke(0.0, 100.0), stroke(1.59, 140.0)]]))
    assert told["x_mm"] == pytest.approx(130.0)
    assert told["y_mm"] == pytest.approx(55.0)
    assert told["force_n"] == pytest.approx(6.0)
    assert told["contact_force_n"] == pytest.approx(6.0)


def test_a_resting_hand_is_told_by_the_times_that_it_rests(touch_of: Make) -> None:
    resting = np.repeat([0.0, 4.0], [150, 50])
    work = Work.of(touch_of(np.full(200, 8.0), resting_n=resting), [[stroke(0.0, 100.0), stroke(1.59, 100.0)]])
    assert common(work)["resting_force_n"] == pytest.approx(4.0)
    nobody = Work.of(touch_of(np.full(200, 8.0)), [[stroke(0.0, 100.0)]])
    assert "resting_force_n" not in common(nobody)


def test_the_middle_is_what_a_tenth_at_each_end_leaves() -> None:
    assert middle_of(slice(100, 200)) == slice(110, 190)
    assert middle_of(slice(5, 14)) == slice(5, 14)


@pytest.mark.parametrize(
    ("unit", "named"),
    [
        ("counts", {"force_counts": 1, "drift_counts_per_s": 2, "x_mm": 3}),
        ("kPa", {"force_kpa": 1, "drift_kpa_per_s": 2, "x_mm": 3}),
        ("N", {"force_n": 1, "drift_n_per_s": 2, "x_mm": 3}),
    ],
)
def test_forces_are_named_by_the_layout_s_unit(unit: Any, named: dict[str, int]) -> None:
    pad = Pad("bare", unit, (Taxel("a"), Taxel("b")))
    assert in_unit({"force_n": 1, "drift_n_per_s": 2, "x_mm": 3}, pad) == named
    assert force_unit(builtin_pad()) == "n"


def test_a_hand_that_rests_lightly_is_told_too(touch_of: Make) -> None:
    work = Work.of(touch_of(np.full(200, 8.0), resting_n=0.4), [[stroke(0.0, 100.0), stroke(1.59, 100.0)]])
    assert common(work)["resting_force_n"] == pytest.approx(0.4)


def test_a_row_with_one_place_that_is_not_known_has_no_advance(touch_of: Make) -> None:
    row = [stroke(i, 100.0 + 4.0 * i) for i in range(4)]
    row[2] = stroke(2, np.nan, np.nan)
    assert advance_mm(work_of(touch_of, row)) is None
    assert advance_mm(work_of(touch_of, row, [stroke(9.0 + i, 100.0 + 2.0 * i) for i in range(3)])) == pytest.approx(
        2.0
    )


def test_no_interval_has_no_rate_and_a_place_without_force_no_mean(touch_of: Make) -> None:
    assert rhythm_of(np.array([0.0, 0.0]), robust_cv)["rate_per_min"] is None
    told = common(Work.of(touch_of(np.zeros(100)), []))
    assert told["strokes"] == 0
    assert told["force_n"] is told["x_mm"] is told["contact_force_n"] is None
