"""Where and how hard one contact presses: the layer's response fitted to the tiles' forces, moment by moment.

The fit minimises ``sum_k (f_k - F t_k(x, y, spread))^2 / (s0^2 + (g f_k)^2)`` over place, force and spread. F has a
closed form (variable projection: Golub and Pereyra 1973); the rest is Gauss-Newton from the centre of pressure. How
widely a contact spreads, which no one knows beforehand (the layer as built, the thumb), is one parameter with a prior.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.touch.fit import SPREAD_SIGMA, Fit, Known
from thumbwalk.touch.tables import tables_of

Array = NDArray[np.float64]

_INSET_MM = 7.0
"""A thumb has a radius: nearer to the outline than this its centre is less likely, by a Gaussian of as many mm."""
_RIM_MM = 0.7
"""Softness of the outline itself."""
HAIR_MM = 0.02
"""How far inside a place on the outline is set, so that rounding does not put it beyond."""
_STEP_MM, _STEP_BONDED_MM = 10.0, 6.0
"""The longest step: farther, and the straight line that the step is taken by is not the response any more."""
_STEPS, _STEPS_BONDED = 4, 5
"""Steps from a good start; fewer leave the contact nearer to the centre of pressure, more cost time. A bonded layer's
response is more peaked: of 4000 presses anywhere on it a half-space's steps left 2.4 % beside the minimum, 1.3 % so far
that they were doubted, and these leave 0.5 and 0.1 %; of a half-space's 0.2 and 0 % are."""
_DONE_MM, _DONE_SPREAD = 0.05, 0.005
"""On a bonded layer a moment that has so little to go yet is at its minimum: a tenth of what noise moves a place by.
A half-space's moments take all their steps: practices are kept that were scored so."""
_STEPS_POOR = 9
"""With taxels left out, or beside another contact, the start is poor, and the way longer."""
_DAMPING = 1e-3
"""Keeps the normal equations solvable where a contact touches one tile only. It slows the way, and moves no
minimum."""
_HIDDEN, _HIDDEN_N, _HIDDEN_FROM_N, _NEIGHBOURS = 30.0, 0.1, 0.15, 5
"""A left-out taxel hides likely not more than so many times what its nearest neighbours show beyond noise, and so much
besides: without any force about it there is none under it."""
_MUCH = 0.4
"""Tiles that carry more than this part of the largest share say whether a contact beside fits; the start alone
depends on it."""
_TINY = 1e-12
"""Keeps quotients finite."""
MOST_TAXELS = 100
"""Layouts of more taxels are dense: no fit is made on them."""
_NOTHING = Known()


def can_localise(pad: Pad) -> bool:
    """Whether a layout says enough (positions, outline and layer) for contacts to be fitted on it.

    On a dense mat the centre of pressure is as good, and the fit's tables would fill the memory.
    """
    said = pad.has_positions and pad.outline_mm is not None and pad.layer_mm is not None
    return said and pad.n_taxels <= MOST_TAXELS


