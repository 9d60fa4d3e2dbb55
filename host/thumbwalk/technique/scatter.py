"""How much values scatter, as a part of their median: untroubled by a few that are far off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_NORMAL = 1.4826
"""What makes the median absolute deviation the standard deviation of normal data."""
_CUT = 2.5
"""A value counts as no farther off than so many deviations. Lower, and the estimate repeats less; higher, and one odd
stroke shows. Of 20 normal values it scatters by 18 %, the raw deviation by 27 %, a plain standard deviation by 16 %."""
_LEFT = 0.9887
"""Root of what is left of a normal variance when values are cut so: E[min(z^2, 2.5^2)] = 0.9776."""


def robust_cv(values: Array) -> float | None:
    """1.4826 * MAD / median: the coefficient of variation of normal data, untroubled by outliers; None without any."""
    if len(values) == 0:
        return None
    middle = float(np.median(values))
    return _NORMAL * _deviation(values) / middle if middle > 0.0 else None


def efficient_cv(values: Array) -> float | None:
    """The standard deviation of values brought to within 2.5 robust deviations of their median, over it; None if none.

    It repeats from one sample of a hand to the next nearly as well as a standard deviation, and one odd stroke among
    many counts for no more than 2.5 deviations (Winsor's mean square; Huber 1981, Robust statistics, 5.2). Where more
    than half of the values are the same, it is 0, as the raw deviation.
    """
    n = len(values)
    if n == 0:
        return None
    middle = float(np.median(values))
    if middle <= 0.0:
        return None
    reach = _CUT * _NORMAL * _deviation(values)
    within = np.clip(values, middle - reach, middle + reach)
    scale = float(np.std(within, ddof=1)) / _LEFT if n > 1 else 0.0
    return scale / middle


def _deviation(values: Array) -> float:
    """The raw median absolute deviation."""
    return float(np.median(np.abs(values - np.median(values))))
