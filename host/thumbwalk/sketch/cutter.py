"""Bytes of a port to lines of text: whatever ends them, however they are cut; what is no text is told from it."""

from __future__ import annotations

import re

MOST_BYTES = 8192
"""Of a line: 256 columns of 20 characters are 5 kB. What grows beyond is garbage, and so is all up to a line's end."""

_ENDS = re.compile(rb"\r\n|\n|\r(?!\Z)")
"""A carriage return at the very end may be the first half of a line's end."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class LineCutter:
    """Takes bytes in any portions and gives the lines that are whole: their text, or None for what is no text.

    What came before the first line's end may be half a line, and is dropped unless it is asked for.
    """

    def __init__(self, *, keeps_first: bool = False) -> None:
        self._rest = b""
        self._dropping = not keeps_first
        self._overlong = False

    def restart(self) -> None:
        """Forget what is there; the next line's end is the first."""
        self._rest, self._dropping, self._overlong = b"", True, False

    def feed(self, data: bytes) -> list[str | None]:
        """Lines that ``data`` completes, without those that are empty."""
        *whole, self._rest = _ENDS.split(self._rest + data)
        if self._dropping and whole:
            self._dropping = False
            del whole[0]
        lines = [_text(line) for line in whole]
        if self._overlong and lines:
            self._overlong = False
            lines[0] = None
        if len(self._rest) > MOST_BYTES:
            self._rest, self._overlong = b"", not self._dropping
        return [line for line in lines if line is None or line.strip()]


def _text(line: bytes) -> str | None:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text
