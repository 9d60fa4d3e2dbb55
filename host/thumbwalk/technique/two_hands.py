"""Two thumbs at work at once: each hand's touch for itself, and what their segments are together.

A second contact that works is a hand of its own: its force, its place, its strokes. Recognition looks at each hand as
if it were alone; where both do the same, that is one segment of two hands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.measures import Measure, Measures
from thumbwalk.technique.piecewise import Pieces
from thumbwalk.technique.stroke import LIFT_S, Stroke
from thumbwalk.technique.turns import turns_of
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]

_WORKS_S, _FOUND_S = 1.5, 3.5
"""A spell of two hands has a second one at work for so long; and may have begun so long before it was told apart."""
_SOON_S, _HERE_MM, _LEFT = 1.5, 20.0, 0.2
"""So soon after that both have pressed; a contact so near to where one of them did, half of the least that two are told
apart by, was that hand (by 15 mm turns of circles were lost); and of the total more than this part, left by a lone one,
was the other's: twice what a hard foot's gains err by."""
_ON_N, _OFF_N, _FIRM_N = 0.7, 0.4, 1.5
_FLOOR = 0.12
"""What one hand's force wavers by while the other presses, in parts of how hard it presses: no stroke is smaller."""
_TIE_MM = 10.0
"""Hands nearer than this along the foot lie side by side."""
_ALTERNATE = 0.25
"""Presses alternate from a lag of a quarter of a period on; nearer to each other they go together."""
_OF_ONE_HAND = (
    "x_mm", "y_mm", "rate_per_min", "rhythm_cv", "release", "contact_kept", "radius_mm", "roundness", "bite_mm",
    "bite_cv", "peak_force_n", "force_cv", "contact_force_n", "advance_mm", "speed_mm_s",
    "length_mm", "evenness_cv", "forward",
    "hold_s", "steadiness_cv", "drift_n_per_s", "stroke_mm", "contact_s",
)  # fmt: skip
"""Measures that are those of one hand: the median over both."""
_SAME = ("direction", "heading_deg")


@dataclass(frozen=True)
class Spell:
    """A time in which two hands work, from sample ``first`` up to ``stop``, with each hand's own touch in it."""

    first: int
    stop: int
    hands: tuple[TouchBlock, TouchBlock]


@dataclass(frozen=True)
class HandsAtWork:
    """What both hands do in a segment: each hand's touch and its strokes, the hand nearer the heel first."""

    touches: tuple[TouchBlock, TouchBlock]
    strokes: tuple[tuple[Stroke, ...], tuple[Stroke, ...]]

    def ordered(self) -> HandsAtWork:
        """The same with the hand nearer the heel first, on a tie the medial one."""
        (ax, ay), (bx, by) = ((_mean_mm(touch.x_mm), _mean_mm(touch.y_mm)) for touch in self.touches)
        turned = by < ay if abs(ax - bx) < _TIE_MM else bx < ax
        return HandsAtWork(self.touches[::-1], self.strokes[::-1]) if turned else self

    @property
    def phase(self) -> float | None:
        """Mean lag of the second hand's onsets behind the first's in parts of a period, 0 to 1; None where unknown."""
        first, second = (np.array([one.onset_s for one in strokes]) for strokes in self.strokes)
        if len(first) < 2 or not len(second):
            return None
        before = np.searchsorted(first, second, side="right") - 1
        inside = (before >= 0) & (before < len(first) - 1)
        if not inside.any():
            return None
        start, end = first[before[inside]], first[before[inside] + 1]
        usual = float(np.median(np.diff(first)))
        kept = end - start < 1.5 * usual
        if not kept.any():
            return None
        lag = ((second[inside] - start) / (end - start))[kept]
        return _mean_turn(lag)

    @property
    def turn_lag(self) -> float:
        """How far apart two circling hands are, in turns, 0 to 0.5, in step or as mirror images, whichever fits."""
        return _Apart.of(self.touches).lag


@dataclass(frozen=True)
class _Apart:
    """How far two circling hands are apart at each sample, as (n,) unit numbers.

    ``fold`` is 2 for a mirror image, which may lie along the foot or across it: both sums of angles, 0 and half a turn,
    are in step.
    """

    units: NDArray[np.complex128]
    fold: float

    @staticmethod
    def of(touches: Sequence[TouchBlock]) -> _Apart:
        """In step or as mirror images, whichever fits."""
        first, second = touches
        there = ~np.isnan(first.x_mm) & ~np.isnan(second.x_mm)
        angles = []
        for touch in touches:
            x, y = touch.x_mm[there], touch.y_mm[there]
            angles.append(np.arctan2(y - y.mean(), x - x.mean()))
        ways = ((angles[0] - angles[1], 1.0), (angles[0] + angles[1], 2.0))
        return max((_Apart(np.exp(1j * fold * lag), fold) for lag, fold in ways), key=lambda one: (one.kept, one.lag))

    def cut(self, there: NDArray[np.bool_]) -> _Apart:
        """Some of the samples."""
        return _Apart(self.units[there], self.fold)

    @property
    def _mean(self) -> np.complex128:
        return np.complex128(np.mean(self.units)) if len(self.units) else np.complex128(0.0)

    @property
    def kept(self) -> float:
        """How well the hands keep their distance, 0 to 1."""
        return float(abs(self._mean))

    @property
    def lag(self) -> float:
        """How far apart they are in the mean, in turns."""
        return abs(float(np.angle(self._mean))) / (2.0 * np.pi * self.fold)


