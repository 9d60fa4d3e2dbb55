"""A hand that only rested is told as that, though for a while it was taken for the one that works."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.touch.hindsight import seen_from_the_end
from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]
RATE_HZ, CARRIED = 100.0, 0.9
PALM_N, PALM_MM, THUMB_Y_MM = 6.0, (112.0, 33.0), 75.0
COMES_S, SEEN_S, WORKS_S, TOLD_S, END_S = 1.0, 1.6, 2.8, 5.5, 7.0
TIME_S = np.arange(round(END_S * RATE_HZ)) / RATE_HZ


def glides(time_s: Array) -> tuple[Array, Array]:
    """Force and x of a thumb that glides back to the heel, each second, and is off the foot for the last third."""
    part = time_s % 1.0
    return np.where(part < 0.7, 4.0, 0.0), 220.0 - 100.0 * np.minimum(part / 0.7, 1.0)


def beside_a_palm(thumb_n: Array, thumb_x: Array, palm_n: Array, *, told_s: float = TOLD_S) -> TouchBlock:
    """A palm that comes first and is taken for the hand that works; the thumb rests, then works, too.

    From ``told_s`` on they are what they are.
    """
    nowhere, zero = np.full(len(TIME_S), np.nan), np.zeros(len(TIME_S))
    palm_there, second_there = TIME_S >= COMES_S, TIME_S >= SEEN_S
    told = told_s <= TIME_S
    thumb_n = np.where(second_there, thumb_n, 0.0)
    palm_x, palm_y = (np.where(palm_there, v, np.nan) for v in PALM_MM)
    thumb_there = thumb_n > 0.0
    x, y = np.where(thumb_there, thumb_x, np.nan), np.where(thumb_there, THUMB_Y_MM, np.nan)
    second_x, second_y = np.where(second_there, thumb_x, np.nan), np.where(second_there, THUMB_Y_MM, np.nan)
    palm_n = np.where(palm_there, palm_n, 0.0)
    works = second_there & ~told & (TIME_S >= WORKS_S)
    rests = np.where(second_there & ~works & ~told, CARRIED * thumb_n, zero)
    return TouchBlock(
        TIME_S, CARRIED * (palm_n + thumb_n), np.where(told, thumb_n, palm_n), np.where(told, x, palm_x),
        np.where(told, y, palm_y), np.where(palm_there, 1.0, np.nan), nowhere.copy(), nowhere.copy(),
        np.where(told, palm_n, thumb_n), np.where(told, palm_x, second_x), np.where(told, palm_y, second_y), works,
        np.where(told, CARRIED * palm_n, rests), zero, np.where(told, thumb_there, palm_there),
        np.zeros(len(TIME_S), np.int64),
    )  # fmt: skip


def test_a_palm_that_came_first_rests_from_where_it_came() -> None:
    thumb_n, thumb_x = glides(TIME_S)
    seen = seen_from_the_end(beside_a_palm(thumb_n, thumb_x, np.full(len(TIME_S), PALM_N)))
    after = TIME_S >= COMES_S
    assert seen.resting_n[after] == pytest.approx(CARRIED * PALM_N, rel=0.02)
    assert not seen.second_works.any()
    work = TIME_S >= SEEN_S
    np.testing.assert_array_equal(seen.touching[work], thumb_n[work] > 0.0)
    np.testing.assert_allclose(seen.contact_n[work], thumb_n[work])
    on = work & (thumb_n > 0.0)
    np.testing.assert_allclose(seen.x_mm[on], thumb_x[on])
    np.testing.assert_allclose(seen.working_n[on], CARRIED * thumb_n[on], rtol=0.02)
    assert not seen.touching[TIME_S < SEEN_S].any(), "while the palm was alone nobody worked"
    assert np.isnan(seen.x_mm[~seen.touching]).all()
    np.testing.assert_allclose(seen.second_n[after], PALM_N)


def test_a_palm_that_leaves_before_it_is_told_rested_all_the_same() -> None:
    thumb_n, thumb_x = glides(TIME_S)
    touch = beside_a_palm(thumb_n, thumb_x, np.full(len(TIME_S), PALM_N), told_s=END_S)
    seen = seen_from_the_end(touch)
    assert seen.resting_n[TIME_S >= COMES_S] == pytest.approx(CARRIED * PALM_N, rel=0.02)


def test_who_rests_from_now_on_rested_since_it_came_though_two_were_never_at_work() -> None:
    # a hold beside a palm: nothing tells which of them works until one is far firmer
    thumb_n = np.where(TIME_S >= WORKS_S, 12.0, 0.0)
    touch = beside_a_palm(thumb_n, np.full(len(TIME_S), 200.0), np.full(len(TIME_S), PALM_N))
    resting_n = np.where(touch.second_works, CARRIED * thumb_n, touch.resting_n)
    touch = replace(touch, second_works=np.zeros(len(TIME_S), np.bool_), resting_n=resting_n)
    seen = seen_from_the_end(touch)
    assert seen.resting_n[TIME_S >= COMES_S] == pytest.approx(CARRIED * PALM_N, rel=0.02)
    np.testing.assert_array_equal(seen.touching, TIME_S >= WORKS_S)


def test_what_is_seen_once_is_seen() -> None:
    thumb_n, thumb_x = glides(TIME_S)
    seen = seen_from_the_end(beside_a_palm(thumb_n, thumb_x, np.full(len(TIME_S), PALM_N)))
    assert seen_from_the_end(seen) is seen


def test_what_presses_beside_a_palm_before_it_was_found_is_work_of_which_no_place_is_known() -> None:
    thumb_n, thumb_x = glides(TIME_S)
    touch = beside_a_palm(thumb_n, thumb_x, np.full(len(TIME_S), PALM_N))
    blow = (TIME_S >= 1.2) & (TIME_S < 1.3)
    touch = replace(touch, total_n=touch.total_n + np.where(blow, 3.0, 0.0))
    seen = seen_from_the_end(touch)
    early = (TIME_S >= COMES_S) & (TIME_S < SEEN_S)
    np.testing.assert_array_equal(seen.touching[early], blow[early])
    np.testing.assert_allclose(seen.working_n[blow], 3.0)
    np.testing.assert_allclose(seen.contact_n[blow], 3.0)
    assert np.isnan(seen.x_mm[blow]).all()


def test_two_thumbs_that_both_work_are_two_and_so_are_two_that_both_stay() -> None:
    thumb_n, thumb_x = glides(TIME_S)
    kneads = 1.2 + 5.0 * np.sin(np.pi * TIME_S) ** 2
    still = np.full(len(TIME_S), 4.0)
    for first, second, x in ((kneads, thumb_n, thumb_x), (still, still, np.full(len(TIME_S), 200.0))):
        touch = beside_a_palm(second, x, first, told_s=END_S)
        assert seen_from_the_end(touch) is touch


def test_a_hand_that_wanders_beside_one_that_works_is_no_palm() -> None:
    thumb_n, thumb_x = glides(TIME_S)
    touch = beside_a_palm(thumb_n, thumb_x, np.full(len(TIME_S), PALM_N), told_s=END_S)
    wanders = np.where(touch.second_works, touch.x_mm + 5.0 * TIME_S, touch.x_mm)
    moved = replace(touch, x_mm=wanders)
    assert seen_from_the_end(moved) is moved


def test_a_gap_in_the_data_is_not_looked_over() -> None:
    thumb_n, thumb_x = glides(TIME_S)
    touch = beside_a_palm(thumb_n, thumb_x, np.full(len(TIME_S), PALM_N))
    touch = replace(touch, piece=(TIME_S >= 2.0).astype(np.int64))
    seen = seen_from_the_end(touch)
    before = TIME_S < 2.0
    np.testing.assert_array_equal(seen.contact_n[before], touch.contact_n[before])
    assert seen.resting_n[~before] == pytest.approx(CARRIED * PALM_N, rel=0.02)
