"""Force and place on a rigid plate that stands on load cells: all of them together bear every press.

The force is their sum and the place the moment about them, whatever lies between; a cell may be pulled, and counts with
its sign. One contact is seen: of two hands the plate feels the sum, at a place between them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.touch.drift import Drift

Array = NDArray[np.float64]

CELL_N = 0.03
"""One standard deviation of what a calibrated cell of the 5 kg class reads wrongly after minutes, as its rest drifts
and creeps by up to 0.05 N: it puts 10 N to 0.8 mm. Noise, 1.4 mN, is nothing beside it."""
_TINY_N = 1e-9
"""Keeps quotients finite."""


class Plate:
    """Follows the rest of the cells, and gives forces and places by moments; in any chunks the same to the bit.

    Parameters
    ----------
    pad : Pad
        A plate's layout.
    rate_hz : float
        Rate of what is fed.
    off_n : float
        In all less than this is nobody's touch.
    """

    def __init__(self, pad: Pad, rate_hz: float, off_n: float) -> None:
        self._cells_mm = pad.positions_mm
        self._moments = np.column_stack((np.ones(pad.n_taxels), self._cells_mm))
        self._drift = Drift(self._cells_mm, rate_hz)
        self._off_n = off_n

    def restart(self) -> None:
        """Begin a new piece: the rest goes on over a gap."""
        self._drift.restart()

    def feed(self, force_n: Array) -> tuple[Array, Array, Array, Array]:
        """Cell forces (n, n_cells) in; the whole force, the place along and across and one sigma of it, (n,) each.

        Of a row that lacks a cell, NaN, nothing is known: its force is 0, its place NaN, and no rest is learned of it.
        """
        sums = self.sums(force_n)
        total = np.nan_to_num(sums[:, 0])
        pressed = np.where(total > 0.0, np.maximum(total, _TINY_N), np.nan)
        x, y = sums[:, 1] / pressed, sums[:, 2] / pressed
        return total, x, y, sigma_mm(self._cells_mm, x, y) / pressed

    def sums(self, force_n: Array) -> Array:
        """Cell forces (n, n_cells) in; the whole force and its moments along and across, (n, 3), NaN as they are."""
        sums = np.empty((len(force_n), 3))
        at = 0
        while at < len(force_n):
            some = slice(at, at + self._drift.room)
            rest_n = force_n[some] - self._drift.offset_n
            # one small product a sample: a product over all samples would change its last bits with their number
            sums[some] = np.matmul(rest_n[:, None, :], self._moments)[:, 0]
            at += len(rest_n)
            self._drift.feed(np.where(np.abs(sums[some, :1]) < self._off_n, rest_n, np.nan), [])
        return sums


def sigma_mm(cells_mm: Array, x_mm: Array, y_mm: Array) -> Array:
    """One standard deviation of places (n,) on cells (n_cells, 2) under 1 N: root of the axes' mean variance."""
    lever2 = np.zeros(len(x_mm))
    for cell_x, cell_y in cells_mm.tolist():
        lever2 += (cell_x - x_mm) ** 2 + (cell_y - y_mm) ** 2
    return np.asarray(CELL_N * np.sqrt(0.5 * lever2))
