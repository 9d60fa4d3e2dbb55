"""What a film sensor remembers of its load: which branch of its hysteresis it is on, and how far it has crept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.signal.curve import OPEN_BELOW_N

Array = NDArray[np.float64]

HYSTERESIS = 0.10
"""How far unloading lies above loading, as a part (Interlink FSR 400 series data sheet: 10 % on average)."""
_TURN_LOG = 0.35
"""How far (in log force) a load must turn back before the other branch is reached: some 40 %."""
_CREEP_TAU_S = np.array([0.1, 1.0, 10.0, 100.0])[:, None]
_CREEP_AT_1S = float(np.sum(1.0 - np.exp(-1.0 / _CREEP_TAU_S)))
_CREEP_PER_DECADE = float(np.sum(np.exp(-1.0 / _CREEP_TAU_S) - np.exp(-10.0 / _CREEP_TAU_S)))
"""What the sum of relaxations rises by from 1 s to 10 s, where a logarithm rises by 1."""


class LoadMemory:
    """Hysteresis and creep of some sensors, sample by sample.

    Hysteresis is a stop operator in log force (it follows the load, and stops at the branches); creep's logarithm of
    time is a sum of first-order relaxations, one a decade.

    Parameters
    ----------
    hysteresis : float
        How far unloading lies above loading, as a part.
    creep : (n_taxels,) float64
        What each one's reading rises by in ten times the time, as a part.
    lingers : bool
        Whether what has crept is read a while when the load is gone, as foams do it. Films that part conduct nothing,
        however long they were pressed: without, no load reads more than if it had always been there.
    """

    def __init__(self, hysteresis: float, creep: Array, *, lingers: bool = True) -> None:
        self._hysteresis = hysteresis / 2.0
        self._creep_k = creep / _CREEP_PER_DECADE
        self._lingers = lingers
        self._log_n = np.full(len(creep), np.log(OPEN_BELOW_N))
        self._turn = np.zeros(len(creep))
        self._crept = np.zeros((len(_CREEP_TAU_S), len(creep)))
        self._time_s: float | None = None

    def applied(self, force_n: Array, ideal: Array, time_s: Array) -> Array:
        """What is read in place of ``ideal`` (n, n_taxels), which forces of that shape at times (n,) would give."""
        turn, crept = self._remembered(force_n, ideal, time_s)
        ideal *= 1.0 - self._hysteresis / _TURN_LOG * turn
        if not self._lingers:
            np.minimum(crept, len(_CREEP_TAU_S) * ideal, out=crept)
        ideal += self._creep_k * (crept - _CREEP_AT_1S * ideal)
        return ideal

    def _remembered(self, force_n: Array, ideal: Array, time_s: Array) -> tuple[Array, Array]:
        """Where each sensor is between its branches (-_TURN_LOG..), and the sum of its relaxations."""
        first_s = float(time_s[0]) if self._time_s is None else self._time_s
        steps_s = np.diff(time_s, prepend=first_s)
        self._time_s = float(time_s[-1])
        log_n = np.log(np.maximum(force_n, OPEN_BELOW_N))
        moves = np.diff(log_n, axis=0, prepend=self._log_n[None])
        self._log_n = log_n[-1]
        pace = -np.expm1(-steps_s[:, None, None] / _CREEP_TAU_S)
        turns, sums = np.empty_like(force_n), np.empty_like(force_n)
        turn, crept = self._turn, self._crept
        for index in range(len(force_n)):
            np.add(turn, moves[index], out=turn)
            np.maximum(turn, -_TURN_LOG, out=turn)
            np.minimum(turn, _TURN_LOG, out=turns[index])
            turn[:] = turns[index]
            crept += pace[index] * (ideal[index] - crept)
            np.add.reduce(crept, axis=0, out=sums[index])
        return turns, sums
