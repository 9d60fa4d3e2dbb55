"""Tile forces to contacts through time: the working one and, beside it, a hand that rests; drift is taken off."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.touch.drift import Drift
from thumbwalk.touch.fit import Fit, Known
from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.second import BLOCK_S, Second, SecondHand
from thumbwalk.touch.spread import Spread

Array = NDArray[np.float64]

_STEP_S = 0.1
"""How often the contact's place is kept for blind fits: a thumb at 100 mm/s gets 10 mm in it."""
_NEAR_MM, _FARTHER_MM = 12.0, 8.0
"""How far a contact likely gets in a step, and how much farther in each step that it is off the foot."""
_FIRM_N, _NEAR_STEPS = 1.0, 15
"""Where the contact was firm is remembered for so many steps: most hands come down again where they were."""
_MERGED_MM, _MERGED_N, _MERGED = 35.0, 0.8, 0.3
"""Two tiles: nearer than this, and weaker than 0.8 N and 0.3 of the resting hand's force, the working contact is the
resting hand's own wander, and counts as resting. Larger, and light work beside a hand is lost; smaller, and its
wander is work."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contacts moment by moment; all (n,) but ``force_n`` and ``model_n``, which are (n, n_taxels).

    Attributes
    ----------
    force_n : tile forces without their drift.
    fitted : whether a contact was sought.
    x_mm, y_mm, sigma_mm : place of the working contact and its uncertainty; NaN where none was sought.
    contact_n : its force; 0 where none was sought.
    model_n : what each tile carries by the fit of both contacts.
    second_n, second_x_mm, second_y_mm : force and place of a second contact; 0 and NaN where there is none.
    resting_n : what it puts on the tiles, left-out ones too, while it rests.
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
        self._second = SecondHand(self.localiser)
        self._drift = Drift(pad.positions_mm, rate_hz)
        self._spread = Spread(rate_hz)
        self._step_rows = max(round(_STEP_S * rate_hz), 1)
        self._block_rows = max(round(BLOCK_S * rate_hz), 1)
        self._open: list[tuple[Array, Fit, NDArray[np.bool_]]] = []
        self._room = self._block_rows
        self._near_mm: tuple[float, float] | None = None
        self._near_steps = 0
        self._near_sigma_mm = _NEAR_MM
        self._step_room = self._step_rows

    def restart(self) -> None:
        """Begin a new piece: a drift goes on over a gap, a hand need not."""
        self._second.restart()
        self._drift.restart()
        self._spread.restart()
        self._open, self._room = [], self._block_rows
        self._near_mm, self._step_room = None, self._step_rows

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
        present = self._second.present
        if present is not None:
            force_n = force_n[: self._room]
        if left_out.any():
            force_n = force_n[: self._step_room]
        force_n = np.where(left_out, 0.0, force_n - self._drift.offset_n)
        fitted = _sums(force_n) >= floor_n
        where = np.flatnonzero(fitted)
        beside = None if present is None else present.beside(len(where))
        fit = self.localiser.fit(
            force_n[where],
            Known(left_out, beside, self._spread.likely, self._spread.sigma, self._near_mm, self._near_sigma_mm),
        )
        n = self._observed(force_n, fit, fitted, left_out)
        if n < len(force_n):
            force_n, fitted = force_n[:n], fitted[:n]
            fit = fit.cut(0, int(np.count_nonzero(fitted)))
        found = self._placed(force_n, fit, fitted, present)
        places = [(found.x_mm, found.y_mm)]
        if present is not None:
            places.append((found.second_x_mm, found.second_y_mm))
        if n:
            self._drift.feed(force_n - found.model_n, places)
            self._spread.feed(fit, n)
            self._step(found, blind=bool(left_out.any()))
        return found

    def _step(self, found: Contacts, *, blind: bool) -> None:
        """Keep where the contact is for the fits of the next step; only a blind fit needs it."""
        self._step_room -= len(found)
        if self._step_room > 0:
            return
        self._step_room = self._step_rows - (-self._step_room) % self._step_rows
        if blind and found.contact_n[-1] > _FIRM_N:
            self._near_mm, self._near_steps = (float(found.x_mm[-1]), float(found.y_mm[-1])), 0
        else:
            self._near_steps += 1
        self._near_sigma_mm = _NEAR_MM + _FARTHER_MM * self._near_steps
        if not blind or self._near_steps > _NEAR_STEPS:
            self._near_mm = None

    def _observed(self, force_n: Array, fit: Fit, fitted: NDArray[np.bool_], left_out: NDArray[np.bool_]) -> int:
        """Show whole blocks to the second hand's watch; how many moments were still of the old state."""
        before = np.concatenate(([0], np.cumsum(fitted)))
        at = 0
        while at < len(force_n):
            stop = min(at + self._room, len(force_n))
            self._open.append((force_n[at:stop], fit.cut(int(before[at]), int(before[stop])), fitted[at:stop]))
            self._room -= stop - at
            at = stop
            if self._room == 0:
                forces, fits, masks = zip(*self._open, strict=True)
                self._open, self._room = [], self._block_rows
                if self._second.observe(np.concatenate(forces), Fit.joined(fits), np.concatenate(masks), left_out):
                    return at
        return at

    def _placed(self, force_n: Array, fit: Fit, fitted: NDArray[np.bool_], second: Second | None) -> Contacts:
        n, n_taxels = force_n.shape
        where = np.flatnonzero(fitted)
        x, y, sigma, second_x, second_y = (np.full(n, np.nan) for _ in range(5))
        contact, beside, resting, model = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros((n, n_taxels))
        x[where], y[where], sigma[where] = fit.x_mm, fit.y_mm, fit.sigma_mm
        contact[where], model[where] = fit.force_n, fit.model_n
        if second is not None:
            carried = fit.beside_n[:, None] * second.shares
            model[where] += carried
            beside[where] = fit.beside_n
            second_x[where], second_y[where] = second.x_mm, second.y_mm
            if second.rests:
                # Too near to be told apart, and weak: what varies there is the resting hand itself.
                away = np.hypot(fit.x_mm - second.x_mm, fit.y_mm - second.y_mm)
                merged = (away < _MERGED_MM) & (fit.force_n < _MERGED_N + _MERGED * fit.beside_n)
                resting[where] = _sums(carried) + np.where(merged, _sums(fit.model_n), 0.0)
        return Contacts(force_n, fitted, x, y, sigma, contact, model, beside, second_x, second_y, resting)


def _sums(force_n: Array) -> Array:
    """Sum (n,) over the taxels, one by one, so that the last bits do not depend on n."""
    return np.add.accumulate(force_n, axis=1)[:, -1]
