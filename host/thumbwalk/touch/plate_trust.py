"""Whether a plate below the tiles is to be believed: where it puts a press must be about where the tiles do.

A cell that is dead, turned or swapped moves every press by centimetres, and a plate that touches its frame bears less.
Then the tiles alone are believed, from the first such moment on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

_BLOCK_S = 5.0
"""How often it is judged whether to go on believing it."""
_AWAY_MM, _SIGMAS = 12.0, 3.0
"""The plate and the tiles may be so far apart beyond what the tiles' fit leaves open: on 24 sound feet (designed, hard
and as built) they never were by more than 0.9 mm, and a turned or swapped cell moves presses by 22 mm and more."""
_LEAST, _MOST = 0.4, 2.5
"""The plate's force by the tiles': 0.8 to 1.4 on those, 2 over a tile that shows half."""
_ODD = 0.2
"""Of a block's moments, in which they are odd, from which on the plate is not believed at all."""
_FAULT = 0.5
"""Of all moments: a hand that the tiles do not see makes the two contradict each other for as long as it is there."""
_LOOKED_S, _WELL = 0.5, 4
"""A block with so much to look at counts; so many in a row without anything odd, and it is believed again."""


class PlateTrust:
    """Follows whether the plate agrees with the tiles; any chunking gives the same.

    Attributes
    ----------
    believed : bool
        Whether it did so lately.
    """

    def __init__(self, rate_hz: float) -> None:
        self.believed = True
        self._away_mm = 0.0
        self._n_looked = self._n_odd = 0
        self._rows = max(round(_BLOCK_S * rate_hz), 1)
        self._looked = round(_LOOKED_S * rate_hz)
        self._well = 0
        self.restart()

    @property
    def away_mm(self) -> float:
        """How far the plate is off where it contradicts the tiles nearly always: then a cell is at fault, else 0."""
        return self._away_mm if self._n_odd > _FAULT * self._n_looked else 0.0

    def restart(self) -> None:
        """Begin a new piece."""
        self._waiting: list[tuple[Array, Bools]] = []
        self.room = self._rows

    def odd(self, away_mm: Array, tiles_mm: Array, ratio: Array) -> Bools:
        """Moments (n,) at which the two contradict each other.

        ``away_mm`` is how far apart they put a press, NaN where the tiles have no place, ``tiles_mm`` one sigma of
        theirs, and ``ratio`` the plate's force by the tiles'.
        """
        far = away_mm > _AWAY_MM + _SIGMAS * np.nan_to_num(tiles_mm)
        return np.asarray(far | (ratio < _LEAST) | (ratio > _MOST))

    def feed(self, away_mm: Array, odd: Bools, looked: Bools) -> None:
        """Take moments (n,), up to ``room``: of those ``looked`` at, which were odd."""
        self._waiting.append((away_mm[looked], odd[looked]))
        self.room -= len(looked)
        if self.room > 0:
            return
        away_mm, odd = (np.concatenate(parts) for parts in zip(*self._waiting, strict=True))
        self.restart()
        self._n_looked += len(odd)
        self._n_odd += int(np.count_nonzero(odd))
        if len(odd) < self._looked:
            return
        if np.mean(odd) > _ODD:
            self.believed, self._well = False, 0
            self._away_mm = float(np.median(np.nan_to_num(away_mm[odd])))
        elif not self.believed:
            self._well += 1
            self.believed = self._well >= _WELL
