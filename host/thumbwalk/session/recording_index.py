"""What stands at the end of a compressed recording: the stream's time at each block, so that any moment is found."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_MARK = b"thumbwalk-times\0"
_VERSION = 1
"""Of the index alone; a later one is passed over, and the recording read from its beginning."""
_HEAD = struct.Struct("<16sHHIqq")
"""The mark, version, bytes a row, rows, and the stream's times of the first and the newest scan (-1: none)."""
_ROW = struct.Struct("<qII")
"""Of a block: the stream's time before it, the board's 32 bits of it, and what is so of the block."""
_HAS_CLOCK, _HAS_NEWS = 1, 2
_REACH_US = 65_536
"""Scans of a frame are so much later than its own time at the most, by which blocks are told."""


@dataclass(frozen=True, slots=True)
class BlockStart:
    """How a stream stands where a block begins.

    Attributes
    ----------
    clock_us : (int, int) or None
        The newest time: the board's 32 bits and the stream's own; None before one.
    has_news : bool
        Whether the block holds what is to be known later on as well: a greeting, a drill, a mark.
    """

    clock_us: tuple[int, int] | None
    has_news: bool


@dataclass(frozen=True, slots=True)
class RecordingIndex:
    """Where what is in a recording: its blocks, and the stream's time of its first and newest scan, -1 without any."""

    starts: tuple[BlockStart, ...]
    first_us: int
    newest_us: int

    def to_bytes(self) -> bytes:
        """Give it as it stands in the file."""
        rows = []
        for one in self.starts:
            raw_us, stream_us = one.clock_us or (0, 0)
            flags = _HAS_CLOCK * (one.clock_us is not None) | _HAS_NEWS * one.has_news
            rows.append(_ROW.pack(stream_us, raw_us, flags))
        head = _HEAD.pack(_MARK, _VERSION, _ROW.size, len(rows), self.first_us, self.newest_us)
        return b"".join([head, *rows])

    @classmethod
    def from_bytes(cls, data: bytes) -> RecordingIndex | None:
        """Read it; None where it is another's, a later version's or damaged."""
        if len(data) < _HEAD.size:
            return None
        mark, version, row_size, n_rows, first_us, newest_us = _HEAD.unpack_from(data)
        if (mark, version, row_size) != (_MARK, _VERSION, _ROW.size) or len(data) != _HEAD.size + n_rows * row_size:
            return None
        starts = []
        for stream_us, raw_us, flags in _ROW.iter_unpack(data[_HEAD.size :]):
            clock_us = (raw_us, stream_us) if flags & _HAS_CLOCK else None
            starts.append(BlockStart(clock_us, bool(flags & _HAS_NEWS)))
        return cls(tuple(starts), first_us, newest_us)

    def block_before(self, stream_us: int) -> int:
        """The last block that surely begins before a time; the first if none does."""
        begin_before = [
            at for at, one in enumerate(self.starts) if one.clock_us and one.clock_us[1] < stream_us - _REACH_US
        ]
        return max(begin_before, default=0)