def turns_apart(first: Work, second: Work) -> tuple[Pieces, bool]:
    """Turn by turn of the first of two circling hands how far the other is from it, in turns, 0 to 0.5.

    What of a turn only one hand did is left out. With it comes whether they go as mirror images of each other.
    """
    times = first.touch.time_s, second.touch.time_s
    both_s = max(one[0] for one in times), min(one[-1] for one in times)
    touches = [work.touch.between(*both_s) for work in (first, second)]
    apart = _Apart.of(touches)
    time_s = touches[0].time_s[~np.isnan(touches[0].x_mm) & ~np.isnan(touches[1].x_mm)]
    rows = []
    for turns in turns_of(first):
        borders_s = first.touch.time_s[turns.at[np.minimum(turns.borders, turns.n - 1)]]
        for start_s, end_s in pairwise(borders_s.tolist()):
            there = (time_s >= start_s) & (time_s < end_s)
            if there.any():
                rows.append((start_s, end_s, apart.cut(there).lag))
    return Pieces(*np.array(rows, np.float64).reshape(-1, 3).T), apart.fold > 1.0


def spells_of(touch: TouchBlock) -> list[Spell]:
    """The times in which two hands work, in order; most touches have none, and cost nothing."""
    if not touch.second_works.any():
        return []
    step_s = touch.step_s
    found: list[Spell] = []
    for first, stop in _runs(touch.second_works, touch.piece, round(LIFT_S / step_s)):
        if (stop - first) * step_s < _WORKS_S or touch.second_n[first:stop].max() < _FIRM_N:
            continue
        # What the second hand did until it was told to work, and what one hand seemed to do until two were seen.
        begin = max(first - round(_FOUND_S / step_s), found[-1].stop if found else 0)
        lifted = ~touch.touching[begin:first] & ~(touch.second_n[begin:first] > _ON_N)
        other = np.flatnonzero(lifted | (touch.piece[begin:first] != touch.piece[first]))
        begin = begin + int(other[-1]) + 1 if len(other) else begin
        found.append(Spell(begin, stop, _hands_in(touch.cut(begin, stop), first - begin)))
    return found


def without(touch: TouchBlock, spells: Sequence[Spell]) -> TouchBlock:
    """The touch of one hand: nothing touches in the spells of two."""
    mine = np.ones(len(touch), dtype=np.bool_)
    for spell in spells:
        mine[spell.first : spell.stop] = False
    nowhere = {name: np.where(mine, getattr(touch, name), np.nan) for name in ("x_mm", "y_mm", "sigma_mm")}
    return replace(
        touch,
        total_n=np.where(mine, touch.total_n, touch.resting_n),
        contact_n=np.where(mine, touch.contact_n, 0.0),
        touching=touch.touching & mine,
        **nowhere,
    )


def _hands_in(touch: TouchBlock, told: int) -> tuple[TouchBlock, TouchBlock]:
    """Each hand's own touch, of two who are known to work from the sample ``told`` on."""
    force_n = np.stack([touch.contact_n, touch.second_n])
    x_mm, y_mm = np.stack([touch.x_mm, touch.second_x_mm]), np.stack([touch.y_mm, touch.second_y_mm])
    soon = slice(told, told + round(_SOON_S / touch.step_s))
    firm = force_n[:, soon] > _FIRM_N
    if told and firm.any(axis=1).all():
        at_mm = np.array(
            [[np.median(x[on]), np.median(y[on])] for x, y, on in zip(x_mm[:, soon], y_mm[:, soon], firm, strict=True)]
        )
        before = touch.total_n[:told], force_n[:, :told], x_mm[:, :told], y_mm[:, :told]
        force_n[:, :told], x_mm[:, :told], y_mm[:, :told] = _by_place(*before, at_mm)
    return _of_one(touch, force_n[0], x_mm[0], y_mm[0]), _of_one(touch, force_n[1], x_mm[1], y_mm[1])


def _by_place(total_n: Array, force_n: Array, x_mm: Array, y_mm: Array, at_mm: Array) -> tuple[Array, Array, Array]:
    """Forces and places (2, n) of two contacts as those of the hands, which are ``at_mm`` (2, 2).

    Until two were told apart the one contact may be either hand, what it leaves of the total is the other's, and a
    second one may be the rest of what the same hand does. What is near neither stays as it was.
    """
    away = np.stack([np.hypot(x_mm - x, y_mm - y) for x, y in at_mm])
    own = np.where(away.min(axis=0) < _HERE_MM, np.argmin(away, axis=0), np.array([[0], [1]]))
    theirs = (own == np.array([0, 1])[:, None, None]) & ~np.isnan(x_mm)
    mine_n = np.where(theirs, force_n, 0.0)
    strongest = np.argmax(mine_n, axis=1)[:, None]
    there = theirs.any(axis=1)
    x_mm, y_mm = (
        np.where(there, np.take_along_axis(np.broadcast_to(v, theirs.shape), strongest, axis=1)[:, 0], np.nan)
        for v in (x_mm, y_mm)
    )
    sum_n = mine_n.sum(axis=1)
    left_n = total_n - sum_n.sum(axis=0)
    left = ~there & there.any(axis=0) & (left_n > np.maximum(_FIRM_N, _LEFT * total_n))
    return (
        np.where(left, left_n, sum_n),
        np.where(left, at_mm[:, :1], x_mm),
        np.where(left, at_mm[:, 1:], y_mm),
    )


