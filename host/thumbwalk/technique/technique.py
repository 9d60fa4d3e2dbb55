"""What a technique has to say for itself: its name, what makes a stroke like it, and its measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.factors import Factor, product
from thumbwalk.technique.measures import Measures
from thumbwalk.technique.piecewise import Pieces, of_presses
from thumbwalk.technique.signs import Signs
from thumbwalk.technique.work import Work

Stays = Literal["where it lands", "on a point"]


def stroke_intervals_s(work: Work) -> NDArray[np.float64]:
    """From onset to onset, (n,)."""
    return work.strokes.intervals_s


@dataclass(frozen=True)
class Technique:
    """One technique.

    Attributes
    ----------
    name : str
        The short name of files, code and commands.
    term : str
        What the field calls it.
    factors : Signs -> tuple of Factor
        What the technique asks of each piece of touch; together they are how like the technique it is.
    measures : Work -> Measures
        All its measures, the common ones among them.
    flowing : bool
        Whether its force is even, so that a slide to it or away from it shows by its lesser force.
    far : bool
        Whether a stroke gets far and does not stop on its way, so that a slide to it ends where the hand does.
    stays : "where it lands", "on a point" or None
        Whether it is one that stays: wherever it began, or only where a point was asked for.
    intervals_s : Work -> (n,) float64
        From stroke to stroke: what its pace is told by.
    pieces : (Work, Work) -> mapping of measure to Pieces
        What measures are made of, by the work that they are taken of and the same as it was done.
    """

    name: str
    term: str
    factors: Callable[[Signs], tuple[Factor, ...]]
    measures: Callable[[Work], Measures]
    flowing: bool = False
    far: bool = False
    stays: Stays | None = None
    intervals_s: Callable[[Work], NDArray[np.float64]] = stroke_intervals_s
    pieces: Callable[[Work, Work], Mapping[str, Pieces]] = of_presses

    def likeness(self, signs: Signs) -> NDArray[np.float64]:
        """For each piece of touch, (n,), 0 to 1, how well it fits the technique: the product of its factors."""
        return product(self.factors(signs))
