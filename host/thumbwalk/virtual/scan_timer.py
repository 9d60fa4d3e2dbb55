"""The virtual board's timer: the foot's counts as records, on the grid of its ticks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.virtual.pressing import PressedFoot

PIPE_ATOMIC = 4096
"""Bytes that a pipe takes whole or not at all (PIPE_BUF of Linux), so that records are not torn."""


class ScanTimer:
    """Records of a foot's scans, on the grid of a timer that starts, stops and changes its rate.

    Owns no clock: whoever calls it says what time it is, in device microseconds.
    """

    def __init__(self, foot: PressedFoot) -> None:
        self.foot = foot
        self.rate_hz = 0
        self._start_us = 0
        self._made = 0
        self._first_us: int | None = None
        self._record = np.dtype([("time_us", "<u8"), *foot.record])

    def start(self, rate_hz: int, now_us: int) -> bytes:
        """Set the timer going; returns the mark that tells the board so."""
        self.rate_hz, self._start_us, self._made = rate_hz, now_us, 0
        return b"\xff" * self._record.itemsize

    def stop(self) -> None:
        """Stop the timer."""
        self._start_us, self.rate_hz = self.time_us, 0

    @property
    def time_us(self) -> int:
        """Device time of the newest tick that has been dealt with."""
        return self._tick_us(self._made) if self.rate_hz else self._start_us

    @property
    def next_us(self) -> int:
        """Device time of the next tick."""
        return self._tick_us(self._made + 1)

    def due(self, now_us: int) -> int:
        """How many ticks have come and are not dealt with yet."""
        return (now_us - self._start_us) * self.rate_hz // 1_000_000 - self._made

    def left(self, duration_s: float) -> int:
        """How many ticks are left of ``duration_s`` of the foot's time."""
        first_us = self.next_us if self._first_us is None else self._first_us
        return max(0, round((duration_s - (self.next_us - first_us) * 1e-6) * self.rate_hz))

    def skip(self, n: int) -> None:
        """Let n ticks pass without a scan; the board will see the gap."""
        self._made += n

    def make(self, n: int) -> list[bytes]:
        """Scan on the next n ticks: the records of `made`, in pieces that a pipe takes whole or not at all."""
        if n == 0:
            return []
        records, piece = self.made(n), PIPE_ATOMIC // self._record.itemsize
        return [records[i : i + piece].tobytes() for i in range(0, n, piece)]

    def made(self, n: int) -> NDArray[np.void]:
        """Scan on the next n ticks, at least one: a record of each.

        The foot's time, and with it the scripted hand's, begins with the first scan ever made.
        """
        ticks = np.arange(self._made + 1, self._made + n + 1, dtype=np.int64)
        time_us: NDArray[np.int64] = self._start_us + (ticks * 1_000_000 + self.rate_hz // 2) // self.rate_hz
        if self._first_us is None:
            self._first_us = int(time_us[0])
        records = np.empty(n, self._record)
        records["time_us"] = time_us
        time_s = (time_us - self._first_us).astype(np.float64) * 1e-6
        self.foot.scan(records, time_s)
        self._made += n
        return records

    def _tick_us(self, tick: int) -> int:
        return self._start_us + (tick * 1_000_000 + self.rate_hz // 2) // self.rate_hz
