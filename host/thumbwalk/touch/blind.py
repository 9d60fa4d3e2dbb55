"""One contact beside taxels that are left out: its neighbours say too little, and where it was a moment ago helps.

All that does not depend on what came before is fitted for all moments at once. Where the contact was is then followed
from step to step, each by its last moment alone, as a Kalman filter does (Kalman 1960): what explains that moment
best, with where the contact was, and how far from there that draws it. In the end all moments are fitted once more,
each with where the contact was before its step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.fit import Fit, Known
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.whereabouts import Whereabouts

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Way = tuple[float, ...]
"""How a moment can be explained: x, y, the place's variance, cost, and the force that neighbours bear out."""

FIRM_N = 1.0
"""From this force on a contact's place is kept for blind fits."""
_ASIDE_MM = 50.0
"""A contact so far from all left-out tiles, two tiles, puts nothing on them that is missed: it is fitted as if all were
sound."""
_MUCH, _BORNE_OUT = 0.3, 1.15
"""What a left-out tile hides is borne out by each tile that should have at least this part of what the most pressed one
should; and so many times over, for the tiles' own errors."""
_DOUBTFUL = 25.0
"""A cost that a sound fit on 16 tiles does not have."""
_FAR = 2.0
"""What explains a moment so many standard deviations from where the contact was may be two contacts at once, taken for
one between them on the tile that says nothing: then it is sought from where it was."""
_TINY = 1e-9
"""So little is nothing: it only keeps a division from zero."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Where the steps of a tenth of a second end among some moments, and what was known of the contact there."""

    stops: list[int]
    where: list[Whereabouts]

    def at(self, n: int) -> Whereabouts:
        """What is known after the first n moments."""
        index = max(i for i, stop in enumerate(self.stops) if stop <= n)
        where = self.where[index].copied()
        where.room -= n - self.stops[index]
        return where


class Blind:
    """Fits contacts beside left-out taxels.

    Parameters
    ----------
    localiser : Localiser
    left_out : (n_taxels,) bool
        At least one.
    spread, spread_sigma : float
        How widely contacts likely spread, with one standard deviation.
    """

    def __init__(self, localiser: Localiser, left_out: Bools, spread: float, spread_sigma: float) -> None:
        self._localiser = localiser
        self._left_out = left_out
        self._out_mm = localiser.pad.positions_mm[left_out]
        self._known = Known(left_out, None, spread, spread_sigma, aside=True)

    def fit(self, some_n: Array, fitted: Bools, where: Whereabouts) -> tuple[Fit, Steps]:
        """Fits of the ``fitted`` ones among moments, of tile forces ``some_n`` (m, n_taxels), and their steps' ends.

        ``where`` is what is known before the first of them.
        """
        fit = self._localiser.fit(some_n, self._known)
        hard = np.flatnonzero((self._away_mm(fit) < _ASIDE_MM) | (fit.misfit > _DOUBTFUL))
        if not len(hard):
            return fit, self._followed(fitted, where, [fit], some_n)
        begun = fit.x_mm[hard], fit.y_mm[hard]
        starts = [begun, *((np.full(len(hard), x), np.full(len(hard), y)) for x, y in self._out_mm)]
        ways = []
        for start in starts:
            way = fit.copied()
            way.put(self._localiser.fit(some_n[hard], replace(self._known, start_mm=start)), hard)
            ways.append(way)
        steps = self._followed(fitted, where, ways, some_n)
        return self._near(some_n, hard, ways, self._befores(fitted, steps)), steps

    def _away_mm(self, fit: Fit) -> Array:
        """How far contacts (n,) are from the nearest left-out taxel."""
        x, y = self._out_mm[:, 0] - fit.x_mm[:, None], self._out_mm[:, 1] - fit.y_mm[:, None]
        return np.asarray(np.sqrt((x * x + y * y).min(axis=1)))

    def _followed(self, fitted: Bools, where: Whereabouts, ways: list[Fit], some_n: Array) -> Steps:
        """Where the contact was at each step's end, by the ``ways`` in which that moment can be explained."""
        n = len(fitted)
        stops = [*range(min(where.room, n), n, where.rows), n] if n else []
        rows = np.cumsum(fitted)[np.array(stops, dtype=np.intp) - 1] - 1
        lasts = [way.at(np.maximum(rows, 0)) for way in ways] if len(some_n) else []
        firm_n = [self._firm_n(some_n[np.maximum(rows, 0)], one).tolist() for one in lasts]
        told = [np.column_stack((one.x_mm, one.y_mm, one.sigma_mm**2, one.misfit)).tolist() for one in lasts]
        found, where, at = Steps([0], [where.copied()]), where.copied(), 0
        for index, stop in enumerate(stops):
            place = None
            if fitted[stop - 1]:
                moment = [(*way[index], force[index]) for way, force in zip(told, firm_n, strict=True)]
                place = self._place(moment, where, some_n[rows[index] : rows[index] + 1])
            where.take(stop - at, place)
            found.stops.append(stop)
            found.where.append(where.copied())
            at = stop
        return found

    def _place(self, ways: list[Way], where: Whereabouts, moment_n: Array) -> tuple[float, float] | None:
        """Where the contact is at a step's last moment, if it is firm."""
        place, far = _best(ways, where)
        if not far:
            return place
        known = replace(self._known, aside=False, near_mm=where.near_mm, near_sigma_mm=where.sigma_mm)
        there = self._localiser.fit(moment_n, known)
        return (float(there.x_mm[0]), float(there.y_mm[0])) if self._firm_n(moment_n, there)[0] > FIRM_N else None

    def _firm_n(self, some_n: Array, fit: Fit) -> Array:
        """What neighbours of left-out tiles bear out of contacts' forces, (n,)."""
        return np.asarray(fit.force_n * borne_out(some_n, fit.model_n[:, None], self._left_out, fit.misfit)[1][:, 0])

    @staticmethod
    def _befores(fitted: Bools, steps: Steps) -> Array:
        """Place of the contact before each moment's step and how far it likely got since, (n, 3); NaN: unknown."""
        sizes = np.diff(steps.stops)
        known = [(*(one.near_mm or (np.nan, np.nan)), one.sigma_mm) for one in steps.where[:-1]]
        return np.asarray(np.repeat(np.array(known).reshape(-1, 3), sizes, axis=0)[fitted])

    def _near(self, some_n: Array, hard: NDArray[np.intp], ways: list[Fit], before: Array) -> Fit:
        """The best of the ways moment by moment, with where the contact was; there all start that are fitted again."""
        x, y, sigma = before.T
        costs, far, starts = [], [], []
        for index, way in enumerate(ways):
            both = sigma**2 + way.sigma_mm**2
            off2 = ((way.x_mm - x) ** 2 + (way.y_mm - y) ** 2) / both
            part = way.sigma_mm**2 / both
            far.append(off2 > _FAR**2)
            off2[far[-1] & (index > 0)] = np.inf
            costs.append(way.misfit + np.where(np.isnan(x), 0.0, off2))
            starts.append((way.x_mm + part * (x - way.x_mm), way.y_mm + part * (y - way.y_mm)))
        best = np.argmin(costs, axis=0)
        fit = ways[0].copied()
        for index, way in enumerate(ways[1:], 1):
            mine = np.flatnonzero(best == index)
            fit.put(way.at(mine), mine)
        rows = hard[~np.isnan(x[hard])]
        again = np.array(far)[best[rows], rows]
        for mine, is_far in ((rows[~again], False), (rows[again], True)):
            if len(mine):
                start_x, start_y = np.array(starts)[best[mine], :, mine].T
                known = replace(
                    self._known,
                    aside=False,
                    near_mm=(x[mine], y[mine]),
                    near_sigma_mm=sigma[mine],
                    start_mm=None if is_far else (start_x, start_y),
                )
                fit.put(self._localiser.fit(some_n[mine], known), mine)
        return fit


