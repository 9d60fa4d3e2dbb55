"""A port by a clock of its own: bytes with the times at which they come, and nothing waits."""

from __future__ import annotations

from collections.abc import Iterable


class ScriptedPort:
    """Gives bytes when their time has come; a reading that finds nothing takes 50 ms, as a real port's does."""

    url = "/dev/x"

    def __init__(self, script: Iterable[tuple[float, bytes]]) -> None:
        self._script = sorted(script, key=lambda one: one[0])
        self.now_s = 100.0
        self.closed = False

    def now(self) -> float:
        return self.now_s

    def read(self) -> bytes:
        due = self._due()
        if not due:
            self.now_s += 0.05
            due = self._due()
        return due

    def forget(self) -> None:
        self._due()

    def close(self) -> None:
        self.closed = True

    def _due(self) -> bytes:
        n = sum(moment + 100.0 <= self.now_s for moment, _ in self._script)
        due, self._script = self._script[:n], self._script[n:]
        return b"".join(data for _, data in due)


def even(
    lines: Iterable[str], rate_hz: float = 100.0, start_s: float = 0.0, end: str = "\r\n"
) -> list[tuple[float, bytes]]:
    """Lines in even steps."""
    return [(start_s + n / rate_hz, (line + end).encode()) for n, line in enumerate(lines)]
