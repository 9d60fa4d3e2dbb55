"""The wire format: bytes in, events out. It owns no port, clock, thread or file.

A frame is COBS-stuffed and ended by a zero byte; unstuffed it is ``type u8, sequence u16, device_time u32 us, payload,
crc32 u32``, little-endian. ``firmware/PROTOCOL.md`` is the reference. Recordings use the same frames, so the same
decoder reads them. What is damaged is counted in the tally and skipped, never raised.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, cast
from zlib import crc32

import numpy as np
from cobs import cobs
from numpy.typing import NDArray

from thumbwalk.link.board_state import LoadReading, Status
from thumbwalk.link.scan_frame import DATA_FIXED, HEAD, N_SCANS_AT, OVERHEAD, data_dtype, is_data, lost_between
from thumbwalk.link.selftest import SelfTest, Settings

PROTOCOL = 1
"""The version of `firmware/PROTOCOL.md` that this host speaks."""
MAX_WIRE_FRAME = 4096
"""Longest stuffed frame that is waited for on a live wire; more without a zero byte is garbage."""

_MOST_RATE_HZ = 10_000.0
"""Ten times what the rigs do: a hello that says more is damaged."""
_CRC_RESIDUE = 0x2144DF1C
"""CRC-32 of any message followed by its own CRC-32, little-endian."""


class FrameType(IntEnum):
    """First byte of a frame; the board sends types below 0x80, a recording adds the host's own above."""

    HELLO = 0x01
    DATA = 0x02
    PONG = 0x03
    ERROR = 0x04
    LOG = 0x05
    ACK = 0x06
    LOADCELL = 0x07
    SELFTEST = 0x08
    CONFIG = 0x09
    STATUS = 0x0A
    RECORDING = 0x80
    LAYOUT = 0x81
    CALIBRATION = 0x82
    CLOCK = 0x83
    EVENT = 0x84
    END = 0x8F


_DATA = int(FrameType.DATA)
"""A plain int: comparing with the enum costs the hot loop a third of its time."""
_RESTART_US = 1_000_000
"""A board that was restarted goes on so much later in the stream's time."""
_MOST_BACK_US, _MOST_AHEAD_US = 65_536, 600_000_000
"""A device clock that steps back by more (the reach of a frame's offsets), or ahead by more, was restarted."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was received and what was lost so far; it only counts up, but for a board that was restarted.

    ``overruns`` (scans the board took too late to take at all) and ``dropped`` (frames the board could not send)
    are the board's own counters since the first frame of this stream; the rest is counted here. ``status`` is the
    newest that the board sent, None before there was one.
    """

    frames: int = 0
    scans: int = 0
    bad_frames: int = 0
    lost_frames: int = 0
    overruns: int = 0
    dropped: int = 0
    restarts: int = 0
    load_readings: int = 0
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Hello:
    """How a board introduces itself."""

    protocol: int
    firmware: str
    board_id: str
    board: str
    name: str
    channels: tuple[str, ...]
    rate_hz: float
    bits: int
    divider_ohm: float
    layout: str


@dataclass(frozen=True, slots=True)
class Scans:
    """Scans of all channels, oldest first: ``time_us`` (n,) int64, unwrapped; ``counts`` (n, n_channels) uint16."""

    time_us: NDArray[np.int64]
    counts: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Pong:
    """Answer to ``ping token``, with the board's clock when it was handled."""

    token: int
    device_us: int


@dataclass(frozen=True, slots=True)
class Ack:
    """A command that the board took, as it understood it."""

    text: str


@dataclass(frozen=True, slots=True)
class BoardError:
    """A command that the board refused, and why."""

    text: str


@dataclass(frozen=True, slots=True)
class BoardLog:
    """A line that the board wants to be seen."""

    text: str


@dataclass(frozen=True, slots=True)
class HostFrame:
    """A frame that the host put into a recording; ``payload`` is text or JSON text."""

    kind: FrameType
    payload: str


Event = Hello | Scans | Pong | Ack | BoardError | BoardLog | SelfTest | Settings | LoadReading | Status | HostFrame


def encode_frame(kind: int, sequence: int, device_us: int, payload: bytes) -> bytes:
    """One whole frame as it stands on the wire, its closing zero byte included."""
    body = HEAD.pack(kind, sequence & 0xFFFF, device_us & 0xFFFFFFFF) + payload
    return cast(bytes, cobs.encode(body + struct.pack("<I", crc32(body)))) + b"\0"


def encode_scans(
    sequence: int,
    time_us: NDArray[np.int64],
    counts: NDArray[np.uint16],
    *,
    overruns: int = 0,
    dropped: int = 0,
) -> bytes:
    """One DATA frame holding all of ``counts`` (n, n_channels); what a board sends, for tests and benchmarks."""
    start = int(time_us[0])
    payload = struct.pack("<IIB", overruns, dropped, len(counts))
    payload += (time_us - start).astype("<u2").tobytes() + np.ascontiguousarray(counts, "<u2").tobytes()
    return encode_frame(FrameType.DATA, sequence, start, payload)


