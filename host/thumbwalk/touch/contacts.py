"""Tile forces to contacts through time: the working ones and, beside them, a hand that rests; drift is taken off."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.touch.drift import Drift
from thumbwalk.touch.fit import Fit, Known
from thumbwalk.touch.hands import BLOCK_S, Hands
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.roles import Hand
from thumbwalk.touch.several import SeveralFit
from thumbwalk.touch.spread import Spread
from thumbwalk.touch.whereabouts import Whereabouts

Array = NDArray[np.float64]

_FIRM_N = 1.0
"""From this force on a contact's place is kept for blind fits."""
_ASIDE_MM = 50.0
"""A contact so far from all left-out tiles, two tiles, puts nothing on them that is missed: it is fitted as if all were
sound, where it was as far a moment ago."""
_MERGED_MM, _MERGED_N, _MERGED = 35.0, 0.8, 0.3
"""Two tiles: nearer than this, and weaker than 0.8 N and 0.3 of the resting hand's force, the working contact is the
resting hand's own wander, and counts as resting. Larger, and light work beside a hand is lost; smaller, and its
wander is work."""
_MUCH, _BORNE_OUT = 0.3, 1.15
"""What a left-out tile hides is borne out by each tile that should have at least this part of what the most pressed one
should; and so many times over, for the tiles' own errors."""
_DOUBTFUL = 25.0
"""A cost that a sound fit on 16 tiles does not have."""
_MOST_AHEAD = 16
"""So many blocks of several hands are fitted at once at the most, 3 s; more is thrown away oftener. No number of the
touch depends on it."""
_TINY = 1e-9
"""So little is nothing: it only keeps a division from zero."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contacts moment by moment; all (n,) but ``force_n`` and ``model_n``, which are (n, n_taxels).

    Attributes
    ----------
    force_n : tile forces without their drift.
    fitted : whether a contact was sought.
    x_mm, y_mm, sigma_mm : place of the working contact and its uncertainty; NaN where none was sought.
    contact_n : its force; 0 where none was sought.
    model_n : what each tile carries by the fit of all contacts; of left-out ones what their neighbours bear out.
    second_n, second_x_mm, second_y_mm : force and place of a second contact; 0 and NaN where there is none.
    second_works : whether that is a second working hand's, and not one's that rests.
    resting_n : what a resting hand puts on the tiles that are not left out.
    """

    force_n: Array
    fitted: NDArray[np.bool_]
    x_mm: Array
    y_mm: Array
    sigma_mm: Array
    contact_n: Array
    model_n: Array
    second_n: Array
    second_x_mm: Array
    second_y_mm: Array
    second_works: NDArray[np.bool_]
    resting_n: Array

    def __len__(self) -> int:
        return len(self.fitted)

    def scaled(self, by: float) -> Contacts:
        """The same with forces of another unit."""
        forces = ("force_n", "contact_n", "model_n", "second_n", "resting_n")
        return replace(self, **{name: getattr(self, name) * by for name in forces})

    @staticmethod
    def joined(parts: list[Contacts]) -> Contacts:
        """Contacts one after the other as one."""
        if len(parts) == 1:
            return parts[0]
        return Contacts(*(np.concatenate([getattr(p, name) for p in parts]) for name in Contacts.__dataclass_fields__))


