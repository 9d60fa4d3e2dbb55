"""A whole table in windows of a quarter of a second, and which of them are rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.longtable import Table, rows_at_once, without

Array = NDArray[np.float64]

_WINDOW_S, _AROUND_S = 0.25, 6.0
"""A window of a quarter of a second, and the time about it of which it must be as low as any to be a rest."""
_CALM_N, _CALM = 0.1, 0.03
"""A rest's total varies by less than this, and that part of itself."""
_NOISE, _CALMEST = 1.5, 0.1
"""Noisier taxels are calm up to so many times what the calmest tenth of the windows shows."""
_REST_N, _REST = 0.3, 0.1
"""A rest lies above the lowest about it by no more than this, and that part of it."""


@dataclass(frozen=True, slots=True)
class Windows:
    """A quarter of a second each.

    First row and time (n,), the taxels' means (n, n_taxels), their sum (n,), and whether that is calm (n,).
    """

    first: NDArray[np.intp]
    start_s: Array
    mean_n: Array
    total_n: Array
    calm: NDArray[np.bool_]

    @staticmethod
    def of_table(time_s: Array, force_n: Table, left_out: NDArray[np.bool_]) -> Windows | None:
        """Windows of a table of forces (n, n_taxels), NaN where there is none; None where it is too short for two."""
        if len(time_s) < 2:
            return None
        edges = _edges(time_s)
        if len(edges) < 2:
            return None
        return Windows.of(time_s, without(force_n, left_out, missing=0.0), edges)

    @staticmethod
    def of(time_s: Array, force_n: Table, edges: NDArray[np.intp]) -> Windows:
        """Windows that begin at the rows ``edges`` (n,) of forces without NaN."""
        ends = np.append(edges[1:], len(time_s))
        sizes = ends - edges
        mean_n, mean_squares = np.empty((len(edges), force_n.shape[1])), np.empty(len(edges))
        for lo, hi in _at_once(edges, rows_at_once(force_n)):
            first = int(edges[lo])
            rows, begins = force_n[first : int(ends[hi - 1])], edges[lo:hi] - first
            total = rows.sum(axis=1)
            mean_n[lo:hi] = np.add.reduceat(rows, begins, axis=0)
            mean_squares[lo:hi] = np.add.reduceat(total * total, begins)
        mean_n /= sizes[:, None]
        total_n = mean_n.sum(axis=1)
        spread = np.sqrt(np.maximum(mean_squares / sizes - total_n**2, 0.0))
        # The taxels' own noise is no unrest: the calmest windows show how much of it there is.
        calm_n = max(_CALM_N, _NOISE * float(np.quantile(spread, _CALMEST)))
        return Windows(edges, time_s[edges], mean_n, total_n, spread < calm_n + _CALM * np.maximum(total_n, 0.0))

    def rests(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Windows as low as any about them, and as any on one side of them: as after a palm has just come down."""
        lows = np.empty((len(self.first), 2))
        for index, at_s in enumerate(self.start_s):
            lo, hi = np.searchsorted(self.start_s, [at_s - _AROUND_S, at_s + _AROUND_S])
            lows[index] = self.total_n[lo : index + 1].min(), self.total_n[index:hi].min()
        about, beside = (
            np.flatnonzero(self.calm & (self.total_n < low + _REST_N + _REST * np.maximum(low, 0.0)))
            for low in (lows.min(axis=1), lows.max(axis=1))
        )
        return about, beside


def _at_once(edges: NDArray[np.intp], n_rows: int) -> Iterator[tuple[int, int]]:
    """Windows that are looked at together: the first of them and where they end."""
    lo = 0
    while lo < len(edges):
        hi = max(lo + 1, int(np.searchsorted(edges, edges[lo] + n_rows)))
        yield lo, hi
        lo = hi


def _edges(time_s: Array) -> NDArray[np.intp]:
    """First rows of the windows that have any: by the rows, for a leap of time must not cost what it spans."""
    window = np.floor((time_s - time_s[0]) / _WINDOW_S)
    edges = np.flatnonzero(np.diff(window, prepend=-1.0) > 0)
    # a window that would begin with the last sample is part of the one before
    return edges[:-1] if len(edges) > 1 and edges[-1] == len(time_s) - 1 and _begins(time_s) else edges


def _begins(time_s: Array) -> bool:
    return bool((time_s[-1] - time_s[0]) % _WINDOW_S == 0.0)
