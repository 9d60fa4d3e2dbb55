"""A second contact beside the working one: a hand that rests on the foot while the other works.

Two contacts fit the tiles where one does not. Which of the two rests shows in time: the one that stays where it is and
presses evenly while the other moves or varies; and as long as both are still, the one that came later.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.fit import Beside, Fit, Known
from thumbwalk.touch.localise import Localiser

Array = NDArray[np.float64]

BLOCK_S = 0.2
"""Contacts are judged by blocks of this length."""
_APART_MM = 35.0
"""Two tiles: nearer contacts are one to this layout."""
_MISFIT, _UNEXPLAINED_N, _UNEXPLAINED, _PART = 25.0, 0.6, 0.05, 0.25
"""What makes one contact doubtful: a misfit over sixteen tiles' own, with 0.6 N and 5 % of its force unexplained two
tiles away, for a quarter of a block. Higher, and a light second hand is taken for the working one's force."""
_BETTER, _GAIN, _LEAST_N = 0.5, 20.0, 1.0
"""Two contacts are taken when they halve the cost, take 20 off it, and the second has 1 N. Lower, and gain errors
look like hands."""
_HOPELESS, _CLEARLY, _NEARER_MM = 60.0, 0.2, 28.0
"""A misfit that no one contact has on sound taxels; two that explain nearly all of it may be nearer to each other."""
_SAME_MM, _CONFIRM = 20.0, 2
"""Found twice within so many mm, in two blocks one after the other, it is there."""
_SAMPLES = 4
"""Moments of a block that the search fits, the worst ones: more cost time alone."""
_LOOSE_N = 50.0
"""One standard deviation of a new one's force before the search: hands press with less, so that it says next to
nothing."""
_SPREAD = 0.5
"""It is taken to spread as the family's middle does."""
_END_N, _END_BLOCKS = 0.35, 2
"""It is gone after two blocks under this mean: a third of what it is found by, so that it does not come and go."""
_LOST = 60.0
"""A misfit that says, block after block, that the two contacts are not where they are thought to be."""
_EASE = 0.5
"""How fast its likely force follows, a block."""
_SIGMA, _SIGMA_N = 0.5, 0.5
"""How far a moment's force of it may be off the likely one: half of it, and 0.5 N."""
_SEARCH_MM, _REFINE_MM, _TRACK_MM = 9.0, 4.0, 2.0
"""Steps of the search from the tiles' places, of its refinement, and of following it, each halved or so."""
_TRACK_BLOCKS = 3
"""It is followed every so many blocks, 0.6 s: what rests moves slowly."""
_TRAIL, _THERE_MM = 15, 25.0
"""So many blocks, 3 s, are remembered of where the hand worked: what is found within 25 mm of there is that hand,
come down again."""
_STILL, _STILL_MM = 3, 6.0
"""A hand whose last three blocks lie within 6 mm was still, and may be the one that rests."""
_WATCH = 5
"""Blocks, a second, that judge who works; and that two contacts may fit badly."""
_ACTIVE, _MOVES_MM = 0.5, 10.0
"""Pressing and letting go by half of the mean force is work, and so is moving by 10 mm in a second: a resting hand's
wander is less. Lower, and a resting hand works; higher, and soft work rests."""
_BLOCK_AROUND = np.array([[dx, dy] for dx in (-1.0, 0.0, 1.0) for dy in (-1.0, 0.0, 1.0)])
"""A place and its eight neighbours."""


