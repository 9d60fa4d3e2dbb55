"""From the times samples were taken at to an even grid, which every filter needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.signal.gaps import HoleFiller

GAP_S = 0.25
"""A longer pause than this between two samples splits the stream; a longer hole in one taxel is not bridged."""


_MOST_HZ, _MOST_DENSER = 5000.0, 4.0
"""A table's rate is one over its usual step, but no more than this, nor than so many times what its mean step gives:
samples that come in bursts are no faster for that."""


def slices(time_s: NDArray[np.float64], rate_hz: float, most_rows: int) -> Iterator[slice]:
    """Cut samples at ``time_s`` (n,) into parts of ``most_rows`` samples, and of about as many rows of the grid.

    Samples that lie farther apart than the rate says have many rows of the grid between them, and memory is to go by
    samples. A step over a gap has none.
    """
    steps_s = np.diff(time_s, prepend=time_s[:1])
    rows = np.cumsum(np.where(steps_s > GAP_S, 0.0, np.maximum(steps_s * rate_hz, 1.0)))
    at = 0
    while at < len(time_s):
        stop = int(np.searchsorted(rows, rows[at] + 2.0 * most_rows, side="right"))
        stop = min(max(stop, at + 1), at + most_rows)
        yield slice(at, stop)
        at = stop


@dataclass(frozen=True, slots=True)
class GridBlock:
    """Samples on an even grid: times (n,), values (n, n_taxels), and what is made up (n, n_taxels) or None.

    ``piece`` counts up at every gap, and ``first`` is the place in its piece of the block's first row.
    """

    time_s: NDArray[np.float64]
    values: NDArray[np.float64]
    missing: NDArray[np.bool_] | None
    piece: int
    first: int


class EvenGrid:
    """Resamples to ``rate_hz`` by straight lines between samples.

    A piece's grid starts at its first sample, and goes on as far as its last. A grid point comes out as soon as a
    sample at or after it is known. Rows of nothing but NaN count as never taken; samples that are not after the one
    before them are left out and counted in ``late``.
    """

    def __init__(self, rate_hz: float, gap_s: float = GAP_S) -> None:
        self.rate_hz = rate_hz
        self.gap_s = gap_s
        self.late = 0
        self._near_s = 1e-6 / rate_hz  # as good as on the grid: the last digits of times are rounding
        self._filler = HoleFiller(gap_s)
        self._last_s = -np.inf
        self._piece = -1
        self._start_piece(0.0)

    def _start_piece(self, origin_s: float) -> None:
        self._origin_s = origin_s
        self._next = 0
        self._rows: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_] | None] | None = None

    def due_s(self, row: int) -> float:
        """Sample time from which row ``row`` of the present piece comes out; -inf before there is a piece."""
        return self._origin_s + row / self.rate_hz - self._near_s if self._piece >= 0 else -np.inf

    def feed(self, time_s: NDArray[np.float64], values: NDArray[np.float64]) -> list[GridBlock]:
        """Samples at ``time_s`` (n,) in, grid rows out."""
        blocks: list[GridBlock | None] = []
        for starts, times, rows in self._pieces(*self._in_order(time_s, values)):
            if starts:
                blocks.append(self._end_piece())
                self._piece += 1
                self._start_piece(float(times[0]))
            blocks.append(self._even(*self._filler.feed(times, rows)))
        return [block for block in blocks if block is not None]

    def finish(self) -> list[GridBlock]:
        """The rows that waited for a hole's end; the next sample starts a new piece."""
        block = self._end_piece()
        self._last_s = -np.inf
        return [] if block is None else [block]

    def _end_piece(self) -> GridBlock | None:
        rows = self._filler.end()
        return None if rows is None else self._even(*rows)

    def _in_order(
        self, time_s: NDArray[np.float64], values: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        if np.isnan(values.sum()):
            some = ~np.isnan(values).all(axis=1)
            time_s, values = time_s[some], values[some]
        before_s = np.maximum.accumulate(np.concatenate([[self._last_s], time_s]))[:-1]
        keep = time_s > before_s
        if not keep.all():
            self.late += int(np.count_nonzero(~keep))
            time_s, values = time_s[keep], values[keep]
        return time_s, values

    def _pieces(
        self, time_s: NDArray[np.float64], values: NDArray[np.float64]
    ) -> Iterator[tuple[bool, NDArray[np.float64], NDArray[np.float64]]]:
        """The samples cut at gaps; the first part goes on with the present piece if no gap is before it."""
        if not len(time_s):
            return
        steps = np.diff(time_s, prepend=self._last_s)
        cuts = set(np.flatnonzero(steps > self.gap_s + 1e-9).tolist())
        self._last_s = float(time_s[-1])
        edges = [*sorted(cuts | {0}), len(time_s)]
        for lo, hi in pairwise(edges):
            yield lo in cuts, time_s[lo:hi], values[lo:hi]

    def _even(
        self, time_s: NDArray[np.float64], values: NDArray[np.float64], missing: NDArray[np.bool_] | None
    ) -> GridBlock | None:
        if not len(time_s):
            return None
        if self._rows is not None:
            last_s, last, was_missing = self._rows
            if missing is not None or was_missing is not None:
                missing = np.concatenate([_mask(was_missing, last), _mask(missing, values)])
            time_s, values = np.concatenate([last_s, time_s]), np.concatenate([last, values])
        self._rows = (time_s[-1:], values[-1:], None if missing is None else missing[-1:])
        first = self._next
        likely = 2 + int((time_s[-1] - self._origin_s) * self.rate_hz)
        grid_s = self._origin_s + np.arange(first, max(first, likely)) / self.rate_hz
        # A point is due with the first sample at it or after it, and what comes later must not change its value.
        grid_s = grid_s[: int(np.searchsorted(grid_s - self._near_s, time_s[-1], side="right"))]
        if not len(grid_s):
            return None
        self._next += len(grid_s)
        right = np.searchsorted(time_s, grid_s - self._near_s, side="left")
        between = time_s[right] > grid_s + self._near_s
        left = right - between
        out = values.take(left, axis=0)
        if between.any():
            width_s = np.where(between, time_s[right] - time_s[left], 1.0)
            share = np.where(between, (grid_s - time_s[left]) / width_s, 0.0)
            out += share[:, None] * (values.take(right, axis=0) - out)
        made_up = None
        if missing is not None:
            made_up = missing[left] | (missing[right] & between[:, None])
            out[made_up] = 0.0
        return GridBlock(grid_s, out, made_up, self._piece, first)


def _mask(missing: NDArray[np.bool_] | None, values: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.zeros(values.shape, dtype=np.bool_) if missing is None else missing


def nominal_rate_hz(time_s: NDArray[np.float64]) -> float:
    """The rate at which irregular samples were meant to be taken: one over their usual step, gaps left out.

    A mean over all but the long steps, not the median step: times written in whole milliseconds alternate between two.
    """
    steps_s = np.diff(time_s)
    steps_s = steps_s[steps_s > 0.0]
    if not len(steps_s):
        return 100.0  # one sample has no rate; any will do
    usual_s = steps_s[steps_s <= 1.5 * np.median(steps_s)]
    # samples that came in bursts were meant to be as many a second as there are, not as close as in a burst
    in_pieces_s = steps_s[steps_s <= GAP_S]
    most_hz = min(_MOST_HZ, _MOST_DENSER / in_pieces_s.mean()) if len(in_pieces_s) else _MOST_HZ
    return float(np.round(min(1.0 / usual_s.mean(), most_hz), 6))
