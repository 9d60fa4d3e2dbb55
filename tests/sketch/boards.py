"""Boards that print lines, behind a pseudo-terminal: in real time, in the dialects of sketches, with what goes wrong.

A board writes what its sketch gives for each sample, whether anybody reads or not, as a serial chip does.
"""

from __future__ import annotations

import contextlib
import math
import os
import pty
import threading
import time
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

Sketch = Callable[[int, float], bytes]
"""What is printed for sample number n, at so many seconds after the board began; b"" for nothing."""

N_SENSORS = 4


def pressed_counts(time_s: float, *, top: int = 1023, still_s: float = 0.0) -> list[int]:
    """Counts of four sensors: a thumb kneads on the second once a second; the others feel a tenth of it."""
    press = 0.0 if time_s < still_s else 0.8 * math.sin(math.pi * (time_s - still_s)) ** 2
    noise = int(7919 * time_s * 1000) % 3
    shares = (0.1, 1.0, 0.1, 0.05)
    return [min(top, round(press * share * top) + 3 + noise) for share in shares]


def parted(by: str, *, end: str = "\n", timed_ms: bool = False) -> Sketch:
    """Counts parted by a sign, with a time before them or not."""

    def sketch(n: int, time_s: float) -> bytes:
        fields = [str(round(1000 * time_s))] * timed_ms + [str(value) for value in pressed_counts(time_s)]
        return (by.join(fields) + end).encode()

    return sketch


def labelled(n: int, time_s: float) -> bytes:
    """As the Arduino Serial Plotter takes it."""
    return (" ".join(f"A{i}:{value}" for i, value in enumerate(pressed_counts(time_s))) + "\r\n").encode()


@contextmanager
def board(
    sketch: Sketch, rate_hz: float = 100.0, *, before: bytes = b"", at: Sequence[tuple[float, bytes]] = ()
) -> Iterator[str]:
    """Give the port of a board that runs a sketch.

    ``before`` is printed once at the beginning, and each of ``at`` once so many seconds later, between two lines.
    """
    master, slave = pty.openpty()
    tty.setraw(slave)
    os.set_blocking(master, False)
    done = threading.Event()

    def write(data: bytes) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(master, data)

    def run() -> None:
        begun_s, n, extra = time.monotonic(), 0, list(at)
        write(before)
        while not done.is_set():
            now_s = time.monotonic() - begun_s
            while n / rate_hz <= now_s:
                if extra and extra[0][0] <= n / rate_hz:
                    write(extra.pop(0)[1])
                write(sketch(n, n / rate_hz))
                n += 1
            done.wait(min(1.0 / rate_hz, 0.005))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        done.set()
        thread.join()
        os.close(master)
        os.close(slave)
