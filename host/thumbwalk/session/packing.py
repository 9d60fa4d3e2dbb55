"""A recording that is over, compressed: the same bytes in blocks, and where in them each moment is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from thumbwalk.errors import RecordingError
from thumbwalk.filekind import READ_FAULTS, kind_of
from thumbwalk.link.stream_clock import StreamClock
from thumbwalk.link.wire import FrameType, Hello, HostFrame, Scans
from thumbwalk.places import write_whole
from thumbwalk.session.recording import raw_chunks, recording_decoder
from thumbwalk.session.recording_index import BlockStart, RecordingIndex
from thumbwalk.session.zstd_blocks import packed

PORTION = 4096
"""Bytes that are lost at the most, with a frame's rest, where a compressed file is cut: 0.1 s at 1 kHz x 16."""
PORTIONS = 8
"""Of a block: 0.7 s at 1 kHz x 16 are lost where one is damaged, and unpacked to find a moment."""
_LONGEST = 8 * 1024 * 1024
"""So much without a frame's end is a portion as well."""


def pack_recording(path: Path) -> bool:
    """Compress a recording in its place, whole or not at all; say whether that was done.

    What is no recording, compressed already, or can't be read or written stays as it is. Whatever ends the process on
    the way, one of the two is there.
    """
    try:
        kind = kind_of(path)
        if kind.sort != "recording" or kind.packed or kind.in_blocks:
            return False
        index = _Indexing()
        write_whole(path, packed(index.noted(_blocks(raw_chunks(path))), index.note))
    except (RecordingError, *READ_FAULTS):
        return False
    return True


class _Indexing:
    """Follows a recording's blocks, and notes how its stream stands where each begins."""

    def __init__(self) -> None:
        self._clock = StreamClock()
        self._decoder = recording_decoder(self._clock)
        self._starts: list[BlockStart] = []
        self._first_us = self._newest_us = -1

    def noted(self, blocks: Iterable[Sequence[bytes]]) -> Iterator[Sequence[bytes]]:
        """Pass blocks on."""
        for block in blocks:
            clock_us = self._clock.newest
            has_news = False
            for event in self._decoder.feed(b"".join(block)):
                has_news |= is_news(event)
                if isinstance(event, Scans):
                    self._take(event)
            self._starts.append(BlockStart(clock_us, has_news))
            yield block

    def note(self) -> bytes:
        """Give the index of all that was passed on."""
        for event in self._decoder.rest():
            if isinstance(event, Scans):
                self._take(event)
        return RecordingIndex(tuple(self._starts), self._first_us, self._newest_us).to_bytes()

    def _take(self, scans: Scans) -> None:
        if self._first_us < 0:
            self._first_us = int(scans.time_us[0])
        self._newest_us = max(self._newest_us, int(scans.time_us[-1]))


def is_news(event: object) -> bool:
    """Whether an event is to be known later on as well: a greeting, a drill or a mark."""
    return isinstance(event, Hello) or (isinstance(event, HostFrame) and event.kind is FrameType.EVENT)


def _blocks(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    block: list[bytes] = []
    for portion in _portions(chunks):
        block.append(portion)
        if len(block) == PORTIONS:
            yield block
            block = []
    if block:
        yield block


def _portions(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream at the first frame's end behind each ``PORTION`` bytes."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        at = 0
        while (end := rest.find(b"\0", at + PORTION - 1) + 1) > 0:
            yield rest[at:end]
            at = end
        rest = rest[at:]
        if len(rest) > _LONGEST:
            yield rest
            rest = b""
    if rest:
        yield rest
