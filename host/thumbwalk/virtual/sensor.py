"""Virtual force-sensing resistors behind a divider and a converter: newtons in, codes out.

Every fault is the size that data sheets give (Interlink FSR 402, Ohmite FSR07): parts differ by some 6 %, loading and
unloading by 5 % each way, conductance creeps 1 to 5 % a decade of time, and the converter adds a few codes of noise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.signal.calibration import BITS, BLEED_US, DIVIDER_OHM
from thumbwalk.signal.curve import OPEN_BELOW_N, SensorCurve
from thumbwalk.virtual.load_memory import HYSTERESIS, LoadMemory

_PART_GAIN, _PART_SHAPE = 0.06, 0.03
_CREEP = 0.01, 0.05
"""Parts creep from so much to so much in ten times the time."""
_NOISE_CODES = 1.5
_ONSET_N = 0.02
"""From here to ``OPEN_BELOW_N`` the films come into contact: nothing below, the curve above."""
_CURVE = SensorCurve.generic()


class SensorArray:
    """Sensors of one pad with their faults and what they remember of their load.

    Parameters
    ----------
    n_taxels : int
        How many sensors.
    errors : bool
        False leaves nothing but the generic curve, the bleed and the rounding to codes.
    seed : int
        Fixes the parts (the same seed gives the same pad) and the noise.
    divider_ohm, bits
        The front end.
    supply_ratio : float
        The sensors' supply by the converter's reference.
    hysteresis, creep : float or None
        Of every part, see ``virtual.as_built``; None for what parts have.
    """

    def __init__(
        self,
        n_taxels: int,
        *,
        errors: bool = True,
        seed: int = 0,
        divider_ohm: float = DIVIDER_OHM,
        bits: int = BITS,
        supply_ratio: float = 1.0,
        hysteresis: float | None = None,
        creep: float | None = None,
    ) -> None:
        self.errors = errors
        self._supply_ratio = supply_ratio
        self._divider_us = 1e6 / divider_ohm
        self._codes = 2**bits
        parts, self._noise = (np.random.default_rng([seed, stream]) for stream in (11, 12))
        self._gain = np.exp(parts.uniform(-_PART_GAIN, _PART_GAIN, n_taxels))
        self._shape = 1.0 + parts.uniform(-_PART_SHAPE, _PART_SHAPE, n_taxels)
        crept = parts.uniform(*_CREEP, n_taxels)
        self._memory = LoadMemory(
            HYSTERESIS if hysteresis is None else hysteresis, crept if creep is None else np.full(n_taxels, creep)
        )

    def counts(self, force_n: NDArray[np.float64], time_s: NDArray[np.float64]) -> NDArray[np.uint16]:
        """Codes (n, n_taxels) for forces (n, n_taxels) at times (n,) that do not fall; goes on from the last call."""
        if len(force_n) == 0:
            return np.empty(force_n.shape, np.uint16)
        if not self.errors:
            return self._converted(_conductance_us(force_n) + BLEED_US)
        # A part's curve bends about 5 N, where it differs from the generic one by its gain alone.
        bent_n = 5.0 * (np.maximum(force_n, 1e-9) / 5.0) ** self._shape
        ideal_us = _conductance_us(bent_n) * self._gain
        ideal_us = self._memory.applied(force_n, ideal_us, time_s)
        noise = _NOISE_CODES * self._noise.standard_normal(force_n.shape)
        return self._converted(np.maximum(ideal_us, 0.0) + BLEED_US, noise)

    def _converted(self, total_us: NDArray[np.float64], noise: NDArray[np.float64] | None = None) -> NDArray[np.uint16]:
        """Codes of the divider's middle: ``code / 2**bits = supply / reference * RM / (RM + R)``."""
        codes = self._supply_ratio * (self._codes * total_us / (total_us + self._divider_us))
        if noise is not None:
            codes += noise
        return np.asarray(np.clip(np.rint(codes), 0, self._codes - 1), dtype=np.uint16)


def _conductance_us(force_n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Conductance of the generic part, in microsiemens, of forces of any shape."""
    contact = np.clip((force_n - _ONSET_N) / (OPEN_BELOW_N - _ONSET_N), 0.0, 1.0)
    return np.asarray(contact * _CURVE.conductance_of(np.maximum(force_n, OPEN_BELOW_N)))
