"""Values that no hand makes on a pad, with the cause that is likely and what mends it: said, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.pad import Pad

Array = NDArray[np.float64]

_MOST = 1e9
"""No converter has so many codes, and no press so many newtons."""
_LEAST_ROWS, _ROWS = 8, 20_000
"""Fewer rows tell nothing; so many are enough to tell it by."""
_HARD_N, _HARD_SHARE = 150.0, 0.25
"""The rig's own alarm is at 60 N on a tile, and nobody's thumb presses 150."""
_TURNED, _LEAST_N = 5.0, 0.5
"""A sign is turned where five times as much is below zero as above, and touch would begin at so much."""
_FALLS, _MOST_TAXELS, _FEW_TAXELS = 3.0, 0.75, 4
"""A divider is turned where counts fall three times as far as they rise, on three quarters of four taxels or more."""
_GRAMS_PER_N = 101.97
"""1000 / 9.80665, standard gravity (CGPM 1901)."""


def told_of_values(pad: Pad, values: Array) -> str | None:
    """What is odd about a table's values (n, n_taxels) in the pad's unit, in a sentence; NaN is no value."""
    if len(values) < _LEAST_ROWS:
        return None
    # some thousands of rows tell a column's reach as well as millions
    some = np.asarray(values[:: len(values) // _ROWS + 1])
    some = some[:, ~np.isnan(some).all(axis=0)]
    if not some.shape[1]:
        return None
    least, middle, most = np.nanquantile(some, [0.005, 0.5, 0.995], axis=0)
    if pad.unit == "counts":
        return _of_counts(some, least, middle, most)
    scale = 1.0
    if pad.unit == "kPa":
        if not pad.has_areas:
            return None
        scale = float(np.median(pad.areas_mm2)) * 1e-3
    return _of_forces(pad, least * scale, most * scale)


def check_range(values: Array, names: Sequence[str], line_of: Callable[[int], int], source: str) -> None:
    """Refuse values (n, n_taxels) that no converter gives: sums of such lose all others.

    Raises
    ------
    RecordingError
        Naming the line and the column of the first.
    """
    if not values.size or not (np.fmin.reduce(values, axis=None) < -_MOST or np.fmax.reduce(values, axis=None) > _MOST):
        return
    row, column = np.argwhere(np.abs(values) > _MOST)[0].tolist()
    raise RecordingError(
        f"{source}:{line_of(row)}: column {names[column]}: {values[row, column]:g} is no value of a sensor, {_MOST:g} "
        "is the most; mend it, or leave the field empty"
    )


def _of_forces(pad: Pad, least_n: Array, most_n: Array) -> str | None:
    down, up = -np.minimum(least_n, 0.0).sum(), np.maximum(most_n, 0.0).sum()
    if down > _TURNED * up and down > _LEAST_N:
        return (
            f"nearly all values are negative, down to {least_n.min():.3g} N: a sign turned? Nothing is taken for "
            "pressed; multiply them by -1"
        )
    pressed = most_n > 0.1 * most_n.max()
    hard = most_n > _HARD_N
    if not hard.any() or np.count_nonzero(hard) < max(1.0, _HARD_SHARE * np.count_nonzero(pressed)):
        return None
    if np.count_nonzero(hard) == 1 and len(most_n) > 1:
        return None  # one alone is a fault, which the chain looks for
    called = "kilopascals" if pad.unit == "kPa" else "newtons"
    other = "pascals" if pad.unit == "kPa" else "grams"
    mend = (
        "divide them by 1000"
        if pad.unit == "kPa"
        else f'divide them by {_GRAMS_PER_N:g}, or, if they are counts, name a layout of unit = "counts" by --layout'
    )
    return (
        f"up to {most_n.max():.4g} N on a tile: no hand presses so hard; {other} called {called}? Its forces "
        f"can't be believed: {mend}"
    )


def _of_counts(some: Array, least: Array, middle: Array, most: Array) -> str | None:
    if np.nanmin(some) >= 0.0 and np.nanmax(some) <= 1.0:
        if np.nanmax(some) == np.nanmin(some):
            return None
        return (
            "all counts lie between 0 and 1: parts of the converter's range, or volts, called counts? Touch needs two "
            "counts or more; multiply them by the converter's top code, such as 4095"
        )
    falls, rises = middle - least, most - middle
    moving = most > least
    if np.count_nonzero(moving) < _FEW_TAXELS or falls.sum() <= _FALLS * rises.sum():
        return None
    if np.count_nonzero(falls[moving] > 2.0 * rises[moving]) < _MOST_TAXELS * np.count_nonzero(moving):
        return None
    return (
        "the counts fall where the pad is pressed: a divider the other way round? Take each from the converter's "
        "top code, such as 4095 - count"
    )
