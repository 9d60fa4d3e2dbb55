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
_ENOUGH_MM, _ENOUGH_SPREAD = 0.05, 0.01
"""A moment whose next step would be shorter has arrived: a tenth of what places are sure by at the best."""
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
    """One problem: weighted forces (n, n_taxels), what is known (n, k, 3) or (k, 3), and what has been found so far."""

    def __init__(
        self, localiser: Localiser, force_n: Array, left_out: NDArray[np.bool_], guesses: Sequence[Guess]
    ) -> None:
        self.localiser = localiser
        n, k = len(force_n), len(guesses)
        self.root_w = localiser.root_weights(force_n, left_out)
        self.measured = np.where(left_out, 0.0, force_n) * self.root_w
        self.likely = np.empty((n, k, 3))
        for index, guess in enumerate(guesses):
            for number, value in enumerate((guess.x_mm, guess.y_mm, guess.spread)):
                self.likely[:, index, number] = value
        sigma = [(guess.place_sigma_mm, guess.place_sigma_mm, guess.spread_sigma) for guess in guesses]
        self.precision = np.array(sigma) ** -2.0
        self.force_n = np.array([guess.force_n for guess in guesses])
        self.force_precision = np.array([guess.force_sigma_n for guess in guesses]) ** -2.0
        self.at = self.likely.copy()
        for index, guess in enumerate(guesses):
            if guess.start_mm is not None:
                self.at[:, index, 0], self.at[:, index, 1] = guess.start_mm
        self.force = np.empty((n, k))
        self.shares = np.empty((n, k, force_n.shape[1]))
        self.misfit = np.empty(n)
        self.matrix = np.empty((n, 4 * k, 4 * k))

    def fitted(self, steps: int) -> SeveralFit:
        """Walk until each moment has arrived, by itself, or the steps are used up."""
        moving = np.arange(len(self.at))
        tables = self._tables(moving)
        for left in range(steps, -1, -1):
            right = self._normal(moving, tables)
            if not left:
                break
            step = self._steps(moving, right)
            on = (np.abs(step) > (_ENOUGH_MM, _ENOUGH_MM, _ENOUGH_SPREAD)).any(axis=(1, 2))
            if not on.any():
                break
            moving, step = moving[on], step[on]
            at = self.at[moving] + step
            at[:, :, 2] = np.minimum(np.maximum(at[:, :, 2], 0.0), 1.0)
            self.at[moving] = at
            tables = self._tables(moving)
            self._bring_inside(moving, tables)
        k = self.force.shape[1]
        # of the variance of what is sought, the forces' uncertainty is a part
        variance = np.linalg.inv(self.matrix)
        index = 4 * np.arange(k)
        sigma = np.sqrt(np.maximum(0.5 * (variance[:, index + 1, index + 1] + variance[:, index + 2, index + 2]), 0.0))
        x, y, spread = (np.ascontiguousarray(self.at[:, :, i]) for i in range(3))
        return SeveralFit(x, y, spread, self.force, sigma, self.misfit, self.force[:, :, None] * self.shares)

    def _tables(self, rows: NDArray[np.intp]) -> Array:
        """Shares of the contacts where they are, with their slopes, (m, k, 4, n_taxels + 1)."""
        at = self.at[rows]
        x, y, spread = (at[:, :, i].ravel() for i in range(3))
        tables = self.localiser.tables_at(x, y, spread)
        return np.asarray(tables.reshape(*at.shape[:2], *tables.shape[1:]))

    def _normal(self, rows: NDArray[np.intp], tables: Array) -> Array:
        """The normal equations (m, 4k, 4k), of each contact's force, x, y and spread, put where they are kept.

        Forces, shares and costs as well; the right side (m, 4k) is given.
        """
        m, k = tables.shape[:2]
        root_w = self.root_w[rows]
        columns = np.empty((m, 1 + 4 * k, root_w.shape[1]))
        columns[:, 0] = self.measured[rows]
        weighed = columns[:, 1:].reshape(m, k, 4, root_w.shape[1])
        np.multiply(tables[:, :, :, :-1], root_w[:, None, None, :], out=weighed)
        whole = np.matmul(columns, columns.transpose(0, 2, 1))
        onto, gram = whole[:, 0, 1:], whole[:, 1:, 1:]
        own = gram[:, ::4, ::4] + np.diag(self.force_precision + _TINY)
        force = _not_negative(own, onto[:, ::4] + self.force_precision * self.force_n)
        explained = _sum_over(force[:, :, None] * gram[:, ::4])
        rest = onto - explained
        misfit = whole[:, 0, 0] - _sums(force * (onto[:, ::4] + rest[:, ::4]))
        # the slopes of a contact's template count as often as its force
        by = np.repeat(force, 4, axis=1)
        by[:, ::4] = 1.0
        matrix = gram * by[:, :, None] * by[:, None, :]
        right = rest * by
        # The forces are the best there are already, with what is known of them: they take up no part of it.
        right[:, ::4] = 0.0
        precision = np.column_stack((self.force_precision + _TINY, self.precision)).ravel()
        index = np.arange(4 * k)
        matrix[:, index, index] = matrix[:, index, index] * (1.0 + _DAMPING) + precision
        right.reshape(m, k, 4)[:, :, 1:] += self.precision * (self.likely[rows] - self.at[rows])
        self.force[rows], self.shares[rows], self.matrix[rows] = force, tables[:, :, 0, :-1], matrix
        self.misfit[rows] = np.maximum(misfit, 0.0)
        return np.asarray(right)

    def _steps(self, rows: NDArray[np.intp], right: Array) -> Array:
        """Steps (m, k, 3) of place and spread, none longer than its straight line is believed."""
        m, k = len(rows), self.force.shape[1]
        step = np.linalg.solve(self.matrix[rows], right[:, :, None])[:, :, 0].reshape(m, k, 4)[:, :, 1:]
        far = np.maximum(np.sqrt(step[:, :, 0] ** 2 + step[:, :, 1] ** 2), _STEP_MM) / _STEP_MM
        step[:, :, :2] /= far[:, :, None]
        step[:, :, 2] = np.minimum(np.maximum(step[:, :, 2], -_STEP_SPREAD), _STEP_SPREAD)
        return np.asarray(step)

    def _bring_inside(self, rows: NDArray[np.intp], tables: Array) -> None:
        """Set places that are beyond the outline on it: outside of it no tile tells where a contact is.

        ``tables`` are those of the places, and become those of the new ones.
        """
        beyond = tables[:, :, 0, -1] < HAIR_MM
        if not beyond.any():
            return
        at = self.at[rows]
        x, y, spread = (at[:, :, i][beyond] for i in range(3))
        x, y = inside_of(x, y, tables[beyond])
        at[beyond] = np.column_stack((x, y, spread))
        self.at[rows] = at
        tables[beyond] = self.localiser.tables_at(x, y, spread)


