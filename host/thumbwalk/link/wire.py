"""The wire format: bytes in, events out. It owns no port, clock, thread or file.

A frame is COBS-stuffed and ended by a zero byte; unstuffed it is ``type u8, sequence u16, device_time u32 us, payload,
crc32 u32``, little-endian. ``firmware/PROTOCOL.md`` is the reference. Recordings use the same frames, so the same
decoder reads them. What is damaged is counted in the tally and skipped, never raised.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TypeVar, cast
from zlib import crc32

import numpy as np
from cobs import cobs
from numpy.typing import NDArray

from thumbwalk.link.board_state import LoadReading, Status
from thumbwalk.link.cells import CellReadings
from thumbwalk.link.encoding import encode_cells, encode_frame, encode_scans
from thumbwalk.link.events import (
    PACKED,
    Ack,
    BoardError,
    BoardLog,
    Event,
    FrameType,
    HostFrame,
    Over,
    Pong,
    Samples,
    Scans,
    event_of,
)
from thumbwalk.link.greeting import PROTOCOLS, Hello, hello_of
from thumbwalk.link.scan_frame import (
    BOARD_COUNTERS,
    HEAD,
    HOSTS_FROM,
    N_SCANS_AT,
    OVERHEAD,
    alike,
    are_alike,
    is_data,
    table_of,
)
from thumbwalk.link.selftest import SelfTest, Settings
from thumbwalk.link.sequence import Due, FrameOrder
from thumbwalk.link.stream_clock import Before, Break, StreamClock
from thumbwalk.link.tally import Tally

__all__ = [
    "PROTOCOLS", "Ack", "BoardError", "BoardLog", "Break", "CellReadings", "Event", "FrameType", "Hello", "HostFrame",
    "LoadReading", "Over", "Pong", "Samples", "Scans", "SelfTest", "Settings", "Status", "Tally", "WireDecoder",
    "encode_cells", "encode_frame", "encode_scans", "hello_of", "without_host_frames",
]  # fmt: skip

MAX_WIRE_FRAME = 4096
"""Longest stuffed frame that is waited for on a live wire; more without a zero byte is garbage."""

_WHOLE_RECORDING = (FrameType.RECORDING, FrameType.END)
"""Where one begins or ends, no frame of another's is waited for."""
_CRC_RESIDUE = 0x2144DF1C
"""CRC-32 of any message followed by its own CRC-32, little-endian."""


_DATA = int(FrameType.DATA)
"""A plain int: comparing with the enum costs the hot loop a third of its time."""

Stamped = TypeVar("Stamped", Pong, LoadReading | CellReadings | Status)


def _missed(table: NDArray[np.void]) -> NDArray[np.int64]:
    """What the board counts as not taken or not sent, at each frame."""
    missed: NDArray[np.int64] = table["overruns"].astype(np.int64) + table["dropped"]
    return missed


def without_host_frames(wire: bytes) -> bytes:
    """Bytes of a wire up to a frame's end, with every whole frame of a host's type spoilt, so that it is a bad one.

    No board may send such a frame, and in a recording it would be taken for the host's own.
    """
    if not _HOST_TYPE.search(wire):
        return wire
    pieces = wire.split(b"\0")
    return b"\0".join(_spoilt(piece) if _HOST_TYPE.match(piece) and _is_whole(piece) else piece for piece in pieces)


_HOST_TYPE = re.compile(rb"(?:^|\0)[\x02-\xff][\x80-\xff]")
"""How a frame of such a type begins: COBS puts its first byte behind the first length."""


def _is_whole(piece: bytes) -> bool:
    try:
        return crc32(cobs.decode(piece)) == _CRC_RESIDUE
    except cobs.DecodeError:
        return False


def _spoilt(piece: bytes) -> bytes:
    """The piece with another last byte, which belongs to its checksum."""
    return piece[:-1] + bytes([piece[-1] ^ 1 or 2])


