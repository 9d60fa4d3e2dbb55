"""What a likeness is made of: soft conditions on signs, each by the sign's name, whose product is the likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

UNSEEN = 0.15
"""How well what can't be seen fits a technique that is known by its motion."""


@dataclass(frozen=True)
class Factor:
    """One soft condition on one sign of pieces of touch.

    Attributes
    ----------
    sign : str
        The sign's name, with its unit; ``explain`` has a phrase for each.
    limit : float
        Where the condition is half met.
    more : bool
        Whether it asks for more than the limit, or for less.
    value : (n,) float64
        The sign, piece by piece; NaN where it can't be said. Of motion, (n, 3) until ``best_placement`` chose.
    fit : like value
        How well it is met, 0 to 1.
    """

    sign: str
    limit: float
    more: bool
    value: Array
    fit: Array

    def where(self, those: NDArray[np.bool_], fit: float) -> Factor:
        """The same condition, but of a fixed fit for ``those`` pieces."""
        return replace(self, fit=np.where(those, fit, self.fit))


def above(sign: str, value: Array, limit: float, sharpness: float) -> Factor:
    """Soft "is more than": 0.5 at the limit, towards 1 above it, with the ratio's power; NaN fits everything."""
    return Factor(sign, limit, True, value, np.where(np.isnan(value), 1.0, _more(value, limit, sharpness)))


def below(sign: str, value: Array, limit: float, sharpness: float) -> Factor:
    """Soft "is less than"; NaN fits everything."""
    return Factor(sign, limit, False, value, np.where(np.isnan(value), 1.0, 1.0 - _more(value, limit, sharpness)))


def best_placement(factors: Sequence[Factor], seen: NDArray[np.bool_], unseen: float = UNSEEN) -> tuple[Factor, ...]:
    """Of factors of motion (n, 3), those of the window's placement that fits best together, (n,) each.

    Parameters
    ----------
    factors : sequence of Factor
    seen : (n, 3) bool
        Where a placement saw something.
    unseen : float
        How well a piece fits of which no placement saw anything: the first factor's fit, the others' is 1.
    """
    fits = np.where(seen, product(factors), -1.0)
    rows, best = np.arange(len(fits)), np.argmax(fits, axis=1)
    nothing = ~seen.any(axis=1)
    return tuple(
        replace(
            one,
            value=np.where(nothing, np.nan, one.value[rows, best]),
            fit=np.where(nothing, unseen if index == 0 else 1.0, one.fit[rows, best]),
        )
        for index, one in enumerate(factors)
    )


def product(factors: Sequence[Factor]) -> Array:
    """The fits of all factors together, multiplied in their order."""
    fits = factors[0].fit
    for one in factors[1:]:
        fits = fits * one.fit
    return fits


def _more(value: Array, limit: float, sharpness: float) -> Array:
    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(1.0 / (1.0 + (limit / np.maximum(value, 1e-9)) ** sharpness))
