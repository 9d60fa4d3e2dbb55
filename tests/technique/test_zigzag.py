"""Where a valley parts two strokes, and where it is a wobble of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.technique.strokes import strokes_of

Make = Callable[..., Any]
Array = NDArray[np.float64]
REST = np.zeros(100)


def dip(valley_n: float, *, lasts: int = 20) -> Array:
    """10 N with one dip, its sides half as long as its floor."""
    side = np.linspace(10.0, valley_n, lasts // 2)
    return np.concatenate(
        [REST, np.full(100, 10.0), side, np.full(lasts, valley_n), side[::-1], np.full(100, 10.0), REST]
    )


@pytest.mark.parametrize(("valley_n", "strokes"), [(6.3, 2), (6.7, 1)])
def test_a_valley_parts_below_two_thirds_of_its_peaks(touch_of: Make, valley_n: float, strokes: int) -> None:
    assert len(strokes_of(touch_of(dip(valley_n)))) == strokes


@pytest.mark.parametrize(
    ("valley_n", "moved_mm", "strokes"), [(8.0, 3.0, 2), (8.0, 2.0, 1), (8.4, 3.0, 1), (6.7, 0.0, 1)]
)
def test_a_shallow_valley_parts_where_the_thumb_has_moved_on(
    touch_of: Make, valley_n: float, moved_mm: float, strokes: int
) -> None:
    force = dip(valley_n)
    x = np.where(np.arange(len(force)) < 215, 100.0, 100.0 + moved_mm)
    assert len(strokes_of(touch_of(force, x_mm=x))) == strokes


def test_a_dip_smaller_than_the_noise_s_floor_parts_nothing(touch_of: Make) -> None:
    force = np.concatenate([REST, np.full(50, 0.9), np.full(20, 0.55), np.full(50, 0.9), REST])
    assert len(strokes_of(touch_of(force), floor_n=0.5)) == 1
    assert len(strokes_of(touch_of(force), floor_n=0.1)) == 2


def test_an_old_shallow_valley_parts_no_more(touch_of: Make) -> None:
    # a hand that lets go to 7.8 N, stays there for two seconds and presses on is one stroke by force
    assert len(strokes_of(touch_of(dip(7.8, lasts=200)))) == 1


def test_a_hand_that_stays_after_a_press_has_let_go_of_it(touch_of: Make) -> None:
    press = np.concatenate([REST, np.linspace(0, 12, 20), np.full(60, 12.0), np.linspace(12, 3, 20)])
    short = strokes_of(touch_of(np.concatenate([press, np.full(100, 3.0), REST])))
    assert [round(one.peak_n) for one in short] == [12], "what lingers is no stroke of its own"
    assert short[0].end_s < 2.1
    long = strokes_of(touch_of(np.concatenate([press, np.linspace(3.0, 4.0, 200), REST])))
    assert [round(one.peak_n) for one in long] == [12, 4], "two seconds are one"
    firm = strokes_of(
        touch_of(np.concatenate([press, np.full(80, 3.0), np.linspace(3, 9, 10), np.full(20, 9.0), REST]))
    )
    assert [round(one.peak_n) for one in firm] == [12, 9]


def test_a_flicker_about_the_threshold_is_no_stroke(touch_of: Make) -> None:
    flicker = np.tile(np.r_[np.full(5, 0.28), np.full(5, 0.52)], 10)
    assert strokes_of(touch_of(np.concatenate([np.full(100, 0.28), flicker]))) == []


def test_a_second_hand_that_is_told_late_makes_no_peak(touch_of: Make) -> None:
    force = np.concatenate([REST, np.full(100, 14.0), np.full(200, 10.0), REST])
    # the other hand's 4 N are told from the working one's from sample 200 on
    resting = np.concatenate([np.zeros(200), np.full(300, 4.0)])
    (stroke,) = strokes_of(touch_of(force, resting_n=resting))
    assert stroke.peak_n == pytest.approx(10.0, abs=0.1)


def test_a_piece_that_begins_pressed_has_its_least_force_for_a_valley(touch_of: Make) -> None:
    force = np.concatenate([np.linspace(4.0, 9.0, 50), np.linspace(9.0, 0.0, 50), REST])
    (stroke,) = strokes_of(touch_of(force))
    assert stroke.valley_n == pytest.approx(4.0, abs=0.15)
    level = stroke.valley_n + 0.2 * (stroke.peak_n - stroke.valley_n)
    assert stroke.onset_s == pytest.approx((level - 4.0) / 5.0 * 0.49, abs=0.015)


def test_an_onset_is_no_more_than_a_second_before_its_touch(touch_of: Make) -> None:
    force = np.concatenate([REST, np.linspace(0.0, 0.49, 300), np.full(2, 0.55), np.full(100, 2.2), REST])
    (stroke,) = strokes_of(touch_of(force))
    assert stroke.start_s - 1.0 <= stroke.onset_s <= stroke.peak_s


@pytest.mark.parametrize(("stays", "end_s"), [(50, 2.5), (90, 2.0)])
def test_letting_go_for_half_a_second_is_still_the_stroke_s_own(touch_of: Make, stays: int, end_s: float) -> None:
    press = np.concatenate([REST, np.linspace(0, 12, 20), np.full(60, 12.0), np.linspace(12, 3, 20)])
    (stroke,) = strokes_of(touch_of(np.concatenate([press, np.full(stays, 3.0), REST])))
    assert stroke.end_s == pytest.approx(end_s, abs=0.06)
