"""Sensors that are off or drift from a table's first row on, told from a hand that holds the foot."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.touch.baseline import _line, _no_hand, _on_line, _was_without, grip, ramps
from thumbwalk.touch.touch_block import TouchBlock

PAD = builtin_pad()
Array = NDArray[np.float64]
SOUND = np.zeros(16, dtype=np.bool_)
TIME_S = np.arange(0.0, 50.0, 0.01)


def worked(pressed: Pressed) -> Array:
    """Kneading at five places, with two seconds off before each."""
    force_n = np.where(TIME_S % 10.0 >= 2.0, 12.0 * np.sin(np.pi * TIME_S) ** 2, 0.0)
    places = [(200.0, 50.0), (110.0, 55.0), (70.0, 50.0), (170.0, 60.0), (190.0, 40.0)]
    x_mm, y_mm = (np.array(one)[(TIME_S // 10.0).astype(int)] for one in zip(*places, strict=True))
    return pressed(force_n, x_mm, y_mm) + 0.03 * np.random.default_rng(4).standard_normal((len(TIME_S), 16))


def held(pressed: Pressed) -> Array:
    """A hand of 5 N at the toes the whole time, with its wander."""
    wander = 1.0 + 0.12 * np.sin(0.9 * TIME_S) * np.sin(0.37 * TIME_S)
    return pressed(5.0 * wander, 235.0 + np.sin(0.5 * TIME_S), 40.0)


def touch_of(tiles_n: Array) -> TouchBlock:
    pipeline = Pipeline.of_table(PAD, TIME_S, tiles_n)
    return TouchBlock.joined(pipeline.feed(TIME_S, tiles_n) + pipeline.finish())


def test_sound_sensors_are_not_off(pressed: Pressed) -> None:
    assert ramps(PAD, TIME_S, worked(pressed), SOUND) == ()
    assert grip(PAD, TIME_S, worked(pressed), SOUND) is None


@pytest.mark.parametrize("per_min", [0.5, -0.5])
def test_a_drift_of_all_tiles_is_a_ramp_of_each(pressed: Pressed, per_min: float) -> None:
    (ramp,) = ramps(PAD, TIME_S, worked(pressed) + per_min / 60.0 * TIME_S[:, None], SOUND)
    assert ramp.slope_n_per_s is not None
    assert 60.0 * ramp.slope_n_per_s == pytest.approx(np.full(16, per_min), abs=0.06)
    assert np.abs(ramp.offset_n).max() < 0.05


def test_a_drift_is_no_touch_and_takes_nothing_from_the_work(pressed: Pressed) -> None:
    way = np.where(np.arange(16) % 3 == 0, -0.5, 0.5) / 60.0
    clean, drifting = touch_of(worked(pressed)), touch_of(worked(pressed) + TIME_S[:, None] * way)
    assert np.mean(clean.touching != drifting.touching) < 0.01
    assert np.abs(clean.total_n - drifting.total_n).max() < 0.6


def test_the_tile_that_reads_force_in_every_rest_is_the_one_that_is_off(pressed: Pressed) -> None:
    tiles_n = worked(pressed)
    tiles_n[:, 9] += 3.0
    (shift,) = ramps(PAD, TIME_S, tiles_n, SOUND)
    assert np.flatnonzero(np.abs(shift.offset_n) > 0.1).tolist() == [9]
    assert shift.offset_n[9] == pytest.approx(3.0, abs=0.05)


def test_a_step_in_the_middle_is_no_ramp(pressed: Pressed) -> None:
    tiles_n = worked(pressed)
    tiles_n[TIME_S > 20.0, 9] += 3.0
    assert all(abs(one.offset_n[9]) < 0.1 for one in ramps(PAD, TIME_S, tiles_n, SOUND))


def test_a_hand_that_holds_the_foot_is_no_offset_but_a_hand(pressed: Pressed) -> None:
    tiles_n = worked(pressed) + held(pressed)
    assert ramps(PAD, TIME_S, tiles_n, SOUND) == ()
    hand = grip(PAD, TIME_S, tiles_n, SOUND)
    assert hand is not None
    assert hand.rests
    assert np.hypot(hand.x_mm - 235.0, hand.y_mm - 40.0) < 4.0
    assert hand.force_n == pytest.approx(5.0, rel=0.1)


def test_work_beside_a_grip_from_the_first_sample_is_as_without_it(pressed: Pressed) -> None:
    alone, gripped = touch_of(worked(pressed)), touch_of(worked(pressed) + held(pressed))
    assert np.mean(alone.touching != gripped.touching) < 0.03
    assert np.median(gripped.resting_n) == pytest.approx(5.0, rel=0.1)
    firm = alone.contact_n > 4.0
    assert np.median(np.hypot(gripped.x_mm - alone.x_mm, gripped.y_mm - alone.y_mm)[firm]) < 1.5


def test_a_hold_alone_is_no_grip(pressed: Pressed) -> None:
    tiles_n = held(pressed) * 2.0 + 0.03 * np.random.default_rng(5).standard_normal((len(TIME_S), 16))
    assert grip(PAD, TIME_S, tiles_n, SOUND) is None


def test_what_a_tile_keeps_between_presses_is_no_offset_when_it_was_free_before() -> None:
    kept = 0.9 + 0.02 * np.random.default_rng(6).standard_normal(len(TIME_S))
    tiles_n = 0.02 * np.random.default_rng(4).standard_normal((len(TIME_S), 16))
    tiles_n[:, 13] += np.where(TIME_S < 0.4, 0.0, kept + 10.0 * np.clip(np.sin(4.5 * TIME_S), 0.0, 1.0))
    assert ramps(PAD, TIME_S, tiles_n, SOUND) == ()
    tiles_n[TIME_S < 0.4, 13] += 0.9
    assert len(ramps(PAD, TIME_S, tiles_n, SOUND)) == 1, "had it been there from the first row on"


def quiet(seconds: float, offset_n: float = 0.0, *, from_s: float = 1000.0) -> tuple[Array, Array]:
    """A table that nobody touches, at 20 Hz, with one tile that is off."""
    time_s = np.arange(0.0, seconds, 0.05)
    tiles_n = 0.01 * np.random.default_rng(4).standard_normal((len(time_s), 16))
    tiles_n[:, 9] += offset_n
    return from_s + time_s, tiles_n


@pytest.mark.parametrize(("seconds", "found"), [(19.0, 0), (21.0, 1)])
def test_rests_over_twenty_seconds_tell_an_offset_whenever_the_table_begins(seconds: float, found: int) -> None:
    shifts = ramps(PAD, *quiet(seconds, 3.0), SOUND)
    assert len(shifts) == found
    for one in shifts:
        assert (one.start_s, one.end_s) == (1000.0, np.inf)
        assert one.offset_n[9] == pytest.approx(3.0, abs=0.01)


@pytest.mark.parametrize(("offset_n", "found"), [(0.37, 0), (0.43, 1), (-0.37, 0), (-0.43, 1)])
def test_an_offset_is_worth_taking_off_from_two_fifths_of_a_newton(offset_n: float, found: int) -> None:
    assert len(ramps(PAD, *quiet(25.0, offset_n), SOUND)) == found


@pytest.mark.parametrize(("drift_n", "found"), [(0.23, 0), (0.27, 1), (-0.23, 0), (-0.27, 1)])
def test_a_drift_is_worth_it_from_a_quarter_of_a_newton_over_the_whole_time(drift_n: float, found: int) -> None:
    time_s, tiles_n = quiet(25.0)
    tiles_n[:, 9] += np.linspace(0.0, drift_n, len(time_s))
    assert len(ramps(PAD, time_s, tiles_n, SOUND)) == found


def test_rests_must_reach_over_half_of_the_time() -> None:
    time_s, tiles_n = quiet(60.0, 3.0)
    for still_s, found in ((29.0, 0), (31.0, 1)):
        busy = tiles_n.copy()
        late = time_s - time_s[0] >= still_s
        busy[late, 3] += 6.0 + 5.0 * np.sin(11.0 * time_s[late])
        assert len(ramps(PAD, time_s, busy, SOUND)) == found


def test_a_line_is_the_median_slope_and_start_of_its_points() -> None:
    at_s = np.arange(0.0, 40.0, 2.0)
    values = 0.5 + 0.03 * at_s
    values[[3, 11, 12]] += [5.0, -4.0, 2.0]
    assert _line(at_s, values) == pytest.approx((0.5, 0.03))


def test_most_rests_lie_on_the_line_early_midway_and_late() -> None:
    away = np.zeros(30)
    away[:4] = away[10:14] = away[20:24] = 0.11
    assert _on_line(away), "six of ten are enough"
    assert _on_line(np.full(30, -0.09))
    for third in (0, 10, 20):
        off = away.copy()
        off[third + 4] = -0.11
        assert not _on_line(off)


@pytest.mark.parametrize(("rows", "part", "was"), [(19, 0.4, False), (20, 0.4, True), (30, 0.6, False)])
def test_a_tile_was_without_what_it_reads_when_it_is_under_half_of_it_for_a_fifth_of_a_second(
    rows: int, part: float, was: bool
) -> None:
    time_s = 1000.0 + np.arange(2000) / 100.0
    column = np.full(2000, 2.0)
    column[500 : 500 + rows] = 2.0 * part
    assert _was_without(time_s, column, 2.0, 0.0) == was
    assert not _was_without(time_s, 0.2 * column, 0.39, 0.0), "of less than an offset nothing can be missed"


def test_no_hand_presses_one_tile_alone_or_pulls() -> None:
    alone = np.full(16, 0.02)
    for index, force_n, no_hand in ((9, 3.0, True), (9, 0.39, False)):
        tiles = alone.copy()
        tiles[index] = force_n
        assert _no_hand(PAD, tiles, SOUND) == no_hand
    pulled = alone.copy()
    pulled[3] = -0.41
    assert _no_hand(PAD, pulled, SOUND)
    pulled[3] = -0.39
    assert not _no_hand(PAD, pulled, SOUND)


def test_what_one_contact_presses_may_be_a_hand_and_what_none_does_is_not(pressed: Pressed) -> None:
    one = pressed(np.full(1, 5.0), 200.0, 50.0)[0]
    assert not _no_hand(PAD, one, SOUND)
    assert _no_hand(PAD, one + pressed(np.full(1, 5.0), 60.0, 55.0)[0], SOUND)


@pytest.mark.parametrize(
    ("force_n", "work_n", "place_mm", "lasts_s", "grips"),
    [
        (5.0, 9.0, 60.0, 24.0, True),
        (1.4, 9.0, 60.0, 24.0, True),
        (0.9, 9.0, 60.0, 24.0, False),
        (5.0, 2.0, 60.0, 24.0, False),
        (5.0, 9.0, 216.0, 24.0, False),
        (5.0, 9.0, 60.0, 16.5, True),
        (5.0, 9.0, 60.0, 13.0, False),
    ],
    ids=["held", "lightly", "hardly", "no work", "work in its place", "for ten seconds", "for seven"],
)
def test_a_grip_is_firm_lasts_and_stays_while_a_hand_works_elsewhere(
    pressed: Pressed, force_n: float, work_n: float, place_mm: float, lasts_s: float, grips: bool
) -> None:
    time_s = 1000.0 + np.arange(0.0, 24.0, 0.05)
    at_s = time_s - 1000.0
    # the rests of the last six seconds before it goes are no rests beside those after it
    hold = pressed(np.where(at_s < lasts_s, force_n, 0.0), 215.0, 45.0)
    work = pressed(np.where(at_s % 4.0 >= 2.0, work_n, 0.0), place_mm, 50.0)
    tiles = hold + work + 0.01 * np.random.default_rng(4).standard_normal(hold.shape)
    hand = grip(PAD, time_s, tiles, SOUND)
    assert (hand is not None) == grips
    if hand is not None:
        assert (hand.rests, hand.known) == (True, True)
        assert (hand.x_mm, hand.y_mm) == pytest.approx((215.0, 45.0), abs=3.0)
        assert hand.force_n == pytest.approx(force_n, rel=0.05)


@pytest.mark.parametrize(("others", "no_hand"), [(1.0, False), (0.7, False), (0.3, True), (0.0, True)])
def test_a_hand_in_a_tiles_middle_shows_beside_it_and_an_offset_does_not(
    pressed: Pressed, others: float, no_hand: bool
) -> None:
    column = PAD.names.index("toes_2_3")
    x_mm, y_mm = PAD.positions_mm[column]
    tiles = pressed(np.full(1, 3.0), x_mm, y_mm)[0]
    assert np.delete(tiles, column).max() < 0.1 * tiles[column]
    tiles[np.arange(16) != column] *= others
    assert _no_hand(PAD, tiles, SOUND) == no_hand