class WireDecoder:
    """Takes bytes in any portions and gives the events that are whole.

    Parameters
    ----------
    max_frame : int
        Longest stuffed frame in bytes; a recording's frames may be far longer than a live wire's.
    """

    def __init__(self, max_frame: int = MAX_WIRE_FRAME) -> None:
        self.max_frame = max_frame
        self._rest = b""
        self._overlong = False
        self._next_sequence: int | None = None
        self._clock: tuple[int, int] | None = None  # newest raw and unwrapped device time
        self._frames = self._scans = self._bad = self._lost = self._restarts = self._loads = 0
        self._status: Status | None = None
        self._board_counters: tuple[int, int] | None = None
        self._board_base = (0, 0)

    @property
    def tally(self) -> Tally:
        """Counts of everything so far."""
        counters = self._board_counters or self._board_base
        overruns, dropped = (now - base for now, base in zip(counters, self._board_base, strict=True))
        counted = (self._frames, self._scans, self._bad, self._lost, overruns, dropped, self._restarts, self._loads)
        return Tally(*counted, status=self._status)

    def feed(self, data: bytes) -> list[Event]:
        """Events that ``data`` completes, in the order of the wire; neighbouring scans come as one event."""
        events: list[Event] = []
        run: list[bytes] = []
        run_size = run_scans = 0
        for frame in self._intact(self._split(data)):
            size = len(frame)
            if size == run_size and frame[N_SCANS_AT] == run_scans and frame[0] == _DATA:
                run.append(frame)
                continue
            if run:
                events.append(self._block(run, run_scans))
                run, run_size = [], 0
            if frame[0] == _DATA and is_data(frame):
                run, run_size, run_scans = [frame], size, frame[N_SCANS_AT]
            elif (event := self._other(frame)) is not None:
                events.append(event)
            else:
                self._bad += 1
        if run:
            events.append(self._block(run, run_scans))
        return events

    def close(self) -> bool:
        """Whether the bytes ended inside a frame; that part is dropped and not counted as bad."""
        cut = bool(self._rest) or self._overlong
        self._rest, self._overlong = b"", False
        return cut

    def _split(self, data: bytes) -> list[bytes]:
        """Stuffed frames that ``data`` completes; what grows beyond the limit without an end is one bad frame."""
        pieces = (self._rest + data).split(b"\0")
        self._rest = pieces.pop()
        if self._overlong and pieces:
            self._overlong = False
            del pieces[0]
        if len(self._rest) > self.max_frame:
            self._bad += not self._overlong
            self._overlong = True
            self._rest = b""
        return pieces

    def _intact(self, pieces: list[bytes]) -> list[bytes]:
        """Unstuff frames, and keep those whose checksum holds."""
        unstuff, check, limit = cobs.decode, crc32, self.max_frame
        intact: list[bytes] = []
        for piece in pieces:
            try:
                frame = unstuff(piece)
            except cobs.DecodeError:
                self._bad += 1
                continue
            if check(frame) == _CRC_RESIDUE and len(frame) >= OVERHEAD and len(piece) <= limit:
                intact.append(frame)
            elif piece:
                self._bad += 1
        return intact

    def _block(self, frames: list[bytes], n_scans: int) -> Scans:
        """Scans of DATA frames of one geometry."""
        n_channels = (len(frames[0]) - OVERHEAD - DATA_FIXED - 2 * n_scans) // (2 * n_scans)
        table = np.frombuffer(b"".join(frames), data_dtype(n_scans, n_channels))
        sequence = table["sequence"]
        self._lost += self._lost_before(int(sequence[0])) + lost_between(sequence)
        self._next_sequence = (int(sequence[-1]) + 1) & 0xFFFF
        self._frames += len(frames)
        self._scans += len(frames) * n_scans
        self._count_for_board(int(table["overruns"][0]), int(table["dropped"][0]))
        self._count_for_board(int(table["overruns"][-1]), int(table["dropped"][-1]))
        time_us = (self._unwrap(table["time"])[:, None] + table["offset"]).ravel()
        return Scans(time_us, table["counts"].reshape(-1, n_channels))

    def _count_for_board(self, overruns: int, dropped: int) -> None:
        """Follow the board's counters from what they were when this stream began; a restart sets them to 0."""
        if self._board_counters is None:
            self._board_base = (overruns, dropped)
        elif overruns < self._board_counters[0] or dropped < self._board_counters[1]:
            self._board_base = (0, 0)
        self._board_counters = (overruns, dropped)

    def _lost_before(self, sequence: int) -> int:
        """Frames missing before ``sequence``; a number from the past means a restart or a repeat, not a loss."""
        if self._next_sequence is None:
            return 0
        ahead = (sequence - self._next_sequence) & 0xFFFF
        return ahead if ahead < 0x8000 else 0

    def _unwrap(self, time32: NDArray[np.uint32]) -> NDArray[np.int64]:
        """Device microseconds in 64 bits; a board that was restarted goes on one second later, as a gap."""
        raw, unwrapped = self._clock or (int(time32[0]), int(time32[0]))
        steps = np.empty(len(time32), np.int64)
        steps[0] = _signed(int(time32[0]) - raw)
        steps[1:] = (time32[1:] - time32[:-1]).view(np.int32)
        if steps.min() < -_MOST_BACK_US or steps.max() > _MOST_AHEAD_US:
            restarted = (steps < -_MOST_BACK_US) | (steps > _MOST_AHEAD_US)
            steps[restarted] = _RESTART_US
            self._restarts += int(restarted.sum())
        times: NDArray[np.int64] = unwrapped + steps.cumsum()
        self._clock = (int(time32[-1]), int(times[-1]))
        return times

    def _other(self, frame: bytes) -> Event | None:
        kind, sequence, time32 = HEAD.unpack_from(frame)
        payload = frame[HEAD.size : -4]
        try:
            event = _event(kind, payload)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None
        if event is None or kind >= 0x80:
            return event
        self._lost += 0 if kind == FrameType.HELLO else self._lost_before(sequence)
        self._next_sequence = (sequence + 1) & 0xFFFF
        self._frames += 1
        if isinstance(event, Pong | LoadReading | Status):
            # Answers may be stamped before scans that were sent earlier, so they do not move the clock.
            raw, unwrapped = self._clock or (time32, time32)
            self._clock = (raw, unwrapped)
            event = replace(event, device_us=unwrapped + _signed(time32 - raw))
        self._loads += isinstance(event, LoadReading)
        self._status = event if isinstance(event, Status) else self._status
        return event


