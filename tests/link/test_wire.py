"""Every case of the wire format runs whole, byte by byte, and with garbage around it, from one table."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.link.board_state import LoadReading, Status
from thumbwalk.link.cells import CellReading, CellReadings
from thumbwalk.link.selftest import LoadCell, SelfTest, Settings
from thumbwalk.link.wire import (
    Ack,
    BoardError,
    BoardLog,
    Event,
    FrameType,
    Hello,
    HostFrame,
    Over,
    Pong,
    Scans,
    WireDecoder,
    encode_frame,
    encode_scans,
)

HELLO_CARD = {
    "protocol": 1,
    "firmware": "0.1.0",
    "id": "e661",
    "board": "pico",
    "name": "",
    "channels": ["a", "b"],
    "rate_hz": 1000,
    "bits": 12,
    "divider_ohm": 3300,
    "layout": "sole16",
}
HELLO = Hello(1, "0.1.0", "e661", "pico", "", ("a", "b"), 1000.0, 12, 3300.0, "sole16")

SELFTEST_CARD = {
    "scans": 200,
    "missed": 1,
    "period_us": 1000,
    "scan_us": None,
    "jitter": [198, 1, 0, 0, 0, 0, 0, 0],
    "supply_mv": 3290,
    "load_cell": {"state": "running", "rate_hz": 10.0, "readings": 7, "missed": 0},
    "memory_free": 5,
    "memory_used": 6,
    "bleed": True,
    "states": ".o",
    "mean": [13.1, 0],
    "noise": [1.5, 0.0],
}
SELFTEST = SelfTest(
    *(200, 1, 1000, None, (198, 1, 0, 0, 0, 0, 0, 0), 3290, 5, 6, True),
    *(("ok", "open"), (13.1, 0.0), (1.5, 0.0)),
    LoadCell("running", 10.0, 7, 0),
)
SETTINGS_CARD = {
    "name": "Rig",
    "layout": "sole16",
    "channels": 32,
    "rate_hz": 500,
    "oversampling": 4,
    "divider_ohm": 3300,
    "load_cell": 1,
    "watchdog": 0,
    "state": "file",
    "why": "",
}
SETTINGS = Settings("Rig", "sole16", 32, 500, 4, 3300, True, False, "file", "")

LOAD_BYTES = bytes.fromhex("feffffff 09000000 01000000")
CELLS_BYTES = bytes.fromhex("07000000 01000000 02 0000 01 00 feffff 1c0c 06 00 c0d401 0000fe")
STATUS_BYTES = bytes.fromhex("0040 02 00 09000000 01000000 03000000")

CASES: list[tuple[str, bytes, Event]] = [
    ("hello", encode_frame(FrameType.HELLO, 0, 5, json.dumps(HELLO_CARD).encode()), HELLO),
    ("pong", encode_frame(FrameType.PONG, 1, 1234, (99).to_bytes(4, "little")), Pong(99, 1234)),
    ("ack", encode_frame(FrameType.ACK, 2, 0, b"rate 1000"), Ack("rate 1000")),
    ("error", encode_frame(FrameType.ERROR, 3, 0, b"unknown command"), BoardError("unknown command")),
    ("log", encode_frame(FrameType.LOG, 4, 0, "zu heiß".encode()), BoardLog("zu heiß")),
    ("self-test", encode_frame(FrameType.SELFTEST, 5, 0, json.dumps(SELFTEST_CARD).encode()), SELFTEST),
    ("load cell", encode_frame(FrameType.LOADCELL, 7, 900, LOAD_BYTES), LoadReading(900, -2, 9, 1)),
    (
        "cells",
        encode_frame(FrameType.CELLS, 7, 900, CELLS_BYTES),
        CellReadings(900, (CellReading(0, 0, -2), CellReading(3100, 1, 120_000), CellReading(3100, 2, -131_072)), 7, 1),
    ),
    ("status", encode_frame(FrameType.STATUS, 8, 900, STATUS_BYTES), Status(900, 0.5, "missing", 9, 1, 3)),
    ("status without supply", encode_frame(FrameType.STATUS, 9, 900, bytes(16)), Status(900, None, "none", 0, 0, 0)),
    (
        "status of a busy board",
        encode_frame(FrameType.STATUS, 9, 900, bytes.fromhex("0080 00 34") + bytes(12)),
        Status(900, 1.0, "none", 0, 0, 0, 52),
    ),
    ("settings", encode_frame(FrameType.CONFIG, 6, 0, json.dumps(SETTINGS_CARD).encode()), SETTINGS),
    ("over", encode_frame(FrameType.OVER, 10, 0, b"end of scans"), Over("end of scans")),
]


def a_stream(n_frames: int, n_scans: int = 4, n_channels: int = 16, *, seed: int = 0) -> tuple[list[bytes], Scans]:
    """A run of DATA frames and the scans that are in it."""
    rng = np.random.default_rng(seed)
    time_us = np.arange(n_frames * n_scans, dtype=np.int64) * 1000
    counts = rng.integers(0, 4096, (n_frames * n_scans, n_channels)).astype(np.uint16)
    frames = [
        encode_scans(i, time_us[i * n_scans : (i + 1) * n_scans], counts[i * n_scans : (i + 1) * n_scans])
        for i in range(n_frames)
    ]
    return frames, Scans(time_us, counts)


def fed(decoder: WireDecoder, portions: list[bytes]) -> list[Event]:
    return [event for portion in portions for event in decoder.feed(portion)]


def scans_of(events: list[Event]) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
    blocks = [event for event in events if isinstance(event, Scans)]
    return np.concatenate([b.time_us for b in blocks]), np.concatenate([b.counts for b in blocks])


@pytest.mark.parametrize(("name", "frame", "event"), CASES, ids=[case[0] for case in CASES])
def test_a_frame_is_read_whole_byte_by_byte_and_between_garbage(name: str, frame: bytes, event: Event) -> None:
    assert WireDecoder().feed(frame) == [event]
    assert fed(WireDecoder(), [bytes([byte]) for byte in frame]) == [event]
    decoder = WireDecoder()
    assert decoder.feed(b"no frame\0" + frame + b"trailing") == [event]
    assert decoder.tally.bad_frames == 1
    assert decoder.close()


@pytest.mark.parametrize("kind", [FrameType.RECORDING, FrameType.EVENT, FrameType.END, 0xFE])
def test_frames_of_the_host_are_for_recordings_alone(kind: int) -> None:
    frame = encode_frame(kind, 0, 0, b"{}")
    live, recorded = WireDecoder(), WireDecoder(recorded=True)
    assert live.feed(frame) == []
    assert live.tally.bad_frames == 1
    known = kind in list(FrameType)
    assert recorded.feed(frame) == ([HostFrame(FrameType(kind), "{}")] if known else [])
    assert recorded.tally.bad_frames == (not known)


@pytest.mark.parametrize(("n_scans", "n_channels"), [(1, 1), (1, 16), (2, 16), (4, 32), (8, 3)])
def test_scans_come_back_as_they_were_sent(n_scans: int, n_channels: int) -> None:
    frames, sent = a_stream(20, n_scans, n_channels)
    time_us, counts = scans_of(WireDecoder().feed(b"".join(frames)))
    np.testing.assert_array_equal(time_us, sent.time_us)
    np.testing.assert_array_equal(counts, sent.counts)


@given(cuts=st.lists(st.integers(0, 3000), max_size=12), garbage=st.binary(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_cut_gives_the_same_scans_and_tally(cuts: list[int], garbage: bytes) -> None:
    frames, _ = a_stream(12)
    wire = b"".join(frames[:5]) + garbage + b"\0" + b"".join(frames[6:])
    whole = WireDecoder()
    expected = scans_of(whole.feed(wire))
    edges = sorted({0, len(wire), *(cut % len(wire) for cut in cuts)})
    chunked = WireDecoder()
    got = scans_of(fed(chunked, [wire[a:b] for a, b in pairwise(edges)]))
    np.testing.assert_array_equal(got[0], expected[0])
    np.testing.assert_array_equal(got[1], expected[1])
    assert chunked.tally == whole.tally


def test_lost_frames_are_counted_by_their_sequence_numbers() -> None:
    frames, _ = a_stream(20)
    decoder = WireDecoder()
    decoder.feed(b"".join(frames[:4] + frames[7:15] + frames[16:]))
    assert decoder.tally.lost_frames == 4
    assert decoder.tally.frames == 16


def test_a_sequence_that_wraps_is_no_loss() -> None:
    counts = np.zeros((1, 2), np.uint16)
    frames = [encode_scans(0xFFFE + i, np.array([i * 1000]), counts) for i in range(5)]
    decoder = WireDecoder()
    decoder.feed(b"".join(frames))
    assert decoder.tally.lost_frames == 0


def test_the_boards_own_counters_count_from_the_streams_first_frame_and_survive_a_restart() -> None:
    counts = np.zeros((1, 2), np.uint16)
    decoder = WireDecoder()
    seen = []
    for number, (overruns, dropped) in enumerate([(7, 3), (9, 3), (9, 8), (0, 0), (1, 2)]):
        decoder.feed(encode_scans(number, np.array([number * 1000]), counts, overruns=overruns, dropped=dropped))
        seen.append((decoder.tally.overruns, decoder.tally.dropped))
    assert seen == [(0, 0), (2, 0), (2, 5), (0, 0), (1, 2)]


def test_device_time_is_unwrapped_over_71_minutes() -> None:
    start = 2**32 - 2500
    sent = start + np.arange(6, dtype=np.int64) * 1000
    counts = np.zeros((1, 2), np.uint16)
    frames = [encode_scans(i, sent[i : i + 1], counts) for i in range(6)]
    whole, _ = scans_of(WireDecoder().feed(b"".join(frames)))
    single, _ = scans_of(fed(WireDecoder(), frames))
    np.testing.assert_array_equal(whole, sent)
    np.testing.assert_array_equal(single, sent)


def test_a_restarted_board_goes_on_after_a_gap_and_is_counted() -> None:
    counts = np.zeros((1, 2), np.uint16)
    times = [50_000_000, 50_001_000, 0, 1000]
    decoder = WireDecoder()
    time_us, _ = scans_of(fed(decoder, [encode_scans(i, np.array([t]), counts) for i, t in enumerate(times)]))
    assert time_us.tolist() == [50_000_000, 50_001_000, 51_001_000, 51_002_000]
    assert decoder.tally.restarts == 1


def test_a_board_restarted_after_long_is_not_taken_for_half_an_hour_ahead() -> None:
    counts = np.zeros((1, 2), np.uint16)
    times = [2_400_000_000, 2_400_001_000, 50_000, 51_000]
    decoder = WireDecoder()
    time_us, _ = scans_of(fed(decoder, [encode_scans(i, np.array([t]), counts) for i, t in enumerate(times)]))
    assert np.diff(time_us).tolist() == [1000, 1_000_000, 1000]
    assert decoder.tally.restarts == 1


@pytest.mark.parametrize(
    "change",
    [
        {"rate_hz": 0},
        {"rate_hz": 1000000000.0},
        {"rate_hz": float("nan")},
        {"bits": 40},
        {"bits": 7},
        {"protocol": float("inf")},
        {"divider_ohm": 0},
        {"divider_ohm": -1},
        {"divider_ohm": float("inf")},
    ],
)
def test_a_hello_that_no_board_would_send_is_a_bad_frame(change: dict[str, float]) -> None:
    decoder = WireDecoder()
    card = json.dumps(HELLO_CARD | change)
    assert decoder.feed(encode_frame(FrameType.HELLO, 0, 0, card.encode())) == []
    assert decoder.tally.bad_frames == 1


def test_an_answer_stamped_before_the_scans_does_not_bend_their_time() -> None:
    counts = np.zeros((1, 2), np.uint16)
    pong = encode_frame(FrameType.PONG, 1, 400, (1).to_bytes(4, "little"))
    decoder = WireDecoder()
    events = decoder.feed(encode_scans(0, np.array([1000]), counts) + pong + encode_scans(2, np.array([2000]), counts))
    assert scans_of(events)[0].tolist() == [1000, 2000]
    assert Pong(1, 400) in events


def test_noise_without_an_end_does_not_grow_and_counts_once() -> None:
    frames, sent = a_stream(2)
    decoder = WireDecoder(max_frame=512)
    fed(decoder, [b"\x55" * 100] * 1000)
    assert decoder.tally.bad_frames == 1
    time_us, _ = scans_of(decoder.feed(b"\0" + b"".join(frames)))
    np.testing.assert_array_equal(time_us, sent.time_us)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_random_faults_never_invent_a_scan_and_never_cost_an_intact_frame(seed: int) -> None:
    rng = np.random.default_rng(seed)
    frames, sent = a_stream(50, seed=1)
    hit = set(rng.choice(50, 10, replace=False).tolist())
    wire = bytearray()
    for i, frame in enumerate(frames):
        damaged = bytearray(frame)
        if i in hit:
            # a zero would cut the frame in two, which is a fault of its own; flip bits of the inside only
            damaged[int(rng.integers(0, len(frame) - 1))] ^= int(rng.integers(1, 256))
        wire += damaged
    decoder = WireDecoder()
    time_us, counts = scans_of(decoder.feed(bytes(wire)))
    expected = np.concatenate([sent.time_us[i * 4 : i * 4 + 4] for i in range(50) if i not in hit])
    np.testing.assert_array_equal(time_us, expected)
    np.testing.assert_array_equal(counts, sent.counts[expected // 1000])
    assert decoder.tally.bad_frames >= 10


def test_a_checksum_that_holds_over_nonsense_is_still_a_bad_frame() -> None:
    decoder = WireDecoder()
    assert decoder.feed(encode_frame(FrameType.DATA, 0, 0, b"short")) == []
    assert decoder.feed(encode_frame(FrameType.HELLO, 1, 0, b"not json")) == []
    assert decoder.feed(encode_frame(0x33, 2, 0, b"")) == []
    uneven = json.dumps(SELFTEST_CARD | {"states": "."}).encode()
    assert decoder.feed(encode_frame(FrameType.SELFTEST, 3, 0, uneven)) == []
    assert decoder.feed(encode_frame(FrameType.CONFIG, 4, 0, b"{}")) == []
    assert decoder.tally.bad_frames == 5


def test_the_kinds_of_frames_have_the_numbers_that_recordings_were_made_with() -> None:
    board = ("HELLO", "DATA", "PONG", "ERROR", "LOG", "ACK", "LOADCELL", "SELFTEST", "CONFIG")
    more = {"STATUS": 0x0A, "CELLS": 0x0B, "OVER": 0x0C, "END": 0x8F}
    host = ("RECORDING", "LAYOUT", "CALIBRATION", "CLOCK", "EVENT")
    numbers = {name: i for i, name in enumerate(board, 1)} | {name: i for i, name in enumerate(host, 0x80)}
    assert {kind.name: kind.value for kind in FrameType} == numbers | more


def test_counters_that_rise_within_one_portion_are_counted() -> None:
    counts = np.zeros((1, 2), np.uint16)
    frames = [encode_scans(i, np.array([i * 1000]), counts, overruns=i * i, dropped=2 * i) for i in range(5)]
    decoder = WireDecoder()
    decoder.feed(b"".join(frames))
    assert (decoder.tally.overruns, decoder.tally.dropped) == (16, 8)


@pytest.mark.parametrize(("rate_hz", "bits"), [(10_000, 8), (1, 16)])
def test_the_outermost_boards_are_boards(rate_hz: float, bits: int) -> None:
    card = json.dumps(HELLO_CARD | {"rate_hz": rate_hz, "bits": bits})
    assert len(WireDecoder().feed(encode_frame(FrameType.HELLO, 0, 0, card.encode()))) == 1


@pytest.mark.parametrize(
    ("step_us", "restarts", "standstills"),
    [(-65_536, 0, 0), (-65_537, 1, 0), (3_000_000, 0, 0), (3_000_001, 0, 1), (900_000_000, 0, 1)],
)
def test_a_clock_that_jumps_back_farther_than_frames_reach_was_restarted_and_one_far_ahead_was_not_read(
    step_us: int, restarts: int, standstills: int
) -> None:
    counts, start = np.zeros((1, 2), np.uint16), 1_000_000_000
    decoder = WireDecoder()
    decoder.feed(b"".join(encode_scans(i, np.array([t]), counts) for i, t in enumerate((start, start + step_us))))
    assert (decoder.tally.restarts, decoder.tally.standstills) == (restarts, standstills)


def test_a_repeated_frame_is_no_loss_and_a_hello_stands_in_the_row_of_numbers() -> None:
    frames, _ = a_stream(6)
    decoder = WireDecoder()
    hello = encode_frame(FrameType.HELLO, 3, 0, json.dumps(HELLO_CARD).encode())
    decoder.feed(frames[0] + frames[1] + frames[1] + frames[2] + hello)
    assert decoder.tally.lost_frames == 0
    decoder.feed(encode_scans(5, np.array([9000]), np.zeros((4, 16), np.uint16)[:1]))
    assert decoder.tally.lost_frames == 1
    assert (decoder.tally.frames, decoder.tally.repeated_frames) == (5, 1)


def test_readings_and_the_newest_status_are_in_the_tally() -> None:
    decoder = WireDecoder()
    decoder.feed(
        encode_frame(FrameType.LOADCELL, 0, 900, LOAD_BYTES) + encode_frame(FrameType.STATUS, 1, 950, STATUS_BYTES)
    )
    decoder.feed(encode_frame(FrameType.LOADCELL, 2, 990, LOAD_BYTES))
    assert decoder.tally.load_readings == 2
    assert decoder.tally.status == Status(950, 0.5, "missing", 9, 1, 3)
    assert decoder.tally.frames == 3


@pytest.mark.parametrize(("size", "bad"), [(0, 0), (1, 1)])
def test_a_frame_as_long_as_the_limit_is_waited_for_and_a_longer_one_is_garbage(size: int, bad: int) -> None:
    frame = encode_frame(FrameType.LOG, 0, 0, b"x" * 200)
    decoder = WireDecoder(max_frame=len(frame) - 1 - size)
    assert len(decoder.feed(frame[:-1]) + decoder.feed(b"\0")) == 1 - bad
    assert decoder.tally.bad_frames == bad


def test_scans_in_a_row_come_as_one_and_a_line_of_their_length_is_a_line() -> None:
    frames, sent = a_stream(6, n_scans=4, n_channels=2)
    text = bytearray(b"x" * (len(frames[0]) - 2 - 11))
    text[8] = 4  # where a DATA frame holds its number of scans
    log = encode_frame(FrameType.LOG, 3, 0, bytes(text))
    assert len(log) == len(frames[0])
    events = WireDecoder().feed(b"".join(frames[:3]) + log + b"".join(frames[3:]))
    assert [type(event) for event in events] == [Scans, BoardLog, Scans]
    np.testing.assert_array_equal(scans_of(events)[0], sent.time_us)


def test_garbage_without_an_end_is_not_kept() -> None:
    decoder = WireDecoder(max_frame=512)
    for _ in range(1000):
        decoder.feed(b"\x55" * 100)
    assert len(decoder._rest) <= 512 + 100


def test_what_does_not_fit_into_a_frame_is_refused_before_it_is_sent_wrongly() -> None:
    for n, step_us in ((256, 1), (67, 1000)):
        with pytest.raises(ValueError, match=f"{n} scans over {(n - 1) * step_us} us"):
            encode_scans(1, np.arange(n, dtype=np.int64) * step_us, np.zeros((n, 1), np.uint16))
