"""A board on a USB cable, for the latency benchmark: a process that writes frames into a pty as USB would deliver them.

Run as ``python -m thumbwalk.bench.usb_writer FD SECONDS SEED``. Each frame's device time is this machine's monotonic
clock, so that whoever shows a press can tell how old it is; 64 bytes leave each millisecond (USB full speed's burst).
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time

import numpy as np
from numpy.typing import NDArray

from thumbwalk.link.wire import FrameType, encode_frame, encode_scans
from thumbwalk.pad import builtin_pad

RATE_HZ = 1000
SCANS_A_FRAME = 2
BURST_BYTES = 64
REST_COUNTS, PRESSED_COUNTS = 13, 2048
PRESS_S = 0.25
PRESSED_TAXEL = "midfoot_central"


def hello_frame(started_s: float) -> bytes:
    """How this board introduces itself; its name says when its schedule began, on the monotonic clock."""
    card = {
        "protocol": 1,
        "firmware": "bench",
        "id": "bench",
        "board": "bench",
        "name": f"{started_s:.6f}",
        "channels": builtin_pad().names,
        "rate_hz": RATE_HZ,
        "bits": 12,
        "divider_ohm": 3300,
        "layout": "sole16",
    }
    return encode_frame(FrameType.HELLO, 0, 0, json.dumps(card).encode())


def press_schedule(seconds: float, seed: int) -> NDArray[np.float64]:
    """Moments of the presses, seconds: at random, about one in 0.7 s, after two seconds of rest for the tare."""
    rng = np.random.default_rng(seed)
    return 2.5 + np.cumsum(rng.uniform(0.55, 0.85, max(int(seconds / 0.7), 1)))


class Board:
    """Makes the frames that are due; two scans each."""

    def __init__(self, started_s: float, presses_s: NDArray[np.float64], seed: int) -> None:
        self._started_s, self._presses_s = started_s, presses_s
        self._rng = np.random.default_rng(seed)
        self._names = builtin_pad().names
        self._made = self._sequence = 0

    def frames(self, now_s: float) -> bytes:
        """What has become due until now."""
        out = b""
        while int((now_s - self._started_s) * RATE_HZ) - self._made >= SCANS_A_FRAME:
            scan_s = (self._made + np.arange(SCANS_A_FRAME)) / RATE_HZ
            since = scan_s[:, None] - self._presses_s[None, :]
            pressed = ((since >= 0) & (since < PRESS_S)).any(axis=1)
            counts = self._rng.normal(REST_COUNTS, 1.5, (SCANS_A_FRAME, len(self._names))).clip(0, 4095).round()
            counts[pressed, self._names.index(PRESSED_TAXEL)] = PRESSED_COUNTS
            time_us = ((self._started_s + scan_s) * 1e6).astype(np.int64)
            out += encode_scans(self._sequence, time_us, counts.astype(np.uint16))
            self._made += SCANS_A_FRAME
            self._sequence += 1
        return out


def main() -> None:
    """Write until the time is over; a hello is answered at any time."""
    fd, seconds, seed = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    os.set_blocking(fd, False)
    started_s = time.monotonic()
    board = Board(started_s, press_schedule(seconds, seed), seed)
    waiting, bursts = b"", 0
    while (now_s := time.monotonic()) - started_s < seconds:
        waiting += hello_frame(started_s) * _hellos(fd) + board.frames(now_s)
        due = int((now_s - started_s) * 1000.0)
        with contextlib.suppress(BlockingIOError):
            # a burst for each millisecond that has passed: waking late must not slow the cable down
            waiting = waiting[os.write(fd, waiting[: BURST_BYTES * (due - bursts)]) :]
        bursts = due
        time.sleep(max(0.0, started_s + (due + 1) / 1000.0 - time.monotonic()))


def _hellos(fd: int) -> int:
    """How many hellos the host has asked for since the last look."""
    try:
        return os.read(fd, 4096).count(b"hello")
    except BlockingIOError:
        return 0


if __name__ == "__main__":
    main()
