"""A block's pieces as what changed since the last one as long: that compresses so well that each can be ended alone.

A board's frames are of one length, with much the same in them. What is no frame comes back byte for byte as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from thumbwalk.filekind import DIFFERENCES

MOST = 32 * 1024 * 1024
"""Bytes of a block, four times those of the longest that is written; a forged one may claim any number."""
_NUMBER = np.dtype("<u4")
_HEAD_SIZE = len(DIFFERENCES) + _NUMBER.itemsize
"""Of the mark and how many pieces there are; how long each is follows."""


def as_differences(pieces: Sequence[bytes]) -> list[bytes]:
    """Give a block's head, which says how long its pieces are, and each of them as its differences."""
    lengths = np.array([len(one) for one in pieces], _NUMBER)
    head = DIFFERENCES + np.array([len(pieces)], _NUMBER).tobytes() + lengths.tobytes()
    changes = _by_length(b"".join(pieces), lengths, _changes)
    ends = np.cumsum(lengths, dtype=np.int64).tolist()
    return [head, *(changes[end - len(one) : end] for one, end in zip(pieces, ends, strict=True))]


class Restoring:
    """Takes what a block unpacks to in portions, and gives the bytes that were put in.

    A block without the mark, as they all were once, is given as it is.
    """

    def __init__(self) -> None:
        self._beginning = b""
        self._more: list[bytes] = []
        self._size = 0
        self._as_it_is = False

    def feed(self, data: bytes) -> bytes:
        """Give what needs nothing that follows. Raises ValueError for more than any block holds."""
        if self._as_it_is:
            return data
        if len(self._beginning) < len(DIFFERENCES):
            self._beginning += data
            self._as_it_is = not DIFFERENCES.startswith(self._beginning[: len(DIFFERENCES)])
            return self._beginning if self._as_it_is else b""
        self._more.append(data)
        self._size += len(data)
        if self._size > MOST:
            raise ValueError(f"a block of more than {MOST} bytes")
        return b""

    def rest(self) -> bytes:
        """Give what waited for the block's end: of a block that is cut off, all pieces that are there whole."""
        if self._as_it_is:
            return b""
        block = b"".join([self._beginning, *self._more])
        return _restored(block) if len(block) >= len(DIFFERENCES) else block


def _restored(block: bytes) -> bytes:
    """Undo a block's differences, as far as pieces are whole; nothing where its head is not."""
    n_pieces = int.from_bytes(block[len(DIFFERENCES) : _HEAD_SIZE], "little")
    begin = _HEAD_SIZE + n_pieces * _NUMBER.itemsize
    if begin > len(block):
        return b""
    lengths = np.frombuffer(block, _NUMBER, n_pieces, _HEAD_SIZE)
    ends = np.cumsum(lengths, dtype=np.int64)
    n_whole = int(np.searchsorted(ends, len(block) - begin, "right"))
    if not n_whole:
        return b""
    return _by_length(block[begin : begin + int(ends[n_whole - 1])], lengths[:n_whole], _sums)


Rows = NDArray[np.uint8]
"""Pieces of one length, (n, length)."""


def _by_length(data: bytes, lengths: NDArray[np.uint32], of_rows: Callable[[Rows], Rows]) -> bytes:
    """Give the bytes of pieces that stand one after the other, with something made of all that are of one length."""
    before = np.frombuffer(data, np.uint8)
    if len(lengths) and (lengths == lengths[0]).all():
        return of_rows(before.reshape(len(lengths), int(lengths[0]))).tobytes()
    after = np.empty_like(before)
    starts = np.cumsum(lengths, dtype=np.int64) - lengths
    for alike in _alike(lengths):
        where = starts[alike, None] + np.arange(lengths[alike[0]])
        after[where] = of_rows(before[where])
    return after.tobytes()


def _alike(lengths: NDArray[np.uint32]) -> Iterator[NDArray[np.intp]]:
    """The numbers of the pieces of each length, in their order."""
    order = np.argsort(lengths, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(lengths[order])) + 1)


def _changes(rows: Rows) -> Rows:
    """What is added to each row's bytes to have the next one's, by 256; the first is what it is."""
    return np.diff(rows, axis=0, prepend=np.zeros_like(rows[:1]))


def _sums(rows: Rows) -> Rows:
    """The rows of which these are the changes."""
    # with a place for them it takes half the time of cumsum
    return np.add.accumulate(rows, axis=0, out=np.empty_like(rows))
