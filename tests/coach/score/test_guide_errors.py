"""Errors against the guide, by hand: constant, absolute and variable, of force and of pace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.score.guide_errors import guide_errors
from thumbwalk.pad import Pad
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.work import Work

Make = Callable[..., Any]


@pytest.fixture(scope="module")
def work(pad: Pad, touch_at: Make, kneading: Make) -> Work:
    """Presses of 10 and 14 N in turn, one a second."""
    touch = touch_at(np.concatenate([np.zeros(100), kneading([10.0, 14.0] * 3, interval_s=1.0), np.zeros(100)]))
    return Work.of(touch, [strokes_on(touch, pad)])


def test_peaks_are_told_against_the_guide_s_force(work: Work) -> None:
    (force,) = guide_errors("knead", work, peaks=True, force_n=13.0, rate_per_min=None)
    # -3 and +1 in turn
    assert (force.name, force.unit, force.guide) == ("peak_force_n", "N", 13.0)
    assert (force.constant, force.absolute, force.variable) == pytest.approx((-1.0, 2.0, 2.0), abs=0.1)


def test_pace_is_told_against_the_guide_s(work: Work) -> None:
    (pace,) = guide_errors("knead", work, peaks=True, force_n=None, rate_per_min=50.0)
    assert (pace.name, pace.unit, pace.guide) == ("rate_per_min", "/min", 50.0)
    assert pace.constant == pytest.approx(10.0, abs=0.8)


def test_a_held_force_is_that_of_the_touch_s_middle(pad: Pad, touch_at: Make) -> None:
    touch = touch_at(np.concatenate([np.zeros(100), np.full(600, 12.0), np.zeros(100)]))
    held = Work.of(touch, [strokes_on(touch, pad)])
    (force,) = guide_errors("hold", held, peaks=False, force_n=10.0, rate_per_min=None)
    assert force.name == "force_n"
    assert (force.constant, force.absolute, force.variable) == pytest.approx((2.0, 2.0, 0.0))


def test_without_a_guide_there_are_none(work: Work) -> None:
    assert list(guide_errors("knead", work, peaks=True, force_n=None, rate_per_min=None)) == []
