"""A foot that warms under hands: its sensors' gains and zeros drift with their temperature.

A film sensor's resistance falls by 15 % from room temperature to 85 degrees (Interlink, FSR 400 series data sheet):
0.28 % of conductance a degree, alike for all. How its zero moves is in no data sheet: layer and flexure press on it
by what they widen, each tile its own way; 0.02 N a degree is a guess.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_GAIN_PER_K = 0.0028
_ZERO_N_PER_K = 0.02
"""Standard deviation over tiles."""
_TAU_S = 300.0
"""Warmth comes through 10 mm of silicone by 4 h^2 / (pi^2 a) with a diffusivity a of 0.14 mm^2/s."""


class Warmth:
    """What sensors of one foot feel as it warms, from the first time on.

    Parameters
    ----------
    n_taxels : int
        How many sensors.
    warms_k : float
        By how many degrees in the end; 0 changes nothing.
    seed : int
        Fixes which way each zero moves.
    """

    def __init__(self, n_taxels: int, warms_k: float, seed: int = 0) -> None:
        self._warms_k = warms_k
        self._zero_n = _ZERO_N_PER_K * np.random.default_rng([seed, 13]).standard_normal(n_taxels)
        self._since_s: float | None = None

    def felt(self, force_n: Array, time_s: Array) -> Array:
        """Forces (n, n_taxels) at times (n,) as warm sensors feel them; a zero may be below none."""
        if not self._warms_k:
            return force_n
        self._since_s = float(time_s[0]) if self._since_s is None else self._since_s
        warmer_k = self._warms_k * -np.expm1(-(time_s - self._since_s) / _TAU_S)[:, None]
        return np.asarray(force_n * (1.0 + _GAIN_PER_K * warmer_k) + self._zero_n * warmer_k)
