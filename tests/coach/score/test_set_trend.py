"""The force's trend over a set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.score.set_trend import force_trend
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.strokes import StrokeFinder
from thumbwalk.touch.touch_block import TouchBlock

Touching = Callable[..., Any]


def pressed(touch_at: Touching, lasts_s: float) -> tuple[TouchBlock, list[list[Stroke]]]:
    """Presses every second whose force falls evenly from 12 N to 6 N, and their strokes."""
    time_s = np.arange(round(lasts_s * 100)) / 100
    touch = touch_at((12.0 - 6.0 * time_s / lasts_s) * np.sin(np.pi * time_s) ** 2)
    finder = StrokeFinder(0.01)
    return touch, [[*finder.feed(touch), *finder.finish()]]


def test_it_is_the_last_third_against_the_first(touch_at: Touching) -> None:
    touch, runs = pressed(touch_at, 60.0)
    assert force_trend("knead", touch, runs, (0.0, 60.0)) == pytest.approx(7.0 / 11.0 - 1.0, abs=0.02)


def test_a_short_set_and_one_without_strokes_have_none(touch_at: Touching) -> None:
    touch, runs = pressed(touch_at, 20.0)
    assert force_trend("knead", touch, runs, (0.0, 20.0)) is None
    assert force_trend("knead", touch, [], (0.0, 60.0)) is None
    assert force_trend("knead", touch, runs, None) is None
