"""A recording's own bytes, whatever they are compressed in, as far as they can be had."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BufferedIOBase
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, cast

from thumbwalk.errors import RecordingError
from thumbwalk.filekind import kind_of, open_bytes, reason_of
from thumbwalk.language import told
from thumbwalk.session.zstd_blocks import Contents, contents_of, read_block, unpacked

_CHUNK = 1 << 16
"""Bytes of a file at a time."""
_NOTHING = bytes(_CHUNK)
_MOST_NOTHING = 1024
"""So many portions of zeros, 64 MB, are the end of a file."""


def raw_chunks(path: Path, harmed: Callable[[], None] = lambda: None) -> Iterator[bytes]:
    """A recording's own bytes in portions, unpacked; where compressed data is cut off, it ends.

    ``harmed`` is told where a block can't be unpacked. Raises RecordingError when the disk can't be read.
    """
    n_nothing = 0
    for data in _unpacked(path, harmed):
        # a file that was made long and never written is full of frames of nothing: one ends what came before
        n_nothing = n_nothing + 1 if data == _NOTHING[: len(data)] else 0
        if n_nothing > _MOST_NOTHING:
            return
        if n_nothing <= 1:
            yield data if not n_nothing else b"\0"


def _unpacked(path: Path, harmed: Callable[[], None]) -> Iterator[bytes]:
    kind = kind_of(path)
    with open_bytes(path, kind) as file:
        source = _Forgiving(path, file)
        if not kind.in_blocks:
            yield from iter(source.read, b"")
            return
        if not kind.packed:
            contents = contents_of(file)
            lost = contents is not None and is_beginning_lost(file, contents)
            file.seek(0)
            if contents is not None and lost:
                harmed()
                yield contents.beginning
                file.seek(contents.blocks[0].offset + contents.blocks[0].size)
        yield from _evenly(unpacked(source.read, harmed))


def is_beginning_lost(file: BinaryIO, contents: Contents) -> bool:
    """Whether the first block can't be unpacked as far as the copy of its beginning goes, which stands in for it."""
    if not contents.beginning or not contents.blocks:
        return False
    return not read_block(file, contents.blocks[0]).startswith(contents.beginning)


def _evenly(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces together and large ones cut: each has its price in what follows."""
    gathered, size = list[bytes](), 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= _CHUNK:
            whole = b"".join(gathered)
            # a rest that is small beside them would be as dear as any
            n_portions = size // _CHUNK
            cuts = [size * number // n_portions for number in range(n_portions + 1)]
            yield from (whole[begin:end] for begin, end in pairwise(cuts))
            gathered, size = [], 0
    if gathered:
        yield b"".join(gathered)


class _Forgiving:
    """A file that ends where gzip's data is cut off or damaged."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path, self._file = path, cast(BufferedIOBase, file)

    def read(self) -> bytes:
        """The next bytes, none at the end. Raises RecordingError."""
        try:
            # what was unpacked before damage is given before that is raised
            return self._file.read1(_CHUNK)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return b""
        except OSError as error:
            raise RecordingError(
                told("{path}: can't read it: {error}; use another copy", path=self._path, error=reason_of(error))
            ) from error
