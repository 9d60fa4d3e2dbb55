"""Figures of presses: plain functions of force over time. Forces are newtons, (n,), on an even grid of ``step_s``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PEAK_HELD_S = 0.2
"""A peak is what was held for so long, as with comfort caps: a single sample is noise."""
ONSET_N = 0.5
"""A press begins here, where touch does."""
LAST_OF_CRITICAL = 6
"""So many last repeats are the flat end of 24 (starting value; sources take the last three to six)."""
_BELOW_S = 1.0
"""Endurance is over when the force stays below its floor for so long: a waver is no end."""
_ENDS = 3
"""So many first and last peaks are compared (fatigue index)."""
_HALF = 0.5
"""From this part of its highest force on a press is surely on its way."""


def held_peak_n(force_n: Array, step_s: float) -> float:
    """The highest force that was held for 0.2 s; 0 for less than that of it."""
    n = max(round(PEAK_HELD_S / step_s), 1)
    if len(force_n) < n:
        return 0.0
    return float(np.lib.stride_tricks.sliding_window_view(force_n, n).min(axis=1).max())


def rise_n_per_s(force_n: Array, step_s: float, after_s: float) -> float | None:
    """Rate of force development: the rise from the onset to ``after_s`` behind it, by that time (PMC4875063).

    The onset is where the force last rises through 0.5 N before it reaches half of its highest; between samples it goes
    straight, so that a corner between two costs some per cent. None where there is no onset, or less than ``after_s``
    behind it.
    """
    most_n = float(force_n.max()) if len(force_n) else 0.0
    if most_n * _HALF <= ONSET_N:
        return None
    half = int(np.argmax(force_n >= _HALF * most_n))
    below = np.flatnonzero(force_n[:half] <= ONSET_N)
    if not len(below):
        return None
    at = int(below[-1])
    onset = at + (ONSET_N - force_n[at]) / (force_n[at + 1] - force_n[at])
    then = onset + after_s / step_s
    if then > len(force_n) - 1:
        return None
    return (float(np.interp(then, np.arange(len(force_n)), force_n)) - ONSET_N) / after_s


def fatigue_index(peaks_n: Sequence[float]) -> float | None:
    """Strength decrement: (mean of the first three - mean of the last three) / mean of the first (after PMC3776088).

    0 is no fatigue; None with fewer than six peaks.
    """
    if len(peaks_n) < 2 * _ENDS:
        return None
    first, last = float(np.mean(peaks_n[:_ENDS])), float(np.mean(peaks_n[-_ENDS:]))
    return (first - last) / first if first > 0.0 else None


def steadiness_kept(cvs: Sequence[float]) -> float | None:
    """Quality while tired over quality fresh: the waver (CV) of the first three presses over that of the last three.

    1 is as steady as fresh, 0.5 half as steady; None with fewer than six presses.
    """
    if len(cvs) < 2 * _ENDS:
        return None
    first, last = float(np.mean(cvs[:_ENDS])), float(np.mean(cvs[-_ENDS:]))
    return first / last if last > 0.0 else None


def critical_force_n(means_n: Sequence[float]) -> float | None:
    """The force that all-out repeats come down to: the mean of the last six means (PMC10449326). None with fewer."""
    return float(np.mean(means_n[-LAST_OF_CRITICAL:])) if len(means_n) >= LAST_OF_CRITICAL else None


def above_critical_ns(means_n: Sequence[float], critical_n: float, press_s: float) -> float:
    """The impulse that was spent above the critical force, newton seconds: what is used up before it (PMC10449326)."""
    return float(np.maximum(np.asarray(means_n) - critical_n, 0.0).sum()) * press_s


def endurance_s(force_n: Array, step_s: float, floor_n: float) -> tuple[float, bool]:
    """How long the force stayed above a floor, from when it came there, and whether it has come to its end.

    It ends where the force falls below for a second; what is behind that does not count.
    """
    up = np.flatnonzero(force_n >= floor_n)
    if not len(up):
        return 0.0, False
    begun = force_n[int(up[0]) :]
    below = begun < floor_n
    n = max(round(_BELOW_S / step_s), 1)
    if len(below) >= n:
        long = np.lib.stride_tricks.sliding_window_view(below, n).all(axis=1)
        if long.any():
            return int(np.argmax(long)) * step_s, True
    # a fall at the very end is no end yet, and no time above
    last = int(np.flatnonzero(~below)[-1]) + 1
    return last * step_s, False


def steadiness_cv(force_n: Array) -> float | None:
    """How unsteady a force is: its standard deviation over its mean, its CV. None without force."""
    mean_n = float(force_n.mean()) if len(force_n) else 0.0
    return float(force_n.std()) / mean_n if mean_n > 0.0 else None