class ContactFinder:
    """Finds contacts in a stream of tile forces, causally: a moment's contacts come out with the moment.

    What it remembers (the drift of the rests, a second contact) changes at the borders of blocks that are counted from
    where a piece begins; so any chunking gives the same numbers to the bit.

    Parameters
    ----------
    pad : Pad
        A layout that can be localised on.
    rate_hz : float
        Rate of the moments.
    """

    def __init__(self, pad: Pad, rate_hz: float) -> None:
        self.localiser = Localiser(pad)
        self._taxels_mm = pad.positions_mm
        self._hands = Hands(self.localiser)
        self._drift = Drift(pad.positions_mm, rate_hz)
        self._spread = Spread(rate_hz)
        self._block_rows = max(round(BLOCK_S * rate_hz), 1)
        self._where = Whereabouts.at_rate(rate_hz)
        self._begin()

    def restart(self) -> None:
        """Begin a new piece: a drift goes on over a gap, a hand need not."""
        self._hands.restart()
        self._drift.restart()
        self._spread.restart()
        self._begin()

    def expect(self, resting: Hand) -> None:
        """Know of a hand that rests from the piece's first moment on."""
        self._hands.expect(resting)

    def _begin(self) -> None:
        self._open: list[tuple[Array, Fit | SeveralFit]] = []
        self._room = self._block_rows
        self._ahead = 1
        self._where.begin()

    def feed(self, force_n: Array, left_out: NDArray[np.bool_], floor_n: float) -> Contacts:
        """Contacts in tile forces (n, n_taxels); moments of less than ``floor_n`` in all are not fitted."""
        parts: list[Contacts] = []
        at = 0
        while at < len(force_n) or not parts:
            part = self._some(force_n[at : at + min(self._drift.room, self._spread.room)], left_out, floor_n)
            parts.append(part)
            at += len(part)
        return Contacts.joined(parts)

    def _some(self, force_n: Array, left_out: NDArray[np.bool_], floor_n: float) -> Contacts:
        """Contacts of as many of the moments as share one state."""
        if self._hands.several:
            force_n = force_n[: self._room + (self._ahead - 1) * self._block_rows]
        force_n = np.where(left_out, 0.0, force_n - self._drift.offset_n)
        fitted = _sums(force_n) >= floor_n
        found = (self._with_several if self._hands.several else self._with_one)(force_n, fitted, left_out)
        if len(found):
            self._drift.feed(
                force_n[: len(found)] - found.model_n,
                [(found.x_mm, found.y_mm), (found.second_x_mm, found.second_y_mm)],
            )
        return found

    def _with_one(self, force_n: Array, fitted: NDArray[np.bool_], left_out: NDArray[np.bool_]) -> Contacts:
        """Contacts of moments with one contact, up to where the hands' watch sees several."""
        some_n = force_n[fitted]
        steps: list[tuple[int, Whereabouts]] = []
        if left_out.any():
            fit, steps = self._blind(some_n, fitted, left_out)
        else:
            fit = self.localiser.fit(some_n, Known(None, None, self._spread.likely, self._spread.sigma))
        n = self._observed(force_n, fit, fitted, left_out)
        if n < len(force_n):
            force_n, fitted = force_n[:n], fitted[:n]
            fit = fit.cut(0, int(np.count_nonzero(fitted)))
        if steps:
            at, self._where = [step for step in steps if step[0] <= n][-1]
            self._where.room -= n - at
        else:
            self._where.pass_over(n)
        self._spread.feed(fit, n)
        return _one(force_n, fit, fitted, left_out)

    def _blind(
        self, some_n: Array, fitted: NDArray[np.bool_], left_out: NDArray[np.bool_]
    ) -> tuple[Fit, list[tuple[int, Whereabouts]]]:
        """Fits of the ``fitted`` moments with taxels left out, and the whereabouts at the steps' ends.

        Where the contact is well aside of what is left out, all moments are fitted at once; the others step by step, by
        where it was.
        """
        spread = self._spread.likely, self._spread.sigma
        fit = self.localiser.fit(some_n, Known(left_out, None, *spread, aside=True))
        hard = (self._away_mm(fit.x_mm, fit.y_mm, left_out) < _ASIDE_MM) | (fit.misfit > _DOUBTFUL)
        before = np.concatenate(([0], np.cumsum(fitted)))
        where, at = self._where.copied(), 0
        steps, fit = [(0, where.copied())], fit.copied()
        while at < len(fitted):
            stop = min(at + where.room, len(fitted))
            here = where.here_mm
            aside = (
                here is not None and self._away_mm(np.array([here[0]]), np.array([here[1]]), left_out)[0] >= _ASIDE_MM
            )
            rows = np.arange(before[at], before[stop])
            rows = rows[hard[rows]] if aside else rows
            if len(rows):
                known = Known(left_out, None, *spread, where.near_mm, where.sigma_mm)
                fit.put(self.localiser.fit(some_n[rows], known), rows)
            last = int(before[stop]) - 1
            where.take(stop - at, self._firm(some_n, fit, last, left_out) if fitted[stop - 1] else None)
            steps.append((stop, where.copied()))
            at = stop
        return fit, steps

    def _away_mm(self, x_mm: Array, y_mm: Array, left_out: NDArray[np.bool_]) -> Array:
        """How far places (n,) are from the nearest left-out taxel."""
        out_mm = self._taxels_mm[left_out]
        return np.asarray(np.hypot(out_mm[:, 0] - x_mm[:, None], out_mm[:, 1] - y_mm[:, None]).min(axis=1))

    def _firm(self, some_n: Array, fit: Fit, row: int, left_out: NDArray[np.bool_]) -> tuple[float, float] | None:
        """Where the contact of a row is, if it is firm by what the neighbours of a left-out tile bear out."""
        one = slice(row, row + 1)
        parts = _borne_out(some_n[one], fit.model_n[one, None], left_out, fit.misfit[one])[1]
        firm = fit.force_n[row] * parts[0, 0] > _FIRM_N
        return (float(fit.x_mm[row]), float(fit.y_mm[row])) if firm else None

    def _with_several(self, force_n: Array, fitted: NDArray[np.bool_], left_out: NDArray[np.bool_]) -> Contacts:
        """Contacts of moments with the hands that are there, up to where fits are told otherwise of them."""
        hands, several = self._hands, self._hands.several
        fit = hands.fit(force_n[fitted], left_out, self._spread.likely, self._spread.sigma)
        n = self._watched(force_n, fit, fitted, left_out)
        if n < len(force_n):
            force_n, fitted = force_n[:n], fitted[:n]
            fit = fit.at(slice(0, int(np.count_nonzero(fitted))))
        found = _several(force_n, fit, fitted, left_out, several)
        if left_out.any():
            at = 0
            while at < len(found):
                last = min(at + self._where.room, len(found)) - 1
                place = (float(found.x_mm[last]), float(found.y_mm[last])) if found.contact_n[last] > _FIRM_N else None
                self._where.take(last + 1 - at, place)
                at = last + 1
        else:
            self._where.pass_over(len(found))
        self._spread.feed(Fit.none(force_n.shape[1]), len(force_n))
        return found

    def _watched(self, force_n: Array, fit: SeveralFit, fitted: NDArray[np.bool_], left_out: NDArray[np.bool_]) -> int:
        """Show whole blocks to the hands' watch; how many moments were fitted with what is to be told of the hands.

        Where all were, twice as many are fitted ahead the next time.
        """
        before = np.concatenate(([0], np.cumsum(fitted)))
        at = 0
        while at < len(force_n):
            stop = min(at + self._room, len(force_n))
            lo, hi = int(before[at]), int(before[stop])
            self._open.append((force_n[at:stop][fitted[at:stop]], fit.at(slice(lo, hi))))
            self._room -= stop - at
            at = stop
            if self._room == 0:
                forces, fits = self._closed()
                self._hands.observe_several(forces, SeveralFit.joined(fits), left_out)  # type: ignore[arg-type]
                if not self._hands.stands(left_out):
                    self._ahead = 1
                    return at
        self._ahead = min(2 * self._ahead, _MOST_AHEAD)
        return at

    def _closed(self) -> tuple[Array, list[Fit | SeveralFit]]:
        forces, fits = zip(*self._open, strict=True)
        self._open, self._room = [], self._block_rows
        return np.concatenate(forces), list(fits)

    def _observed(self, force_n: Array, fit: Fit, fitted: NDArray[np.bool_], left_out: NDArray[np.bool_]) -> int:
        """Show whole blocks to the hands' watch; how many moments were still of one contact."""
        before = np.concatenate(([0], np.cumsum(fitted)))
        at = 0
        while at < len(force_n):
            stop = min(at + self._room, len(force_n))
            lo, hi = int(before[at]), int(before[stop])
            self._open.append((force_n[at:stop][fitted[at:stop]], fit.cut(lo, hi)))
            self._room -= stop - at
            at = stop
            if self._room == 0:
                forces, fits = self._closed()
                if self._hands.observe_one(forces, Fit.joined(fits), left_out):  # type: ignore[arg-type]
                    return at
        return at


