"""Step mode: behind a bite that is not right the clock stands until one is, however the stream is cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.waits import MOST_WAIT_S, StepSet, Waits
from thumbwalk.coach.targets.bands import Band
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
BANDS = {"peak_force_n": Band(6.0, 10.0), "contact_kept": Band(0.25, None)}
SET = StepSet(1.0, 21.0, BANDS)


def fed(touch: TouchBlock, rows: int, clock: DrillClock) -> Waits:
    waits = Waits([SET], clock)
    for at in range(0, len(touch), rows):
        part = touch.cut(at, min(at + rows, len(touch)))
        waits.take(part)
        clock.played(part)
    return waits


def bites(touch_at: Make, kneading: Make, peaks_n: list[float], kept: float = 0.35, rest_s: float = 60.0) -> TouchBlock:
    force = np.concatenate([np.zeros(200), kneading(peaks_n, 1.0, kept=kept), np.zeros(round(100 * rest_s))])
    touch: TouchBlock = touch_at(force)
    return touch


@pytest.mark.parametrize("rows", [1, 7, 100, 4000])
def test_a_wrong_bite_stops_the_clock_until_one_is_right(touch_at: Make, kneading: Make, rows: int) -> None:
    clock = DrillClock(0)
    # the third bite, from 4 to 5 s, is too light; the one behind the next is right, and ends at 7 s
    touch = bites(touch_at, kneading, [8.0, 8.0, 4.0, 4.0, 8.0, 8.0, 8.0], kept=0.5)
    waits = fed(touch, rows, clock)
    assert not waits.is_waiting
    assert clock.drill_s(5.9) == pytest.approx(5.9, abs=0.05)
    assert clock.drill_s(7.5) == pytest.approx(6.0, abs=0.06)
    # it is known a second behind their ends: from 6 to 8 s the clock stood
    assert clock.drill_s(20.0) == pytest.approx(18.0, abs=0.1)


@pytest.mark.parametrize("rows", [1, 100])
def test_a_wait_ends_by_itself(touch_at: Make, kneading: Make, rows: int) -> None:
    clock = DrillClock(0)
    waits = fed(bites(touch_at, kneading, [8.0, 8.0, 3.0]), rows, clock)
    assert not waits.is_waiting
    assert clock.drill_s(50.0) == pytest.approx(50.0 - MOST_WAIT_S)


def test_bites_that_are_right_never_stop_it(touch_at: Make, kneading: Make) -> None:
    clock = DrillClock(0)
    fed(bites(touch_at, kneading, [8.0, 9.0, 7.0, 8.0]), 10, clock)
    assert clock.drill_s(30.0) == 30.0


def test_contact_that_is_lost_is_not_right_and_outside_of_its_set_nothing_is_asked(
    touch_at: Make, kneading: Make
) -> None:
    clock = DrillClock(0)
    fed(bites(touch_at, kneading, [8.0, 8.0, 8.0, 8.0], kept=0.1), 10, clock)
    assert clock.drill_s(60.0) < 60.0
    later = DrillClock(40_000_000)
    fed(bites(touch_at, kneading, [3.0, 3.0, 3.0]), 10, later)
    assert later.drill_s(60.0) == pytest.approx(20.0)
