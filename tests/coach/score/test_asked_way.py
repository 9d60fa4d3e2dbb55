"""The way that was asked for: how much of a line was touched, bites along it, circles the right way round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.score.asked_way import asked_way, of_two, way_covered
from thumbwalk.pad import Pad
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.measures import Measures
from thumbwalk.technique.work import Work

Make = Callable[..., Any]
LINE = np.array([[60.0, 50.0], [160.0, 50.0]])


def walked(touch_at: Make, kneading: Make, pad: Pad, step_mm: float) -> tuple[Work, dict[str, Any]]:
    """Twelve bites of so many millimetres each, along x."""
    force = kneading([8.0] * 12, 0.8, kept=0.35)
    at = np.floor(np.arange(len(force)) / 80) * step_mm
    touch = touch_at(force, x_mm=110.0 + at - at[-1] / 2.0, y_mm=50.0)
    work = Work.of(touch, [strokes_on(touch, pad)])
    return work, technique_named("walk").measures(work)


def test_a_line_is_covered_as_far_as_it_was_touched(touch_at: Make) -> None:
    n = 400
    whole = touch_at(np.full(n, 8.0), x_mm=np.linspace(60.0, 160.0, n), y_mm=50.0)
    half = touch_at(np.full(n, 8.0), x_mm=np.linspace(60.0, 105.0, n), y_mm=50.0)
    beside = touch_at(np.full(n, 8.0), x_mm=np.linspace(60.0, 160.0, n), y_mm=62.0)
    # places every 5 mm, 21 of them; half of the way and the 10 mm that a thumb reaches are 12
    assert way_covered(whole, LINE) == 1.0
    assert way_covered(half, LINE) == pytest.approx(12 / 21)
    assert way_covered(beside, LINE) == 0.0
    assert way_covered(touch_at(np.zeros(n)), LINE) is None


@pytest.mark.parametrize(("step_mm", "along", "against"), [(7.0, 1.0, 0.0), (-7.0, 0.0, 1.0)])
def test_forward_is_along_the_line_whichever_way_it_goes(
    touch_at: Make, kneading: Make, pad: Pad, step_mm: float, along: float, against: float
) -> None:
    work, values = walked(touch_at, kneading, pad, step_mm)
    assert asked_way("walk", work, values, LINE, None)["forward"] == pytest.approx(along)
    assert asked_way("walk", work, values, LINE[::-1], None)["forward"] == pytest.approx(against)
    assert asked_way("walk", work, values, None, None) == {}
    assert asked_way("walk", work, values, LINE[[0, 0]], None)["forward"] == values["forward"], "no way at all"


def test_circles_are_asked_for_one_way_round(touch_at: Make, kneading: Make, pad: Pad) -> None:
    work, _ = walked(touch_at, kneading, pad, 7.0)
    assert asked_way("circles", work, {"direction": "x_to_y"}, None, "x_to_y") == {"forward": 1.0}
    assert asked_way("circles", work, {"direction": "x_to_y"}, None, "y_to_x") == {"forward": 0.0}
    assert asked_way("circles", work, {"direction": None}, None, "y_to_x") == {"forward": None}


@pytest.mark.parametrize(
    ("pattern", "phase", "error"),
    [("alternate", 0.5, 0.0), ("alternate", 0.9, 0.4), ("together", 0.9, 0.1), ("together", 0.45, 0.45)],
)
def test_two_hands_are_judged_by_the_pattern_that_was_asked_for(pattern: str, phase: float, error: float) -> None:
    done: Measures = {"phase": phase, "balance": 0.9, "force_n": 14.0, "contact_force_n": 7.0}
    assert of_two(done, pattern) == {"phase_error": pytest.approx(error), "force_n": 7.0}


def test_circles_that_turn_alike_are_no_mirror_images_and_one_hand_has_no_phase() -> None:
    alike: Measures = {"phase": 0.02, "direction": "x_to_y", "radius_mm": 11.0}
    mirrored: Measures = {**alike, "direction": None}
    assert [of_two(one, "together")["phase_error"] for one in (alike, mirrored)] == [0.02, 0.5]
    assert [of_two(one, "mirrored")["phase_error"] for one in (alike, mirrored)] == [0.5, 0.02]
    assert of_two({"force_n": 7.0}, "together") == {}
