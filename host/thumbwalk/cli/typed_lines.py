"""Lines that somebody types while something else goes on: waited for, for so long and no longer."""

from __future__ import annotations

import os
import select
import sys
import time


class TypedLines:
    """Lines of stdin, each given once, without its end.

    Where a terminal can't be waited for (Windows), what is typed is only read by `read`.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._ended = sys.stdin is None or sys.stdin.closed
        self._waits = not self._ended and sys.platform != "win32"

    def wait(self, seconds: float) -> str | None:
        """Give the next line if one comes in so many seconds; else None, after all of them."""
        until_s = time.monotonic() + seconds
        while (line := self._line()) is None:
            left_s = until_s - time.monotonic()
            if left_s <= 0.0:
                return None
            if self._ended or not self._waits:
                time.sleep(left_s)
            elif select.select([sys.stdin.fileno()], [], [], left_s)[0]:
                self._read()
        return line

    def read(self) -> str | None:
        """Give the next line, however long it takes; None when no more will come."""
        while (line := self._line()) is None and not self._ended:
            self._read()
        return line

    def _read(self) -> None:
        data = os.read(sys.stdin.fileno(), 4096)
        self._ended = not data
        self._rest += data or (b"\n" if self._rest else b"")

    def _line(self) -> str | None:
        if b"\n" not in self._rest:
            return None
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode(sys.stdin.encoding or "utf-8", errors="replace").strip()
