"""What a layout can't resolve is neither scored nor faulted, and it is said why."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.coach.score.unresolved import LEAST_HZ, long_axis_mm, number_of, unresolved
from thumbwalk.gate.times import SLOW_HZ
from thumbwalk.pad import Pad, Taxel, builtin_pad
from thumbwalk.technique.measures import Measures

SOLE = builtin_pad("sole16")
NOWHERE = Pad("bare", "N", (Taxel("a"), Taxel("b")))


@pytest.mark.parametrize(("bite_mm", "is_told"), [(3.9, False), (4.1, True)])
def test_bites_under_four_millimetres_are_not_told_by_sixteen_tiles(bite_mm: float, is_told: bool) -> None:
    reasons = unresolved(SOLE, "walk", {"bite_mm": bite_mm})
    assert ("bite_mm" not in reasons) == is_told
    assert "do not resolve a single bite" in reasons["bite_cv"]
    assert is_told or reasons["bite_mm"].startswith("3.9 mm is too small for this layout")


@pytest.mark.parametrize(("radius_mm", "is_told"), [(8.9, False), (9.1, True)])
def test_circles_under_nine_millimetres_are_not_told_but_their_pace_is(radius_mm: float, is_told: bool) -> None:
    reasons = unresolved(SOLE, "circles", {"radius_mm": radius_mm, "rate_per_min": 60.0})
    assert sorted(reasons) == ([] if is_told else ["radius_mm", "roundness"])


def test_roundness_is_told_where_the_long_axis_is_resolved_whatever_the_mean_radius() -> None:
    # a line of 22 mm has a mean radius of 11 x 2 / pi = 7.0 mm
    flat: Measures = {"radius_mm": 7.0, "roundness": 0.0}
    assert sorted(unresolved(SOLE, "circles", flat)) == ["radius_mm"]
    assert sorted(unresolved(SOLE, "circles", flat, long_axis=False)) == ["radius_mm", "roundness"]
    assert sorted(unresolved(SOLE, "circles", {"radius_mm": 5.0, "roundness": 0.0})) == ["radius_mm", "roundness"]


@pytest.mark.parametrize("roundness", [1.0, 0.7, 0.3, 0.0])
def test_the_long_axis_is_that_of_an_ellipse(roundness: float) -> None:
    angle = 2 * np.pi * np.arange(3600) / 3600
    mean_mm = float(np.mean(np.hypot(11.0 * np.cos(angle), 11.0 * roundness * np.sin(angle))))
    assert long_axis_mm(mean_mm, roundness) == pytest.approx(11.0, rel=0.001)


@pytest.mark.parametrize(
    ("technique", "names"),
    [
        ("walk", ["bite_cv", "bite_mm", "forward"]),
        ("circles", ["radius_mm", "rate_per_min", "rhythm_cv", "roundness"]),
        ("glide", ["speed_mm_s"]),
        ("knead", []),
        ("hold", []),
    ],
)
def test_without_positions_nothing_that_is_of_a_place_is_told(technique: str, names: list[str]) -> None:
    reasons = unresolved(NOWHERE, technique, {})
    assert sorted(reasons) == names
    assert set(reasons.values()) <= {"layout 'bare' has no positions"}


def test_what_was_not_measured_is_not_too_small() -> None:
    assert unresolved(SOLE, "circles", {"radius_mm": None}) == {}
    assert number_of(None) is None
    assert number_of("x_to_y") is None
    assert number_of(3) == 3.0


@pytest.mark.parametrize(("rate_hz", "is_told"), [(100.0, True), (10.0, True), (9.0, False), (5.0, False)])
def test_what_is_made_of_steps_is_not_told_where_there_are_too_few(rate_hz: float, is_told: bool) -> None:
    assert LEAST_HZ == SLOW_HZ, "what the gate warns of"
    reasons = unresolved(SOLE, "knead", {"rate_per_min": 60.0}, step_s=1.0 / rate_hz)
    assert ("rate_per_min" not in reasons) == is_told
    assert ("peak_force_n" in reasons) is False
    assert is_told or reasons["rhythm_cv"] == f"{rate_hz:g} samples a second are too few: 10 are the least"


def test_load_cells_are_too_slow_for_blows_and_for_nothing_else() -> None:
    plate = builtin_pad("plate4")
    blows = unresolved(plate, "tap", {"rate_per_min": 200.0, "contact_s": 0.08, "peak_force_n": 4.0})
    assert sorted(blows) == ["contact_force_n", "contact_s", "force_n", "peak_force_n"]
    assert all("50 ms to settle" in reason for reason in blows.values())
    assert unresolved(plate, "knead", {"peak_force_n": 12.0}) == {}
    assert unresolved(SOLE, "tap", {"contact_s": 0.08, "peak_force_n": 4.0}) == {}
