"""What noise is: how rough it makes a signal, and how much total force is touch where no newtons say so."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.longtable import Table, parts
from thumbwalk.pad import Pad

TOUCH_ON_N, TOUCH_OFF_N = 0.5, 0.3
"""Touch begins above and ends below these total forces."""
ROUGHNESS_OF_NOISE = 1.954
"""Mean |second difference| of white noise, in its standard deviations: sqrt(6) sqrt(2 / pi), as a second difference is
normal with a variance of 1 + 4 + 1, and the mean |z| of a standard normal z is sqrt(2 / pi)."""

_SIGMAS = 10.0  # the noise of an hour's rest stays below this many of its standard deviations
_OF_THE_PEAK = 0.03  # as 0.5 N is to a firm press: what is less is drift and cross-talk
_WINDOW_S = 0.5
"""How long a window is in which noise is looked for."""
_LEAST_ROWS = 8
"""Fewer have no spread about a straight line worth the name."""
_QUIETEST = 0.05
"""The twentieth part of the windows that is quietest is taken for rest: a hand may be there for the other
nineteen."""


def touch_thresholds(pad: Pad, values: Table, rate_hz: float = float("nan")) -> tuple[float, float]:
    """Total force above which touch begins, and below which it ends, in the pad's unit.

    Parameters
    ----------
    pad : Pad
        Its unit decides: newtons, and kilopascals on known areas, have fixed thresholds.
    values : (n, n_taxels) float64
        The whole file, tared, without NaN, on an even grid; used where the unit is not newtons.
    rate_hz : float
        Its rate; NaN if it is not known.

    Returns
    -------
    (on, off) : floats
        For counts ``on`` is ten standard deviations of the total's noise in the quietest parts of the file, no less
        than 3 % of its peaks and than two counts; ``off`` is 0.6 of it, as 0.3 N is of 0.5 N.
    """
    if pad.unit == "N" or (pad.unit == "kPa" and pad.has_areas):
        return TOUCH_ON_N, TOUCH_OFF_N
    total = np.empty(len(values))
    for first, stop in parts(values):
        total[first:stop] = np.maximum(values[first:stop], 0.0).sum(axis=1)
    if not len(total):
        return 2.0, 1.2
    rows = _LEAST_ROWS if not np.isfinite(rate_hz) else max(_LEAST_ROWS, round(_WINDOW_S * rate_hz))
    on = max(2.0, _SIGMAS * _quiet_noise(total, rows), _OF_THE_PEAK * float(np.quantile(total, 0.99)))
    return on, 0.6 * on


def _quiet_noise(total: NDArray[np.float64], rows: int) -> float:
    """Standard deviation of the total about a straight line, in the quietest windows of the file."""
    if len(total) < rows:
        return float(total.std())
    windows = total[: len(total) // rows * rows].reshape(-1, rows)
    ramp = np.arange(rows) - (rows - 1) / 2.0
    level = windows.mean(axis=1, keepdims=True)
    slope = ((windows - level) * ramp).sum(axis=1, keepdims=True) / (ramp * ramp).sum()
    residual = windows - level - slope * ramp
    free = rows - 2
    sigma = float(np.quantile(np.sqrt((residual * residual).sum(axis=1) / free), _QUIETEST))
    # Among windows of nothing but noise the quietest are below the truth: by Wilson and Hilferty's chi-square quantile
    # (PNAS 17 (1931)), at -1.645 standard deviations.
    share = 1.0 - 2.0 / (9.0 * free) - 1.645 * np.sqrt(2.0 / (9.0 * free))
    return float(sigma / share**1.5)
