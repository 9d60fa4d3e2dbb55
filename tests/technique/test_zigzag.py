"""Where a valley parts two strokes, and where it is a wobble of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.zigzag import Zigzag

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


def test_a_press_out_of_a_valley_counts_though_a_second_hand_hid_how_far_it_rose(touch_of: Make) -> None:
    # from 9 N up to 14 with 4 N of a palm in it, which is told half a second later: 8 N are left, under the valley
    rise = np.concatenate([np.linspace(9.0, 14.0, 20), np.full(30, 14.0), np.full(20, 8.0)])
    force = np.concatenate([REST, np.full(60, 14.5), np.linspace(14.5, 9.0, 20), rise, np.full(150, 8.5), REST])
    resting = np.where(np.arange(len(force)) >= 230, 4.0, 0.0)
    strokes = strokes_of(touch_of(force, resting_n=resting))
    assert [round(one.peak_n, 1) for one in strokes] == [14.5, 8.5]
    assert strokes[1].end_s == pytest.approx(len(force) / 100.0 - 1.0, abs=0.02)
    assert strokes[1].valley_n <= strokes[1].peak_n


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


def walked(touch_of: Make, force: Array, **places: Any) -> list[Stroke]:
    """The strokes of a force that nothing has smoothed."""
    touch, found = touch_of(force, **places), list[Stroke]()
    zigzag = Zigzag(0.01, 0.3)
    zigzag.steps(touch, force, touch.touching, found)
    zigzag.lift(found)
    return found


@pytest.mark.parametrize(
    ("way_mm", "strokes"), [((1.8, 1.8), 2), ((1.7, 1.7), 1), ((-1.8, 1.8), 2), ((0.0, -2.6), 2), ((0.0, 2.4), 1)]
)
def test_a_thumb_has_moved_on_by_both_of_its_ways_together(
    touch_of: Make, way_mm: tuple[float, float], strokes: int
) -> None:
    force, late = dip(8.0), np.arange(440) >= 215
    touch = {"x_mm": 100.0 + way_mm[0] * late[: len(force)], "y_mm": 50.0 + way_mm[1] * late[: len(force)]}
    assert len(walked(touch_of, force, **touch)) == strokes


def test_a_place_that_is_not_sure_must_move_on_by_one_and_a_half_of_what_it_errs(touch_of: Make) -> None:
    force = dip(8.0)
    late = np.arange(len(force)) >= 215
    for moved_mm, strokes in ((5.9, 1), (6.1, 2)):
        touch = touch_of(force, x_mm=100.0 + moved_mm * late)
        touch = replace(touch, sigma_mm=4.0 + 0.0 * touch.sigma_mm)
        found: list[Stroke] = []
        zigzag = Zigzag(0.01, 0.3)
        zigzag.steps(touch, force, touch.touching, found)
        zigzag.lift(found)
        assert len(found) == strokes


@pytest.mark.parametrize(("stays", "strokes"), [(79, 2), (84, 1)])
def test_a_shallow_valley_is_given_up_after_four_fifths_of_a_second(touch_of: Make, stays: int, strokes: int) -> None:
    # 6 N of 10 are a valley that parts; what stays at 7 N behind it is none to the 9.5 N that come then
    force = np.r_[REST, np.full(50, 10.0), 6.0, np.full(stays, 6.9), np.full(50, 9.5), REST]
    assert len(walked(touch_of, force)) == strokes


@pytest.mark.parametrize(("low_n", "strokes"), [(3.4, 2), (3.6, 1)])
def test_a_hand_has_let_go_below_a_third_of_the_peak_for_seven_tenths_of_a_second(
    touch_of: Make, low_n: float, strokes: int
) -> None:
    # what stays is firm enough for a stroke of its own once the press is over
    force = np.r_[REST, np.full(50, 10.0), np.full(75, low_n), np.full(150, 3.7), REST]
    assert len(walked(touch_of, force)) == strokes


@pytest.mark.parametrize(("lasts", "rises_n", "strokes"), [(140, 4.9, 1), (160, 4.9, 2), (100, 5.1, 2), (100, 4.9, 1)])
def test_what_lingers_counts_when_it_lasts_or_is_half_as_firm(
    touch_of: Make, lasts: int, rises_n: float, strokes: int
) -> None:
    # it begins where the hand let go
    force = np.r_[REST, np.full(50, 10.0), np.full(75, 3.0), np.full(lasts - 75, rises_n), REST]
    assert len(walked(touch_of, force)) == strokes


@pytest.mark.parametrize(("rise_n", "strokes"), [(0.7, 1), (0.9, 2)])
def test_the_rise_out_of_a_valley_is_a_twelfth_of_the_peak_at_least(
    touch_of: Make, rise_n: float, strokes: int
) -> None:
    force = np.r_[REST, np.full(50, 10.0), np.full(10, 5.0), np.full(50, 5.0 + rise_n), REST]
    # well under two thirds of what it rises to must the valley be, so that a low one is taken
    force[150:160] = 0.4
    force[160:210] = 0.4 + rise_n
    assert len(walked(touch_of, force)) == strokes


def test_a_stroke_s_numbers_are_those_of_its_own_samples(touch_of: Make) -> None:
    force = np.r_[np.full(5, 0.2), 2.0, 6.0, 10.0, 6.0, 2.0, 0.1, 0.1]
    x = np.r_[np.zeros(5), 100.0, 104.0, 108.0, 112.0, 116.0, 0.0, 0.0]
    (stroke,) = walked(touch_of, force, x_mm=x, y_mm=50.0, piece=3)
    assert (stroke.start_s, stroke.peak_s, stroke.end_s) == pytest.approx((0.05, 0.07, 0.09))
    assert (stroke.peak_n, stroke.valley_n, stroke.piece) == (10.0, 0.2, 3)
    # 20 % of the way from 0.2 N to 10 N is 2.16 N, between the samples of 2 N and 6 N
    assert stroke.onset_s == pytest.approx(0.05 + 0.01 * 0.16 / 4.0)
    assert stroke.press_s == pytest.approx(26.0 * 0.01 / 10.0)
    square = force[5:10] ** 2
    mean = float(np.average(x[5:10], weights=square))
    assert stroke.x_mm == pytest.approx(mean)
    assert stroke.y_mm == pytest.approx(50.0)
    assert stroke.spread_mm == pytest.approx(np.sqrt(np.average((x[5:10] - mean) ** 2, weights=square)))


def test_the_place_of_the_peak_is_what_a_valley_s_way_is_told_from(touch_of: Make) -> None:
    # it creeps 2 mm up to the peak and 1 mm on behind it: not moved on, whatever it had gone before
    force = np.r_[
        REST, np.linspace(5.0, 10.0, 50), np.linspace(10.0, 8.0, 10), np.full(30, 8.0), np.full(60, 10.0), REST
    ]
    x = np.where(np.arange(len(force)) < 145, 97.0, np.where(np.arange(len(force)) < 180, 99.0, 101.0))
    assert len(walked(touch_of, force, x_mm=x)) == 1
    assert len(walked(touch_of, force, x_mm=np.where(x > 100.0, 101.6, x))) == 2


def test_a_valley_is_timed_at_its_lowest_sample_and_the_next_stroke_begins_there(touch_of: Make) -> None:
    force = np.r_[REST, np.full(20, 10.0), 7.0, 4.0, 3.0, 3.5, 6.0, np.full(20, 9.0), REST]
    first, second = walked(touch_of, force)
    assert first.end_s == second.start_s == pytest.approx(1.22)
    assert second.valley_n == 3.0
    # 20 % of the way from 3 N to 9 N is 4.2 N: between the samples of 3.5 N and 6 N
    assert second.onset_s == pytest.approx(1.23 + 0.01 * 0.7 / 2.5)
    # the impulse of each is that of its own samples: the lowest one is the first stroke's
    assert first.press_s == pytest.approx((20 * 10.0 + 7.0 + 4.0 + 3.0) * 0.01 / 10.0)
    assert second.press_s == pytest.approx((3.5 + 6.0 + 20 * 9.0) * 0.01 / 9.0)


def test_an_onset_is_the_last_rise_through_its_level(touch_of: Make) -> None:
    # it passes 2 N, falls back a little, and rises again
    force = np.r_[np.zeros(5), 1.0, 2.4, 1.9, 2.2, 6.0, 10.0, 0.0]
    (stroke,) = walked(touch_of, force)
    assert stroke.onset_s == pytest.approx(0.07 + 0.01 * 0.1 / 0.3)


def test_a_piece_that_begins_at_its_peak_has_its_onset_there(touch_of: Make) -> None:
    (stroke,) = walked(touch_of, np.r_[np.full(5, 8.0), np.zeros(5)])
    assert (stroke.start_s, stroke.onset_s, stroke.valley_n, stroke.peak_n) == (0.0, 0.0, 8.0, 8.0)
    (later,) = walked(touch_of, np.r_[0.6, np.full(5, 8.0), np.zeros(5)])
    assert later.onset_s == pytest.approx(0.01 * (0.2 * 7.4) / 7.4)


def test_while_a_hand_lets_go_the_peak_follows_for_a_tenth_of_a_second_behind_a_second_hand(touch_of: Make) -> None:
    for falls_at, peak_n in ((203, 9.0), (215, 14.0)):
        force = np.r_[REST, np.full(falls_at - 100, 14.0), np.full(60, 9.0), REST]
        resting = np.where(np.arange(len(force)) >= 200, 3.0, 0.0)
        strokes = walked(touch_of, force, resting_n=resting)
        assert strokes[0].peak_n == peak_n
