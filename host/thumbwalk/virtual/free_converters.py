"""Converters with clocks of their own, as HX711 are: each reads its cell at its own pace, in step with no other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RATE_HZ = 80.0
"""An HX711 whose RATE pin is strapped high (Avia's data sheet)."""
_CLOCKS_OFF = 0.015
"""How far an oscillator may be off, as a part: four on one plate were told apart by -1.5 to +1.2 %."""
_SETTLES = 4.0
"""Conversions until a step is there whole (data sheet: 50 ms at 80 Hz): a reading is the mean over so many."""
_BEFORE_S = 1.0
"""So long before the first moment all was as at it."""
READING = np.dtype([("code", "<i4"), ("age_us", "<u2"), ("flags", "<u2")])
"""A reading as a virtual board's record has it (`firmware/PROTOCOL.md`)."""
NO_READING = 0x7FFFFFFF
"""The code that stands in a record where a cell had nothing new."""
_MOST_AGE_US = 0xFFFF
_TOP = 2**23 - 1


class FreeConverters:
    """Four or so converters; go on where the last call ended, and give the same in any portions.

    Parameters
    ----------
    n_cells : int
    seed : int
        Fixes their clocks.
    """

    def __init__(self, n_cells: int, seed: int) -> None:
        rng = np.random.default_rng([seed, 71])
        self.periods_s: Array = (1.0 + rng.uniform(-_CLOCKS_OFF, _CLOCKS_OFF, n_cells)) / RATE_HZ
        self._next_s: Array = rng.uniform(0.0, 1.0, n_cells) * self.periods_s
        self._times_s = np.empty(0)
        self._sums = np.empty((0, n_cells))
        self._signal = np.empty((0, n_cells))

    def read(self, signal: Array, time_s: Array) -> list[tuple[NDArray[np.int64], Array, Array]]:
        """Read signals (n, n_cells) at ``time_s`` (n,), which does not fall and between which they go straight.

        Gives of each cell, for every conversion that ended: the first moment at or after it, an index; when it ended,
        in seconds; and the mean over the conversions that it settles in.
        """
        if not len(self._times_s):
            self._times_s = np.array([time_s[0] - _BEFORE_S, time_s[0]])
            self._sums = np.vstack((np.zeros(len(self.periods_s)), _BEFORE_S * signal[0]))
            self._signal = signal[:1]
            self._next_s = self._next_s + time_s[0]
        steps_s = np.diff(time_s, prepend=self._times_s[-1])
        middle = 0.5 * (np.vstack((self._signal, signal[:-1])) + signal)
        # one after the other, so that portions do not matter
        sums = np.add.accumulate(np.vstack((self._sums[-1:], steps_s[:, None] * middle)), axis=0)[1:]
        self._times_s = np.concatenate((self._times_s, time_s))
        self._sums = np.vstack((self._sums, sums))
        self._signal = signal[-1:].copy()
        found = [self._conversions(cell, time_s) for cell in range(len(self.periods_s))]
        kept = int(np.searchsorted(self._times_s, time_s[-1] - _BEFORE_S))
        self._times_s, self._sums = self._times_s[max(kept - 1, 0) :], self._sums[max(kept - 1, 0) :]
        return found

    def _conversions(self, cell: int, time_s: Array) -> tuple[NDArray[np.int64], Array, Array]:
        period_s = float(self.periods_s[cell])
        ends_s = list[float]()
        while self._next_s[cell] <= time_s[-1]:
            ends_s.append(float(self._next_s[cell]))
            self._next_s[cell] += period_s
        ends = np.array(ends_s)
        sums = [np.interp(at, self._times_s, self._sums[:, cell]) for at in (ends, ends - _SETTLES * period_s)]
        return np.searchsorted(time_s, ends), ends, np.asarray((sums[0] - sums[1]) / (_SETTLES * period_s))


def recorded(n: int, n_cells: int) -> NDArray[np.void]:
    """Room for what comes with each of n scans, (n, n_cells), in which nothing was read yet."""
    records = np.zeros((n, n_cells), READING)
    records["code"] = NO_READING
    return records


def put(records: NDArray[np.void], cell: int, at: NDArray[np.int64], ages_s: Array, codes: Array) -> None:
    """Put readings of a cell into the records of the scans ``at`` (k,); of several at one the last one stays."""
    ages_us = np.rint(ages_s * 1e6)
    said = ages_us <= _MOST_AGE_US
    at = at[said]
    records["code"][at, cell] = np.clip(np.rint(codes[said]), -_TOP - 1, _TOP).astype(np.int32)
    records["age_us"][at, cell] = ages_us[said].astype(np.uint16)
