"""Conversations with the firmware, under both interpreters; an answer too many fails as well as one too few."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from typing import Any
from zlib import crc32

import pytest
from cobs import cobs
from hypothesis import given
from hypothesis import strategies as st

Converse = Callable[[bytes, bytes], tuple[bytes, bytes]]
HELLO, DATA, PONG, ERROR, _LOG, ACK = range(1, 7)
OVER = 0x0C
TRY = "try hello, start, stop, rate HZ, ping TOKEN, cells 1, selftest or config"
CHANNELS = 16
MARK = b"\xff" * (8 + 2 * CHANNELS)


def frames_of(wire: bytes) -> list[bytes]:
    *stuffed, rest = wire.split(b"\0")
    assert rest == b""
    frames = [cobs.decode(one) for one in stuffed]
    assert all(crc32(frame) == 0x2144DF1C for frame in frames)
    assert [int.from_bytes(frame[1:3], "little") for frame in frames] == list(range(len(frames)))
    return frames


def record(time_us: int, first_count: int = 0) -> bytes:
    return time_us.to_bytes(8, "little") + b"".join((first_count + i).to_bytes(2, "little") for i in range(CHANNELS))


CONVERSATIONS: dict[str, tuple[bytes, list[tuple[int, bytes]]]] = {
    "ping": (b"ping 7\n", [(PONG, b"\x07\0\0\0")]),
    "largest token": (b"ping 4294967295\n", [(PONG, b"\xff\xff\xff\xff")]),
    "token too large": (b"ping 4294967296\n", [(ERROR, b"ping needs a token from 0 to 4294967295")]),
    "no token": (b"ping\n", [(ERROR, b"ping needs a token from 0 to 4294967295")]),
    "token is no number": (b"ping 0x7\n", [(ERROR, b"ping needs a token from 0 to 4294967295")]),
    "rate": (b"rate 250\n", [(ACK, b"rate 250")]),
    "rate at the limits": (b"rate 1\nrate 2000\n", [(ACK, b"rate 1"), (ACK, b"rate 2000")]),
    "rate 0": (b"rate 0\n", [(ERROR, b"rate needs a whole number from 1 to 2000 Hz")]),
    "rate too high": (b"rate 2001\n", [(ERROR, b"rate needs a whole number from 1 to 2000 Hz")]),
    "rate not whole": (b"rate 12.5\n", [(ERROR, b"rate needs a whole number from 1 to 2000 Hz")]),
    "rate twice": (b"rate 10 20\n", [(ERROR, b"rate needs a whole number from 1 to 2000 Hz")]),
    "stop when stopped": (b"stop\n", [(ACK, b"stop")]),
    "start with a word too many": (
        b"start 1000\n",
        [(ERROR, b"start takes nothing after it; set the rate first, with rate HZ")],
    ),
    "stop with a word too many": (b"stop now\n", [(ERROR, b"stop takes nothing after it")]),
    "hello with a word too many": (b"hello you\n", [(ERROR, b"hello takes nothing after it")]),
    "unknown": (b"dance\n", [(ERROR, f'unknown command "dance"; {TRY}'.encode())]),
    "capitals": (b"PING 1\n", [(ERROR, f'unknown command "PING 1"; {TRY}'.encode())]),
    "carriage return and spaces": (b"  ping   3  \r\n", [(PONG, b"\x03\0\0\0")]),
    "not ASCII": (b"ping \xff\n", [(ERROR, f"a command is plain ASCII, this line has byte 0xff; {TRY}".encode())]),
    "control byte": (b"pi\x04ng\n", [(ERROR, f"a command is plain ASCII, this line has byte 0x04; {TRY}".encode())]),
    "half a command, thrown away": (b"config rate_hz 5\x15stop\n", [(ACK, b"stop")]),
    "nothing, thrown away": (b"\x15ping 1\n", [(PONG, b"\x01\0\0\0")]),
    "too long, thrown away": (b"x" * 99 + b"\x15ping 1\n", [(PONG, b"\x01\0\0\0")]),
    "longest line": (b"x" * 64 + b"\n", [(ERROR, f'unknown command "{"x" * 64}"; {TRY}'.encode())]),
    "line too long": (b"x" * 300 + b"\n", [(ERROR, b"a command has at most 64 bytes, this line has 300")]),
    "empty lines are no commands": (b"\n\r\n\nping 1\n", [(PONG, b"\x01\0\0\0")]),
    "a load cell is fitted": (b"config load_cell 1\n", [(ACK, b"config load_cell 1")]),
    "the watchdog, which a PC has not": (b"config watchdog 1\n", [(ACK, b"config watchdog 1")]),
    "channels that there are not": (
        b"config channels 32\n",
        [(ERROR, b"channels is from 16 to 16; nothing was changed")],
    ),
    "a switch that is no switch": (b"config load_cell 2\n", [(ERROR, b"load_cell is 0 or 1; nothing was changed")]),
    "cells that there are not": (
        b"cells 1\n",
        [(ERROR, b"this board reads no load cells; say how many it has, with config cells N")],
    ),
    "cells with another word": (b"cells on\n", [(ERROR, b"cells needs 0 or 1")]),
    "half a line": (b"ping 1\npin", [(PONG, b"\x01\0\0\0")]),
    "half a line of a host that went, and one that comes": (
        b"sta\nping 1\n",
        [(ERROR, f'unknown command "sta"; {TRY}'.encode()), (PONG, b"\x01\0\0\0")],
    ),
    "several at once": (b"ping 1\nping 2\nrate 5\n", [(PONG, b"\x01\0\0\0"), (PONG, b"\x02\0\0\0"), (ACK, b"rate 5")]),
}


@pytest.mark.parametrize("case", CONVERSATIONS)
def test_conversation(case: str, converse: Converse) -> None:
    said, expected = CONVERSATIONS[case]
    wire, told = converse(said, b"")
    assert [(frame[0], frame[7:-4]) for frame in frames_of(wire)] == [*expected, (OVER, b"end of scans")]
    assert told.startswith(b"ready\n")
    assert b"start" not in told


WORDS = [
    "hello",
    "start",
    "stop",
    "rate",
    "ping",
    "selftest",
    "config",
    "cells",
    "reset",
    "name",
    "channels",
    "load_cell",
]
LINES = st.one_of(
    st.binary(max_size=90),
    st.lists(st.one_of(st.sampled_from(WORDS), st.integers(-5, 10**12).map(str)), max_size=4).map(
        lambda words: " ".join(words).encode()
    ),
).map(lambda line: line.replace(b"\n", b"?"))


@given(lines=st.lists(LINES, max_size=12), cut=st.integers(1, 64))
def test_every_line_is_answered_once_and_a_refused_one_changes_nothing(lines: list[bytes], cut: int) -> None:
    board: Any = importlib.import_module("tests.firmware.memory_board")
    stream: Any = importlib.import_module("rig.stream")
    chip = board.Chip()
    rig = stream.Rig(chip)

    def state() -> tuple[object, ...]:
        return rig.running, rig.rate_hz, rig.selftest, dict(rig.settings.values), rig.load_cell.expected

    for line in lines:
        before, chip.n_written = state(), 0
        refused = rig.commands.refused
        chip.typed = line + b"\n"
        while chip.typed:
            part, chip.typed = chip.typed[:cut], chip.typed[cut:]
            rig.commands.feed(part, len(part))
        rig.outbox.flush()
        frames = [cobs.decode(one) for one in bytes(chip.out[: chip.n_written]).split(b"\0")[:-1]]
        left = line.rpartition(b"\x15")[2]  # by a Ctrl-U
        assert len(frames) == (1 if left.strip() or len(left) > 64 else 0)
        if frames and frames[0][0] == ERROR:
            assert state() == before
        assert rig.commands.refused - refused == [frame[0] for frame in frames].count(ERROR)


def test_hello_says_who_it_is(converse: Converse) -> None:
    wire, _ = converse(b"rate 62\nhello\n", b"")
    hello = json.loads(frames_of(wire)[1][7:-4])
    assert len(hello["channels"]) == CHANNELS
    assert list(hello) == [
        *("protocol", "firmware", "id", "board", "name", "channels"),
        *("rate_hz", "bits", "divider_ohm", "layout"),
    ]
    del hello["channels"]
    said = {"protocol": 1, "firmware": "0.1.0", "id": "00ff", "board": "virtual", "name": "T"}
    assert hello == said | {"rate_hz": 62, "bits": 12, "divider_ohm": 3300, "layout": "sole16"}


def test_nothing_streams_before_start(converse: Converse) -> None:
    wire, _ = converse(b"ping 1\n", MARK + record(1000) + record(2000))
    assert [frame[0] for frame in frames_of(wire)] == [PONG, OVER]


def test_scans_before_the_timers_mark_are_of_an_older_timer(converse: Converse) -> None:
    wire, told = converse(b"rate 100\nstart\n", record(500) + MARK + record(1000))
    frames = frames_of(wire)
    assert told == b"ready\nstart 100\n"
    assert [(frame[0], int.from_bytes(frame[3:7], "little")) for frame in frames] == [
        *((ACK, 0), (ACK, 0), (DATA, 1000), (OVER, 1000))
    ]


def test_two_scans_share_a_frame_from_500_hz_on(converse: Converse) -> None:
    records = MARK + b"".join(record(2000 * (i + 1), 16 * i) for i in range(5))
    frames = frames_of(converse(b"rate 500\nstart\n", records)[0])[2:-1]
    assert [frame[15] for frame in frames] == [2, 2, 1], "what is left over at the end is sent"
    assert [int.from_bytes(frame[16:18], "little") for frame in frames] == [0, 0, 0]
    assert [int.from_bytes(frame[18:20], "little") for frame in frames[:2]] == [2000, 2000]
    counts = b"".join(frame[20:-4] for frame in frames[:2]) + frames[2][18:-4]
    assert counts == b"".join(i.to_bytes(2, "little") for i in range(80))


def test_below_500_hz_every_scan_goes_at_once(converse: Converse) -> None:
    records = MARK + b"".join(record(2004 * (i + 1)) for i in range(3))
    frames = frames_of(converse(b"rate 499\nstart\n", records)[0])[2:-1]
    assert [frame[15] for frame in frames] == [1, 1, 1]


def test_missed_ticks_are_counted_and_a_long_gap_starts_a_frame(converse: Converse) -> None:
    times = [1000, 4000, 5000, 75_000]
    frames = frames_of(converse(b"start\n", MARK + b"".join(map(record, times)))[0])[1:-1]
    seen = [(int.from_bytes(f[3:7], "little"), f[15], int.from_bytes(f[7:11], "little")) for f in frames]
    assert seen == [(1000, 2, 71), (5000, 1, 71), (75_000, 1, 71)], "2 ticks and then 69 never came"
