"""Turns as the first version measured them: answers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique.first_turns import _turns_in, first_measures
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.ways import FIRST_WAYS
from thumbwalk.technique.work import Work

Make = Callable[..., Any]
REST = np.zeros(100)


def measured(touch_of: Make, turns: float, short_mm: float = 10.0) -> dict[str, Any]:
    angle = 2 * np.pi * np.arange(round(turns * 100)) / 100
    x, y = np.r_[REST, 120 + 10 * np.cos(angle), REST], np.r_[REST, 45 + short_mm * np.sin(angle), REST]
    touch = touch_of(np.r_[REST, np.full(len(angle), 8.0), REST], x_mm=x, y_mm=y)
    return first_measures(Work.of(touch, [strokes_of(touch)], FIRST_WAYS))


def test_even_circles(touch_of: Make) -> None:
    told = measured(touch_of, 8)
    assert (told["strokes"], told["direction"]) == (8, "x_to_y")
    assert told["rate_per_min"] == pytest.approx(60.0, rel=0.01)
    assert told["radius_mm"] == pytest.approx(10.0, rel=0.03)
    assert told["roundness"] > 0.95


def test_half_a_turn_and_a_line_are_none(touch_of: Make) -> None:
    assert measured(touch_of, 0.6)["direction"] is None
    assert measured(touch_of, 8, short_mm=0.0)["rate_per_min"] is None


@pytest.mark.parametrize(("turns", "strokes", "rate"), [(5.3, 5, 60.0), (5.7, 6, 60.0), (0.97, 1, 60.0)])
def test_a_last_part_turn_counts_when_it_is_the_greater_part(
    touch_of: Make, turns: float, strokes: int, rate: float
) -> None:
    told = measured(touch_of, turns)
    assert told["strokes"] == strokes
    assert told["rate_per_min"] == pytest.approx(rate, rel=0.05)
    assert (told["rhythm_cv"] is None) == (turns < 3.0)


@pytest.mark.parametrize("turns", [3.3, 3.7])
def test_what_follows_the_last_whole_turn_is_judged_with_it_unless_it_is_a_turn(touch_of: Make, turns: float) -> None:
    n = round(100 * turns)
    angle = 2 * np.pi * np.arange(n) / 100
    force = np.repeat([6.0, 7.0, 8.0, 12.0], [100, 100, 100, n - 300])
    at = {"x_mm": np.r_[REST, 120 + 10 * np.cos(angle), REST], "y_mm": np.r_[REST, 45 + 10 * np.sin(angle), REST]}
    touch = touch_of(np.r_[REST, force, REST], **at)
    work = Work.of(touch, [strokes_of(touch)], FIRST_WAYS)
    (span,) = work.touches
    found = _turns_in(work, span)
    assert found is not None
    assert len(found.peaks_n) == found.count == (3 if turns < 3.5 else 4)
    assert found.peaks_n[-1] == 12.0
    # a turn may begin some samples before its force does
    assert found.peaks_n[0] in (6.0, 7.0)
    assert abs(found.turned) == pytest.approx(turns, abs=0.1)


def test_circles_the_other_way_are_told_as_that(touch_of: Make) -> None:
    assert measured(touch_of, 6, short_mm=-10.0)["direction"] == "y_to_x"
    assert measured(touch_of, 6, short_mm=-10.0)["strokes"] == 6


def test_contacts_are_put_together(touch_of: Make) -> None:
    angle = 2 * np.pi * np.arange(300) / 100
    quick = 2 * np.pi * np.arange(320) / 80
    x = np.r_[REST, 120 + 10 * np.cos(angle), REST, 120 + 10 * np.cos(quick), REST]
    y = np.r_[REST, 45 + 10 * np.sin(angle), REST, 45 + 10 * np.sin(quick), REST]
    touch = touch_of(np.r_[REST, np.full(300, 8.0), REST, np.full(320, 8.0), REST], x_mm=x, y_mm=y)
    told = first_measures(Work.of(touch, [strokes_of(touch)], FIRST_WAYS))
    assert told["strokes"] == 7
    # three intervals of 1 s at the most and four of 0.8 s
    assert told["rate_per_min"] == pytest.approx(75.0, rel=0.03)
    assert told["radius_mm"] == pytest.approx(10.0, rel=0.04)
