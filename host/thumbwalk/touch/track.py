"""Contacts' smooth tracks: where the working contact was over time, and how surely."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]

SMOOTH_S = 0.12
"""A hand's own motion is slower, its tremor (8 to 12 Hz) faster."""
_LEAST_N = 1e-3
"""A weight where the force is none."""


def smooth_path(touch: TouchBlock, width_s: float = SMOOTH_S) -> tuple[Array, Array]:
    """Place (n,), averaged over ``width_s`` with the force's square as the weight; NaN where there is none."""
    x, y = _averaged(touch, width_s, touch.x_mm, touch.y_mm)
    return x, y


def smooth_sigma_mm(touch: TouchBlock, width_s: float = SMOOTH_S) -> Array:
    """One standard deviation of that place, (n,); NaN where there is none.

    It is the root of the mean variance, no less: the tiles' gain errors, most of it, are the same from sample to sample
    and do not average out.
    """
    (variance,) = _averaged(touch, width_s, touch.sigma_mm**2)
    return np.asarray(np.sqrt(variance))


def _averaged(touch: TouchBlock, width_s: float, *columns: Array) -> list[Array]:
    there = touch.touching & ~np.isnan(touch.x_mm)
    weight = np.where(there, np.maximum(touch.working_n, _LEAST_N) ** 2, 0.0)
    half = max(round(width_s / 2 / touch.step_s), 0)
    total = _boxed(weight, half)
    with np.errstate(divide="ignore", invalid="ignore"):
        averages = [_boxed(weight * np.where(there, column, 0.0), half) / total for column in columns]
    return [np.where(there, average, np.nan) for average in averages]


def _boxed(values: Array, half: int) -> Array:
    """Sum over the samples from ``half`` before to ``half`` after each."""
    sums = np.concatenate((np.zeros(half + 1), np.cumsum(values)))
    sums = np.concatenate((sums, np.full(half, sums[-1])))
    return np.asarray(sums[2 * half + 1 :] - sums[: len(values)])