def _best(ways: list[Way], where: Whereabouts) -> tuple[tuple[float, float] | None, bool]:
    """Place of the way that is best with where the contact was, if it is firm; and whether that is far away.

    From a left-out tile, as all but the first do, no way is gone far.
    """
    if where.near_mm is None:
        x, y, _, _, force_n = min(ways, key=lambda way: way[3])
        return (x, y) if force_n > FIRM_N else None, False
    near_x, near_y = where.near_mm
    best, least, far = None, np.inf, False
    for index, (x, y, variance, cost, force_n) in enumerate(ways):
        both = variance + where.sigma_mm**2
        off2 = ((x - near_x) ** 2 + (y - near_y) ** 2) / both
        if cost + off2 < least and not (index and off2 > _FAR**2):
            part = variance / both
            place = x + part * (near_x - x), y + part * (near_y - y)
            best, least, far = (place if force_n > FIRM_N else None), cost + off2, off2 > _FAR**2
    return best, far


def borne_out(force_n: Array, models_n: Array, left_out: Bools, misfit: Array) -> tuple[Array, Array]:
    """Models (n, k, n_taxels) with no more on left-out tiles than neighbours show, and what is left of each (n, k).

    Each contact's part on the tiles that it should press much, less what the others put there, over what it should be:
    the least of these ratios bounds it. A contact made up on a left-out tile has a neighbour that shows nothing of it.
    And what a fit fills in is believed the less the worse it fits (``misfit``, (n,)) what is there.
    """
    believed = _DOUBTFUL / np.maximum(misfit, _DOUBTFUL)
    bounded, parts = models_n.copy(), np.ones(models_n.shape[:2])
    for i in range(models_n.shape[1]):
        seen = np.where(left_out, 0.0, models_n[:, i])
        others = sums_of(np.delete(models_n, i, axis=1), axis=1) if models_n.shape[1] > 1 else np.zeros(force_n.shape)
        much = seen > _MUCH * seen.max(axis=1, keepdims=True, initial=0.0) + _TINY
        ratio = np.where(much, (force_n - others) / np.where(much, seen, 1.0), np.inf).min(axis=1, initial=1.0)
        part = np.minimum(np.maximum(_BORNE_OUT * ratio, 0.0), 1.0) * believed
        bounded[:, i, left_out] *= part[:, None]
        whole = sums_of(models_n[:, i])
        parts[:, i] = sums_of(bounded[:, i]) / np.maximum(whole, _TINY)
    return bounded, parts


def sums_of(values: Array, axis: int = 1) -> Array:
    """Sum along the axis, one by one, so that the last bits do not depend on n."""
    return np.asarray(np.add.accumulate(values, axis=axis).take(-1, axis=axis))
