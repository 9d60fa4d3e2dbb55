"""Bytes compressed in blocks, each of which is unpacked alone: the seekable format of Zstandard.

A file of them is unpacked by any zstd program, to differences where those were put in. Behind the blocks stand a frame
that unpacking skips, for whatever the writer wants to find again, and the format's table of where each block is.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from thumbwalk.filekind import BLOCKS_END, ZSTD
from thumbwalk.language import told
from thumbwalk.session.differences import Restoring

LEVEL = 6
"""Of a practice at 1 kHz x 16, frame by frame, it leaves 0.51 in 5 s an hour; 3 leaves as much in 3 s, 11 0.45 in 15 s.

Where sensors are noisy 3 leaves an eighth more than 6.
"""
NOTE = 0x184D2A54
"""First number of the frame with the writer's note: one of the sixteen that unpacking skips."""
BEGINNING = 0x184D2A55
"""That of the frame with a copy of the stream's beginning, as it is: without that the rest means nothing."""
_SEEK_TABLE = 0x184D2A5E
_SKIPPED = range(0x184D2A50, 0x184D2A60)
"""The table's first number, and all that unpacking skips."""
_FRAME = struct.Struct("<II")
"""A skipped frame's first number, and how many bytes follow."""
_ENTRY = struct.Struct("<II")
"""Of a block in the table: its bytes in the file, and unpacked."""
_FOOTER = struct.Struct("<IBI")
"""The table's end: how many entries, their description (with or without checksums), the format's number."""
_SEEKABLE = int.from_bytes(BLOCKS_END, "little")
_CHECKSUMS = 0x80
_FED = 2048
"""Bytes unpacked at a time: what a forged block can make of them is no more than 64 MB."""
_KEPT = 256 * 1024
"""Bytes of a block that are looked through once more when it can't be unpacked: twice Zstandard's longest piece."""


@dataclass(frozen=True, slots=True)
class Block:
    """Where a block stands in its file, and how long it is there."""

    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What the end of a file says of it: its blocks, the note, and a copy of its beginning, if there is any."""

    blocks: tuple[Block, ...]
    note: bytes
    beginning: bytes = b""


def packed(
    blocks: Iterable[Sequence[bytes]], note: Callable[[], bytes], beginning: Callable[[], bytes] = bytes
) -> Iterator[bytes]:
    """Give the bytes of a file, block by block.

    Of a block that is cut off the portions can be unpacked that are there whole. ``note`` is asked when all blocks
    have been given, and ``beginning`` for what is to be kept a second time.
    """
    entries = []
    for portions in blocks:
        data = _compressed(portions)
        entries.append(_ENTRY.pack(len(data), sum(map(len, portions))))
        yield data
    if copy := beginning():
        entries.append(_ENTRY.pack(_FRAME.size + len(copy), 0))
        yield _FRAME.pack(BEGINNING, len(copy)) + copy
    text = note()
    entries.append(_ENTRY.pack(_FRAME.size + len(text), 0))
    yield _FRAME.pack(NOTE, len(text)) + text
    table = b"".join(entries) + _FOOTER.pack(len(entries), 0, _SEEKABLE)
    yield _FRAME.pack(_SEEK_TABLE, len(table)) + table


def _compressed(portions: Sequence[bytes]) -> bytes:
    import zstandard  # noqa: PLC0415  a start need not wait for it

    packer = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compressobj(size=sum(map(len, portions)))
    # a flush ends a piece that is unpacked without what follows, and with what came before
    whole = [packer.compress(one) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK) for one in portions]
    return b"".join([*whole, packer.flush()])


def _nothing_told() -> None:
    """Tell nobody."""


def unpacked(read: Callable[[], bytes], harmed: Callable[[], None] = _nothing_told) -> Iterator[bytes]:
    """Give what is in a file of blocks, whose bytes ``read`` gives in portions, without its table.

    What is damaged is passed over up to the next block, and zero bytes are given in its place, after ``harmed`` was
    told; of a file that is cut off all whole portions are given.
    """
    source = _Source(read)
    while beginning := source.look(_FRAME.size):
        number, size = _FRAME.unpack(beginning.ljust(_FRAME.size, b"\0"))
        if number in _SKIPPED:
            source.skip(_FRAME.size + size)
        elif beginning.startswith(ZSTD):
            yield from _of_block(source, harmed)
        else:
            harmed()
            yield b"\0"
            source.seek_to(ZSTD)


def _of_block(source: _Source, harmed: Callable[[], None] = _nothing_told) -> Iterator[bytes]:
    """Unpack the block that stands next, as far as it goes; the source stands behind it, or behind its beginning."""
    import zstandard  # noqa: PLC0415  what is not compressed need not wait for it

    block, restoring = zstandard.ZstdDecompressor().decompressobj(), Restoring()
    fed: deque[bytes] = deque(maxlen=_KEPT // _FED)
    while not block.eof and (data := source.take(_FED)):
        fed.append(data)
        try:
            some = restoring.feed(block.decompress(data))
        except (zstandard.ZstdError, ValueError):
            harmed()
            yield restoring.rest() + b"\0"
            # the next block may begin anywhere in that: a damaged length reaches far
            source.give_back(b"".join(fed)[len(ZSTD) :])
            return
        if some:
            yield some
    if rest := restoring.rest():
        yield rest
    source.give_back(block.unused_data)


class _Source:
    """A file's bytes, some of which are looked at before they are taken."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read
        self._ahead = b""
        self._at = 0

    def look(self, n: int) -> bytes:
        """The next ``n`` bytes, which stay; fewer at the end."""
        while len(self._ahead) - self._at < n and (more := self._read()):
            self._ahead = self._ahead[self._at :] + more
            self._at = 0
        return self._ahead[self._at : self._at + n]

    def take(self, most: int) -> bytes:
        """Some bytes, up to ``most``; none at the end."""
        data = self.look(most)
        self._at += len(data)
        return data

    def give_back(self, data: bytes) -> None:
        """Have ``data``, with which what was taken so far ends, stand next again."""
        if self._ahead.endswith(data, 0, self._at):
            self._at -= len(data)
        else:
            self._ahead, self._at = data + self._ahead[self._at :], 0

    def skip(self, n: int) -> None:
        """Pass over ``n`` bytes."""
        while n > 0 and (data := self.take(min(n, _FED))):
            n -= len(data)

    def seek_to(self, what: bytes) -> None:
        """Pass over bytes until ``what`` stands next, or the end."""
        while self.look(len(what)):
            at = self._ahead.find(what, self._at)
            if at >= 0:
                self._at = at
                return
            # its beginning may stand at this portion's end
            self._at = max(len(self._ahead) - len(what) + 1, self._at + 1)


