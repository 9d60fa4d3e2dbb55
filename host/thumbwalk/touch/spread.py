"""How widely contacts spread on this foot, learned as it is worked on: its layer and the hand's thumb stay the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.fit import SPREAD, SPREAD_SIGMA, Fit

_BLOCK_S = 5.0
"""How often the spread is learned."""
_FIRM_N, _FITS = 3.0, 40.0
"""Learned from are firm, well-fitted moments only: light ones tell nothing of the layer."""
_BLOCK_SIGMA, _LEAST_SIGMA = 0.3, 0.15
"""What one block tells is no surer than this (the tiles' gains bend it, place by place), nor all of them than that."""
_LEAST_PRECISION = 1.0
"""And only those that say something themselves: a standard deviation under 1, the whole family's width."""


class Spread:
    """The spread that is expected of the next fit, from the fits so far; it changes at the borders of 5 s blocks.

    Attributes
    ----------
    likely, sigma : float
        What fits are to be told.
    room : int
        Moments until the block is full.
    """

    def __init__(self, rate_hz: float) -> None:
        self.likely, self.sigma = SPREAD, SPREAD_SIGMA
        self._rows = max(round(_BLOCK_S * rate_hz), 1)
        self._precision = SPREAD_SIGMA**-2
        self.restart()

    def restart(self) -> None:
        """Begin a new piece: what was half seen is dropped."""
        self._seen: list[Fit] = []
        self.room = self._rows

    def feed(self, fit: Fit, n: int) -> None:
        """Take the fits among the next n moments, at most ``room``."""
        self._seen.append(fit)
        self.room -= n
        if self.room <= 0:
            self._learn(Fit.joined(self._seen))
            self.restart()

    def _learn(self, fit: Fit) -> None:
        # What a fit says by itself is what it ended with, without what it was told.
        told = self.sigma**-2
        precision = 1.0 / fit.spread_sigma**2 - told
        good = (fit.force_n > _FIRM_N) & (fit.misfit < _FITS) & (precision > _LEAST_PRECISION) & (fit.beside_n == 0.0)
        if not good.any():
            return
        precision = precision[good]
        own: NDArray[np.float64] = (fit.spread[good] * (precision + told) - self.likely * told) / precision
        block = min(float(np.mean(precision)), _BLOCK_SIGMA**-2)
        middle = float(np.clip(np.median(own), 0.0, 1.0))
        self.likely = (self.likely * self._precision + middle * block) / (self._precision + block)
        self._precision += block
        self.sigma = max(self._precision**-0.5, _LEAST_SIGMA)
