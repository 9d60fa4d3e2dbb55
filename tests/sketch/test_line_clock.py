"""Times of lines: by the board's own time, or by their number; losses, strays, wraps and restarts are told apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from thumbwalk.sketch.damage import Kind
from thumbwalk.sketch.line_clock import BoardClock, CountedClock, EvenTimes, Line, Stamped


def fed(clock: BoardClock, ticks: Sequence[float]) -> list[Stamped | Kind]:
    return [one for n, tick in enumerate(ticks) for one in clock.feed(Line([n], 0.0, tick))]


def stamped(found: Sequence[Stamped | Kind]) -> list[Stamped]:
    return [one for one in found if isinstance(one, Stamped)]


def times(found: Sequence[Stamped | Kind]) -> list[float]:
    return [one.time_s for one in stamped(found)]


def millis(rate_hz: float = 100.0) -> BoardClock:
    return BoardClock(1e3, rate_hz)


def test_a_boards_own_time_is_the_lines_time_to_the_digit() -> None:
    ticks = [5000, 5010, 5021, 5030, 5039]
    found = fed(millis(), ticks)
    assert np.diff(times(found)) == pytest.approx([0.010, 0.011, 0.009, 0.009])
    assert [one.missing for one in stamped(found)] == [0] * 5


def test_a_longer_step_says_how_many_lines_are_missing_and_a_damaged_one_is_not_counted_twice() -> None:
    clock = millis()
    fed(clock, [0, 10, 20])
    clock.damaged()
    (one,) = fed(clock, [60])
    assert isinstance(one, Stamped)
    assert one.missing == 3


def test_a_board_that_keeps_no_step_loses_lines_only_in_gaps() -> None:
    clock = BoardClock(1e3, 100.0, regular=False)
    found = stamped(fed(clock, [0, 10, 50, 60, 260, 600]))
    assert [one.missing for one in found] == [0, 0, 0, 0, 0, 33]


def test_a_repeated_time_and_a_stray_one_are_damage_and_the_rest_stays_in_time() -> None:
    found = fed(millis(), [0, 10, 10, 20, 5, 30, 40])
    assert [one for one in found if isinstance(one, str)] == ["time_repeated", "time_back"]
    assert times(found) == pytest.approx([0.01, 0.02, 0.03, 0.04, 0.05])


def test_a_stray_time_far_ahead_is_one_line_and_no_leap() -> None:
    found = fed(millis(), [1000, 1010, 101200, 1030, 1040])
    assert [one for one in found if isinstance(one, str)] == ["time_back"]
    assert np.diff(times(found)) == pytest.approx([0.01, 0.02, 0.01])
    assert [one.missing for one in stamped(found)] == [0, 0, 1, 0]


def test_lines_that_came_twice_are_damage_and_no_restart_and_nothing_is_missing() -> None:
    ticks = [*range(5000, 5200, 10), *range(5100, 5200, 10), *range(5200, 5300, 10)]
    found = fed(millis(), ticks)
    assert [one for one in found if isinstance(one, str)] == ["time_back"] * 9 + ["time_repeated"]
    assert np.diff(times(found)) == pytest.approx([0.01] * 29)
    assert not any(one.missing or one.restarted for one in stamped(found))


def test_a_leap_that_goes_on_is_a_pause_of_bounded_length() -> None:
    found = fed(millis(), [0, 10, 90_000_000, 90_000_010])
    assert np.diff(times(found)) == pytest.approx([0.01, 30.0, 0.01])


@pytest.mark.parametrize("spoke", [False, True])
@given(before_s=st.floats(2.5, 4000.0), boots_ms=st.integers(0, 900))
def test_a_time_that_begins_again_is_a_restart(spoke: bool, before_s: float, boots_ms: int) -> None:
    begun = round(before_s * 1e3)
    assume(spoke or not 65_400 < begun + 90 < 65_536)  # there a counter of 16 bits wraps, with the same times
    clock = millis()
    found = fed(clock, range(begun, begun + 100, 10))
    if spoke:
        clock.spoke()
    found += fed(clock, range(boots_ms, boots_ms + 100, 10))
    assert [one.restarted for one in stamped(found)] == [False] * 10 + [True] + [False] * 9
    assert not [one for one in found if isinstance(one, str)]
    assert times(found)[10:] == pytest.approx([0.01 * n for n in range(10)])


@pytest.mark.parametrize(("bits", "per_second"), [(16, 1e3), (32, 1e6), (30, 1e6), (32, 1e3)])
def test_a_counter_that_wraps_goes_on(bits: int, per_second: float) -> None:
    step = per_second / 100.0
    ticks = (2.0**bits - 3.4 * step + np.arange(10) * step) % 2.0**bits
    found = fed(BoardClock(per_second, 100.0), ticks.tolist())
    assert np.diff(times(found)) == pytest.approx([0.01] * 9, abs=1e-6)
    assert not any(one.restarted for one in stamped(found))


def test_a_counter_that_wraps_again_and_again_goes_on() -> None:
    ticks = np.arange(0, 400_000, 100) % 2**16
    found = fed(BoardClock(1e3, 10.0), ticks.tolist())
    assert np.diff(times(found)) == pytest.approx([0.1] * 3999)


def test_a_stretch_of_counted_lines_begins_without_a_loss() -> None:
    clock = CountedClock(100.0)
    for n in range(20):
        clock.feed(Line([0], n / 100))
    clock.damaged()
    clock.spoke()
    clock.resume()
    (one,) = clock.feed(Line([0], 60.0))
    assert isinstance(one, Stamped)
    assert (one.missing, one.restarted) == (0, False)
    assert one.time_s == pytest.approx(60.0)


@given(rate_hz=st.integers(1100, 4000))
def test_lines_under_one_millisecond_are_spread_evenly(rate_hz: int) -> None:
    clock = BoardClock(1e3, float(rate_hz), packed=True)
    true_s = np.arange(3000) / rate_hz
    found = times(fed(clock, np.floor(true_s * 1e3).tolist()))
    assert len(found) == 3000
    assert np.diff(found).min() > 0.0
    late = np.array(found[500:]) - true_s[500:]
    assert np.ptp(late) < 1.2e-3


def test_a_stretch_begins_a_step_behind_the_one_before_though_an_hour_is_between() -> None:
    clock = millis()
    fed(clock, [0, 10, 20])
    clock.resume()
    (one,) = fed(clock, [3_600_000])
    assert isinstance(one, Stamped)
    assert one.time_s == pytest.approx(0.04)
    assert one.missing == 0


@given(seed=st.integers(0, 10_000), rate_hz=st.sampled_from([20.0, 50.0, 100.0, 400.0]), off=st.floats(0.985, 1.015))
def test_lines_that_are_heard_in_bursts_get_even_times(seed: int, rate_hz: float, off: float) -> None:
    """The rate that was told is off by up to 1.5 %, as one of two seconds of bursts may be."""
    n = round(20 * rate_hz)
    true_s = np.arange(n) / rate_hz
    late = np.random.default_rng(seed).exponential(0.004, n)
    heard_s = np.maximum.accumulate(true_s + late)
    clock = CountedClock(rate_hz * off)
    found = [one for h in heard_s.tolist() for one in clock.feed(Line([0], 55.0 + h))]
    steps = np.diff([one.time_s for one in stamped(found)])[n // 2 :]
    assert steps.mean() == pytest.approx(1.0 / rate_hz, rel=0.01)
    assert np.abs(steps - steps.mean()).max() < max(0.1 / rate_hz, 1e-3)
    assert not any(one.missing for one in stamped(found))


def test_a_silence_is_a_gap_with_the_lines_that_would_have_been_in_it() -> None:
    clock = CountedClock(100.0)
    heard = [n / 100 for n in range(50)] + [1.5 + n / 100 for n in range(50)]
    found = stamped([one for h in heard for one in clock.feed(Line([0], h))])
    missing = {n: one.missing for n, one in enumerate(found) if one.missing}
    assert missing == {50: 100}
    assert found[50].time_s - found[49].time_s == pytest.approx(1.01, abs=0.01)


def test_damaged_lines_take_their_time_where_lines_are_only_counted() -> None:
    clock = CountedClock(100.0)
    clock.feed(Line([0], 0.0))
    clock.damaged()
    clock.damaged()
    (one,) = clock.feed(Line([0], 0.03))
    assert isinstance(one, Stamped)
    assert one.time_s == pytest.approx(0.03)
    assert one.missing == 2


@pytest.mark.parametrize(("spoke", "silence_s", "restarts"), [(True, 1.5, 1), (True, 0.01, 0), (False, 1.5, 0)])
def test_text_after_a_silence_is_a_restart_where_there_is_no_time(spoke: bool, silence_s: float, restarts: int) -> None:
    clock = CountedClock(100.0)
    for n in range(20):
        clock.feed(Line([0], n / 100))
    if spoke:
        clock.spoke()
    found = stamped([one for n in range(20) for one in clock.feed(Line([0], 0.19 + silence_s + n / 100))])
    assert sum(one.restarted for one in found) == restarts
    if restarts:
        assert found[0].time_s == 0.0


def test_even_times_know_how_late_a_sample_is() -> None:
    even = EvenTimes(0.01)
    assert even.late_s(5.0) == 0.0
    even.next(5.0)
    assert even.late_s(5.5) == pytest.approx(0.49)
