"""Boards that print lines, behind a pseudo-terminal: in real time, in the dialects of sketches, with what goes wrong.

A board writes what its sketch gives for each sample, whether anybody reads or not, as a serial chip does.
"""

from __future__ import annotations

import contextlib
import math
import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from thumbwalk.signal.calibration import counts_of
from thumbwalk.signal.curve import SensorCurve

Sketch = Callable[[int, float], bytes]
"""What is printed for sample number n, at so many seconds after the board began; b"" for nothing."""


def pressed_counts(time_s: float, *, top: int = 1023, still_s: float = 0.0) -> list[int]:
    """Counts of four sensors: a thumb kneads on the second once a second; the others feel a tenth of it."""
    press = 0.0 if time_s < still_s else 0.8 * math.sin(math.pi * (time_s - still_s)) ** 2
    noise = int(7919 * time_s * 1000) % 3
    shares = (0.1, 1.0, 0.1, 0.05)
    return [min(top, round(press * share * top) + 3 + noise) for share in shares]


def parted(by: str, *, end: str = "\n", timed: float | None = None, decimals: str = "") -> Sketch:
    """Counts parted by a sign, with a time of so many ticks a second before them or not, with decimals or not."""

    def sketch(n: int, time_s: float) -> bytes:
        time = [] if timed is None else [str(int(time_s * timed + 1e-6))]
        fields = [f"{value}{decimals}{'0' * len(decimals)}" for value in pressed_counts(time_s)]
        return (by.join([*time, *fields]) + end).encode()

    return sketch


def labelled(n: int, time_s: float) -> bytes:
    """As the Arduino Serial Plotter takes it."""
    return (" ".join(f"A{i}:{value}" for i, value in enumerate(pressed_counts(time_s))) + "\r\n").encode()


class _Board:
    """A sketch that runs in a thread, behind the master's end of a pseudo-terminal."""

    def __init__(self, sketch: Sketch, rate_hz: float, before: bytes | None, at: Sequence[tuple[float, bytes]]) -> None:
        self._sketch, self._rate_hz, self._before, self._at = sketch, rate_hz, before, at
        self._master, self._slave = pty.openpty()
        self.port = os.ttyname(self._slave)
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        if before is not None:
            os.close(self._slave)  # the last to close it hangs up, which the board notices
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def close(self) -> None:
        self._done.set()
        self._thread.join()
        os.close(self._master)
        if self._before is None:
            os.close(self._slave)

    def _run(self) -> None:
        while not self._done.is_set():
            if not self._is_open():
                self._done.wait(0.005)
                continue
            if self._before is not None:
                self._done.wait(_BOOT_S)
                self._write(self._before)
            self._print()

    def _print(self) -> None:
        begun_s, n, extra = time.monotonic(), 0, list(self._at)
        while self._is_open() and not self._done.is_set():
            while n / self._rate_hz <= time.monotonic() - begun_s:
                if extra and extra[0][0] <= n / self._rate_hz:
                    self._write(extra.pop(0)[1])
                self._write(self._sketch(n, n / self._rate_hz))
                n += 1
            self._done.wait(min(1.0 / self._rate_hz, 0.005))

    def _is_open(self) -> bool:
        poll = select.poll()
        poll.register(self._master, select.POLLIN)
        return self._before is None or not any(event & select.POLLHUP for _, event in poll.poll(0))

    def _write(self, data: bytes) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._master, data)


@contextmanager
def board(
    sketch: Sketch,
    rate_hz: float = 100.0,
    *,
    before: bytes | None = None,
    at: Sequence[tuple[float, bytes]] = (),
) -> Iterator[str]:
    """Give the port of a board that runs a sketch.

    With ``before`` it begins anew whenever its port is opened, as many do, and prints that first, after a boot. Each of
    ``at`` is printed so many seconds after its beginning, between two lines.
    """
    running = _Board(sketch, rate_hz, before, at)
    try:
        yield running.port
    finally:
        running.close()


_BOOT_S = 0.5
"""Until a board that begins anew prints its first."""


class Hand:
    """Weights on the tiles of a board of dividers of 4.7 k-ohm, put there by a test, and its sketch."""

    def __init__(self, n: int) -> None:
        self._n = n
        self._tile: int | None = None
        self._force_n = 0.0
        self._kneads = False

    def put(self, tile: int | None, force_n: float) -> None:
        """Put so much on a tile; None takes all off."""
        self._tile, self._force_n, self._kneads = tile, force_n, False

    def knead(self, tile: int, peak_n: float) -> None:
        """Knead a tile once a second from now on."""
        self.put(tile, peak_n)
        self._kneads = True

    def sketch(self, n: int, time_s: float) -> bytes:
        """Counts of ten bits."""
        share = math.sin(math.pi * time_s) ** 2 if self._kneads else 1.0
        forces = [self._force_n * share * (tile == self._tile) for tile in range(self._n)]
        conductance = 1.3 * SensorCurve.generic().conductance_of(forces)
        codes = np.rint(counts_of(conductance, 10, 4700.0)) + n % 2
        return (" ".join(str(int(code)) for code in codes) + "\n").encode()
