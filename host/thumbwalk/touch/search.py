"""Whether one more contact is there, and where: every pair of places on a lattice in closed form, then the fit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.touch.fit import SPREAD, SPREAD_SIGMA
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.several import Guess, SeveralFit, fit_several
from thumbwalk.touch.wide import Wide

Array = NDArray[np.float64]

_PITCH_MM, _INSIDE_MM = 12.0, 4.0
"""The lattice's pitch, under half of the tiles', and how far it stays inside the outline."""
_LEAST_APART_MM = 20.0
"""Nearer places are no pair: their templates are one to the tiles."""
_REFINE_MM, _STEPS = 12.0, 8
"""How far a fit may likely get from the lattice, its pitch, and in so many steps."""
_TINY = 1e-9
"""So little is nothing: it only keeps a division from zero."""


@dataclass(frozen=True, slots=True)
class Found:
    """Contacts that explain some moments: mean cost, and (k,) places, forces and spreads, medians over the moments."""

    cost: float
    x_mm: Array
    y_mm: Array
    force_n: Array
    spread: Array

    def gap_mm(self, index: int) -> float:
        """How far a contact is from the nearest other one."""
        away = np.hypot(self.x_mm - self.x_mm[index], self.y_mm - self.y_mm[index])
        return float(np.delete(away, index).min())


class Search:
    """Looks for contacts at a few moments at once. It remembers nothing.

    Parameters
    ----------
    localiser : Localiser
        Of the pad; its outline bounds the lattice.
    """

    def __init__(self, localiser: Localiser) -> None:
        self._localiser = localiser
        low, high = (
            localiser.pad.positions_mm.min(axis=0) - _PITCH_MM,
            localiser.pad.positions_mm.max(axis=0) + _PITCH_MM,
        )
        x, y = np.meshgrid(*(np.arange(a, b, _PITCH_MM) for a, b in zip(low, high, strict=True)), indexing="ij")
        x, y = x.ravel(), y.ravel()
        tables = localiser.tables_at(x, y, np.full(len(x), SPREAD))
        inside = tables[:, 0, -1] > _INSIDE_MM
        self._x, self._y, self._shares = x[inside], y[inside], tables[inside, 0, :-1]
        away = np.hypot(self._x[:, None] - self._x, self._y[:, None] - self._y)
        self._apart = away >= _LEAST_APART_MM
        self._wide = Wide(localiser, self._x, self._y)

    def __deepcopy__(self, memo: object) -> Search:
        """Itself: it remembers nothing."""
        return self

    def pair(self, force_n: Array, left_out: NDArray[np.bool_]) -> Found:
        """The two contacts that explain moments of tile forces (n, n_taxels) best."""
        root_w = self._localiser.root_weights(force_n, left_out)
        force_n = np.where(left_out, 0.0, force_n)
        gain = np.zeros(self._apart.shape)
        for row, w in zip(force_n, root_w, strict=True):
            weighed = self._shares * w
            gain += _pair_gain(weighed @ weighed.T, weighed @ (row * w))
        first, second = np.unravel_index(int(np.argmax(np.where(self._apart, gain, -np.inf))), gain.shape)
        at = np.array([first, second])
        return self._refined(force_n, left_out, self._x[at], self._y[at])

    def wide(self, force_n: Array, left_out: NDArray[np.bool_]) -> float:
        """Mean cost of the one wide contact, such as a palm, that explains moments (n, n_taxels) best."""
        return self._wide.cost(force_n, left_out)

    def one_more(self, force_n: Array, left_out: NDArray[np.bool_], present: SeveralFit) -> Found:
        """The contacts that are there (their fit of the same moments), and the one that explains most beside them."""
        root_w = self._localiser.root_weights(force_n, left_out)
        gain = np.zeros(len(self._x))
        rest = np.where(left_out, 0.0, force_n) - np.add.accumulate(present.model_n, axis=1)[:, -1]
        for row, w in zip(rest, root_w, strict=True):
            weighed = self._shares * w
            onto = np.maximum(weighed @ (row * w), 0.0)
            gain += onto * onto / np.maximum(np.sum(weighed * weighed, axis=1), _TINY)
        x, y = np.median(present.x_mm, axis=0), np.median(present.y_mm, axis=0)
        near = np.hypot(self._x[:, None] - x, self._y[:, None] - y).min(axis=1) < _LEAST_APART_MM
        at = int(np.argmax(np.where(near, -np.inf, gain)))
        return self._refined(force_n, left_out, np.append(x, self._x[at]), np.append(y, self._y[at]))

    def _refined(self, force_n: Array, left_out: NDArray[np.bool_], x_mm: Array, y_mm: Array) -> Found:
        guesses = [
            Guess(x, y, _REFINE_MM, SPREAD, SPREAD_SIGMA) for x, y in zip(x_mm.tolist(), y_mm.tolist(), strict=True)
        ]
        fit = fit_several(self._localiser, force_n, left_out, guesses, _STEPS)
        x, y, force, spread = (np.median(v, axis=0) for v in (fit.x_mm, fit.y_mm, fit.force_n, fit.spread))
        return Found(float(fit.misfit.mean()), x, y, force, spread)


@lru_cache(maxsize=2)
def search_on(pad: Pad) -> Search:
    """The search of a pad, whose lattice takes a twentieth of a second to make: one for all who ask in turn."""
    return Search(Localiser(pad))


def _pair_gain(gram: Array, onto: Array) -> Array:
    """How much of the cost each pair of places (l, l) explains with forces that are not negative."""
    own = np.diag(gram) + _TINY
    determinant = np.maximum(own[:, None] * own - gram * gram, _TINY)
    first = (onto[:, None] * own - onto * gram) / determinant
    second = first.T
    alone = np.maximum(onto, 0.0) ** 2 / own
    both = first * onto[:, None] + second * onto
    return np.where((first > 0.0) & (second > 0.0), both, np.maximum(alone[:, None], alone))