def _signed(step: int) -> int:
    """A difference of two 32-bit clocks as a signed number: the shorter way round."""
    return (step + 0x80000000 & 0xFFFFFFFF) - 0x80000000


def _event(kind: int, payload: bytes) -> Event | None:
    """What a frame other than DATA says; None or ValueError for one that says nothing."""
    if kind == FrameType.PONG:
        return Pong(int.from_bytes(payload, "little"), 0) if len(payload) == 4 else None
    if kind in _PACKED_EVENTS:
        return _PACKED_EVENTS[kind].from_payload(0, payload)
    text = payload.decode("utf-8")
    if kind in _TEXT_EVENTS:
        return _TEXT_EVENTS[kind](text)
    if kind in _CARD_EVENTS:
        return _CARD_EVENTS[kind](json.loads(text))
    return HostFrame(FrameType(kind), text) if kind >= FrameType.RECORDING else None


def hello_of(fields: dict[str, Any]) -> Hello:
    """Give the hello that a recording keeps as plain values. Raises ValueError when they are none."""
    try:
        return Hello(**{**fields, "channels": tuple(fields["channels"])})
    except (KeyError, TypeError) as error:
        raise ValueError(f"no hello: {error!r}") from error


def _hello(card: dict[str, Any]) -> Hello:
    """The identity of any protocol version: a board from the future still says who it is."""
    protocol, rate_hz, bits = int(card["protocol"]), float(card.get("rate_hz", 0)), int(card.get("bits", 0))
    divider_ohm = float(card.get("divider_ohm", 0))
    if protocol == PROTOCOL and not (0 < rate_hz <= _MOST_RATE_HZ and 8 <= bits <= 16 and 0 < divider_ohm < np.inf):
        raise ValueError(f"no board scans at {rate_hz} Hz with {bits} bits and a divider of {divider_ohm} ohm")
    return Hello(
        protocol=protocol,
        firmware=str(card.get("firmware", "?")),
        board_id=str(card.get("id", "")),
        board=str(card.get("board", "?")),
        name=str(card.get("name", "")),
        channels=tuple(str(name) for name in card.get("channels", ())),
        rate_hz=rate_hz,
        bits=bits,
        divider_ohm=divider_ohm,
        layout=str(card.get("layout", "")),
    )


_TEXT_EVENTS: dict[int, type[Ack | BoardError | BoardLog]] = {
    FrameType.ACK: Ack,
    FrameType.ERROR: BoardError,
    FrameType.LOG: BoardLog,
}
_PACKED_EVENTS: dict[int, type[LoadReading | Status]] = {
    FrameType.LOADCELL: LoadReading,
    FrameType.STATUS: Status,
}
_CARD_EVENTS: dict[int, Callable[[dict[str, Any]], Event]] = {
    FrameType.HELLO: _hello,
    FrameType.SELFTEST: SelfTest.from_card,
    FrameType.CONFIG: Settings.from_card,
}
