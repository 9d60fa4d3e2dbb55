"""A virtual load cell under the plate: the foot's whole force as codes of its amplifier."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.signal.calibration import LOAD_CODES_PER_N

_OFFSET_CODES = 84_000.0
_NOISE_CODES = 60.0
_MOST = 2**23 - 1
NO_READING = 0x7FFFFFFF
"""What stands in a scan's record when the load cell had nothing new."""


class LoadCell:
    """Readings on the scans' grid; goes on where the last call ended, in whatever portions.

    Parameters
    ----------
    rate_hz : int
        Readings a second, 10 or 80 as an HX711 is strapped.
    seed : int
        Fixes the noise.
    """

    def __init__(self, rate_hz: int, seed: int = 0) -> None:
        self.rate_hz = rate_hz
        self._noise = np.random.default_rng([seed, 31])
        self._readings = 0

    def codes(self, total_n: NDArray[np.float64], time_s: NDArray[np.float64]) -> NDArray[np.int32]:
        """What comes with each scan, (n,) int32, for the whole force (n,) at times (n,) that do not fall."""
        done = np.floor(np.round(time_s * self.rate_hz, 6)).astype(np.int64) + 1
        is_new = np.diff(done, prepend=self._readings) > 0
        codes = np.full(len(time_s), NO_READING, np.int32)
        forces_n = total_n[is_new]
        noise = _NOISE_CODES * self._noise.standard_normal(len(forces_n))
        codes[is_new] = np.clip(np.rint(_OFFSET_CODES + LOAD_CODES_PER_N * forces_n + noise), -_MOST - 1, _MOST)
        self._readings = int(done[-1]) if len(done) else self._readings
        return codes
