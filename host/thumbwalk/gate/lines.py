"""Blocks of whole lines from a table's bytes, and which line of the file a row stood in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import BinaryIO

from thumbwalk.errors import RecordingError

_BLOCK_BYTES = 1 << 20
_LONGEST_LINE = 1 << 24


def blocks_of(file: BinaryIO, source: str) -> Iterator[str]:
    """Give a file's text in blocks of whole lines, whatever ends them, without a byte order mark.

    Raises
    ------
    RecordingError
        When it is not UTF-8, or a line is absurdly long.
    """
    rest, at = b"", 0
    while data := file.read(_BLOCK_BYTES):
        rest += data
        # a \\r at the very end may be the first half of a line's end
        end = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, len(rest) - 1)) + 1
        if not end and len(rest) > _LONGEST_LINE:
            raise RecordingError(
                f"{source}: not a pad table: a line of more than {_LONGEST_LINE // 2**20} MB; "
                "name a pad table (CSV) or a recording (.twr)"
            )
        if end:
            yield _decoded(rest[:end], at, source)
            at, rest = at + end, rest[end:]
    if rest:
        yield _decoded(rest, at, source)


def _decoded(data: bytes, at: int, source: str) -> str:
    try:
        text = data.decode("utf-8" if at else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordingError(
            f"{source}: not a pad table: byte {at + error.start} is not UTF-8 text (Windows-1252, perhaps); "
            "save it as CSV in UTF-8"
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class LineIndex:
    """Which line each row stood in; blank lines are no rows."""

    def __init__(self) -> None:
        self._first_rows: list[int] = []
        self._blocks: list[tuple[int, list[int]]] = []

    def note(self, first_row: int, n_rows: int, first_line: int, text: str) -> None:
        """Remember a block of rows and its text."""
        lines = text.rstrip("\n").split("\n") if text.count("\n") != n_rows or not text.endswith("\n") else []
        blank = [first_line + at for at, line in enumerate(lines) if not line.strip()]
        self._first_rows.append(first_row)
        self._blocks.append((first_line, blank))

    def line_of(self, row: int) -> int:
        """The line (1 is the file's first) of a row (0 is the table's first)."""
        if not self._blocks:
            return 0
        at = max(bisect_right(self._first_rows, row) - 1, 0)
        first_line, blank = self._blocks[at]
        line = first_line + row - self._first_rows[at]
        for number in blank:
            line += number <= line
        return line
