"""Load cells' readings, each at a time of its own, as rows of all cells on one even grid.

Between two readings of a cell a row has what lies on the straight line between them: the converters' own filters are
slower than that. A cell that is silent for four readings is a number that is missing; where all are, there is no row.
"""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from numpy.typing import NDArray

from thumbwalk.link.cells import CellBank, CellReadings

Array = NDArray[np.float64]
Times = NDArray[np.int64]

_SILENT = 4.0
"""Periods after which a cell is silent; converters' clocks differ by a sixth at the most, and a reading may be lost."""
_LEAST_HZ = 10.0
"""The slowest that converters of load cells are strapped to; others read twice as often, and so on (HX711, HX717)."""
_UNKNOWN_HZ = 80.0
"""What they read until the board knows: slower ones are too slow to practise with."""


class EvenCells:
    """Puts readings on a grid; in any chunks the same.

    Rows lie on whole steps of the stream's time, so that a part of a stream has those of the whole. A reading that is
    not to be believed, or not after its cell's last one, is none.

    Parameters
    ----------
    n_cells : int
    rate_hz : float
        Rows a second: what the slowest cell reads, or about so many.
    """

    def __init__(self, n_cells: int, rate_hz: float) -> None:
        self.rate_hz = rate_hz
        self._n_cells = n_cells
        self._period_us = round(1e6 / rate_hz)
        self._silent_us = round(_SILENT * 1e6 / rate_hz)
        self._times = [np.empty(0, np.int64) for _ in range(n_cells)]
        self._codes = [np.empty(0) for _ in range(n_cells)]
        self._newest_us: int | None = None
        self._next_us = 0

    @classmethod
    def of_bank(cls, bank: CellBank) -> Self:
        """Of a board's cells, at the rate that their converters are made for: what they keep may be off by a sixth."""
        told_hz = _UNKNOWN_HZ if bank.rate_hz is None else max(bank.rate_hz, _LEAST_HZ)
        return cls(len(bank.names), _LEAST_HZ * 2.0 ** round(math.log2(told_hz / _LEAST_HZ)))

    def feed(self, heard: CellReadings) -> tuple[Times, Array]:
        """Readings in; out the rows that are due, their times (n,) in microseconds and codes (n, n_cells)."""
        time_us = heard.time_us
        if self._newest_us is None:
            self._next_us = -(-(int(time_us[0]) + self._silent_us) // self._period_us) * self._period_us
        self._newest_us = int(time_us[-1])
        self._take(heard)
        due_us = max(
            self._newest_us - self._silent_us,
            min(int(times[-1]) if len(times) else self._next_us - 1 for times in self._times),
        )
        if due_us < self._next_us:
            return np.empty(0, np.int64), np.empty((0, self._n_cells))
        rows_us = np.arange(self._next_us, due_us + 1, self._period_us, dtype=np.int64)
        codes = np.column_stack([self._at(rows_us, cell) for cell in range(self._n_cells)])
        self._next_us = int(rows_us[-1]) + self._period_us
        self._forget()
        some = ~np.isnan(codes).all(axis=1)
        return rows_us[some], codes[some]

    def _take(self, heard: CellReadings) -> None:
        """Keep what each cell said."""
        fresh: list[list[tuple[int, int]]] = [[] for _ in range(self._n_cells)]
        for one in heard.readings:
            if one.cell < self._n_cells and not one.flags:
                fresh[one.cell].append((heard.device_us + one.offset_us, one.code))
        for cell, said in enumerate(fresh):
            times = self._times[cell]
            later = [one for one in said if not len(times) or one[0] > times[-1]]
            if later:
                times_us, codes = zip(*later, strict=True)
                self._times[cell] = np.concatenate((times, np.array(times_us, np.int64)))
                self._codes[cell] = np.concatenate((self._codes[cell], np.array(codes, np.float64)))

    def _at(self, rows_us: Times, cell: int) -> Array:
        """What a cell's codes are at times (n,); NaN where it was silent."""
        times, codes = self._times[cell], self._codes[cell]
        if not len(times):
            return np.full(len(rows_us), np.nan)
        after = np.minimum(np.searchsorted(times, rows_us), len(times) - 1)
        before = np.maximum(after - 1, 0)
        apart_us = times[after] - times[before]
        between = (times[before] <= rows_us) & (rows_us <= times[after]) & (apart_us <= self._silent_us)
        part = (rows_us - times[before]) / np.maximum(apart_us, 1)
        lies = np.where(between, codes[before] + part * (codes[after] - codes[before]), np.nan)
        return np.where(times[after] == rows_us, codes[after], lies)

    def _forget(self) -> None:
        """Drop what no row needs any more: all but the last reading before the next."""
        for cell, times in enumerate(self._times):
            first = max(int(np.searchsorted(times, self._next_us)) - 1, 0)
            self._times[cell], self._codes[cell] = times[first:], self._codes[cell][first:]
