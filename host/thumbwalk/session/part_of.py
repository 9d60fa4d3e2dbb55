"""A part of a recording, opened where it begins: by the index of a compressed one, else by reading up to there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.filekind import kind_of
from thumbwalk.language import told
from thumbwalk.link.stream_clock import StreamClock
from thumbwalk.link.wire import Event, Samples, Scans
from thumbwalk.session.packing import is_news
from thumbwalk.session.recorded_bytes import is_beginning_lost
from thumbwalk.session.recording import Recording, recording_decoder
from thumbwalk.session.recording_index import RecordingIndex
from thumbwalk.session.zstd_blocks import Block, contents_of, read_block

SETTLES_S = 5.0
"""Read before a part: so long filters take to settle, and sensors to be known."""
_CELLS_WAIT_S = 0.5
"""So long after a moment the last reading comes that its row is made of: four of the slowest converter's periods."""


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds since the first scan, from ``from_s`` up to before ``to_s``."""

    from_s: float = 0.0
    to_s: float = math.inf


class PartOf:
    """A part of a recording.

    Attributes
    ----------
    first_us : int or None
        The stream's time of the recording's first scan; None without any.
    """

    def __init__(self, recording: Recording, span: Span) -> None:
        self._recording, self._span = recording, span
        self._indexed = _index_of(recording)
        if self._indexed is not None:
            self.first_us: int | None = self._indexed[0].first_us
        else:
            scans = (event for event in recording.events() if isinstance(event, Samples))
            self.first_us = next((int(one.time_us[0]) for one in scans), None)

    def events(self) -> Iterator[Event]:
        """What is in the part and some seconds before it, and all greetings, drills and marks of before that.

        Raises RecordingError when the file can't be read, or no scan is in the part.
        """
        newest_s, is_near = -math.inf, False
        for event in self._from_nearby():
            if isinstance(event, Samples):
                assert self.first_us is not None  # noqa: S101  there are scans
                time_s = (event.time_us - self.first_us) * 1e-6
                # cells are put on a grid, whose last rows wait for what is read behind them
                to_s = self._span.to_s + (0.0 if isinstance(event, Scans) else _CELLS_WAIT_S)
                inside = (time_s >= self._span.from_s - SETTLES_S) & (time_s < to_s)
                if inside.any():
                    newest_s, is_near = float(time_s[inside][-1]), True
                    yield _of_scans(event, inside) if isinstance(event, Scans) else event
                if time_s[-1] >= to_s:
                    break
            elif is_near or is_news(event):
                yield event
        if newest_s < self._span.from_s:
            raise RecordingError(
                told(
                    "nothing is in it from {from_s:g} s to {to_s:g} s; name another part",
                    from_s=self._span.from_s,
                    to_s=self._span.to_s,
                )
            )

    def _from_nearby(self) -> Iterator[Event]:
        """The recording's events, without most of those before the part where an index says where it is."""
        if self._indexed is None:
            yield from self._recording.events()
            return
        index, blocks = self._indexed
        at = index.block_before(index.first_us + int(1e6 * (self._span.from_s - SETTLES_S)))
        with self._recording.path.open("rb") as file:
            for block, start in zip(blocks[:at], index.starts, strict=False):
                if start.has_news:
                    yield from filter(is_news, recording_decoder().feed(read_block(file, block)))
            decoder = recording_decoder(StreamClock(index.starts[at].clock_us))
            for block in blocks[at:]:
                yield from decoder.feed(read_block(file, block))
            yield from decoder.rest()


def _of_scans(scans: Scans, inside: NDArray[np.bool_]) -> Scans:
    return Scans(scans.time_us[inside], scans.counts[inside])


def _index_of(recording: Recording) -> tuple[RecordingIndex, tuple[Block, ...]] | None:
    """What a compressed recording's end says of it; None where there is nothing, or it is damaged."""
    kind = kind_of(recording.path)
    if kind.packed or not kind.in_blocks:
        return None
    with recording.path.open("rb") as file:
        contents = contents_of(file)
        if contents is not None and is_beginning_lost(file, contents):
            return None
    index = None if contents is None else RecordingIndex.from_bytes(contents.note)
    if contents is None or index is None or len(index.starts) != len(contents.blocks) or index.first_us < 0:
        return None
    return index, contents.blocks