def _of_one(touch: TouchBlock, force_n: Array, x_mm: Array, y_mm: Array) -> TouchBlock:
    """A hand's own touch: its contact is all there is."""
    floor_n = floor_of_one(force_n)
    on_n, off_n = max(_ON_N, floor_n), max(_OFF_N, 0.6 * floor_n)
    clear = (force_n > on_n) | (force_n < off_n)
    last = np.maximum.accumulate(np.where(clear, np.arange(len(force_n)), -1))
    touching = (last >= 0) & (force_n[np.maximum(last, 0)] > on_n)
    x, y, sigma = (np.where(touching, v, np.nan) for v in (x_mm, y_mm, touch.sigma_mm))
    sigma = np.where(touching & np.isnan(sigma), 1.0, sigma)
    no, nowhere, none = np.zeros(len(x)), np.full(len(x), np.nan), np.zeros(len(x), np.bool_)
    contact = np.where(touching, force_n, 0.0)
    return replace(
        touch, total_n=force_n, contact_n=contact, x_mm=x, y_mm=y, sigma_mm=sigma, cop_x_mm=x, cop_y_mm=y, second_n=no,
        second_x_mm=nowhere, second_y_mm=nowhere, second_works=none, resting_n=no, filled_n=no, touching=touching,
    )  # fmt: skip


def floor_of_one(force_n: Array) -> float:
    """The least rise or fall that parts two strokes of one of two hands, whose force is (n,)."""
    return max(0.3, _FLOOR * float(np.quantile(force_n, 0.9)))


def _runs(there: NDArray[np.bool_], piece: NDArray[np.int64], most_gap: int) -> list[tuple[int, int]]:
    """Runs of ``there``, over gaps of up to some samples, none across pieces."""
    on = np.flatnonzero(there)
    breaks = np.flatnonzero((np.diff(on) > most_gap) | (np.diff(piece[on]) != 0)) + 1
    return [(int(on[lo]), int(on[hi - 1]) + 1) for lo, hi in pairwise([0, *breaks.tolist(), len(on)])]


def pattern_of(technique: str, hands: HandsAtWork) -> tuple[str, float | None]:
    """``alternate`` or ``together``, and the phase that says so."""
    phase = hands.turn_lag if technique == "circles" else hands.phase
    apart = phase is not None and min(phase, 1.0 - phase) >= _ALTERNATE
    return ("alternate" if apart else "together"), phase


def measures_together(each: Sequence[Measures], touch: TouchBlock, phase: float | None) -> Measures:
    """Measures of the work of two hands, from those of ``each`` and the touch of both (the segment's samples)."""
    first, second = each
    together: Measures = {name: value for name, value in first.items() if name not in _OF_ONE_HAND}
    for name in first:
        if name in _OF_ONE_HAND:
            together[name] = _middle(first.get(name), second.get(name))
        elif name in _SAME:
            together[name] = first[name] if name == "heading_deg" or first[name] == second.get(name) else None
    together["strokes"] = sum(int(one["strokes"] or 0) for one in each)
    together["force_n"] = float(np.mean(touch.working_n[touch.touching])) if touch.touching.any() else None
    peaks = [one.get("peak_force_n") for one in each]
    known = [float(peak) for peak in peaks if isinstance(peak, int | float) and peak > 0.0]
    together["balance"] = min(known) / max(known) if len(known) == 2 else None
    together["phase"] = phase
    together["phase_error"] = _phase_error(phase)
    return together


def _mean_mm(places_mm: Array) -> float:
    """Where a hand is in the mean; NaN where it is never told."""
    return math.nan if np.isnan(places_mm).all() else float(np.nanmean(places_mm))


def _phase_error(phase: float | None) -> float | None:
    """How far a phase is from even, 0 to 0.25: from half a period where hands alternate, from none where they don't."""
    if phase is None:
        return None
    lag = min(phase, 1.0 - phase)
    return min(lag, 0.5 - lag)


def _middle(first: Measure, second: Measure) -> Measure:
    values = [float(one) for one in (first, second) if isinstance(one, int | float)]
    return float(np.mean(values)) if values else None


def _mean_turn(parts: Array) -> float:
    """Circular mean of parts of a period, 0 to 1."""
    return float(np.angle(np.mean(np.exp(2j * np.pi * parts))) / (2.0 * np.pi)) % 1.0
