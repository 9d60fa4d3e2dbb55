"""What a plate below the tiles bears, kept by its time until the tiles' moments ask for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.plate import Plate

Array = NDArray[np.float64]

_BRIDGED_S = 0.1
"""Between two rows so far apart nothing is known: eight readings of a cell at 80 Hz are missing."""
_KEPT_S = 8.0
"""Moments that were asked for are asked for again when a fault is found that began before it was known
(`look_back`), five seconds at the most."""
_SAME_S = 1e-6
"""Times that differ by less are one."""


class PlateRows:
    """Force and moments of a plate at any moment that it has been fed up to.

    Parameters
    ----------
    plate : Pad
        The plate's own layout.
    rate_hz : float
        Rate of the blocks of its cells' forces.
    off_n : float
        In all less than this is nobody's touch.
    """

    def __init__(self, plate: Pad, rate_hz: float, off_n: float) -> None:
        self._plate = Plate(plate, rate_hz, off_n)
        self._piece: int | None = None
        self._waiting: list[tuple[Array, Array]] = []
        self._time_s, self._sums = np.empty(0), np.empty((0, 3))

    def __deepcopy__(self, memo: object) -> PlateRows:
        """Itself: a touch stage that goes on from before finds the same rows."""
        return self

    def take(self, block: ForceBlock) -> None:
        """Take the cells' forces; of a row that lacks one nothing is known."""
        if block.piece != self._piece:
            self._plate.restart()
            self._piece = block.piece
        self._waiting.append((block.time_s, self._plate.sums(np.where(any(block.left_out), np.nan, block.force_n))))

    def at(self, time_s: Array) -> Array:
        """Force, and moments along and across, at rising times (n,): (n, 3), NaN where they are not known."""
        self._put_in()
        if not len(time_s):
            return np.empty((0, 3))
        times, sums = self._time_s, self._sums
        if not len(times):
            return np.full((len(time_s), 3), np.nan)
        right = np.minimum(np.searchsorted(times, time_s - _SAME_S), len(times) - 1)
        left = np.maximum(right - 1, 0)
        width_s = times[right] - times[left]
        share = np.minimum((time_s - times[left]) / np.where(width_s > 0.0, width_s, 1.0), 1.0)
        is_one = np.abs(times[right] - time_s) <= _SAME_S
        known = is_one | ((width_s <= _BRIDGED_S) & (times[left] <= time_s) & (time_s <= times[right]))
        found = sums[left] + share[:, None] * (sums[right] - sums[left])
        found = np.where(is_one[:, None], sums[right], found)
        first = int(np.searchsorted(times, time_s[0] - _KEPT_S))
        self._time_s, self._sums = times[first:], sums[first:]
        return np.where(known[:, None], found, np.nan)

    def _put_in(self) -> None:
        if self._waiting:
            self._time_s = np.concatenate([self._time_s, *(times for times, _ in self._waiting)])
            self._sums = np.concatenate([self._sums, *(sums for _, sums in self._waiting)])
            self._waiting.clear()
