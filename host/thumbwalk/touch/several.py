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
    """One problem: weighted forces and what is known, as arrays (n, k)."""

    def __init__(
        self, localiser: Localiser, force_n: Array, left_out: NDArray[np.bool_], guesses: Sequence[Guess]
    ) -> None:
        self.localiser = localiser
        n = len(force_n)
        self.root_w = localiser.root_weights(force_n, left_out)
        self.measured = (np.where(left_out, 0.0, force_n) * self.root_w)[:, :, None]

        def columns(name: str) -> Array:
            return np.stack([np.broadcast_to(getattr(guess, name), n) for guess in guesses], axis=1).astype(np.float64)

        self.likely = np.stack([columns("x_mm"), columns("y_mm"), columns("spread")], axis=2)
        place, spread = columns("place_sigma_mm") ** -2, columns("spread_sigma") ** -2
        self.precision = np.stack([place, place, spread], axis=2)
        self.force_n, self.force_precision = columns("force_n"), columns("force_sigma_n") ** -2
        self.at = self.likely.copy()
        for index, guess in enumerate(guesses):
            if guess.start_mm is not None:
                self.at[:, index, 0], self.at[:, index, 1] = guess.start_mm

    def fitted(self, steps: int) -> SeveralFit:
        tables = self._tables()
        for _ in range(steps):
            _, _, matrix, right = self._normal(tables)
            step = np.linalg.solve(matrix, right[:, :, None])[:, :, 0].reshape(self.at.shape)
            far = np.maximum(np.sqrt(step[:, :, 0] ** 2 + step[:, :, 1] ** 2), _STEP_MM) / _STEP_MM
            step[:, :, :2] /= far[:, :, None]
            step[:, :, 2] = np.minimum(np.maximum(step[:, :, 2], -_STEP_SPREAD), _STEP_SPREAD)
            self.at = self.at + step
            self.at[:, :, 2] = np.minimum(np.maximum(self.at[:, :, 2], 0.0), 1.0)
            tables = self._tables()
            self._bring_inside(tables)
        force, shares, matrix, _ = self._normal(tables)
        rest = self.measured[:, :, 0] - _sum_over(force[:, :, None] * shares * self.root_w[:, None, :])
        variance = np.linalg.inv(matrix)
        index = 3 * np.arange(force.shape[1])
        sigma = np.sqrt(np.maximum(0.5 * (variance[:, index, index] + variance[:, index + 1, index + 1]), 0.0))
        misfit = np.add.accumulate(rest * rest, axis=1)[:, -1]
        x, y, spread = (np.ascontiguousarray(self.at[:, :, i]) for i in range(3))
        return SeveralFit(x, y, spread, force, sigma, misfit, force[:, :, None] * shares)

    def _tables(self) -> Array:
        """Shares of the contacts where they are, with their slopes, (n, k, 4, n_taxels + 1)."""
        n, k, _ = self.at.shape
        x, y, spread = (self.at[:, :, i].ravel() for i in range(3))
        return self.localiser.tables_at(x, y, spread).reshape(n, k, 4, self.measured.shape[1] + 1)

    def _normal(self, tables: Array) -> tuple[Array, Array, Array, Array]:
        """Forces (n, k), shares (n, k, n_taxels), and the normal equations (n, 3k, 3k), (n, 3k)."""
        n, k, _ = self.at.shape
        shares = tables[:, :, 0, :-1]
        weighed = shares * self.root_w[:, None, :]
        turned = weighed.transpose(0, 2, 1)
        gram = np.matmul(weighed, turned)
        index = np.arange(k)
        gram[:, index, index] += self.force_precision + _TINY
        right = np.matmul(weighed, self.measured)[:, :, 0] + self.force_precision * self.force_n
        force = _not_negative(gram, right)
        rest = self.measured[:, :, 0] - _sum_over(force[:, :, None] * weighed)
        slopes = tables[:, :, 1:, :-1] * self.root_w[:, None, None, :] * force[:, :, None, None]
        slopes = slopes.reshape(n, 3 * k, self.measured.shape[1])
        along = np.matmul(slopes, turned)
        solved = np.linalg.solve(gram, along.transpose(0, 2, 1))
        matrix = np.matmul(slopes, slopes.transpose(0, 2, 1)) - np.matmul(along, solved)
        # The forces are the best there are already, with what is known of them: they take up no part of it.
        gradient = np.matmul(slopes, rest[:, :, None])[:, :, 0]
        index = np.arange(3 * k)
        matrix[:, index, index] *= 1.0 + _DAMPING
        matrix[:, index, index] += self.precision.reshape(n, 3 * k)
        gradient += (self.precision * (self.likely - self.at)).reshape(n, 3 * k)
        return force, shares, matrix, gradient

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
    """Sum (n, m) over the contacts of (n, k, m), one by one."""
    return np.asarray(np.add.accumulate(values, axis=1)[:, -1])


def _not_negative(gram: Array, right: Array) -> Array:
    """Forces (n, k) of the least squares problem none below 0: a negative one is set to 0, the rest refitted."""
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
