"""Missing values of single taxels: bridged where the hole is short, said where it is long."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_] | None]
"""Times (n,), values (n, n_taxels) without NaN, and which of them are made up (None: none)."""


class HoleFiller:
    """Fills NaN in one piece of a stream, taxel by taxel.

    A hole no longer than ``gap_s`` from the last number before it to the first after it is bridged by a straight
    line (at an end of the piece the nearest number is held); a longer one becomes 0 and is marked as missing. Rows wait
    inside until their holes are decided, which takes ``gap_s`` at the most.
    """

    def __init__(self, gap_s: float) -> None:
        self.gap_s = gap_s
        self._restart()

    def _restart(self) -> None:
        self._waiting_s = np.empty(0)
        self._waiting: NDArray[np.float64] | None = None
        self._good_s: NDArray[np.float64] | None = None
        self._good: NDArray[np.float64] | None = None

    def feed(self, time_s: NDArray[np.float64], values: NDArray[np.float64]) -> Rows:
        """Rows of the piece in, the rows out that are decided."""
        # A sum is NaN exactly when a value is, infinities being kept out by the readers; it is the cheapest look.
        if self._waiting is None and not np.isnan(values.sum()):
            if len(values):
                self._good_s, self._good = np.full(values.shape[1], time_s[-1]), values[-1].copy()
            return time_s, values, None
        return self._decided(time_s, values, final=False)

    def end(self) -> Rows | None:
        """The rows that still wait, now that the piece is over; ready for another piece afterwards."""
        waiting = self._waiting
        rows = None if waiting is None else self._decided(np.empty(0), waiting[:0], final=True)
        self._restart()
        return rows

    def _decided(self, time_s: NDArray[np.float64], values: NDArray[np.float64], final: bool) -> Rows:
        if self._waiting is not None:
            time_s, values = np.concatenate([self._waiting_s, time_s]), np.concatenate([self._waiting, values])
        hole = np.isnan(values)
        before_s, before, after_s, after = self._neighbours(time_s, values, hole)
        limit_s = self.gap_s + 1e-9
        closed = np.isfinite(after_s)
        long = np.where(closed, after_s, time_s[-1]) - before_s > limit_s
        undecided = hole & ~closed & ~long & (not final)
        ready = int(np.argmax(undecided.any(axis=1))) if undecided.any() else len(time_s)
        bridge = hole & closed & ~np.isnan(before)
        span_s = np.where(bridge, after_s - before_s, 1.0)
        share = np.where(bridge, (time_s[:, None] - before_s) / span_s, 0.0)
        bridged = np.where(bridge, before + share * (after - before), before)
        bridged = np.where(np.isnan(before), after, bridged)
        missing = hole & (long | np.isnan(bridged))
        filled = np.where(missing, 0.0, np.where(hole, bridged, values))
        self._keep(time_s, values, hole, ready)
        some = missing[:ready]
        return time_s[:ready], filled[:ready], some if some.any() else None

    def _neighbours(
        self, time_s: NDArray[np.float64], values: NDArray[np.float64], hole: NDArray[np.bool_]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Time and value of the last number at or before each place, and of the first at or after it."""
        n, columns = len(values), np.arange(values.shape[1])
        row = np.arange(n)[:, None]
        last = np.maximum.accumulate(np.where(hole, -1, row), axis=0)
        following = np.minimum.accumulate(np.where(hole, n, row)[::-1], axis=0)[::-1]
        # Where no number came before, the piece's first row stands in: a hole at the start has a length, too.
        kept_s = self._good_s if self._good_s is not None else np.full(values.shape[1], time_s[0])
        kept = self._good if self._good is not None else np.full(values.shape[1], np.nan)
        before_s = np.where(last >= 0, time_s[np.maximum(last, 0)], kept_s)
        before = np.where(last >= 0, values[np.maximum(last, 0), columns], kept)
        after_s = np.where(following < n, time_s[np.minimum(following, n - 1)], np.inf)
        after = np.where(following < n, values[np.minimum(following, n - 1), columns], np.nan)
        return before_s, before, after_s, after

    def _keep(
        self, time_s: NDArray[np.float64], values: NDArray[np.float64], hole: NDArray[np.bool_], ready: int
    ) -> None:
        """Remember each taxel's last number among the decided rows, and the rows that wait."""
        if self._good_s is None or self._good is None:
            self._good_s, self._good = np.full(values.shape[1], time_s[0]), np.full(values.shape[1], np.nan)
        good_s, good = self._good_s.copy(), self._good.copy()
        last = np.max(np.where(hole[:ready], -1, np.arange(ready)[:, None]), axis=0, initial=-1)
        has = last >= 0
        good_s[has], good[has] = time_s[last[has]], values[last[has], np.flatnonzero(has)]
        self._good_s, self._good = good_s, good
        self._waiting_s = time_s[ready:]
        self._waiting = values[ready:] if ready < len(values) else None