def _one(force_n: Array, fit: Fit, fitted: NDArray[np.bool_], left_out: NDArray[np.bool_]) -> Contacts:
    """Contacts of moments (n, n_taxels) of which the ``fitted`` ones have a fit with one contact."""
    model_n, contact_n = fit.model_n, fit.force_n
    if left_out.any():
        models, parts = _borne_out(force_n[fitted], model_n[:, None], left_out, fit.misfit)
        model_n, contact_n = models[:, 0], contact_n * parts[:, 0]
    return _placed(force_n, fitted, (fit.x_mm, fit.y_mm, fit.sigma_mm), contact_n, model_n, None, np.zeros(len(fit)))


def _several(
    force_n: Array, fit: SeveralFit, fitted: NDArray[np.bool_], left_out: NDArray[np.bool_], hands: tuple[Hand, ...]
) -> Contacts:
    """Contacts of moments of which the ``fitted`` ones have a fit with ``hands``, those that work first."""
    models, force = fit.model_n.copy(), fit.force_n
    if left_out.any():
        models, parts = _borne_out(force_n[fitted], models, left_out, fit.misfit)
        force = force * parts
    resting = np.zeros(len(fit))
    for i, hand in enumerate(hands):
        if hand.rests:
            # Nobody is judged by it: of a hand that rests only what is measured counts.
            models[:, i, left_out] = 0.0
            resting += _sums(models[:, i])
    works = not hands[1].rests
    if not works:
        # Too near to be told apart, and weak: what varies there is the resting hand itself.
        away = np.hypot(fit.x_mm[:, 0] - fit.x_mm[:, 1], fit.y_mm[:, 0] - fit.y_mm[:, 1])
        merged = (away < _MERGED_MM) & (force[:, 0] < _MERGED_N + _MERGED * force[:, 1])
        resting += np.where(merged, _sums(models[:, 0]), 0.0)
    second = (force[:, 1], fit.x_mm[:, 1], fit.y_mm[:, 1], works)
    places = (fit.x_mm[:, 0], fit.y_mm[:, 0], fit.sigma_mm[:, 0])
    return _placed(force_n, fitted, places, force[:, 0], _sums(models, axis=1), second, resting)