def _sum_over(values: Array) -> Array:
    """Sum (n, m) over the contacts of (n, k, m), one by one."""
    total: Array = values[:, 0].copy()
    for index in range(1, values.shape[1]):
        total += values[:, index]
    return total


def _sums(values: Array) -> Array:
    """Sum (n,) of (n, k), one by one."""
    return _sum_over(values[:, :, None])[:, 0]


def _not_negative(gram: Array, right: Array) -> Array:
    """Forces (n, k) of the least squares problem none below 0: a negative one is set to 0, the rest refitted."""
    if gram.shape[1] == 1:
        return np.asarray(np.maximum(right / gram[:, 0], 0.0))
    if gram.shape[1] == 2:
        return _of_two(gram, right)
    force = np.linalg.solve(gram, right[:, :, None])[:, :, 0]
    index = np.arange(gram.shape[1])
    below = np.zeros(force.shape, dtype=np.bool_)
    for _ in range(gram.shape[1] - 1):
        if not (force <= 0.0).any():
            break
        below |= force <= 0.0  # one that was set to 0 before stays there
        held, wanted = gram.copy(), np.where(below, 0.0, right)
        held[:, index, index] += np.where(below, 1e9, 0.0)
        force = np.linalg.solve(held, wanted[:, :, None])[:, :, 0]
    return np.asarray(np.maximum(force, 0.0))


def _of_two(gram: Array, right: Array) -> Array:
    """The same of two forces, in closed form."""
    a, b, d = gram[:, 0, 0], gram[:, 0, 1], gram[:, 1, 1]
    one, other = right[:, 0], right[:, 1]
    determinant = np.maximum(a * d - b * b, _TINY * _TINY)
    first, second = (d * one - b * other) / determinant, (a * other - b * one) / determinant
    force = np.empty(right.shape)
    force[:, 0] = np.where(second <= 0.0, one / a, first)
    force[:, 1] = np.where(first <= 0.0, other / d, second)
    force[(first <= 0.0) & (second <= 0.0)] = 0.0
    force[:, 0][first <= 0.0] = 0.0
    force[:, 1][second <= 0.0] = 0.0
    return np.asarray(np.maximum(force, 0.0))