@dataclass(frozen=True, slots=True)
class Second:
    """A contact beside the working one: its place, what each tile carries of it (n_taxels,), and its force.

    It ``rests`` until it moves or varies, too: then two hands work.
    """

    x_mm: float
    y_mm: float
    shares: Array
    force_n: float
    rests: bool = True

    def beside(self, n: int) -> Beside:
        """What a fit of n moments is to know of it."""
        return Beside.repeated(self.shares, self.force_n, max(_SIGMA * self.force_n, _SIGMA_N), n)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a contact did in a block: its mean place (NaN where it was not there), and its force, moment by moment."""

    x_mm: float
    y_mm: float
    force_n: Array


class SecondHand:
    """Follows a second contact through the blocks of one piece.

    Attributes
    ----------
    present : Second or None
        The second contact now.
    """

    def __init__(self, localiser: Localiser) -> None:
        self._localiser = localiser
        self._taxels_mm = localiser.pad.positions_mm
        self.restart()

    def restart(self) -> None:
        """Begin a new piece."""
        self.present: Second | None = None
        self._candidate: Second | None = None
        self._confirmed = 0
        self._ending = 0
        self._lost = 0
        self._age = 0
        self._worked_mm: tuple[float, float] | None = None
        self._trail: deque[tuple[float, float]] = deque(maxlen=_TRAIL)
        self._working: deque[_Seen] = deque(maxlen=2 * _WATCH)
        self._still: deque[_Seen] = deque(maxlen=2 * _WATCH)

    def observe(self, force_n: Array, fit: Fit, fitted: NDArray[np.bool_], left_out: NDArray[np.bool_]) -> bool:
        """Take a block of moments, tile forces (n, n_taxels) and the fits of those that are ``fitted`` (n,).

        Returns whether ``present`` has changed, so that the next moments are to be fitted anew.
        """
        if self.present is None:
            return self._look(force_n[fitted], fit, left_out)
        self._follow(self.present, force_n[fitted], fit, left_out)
        return True

    # -- one contact so far

    def _look(self, force_n: Array, fit: Fit, left_out: NDArray[np.bool_]) -> bool:
        if not len(fit):
            self._candidate, self._worked_mm = None, None
            return False
        if not self._doubtful(force_n, fit, left_out):
            self._candidate = None
            self._worked_mm = (float(fit.x_mm[-1]), float(fit.y_mm[-1]))
            self._trail.append(self._worked_mm)
            self._working.append(_seen(fit.x_mm, fit.y_mm, fit.force_n))
            return False
        found = self._sought(force_n, fit, left_out)
        before, self._candidate = self._candidate, found
        if found is None:
            return False
        same = before is not None and np.hypot(before.x_mm - found.x_mm, before.y_mm - found.y_mm) < _SAME_MM
        self._confirmed = self._confirmed + 1 if same else 1
        if self._confirmed < _CONFIRM:
            return False
        self.present, self._candidate = self._other_than(found, fit), None
        self._ending = self._age = 0
        self._still.clear()
        return True

    def _other_than(self, found: Second, fit: Fit) -> Second:
        """The contact that is not the working hand: the first one where the second was found on the hand's trail."""
        place = np.array([np.median(fit.x_mm), np.median(fit.y_mm)])
        if _moved_mm(list(self._working)[-_STILL:]) > _STILL_MM:
            return found
        trail = np.array(self._trail).reshape(-1, 2)
        trail = trail[np.hypot(*(trail - place).T) > _APART_MM]
        if (np.hypot(*(trail - np.array([found.x_mm, found.y_mm])).T) < _THERE_MM).any():
            return self._second_at(place, float(np.median(fit.force_n)))
        return found

    def _doubtful(self, force_n: Array, fit: Fit, left_out: NDArray[np.bool_]) -> bool:
        """Whether one contact leaves force unexplained two tiles away from it, for a quarter of the time and more."""
        if float(fit.misfit.max()) <= _MISFIT:
            return False
        beyond = self._unexplained_n(force_n, fit, left_out)
        much = (fit.misfit > _MISFIT) & (beyond > np.maximum(_UNEXPLAINED_N, _UNEXPLAINED * fit.force_n))
        if not left_out.any():
            much |= fit.misfit > _HOPELESS
        return bool(np.count_nonzero(much) >= max(1, _PART * len(fit)))

    def _unexplained_n(self, force_n: Array, fit: Fit, left_out: NDArray[np.bool_]) -> Array:
        """What the tiles farther than two tiles from the fitted contact show beyond the fit, (n,)."""
        away2 = (self._taxels_mm[:, 0] - fit.x_mm[:, None]) ** 2 + (self._taxels_mm[:, 1] - fit.y_mm[:, None]) ** 2
        beyond = np.where((away2 > _APART_MM**2) & ~left_out, np.maximum(force_n - fit.model_n, 0.0), 0.0)
        return np.asarray(np.add.accumulate(beyond, axis=1)[:, -1])

    def _sought(self, force_n: Array, fit: Fit, left_out: NDArray[np.bool_]) -> Second | None:
        """The best second contact for some moments of a block; None where two contacts are no better than one."""
        # Where one contact explains least: a hand that taps is seen for a part of the time only.
        rows = np.sort(np.argsort(self._unexplained_n(force_n, fit, left_out), kind="stable")[-_SAMPLES:])
        some = force_n[rows]
        starts = self._taxels_mm
        if self._worked_mm is not None:
            away = np.hypot(*(starts - np.array(self._worked_mm)).T)
            starts = starts[away >= _APART_MM]
        if not len(starts):
            return None
        place, cost, found = self._best(some, starts, left_out)
        for step_mm in (_SEARCH_MM, _REFINE_MM, _TRACK_MM):
            place, cost, found = self._best(some, place + step_mm * _BLOCK_AROUND, left_out)
        beside_n = float(np.median(found.beside_n))
        gap_mm = float(np.median(np.hypot(found.x_mm - place[0], found.y_mm - place[1])))
        single = float(fit.misfit[rows].mean())
        if beside_n < _LEAST_N or cost > _BETTER * single or single - cost < _GAIN:
            return None
        clear = single > _HOPELESS and cost < _CLEARLY * single and not left_out.any()
        if gap_mm < (_NEARER_MM if clear else _APART_MM):
            return None
        return self._second_at(place, beside_n)

    def _best(
        self, force_n: Array, places_mm: Array, left_out: NDArray[np.bool_], known: Second | None = None
    ) -> tuple[Array, float, Fit]:
        """The place of the second contact, among some, that fits a few moments best; its mean cost, and the fits."""
        n = len(force_n)
        shares = self._localiser.shares_at(places_mm[:, 0], places_mm[:, 1], np.full(len(places_mm), _SPREAD))
        force = np.tile(force_n, (len(places_mm), 1))
        beside = np.repeat(shares, n, axis=0)
        # What the tiles under it show is a start; the fit is free to find another force.
        guess = np.sum(force * beside, axis=1) / np.maximum(np.sum(beside * beside, axis=1), 1e-9)
        if known is None:
            sigma = np.full(len(force), _LOOSE_N)
        else:
            guess, sigma = (
                np.full(len(force), known.force_n),
                np.full(len(force), max(_SIGMA * known.force_n, _SIGMA_N)),
            )
        fit = self._localiser.fit(force, Known(left_out, Beside(beside, guess, sigma)))
        cost = fit.misfit.reshape(-1, n).mean(axis=1)
        best = int(np.argmin(cost))
        return places_mm[best], float(cost[best]), fit.cut(best * n, (best + 1) * n)

    def _second_at(self, place_mm: Array, force_n: float, rests: bool = True) -> Second:
        shares = self._localiser.shares_at(place_mm[:1], place_mm[1:2], np.array([_SPREAD]))[0]
        return Second(float(place_mm[0]), float(place_mm[1]), shares, force_n, rests)

    # -- a second one there

    def _follow(self, present: Second, force_n: Array, fit: Fit, left_out: NDArray[np.bool_]) -> None:
        self._age += 1
        beside_n = fit.beside_n
        mean_n = float(beside_n.mean()) if len(fit) else 0.0
        self._ending = self._ending + 1 if mean_n < _END_N else 0
        self._lost = self._lost + 1 if len(fit) and float(fit.misfit.mean()) > _LOST else 0
        if self._ending >= _END_BLOCKS or self._lost >= _WATCH:
            self.present, self._candidate, self._lost = None, None, 0
            return
        if not len(fit):
            self.present = replace(present, force_n=(1.0 - _EASE) * present.force_n)
            return
        works = fit.force_n > _LEAST_N
        self._working.append(_seen(fit.x_mm[works], fit.y_mm[works], fit.force_n))
        force = (1.0 - _EASE) * present.force_n + _EASE * float(np.median(beside_n))
        present = replace(present, force_n=force)
        if self._age % _TRACK_BLOCKS == 0 and force > _LEAST_N:
            rows = np.unique(np.linspace(0, len(fit) - 1, _SAMPLES).round().astype(int))
            place = np.array([present.x_mm, present.y_mm]) + _TRACK_MM * _BLOCK_AROUND
            best, _, _ = self._best(force_n[rows], place, left_out, present)
            present = self._second_at(best, force, present.rests)
        self._still.append(_seen(np.full(1, present.x_mm), np.full(1, present.y_mm), beside_n))
        self.present = self._judged(present, fit)

    def _judged(self, present: Second, fit: Fit) -> Second:
        """The second contact, or the first in its stead: the one that is still rests if the other works."""
        if len(self._still) < _WATCH:
            return present
        if not _works(self._still):
            return replace(present, rests=True)
        if _works(self._working) or not len(fit):
            return replace(present, rests=False)
        self._age, self._ending = 0, 0
        self._still, self._working = self._working, self._still
        place = np.array([np.median(fit.x_mm), np.median(fit.y_mm)])
        return self._second_at(place, float(np.median(fit.force_n)))


def _seen(x_mm: Array, y_mm: Array, force_n: Array) -> _Seen:
    x, y = (float(np.mean(v)) if len(v) else np.nan for v in (x_mm, y_mm))
    return _Seen(x, y, force_n)


def _works(seen: deque[_Seen]) -> bool:
    """Whether a contact moved, or pressed and let go and pressed again, in the last blocks; coming or going is none."""
    force = np.concatenate([one.force_n for one in seen])
    fall = float((np.maximum.accumulate(force) - force).max())
    rise = float((force - np.minimum.accumulate(force)).max())
    moved_mm = _moved_mm(list(seen)[-_WATCH:])
    return min(rise, fall) > _ACTIVE * max(float(force.mean()), 0.5) or moved_mm > _MOVES_MM


def _moved_mm(seen: Sequence[_Seen]) -> float:
    """How far apart the places of some blocks lie."""
    x, y = (np.array([getattr(one, name) for one in seen]) for name in ("x_mm", "y_mm"))
    if np.isnan(x).all():
        return 0.0
    return float(np.hypot(np.nanmax(x) - np.nanmin(x), np.nanmax(y) - np.nanmin(y)))