def _placed(
    force_n: Array,
    fitted: NDArray[np.bool_],
    places: tuple[Array, Array, Array],
    contact_n: Array,
    model_n: Array,
    second: tuple[Array, Array, Array, bool] | None,
    resting_n: Array,
) -> Contacts:
    """Contacts (n,) of what was found at the ``fitted`` moments."""
    n, n_taxels = force_n.shape
    x, y, sigma, second_x, second_y = (np.full(n, np.nan) for _ in range(5))
    contact, beside, resting, model = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros((n, n_taxels))
    works = np.zeros(n, dtype=np.bool_)
    x[fitted], y[fitted], sigma[fitted] = places
    contact[fitted], model[fitted], resting[fitted] = contact_n, model_n, resting_n
    if second is not None:
        beside[fitted], second_x[fitted], second_y[fitted], works[fitted] = second
    return Contacts(force_n, fitted, x, y, sigma, contact, model, beside, second_x, second_y, works, resting)


def _borne_out(force_n: Array, models_n: Array, left_out: NDArray[np.bool_], misfit: Array) -> tuple[Array, Array]:
    """Models (n, k, n_taxels) with no more on left-out tiles than neighbours show, and what is left of each (n, k).

    Each contact's part on the tiles that it should press much, less what the others put there, over what it should be:
    the least of these ratios bounds it. A contact made up on a left-out tile has a neighbour that shows nothing of it.
    And what a fit fills in is believed the less the worse it fits (``misfit``, (n,)) what is there.
    """
    believed = _DOUBTFUL / np.maximum(misfit, _DOUBTFUL)
    bounded, parts = models_n.copy(), np.ones(models_n.shape[:2])
    for i in range(models_n.shape[1]):
        seen = np.where(left_out, 0.0, models_n[:, i])
        others = _sums(np.delete(models_n, i, axis=1), axis=1) if models_n.shape[1] > 1 else np.zeros(force_n.shape)
        much = seen > _MUCH * seen.max(axis=1, keepdims=True, initial=0.0) + _TINY
        ratio = np.where(much, (force_n - others) / np.where(much, seen, 1.0), np.inf).min(axis=1, initial=1.0)
        part = np.minimum(np.maximum(_BORNE_OUT * ratio, 0.0), 1.0) * believed
        bounded[:, i, left_out] *= part[:, None]
        whole = _sums(models_n[:, i])
        parts[:, i] = _sums(bounded[:, i]) / np.maximum(whole, _TINY)
    return bounded, parts


def _sums(values: Array, axis: int = 1) -> Array:
    """Sum along the axis, one by one, so that the last bits do not depend on n."""
    return np.asarray(np.add.accumulate(values, axis=axis).take(-1, axis=axis))
