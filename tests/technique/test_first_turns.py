"""Turns as the first version measured them: answers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique.first_turns import first_measures
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