class Localiser:
    """Fits one contact to each moment's tile forces. It remembers nothing: moments do not depend on each other.

    Each moment's numbers are the same to the bit whatever it is fitted together with: all is element by element, or a
    stack of small products of one fixed size.

    Parameters
    ----------
    pad : Pad
        With positions, outline and layer.
    gain_error : float
        Likely error of a tile's gain, as a fraction.
    noise_n : float
        Likely error of a tile's force where there is none, in newtons.

    Raises
    ------
    LayoutError
        When the layout does not say enough (see ``can_localise``).
    """

    def __init__(self, pad: Pad, *, gain_error: float = 0.08, noise_n: float = 0.06) -> None:
        self.pad = pad
        self.gain_error = gain_error
        self.noise_n = noise_n
        bonded = pad.layer_law == "bonded"
        self._step_mm, self._steps = (_STEP_BONDED_MM, _STEPS_BONDED) if bonded else (_STEP_MM, _STEPS)
        self._done_mm = _DONE_MM if bonded else 0.0
        self._tables = tables_of(pad)
        self._taxels_mm = pad.positions_mm
        away = np.hypot(*(self._taxels_mm[:, None] - self._taxels_mm[None]).transpose(2, 0, 1))
        self._nearest = np.argsort(away, axis=1)[:, 1 : _NEIGHBOURS + 1]

    def fit(self, force_n: Array, known: Known = _NOTHING) -> Fit:
        """Fit a contact to each of n moments of tile forces (n, n_taxels), by what is ``known`` of them.

        A contact that is there beside it is projected out with a force of its own. A thumb on a left-out taxel shows at
        its neighbours only, and their centre of pressure starts the fit on the wrong side: then each left-out taxel is
        a start too, and the best of the fits is kept, which is the worse the farther a contact would have jumped.
        """
        n, n_taxels = force_n.shape
        root_w = np.zeros((n, 1, n_taxels + 1))
        root_w[:, 0, :-1] = 1.0 / np.sqrt(self.noise_n**2 + (self.gain_error * force_n) ** 2)
        measured = np.zeros((n, 1, n_taxels + 1))
        measured[:, 0, :-1] = force_n
        measured *= root_w
        beside, blind, other = known.beside, known.blind, None
        if beside is not None:
            # The last column, which no tile has, holds what is known of the other contact's force.
            seen = root_w[:, :, :-1] * ~np.isin(np.arange(n_taxels), blind)
            other = np.concatenate((beside.shares[:, None] * seen, 1.0 / beside.sigma_n[:, None, None]), axis=2)
            measured[:, 0, -1] = beside.force_n / beside.sigma_n
            force_n = force_n - _at_most_n(force_n, beside.shares * (seen[:, 0] > 0.0))[:, None] * beside.shares
        if len(blind):
            root_w[:, 0, blind] = 1.0 / (_HIDDEN * self._about(force_n, blind) + _HIDDEN_N)
            measured[:, 0, blind] = 0.0
        starts = [self.centre_of_pressure(force_n)]
        if not known.aside:
            for x_mm, y_mm in self._taxels_mm[blind] if known.near_mm is None else [known.near_mm]:
                starts.append((np.full(n, x_mm), np.full(n, y_mm)))
        return self._fit_best(_Problem(measured, root_w, other, known), starts)

    def shares_at(self, x_mm: Array, y_mm: Array, spread: Array) -> Array:
        """What each tile carries of contacts at places (n,), (n, n_taxels)."""
        return self._tables.at(x_mm, y_mm, spread)[:, 0, :-1]

    def tables_at(self, x_mm: Array, y_mm: Array, spread: Array) -> Array:
        """Shares with their slopes along x, y and spread, (n, 4, n_taxels + 1); the last column is the inset's."""
        return self._tables.at(x_mm, y_mm, spread)

    def root_weights(self, force_n: Array, left_out: NDArray[np.bool_]) -> Array:
        """One over a standard deviation of each tile's force (n, n_taxels); a left-out one tells next to nothing."""
        root_w: Array = 1.0 / np.sqrt(self.noise_n**2 + (self.gain_error * force_n) ** 2)
        blind = np.flatnonzero(left_out)
        if len(blind):
            root_w[:, blind] = 1.0 / (_HIDDEN * self._about(force_n, blind) + _HIDDEN_N)
        return root_w

    def _about(self, force_n: Array, blind: NDArray[np.intp]) -> Array:
        """What the neighbours of left-out taxels show beyond noise, (n, n_blind)."""
        seen = force_n.copy()
        seen[:, blind] = 0.0
        sums = np.stack([np.add.accumulate(seen[:, self._nearest[k]], axis=1)[:, -1] for k in blind], axis=1)
        return np.maximum(sums - _HIDDEN_FROM_N, 0.0)

    def _fit_best(self, problem: _Problem, starts: list[tuple[Array, Array]]) -> Fit:
        """Moment by moment the fit of the lowest cost, which is higher the farther a contact jumps.

        The fits from all the starts, each of places (n,), are made at once: a few moments' cost is that of the calls.
        """
        if len(starts) == 1:
            return self._fit_from(problem, *starts[0])
        x, y = (np.concatenate(places) for places in zip(*starts, strict=True))
        fit = self._fit_from(problem.repeated(len(starts)), x, y)
        n = len(x) // len(starts)
        best = _cost(fit, problem.prior).reshape(len(starts), n).argmin(axis=0)
        return fit.at(best * n + np.arange(n))

    def _fit_from(self, problem: _Problem, x: Array, y: Array) -> Fit:
        """Fits that start at given places (n,); each moment walks until it has next to nothing to go, or enough."""
        prior = problem.prior
        spread = np.full(len(x), prior.spread)
        lost = len(prior.blind) > 0 and prior.near_mm is None and not prior.aside
        poor = prior.beside is not None or lost
        walking, rest = np.arange(len(x)), problem
        x, y = x.copy(), y.copy()
        for _ in range(_STEPS_POOR if poor else self._steps):
            here = x[walking], y[walking], spread[walking]
            dx, dy, ds = _solved(*self._normal(rest, *here).equations)
            far = np.sqrt(dx * dx + dy * dy)
            shrink = self._step_mm / np.maximum(far, self._step_mm)
            wider = np.minimum(np.maximum(here[2] + shrink * ds, 0.0), 1.0)
            x[walking], y[walking], spread[walking] = here[0] + shrink * dx, here[1] + shrink * dy, wider
            goes_on = (far >= self._done_mm) | (np.abs(wider - here[2]) >= _DONE_SPREAD)
            if not goes_on.all():
                walking, rest = walking[goes_on], rest.at(goes_on)
            if not len(walking):
                break
        end = self._normal(problem, x, y, spread)
        if (end.inset_mm < HAIR_MM).any():
            x, y = self.brought_inside(x, y, spread)
            end = self._normal(problem, x, y, spread)
        sigma_mm = np.sqrt(0.5 * np.maximum(_place_variance(end.equations[0]), 0.0))
        spread_sigma = np.sqrt(_spread_variance(end.equations[0]))
        model_n = end.force_n[:, None] * end.shares
        return Fit(x, y, end.force_n, sigma_mm, spread, spread_sigma, end.cost, end.beside_n, model_n)

    def centre_of_pressure(self, force_n: Array) -> tuple[Array, Array]:
        """Centre of pressure (n,), (n,) of the tiles that push."""
        pushing = np.maximum(force_n, 0.0) + _TINY
        sums = np.matmul(pushing[:, None, :], np.column_stack((np.ones(len(self._taxels_mm)), self._taxels_mm)))[:, 0]
        return sums[:, 1] / sums[:, 0], sums[:, 2] / sums[:, 0]

    def _normal(self, problem: _Problem, x: Array, y: Array, spread: Array) -> _Normal:
        """Normal equations of (x, y, spread) at a place, with the forces projected out and the priors put in."""
        tables = self._tables.at(x, y, spread)
        columns = np.concatenate((problem.measured, tables * problem.root_w), axis=1)
        gram = np.matmul(columns, columns.transpose(0, 2, 1))
        beside_n = np.zeros(len(x))
        if problem.other is not None:
            along = np.matmul(columns, problem.other.transpose(0, 2, 1))
            square = np.matmul(problem.other, problem.other.transpose(0, 2, 1))[:, 0, 0]
            gram -= along * along.transpose(0, 2, 1) / square[:, None, None]
        own = np.maximum(gram[:, 1, 1], _TINY)
        force = np.maximum(gram[:, 0, 1] / own, _TINY)
        slope = gram[:, 1, 2:] / own[:, None]
        matrix = gram[:, 2:, 2:] - slope[:, :, None] * gram[:, 1:2, 2:]
        matrix *= (force * force)[:, None, None]
        right = force[:, None] * (gram[:, 0, 2:] - force[:, None] * gram[:, 1, 2:])
        cost = gram[:, 0, 0] - force * gram[:, 0, 1]
        if problem.other is not None:
            beside_n = np.maximum((along[:, 0, 0] - force * along[:, 1, 0]) / square, 0.0)
        prior = problem.prior
        matrix[:, 2, 2] += prior.spread_sigma**-2
        right[:, 2] += (prior.spread - spread) / prior.spread_sigma**2
        if prior.near_mm is not None:
            matrix[:, (0, 1), (0, 1)] += prior.near_sigma_mm**-2
            right[:, 0] += (prior.near_mm[0] - x) / prior.near_sigma_mm**2
            right[:, 1] += (prior.near_mm[1] - y) / prior.near_sigma_mm**2
        inset, edge = tables[:, 0, -1], tables[:, 1:3, -1]
        if inset.min(initial=_INSET_MM) < _INSET_MM:
            # Two one-sided springs that push away from the outline: the thumb's own radius, and the rim.
            stiff = np.where(inset < _INSET_MM, _INSET_MM**-2, 0.0) + np.where(inset < 0.0, _RIM_MM**-2, 0.0)
            push = np.maximum(_INSET_MM - inset, 0.0) / _INSET_MM**2 + np.maximum(-inset, 0.0) / _RIM_MM**2
            matrix[:, :2, :2] += stiff[:, None, None] * edge[:, :, None] * edge[:, None, :]
            right[:, :2] += push[:, None] * edge
        return _Normal((matrix, right), force, beside_n, cost, tables[:, 0, :-1], inset)

    def brought_inside(self, x: Array, y: Array, spread: Array) -> tuple[Array, Array]:
        """Places that ended a little beyond the outline, set on it (one Newton step along the inset's slope)."""
        return inside_of(x, y, self._tables.at(x, y, spread))


