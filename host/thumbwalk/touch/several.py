"""How hard and where several contacts press at once: their templates fitted together to the tiles' forces.

The cost of one contact (`localise`) with a sum over contacts, ``sum_k (f_k - sum_i F_i t_k(x_i, y_i))^2 / v_k``.
The forces are linear and never negative; they are projected out (variable projection: Golub and Pereyra 1973), and the
places and spreads found by Gauss-Newton from where the contacts are thought to be. A left-out tile is an observation
that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.localise import HAIR_MM, Localiser, inside_of

Array = NDArray[np.float64]

_STEPS = 5
_STEP_MM, _STEP_SPREAD = 10.0, 0.5
_DAMPING = 1e-3
_LOOSE_N = 100.0
"""A contact whose force nobody knows beforehand: only so that a template without weight has a solution."""
_TINY = 1e-9
"""So little is nothing: it only keeps equations solvable."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What is known of one contact beforehand; each is one number, or (n,), a number a moment.

    ``x_mm``, ``y_mm`` with ``place_sigma_mm``, ``force_n`` with ``force_sigma_n``, and ``spread`` with ``spread_sigma``
    are likely values and one standard deviation of each; the fit starts there, or at ``start_mm``.
    """

    x_mm: Array | float
    y_mm: Array | float
    place_sigma_mm: float
    spread: float
    spread_sigma: float
    force_n: float = 0.0
    force_sigma_n: float = _LOOSE_N
    start_mm: tuple[Array, Array] | None = None

    def at(self, moments: NDArray[np.intp]) -> Guess:
        """The same of some of the moments."""
        return (
            self
            if self.start_mm is None
            else replace(self, start_mm=(self.start_mm[0][moments], self.start_mm[1][moments]))
        )


@dataclass(frozen=True, slots=True)
class SeveralFit:
    """Several contacts a moment: all (n, k), but ``misfit`` (n,) and ``model_n`` (n, k, n_taxels)."""

    x_mm: Array
    y_mm: Array
    spread: Array
    force_n: Array
    sigma_mm: Array
    misfit: Array
    model_n: Array

    def __len__(self) -> int:
        return len(self.misfit)

    def at(self, moments: NDArray[np.intp] | slice) -> SeveralFit:
        """Some of the moments."""
        return SeveralFit(*(getattr(self, name)[moments] for name in self.__dataclass_fields__))

    def with_none_before(self, more: SeveralFit, moments: NDArray[np.intp]) -> SeveralFit:
        """These fits with one contact more before the others, of no force but at ``moments``, as in ``more``."""
        filled = []
        for name in self.__dataclass_fields__:
            mine = getattr(self, name)
            if name == "misfit":
                both = mine.copy()
            else:
                nothing = 0.0 if name in ("force_n", "model_n") else np.nan
                both = np.concatenate((np.full_like(mine[:, :1], nothing), mine), axis=1)
            both[moments] = getattr(more, name)
            filled.append(both)
        return SeveralFit(*filled)

    @staticmethod
    def joined(fits: Sequence[SeveralFit]) -> SeveralFit:
        """Fits one after the other as one."""
        if len(fits) == 1:
            return fits[0]
        return SeveralFit(
            *(np.concatenate([getattr(fit, name) for fit in fits]) for name in SeveralFit.__dataclass_fields__)
        )


def fit_several(
    localiser: Localiser, force_n: Array, left_out: NDArray[np.bool_], guesses: Sequence[Guess], steps: int = _STEPS
) -> SeveralFit:
    """Fit as many contacts as there are guesses to moments of tile forces (n, n_taxels).

    Each moment's numbers are the same to the bit whatever it is fitted together with.
    """
    return _Several(localiser, force_n, left_out, guesses).fitted(steps)


class _Several:
    """One problem: weighted forces, and what is known, as arrays (n, k, 3) of places and spreads and (k,) of forces."""

    def __init__(
        self, localiser: Localiser, force_n: Array, left_out: NDArray[np.bool_], guesses: Sequence[Guess]
    ) -> None:
        self.localiser = localiser
        self.root_w = localiser.root_weights(force_n, left_out)
        self.measured = np.where(left_out, 0.0, force_n) * self.root_w
        self.likely = np.empty((len(force_n), len(guesses), 3))
        for i, guess in enumerate(guesses):
            self.likely[:, i, 0], self.likely[:, i, 1], self.likely[:, i, 2] = guess.x_mm, guess.y_mm, guess.spread
        sigma = [(guess.place_sigma_mm, guess.place_sigma_mm, guess.spread_sigma) for guess in guesses]
        self.precision = np.array(sigma) ** -2.0
        self.force_n = np.array([guess.force_n for guess in guesses])
        self.force_precision = np.array([guess.force_sigma_n for guess in guesses]) ** -2.0
        self.at = self.likely.copy()
        for i, guess in enumerate(guesses):
            if guess.start_mm is not None:
                self.at[:, i, 0], self.at[:, i, 1] = guess.start_mm

    def fitted(self, steps: int) -> SeveralFit:
        """Walk so many steps, and say what there is at the end."""
        tables = self._tables()
        for _ in range(steps):
            _, _, matrix, right = self._normal(tables)
            step = np.linalg.solve(matrix, right[:, :, None]).reshape(self.at.shape)
            far = np.maximum(np.sqrt(step[:, :, 0] * step[:, :, 0] + step[:, :, 1] * step[:, :, 1]), _STEP_MM)
            step[:, :, :2] *= (_STEP_MM / far)[:, :, None]
            step[:, :, 2] = np.minimum(np.maximum(step[:, :, 2], -_STEP_SPREAD), _STEP_SPREAD)
            self.at = self.at + step
            self.at[:, :, 2] = np.minimum(np.maximum(self.at[:, :, 2], 0.0), 1.0)
            tables = self._tables()
            self._bring_inside(tables)
        force, misfit, matrix, _ = self._normal(tables)
        variance = np.linalg.inv(matrix)
        index = 3 * np.arange(force.shape[1])
        sigma = np.sqrt(np.maximum(0.5 * (variance[:, index, index] + variance[:, index + 1, index + 1]), 0.0))
        x, y, spread = (np.ascontiguousarray(self.at[:, :, i]) for i in range(3))
        return SeveralFit(x, y, spread, force, sigma, misfit, force[:, :, None] * tables[:, :, 0, :-1])

    def _tables(self) -> Array:
        """Shares of the contacts where they are, with their slopes, (n, k, 4, n_taxels + 1)."""
        n, k, _ = self.at.shape
        x, y, spread = self.at.reshape(n * k, 3).T
        return self.localiser.tables_at(x, y, spread).reshape(n, k, 4, self.root_w.shape[1] + 1)

    def _normal(self, tables: Array) -> tuple[Array, Array, Array, Array]:
        """Forces (n, k), misfit (n,), and the normal equations (n, 3k, 3k), (n, 3k) of places and spreads."""
        (n, k), n_taxels = tables.shape[:2], self.root_w.shape[1]
        columns = np.empty((n, 1 + 4 * k, n_taxels))
        columns[:, 0] = self.measured
        shares, slopes = columns[:, 1 : k + 1], columns[:, k + 1 :].reshape(n, k, 3, n_taxels)
        np.multiply(tables[:, :, 0, :-1], self.root_w[:, None], out=shares)
        np.multiply(tables[:, :, 1:, :-1], self.root_w[:, None, None], out=slopes)
        # All products of forces, shares and slopes at once.
        gram = np.matmul(columns, columns.transpose(0, 2, 1))
        onto, own, along = gram[:, 0, 1:], gram[:, 1 : k + 1, 1 : k + 1], gram[:, 1 : k + 1, k + 1 :]
        known = own.copy()
        index = np.arange(k)
        known[:, index, index] += self.force_precision + _TINY
        force = _not_negative(known, onto[:, :k] + self.force_precision * self.force_n)
        rest = onto - _sum_over(force[:, :, None] * gram[:, 1 : k + 1, 1:])
        misfit = np.maximum(gram[:, 0, 0] - _sum_over(force * (onto[:, :k] + rest[:, :k])), 0.0)
        # The forces are the best there are already, with what is known of them: they take up no part of what is left.
        by = np.repeat(force, 3, axis=1)
        matrix = gram[:, k + 1 :, k + 1 :] - _taken_up(known, along)
        matrix *= by[:, :, None] * by[:, None, :]
        index = np.arange(3 * k)
        matrix[:, index, index] *= 1.0 + _DAMPING
        matrix[:, index, index] += self.precision.ravel()
        right = rest[:, k:] * by + (self.precision * (self.likely - self.at)).reshape(n, 3 * k)
        return force, misfit, matrix, right

    def _bring_inside(self, tables: Array) -> None:
        """Set places that are beyond the outline on it: outside of it no tile tells where a contact is.

        ``tables`` are those of the places, and become those of the new ones.
        """
        beyond = tables[:, :, 0, -1] < HAIR_MM
        if not beyond.any():
            return
        x, y, spread = (self.at[:, :, i][beyond] for i in range(3))
        x, y = inside_of(x, y, tables[beyond])
        self.at[beyond] = np.column_stack((x, y, spread))
        tables[beyond] = self.localiser.tables_at(x, y, spread)


def _sum_over(values: Array) -> Array:
    """Sum over the contacts of (n, k) or (n, k, m), one by one."""
    total = values[:, 0]
    for i in range(1, values.shape[1]):
        total = total + values[:, i]
    return total


def _taken_up(own: Array, along: Array) -> Array:
    """What forces of products (n, k, k) take up of the slopes that have products (n, k, m) with them, (n, m, m)."""
    if own.shape[1] == 1:
        return np.asarray(along.transpose(0, 2, 1) * (along / own))
    if own.shape[1] > 2:
        return np.asarray(np.matmul(along.transpose(0, 2, 1), np.linalg.solve(own, along)))
    # Two are most there are: as plain products, which is what a small system is solved fastest by.
    first, second = along[:, 0], along[:, 1]
    a, b, c = own[:, 0, :1], own[:, 0, 1:], own[:, 1, 1:]
    apart = second - b / a * first
    by_first, by_apart = first / a, apart / (c - b / a * b)
    return np.asarray(first[:, :, None] * by_first[:, None, :] + apart[:, :, None] * by_apart[:, None, :])


def _not_negative(gram: Array, right: Array) -> Array:
    """Forces (n, k) of the least squares problem none below 0: a negative one is set to 0, the rest refitted."""
    k = gram.shape[1]
    if k == 1:
        return np.asarray(np.maximum(right / gram[:, 0], 0.0))
    if k == 2:
        return _two_not_negative(gram, right)
    force = np.linalg.solve(gram, right[:, :, None])[:, :, 0]
    index = np.arange(k)
    below = np.zeros(force.shape, dtype=np.bool_)
    for _ in range(k - 1):
        if not (force <= 0.0).any():
            break
        below |= force <= 0.0  # one that was set to 0 before stays there
        held, wanted = gram.copy(), np.where(below, 0.0, right)
        held[:, index, index] += np.where(below, 1e9, 0.0)
        force = np.linalg.solve(held, wanted[:, :, None])[:, :, 0]
    return np.asarray(np.maximum(force, 0.0))


def _two_not_negative(gram: Array, right: Array) -> Array:
    """The same of two forces, in closed form: both, or the one alone."""
    a, b, c = gram[:, 0, 0], gram[:, 0, 1], gram[:, 1, 1]
    p, q = right[:, 0], right[:, 1]
    whole = a * c - b * b
    first, second = (c * p - b * q) / whole, (a * q - b * p) / whole
    force = np.empty_like(right)
    force[:, 0] = np.where(first > 0.0, np.where(second > 0.0, first, p / a), 0.0)
    force[:, 1] = np.where(second > 0.0, np.where(first > 0.0, second, q / c), 0.0)
    return np.asarray(np.maximum(force, 0.0))