class WireDecoder:
    """Takes bytes in any portions and gives the events that are whole.

    Parameters
    ----------
    max_frame : int
        Longest stuffed frame in bytes; a recording's frames may be far longer than a live wire's.
    recorded : bool
        Whether the bytes are a recording's, in which the host's own frames are; no board may send those.
    in_order : bool
        Whether later scans wait a little for a frame that is missing, so that times never go backward; `rest` gives
        what waits at the end. False gives each frame as it comes.
    clock : StreamClock or None
        What unwraps the times; None for a stream's beginning.
    """

    def __init__(
        self,
        max_frame: int = MAX_WIRE_FRAME,
        *,
        recorded: bool = False,
        in_order: bool = False,
        clock: StreamClock | None = None,
    ) -> None:
        self.max_frame = max_frame
        self._recorded = recorded
        self._rest = b""
        self._overlong = False
        self._order = FrameOrder(waits=in_order)
        self._clock = StreamClock() if clock is None else clock
        self._frames = self._scans = self._bad = self._restarts = self._loads = self._cells = self._standstills = 0
        self._lost_s = self._stood_still_s = 0.0
        self._status: Status | None = None
        self._greeted = False
        self._lost_ahead = 0  # frames that are missing before one without scans; their time is told with the next scans
        self._board_counters: tuple[int, int] | None = None
        self._board_base = (0, 0)

    @property
    def tally(self) -> Tally:
        """Counts of everything so far."""
        counters = self._board_counters or self._board_base
        overruns, dropped = (now - base for now, base in zip(counters, self._board_base, strict=True))
        return Tally(
            frames=self._frames,
            scans=self._scans,
            bad_frames=self._bad,
            lost_frames=self._order.lost,
            overruns=overruns,
            dropped=dropped,
            restarts=self._restarts,
            load_readings=self._loads,
            cell_readings=self._cells,
            status=self._status,
            repeated_frames=self._order.repeated,
            late_frames=self._order.late,
            lost_s=self._lost_s,
            standstills=self._standstills,
            stood_still_s=self._stood_still_s,
        )

    def feed(self, data: bytes) -> list[Event]:
        """Events that ``data`` completes, in the order of the wire; neighbouring scans come as one event."""
        events: list[Event] = []
        for _, as_long in groupby(self._intact(self._split(data)), len):
            # nearly always all as long as each other are of one kind, which costs a third of looking at each
            frames = list(as_long)
            for run in [frames] if are_alike(frames) else alike(frames):
                if run[0][0] == _DATA and is_data(run[0]):
                    self._take_run(run, events)
                else:
                    for frame in run:
                        self._take_other(frame, events)
        return events

    def rest(self) -> list[Event]:
        """Events that waited for a frame which never came: at the end of a stream that is read in order."""
        events: list[Event] = []
        self._give(self._order.rest(), events)
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
        try:
            frames = list(map(cobs.decode, pieces))
        except cobs.DecodeError:
            frames = []
        # nearly always all are whole, which costs a third of looking at each
        sound = set(map(crc32, frames)) == {_CRC_RESIDUE} and min(map(len, frames)) >= OVERHEAD
        if sound and max(map(len, pieces)) <= self.max_frame:
            return frames
        return [frame for piece in pieces if (frame := self._intact_one(piece))]

    def _intact_one(self, piece: bytes) -> bytes:
        """Unstuff a frame; nothing where it is empty or damaged, which is counted."""
        try:
            frame = cast(bytes, cobs.decode(piece))
        except cobs.DecodeError:
            frame = b""
        if crc32(frame) == _CRC_RESIDUE and len(frame) >= OVERHEAD and len(piece) <= self.max_frame:
            return frame
        self._bad += bool(piece)
        return b""

    def _take_run(self, run: list[bytes], events: list[Event]) -> None:
        """DATA frames of one geometry: what is awaited at once, anything else frame by frame."""
        table = table_of(run)
        if self._order.follows(table["sequence"], table["crc"]):
            self._block(run, table, self._before(None), events)
        else:
            self._give([due for frame in run for due in self._order.stream(frame, leads=True)], events)

    def _take_other(self, frame: bytes, events: list[Event]) -> None:
        """A frame of any other kind."""
        kind = frame[0]
        try:
            event = event_of(kind, frame[HEAD.size : -4])
        except ValueError:
            event = None
        if kind >= HOSTS_FROM:
            if event is None or not self._recorded:
                self._bad += 1
            else:
                if kind in _WHOLE_RECORDING:
                    events += self.rest()
                events.append(event)
        elif event is None:
            self._bad += 1
            self._order.answer(frame)  # it has come, though it says nothing
        elif kind in PACKED:
            self._give(self._order.stream(frame, leads=kind == FrameType.CELLS and not self._clock.is_led), events)
        elif self._order.answer(frame):
            self._frames += 1
            self._greeted |= kind == FrameType.HELLO
            events.append(self._stamped(event, frame) if isinstance(event, Pong) else event)

    def _give(self, due: list[Due], events: list[Event]) -> None:
        """Read frames of the stream whose turn it is; neighbours of one geometry as one block."""
        run: list[bytes] = []
        before: Before | None = None
        for one in due:
            frame = one.frame
            follows = not (one.lost or one.anew or one.late)
            if run and not (follows and len(frame) == len(run[0]) and frame[N_SCANS_AT] == run[0][N_SCANS_AT]):
                self._block(run, table_of(run), before, events)
                run, before = [], None
            if frame[0] != _DATA:
                self._packed(one, events)
            elif one.late:
                self._late_block(table_of([frame]), events)
            else:
                if not run:
                    before = self._before(None if follows else one)
                run.append(frame)
        if run:
            self._block(run, table_of(run), before, events)

    def _before(self, due: Due | None) -> Before | None:
        """What came before a frame of scans; None where it is the awaited one, and none is missing."""
        ahead, self._lost_ahead = self._lost_ahead, 0
        if due is None:
            return Before(ahead) if ahead else None
        return Before(due.lost + ahead, due.beyond, anew=due.anew, greeted=self._greeted)

    def _block(self, run: list[bytes], table: NDArray[np.void], before: Before | None, events: list[Event]) -> None:
        """Scans of DATA frames that follow each other."""
        before_us = self._clock.newest_us
        starts_us, breaks = self._clock.scans(table["time"], lambda: _missed(table), before)
        self._greeted = False
        counters = [BOARD_COUNTERS.unpack_from(frame, HEAD.size) for frame in (run[0], run[-1])]
        known = self._board_counters or counters[0]
        if any(one != known for one in counters):
            events += self._missed_in(table, starts_us, before_us, breaks, known)
        for one_frame in counters:
            if one_frame != self._board_counters:
                self._count_for_board(*one_frame)
        begins = 0
        for one in breaks:
            self._count_break(one, before)
            # what came before it is told before it, however the bytes were cut
            at = begins + int(np.argmax(starts_us[begins:] == one.device_us))
            if at > begins:
                self._scans_of(table[begins:at], starts_us[begins:at], events)
            events.append(one)
            begins = at
        self._scans_of(table[begins:], starts_us[begins:], events)

    def _missed_in(
        self,
        table: NDArray[np.void],
        starts_us: NDArray[np.int64],
        before_us: int | None,
        breaks: list[Break],
        known: tuple[int, int],
    ) -> list[Break]:
        """Where the board says that it could not take scans, or not send frames; by its counters, ``known`` before.

        In a step between two frames in which others are missing, all are as long.
        """
        overruns = np.diff(table["overruns"].astype(np.int64), prepend=known[0])
        dropped = np.diff(table["dropped"].astype(np.int64), prepend=known[1])
        steps_us = np.diff(starts_us, prepend=starts_us[0] if before_us is None else before_us)
        anew = {one.device_us for one in breaks if one.kind != "lost"}
        found = []
        for at in np.flatnonzero((overruns > 0) | (dropped > 0)).tolist():
            missing = max(int(dropped[at]), 0) + max(int(overruns[at]), 0) / int(table["n_scans"][at])
            if int(starts_us[at]) not in anew:
                seconds = max(float(steps_us[at]), 0.0) * 1e-6 * missing / (missing + 1.0)
                counts = max(int(dropped[at]), 0), max(int(overruns[at]), 0)
                found.append(Break("missed", int(starts_us[at]), seconds, *counts))
        return found

    def _late_block(self, table: NDArray[np.void], events: list[Event]) -> None:
        """Scans that come behind later ones: they move neither clock nor counters."""
        starts_us = np.array([self._clock.beside(int(table["time"][0]))], np.int64)
        self._scans_of(table, starts_us, events)

    def _scans_of(self, table: NDArray[np.void], starts_us: NDArray[np.int64], events: list[Event]) -> None:
        counts = table["counts"]
        n_frames, n_scans, n_channels = counts.shape
        self._frames += n_frames
        self._scans += n_frames * n_scans
        events.append(Scans((starts_us[:, None] + table["offset"]).ravel(), counts.reshape(-1, n_channels)))

    def _count_break(self, found: Break, before: Before | None) -> None:
        if found.kind == "lost":
            self._lost_s += found.seconds
            # numbers that went round say more than what was counted
            self._order.lost += found.frames - (before.lost if before is not None else 0)
        elif found.kind == "restart":
            self._restarts += 1
            self._order.lost -= before.lost if before is not None else 0
        else:
            self._standstills += 1
            self._stood_still_s += found.seconds

    def _count_for_board(self, overruns: int, dropped: int) -> None:
        """Follow the board's counters from what they were when this stream began; a restart sets them to 0."""
        if self._board_counters is None:
            self._board_base = (overruns, dropped)
        elif overruns < self._board_counters[0] or dropped < self._board_counters[1]:
            self._board_base = (0, 0)
        self._board_counters = (overruns, dropped)
        self._clock.seen(overruns + dropped)

    def _packed(self, due: Due, events: list[Event]) -> None:
        """Readings of load cells or a status, whose turn it is; it was read once already, so it can be."""
        frame = due.frame
        event = PACKED[frame[0]].from_payload(0, frame[HEAD.size : -4])
        self._frames += 1
        if isinstance(event, CellReadings):
            self._cells += len(event.readings)
            if not (self._clock.is_led or due.late):
                self._leading(event, due, events)
                return
        self._lost_ahead += due.lost
        events.append(event := self._stamped(event, frame))
        self._status = event if isinstance(event, Status) else self._status
        self._loads += isinstance(event, LoadReading)

    def _leading(self, event: CellReadings, due: Due, events: list[Event]) -> None:
        """Readings of a board without scans: they say how time goes on, and what is broken."""
        before = self._before(due if due.lost or due.anew else None)
        device_us, breaks = self._clock.cells(HEAD.unpack_from(due.frame)[2], before)
        self._greeted = False
        for one in breaks:
            self._count_break(one, before)
        events += [*breaks, replace(event, device_us=device_us)]

    def _stamped(self, event: Stamped, frame: bytes) -> Stamped:
        """The event at its own time, which may lie before scans that were sent earlier, and does not move the clock."""
        return replace(event, device_us=self._clock.beside(HEAD.unpack_from(frame)[2]))
