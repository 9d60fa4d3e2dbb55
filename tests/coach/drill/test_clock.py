"""A drill's clock on the stream's time: where it runs, what was touched then, and marks that make no sense."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.drill.clock import DrillClock

Make = Callable[..., Any]
TIMES_US = st.integers(0, 100_000_000)


def paused_once() -> DrillClock:
    """Started at 2 s, paused from 5 to 9 s."""
    clock = DrillClock(2_000_000)
    clock.pause(5_000_000)
    clock.resume(9_000_000)
    return clock


def test_before_its_start_a_clock_has_no_time() -> None:
    clock = DrillClock()
    assert clock.drill_s(17.0) == -math.inf
    assert (clock.start_us, clock.is_running, clock.is_paused) == (None, False, False)
    assert clock.ahead_s(-math.inf) == 0.0
    assert clock.ahead_s(17.0) == 17.0, "what is to come is drawn from now on"


@pytest.mark.parametrize(
    ("stream_s", "drill_s"), [(0.0, -2.0), (2.0, 0.0), (4.0, 2.0), (5.0, 3.0), (7.0, 3.0), (9.0, 3.0), (12.5, 6.5)]
)
def test_the_drills_time_stands_still_in_a_pause(stream_s: float, drill_s: float) -> None:
    assert paused_once().drill_s(stream_s) == pytest.approx(drill_s)


def test_what_is_to_come_is_as_far_ahead_as_if_the_clock_ran_at_once() -> None:
    clock = DrillClock(2_000_000)
    assert clock.ahead_s(1.0) == clock.ahead_s(4.0) == 2.0
    clock.pause(5_000_000)
    assert clock.ahead_s(8.0) == pytest.approx(5.0)
    clock.resume(9_000_000)
    assert clock.ahead_s(10.0) == 6.0


def test_the_state_is_told() -> None:
    clock = DrillClock(0)
    assert (clock.is_running, clock.is_paused, clock.ended_s) == (True, False, None)
    clock.pause(1)
    assert (clock.is_running, clock.is_paused) == (False, True)
    clock.resume(2)
    assert (clock.is_running, clock.is_paused) == (True, False)
    clock.end(3_000_000)
    assert (clock.is_running, clock.is_paused, clock.ended_s) == (False, False, 3.0)


def test_marks_that_make_no_sense_change_nothing() -> None:
    def moments(clock: DrillClock) -> list[float]:
        return [clock.drill_s(float(at_s)) for at_s in range(20)]

    clock, plain = DrillClock(), paused_once()
    clock.pause(1)
    clock.resume(1)
    clock.start(2_000_000)
    clock.resume(3_000_000)
    clock.pause(5_000_000)
    clock.pause(6_000_000)
    clock.start(7_000_000)
    clock.resume(9_000_000)
    clock.resume(11_000_000)
    clock.start(12_000_000)
    assert moments(clock) == moments(plain)
    for one in (clock, plain):
        one.end(15_000_000)
    clock.end(17_000_000)
    clock.resume(16_000_000)
    clock.start(16_000_000)
    assert moments(clock) == moments(plain)
    assert clock.drill_s(19.0) == pytest.approx(9.0)


def test_a_drill_that_was_ended_before_its_start_never_runs() -> None:
    clock = DrillClock()
    clock.end(1_000_000)
    clock.start(2_000_000)
    assert clock.drill_s(5.0) == -math.inf


def test_a_start_may_be_told_again_until_something_was_played(touch_at: Make) -> None:
    clock = DrillClock(30_000)
    clock.start(20_000)
    assert clock.start_us == 20_000
    clock.played(touch_at(np.zeros(10)))
    clock.start(10_000)
    assert clock.start_us == 20_000


@given(st.lists(TIMES_US, min_size=1, max_size=12), st.lists(TIMES_US, min_size=2, max_size=2))
def test_however_it_is_paused_the_drills_time_never_falls_and_never_runs_faster(
    marks_us: list[int], looks_us: list[int]
) -> None:
    clock = DrillClock(marks_us[0])
    for number, at_us in enumerate(marks_us[1:]):
        (clock.resume if number % 2 else clock.pause)(at_us)
    early_s, late_s = (at_us * 1e-6 for at_us in sorted(looks_us))
    passed_s = clock.drill_s(late_s) - clock.drill_s(early_s)
    assert -1e-9 <= passed_s <= late_s - early_s + 1e-9


def test_what_is_touched_while_the_clock_stands_is_cut_out(touch_at: Make) -> None:
    touch = touch_at(np.arange(1200.0))
    played = paused_once().played(touch)
    np.testing.assert_array_equal(played.total_n, np.r_[200:500, 900:1200])
    np.testing.assert_allclose(played.time_s, np.arange(600) / 100, atol=1e-9)
    assert np.flatnonzero(np.diff(played.piece)).tolist() == [299], "a pause begins a piece, as a gap does"


def test_a_sample_at_a_marks_very_time_lies_behind_it(touch_at: Make) -> None:
    touch = touch_at(np.arange(10.0))
    clock = DrillClock(20_000)
    clock.pause(50_000)
    assert clock.played(touch).total_n.tolist() == [2, 3, 4]


def test_a_clock_that_ran_from_the_streams_beginning_leaves_the_touch_as_it_is(touch_at: Make) -> None:
    touch = touch_at(np.zeros(10))
    np.testing.assert_array_equal(DrillClock(0).played(touch).time_s, touch.time_s)
    assert len(DrillClock().played(touch)) == 0


@given(
    st.lists(TIMES_US.map(lambda us: us // 10), min_size=1, max_size=8).map(sorted),
    st.lists(st.integers(0, 1000), max_size=6).map(sorted),
)
def test_a_touch_in_portions_is_played_as_the_whole(touch_at: Make, marks_us: list[int], borders: list[int]) -> None:
    clock, touch = DrillClock(marks_us[0]), touch_at(np.arange(1000.0))
    for number, at_us in enumerate(marks_us[1:]):
        (clock.resume if number % 2 else clock.pause)(at_us)
    whole = clock.played(touch)
    parts = [clock.played(touch.cut(lo, hi)) for lo, hi in zip([0, *borders], [*borders, 1000], strict=True)]
    for name in ("time_s", "total_n", "piece"):
        np.testing.assert_array_equal(np.concatenate([getattr(part, name) for part in parts]), getattr(whole, name))
