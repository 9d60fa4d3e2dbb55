"""What a technique has to say for itself: its name, how like it a stroke is, and its measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.measures import Measures
from thumbwalk.technique.signs import Signs
from thumbwalk.technique.work import Work

UNSEEN = 0.15
"""How well what can't be seen fits a technique that is known by its motion."""


@dataclass(frozen=True)
class Technique:
    """One technique.

    Attributes
    ----------
    name : str
        The short name of files, code and commands.
    term : str
        What the field calls it.
    likeness : Signs -> (n,) float64
        For each piece of touch, 0 to 1, how well it fits the technique.
    measures : Work -> Measures
        All its measures, the common ones among them.
    flowing : bool
        Whether its force is even, so that a slide to it or away from it shows by its lesser force.
    """

    name: str
    term: str
    likeness: Callable[[Signs], NDArray[np.float64]]
    measures: Callable[[Work], Measures]
    flowing: bool = False


def above(value: NDArray[np.float64], middle: float, sharpness: float) -> NDArray[np.float64]:
    """Soft "is more than": 0.5 at ``middle``, towards 1 above it, with the ratio's power; NaN fits everything."""
    with np.errstate(divide="ignore", over="ignore"):
        fits = 1.0 / (1.0 + (middle / np.maximum(value, 1e-9)) ** sharpness)
    return np.asarray(np.where(np.isnan(value), 1.0, fits))


def below(value: NDArray[np.float64], middle: float, sharpness: float) -> NDArray[np.float64]:
    """Soft "is less than"; NaN fits everything."""
    return np.asarray(np.where(np.isnan(value), 1.0, 1.0 - above(value, middle, sharpness)))


def below_seen(value: NDArray[np.float64], middle: float, sharpness: float) -> NDArray[np.float64]:
    """Soft "is less than"; NaN stays NaN."""
    return np.asarray(np.where(np.isnan(value), np.nan, below(value, middle, sharpness)))


def either(fits: NDArray[np.float64], unseen: float = UNSEEN) -> NDArray[np.float64]:
    """The best of the placements of a window (n, 3) in which something was seen; ``unseen`` where none did."""
    best = np.where(np.isnan(fits), -1.0, fits).max(axis=1)
    return np.asarray(np.where(best < 0.0, unseen, best))
