"""Which taxels are left out, row by row: by what health says, by holes that were bridged, and as a fault began earlier.

Rows come out late, so that what is known of them is put on their way in the order of their times.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.signal.grid import GridBlock
from thumbwalk.signal.health import Begun

Change = tuple[float, tuple[bool, ...]]
"""From when on which taxels are left out."""
_NEVER = -(10**9)
"""A row long before any."""


class LeftOutRows:
    """Follows what is left out through a stream's rows.

    Parameters
    ----------
    mask : tuple of n_taxels bool
        What is left out from the first row on.
    settling_rows : int
        How long a filter feels a hole.
    """

    def __init__(self, mask: tuple[bool, ...], settling_rows: int) -> None:
        self._mask = mask
        self._settling_rows = settling_rows
        self._changes: list[Change] = []
        self._begun: list[Begun] = []
        self._hole_rows: NDArray[np.int64] | None = None

    @property
    def newest(self) -> tuple[bool, ...]:
        """What is left out as far as it is known."""
        return self._changes[-1][1] if self._changes else self._mask

    def leave_out(self, indices: set[int]) -> None:
        """Leave taxels out from the first row on, too."""
        self._mask = tuple(out or index in indices for index, out in enumerate(self._mask))

    def change(self, changes: list[Change]) -> None:
        """Take what is left out from some times on."""
        self._changes += changes

    def begin(self, begun: list[Begun]) -> None:
        """Take since when faults were there before they were known."""
        self._begun += begun

    def restart(self) -> None:
        """Begin a new piece: no filter feels what was before."""
        self._hole_rows = None

    def holes(self, block: GridBlock, at: int, every: int) -> NDArray[np.bool_] | None:
        """Which values of every so many rows, from ``at`` on, are made up, or still feel that some were."""
        if block.missing is None and self._hole_rows is None:
            return None
        rows = np.arange(block.first, block.first + len(block.values))[:, None]
        hole_rows = np.full((len(rows), len(self._mask)), _NEVER, dtype=np.int64)
        if block.missing is not None:
            hole_rows = np.where(block.missing, rows, hole_rows)
        if self._hole_rows is not None:
            hole_rows[0] = np.maximum(hole_rows[0], self._hole_rows)
        hole_rows = np.maximum.accumulate(hole_rows, axis=0)
        self._hole_rows = hole_rows[-1]
        return np.asarray((rows - hole_rows <= self._settling_rows)[at::every])

    def cut(self, time_s: NDArray[np.float64], holes: NDArray[np.bool_] | None) -> list[tuple[slice, tuple[bool, ...]]]:
        """Rows at times (n,) in parts of which the same taxels are left out, each with those."""
        n = len(time_s)
        self._begun = [one for one in self._begun if one.known_s >= time_s[0]]
        back = any(one.since_s <= time_s[-1] for one in self._begun)
        if holes is None and not back and not (self._changes and self._changes[0][0] < time_s[-1]):
            return [(slice(0, n), self._mask)]
        masks = np.zeros((n, len(self._mask)), dtype=np.bool_)
        masks[:] = self._mask
        while self._changes and self._changes[0][0] < time_s[-1]:
            since_s, self._mask = self._changes.pop(0)
            masks[np.searchsorted(time_s, since_s, side="right") :] = self._mask
        if holes is not None:
            masks |= holes
        for one in self._begun:
            masks[(time_s >= one.since_s) & (time_s <= one.known_s), one.index] = True
        cuts = np.flatnonzero((masks[1:] != masks[:-1]).any(axis=1)) + 1
        edges = [0, *(int(cut) for cut in cuts), n]
        return [(slice(lo, hi), tuple(bool(out) for out in masks[lo])) for lo, hi in pairwise(edges)]
