"""Turns of a circling thumb, told by its swing along the long axis of its path, so that flat ones have turns too.

Pace and evenness are taken from several phases of the turn, so that where a turn is said to begin does not decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.measures import Measures, Scatter, stroke_forces
from thumbwalk.technique.work import Work
from thumbwalk.touch.track import smooth_path

Array = NDArray[np.float64]

PATH_S = 0.05
"""The path is averaged over so long, which takes 0.6 % off the radius at 70 turns a minute (`motion`'s 0.12 s take
3): the mean of a circle over w seconds at f turns a second is sin(pi f w) / (pi f w) of it."""
LEAST_TURNS = 0.75
"""What turns less than so much in one contact has no turns to measure."""
_LEAST_MM = 2.0
"""Half the long axis: what swings less is a thumb that stays, whose place is not known any better."""
_SWING = 0.9
"""A way back counts from so many standard deviations of the path on: a swing is 2.8 of them from end to end."""
_PHASES = 8
"""A turn is begun at so many phases; more give next to nothing new."""


@dataclass(frozen=True)
class Turns:
    """The turns of one contact.

    Attributes
    ----------
    onsets : tuple of (k,) float64
        For each phase, the samples at which a turn begins there.
    peaks_n : tuple of (k,) float64
        For each phase, the highest force of each whole turn; of less than one, of all there is.
    turned : float
        In turns, as they were told.
    n : int
        Samples that they were told in.
    way : float
        Area that the path goes round, mm^2: positive from +x toward +y.
    radius_mm : (n,) float64
    axes_mm : (float, float)
        Half the long and the short axis of the path.
    at : (n,) intp
        The samples of the work.
    swing_mm, across_mm : (n,) float64
        The path along the long axis, and across it.
    """

    onsets: tuple[Array, ...]
    peaks_n: tuple[Array, ...]
    turned: float
    n: int
    way: float
    radius_mm: Array
    axes_mm: tuple[float, float]
    at: NDArray[np.intp]
    swing_mm: Array
    across_mm: Array

    @property
    def borders(self) -> NDArray[np.intp]:
        """Where each turn begins, and ``n``, (k + 1,): what is less than half of one belongs to the last."""
        inner = np.round(self.onsets[0][1:]).astype(np.intp)
        usual = self.n / self.turned
        inner = inner[(inner > 0) & (inner <= self.n - 0.5 * usual)]
        return np.array([0, *inner.tolist(), self.n], np.intp)


def turns_of(work: Work) -> list[Turns]:
    """The turns of each contact in which the thumb turns."""
    return [found for span in work.touches if (found := _turns_in(work, span)) is not None]


def turn_intervals_s(work: Work) -> Array:
    """From turn to turn, (k,), at one phase."""
    intervals = [np.diff(one.onsets[0]) * work.step_s for one in turns_of(work)]
    return np.concatenate(intervals) if intervals else np.empty(0)


def measured(turns: list[Turns], step_s: float, scatter: Scatter) -> Measures:
    """Forces, pace, size, direction and roundness of turns; the contacts are put together by their length."""
    intervals = [np.concatenate([np.diff(one.onsets[k]) for one in turns]) * step_s for k in range(_PHASES)]
    peaks = [np.concatenate([one.peaks_n[k] for one in turns]) for k in range(_PHASES)]
    known = [one for one in intervals if len(one)]
    mean_s = sum(one.n for one in turns) * step_s / sum(one.turned for one in turns)
    middle_s = float(np.median(np.concatenate(known))) if known else mean_s
    samples = [one.n for one in turns]
    long_mm, short_mm = (np.average([one.axes_mm[k] for one in turns], weights=samples) for k in (0, 1))
    forces = stroke_forces(np.concatenate(peaks), max(round(sum(one.turned for one in turns)), 1), scatter)
    return {
        **forces,
        "force_cv": _of_phases(peaks, 3, scatter),
        "rate_per_min": 60.0 / middle_s if middle_s > 0.0 else None,
        "rhythm_cv": _of_phases(intervals, 2, scatter),
        "radius_mm": float(np.mean(np.concatenate([one.radius_mm for one in turns]))),
        "direction": "x_to_y" if sum(one.way for one in turns) > 0.0 else "y_to_x",
        "roundness": float(short_mm / long_mm),
    }


def over_a_turn(values: Array, period: int) -> Array:
    """Mean over the turn about each sample; near the ends, over the first and the last whole turn."""
    n = len(values)
    period = min(max(period, 2), n)
    sums = np.concatenate(([0.0], np.cumsum(values)))
    lo = np.clip(np.arange(n) - period // 2, 0, n - period)
    return np.asarray((sums[lo + period] - sums[lo]) / period)


def _of_phases(values: list[Array], least: int, scatter: Scatter) -> float | None:
    """Mean scatter over the phases that have enough values."""
    found = [one for phase in values if len(phase) >= least and (one := scatter(phase)) is not None]
    return float(np.mean(found)) if found else None


def _turns_in(work: Work, span: slice) -> Turns | None:
    """Turns about the middle of the turn that is under way, which may wander; None where nothing turns."""
    x, y = smooth_path(work.touch.cut(span.start, span.stop), PATH_S)
    placed = np.flatnonzero(~np.isnan(x) & ~np.isnan(y))
    x, y, force = x[placed], y[placed], work.force_n[span][placed]
    period = _period(_along_axes(x - _line(x), y - _line(y))[0]) if len(x) > 4 else None
    if period is None:
        return None
    dx, dy = x - over_a_turn(x, period), y - over_a_turn(y, period)
    swing, across = _along_axes(dx, dy)
    axes_mm = float(np.sqrt(2.0) * np.std(swing)), float(np.sqrt(2.0) * np.std(across))
    reach = max(period // 8, 1)
    if axes_mm[0] < _LEAST_MM or len(swing) <= 2 * reach:
        return None
    # A quarter of a turn behind the swing is its rate: an eighth of a turn to each side tells it without noise.
    behind = (swing[2 * reach :] - swing[: -2 * reach]) / (2.0 * np.sin(2.0 * np.pi * reach / period))
    phase = np.unwrap(np.arctan2(-behind, swing[reach:-reach])) / (2.0 * np.pi)
    gone = np.maximum.accumulate(phase - phase[0])
    turned = float(gone[-1]) * len(swing) / len(gone)
    if turned < LEAST_TURNS:
        return None
    onsets = tuple(reach + _passed(gone, k / _PHASES) for k in range(_PHASES))
    peaks = tuple(_peaks(force, one) for one in onsets)
    way = float(np.sum(dx[:-1] * np.diff(dy) - dy[:-1] * np.diff(dx))) / 2.0
    at = span.start + placed
    return Turns(onsets, peaks, turned, len(swing), way, np.hypot(dx, dy), axes_mm, at, swing, across)


def _line(values: Array) -> Array:
    """The straight line through values: a slow wander of the place."""
    number = np.arange(len(values)) - (len(values) - 1) / 2
    return np.asarray(values.mean() + number * (np.sum(number * values) / np.sum(number * number)))


def _along_axes(x: Array, y: Array) -> tuple[Array, Array]:
    """A path along the long axis of its scatter, and across it."""
    x, y = x - x.mean(), y - y.mean()
    angle = 0.5 * np.arctan2(2.0 * np.mean(x * y), np.mean(x * x) - np.mean(y * y))
    return np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x


def _period(swing: Array) -> int | None:
    """Samples of a turn, by the ways back and forth along the long axis; None under three quarters of a turn."""
    least = _SWING * float(np.std(swing))
    turns: list[int] = []
    high = low = way = 0
    for i, value in enumerate(swing.tolist()):
        high = i if value > swing[high] else high
        low = i if value < swing[low] else low
        if way >= 0 and swing[high] - value > least:
            turns, way, low = [*turns, high], -1, i
        elif way <= 0 and value - swing[low] > least:
            turns, way, high = [*turns, low], 1, i
    # The first turning point may be but the beginning of the contact.
    inner = turns[1:]
    if len(inner) >= 2:
        return max(round(2.0 * (inner[-1] - inner[0]) / (len(inner) - 1)), 2)
    return len(swing) if len(inner) == 1 else None


def _passed(gone: Array, phase: float) -> Array:
    """Where the turns gone pass whole ones and a phase for the first time, in samples and their parts."""
    whole = np.arange(phase, float(gone[-1]) + 1e-12, 1.0)
    after = np.minimum(np.searchsorted(gone, whole), len(gone) - 1)
    before = np.maximum(after - 1, 0)
    rise = np.maximum(gone[after] - gone[before], 1e-12)
    part = np.where(after > before, np.clip((whole - gone[before]) / rise, 0.0, 1.0), 0.0)
    return np.asarray(before + part, np.float64)


def _peaks(force: Array, onsets: Array) -> Array:
    borders = np.round(onsets).astype(int).tolist()
    found = [float(force[lo:hi].max()) for lo, hi in pairwise(borders) if hi > lo]
    return np.array(found or [float(force.max())])
