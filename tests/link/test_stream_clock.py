"""The stream's time: wraps, losses, restarts and a host that slept, told from numbers, greeting and clock together."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
from tests.link.test_wire import HELLO_CARD

from thumbwalk.link.device_clock import ClockPair, DeviceClock
from thumbwalk.link.tally import losses_said
from thumbwalk.link.wire import Break, Event, FrameType, Pong, Scans, Tally, WireDecoder, encode_frame, encode_scans

STEP_US = 2000
CODES = np.full((2, 4), 13, np.uint16)


def data(number: int, at_us: int, *, dropped: int = 0) -> bytes:
    return encode_scans(number, np.array([at_us, at_us + STEP_US // 2]), CODES, dropped=dropped)


def run(first: int, n: int, at_us: int) -> list[bytes]:
    return [data(first + i, at_us + STEP_US * i) for i in range(n)]


def hello(number: int, at_us: int) -> bytes:
    return encode_frame(FrameType.HELLO, number, at_us, json.dumps(HELLO_CARD).encode())


def pong(number: int, at_us: int) -> bytes:
    return encode_frame(FrameType.PONG, number, at_us, (7).to_bytes(4, "little"))


def read(frames: list[bytes], portion: int | None = None) -> tuple[list[int], list[Break], Tally]:
    """Times, breaks and tally, fed at once or in portions of so many bytes."""
    wire, decoder = b"".join(frames), WireDecoder(in_order=True)
    size = portion or max(len(wire), 1)
    events: list[Event] = [e for at in range(0, len(wire), size) for e in decoder.feed(wire[at : at + size])]
    events += decoder.rest()
    times_us = [int(t) for event in events if isinstance(event, Scans) for t in event.time_us]
    return times_us, [event for event in events if isinstance(event, Break)], decoder.tally


@pytest.mark.parametrize("slept_s", [4, 20, 300, 900, 3600])
@pytest.mark.parametrize("portion", [None, 1, 70])
def test_a_host_that_slept_goes_on_a_second_later_and_the_stream_says_for_how_long(
    slept_s: int, portion: int | None
) -> None:
    before, after = run(0, 500, 30_000_000), run(500, 500, 31_000_000 + slept_s * 1_000_000)
    times_us, breaks, tally = read(before + after, portion)
    assert set(np.diff(times_us).tolist()) == {1000, 999_000}, "a second from frame to frame"
    assert times_us[-1] - times_us[0] == 2 * 998_000 + 1_000_000 + 1000
    assert [(one.kind, one.device_us) for one in breaks] == [("standstill", 30_998_000 + 1_000_000)]
    assert breaks[0].seconds == pytest.approx(slept_s, abs=0.01)
    assert (tally.standstills, tally.restarts, tally.lost_frames) == (1, 0, 0)
    assert tally.stood_still_s == pytest.approx(slept_s, abs=0.01)
    assert any(f"stood still for {slept_s} s" in line for line in losses_said(tally))


@pytest.mark.parametrize("up_s", [2, 100, 2000, 4000])
@pytest.mark.parametrize("greeted", [True, False])
@pytest.mark.parametrize("portion", [None, 1, 70])
def test_a_board_that_was_restarted_goes_on_a_second_later(up_s: int, greeted: bool, portion: int | None) -> None:
    old = run(1000, 500, up_s * 1_000_000)
    greeting = [hello(0, 200_000), encode_frame(FrameType.ACK, 1, 200_100, b"start")] if greeted else []
    times_us, breaks, tally = read([*old, *greeting, *run(2, 500, 210_000)], portion)
    assert [one.kind for one in breaks] == ["restart"]
    assert (tally.restarts, tally.standstills, tally.lost_frames, tally.late_frames) == (1, 0, 0, 0)
    assert max(np.diff(times_us)) == 999_000
    assert times_us == sorted(times_us)
    assert losses_said(tally) == ["the board restarted once: check its supply and plug"]


def test_a_restart_whose_clock_is_already_ahead_again_is_told_by_its_numbers_and_its_greeting() -> None:
    old = run(1000, 100, 500_000)
    greeting = [hello(0, 900_000), encode_frame(FrameType.ACK, 1, 900_100, b"start")]
    times_us, breaks, tally = read([*old, *greeting, *run(2, 100, 910_000)])
    assert [one.kind for one in breaks] == ["restart"]
    assert tally.lost_frames == 0
    assert times_us[200] - times_us[199] == 999_000


@pytest.mark.parametrize("early_us", [1000, 64_000, 70_000, 148_533, 900_000])
def test_an_answer_that_overtakes_scans_is_no_restart_wherever_it_comes(early_us: int) -> None:
    scans = run(1, 100, 2_600_000)
    for at in (0, 1, 50):
        overtaking = pong(200, 2_600_000 + at * STEP_US + early_us)
        decoder = WireDecoder(in_order=True)
        events = decoder.feed(b"".join([*scans[:at], overtaking, *scans[at:], pong(201, 2_900_000)])) + decoder.rest()
        times_us = np.concatenate([event.time_us for event in events if isinstance(event, Scans)])
        assert times_us.tolist() == list(range(2_600_000, 2_800_000, 1000))
        pongs = [event.device_us for event in events if isinstance(event, Pong)]
        assert pongs == [2_600_000 + at * STEP_US + early_us, 2_900_000]
        assert decoder.tally.restarts == 0


@pytest.mark.parametrize("n_lost", [1, 40, 3000, 20_000, 40_000])
def test_frames_that_are_lost_keep_their_time_and_are_said_with_how_much_and_when(n_lost: int) -> None:
    first = run(0, 5000, 60_000_000)
    rest = run(5000 + n_lost, 500, 60_000_000 + (5000 + n_lost) * STEP_US)
    times_us, breaks, tally = read(first + rest)
    assert times_us[-1] == 60_000_000 + (5500 + n_lost) * STEP_US - 1000
    assert [(one.kind, one.frames) for one in breaks] == [("lost", n_lost)]
    assert breaks[0].seconds == pytest.approx(n_lost * STEP_US * 1e-6)
    assert (tally.lost_frames, tally.restarts, tally.standstills) == (n_lost, 0, 0)
    assert tally.lost_s == pytest.approx(n_lost * STEP_US * 1e-6)


@pytest.mark.parametrize("n_lost", [1, 20, 100, 500, 3000, 20_000])
@pytest.mark.parametrize("portion", [None, 70])
def test_scans_that_are_lost_while_others_come_through_are_all_counted_where_they_are(
    n_lost: int, portion: int | None
) -> None:
    start_us = 1_000_000  # a clock that has just begun, as after a restart
    numbers = np.arange(400 + n_lost + 400)
    status = numbers % 50 == 3
    kept = (numbers < 400) | (numbers >= 400 + n_lost) | status
    wire = [
        encode_frame(FrameType.STATUS, int(i), start_us + STEP_US * int(i), bytes(16))
        if status[i]
        else data(int(i) & 0xFFFF, start_us + STEP_US * int(i))
        for i in numbers[kept]
    ]
    times_us, breaks, tally = read(wire, portion)
    lost = n_lost - int(np.count_nonzero(status[400 : 400 + n_lost]))
    assert times_us[-1] - times_us[0] == STEP_US * (len(numbers) - 1) + STEP_US // 2
    assert [(one.kind, one.frames) for one in breaks] == [("lost", lost)]
    assert (tally.lost_frames, tally.restarts) == (lost, 0)


@pytest.mark.parametrize("n_lost", [1, 30, 60, 2000])
@pytest.mark.parametrize("portion", [None, 70])
def test_frames_that_are_lost_before_a_status_are_said_with_the_scans_behind_it(
    n_lost: int, portion: int | None
) -> None:
    """A status has no scans, and its number tells as well that frames are missing before it."""
    ahead_us = 60_000_000 + (100 + n_lost) * STEP_US
    status = encode_frame(FrameType.STATUS, 100 + n_lost, ahead_us, bytes(16))
    _, breaks, tally = read([*run(0, 100, 60_000_000), status, *run(101 + n_lost, 100, ahead_us)], portion)
    assert [(one.kind, one.frames) for one in breaks] == [("lost", n_lost)]
    assert breaks[0].seconds == pytest.approx(n_lost * STEP_US * 1e-6)
    assert (tally.lost_frames, tally.restarts, tally.standstills) == (n_lost, 0, 0)


def test_what_the_board_counts_as_not_sent_explains_a_step_of_some_seconds() -> None:
    before = run(0, 500, 30_000_000)
    after = [data(500 + i, 31_000_000 + 5_000_000 + STEP_US * i, dropped=2500) for i in range(500)]
    for frames in (before + after, [*before[:-1], *before[-1:], *after]):
        times_us, breaks, tally = read(frames)
        assert [(one.kind, one.frames, one.scans) for one in breaks] == [("missed", 2500, 0)]
        assert times_us[-1] - times_us[0] == 6_000_000 + 998_000 + 1000
        assert tally.dropped == 2500


def test_a_slow_stream_has_long_steps_and_no_breaks() -> None:
    codes = CODES[:1]
    frames = [encode_scans(i, np.array([1_000_000 * i]), codes) for i in range(30)]
    _, breaks, _ = read(frames)
    assert breaks == []


def test_any_portions_give_the_same_times_and_breaks() -> None:
    frames = [
        *run(0, 200, 4_294_900_000),  # wraps
        *run(260, 100, 4_294_900_000 + 260 * STEP_US),
        *run(360, 100, 4_294_900_000 + 360 * STEP_US + 500_000_000),
        hello(0, 100_000),
        *run(1, 50, 110_000),
    ]
    whole = read(frames)
    assert [one.kind for one in whole[1]] == ["lost", "standstill", "restart"]
    for portion in (1, 13, 50, 333):
        assert read(frames, portion) == whole


def test_the_hosts_own_clock_tells_a_leap_of_the_devices() -> None:
    clock = DeviceClock()
    for second in range(20):
        clock.add(ClockPair(100.0 + second, 100.001 + second, 5_000_000 + 1_000_000 * second))
    assert clock.leapt_s == 0.0
    slept = ClockPair(120.0, 120.001, 5_000_000 + 1_000_000 * (20 + 300))
    assert clock.add(slept)
    assert clock.leapt_s == pytest.approx(300.0, abs=0.01)
    assert clock.host_s(slept.device_us) == pytest.approx(120.0005, abs=0.001)
    for first, second in pairwise(range(21, 30)):
        assert clock.add(ClockPair(99.0 + second, 99.001 + second, slept.device_us + 1_000_000 * (first - 20)))
    assert clock.leapt_s == pytest.approx(300.0, abs=0.01)
