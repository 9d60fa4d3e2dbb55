"""A pause between presses is no press: it is not counted, and out of rate and force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.technique.analysis import analyse
from thumbwalk.technique.pauses import without_pauses
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.ways import FIRST_WAYS

Make = Callable[..., Any]
Array = NDArray[np.float64]
PAD = builtin_pad()


def press(seconds: float, peak_n: float = 14.0, kept: float = 0.1) -> Array:
    time = np.arange(round(100 * seconds)) / (100 * seconds)
    return peak_n * (kept + (1.0 - kept) * np.sin(np.pi * time) ** 2)


def pause(seconds: float, force_n: float) -> Array:
    up = np.linspace(1.4, force_n, 15)
    still = force_n * (1.0 + 0.02 * np.sin(np.arange(round(100 * seconds)) / 12.0))
    return np.concatenate([up, still, up[::-1]])


@pytest.mark.parametrize("force_n", [4.0, 8.0, 12.0])
def test_pauses_are_no_presses_and_out_of_the_means(touch_of: Make, force_n: float) -> None:
    row = np.concatenate([press(4 / 3)] * 6)
    force = np.concatenate([np.zeros(100), row, pause(1.5, force_n), row, pause(2.0, force_n), row, np.zeros(100)])
    touch = touch_of(force)
    (segment,) = analyse(touch, PAD).segments
    measures = segment.measures(touch)
    assert (segment.technique, measures["strokes"]) == ("knead", 18)
    assert measures["rate_per_min"] == pytest.approx(45.0, rel=0.01)
    assert measures["rhythm_cv"] == pytest.approx(0.0, abs=0.01)
    assert measures["force_n"] == pytest.approx(float(row.mean()), rel=0.02)
    assert segment.measures(touch, FIRST_WAYS)["strokes"] == 20, "the first score counted them"


def test_slow_presses_are_no_pauses_nor_are_those_that_all_stay(touch_of: Make) -> None:
    slow = touch_of(np.concatenate([np.zeros(100), *[press(3.0)] * 5, np.zeros(100)]))
    assert [len(run) for run in without_pauses(strokes_of(slow), slow)] == [5]
    long = touch_of(np.concatenate([np.zeros(100), *[pause(2.0, 12.0)] * 4, np.zeros(100)]))
    assert [len(run) for run in without_pauses(strokes_of(long), long)] == [4]


def test_what_is_before_and_behind_a_pause_are_runs_of_their_own(touch_of: Make) -> None:
    force = np.concatenate([np.zeros(100), *[press(1.0)] * 3, pause(1.0, 8.0), *[press(1.0)] * 4, np.zeros(100)])
    touch = touch_of(force)
    assert [len(run) for run in without_pauses(strokes_of(touch), touch)] == [3, 4]
    assert without_pauses([], touch) == [[]]