def contents_of(file: BinaryIO) -> Contents | None:
    """What a file's own end says is in it; None where that is missing or damaged."""
    try:
        table_at, entries = _table_of(file)
        sizes = [_ENTRY.unpack_from(entries, at) for at in range(0, len(entries), _ENTRY.size)]
        blocks, beside, offset = [], dict[int, bytes](), 0
        for size, unpacked_size in sizes:
            if unpacked_size:
                blocks.append(Block(offset, size))
            else:
                file.seek(offset)
                number, n_bytes = _FRAME.unpack(file.read(_FRAME.size))
                beside[number] = file.read(n_bytes) if _FRAME.size + n_bytes == size else b""
            offset += size
        if offset != table_at or not sizes or sizes[-1][1]:
            return None
    except (OSError, ValueError, struct.error):
        return None
    note = beside.get(NOTE)
    return None if not note else Contents(tuple(blocks), note, beside.get(BEGINNING, b""))


def _table_of(file: BinaryIO) -> tuple[int, bytes]:
    """Where the table's frame begins, and its entries. Raises ValueError, OSError or struct.error."""
    end = file.seek(0, 2)
    file.seek(end - _FOOTER.size)
    n_entries, description, number = _FOOTER.unpack(file.read(_FOOTER.size))
    size = n_entries * _ENTRY.size
    table_at = end - _FOOTER.size - size - _FRAME.size
    if number != _SEEKABLE or description & _CHECKSUMS or table_at < 0:
        raise ValueError(told("no table of ours"))
    file.seek(table_at)
    if _FRAME.unpack(file.read(_FRAME.size)) != (_SEEK_TABLE, size + _FOOTER.size):
        raise ValueError(told("a table that is damaged"))
    return table_at, file.read(size)


def read_block(file: BinaryIO, block: Block) -> bytes:
    """Unpack one block; what of it is damaged is missing."""
    file.seek(block.offset)
    portions = iter([file.read(block.size)])
    return b"".join(_of_block(_Source(lambda: next(portions, b""))))
