"""Load cells' readings, each at a time of its own, as rows of all cells on one even grid.

Between two readings of a cell a row has what lies on the straight line between them: the converters' own filters are
slower than that. A cell that is silent for four readings is a number that is missing; where all are, there is no row.
"""

from __future__ import annotations

import math
from bisect import bisect_left
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
        # lists, as there are a few readings and a row at a time: arrays would take ten times the time
        self._times: list[list[int]] = [[] for _ in range(n_cells)]
        self._codes: list[list[int]] = [[] for _ in range(n_cells)]
        self._next_us: int | None = None

    @classmethod
    def of_bank(cls, bank: CellBank) -> Self:
        """Of a board's cells, at the rate that their converters are made for: what they keep may be off by a sixth."""
        told_hz = _UNKNOWN_HZ if bank.rate_hz is None else max(bank.rate_hz, _LEAST_HZ)
        return cls(len(bank.names), _LEAST_HZ * 2.0 ** round(math.log2(told_hz / _LEAST_HZ)))

    def feed(self, heard: CellReadings) -> tuple[Times, Array]:
        """Readings in; out the rows that are due, their times (n,) in microseconds and codes (n, n_cells)."""
        first_us, newest_us = (heard.device_us + one.offset_us for one in (heard.readings[0], heard.readings[-1]))
        if self._next_us is None:
            self._next_us = -(-(first_us + self._silent_us) // self._period_us) * self._period_us
        self._take(heard)
        next_us = self._next_us
        every = min(times[-1] if times else next_us - 1 for times in self._times)
        rows_us = range(next_us, max(newest_us - self._silent_us, every) + 1, self._period_us)
        rows = [[self._at(row_us, cell) for cell in range(self._n_cells)] for row_us in rows_us]
        if rows:
            self._next_us = rows_us[-1] + self._period_us
            self._forget(self._next_us)
        codes = np.array(rows, np.float64).reshape(-1, self._n_cells)
        some = ~np.isnan(codes).all(axis=1)
        return np.array(rows_us, np.int64)[some], codes[some]

    def _take(self, heard: CellReadings) -> None:
        """Keep what each cell said."""
        for one in heard.readings:
            if one.cell < self._n_cells and not one.flags:
                times, time_us = self._times[one.cell], heard.device_us + one.offset_us
                if not times or time_us > times[-1]:
                    times.append(time_us)
                    self._codes[one.cell].append(one.code)

    def _at(self, row_us: int, cell: int) -> float:
        """What a cell's code is at a time; NaN where it was silent."""
        times, codes = self._times[cell], self._codes[cell]
        after = bisect_left(times, row_us)
        if after == len(times):
            return math.nan
        if times[after] == row_us:
            return float(codes[after])
        if not after or times[after] - times[after - 1] > self._silent_us:
            return math.nan
        before_us, code = times[after - 1], codes[after - 1]
        return code + (row_us - before_us) / (times[after] - before_us) * (codes[after] - code)

    def _forget(self, next_us: int) -> None:
        """Drop what no row needs any more: all but the last reading before the next."""
        for times, codes in zip(self._times, self._codes, strict=True):
            first = bisect_left(times, next_us) - 1
            if first > 0:
                del times[:first], codes[:first]
