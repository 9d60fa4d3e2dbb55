"""Thins a trace to what a screen can show of it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_DENSE = 4


def envelope(
    time_s: NDArray[np.float64], force_n: NDArray[np.float64], bin_s: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest of every bin, in the order in which the line goes; few samples, and the newest, as they are.

    Bins are pinned to absolute time, so that the line does not shimmer while it moves.
    """
    if len(time_s) < 4 or not math.isfinite(bin_s) or bin_s <= 0:
        return time_s, force_n
    bins = np.floor(time_s / bin_s).astype(np.int64)
    starts = np.flatnonzero(np.diff(bins, prepend=bins[0] - 1))
    if _DENSE * len(starts) >= len(time_s):
        return time_s, force_n
    ends = np.append(starts[1:], len(time_s)) - 1
    low, high = np.minimum.reduceat(force_n, starts), np.maximum.reduceat(force_n, starts)
    rising = force_n[ends] >= force_n[starts]
    middle = (bins[starts] + 0.5) * bin_s
    time_out = np.stack([middle - 0.25 * bin_s, middle + 0.25 * bin_s], axis=1).ravel()
    force_out = np.stack([np.where(rising, low, high), np.where(rising, high, low)], axis=1).ravel()
    keep = time_out < time_s[-1]
    return np.append(time_out[keep], time_s[-1]), np.append(force_out[keep], force_n[-1])
