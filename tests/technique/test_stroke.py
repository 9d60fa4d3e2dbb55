"""What a stroke says of itself, for a press whose numbers are worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique.stroke import LIFT_S
from thumbwalk.technique.strokes import strokes_of

Make = Callable[..., Any]


def test_a_triangle_s_stroke_is_what_geometry_says(touch_of: Make) -> None:
    up, down = np.linspace(0.0, 10.0, 101), np.linspace(10.0, 0.0, 201)[1:]
    force = np.concatenate([np.zeros(50), up, down, np.zeros(50)])
    x = 100.0 + 0.05 * np.arange(len(force))
    (stroke,) = strokes_of(touch_of(force, x_mm=x))
    assert stroke.start_s == pytest.approx(0.56, abs=0.011)  # above 0.5 N
    assert stroke.end_s == pytest.approx(0.5 + 1.0 + 1.94, abs=0.011)  # until it falls under 0.3 N
    assert stroke.peak_s == pytest.approx(1.5, abs=0.011)
    assert stroke.peak_n == pytest.approx(10.0, abs=0.1)
    # half of base times height, over the height
    assert stroke.press_s == pytest.approx(1.5, rel=0.02)
    assert stroke.onset_s == pytest.approx(0.7, abs=0.011)
    # Places count by the force's square: of a slope of length L from the peak the mean is L/4 away, so (1 (-1/4) +
    # 2 (2/4)) / 3 = 1/4 s behind the peak.
    assert stroke.x_mm == pytest.approx(100.0 + 5.0 * (1.5 + 0.25), abs=0.1)
    # The mean square from the peak is L^2 / 10 on each side.
    mean_square = (1.0 * 1.0 / 10 + 2.0 * 4.0 / 10) / 3
    assert stroke.spread_mm == pytest.approx(5.0 * np.sqrt(mean_square - 0.25**2), rel=0.02)


@pytest.mark.parametrize(("lift_s", "kept"), [(LIFT_S - 0.2, 2), (LIFT_S + 0.2, 3)])
def test_what_brushes_long_before_a_press_is_a_touch_of_its_own(
    touch_of: Make, presses: Make, lift_s: float, kept: int
) -> None:
    force = np.concatenate(
        [np.zeros(20), np.full(6, 0.8), np.zeros(round(100 * lift_s) - 100), presses([15.0, 15.0], 1)]
    )
    assert len(strokes_of(touch_of(force))) == kept
