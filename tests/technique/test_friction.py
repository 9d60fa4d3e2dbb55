"""Friction: named beside its neighbours, and measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.technique.analysis import Analysis, analyse

Make = Callable[..., Any]
TIME_S = np.arange(0.0, 16.0, 0.01)
FORCE_N = np.where((TIME_S > 2.0) & (TIME_S < 14.0), 10.0, 0.0)


def rubbed(touch_of: Make, rate_hz: float, stroke_mm: float, across: float = 0.0, heading_deg: float = 0.0) -> Analysis:
    """To and fro along a heading, with ``across`` as much motion at right angles: 1 is a circle."""
    turn = 2.0 * np.pi * rate_hz * TIME_S
    u, v = 0.5 * stroke_mm * np.sin(turn), 0.5 * stroke_mm * across * np.cos(turn)
    cos, sin = np.cos(np.radians(heading_deg)), np.sin(np.radians(heading_deg))
    touch = touch_of(FORCE_N, x_mm=150.0 + cos * u - sin * v, y_mm=47.0 + sin * u + cos * v)
    return analyse(touch, builtin_pad())


@pytest.mark.parametrize(
    ("rate_hz", "stroke_mm", "heading_deg"), [(2.0, 10.0, 0.0), (1.5, 16.0, 70.0), (2.8, 8.0, -30.0)]
)
def test_strokes_to_and_fro_are_friction(touch_of: Make, rate_hz: float, stroke_mm: float, heading_deg: float) -> None:
    analysis = rubbed(touch_of, rate_hz, stroke_mm, heading_deg=heading_deg)
    (segment,), (measures,) = analysis.segments, analysis.measures
    assert (segment.technique, segment.unsure) == ("friction", False)
    assert measures["rate_per_min"] == pytest.approx(60.0 * rate_hz, rel=0.02)
    assert measures["stroke_mm"] == pytest.approx(stroke_mm, rel=0.05)
    assert measures["heading_deg"] == pytest.approx(heading_deg, abs=2.0)
    assert measures["strokes"] == pytest.approx(12.0 * rate_hz, abs=2)
    assert measures["rhythm_cv"] == pytest.approx(0.0, abs=0.03)


def test_as_broad_as_long_it_is_circles(touch_of: Make) -> None:
    assert [one.technique for one in rubbed(touch_of, 1.2, 20.0, across=1.0).segments] == ["circles"]


def test_slow_swaying_is_none(touch_of: Make) -> None:
    assert [one.technique for one in rubbed(touch_of, 0.3, 6.0).segments] == ["hold"]


def test_what_does_not_turn_back_is_a_glide(touch_of: Make) -> None:
    touch = touch_of(FORCE_N, x_mm=np.clip(40.0 + 14.0 * (TIME_S - 2.0), 40.0, 220.0) + 10.0 * TIME_S)
    assert "friction" not in {one.technique for one in analyse(touch, builtin_pad()).segments}
