"""Load cells' readings, each at a time of its own, as rows of all cells on one even grid.

Between two readings of a cell a row has what lies on the straight line between them: the converters' own filters are
slower than that. A cell that is silent for four readings is a number that is missing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.link.cells import CellReadings

Array = NDArray[np.float64]
Times = NDArray[np.int64]

_SILENT = 4.0
"""Periods after which a cell is silent; converters' clocks differ by a sixth at the most, and a reading may be lost."""


class EvenCells:
    """Puts readings on a grid; in any chunks the same.

    Readings come in the order of their times, as a board sends them. One that is not to be believed is none.

    Parameters
    ----------
    n_cells : int
    rate_hz : float
        Rows a second: what the slowest cell reads.
    """

    def __init__(self, n_cells: int, rate_hz: float) -> None:
        self._n_cells = n_cells
        self._period_us = round(1e6 / rate_hz)
        self._silent_us = round(_SILENT * 1e6 / rate_hz)
        self._times = [np.empty(0, np.int64) for _ in range(n_cells)]
        self._codes = [np.empty(0) for _ in range(n_cells)]
        self._newest_us: int | None = None
        self._next_us = 0

    def feed(self, heard: CellReadings) -> tuple[Times, Array]:
        """Readings in; out the rows that are due, their times (n,) in microseconds and codes (n, n_cells)."""
        time_us = heard.time_us
        if self._newest_us is None:
            self._next_us = int(time_us[0]) + self._silent_us
        self._newest_us = int(time_us[-1])
        for cell in range(self._n_cells):
            mine = [i for i, one in enumerate(heard.readings) if one.cell == cell and not one.flags]
            self._times[cell] = np.concatenate((self._times[cell], time_us[mine]))
            self._codes[cell] = np.concatenate((self._codes[cell], [float(heard.readings[i].code) for i in mine]))
        due_us = max(
            self._newest_us - self._silent_us,
            min(int(times[-1]) if len(times) else self._next_us - 1 for times in self._times),
        )
        rows_us = np.arange(self._next_us, due_us + 1, self._period_us, dtype=np.int64)
        codes = np.column_stack([self._at(rows_us, cell) for cell in range(self._n_cells)])
        if len(rows_us):
            self._next_us = int(rows_us[-1]) + self._period_us
            self._forget()
        return rows_us, codes

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
