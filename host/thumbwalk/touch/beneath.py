"""Contacts by the tiles and by the plate below them, each as far as it is right.

The plate knows the whole force and its place to half a per cent and a millimetre, but late: a reading of its cells is
the mean over 50 ms. Tiles are there at once and tell hands apart, but each has a gain of its own. So what the tiles
show is held, averaged as the cells average, against what the plate bore; the difference is theirs, and taken off.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.touch.plate import CELL_N, sigma_mm
from thumbwalk.touch.plate_rows import PlateRows
from thumbwalk.touch.plate_trust import PlateTrust
from thumbwalk.touch.tile_gains import TileGains
from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

SETTLES_S = 0.05
"""A reading is the mean over four conversions at 80 Hz (HX711's data sheet: 50 ms until a step is there whole)."""
_LEAST_N = 0.5
"""Of less the plate's place is worth nothing (15 mm), and its share of a force little."""
_MOST_RATIO = 2.0
"""Tiles whose sum is off by more are not told by it how fast a force changes."""
_JITTER, _LEAST_JITTER_MM = 0.4, 0.5
"""How much a tiles' place jitters from moment to moment: in parts of its sigma, in which its lasting error is as well,
and at the least. A place that the plate has not seen move by as much is held still. Of 30 sessions (designed, hard and
as built) 1.0 put moving places of 10 N to 0.40 mm (built 0.60), 0.4 to 0.33 (0.54), 0 to 0.33 (1.37)."""
_STILL_MM = 0.05
"""So little the plate's own noise moves a place."""
_FORCE_PART, _FORCE_N = 0.08, 0.2
"""One standard deviation of what the tiles give to each of two hands: in parts of it, and at the least."""
_PLATE_PART, _PLATE_N = 0.005, 2.0 * CELL_N
"""That of the plate's force: by its calibration, and by four cells' rests."""
_SECOND_MM = 2.5
"""That of a second hand's place, of which none is told."""
_LEARNS_N = 2.0
"""Gains are learned of presses from here on."""
_UNKNOWN = 6
"""Forces and places of two hands."""
_PLACES_FROM, _TILES_FROM = 7, 9
"""Of what is averaged: the total and two contacts' sums stand before, then the plate's place, then the tiles."""


class Beneath:
    """Puts the plate's word in: any chunking gives the same numbers to the bit.

    Parameters
    ----------
    pad : Pad
        Tiles, and the plate below them.
    rate_hz : float
        Rate of the tiles' moments.
    rows : PlateRows
        What the plate bears.

    Attributes
    ----------
    gains : TileGains
        What the tiles' forces are to be multiplied by beforehand.
    trust : PlateTrust
        Whether the plate is believed.
    """

    def __init__(self, pad: Pad, rate_hz: float, rows: PlateRows) -> None:
        assert pad.plate is not None  # noqa: S101  asked of such a layout only
        self.gains, self.trust = TileGains(pad.n_taxels, rate_hz), PlateTrust(rate_hz)
        self._rows = rows
        self._cells_mm = pad.plate.positions_mm
        n = max(round(SETTLES_S * rate_hz), 1) + 1
        self._weights = [0.5 / (n - 1), *([1.0 / (n - 1)] * (n - 2)), 0.5 / (n - 1)]
        self._past: Array | None = None

    @property
    def room(self) -> int:
        """So many moments can be fed at once: then gains, or trust, may be others."""
        return min(self.gains.room, self.trust.room)

    def restart(self) -> None:
        """Begin a new piece."""
        self._past = None
        self.gains.restart()
        self.trust.restart()

    def fused(self, touch: TouchBlock, tiles_n: Array, *, whole: bool) -> TouchBlock:
        """The touch of the tiles with what the plate knows of it.

        ``tiles_n`` (n, n_taxels) is what they showed themselves, of no more moments than there is ``room`` for; gains
        are learned where they are ``whole``, none left out.
        """
        if not len(touch):
            return touch
        borne = self._rows.at(touch.time_s)
        force_n = np.where(borne[:, 0] > _LEAST_N, borne[:, 0], np.nan)
        x, y = borne[:, 1] / force_n, borne[:, 2] / force_n
        shown = np.column_stack([touch.total_n, *_sums(touch), np.nan_to_num(x), np.nan_to_num(y), tiles_n])
        mean, moved = self._averaged(shown)
        ratio = force_n / np.maximum(mean[:, 0], _LEAST_N)
        known = np.isfinite(force_n) & (mean[:, 0] > _LEAST_N)
        known &= self._agrees(touch, (x, y), mean, ratio, known)
        # what falls beside the tiles is the fit's word
        caught = np.minimum(mean[:, 0] / np.maximum(mean[:, 1] + mean[:, 4], _LEAST_N), 1.0)
        learns = known & (whole and self.trust.believed) & touch.touching & (force_n > _LEARNS_N)
        self._learn(mean[:, _TILES_FROM:], np.where(learns, caught * force_n, np.nan))
        ratio = np.clip(ratio, 1.0 / _MOST_RATIO, _MOST_RATIO)
        total = np.where(known, np.maximum(force_n + ratio * (touch.total_n - mean[:, 0]), 0.0), touch.total_n)
        by = np.where(known & (touch.total_n > 0.0), total / np.maximum(touch.total_n, _LEAST_N), 1.0)
        found = replace(
            touch,
            total_n=total,
            contact_n=touch.contact_n * by,
            second_n=touch.second_n * by,
            resting_n=np.minimum(touch.resting_n * by, total),
        )
        alone = known & touch.touching & (touch.second_n <= 0.0) & (touch.resting_n <= 0.0) & (mean[:, 1] > _LEAST_N)
        placed = np.isfinite(touch.x_mm + touch.second_x_mm + touch.sigma_mm)
        two = known & placed & touch.touching & (touch.second_n > 0.0) & (mean[:, 1] + mean[:, 4] > _LEAST_N)
        if two.any():
            found = self._two(touch, found, two, (force_n, x, y), mean)
        return self._alone(found, alone, (total, x, y), (mean, moved)) if alone.any() else found

    def _agrees(self, touch: TouchBlock, plate: tuple[Array, Array], mean: Array, ratio: Array, known: Bools) -> Bools:
        """Moments at which the plate is believed."""
        both_n = np.maximum(mean[:, 1] + mean[:, 4], _LEAST_N)
        placed = (mean[:, 1] > _LEAST_N) & ((touch.resting_n <= 0.0) | (touch.second_n > 0.0))
        along, across = (mean[:, 2] + mean[:, 5]) / both_n, (mean[:, 3] + mean[:, 6]) / both_n
        away_mm = np.where(placed, np.hypot(plate[0] - along, plate[1] - across), np.nan)
        odd = self.trust.odd(away_mm, touch.sigma_mm, ratio)
        believed = self.trust.believed
        # two hands that the tiles took for one, or a hand that they did not see, accuse no cell
        alone = (touch.second_n <= 0.0) & (touch.resting_n <= 0.0)
        self.trust.feed(away_mm, odd, known & alone & touch.touching & (mean[:, 0] > _LEARNS_N))
        if believed and not self.trust.believed:
            self.gains.forget()
        return np.asarray(~odd & believed)

    def _learn(self, tiles_n: Array, caught_n: Array) -> None:
        """Learn the tiles' gains; what was shown lately is what it would have been by those that come of it."""
        before = self.gains.gains
        self.gains.feed(tiles_n, caught_n)
        if self._past is not None and self.gains.gains is not before:
            raw = self._past[:, _TILES_FROM:]
            was = np.maximum((raw * before).sum(axis=1), _LEAST_N)
            self._past[:, :_PLACES_FROM] *= (np.maximum((raw * self.gains.gains).sum(axis=1), _LEAST_N) / was)[:, None]

    def _averaged(self, shown: Array) -> tuple[Array, Array]:
        """Means of numbers (n, k) as the cells average, and how far each has moved meanwhile."""
        before = len(self._weights) - 1
        if self._past is None:
            self._past = np.repeat(shown[:1], before, axis=0)
        rows = np.concatenate([self._past, shown])
        mean = np.zeros(shown.shape)
        for at, weight in enumerate(self._weights):
            mean += weight * rows[at : at + len(shown)]
        self._past = rows[len(rows) - before :].copy()
        return mean, shown - rows[: len(shown)]

    def _alone(
        self, touch: TouchBlock, alone: Bools, plate: tuple[Array, Array, Array], tiles: tuple[Array, Array]
    ) -> TouchBlock:
        """The one contact where the plate puts it, with the tiles' word of how it moves meanwhile."""
        (total, x, y), (mean, moved) = plate, tiles
        tiles_mm = np.maximum(touch.sigma_mm, _LEAST_JITTER_MM)
        plate_mm = sigma_mm(self._cells_mm, x, y) / np.maximum(total, _LEAST_N)
        trust = tiles_mm**2 / (tiles_mm**2 + plate_mm**2)
        moved2 = moved[:, _PLACES_FROM] ** 2 + moved[:, _PLACES_FROM + 1] ** 2 + _STILL_MM**2
        moves = moved2 / (moved2 + (_JITTER * tiles_mm) ** 2)
        places = []
        for now, place, sums in ((touch.x_mm, x, mean[:, 2]), (touch.y_mm, y, mean[:, 3])):
            lately = sums / np.maximum(mean[:, 1], _LEAST_N)
            places.append(np.where(alone, lately + trust * (place - lately) + moves * (now - lately), now))
        sigma = np.sqrt(trust) * plate_mm
        return replace(
            touch,
            contact_n=np.where(alone, total, touch.contact_n),
            x_mm=places[0],
            y_mm=places[1],
            sigma_mm=np.where(alone, np.minimum(sigma, touch.sigma_mm), touch.sigma_mm),
        )

    def _two(
        self, tiles: TouchBlock, touch: TouchBlock, two: Bools, plate: tuple[Array, Array, Array], mean: Array
    ) -> TouchBlock:
        """Two hands moved and weighed so that their force and moments are the plate's, each by what is unsure of it.

        That is the usual update of a linear estimate by three sums (any text on Kalman's filter).
        """
        at = np.flatnonzero(two)
        force_n, x, y = (one[at] for one in plate)
        first = tiles.contact_n[at], tiles.x_mm[at] - x, tiles.y_mm[at] - y
        second = tiles.second_n[at], tiles.second_x_mm[at] - x, tiles.second_y_mm[at] - y
        lately = mean[at]
        both_n = lately[:, 1] + lately[:, 4]
        # about the plate's own place, where it has no moment
        missing = np.stack(
            [
                force_n - both_n,
                x * both_n - lately[:, 2] - lately[:, 5],
                y * both_n - lately[:, 3] - lately[:, 6],
            ],
            axis=1,
        )
        change = _updates(first, second, tiles.sigma_mm[at], sigma_mm(self._cells_mm, x, y), force_n, missing)
        names = ("contact_n", "x_mm", "y_mm", "second_n", "second_x_mm", "second_y_mm")
        found = {name: getattr(touch, name).copy() for name in (*names, "resting_n")}
        for index, name in enumerate(names):
            found[name][at] = getattr(tiles, name)[at] + change[:, index]
        for name in ("contact_n", "second_n"):
            found[name] = np.maximum(found[name], 0.0)
        weighs = found["second_n"][at] / np.maximum(tiles.second_n[at], _LEAST_N)
        found["resting_n"][at] = np.minimum(tiles.resting_n[at] * weighs, touch.total_n[at])
        return replace(touch, **found)


def _sums(touch: TouchBlock) -> list[Array]:
    """Force and moments of the first contact and of the second, six (n,)."""
    places = (touch.x_mm, touch.y_mm, touch.second_x_mm, touch.second_y_mm)
    x, y, second_x, second_y = (np.nan_to_num(place) for place in places)
    first, second = touch.contact_n, touch.second_n
    return [first, first * x, first * y, second, second * second_x, second * second_y]


Hand = tuple[Array, Array, Array]
"""A hand's force, and where it is from the plate's place, along and across."""


def _updates(first: Hand, second: Hand, first_mm: Array, plate_mm: Array, force_n: Array, missing: Array) -> Array:
    """What to add to two hands' forces and places, (n, 6), so that three sums (n, 3) that are ``missing`` are there."""
    n = len(force_n)
    sums, likely = np.zeros((n, 3, _UNKNOWN)), np.empty((n, _UNKNOWN))
    for at, (hand_n, along, across), mm in ((0, first, first_mm), (3, second, np.full(n, _SECOND_MM))):
        sums[:, 0, at], sums[:, 1, at], sums[:, 2, at] = 1.0, along, across
        sums[:, 1, at + 1] = sums[:, 2, at + 2] = hand_n
        likely[:, at] = (_FORCE_PART * hand_n) ** 2 + _FORCE_N**2
        likely[:, at + 1] = likely[:, at + 2] = mm**2
    weighed = sums * likely[:, None, :]
    spread = np.matmul(weighed, sums.transpose(0, 2, 1))
    spread[:, 0, 0] += (_PLATE_PART * force_n) ** 2 + _PLATE_N**2
    spread[:, 1, 1] += plate_mm**2
    spread[:, 2, 2] += plate_mm**2
    return np.asarray(np.matmul(weighed.transpose(0, 2, 1), np.linalg.solve(spread, missing[:, :, None]))[:, :, 0])
