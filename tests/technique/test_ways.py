"""What was measured otherwise when the first scores were kept is still measured so for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique import circles, knead
from thumbwalk.technique.scatter import efficient_cv, robust_cv
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.ways import FIRST_WAYS, WAYS, Ways
from thumbwalk.technique.work import Work

Make = Callable[..., Any]
REST = np.zeros(100)


@pytest.mark.parametrize(("ways", "scatter"), [(FIRST_WAYS, robust_cv), (WAYS, efficient_cv)])
def test_peaks_scatter_by_the_way_that_is_asked_for(touch_of: Make, presses: Make, ways: Ways, scatter: Any) -> None:
    touch = touch_of(presses([12.0, 14.0, 11.0, 13.0, 18.0, 12.5], 1.0))
    strokes = strokes_of(touch)
    told = knead.measures(Work.of(touch, [strokes], ways))
    assert told["force_cv"] == scatter(np.array([one.peak_n for one in strokes]))


def test_a_flat_circle_was_taken_by_its_angle_and_is_by_its_axes(touch_of: Make) -> None:
    angle = 2 * np.pi * np.arange(800) / 100
    x, y = 120 + 12 * np.cos(angle), 45 + 6 * np.sin(angle)
    touch = touch_of(np.r_[REST, np.full(800, 8.0), REST], x_mm=np.r_[REST, x, REST], y_mm=np.r_[REST, y, REST])
    strokes = strokes_of(touch)
    first, today = (circles.measures(Work.of(touch, [strokes], ways)) for ways in (FIRST_WAYS, WAYS))
    # 1 - SD / mean of the distance from the middle, against short axis / long axis
    distance = np.hypot(x - 120, y - 45)
    assert first["roundness"] == pytest.approx(1.0 - np.std(distance) / np.mean(distance), abs=0.02)
    assert today["roundness"] == pytest.approx(0.5, abs=0.02)
