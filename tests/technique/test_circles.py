"""The measures of circles, against answers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique import circles
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
REST = np.zeros(100)


def measured(touch: TouchBlock) -> dict[str, Any]:
    return circles.measures(Work.of(touch, [strokes_of(touch)]))


def turning(touch_of: Make, turns: float, *, radius_mm: float = 10.0, sign: int = 1, rate_hz: float = 100.0) -> Any:
    """Whole and part turns of a second each at 8 N."""
    n = round(turns * rate_hz)
    rest = np.zeros(round(rate_hz))
    angle = 2 * np.pi * np.concatenate([rest, np.arange(n) / rate_hz, rest])
    x, y = 120 + radius_mm * np.cos(angle), 45 + sign * radius_mm * np.sin(angle)
    return touch_of(np.concatenate([rest, np.full(n, 8.0), rest]), x_mm=x, y_mm=y, rate_hz=rate_hz)


@pytest.mark.parametrize(("sign", "direction"), [(1, "x_to_y"), (-1, "y_to_x")])
@pytest.mark.parametrize("rate_hz", [62.5, 100.0])
def test_even_circles(touch_of: Make, sign: int, direction: str, rate_hz: float) -> None:
    m = measured(turning(touch_of, 8, sign=sign, rate_hz=rate_hz))
    assert m["strokes"] == 8
    assert m["rate_per_min"] == pytest.approx(60.0, rel=0.01)
    assert m["rhythm_cv"] == pytest.approx(0.0, abs=0.01)
    assert m["radius_mm"] == pytest.approx(10.0, rel=0.03)
    assert m["roundness"] > 0.95
    assert m["direction"] == direction
    assert m["force_n"] == m["peak_force_n"] == pytest.approx(8.0)
    assert m["force_cv"] == pytest.approx(0.0, abs=1e-9)


def test_a_line_is_not_round(touch_of: Make) -> None:
    angle = 2 * np.pi * np.arange(800) / 100
    x, y = 120 + 10 * np.cos(angle), 45 + 1.5 * np.sin(angle)
    at = {"x_mm": np.r_[REST, x, REST], "y_mm": np.r_[REST, y, REST]}
    assert measured(touch_of(np.r_[REST, np.full(800, 8.0), REST], **at))["roundness"] < 0.6


def test_a_wandering_middle_does_not_make_circles_wider(touch_of: Make) -> None:
    n = 1000
    angle = 2 * np.pi * np.arange(n) / 100
    x, y = 100 + np.linspace(0, 20, n) + 10 * np.cos(angle), 45 + 10 * np.sin(angle)
    at = {"x_mm": np.r_[REST, x, REST], "y_mm": np.r_[REST, y, REST]}
    m = measured(touch_of(np.r_[REST, np.full(n, 8.0), REST], **at))
    assert m["radius_mm"] == pytest.approx(10.0, rel=0.05)
    assert m["rate_per_min"] == pytest.approx(60.0, rel=0.02)


def test_what_does_not_turn_or_has_no_place_is_null(touch_of: Make) -> None:
    still = touch_of(np.r_[REST, np.full(500, 8.0), REST])
    nowhere = touch_of(np.r_[REST, np.full(500, 8.0), REST], x_mm=np.nan, y_mm=np.nan)
    for touch in (still, nowhere):
        m = measured(touch)
        assert m["strokes"] == 1
        for name in ("rate_per_min", "rhythm_cv", "radius_mm", "direction", "roundness"):
            assert m[name] is None


def test_circles_after_a_hold_at_the_same_force_are_told_apart(touch_of: Make) -> None:
    angle = 2 * np.pi * np.arange(700) / 100
    x = np.r_[np.full(800, 130.0), 120 + 10 * np.cos(angle), REST]
    y = np.r_[np.full(800, 45.0), 45 + 10 * np.sin(angle), REST]
    touch = touch_of(np.r_[REST, np.full(1400, 8.0), REST], x_mm=x, y_mm=y)
    hold, turns = segments_of(strokes_of(touch), touch)
    assert (hold.technique, turns.technique) == ("hold", "circles")
    assert hold.end_s == turns.start_s == pytest.approx(8.0, abs=0.6)
    assert not hold.unsure
    assert not turns.unsure
    assert turns.measures(touch)["strokes"] == pytest.approx(7, abs=1)


@pytest.mark.parametrize(("turns", "strokes"), [(5.0, 5), (5.3, 5), (5.7, 6)])
def test_a_last_part_turn_counts_when_it_is_the_greater_part_of_one(touch_of: Make, turns: float, strokes: int) -> None:
    m = measured(turning(touch_of, turns))
    assert m["strokes"] == strokes
    assert m["rate_per_min"] == pytest.approx(60.0, rel=0.02)


def test_each_turn_has_a_peak_of_its_own(touch_of: Make) -> None:
    n = 600
    angle = 2 * np.pi * np.arange(n) / 100
    x, y = 120 + 10 * np.cos(angle), 45 + 10 * np.sin(angle)
    at = {"x_mm": np.r_[REST, x, REST], "y_mm": np.r_[REST, y, REST]}
    force = 8.0 + 0.0 * angle
    force[150:160] = 16.0  # within one turn only
    m = measured(touch_of(np.r_[REST, force, REST], **at))
    assert m["peak_force_n"] == pytest.approx(8.0)
    assert m["strokes"] == 6


def test_half_a_turn_is_none(touch_of: Make) -> None:
    assert measured(turning(touch_of, 0.6))["direction"] is None
