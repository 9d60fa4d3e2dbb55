"""Frames out of the firmware's Outbox, whatever the wire takes."""

from __future__ import annotations

import importlib
from typing import Any
from zlib import crc32

from cobs import cobs
from hypothesis import given
from hypothesis import strategies as st

framing: Any = importlib.import_module("rig.framing")
clock: Any = importlib.import_module("rig.clock")


class Wire:
    """Takes as many bytes a write as it is told, then none."""

    def __init__(self) -> None:
        self.accepts: list[int] = []
        self.out = b""

    def ticks_us(self) -> int:
        return 0

    def write(self, buffer: bytearray, start: int, n: int) -> int:
        taken = min(n, self.accepts.pop(0)) if self.accepts else 0
        self.out += bytes(buffer[start : start + taken])
        return taken

    def wait_to_write(self) -> bool:
        return False


@given(
    st.lists(
        st.tuples(st.binary(max_size=600), st.lists(st.integers(0, 700), max_size=4)),
        max_size=30,
    )
)
def test_whatever_the_wire_takes_frames_arrive_whole_and_in_order(turns: list[tuple[bytes, list[int]]]) -> None:
    wire = Wire()
    outbox = framing.Outbox(wire, clock.Clock(0))
    sent: list[bytes] = []
    for payload, accepts in turns:
        wire.accepts = accepts
        if outbox.send_text(framing.LOG, payload):
            sent.append(payload)
        outbox.flush()
    wire.accepts = [10**6] * 10
    outbox.flush()
    frames = [cobs.decode(one) for one in wire.out.split(b"\0")[:-1]]
    assert [frame[7:-4] for frame in frames] == sent
    assert [int.from_bytes(frame[1:3], "little") for frame in frames] == list(range(len(sent)))
    assert all(crc32(frame) == 0x2144DF1C for frame in frames)
    assert outbox.dropped == len(turns) - len(sent)


def test_a_text_too_long_for_a_frame_is_cut() -> None:
    wire = Wire()
    wire.accepts = [10**6] * 3
    outbox = framing.Outbox(wire, clock.Clock(0))
    assert outbox.send_text(framing.LOG, "x" * 5000)
    outbox.flush()
    assert cobs.decode(wire.out[:-1])[7:-4] == b"x" * (framing.FRAME_ROOM - 11)


def test_sequence_numbers_wrap_at_16_bits() -> None:
    wire = Wire()
    outbox = framing.Outbox(wire, clock.Clock(0))
    outbox.words[1] = 0xFFFF
    for text in ("last", "first"):
        wire.accepts = [1000]
        outbox.send_text(framing.LOG, text)
        outbox.flush()
    numbers = [cobs.decode(one)[1:3] for one in wire.out.split(b"\0")[:-1]]
    assert numbers == [b"\xff\xff", b"\0\0"]


def test_a_moment_before_the_last_one_is_no_wrap() -> None:
    now = clock.Clock(0x3FFFFFF0)
    for ticks in (0x3FFFFFFA, 0x3FFFFFF5, 3, 0x3FFFFFFF):
        now.update(ticks)
    times = []
    for ticks in (0x3FFFFFFF, 7):
        wire = Wire()
        wire.accepts = [1000]
        outbox = framing.Outbox(wire, now)
        assert outbox.send(framing.LOG, ticks, 0)
        outbox.flush()
        times.append(int.from_bytes(cobs.decode(wire.out[:-1])[3:7], "little"))
    assert times == [0x3FFFFFFF, 0x40000007]
