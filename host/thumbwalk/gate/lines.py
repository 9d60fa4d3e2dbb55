"""Blocks of whole lines from a table's bytes, and which line of the file a row stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from thumbwalk.errors import RecordingError
from thumbwalk.language import told

_BLOCK_BYTES = 1 << 20
_LONGEST_LINE = 1 << 24
"""A megabyte at a time; 2048 taxels of 20 digits are 43 kB, so that no table has lines of 16 MB."""


def blocks_of(file: BinaryIO, source: str) -> Iterator[str]:
    """Give a file's text in blocks of whole lines, whatever ends them, without a byte order mark.

    Raises
    ------
    RecordingError
        When it is not UTF-8, or a line is absurdly long.
    """
    rest, at = b"", 0
    data = file.read(_BLOCK_BYTES)
    while data:
        more = file.read(_BLOCK_BYTES)
        rest += data
        # a \\r at the very end may be the first half of a line's end
        end = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, len(rest) - 1)) + 1 if more else len(rest)
        if not end and len(rest) > _LONGEST_LINE:
            what = told("zero bytes") if rest.endswith(bytes(_BLOCK_BYTES)) else told("a line")
            raise RecordingError(
                told(
                    "{source}: not a pad table: {what} of more than {longest_line} MB; name a pad table (CSV) or a "
                    "recording (.twr)",
                    source=source,
                    what=what,
                    longest_line=_LONGEST_LINE // 2**20,
                )
            )
        if end:
            yield _decoded(rest[:end], at, source)
            at, rest = at + end, rest[end:]
        data = more


def _decoded(data: bytes, at: int, source: str) -> str:
    try:
        text = data.decode("utf-8" if at else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordingError(
            told(
                "{source}: not a pad table: byte {at} is not UTF-8 text (Windows-1252, perhaps); save it as CSV in "
                "UTF-8",
                source=source,
                at=at + error.start,
            )
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def line_of_row(blocks: Iterable[str], first_line: int, row: int) -> int:
    """Which line (1 is the file's first) a row (0 is the table's first) stands in: blank lines are no rows.

    ``blocks`` are the file's, and its rows begin in line ``first_line``.
    """
    line, at = 0, -1
    for text in blocks:
        for content in text.removesuffix("\n").split("\n"):
            line += 1
            at += line >= first_line and bool(content.strip())
            if at == row:
                return line
    return line
