"""A port by a clock of its own: bytes with the times at which they come, and nothing waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from heapq import merge
from itertools import count

import pytest

from thumbwalk.rig import opening
from thumbwalk.sketch import line_link
from thumbwalk.sketch.line_link import LineLink


class ScriptedPort:
    """Gives bytes when their time has come; a reading that finds nothing takes 50 ms, as a real port's does."""

    url = "/dev/x"

    def __init__(self, script: Iterable[tuple[float, bytes]]) -> None:
        in_order = sorted(script, key=_moment) if isinstance(script, list) else script
        self._script = iter(in_order)
        self._next = next(self._script, None)
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
        due = []
        while self._next is not None and self._next[0] + 100.0 <= self.now_s:
            due.append(self._next[1])
            self._next = next(self._script, None)
        return b"".join(due)


def _moment(one: tuple[float, bytes]) -> float:
    return one[0]


def even(
    lines: Iterable[str], rate_hz: float = 100.0, start_s: float = 0.0, end: str = "\r\n"
) -> list[tuple[float, bytes]]:
    """Lines in even steps."""
    return [(start_s + n / rate_hz, (line + end).encode()) for n, line in enumerate(lines)]


def printed(
    sketch: Callable[[int, float], bytes],
    rate_hz: float = 100.0,
    *,
    before: bytes = b"",
    at: Sequence[tuple[float, bytes]] = (),
) -> ScriptedPort:
    """Give the port of a board that runs a sketch, see `tests.sketch.boards`; each line is made when it is due."""
    boot_s = _BOOT_S * bool(before)
    lines = ((boot_s + n / rate_hz, sketch(n, n / rate_hz)) for n in count())
    extra = [(0.0, before), *((boot_s + moment, data) for moment, data in at)]
    return ScriptedPort(merge(extra, lines, key=_moment))


_BOOT_S = 0.5
"""Until a board that begins anew prints its first line."""


def plugged_in(monkeypatch: pytest.MonkeyPatch, port: ScriptedPort) -> str:
    """Have every port that is opened for lines be this one, by its own clock; gives its name."""

    def opened(*_: object, **__: object) -> ScriptedPort:
        return port

    monkeypatch.setattr(opening, "SerialLink", opened)
    monkeypatch.setattr(line_link, "LineLink", partial(LineLink, now=port.now))
    return port.url