def inside_of(x: Array, y: Array, tables: Array) -> tuple[Array, Array]:
    """Places (n,) set on the outline where they are beyond it, by their tables (n, 4, n_taxels + 1)."""
    beyond = np.minimum(tables[:, 0, -1] - HAIR_MM, 0.0)
    gx, gy = tables[:, 1, -1], tables[:, 2, -1]
    steepness = np.maximum(gx * gx + gy * gy, 0.25)
    return x - beyond * gx / steepness, y - beyond * gy / steepness


@dataclass(frozen=True, slots=True)
class _Problem:
    """Weighted forces, the weights and the weighted shares of another contact, each (n, 1, n_taxels + 1)."""

    measured: Array
    root_w: Array
    other: Array | None
    prior: Known

    def repeated(self, times: int) -> _Problem:
        """The same moments so many times, one after the other."""
        other = None if self.other is None else np.tile(self.other, (times, 1, 1))
        return _Problem(np.tile(self.measured, (times, 1, 1)), np.tile(self.root_w, (times, 1, 1)), other, self.prior)

    def at(self, moments: NDArray[np.bool_]) -> _Problem:
        """Some of the moments."""
        other = None if self.other is None else self.other[moments]
        return _Problem(self.measured[moments], self.root_w[moments], other, self.prior)


