"""A pause between presses is no press: it is not counted, and out of rate and force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.technique.analysis import analyse
from thumbwalk.technique.pauses import still_s, without_pauses
from thumbwalk.technique.stroke import Stroke
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


@pytest.mark.parametrize(("still", "is_sure"), [(0.4, True), (1.2, False)])
def test_presses_that_are_kept_still_for_longer_are_no_sure_kneading(
    touch_of: Make, still: float, is_sure: bool
) -> None:
    row = np.concatenate([pause(still, 12.0)] * 5)
    (segment,) = analyse(touch_of(np.concatenate([np.zeros(100), row, np.zeros(100)])), PAD).segments
    assert segment.technique in ("knead", "hold")
    assert segment.unsure is not is_sure


@pytest.mark.parametrize(
    ("lasts_s", "sinks_s", "is_sure"), [(0.8, 0.1, True), (1.0, 0.3, True), (1.2, 0.3, False), (1.2, 0.1, False)]
)
def test_short_holds_one_behind_the_other_are_no_sure_kneading(
    touch_of: Make, lasts_s: float, sinks_s: float, is_sure: bool
) -> None:
    sink = np.linspace(0.0, 12.0, round(100 * sinks_s))
    hold = np.concatenate([sink, np.full(round(100 * (lasts_s - 2.0 * sinks_s)), 12.0), sink[::-1], np.zeros(30)])
    (segment,) = analyse(touch_of(np.concatenate([np.zeros(100), np.tile(hold, 8), np.zeros(100)])), PAD).segments
    assert segment.technique == "knead"
    assert segment.unsure is not is_sure


@pytest.mark.parametrize("rate_per_min", [25.0, 40.0, 60.0])
def test_rounded_presses_are_sure_kneading_at_any_pace(touch_of: Make, presses: Make, rate_per_min: float) -> None:
    (segment,) = analyse(touch_of(presses([12.0] * 8, 60.0 / rate_per_min)), PAD).segments
    assert (segment.technique, segment.unsure) == ("knead", False)


def test_how_long_a_press_is_still_is_told_of_those_that_could_be_a_pause(touch_of: Make) -> None:
    touch = touch_of(np.concatenate([np.zeros(100), pause(1.5, 12.0), press(0.7), press(3.0), np.zeros(100)]))
    kept, short, slow = (still_s(one, touch, 0.01) for one in strokes_of(touch))
    assert kept == pytest.approx(1.5, abs=0.1)
    assert short == 0.0
    # over a valley of a tenth it is above 0.92 for 0.19 of its length, and force is averaged over 0.1 s
    assert slow == pytest.approx(0.19 * 3.0 + 0.1, abs=0.03)


def test_what_is_before_and_behind_a_pause_are_runs_of_their_own(touch_of: Make) -> None:
    force = np.concatenate([np.zeros(100), *[press(1.0)] * 3, pause(1.0, 8.0), *[press(1.0)] * 4, np.zeros(100)])
    touch = touch_of(force)
    assert [len(run) for run in without_pauses(strokes_of(touch), touch)] == [3, 4]
    assert without_pauses([], touch) == [[]]


def stroke_at(start_s: float, end_s: float) -> Stroke:
    return Stroke(start_s, start_s, start_s, end_s, 10.0, 0.0, 0.5, 100.0, 50.0, 1.0, 0)


def row_of(touch_of: Make, middle_n: Array) -> tuple[list[Stroke], Any]:
    """Five strokes, the third of which is pressed as given; the others are single samples."""
    n = len(middle_n)
    force = np.concatenate([np.zeros(100), middle_n, np.zeros(100)])
    last_s = (100 + n) / 100
    strokes = [stroke_at(0.1, 0.2), stroke_at(0.3, 0.4), stroke_at(1.0, last_s), stroke_at(last_s + 0.1, last_s + 0.2)]
    return [*strokes, stroke_at(last_s + 0.3, last_s + 0.4)], touch_of(force)


@pytest.mark.parametrize(("samples", "runs"), [(79, [5]), (80, [2, 2])])
def test_a_pause_is_still_for_four_fifths_of_a_second(touch_of: Make, samples: int, runs: list[int]) -> None:
    strokes, touch = row_of(touch_of, np.full(samples, 8.0))
    # what goes on for longer but is let go of meanwhile is none
    assert [len(run) for run in without_pauses(strokes, touch)] == runs
    pressed, longer = row_of(touch_of, np.r_[np.full(20, 1.0), np.full(samples, 8.0), np.full(20, 1.0)])
    assert [len(run) for run in without_pauses(pressed, longer)] == runs


@pytest.mark.parametrize(("low_n", "runs"), [(9.1, [5]), (9.3, [2, 2])])
def test_what_falls_below_eleven_twelfths_of_its_peak_is_not_still(
    touch_of: Make, low_n: float, runs: list[int]
) -> None:
    strokes, touch = row_of(touch_of, np.r_[np.full(60, 10.0), np.full(60, low_n)])
    assert [len(run) for run in without_pauses(strokes, touch)] == runs


def test_noise_of_single_samples_breaks_no_pause_and_a_resting_hand_makes_none(touch_of: Make) -> None:
    noisy = np.full(120, 10.0)
    noisy[::10] = 6.0
    strokes, touch = row_of(touch_of, noisy)
    assert [len(run) for run in without_pauses(strokes, touch)] == [2, 2]
    press = 10.0 * np.sin(np.pi * np.arange(120) / 120.0)
    strokes, touch = row_of(touch_of, press)
    still = replace(touch, total_n=touch.total_n + 90.0, resting_n=np.full(len(touch), 90.0))
    assert [len(run) for run in without_pauses(strokes, still)] == [5]


def test_of_two_strokes_none_is_a_pause_and_of_four_two_are_the_way_of_pressing(touch_of: Make) -> None:
    strokes, touch = row_of(touch_of, np.full(120, 8.0))
    assert [len(run) for run in without_pauses(strokes[1:3], touch)] == [2]
    assert [len(run) for run in without_pauses(strokes[1:4], touch)] == [1, 1]
    assert [len(run) for run in without_pauses(strokes[2:5], touch)] == [2], "what it begins with is no run of its own"
    twice = [strokes[0], strokes[2], strokes[2], strokes[3]]
    assert [len(run) for run in without_pauses(twice, touch)] == [4]
    assert [len(run) for run in without_pauses([strokes[0], *twice], touch)] == [2, 1]
