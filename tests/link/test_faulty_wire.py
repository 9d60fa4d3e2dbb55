"""A wire that damages, loses, repeats and shuffles: what came whole is had once, and nothing else is."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from benchmarks.faults import run
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.link.test_wire import a_stream

from thumbwalk.link.cells import CellReading, CellReadings
from thumbwalk.link.encoding import encode_cells, encode_frame, encode_scans
from thumbwalk.link.sequence import WINDOW
from thumbwalk.link.wire import Ack, Event, FrameType, LoadReading, Pong, Scans, WireDecoder

N = 80
FAULTS = st.lists(
    st.tuples(st.integers(0, N - 1), st.sampled_from(["lose", "turn", "cut", "repeat", "delay"]), st.integers(1, 12)),
    max_size=40,
)


def numbered(number: int) -> bytes:
    """A frame of a board: most are scans, whose counts are the number; some are what it answers or measures."""
    at_us = 1000 * number
    if number % 20 == 7:
        return encode_frame(FrameType.PONG, number, at_us, number.to_bytes(4, "little"))
    if number % 20 == 13:
        return encode_frame(FrameType.LOADCELL, number, at_us, number.to_bytes(4, "little") + bytes(8))
    if number % 20 == 17:
        return encode_cells(number, CellReadings(at_us - 9000, (CellReading(0, 1, -number),), number, 0))
    return encode_scans(number, np.array([at_us]), np.array([[number & 0xFFFF, number >> 16]], np.uint16))


def is_streamed(number: int) -> bool:
    return number % 20 != 7


def numbers_in(events: list[Event]) -> list[int]:
    found: list[int] = []
    for event in events:
        if isinstance(event, Scans):
            numbers = event.counts.astype(np.int64) @ np.array([1, 1 << 16])
            assert (event.time_us == 1000 * numbers).all()
            found += numbers.tolist()
        elif isinstance(event, Pong):
            assert event.device_us == 1000 * event.token
            found.append(event.token)
        elif isinstance(event, LoadReading):
            found.append(event.code)
        elif isinstance(event, CellReadings):
            (reading,) = event.readings
            assert (event.device_us, reading.code) == (1000 * event.total - 9000, -event.total)
            found.append(event.total)
    return found


def on_the_wire(first: int, faults: list[tuple[int, str, int]]) -> list[bytes]:
    """Frames in the order in which they arrive, each fault at one of them."""
    arrivals = {index: [(float(index), numbered(first + index))] for index in range(N)}
    for index, what, far in faults:
        kept = arrivals[index]
        if what == "lose":
            kept.clear()
        elif what == "turn" and kept:
            at = far % (len(kept[0][1]) - 1)
            turned = bytearray(kept[0][1])
            turned[at] = turned[at] ^ 0x40 or 0x01
            kept[0] = kept[0][0], bytes(turned)
        elif what == "cut" and kept:
            kept[0] = kept[0][0], kept[0][1][: -far - 1] + b"\0"
        elif what == "repeat" and kept:
            kept.append((index + far + 0.5, kept[0][1]))
        elif what == "delay" and kept:
            kept[0] = index + far + 0.5, kept[0][1]
    return [data for _, data in sorted(one for kept in arrivals.values() for one in kept)]


@example(first=0, faults=[(0, "delay", 1)], cuts=[])
@example(first=0, faults=[(37, "delay", 12), (48, "delay", 1)], cuts=[])
@given(first=st.sampled_from([0, 100, 65_500]), faults=FAULTS, cuts=st.lists(st.integers(0, 4000), max_size=6))
@settings(max_examples=200, deadline=None)
def test_every_whole_frame_is_had_once_and_in_order_where_that_is_asked(
    first: int, faults: list[tuple[int, str, int]], cuts: list[int]
) -> None:
    sent = {numbered(first + index): first + index for index in range(N)}
    arriving = on_the_wire(first, faults)
    wire = b"".join(arriving)
    whole = {sent[data] for data in arriving if data in sent}
    edges = sorted({0, len(wire), *(cut % (len(wire) + 1) for cut in cuts)})
    for in_order in (False, True):
        decoder = WireDecoder(in_order=in_order)
        events = [event for a, b in pairwise(edges) for event in decoder.feed(wire[a:b])]
        events += decoder.rest()
        found = numbers_in(events)
        streamed = [sent[data] for data in arriving if data in sent and is_streamed(sent[data])]
        # in order, nothing can come before what was given first
        early = {number for number in streamed if in_order and number < streamed[0]}
        assert sorted(found) == sorted(whole - early)
        tally = decoder.tally
        assert (tally.restarts, tally.standstills, tally.late_frames) == (0, 0, len(early))
        span = max(whole) - min(whole) + 1 if whole else 0
        # what is lost before the first frame that was had, nobody can know
        assert span - len(whole) - 12 <= tally.lost_frames <= span - len(whole)
        if in_order:
            given_in_order = [number for number in found if is_streamed(number)]
            assert given_in_order == sorted(given_in_order)


def test_frames_in_order_are_lost_by_the_number_that_is_missing() -> None:
    frames = [numbered(index) for index in range(N)]
    for in_order in (False, True):
        decoder = WireDecoder(in_order=in_order)
        decoder.feed(b"".join(frames[:10] + frames[15:40] + frames[41:]))
        decoder.rest()
        assert decoder.tally.lost_frames == 6
        assert decoder.tally.repeated_frames == 0


@pytest.mark.parametrize("later", [1, 30, 3000, 60_000])
def test_a_frame_that_was_had_is_not_had_again_however_late(later: int) -> None:
    counts = np.zeros((1, 2), np.uint16)
    frames = [encode_scans(index, np.array([2000 * index]), counts) for index in range(later + 40)]
    for in_order in (False, True):
        decoder = WireDecoder(in_order=in_order)
        events = decoder.feed(b"".join(frames[: 20 + later] + frames[10:20] + frames[20 + later :]))
        times_us = np.concatenate([event.time_us for event in events if isinstance(event, Scans)])
        assert (np.diff(times_us) == 2000).all()
        assert decoder.tally.repeated_frames == 10
        assert (decoder.tally.restarts, decoder.tally.lost_frames) == (0, 0)


def test_a_missing_frame_is_waited_for_a_window_and_what_comes_later_is_counted() -> None:
    frames, _ = a_stream(N, 2, 2)
    decoder = WireDecoder(in_order=True)
    decoder.feed(frames[0])
    waiting = next(n for n, frame in enumerate(frames[2:]) if decoder.feed(frame))
    assert waiting == WINDOW
    assert decoder.feed(frames[1]) == []
    assert (decoder.tally.late_frames, decoder.tally.lost_frames) == (1, 1)


def test_a_slow_stream_waits_a_quarter_of_a_second_at_most() -> None:
    counts = np.zeros((1, 2), np.uint16)
    frames = [encode_scans(index, np.array([100_000 * index]), counts) for index in range(10)]
    decoder = WireDecoder(in_order=True)
    given = [len(decoder.feed(frame)) > 0 for frame in [frames[0], *frames[2:]]]
    assert given == [True, False, False, False, True, True, True, True, True]


def test_answers_never_wait() -> None:
    decoder = WireDecoder(in_order=True)
    decoder.feed(numbered(0) + numbered(2))
    assert decoder.feed(encode_frame(FrameType.ACK, 4, 0, b"stop")) == [Ack("stop")]


@pytest.mark.parametrize("in_order", [False, True])
def test_twenty_thousand_faulted_frames_give_no_false_accept_and_every_whole_frame(in_order: bool) -> None:
    found = run(20_000, seed=7, in_order=in_order)
    assert found.whole > 5000
    assert (found.false_accepts, found.missing, found.twice, found.backward) == (0, 0, 0, 0)