@dataclass(frozen=True, slots=True)
class _Normal:
    equations: tuple[Array, Array]
    force_n: Array
    beside_n: Array
    cost: Array
    shares: Array
    inset_mm: Array


def _at_most_n(force_n: Array, shares: Array) -> Array:
    """The most force (n,) that a contact of these shares can have: no tile that it presses much carries less of it."""
    much = shares > _MUCH * shares.max(axis=1, keepdims=True, initial=_TINY)
    ratio = np.where(much, force_n / np.where(much, shares, 1.0), np.inf).min(axis=1)
    return np.asarray(np.where(np.isfinite(ratio), np.maximum(ratio, 0.0), 0.0))


def _cost(fit: Fit, prior: Known) -> Array:
    if prior.near_mm is None:
        return fit.misfit
    x_mm, y_mm = prior.near_mm
    return fit.misfit + ((fit.x_mm - x_mm) ** 2 + (fit.y_mm - y_mm) ** 2) / prior.near_sigma_mm**2


def _solved(matrix: Array, right: Array) -> tuple[Array, Array, Array]:
    """Solutions of n damped symmetric 3x3 systems (n, 3, 3), (n, 3), by elimination, element by element."""
    a = matrix[:, 0, 0] * (1.0 + _DAMPING) + _TINY
    d = matrix[:, 1, 1] * (1.0 + _DAMPING) + _TINY
    f = matrix[:, 2, 2] * (1.0 + _DAMPING) + _TINY
    b, c, e = matrix[:, 0, 1], matrix[:, 0, 2], matrix[:, 1, 2]
    ba, ca = b / a, c / a
    d2, e2, f2 = d - ba * b, e - ba * c, f - ca * c
    r1, r2, r3 = right[:, 0], right[:, 1] - ba * right[:, 0], right[:, 2] - ca * right[:, 0]
    ed = e2 / d2
    s = (r3 - ed * r2) / (f2 - ed * e2)
    y = (r2 - e2 * s) / d2
    return (r1 - b * y - c * s) / a, y, s


def _spread_variance(matrix: Array) -> Array:
    """Variance of the spread: the last element of the inverse (n, 3, 3)."""
    a, d, f = matrix[:, 0, 0] + _TINY, matrix[:, 1, 1] + _TINY, matrix[:, 2, 2] + _TINY
    b, c, e = matrix[:, 0, 1], matrix[:, 0, 2], matrix[:, 1, 2]
    e2 = e - b / a * c
    own = f - c * c / a - e2 * e2 / np.maximum(d - b / a * b, _TINY)
    return np.asarray(1.0 / np.maximum(own, 1.0 / SPREAD_SIGMA**2))


def _place_variance(matrix: Array) -> Array:
    """Sum of the variances of x and y: the trace of the place's block of the inverse (n, 3, 3)."""
    a, b, c = matrix[:, 0, 0], matrix[:, 0, 1], matrix[:, 0, 2]
    d, e, f = matrix[:, 1, 1], matrix[:, 1, 2], matrix[:, 2, 2] + _TINY
    # The spread is unknown too: what it explains of the place is taken off (Schur complement).
    a, b, d = a - c * c / f, b - c * e / f, d - e * e / f
    return np.asarray((a + d) / np.maximum(a * d - b * b, _TINY))
