"""What a technique has to say for itself: its name, how like it a stroke is, and its measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.measures import Measures
from thumbwalk.technique.work import StrokeTable, Work


@dataclass(frozen=True)
class Technique:
    """One technique.

    Attributes
    ----------
    name : str
        The short name of files, code and commands.
    term : str
        What the field calls it.
    likeness : StrokeTable -> (n,) float64
        For each stroke, 0 to 1, how well it fits the technique; the strokes beside it may count.
    measures : Work -> Measures
        All its measures, the common ones among them.
    """

    name: str
    term: str
    likeness: Callable[[StrokeTable], NDArray[np.float64]]
    measures: Callable[[Work], Measures]


def above(value: NDArray[np.float64], middle: float, sharpness: float) -> NDArray[np.float64]:
    """Soft "is more than": 0.5 at ``middle``, towards 1 above it, with the ratio's power; NaN fits everything."""
    with np.errstate(divide="ignore", over="ignore"):
        fits = 1.0 / (1.0 + (middle / np.maximum(value, 1e-9)) ** sharpness)
    return np.asarray(np.where(np.isnan(value), 1.0, fits))


def below(value: NDArray[np.float64], middle: float, sharpness: float) -> NDArray[np.float64]:
    """Soft "is less than"; NaN fits everything."""
    return np.asarray(np.where(np.isnan(value), 1.0, 1.0 - above(value, middle, sharpness)))


def deepest_valley(strokes: StrokeTable) -> NDArray[np.float64]:
    """For each stroke the deeper of the valleys to the strokes it is linked with, as ``release``; NaN where alone."""
    means = np.maximum((strokes.peak_n[1:] + strokes.peak_n[:-1]) / 2, 1e-9)
    valleys = np.where(strokes.linked, strokes.valley_n[1:] / means, np.nan)
    return np.asarray(np.fmin(np.append(np.nan, valleys), np.append(valleys, np.nan))[: len(strokes)])


def nearest_interval_s(strokes: StrokeTable) -> NDArray[np.float64]:
    """For each stroke the shorter of the intervals to the strokes it is linked with; inf where it stands alone."""
    gaps = np.where(strokes.linked, np.diff(strokes.onset_s), np.inf)
    return np.asarray(np.minimum(np.append(np.inf, gaps), np.append(gaps, np.inf))[: len(strokes)])
