"""Sensors that are off or drift from a table's first row on, told from a hand that holds the foot."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.touch.conftest import Pressed

from thumbwalk.pad import builtin_pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.touch.baseline import grip, ramps
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
