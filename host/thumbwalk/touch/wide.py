"""Whether one wide contact explains the tiles, such as a palm: an ellipse that presses evenly, where two thumbs do not.

Two thumbs press two places and little between them; a palm presses all of its breadth. Sizes are searched on the
lattice of places, then place and breadth are walked downhill together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.fit import SPREAD
from thumbwalk.touch.localise import Localiser

Array = NDArray[np.float64]

_SIZES_MM = ((18.0, 18.0), (28.0, 18.0), (18.0, 28.0), (36.0, 24.0))
"""Half the length along the foot and across it that the search begins with: a knuckle to a palm."""
_LEAST_MM, _MOST_MM = 14.0, 40.0
"""A thumb's radius is 5 to 12 mm; the sole is about 80 mm broad."""
_WALK_MM = (8.0, 4.0, 2.0)
"""Steps of the walk, each until nothing near is better, and no more than ``_MOST_STEPS`` times."""
_MOST_STEPS = 6
_TINY = 1e-9
"""So little is nothing: it only keeps a division from zero."""


def _disc() -> Array:
    """Points (19, 2) of the unit disc, evenly spread: a centre and two rings."""
    rings = [np.zeros((1, 2))]
    for radius, count in ((0.5, 6), (0.9, 12)):
        angle = 2.0 * np.pi * np.arange(count) / count
        rings.append(radius * np.column_stack((np.cos(angle), np.sin(angle))))
    return np.concatenate(rings)


class Wide:
    """Looks for one wide contact at a few moments at once. It remembers nothing.

    Parameters
    ----------
    localiser : Localiser
    x_mm, y_mm : (n,) float64
        Places to begin from.
    """

    def __init__(self, localiser: Localiser, x_mm: Array, y_mm: Array) -> None:
        self._localiser = localiser
        self._disc = _disc()
        starts = [np.column_stack((x_mm, y_mm, *(np.full(len(x_mm), half) for half in size))) for size in _SIZES_MM]
        self._starts = np.concatenate(starts)
        self._shares = self._of(self._starts)

    def cost(self, force_n: Array, left_out: NDArray[np.bool_]) -> float:
        """Mean cost of the wide contact that explains moments of tile forces (n, n_taxels) best."""
        root_w = self._localiser.root_weights(force_n, left_out)
        measured = np.where(left_out, 0.0, force_n) * root_w
        costs = _costs(self._shares, measured, root_w)
        at, best = self._starts[np.argmin(costs)], float(costs.min())
        for step_mm in _WALK_MM:
            steps = step_mm * np.concatenate((np.eye(4), -np.eye(4)))
            for _ in range(_MOST_STEPS):
                near = at + steps
                near[:, 2:] = np.clip(near[:, 2:], _LEAST_MM, _MOST_MM)
                costs = _costs(self._of(near), measured, root_w)
                if costs.min() >= best:
                    break
                at, best = near[np.argmin(costs)], float(costs.min())
        return best / len(force_n)

    def _of(self, ellipses: Array) -> Array:
        """Shares (n, n_taxels) of ellipses (n, 4): their places and half their lengths."""
        places = ellipses[:, None, :2] + ellipses[:, None, 2:] * self._disc
        x, y = places[:, :, 0].ravel(), places[:, :, 1].ravel()
        shares = self._localiser.shares_at(x, y, np.full(len(x), SPREAD))
        return np.asarray(shares.reshape(len(ellipses), len(self._disc), -1).mean(axis=1))


def _costs(shares: Array, measured: Array, root_w: Array) -> Array:
    """Sum of the moments' costs for each template (m, n_taxels), each moment with the force that fits it best."""
    onto = np.maximum(shares @ (measured * root_w).T, 0.0)
    square = (shares * shares) @ (root_w * root_w).T
    return np.asarray(np.sum(measured * measured) - np.sum(onto * onto / np.maximum(square, _TINY), axis=1))
