"""A table's times: their unit, packets, leaps, and what runs backward. What is told names the cause."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.gate.times import JudgedTimes, Times, judged_times

Array = NDArray[np.float64]
EVEN = np.arange(1300) / 100.0


def pressed(time_s: Array) -> Array:
    """A hand that kneads once a second."""
    return 10.0 * np.maximum(np.sin(2 * np.pi * time_s), 0.0)[:, None]


def judged(written: Array, unit: str = "s", name: str = "time_s", values: Array | None = None) -> JudgedTimes:
    values = pressed(np.arange(len(written)) / 100.0) if values is None else values
    return judged_times(Times(written, unit, name), values, lambda row: row + 2, "t.csv")


def refused(written: Array, unit: str = "s", values: Array | None = None) -> str:
    with pytest.raises(RecordingError) as error:
        judged(written, unit, values=values)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_even_times_are_taken_as_they_are_without_a_word() -> None:
    assert judged(EVEN).time_s.tolist() == EVEN.tolist()
    assert judged(EVEN).warnings == ()


@given(
    ticks=st.lists(st.integers(5, 40), min_size=3, max_size=60),
    unit=st.sampled_from([("ms", 1), ("us", 1000), ("ns", 1_000_000)]),
)
def test_a_table_in_another_unit_equals_the_table_in_seconds(ticks: list[int], unit: tuple[str, int]) -> None:
    millis = np.cumsum(ticks)
    seconds = np.array([float(f"{ms / 1000:.3f}") for ms in millis.tolist()])
    found = judged(millis * float(unit[1]), unit[0], f"time_{unit[0]}")
    assert found.time_s.tolist() == judged(seconds).time_s.tolist()
    assert f"time_{unit[0]} is taken as" in found.warnings[0]


@pytest.mark.parametrize(("times", "called"), [(1e3, "milliseconds"), (1e6, "microseconds"), (1e9, "nanoseconds")])
def test_a_unit_that_the_name_is_wrong_about_is_told_from_the_steps(times: float, called: str) -> None:
    found = judged(EVEN * times)
    np.testing.assert_allclose(found.time_s, EVEN)
    (told,) = found.warnings
    assert f"taken as {called}, 100 samples a second" in told
    assert "s apart" in told


@pytest.mark.parametrize(("per_second", "called"), [(60.0, "minutes"), (3600.0, "hours"), (86400.0, "days")])
@pytest.mark.parametrize("since", [0.0, 123.25])
def test_longer_units_called_seconds_are_told_as_well(per_second: float, called: str, since: float) -> None:
    found = judged(since + EVEN / per_second)
    np.testing.assert_allclose(found.time_s - found.time_s[0], EVEN, atol=1e-5)
    assert f"taken as {called}, 100 samples a second" in found.warnings[0]


@pytest.mark.parametrize("size", [3, 8, 16, 20])
@pytest.mark.parametrize("within_s", [0.0001, 0.0002, 0.001])
def test_samples_that_are_stamped_as_their_packet_arrives_are_spread(size: int, within_s: float) -> None:
    rows = np.arange(1300)
    found = judged(rows // size * size / 100.0 + rows % size * within_s)
    np.testing.assert_allclose(found.time_s, EVEN, atol=1e-9)
    assert "taken as evenly spread" in found.warnings[0]


def test_short_work_between_long_pauses_is_no_packet() -> None:
    rows = np.arange(1300)
    assert judged(rows / 100.0 + 20.0 * (rows // 50)).warnings == ()


def test_times_so_large_that_doubles_are_coarse_are_counted_from_the_first() -> None:
    found = judged(EVEN + 1e16)
    np.testing.assert_allclose(found.time_s - found.time_s[0], EVEN, atol=1.0)
    assert np.diff(found.time_s).max() < 0.03


@pytest.mark.parametrize("hz", [0.1, 0.5, 1.0, 2.0, 3.0])
def test_samples_too_far_apart_for_a_stroke_are_refused(hz: float) -> None:
    wild = np.random.default_rng(3).uniform(0.0, 10.0, (1300, 1))
    told = refused(np.arange(1300) / hz, values=wild)
    assert f"samples are {1 / hz:.3g} s apart ({hz:.3g} Hz)" in told
    assert "10 Hz is the least" in told


def test_a_stream_in_scraps_is_refused_and_one_with_pauses_is_not() -> None:
    rows = np.arange(1300)
    assert "649 pauses of more than 0.25 s" in refused(rows // 2 * 0.3 + rows % 2 * 0.005)
    assert judged(rows / 100.0 + 5.0 * (rows // 100)).warnings == ()


def test_samples_a_little_too_far_apart_are_read_with_a_warning() -> None:
    (told,) = judged(np.arange(200) / 8.0).warnings
    assert "8 samples a second are few" in told


@given(size=st.integers(2, 30), packets=st.integers(3, 40), last=st.integers(1, 30), step_ms=st.integers(2, 12))
def test_packets_spread_equal_the_even_table(size: int, packets: int, last: int, step_ms: int) -> None:
    n = size * packets + min(last, size)
    even = np.arange(n) * step_ms / 1000.0
    found = judged(even[np.arange(n) // size * size])
    np.testing.assert_allclose(found.time_s, even, atol=1e-9)
    assert "several samples stand under one time" in found.warnings[0]


@pytest.mark.parametrize("tick_s", [0.1, 1.0])
def test_times_in_tenths_or_whole_seconds_are_spread(tick_s: float) -> None:
    even = 0.37 + np.arange(1300) / 100.0
    found = judged(np.floor(even / tick_s + 1e-9) * tick_s)
    steps = np.diff(found.time_s)
    np.testing.assert_allclose(steps, 0.01, rtol=0.05)


def test_a_pause_between_packets_stays_a_pause() -> None:
    even = np.concatenate([np.arange(100), 500 + np.arange(100)]) / 100.0
    found = judged(np.floor(even * 10 + 1e-9) / 10)
    np.testing.assert_allclose(found.time_s, even, atol=1e-9)


def test_a_few_samples_under_anothers_time_are_counted() -> None:
    written = EVEN.copy()
    written[[100, 200, 300]] = written[[99, 199, 299]]
    found = judged(written)
    assert found.time_s.tolist() == written.tolist()
    assert "3 of 1300 samples stand under the time of the one before them (the first in line 102)" in found.warnings[0]


def test_all_under_one_time_is_said() -> None:
    assert "all 50 samples stand under one time" in judged(np.ones(50)).warnings[0]


@pytest.mark.parametrize("leap_s", [4 * 3600.0, 3 * 86400.0, 1.7e9])
def test_a_clock_set_ahead_is_a_pause(leap_s: float) -> None:
    written = EVEN + np.where(np.arange(1300) >= 50, leap_s, 0.0)
    found = judged(written)
    np.testing.assert_allclose(found.time_s, EVEN + np.where(np.arange(1300) >= 50, 1.99, 0.0), atol=1e-5)
    assert f"time leaps by {leap_s:.3g} s in line 52" in found.warnings[0]


def test_a_leap_takes_no_memory() -> None:
    written = EVEN + np.where(np.arange(1300) >= 50, 1.7e9, 0.0)
    tracemalloc.start()
    judged(written)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2e6


@pytest.mark.parametrize(
    ("times", "says"),
    [
        (lambda t: np.where(t < 7, t, t - 7 + 0.005), "line 702: column 1 (time_s): time begins again, from 6.99 to"),
        (lambda t: np.where(t < 7, t + 50, t - 3650), "time falls back, from 56.99 to -3643 (the clock was set)"),
        (lambda t: np.where((t > 4) & (t < 7), t + 1.7e9, t), "having leapt ahead from 4 in line 403: the clock was"),
        (
            lambda t: (t + 4294.967296 - 5) % 4294.967296,
            "a counter of 32 bits of microseconds wrapped): add 4294.967296",
        ),
        (lambda t: (t + 65.536 - 5) % 65.536, "a counter of 16 bits of milliseconds wrapped): add 65.536"),
        (lambda t: (t + 1073.741824 - 5) % 1073.741824, "a counter of 30 bits of microseconds wrapped"),
        (lambda t: t[::-1], "runs backward in nearly every row"),
        (
            lambda t: np.where(np.arange(len(t)) == 600, t - 0.5, t),
            "runs backward, from 5.99 to 5.5, where the rows beside it leave room for it",
        ),
        (
            lambda t: np.where(np.arange(len(t)) % 2 == 1, t - 900.0, t),
            "runs backward 650 times, first from 0 to -899.99: rows of two clocks",
        ),
    ],
)
def test_time_that_runs_backward_is_refused_with_its_cause(times: object, says: str) -> None:
    told = refused(times(EVEN))  # type: ignore[operator]
    assert says.replace("line 702: ", "t.csv:702: ") in told
    assert ("sort" in told) == ("leave room" in says)


def test_a_wrapped_counter_is_told_in_the_files_own_unit() -> None:
    told = refused((EVEN * 1e3 + 2**32 - 5000) % 2**32, "ms")
    assert "a counter of 32 bits of milliseconds wrapped): add 4294967296" in told
