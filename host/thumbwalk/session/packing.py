"""A recording that is over, compressed: the same bytes in blocks, and where in them each moment is; mended, too."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from thumbwalk.errors import RecordingError
from thumbwalk.filekind import READ_FAULTS, kind_of
from thumbwalk.language import told
from thumbwalk.link.scan_frame import OVERHEAD
from thumbwalk.link.stream_clock import StreamClock
from thumbwalk.link.wire import FrameType, Hello, HostFrame, Samples
from thumbwalk.places import write_whole
from thumbwalk.session.differences import as_differences
from thumbwalk.session.recorded_bytes import raw_chunks
from thumbwalk.session.recording import recording_decoder
from thumbwalk.session.recording_index import BlockStart, RecordingIndex
from thumbwalk.session.zstd_blocks import contents_of, packed

BLOCK = 32 * 1024
"""Bytes and a frame's rest: 0.7 s at 1 kHz x 16 are lost where one is damaged, and unpacked to find a moment.

An hour is 82 MB by it, 80 by twice as much.
"""
_DAMAGED = ".damaged-"
"""How a damaged file is called beside the one that was mended, with a number."""
_SHORTEST = OVERHEAD + 2
"""A whole frame is no shorter, with the bytes of its stuffing and its end: so no piece holds two."""
_MEASURED = (bytes([FrameType.DATA]), bytes([FrameType.CELLS]))
"""How frames begin by which a stream's time is told."""
_LONGEST = 8 * 1024 * 1024
"""So much without a frame's end is a piece as well."""


def pack_recording(path: Path) -> bool:
    """Compress a recording in its place, whole or not at all; say whether that was done.

    What is no recording, compressed already, or can't be read or written stays as it is. Whatever ends the process on
    the way, one of the two is there.
    """
    try:
        kind = kind_of(path)
        if kind.sort != "recording" or kind.packed or kind.in_blocks:
            return False
        _pack(path)
    except (RecordingError, *READ_FAULTS):
        return False
    return True


def mend_recording(path: Path, *, harmed: bool) -> str:
    """Write what can be read of a damaged compressed recording once more in its place; gives what to say of that.

    Not a byte is another than before for whoever reads it; it is compressed in order again, and opens anywhere. The
    damaged file stays beside it. Nothing is done, and "" given, where none is damaged, or it can't be written. Whatever
    ends the process on the way, the recording has its name.

    Parameters
    ----------
    path : Path
    harmed : bool
        What `Recording.is_harmed` said of it; that its end is missing is seen here.
    """
    try:
        kind = kind_of(path)
        if kind.sort != "recording" or kind.packed or not kind.in_blocks:
            return ""
        with path.open("rb") as file:
            if not harmed and contents_of(file) is not None:
                return ""
        aside = _kept_beside(path.resolve())
        try:
            _pack(path)
        except BaseException:
            aside.unlink()
            raise
    except (RecordingError, *READ_FAULTS):
        return ""
    return told(
        "{path}: was damaged; all that can be read of it is put in order, and the damaged file is kept as {aside}",
        path=path,
        aside=aside,
    )


def damaged_beside(path: Path) -> list[Path]:
    """The damaged files that were kept beside a recording when it was mended."""
    return sorted(path.parent.glob(f"{glob.escape(path.name)}{_DAMAGED}*"))


def _kept_beside(path: Path) -> Path:
    """Give a file another name as well; what was ended in the midst of that has it already."""
    known = damaged_beside(path)
    for one in known:
        if one.samefile(path):
            return one
    aside = path.with_name(f"{path.name}{_DAMAGED}{len(known) + 1}")
    try:
        os.link(path, aside)
    except OSError:  # a disk without links
        write_whole(aside, [path.read_bytes()])
    return aside


def _pack(path: Path) -> None:
    index = _Indexing()
    blocks = map(as_differences, index.noted(_blocks(raw_chunks(path))))
    write_whole(path, packed(blocks, index.note, lambda: index.beginning))


class _Indexing:
    """Follows a recording's blocks, and notes how its stream stands where each begins.

    ``beginning`` is all up to the first frame of scans, where there is one.
    """

    def __init__(self) -> None:
        self.beginning = b""
        self._clock = StreamClock()
        self._decoder = recording_decoder(self._clock)
        self._starts: list[BlockStart] = []
        self._first_us = self._newest_us = -1

    def noted(self, blocks: Iterable[Sequence[bytes]]) -> Iterator[Sequence[bytes]]:
        """Pass blocks on."""
        for block in blocks:
            clock_us = self._clock.newest
            has_news, whole = False, b"".join(block)
            if not self._starts:
                self.beginning = _up_to_scan(whole)
            for event in self._decoder.feed(whole):
                has_news |= is_news(event)
                if isinstance(event, Samples):
                    self._take(event)
            self._starts.append(BlockStart(clock_us, has_news))
            yield block

    def note(self) -> bytes:
        """Give the index of all that was passed on."""
        for event in self._decoder.rest():
            if isinstance(event, Samples):
                self._take(event)
        return RecordingIndex(tuple(self._starts), self._first_us, self._newest_us).to_bytes()

    def _take(self, samples: Samples) -> None:
        if self._first_us < 0:
            self._first_us = int(samples.time_us[0])
        self._newest_us = max(self._newest_us, int(samples.time_us[-1]))


def _up_to_scan(stream: bytes) -> bytes:
    """The beginning of a stream and the first frame by which its time is told; nothing where none is near."""
    at = 0
    while (end := stream.find(b"\0", at) + 1) > 0:
        # COBS puts a frame's type behind the first length
        if stream[at + 1 : at + 2] in _MEASURED:
            return stream[:end]
        at = end
    return b""


def is_news(event: object) -> bool:
    """Whether an event is to be known later on as well: a greeting, a drill or a mark."""
    return isinstance(event, Hello) or (isinstance(event, HostFrame) and event.kind is FrameType.EVENT)


def _blocks(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    block, size = list[bytes](), 0
    for piece in _pieces(chunks):
        block.append(piece)
        size += len(piece)
        if size >= BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream behind each frame, with what is before it and too short for one."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        at = 0
        while (end := rest.find(b"\0", at + _SHORTEST - 1) + 1) > 0:
            yield rest[at:end]
            at = end
        rest = rest[at:]
        if len(rest) > _LONGEST:
            yield rest
            rest = b""
    if rest:
        yield rest
