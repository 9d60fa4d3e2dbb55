"""What each tile gives in place of a newton, learned from the plate below: whatever they show has to add up.

A tile that drifts or creeps, and one whose calibration is another's, is told by that, as hands go from tile to tile.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_BLOCK_S = 5.0
"""How often gains follow; they are constant between."""
_EVERY_S = 0.05
"""Rows nearer to each other say the same: a reading of the plate is a mean over so long."""
_REMEMBERED = 0.97
"""Kept of what was seen at each step: half of it is of the last two minutes, in which films creep and warm."""
_LIKELY = 0.15
"""One standard deviation of a gain before anything was seen: +-10 % of calibration, 10 % of hysteresis and creep."""
_WRONG_PART, _WRONG_N = 0.03, 0.1
"""That of what is missing in a row beside gains: what falls beside the tiles, by the fit."""
_ALIKE = 20.0
"""So many rows in a line have one error, a second of a press: they are believed as one."""
_LEAST, _MOST = 0.5, 2.0
"""Gains that are taken off; beyond, a tile is not put right but named."""
_LIES, _SURE = 0.3, 4.0
"""A tile that is off by this part, and so many standard deviations."""


class TileGains:
    """Follows the tiles' gains; any chunking gives the same to the bit.

    Attributes
    ----------
    gains : (n_taxels,) float64
        What to multiply the tiles' forces by now.
    lies : dict of int to float
        Tiles that are far off, by their index: what part of the truth they show.
    """

    def __init__(self, n_taxels: int, rate_hz: float) -> None:
        self._rows = max(round(_BLOCK_S * rate_hz), 1)
        self._every = max(round(_EVERY_S * rate_hz), 1)
        self._known = np.eye(n_taxels) / _LIKELY**2
        self.forget()
        self.restart()

    def forget(self) -> None:
        """Know nothing of the tiles: what was learned came from a plate that is not to be believed."""
        n_taxels = len(self._known)
        self.gains = np.ones(n_taxels)
        self.lies: dict[int, float] = {}
        self._waiting: list[tuple[Array, Array]] = []
        self._seen, self._said = np.zeros((n_taxels, n_taxels)), np.zeros(n_taxels)

    def restart(self) -> None:
        """Begin a new piece: what is known of the tiles stays."""
        self._waiting = []
        self.room = self._rows

    def feed(self, tiles_n: Array, caught_n: Array) -> None:
        """Take what tiles show (n, n_taxels), up to ``room`` rows, and what they should in all (n,); NaN: not known."""
        some = slice((self.room - self._rows) % self._every, None, self._every)
        self._waiting.append((tiles_n[some], caught_n[some]))
        self.room -= len(caught_n)
        if self.room <= 0:
            if self._waiting:
                self._follow(*(np.concatenate(parts) for parts in zip(*self._waiting, strict=True)))
            self.restart()

    def _follow(self, tiles_n: Array, caught_n: Array) -> None:
        told = np.isfinite(caught_n)
        if not told.any():
            return
        tiles_n, caught_n = tiles_n[told], caught_n[told]
        weights = 1.0 / (_ALIKE * ((_WRONG_PART * caught_n) ** 2 + _WRONG_N**2))
        weighed = tiles_n * weights[:, None]
        self._seen = _REMEMBERED * self._seen + weighed.T @ tiles_n
        self._said = _REMEMBERED * self._said + weighed.T @ (caught_n - tiles_n.sum(axis=1))
        unsure = np.linalg.inv(self._known + self._seen)
        off, sigma = unsure @ self._said, np.sqrt(np.diag(unsure))
        self.gains = np.clip(1.0 + off, _LEAST, _MOST)
        shows = 1.0 / np.maximum(1.0 + off, 0.1)
        far = (np.abs(shows - 1.0) > _LIES) & (np.abs(off) > _SURE * sigma)
        self.lies = {int(index): float(shows[index]) for index in np.flatnonzero(far)}
