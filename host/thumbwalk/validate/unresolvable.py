"""What sixteen tiles cannot resolve: errors over the size of a bite, the radius of a circle, the sole, two hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.technique.analysis import measure, strokes_on
from thumbwalk.validate.draw import box_mm, drawn_part
from thumbwalk.validate.judged_session import analysed
from thumbwalk.validate.kinds import Kind, sensed_session
from thumbwalk.validate.recovery import quantile, track_error_mm
from thumbwalk.virtual.as_built import AsBuilt
from thumbwalk.virtual.feet import foot_of_size
from thumbwalk.virtual.habits import habits_of
from thumbwalk.virtual.play import Resting
from thumbwalk.virtual.sole import Sole

Array = NDArray[np.float64]

SWEPT: tuple[Kind, ...] = ("designed", "hard")
"""On which feet sizes are swept."""
BITES_MM = tuple(float(size) for size in range(2, 11))
RADII_MM = (4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 14.0, 16.0)
APART_MM = (20.0, 30.0, 40.0, 50.0, 60.0, 75.0, 90.0, 110.0)
SIZES_EU = (35.0, 38.0, 42.0, 45.0, 48.0)
MAP_STEP_MM = 10.0
_PRESS_N, _PRESS_S, _LIFT_S, _MAP_HZ = 10.0, 0.3, 0.3, 100.0
_WORK_MM = (195.0, 50.0)


@dataclass(frozen=True)
class Spread:
    """Errors at one size on feet of one kind: true, and as it was measured (median, 10th, 90th percentile).

    ``error`` is the median relative error, ``named`` the part of the sessions that were named the right technique.
    """

    kind: Kind
    true: float
    low: float
    median: float
    high: float
    error: float
    named: float


def size_spread(technique: str, kind: Kind, size_mm: float, seeds: Sequence[int]) -> Spread:
    """Measure a walk's bite or a circle's radius of one size on feet of a kind, whatever the recognition calls it."""
    name = {"walk": "bite_mm", "circles": "radius_mm"}[technique]
    trues, founds, named = [], [], []
    for seed in seeds:
        rng = np.random.default_rng([seed, 71])
        habits = replace(habits_of("expert"), shape_cv=0.02)
        part = drawn_part(technique, builtin_pad(), habits, rng, size_mm=size_mm, lasts_s=14.0)
        one = sensed_session(kind, [part], rng, seed)
        touch, analysis = analysed(one.session.pad, one.time_s, one.values)
        found = measure(touch, technique, [strokes_on(touch, one.session.pad)])[name]
        trues.append(float(one.session.truth.parts[0].measures[name] or 0.0))
        founds.append(float(found) if isinstance(found, float) else np.nan)
        longest = max(analysis.segments, key=lambda one: one.end_s - one.start_s, default=None)
        named.append(longest is not None and longest.technique == technique)
    errors = [
        abs(value - true) / true if np.isfinite(value) else np.inf for value, true in zip(founds, trues, strict=True)
    ]
    # Bites and radii differ from what was asked for as hands do: what is compared is measured against true.
    ratios = [value / true for value, true in zip(founds, trues, strict=True) if np.isfinite(value)]
    low, middle, high = (size_mm * quantile(ratios, q) for q in (0.1, 0.5, 0.9))
    return Spread(kind, size_mm, low, middle, high, quantile(errors, 0.5), float(np.mean(named)))


@dataclass(frozen=True)
class PlaceError:
    """Root of the mean square distance between measured and true place of presses at one spot of the sole."""

    x_mm: float
    y_mm: float
    rms_mm: float


def place_map(seeds: Sequence[int]) -> list[PlaceError]:
    """Press everywhere on the reference foot, once a seed: +-10 % gains, 9 to 15 mm of layer, 5 to 12 mm of contact."""
    pad = builtin_pad()
    spots = _spots(pad)
    squares = np.array([_placed(pad, spots, seed) for seed in seeds])
    rms = np.sqrt(np.nanmean(squares, axis=0))
    return [PlaceError(float(x), float(y), float(error)) for (x, y), error in zip(spots, rms, strict=True)]


def _spots(pad: Pad) -> Array:
    low, high = box_mm(pad)
    x, y = np.meshgrid(np.arange(low[0] + 5.0, high[0], MAP_STEP_MM), np.arange(low[1] + 5.0, high[1], MAP_STEP_MM))
    inside = pad.contains(x, y)
    return np.column_stack([x[inside], y[inside]])


def _placed(pad: Pad, spots: Array, seed: int) -> Array:
    """Squared distances, (n_spots,), of one press after the other; NaN where there was no place."""
    rng = np.random.default_rng([seed, 72])
    sole = Sole(pad, AsBuilt(float(rng.uniform(9.0, 15.0))))
    radius = np.full(len(spots), float(rng.uniform(5.0, 12.0)))
    shares = sole.tile_forces(spots[:, 0], spots[:, 1], np.full(len(spots), _PRESS_N), radius)
    shares *= 1.0 + rng.uniform(-0.10, 0.10, pad.n_taxels)
    press, lift = round(_PRESS_S * _MAP_HZ), round(_LIFT_S * _MAP_HZ)
    presses = np.zeros((len(spots), press + lift, pad.n_taxels))
    presses[:, lift:] = shares[:, None]
    values = presses.reshape(-1, pad.n_taxels)
    values += 0.01 * rng.standard_normal(values.shape)
    touch, _ = analysed(pad, np.arange(len(values)) / _MAP_HZ, values)
    squares = np.full(len(spots), np.nan)
    for index, (x, y) in enumerate(spots):
        end_s = (index + 1) * (press + lift) / _MAP_HZ
        mine = touch.between(end_s - 0.6 * _PRESS_S, end_s - 0.1 * _PRESS_S)
        if len(mine) and not np.isnan(mine.x_mm).all():
            squares[index] = (np.nanmedian(mine.x_mm) - x) ** 2 + (np.nanmedian(mine.y_mm) - y) ** 2
    return squares


@dataclass(frozen=True)
class TwoHands:
    """A kneading hand and one of 5 N that rests so far away: median errors of what is said about both.

    ``seen`` is the part of the resting time in which a resting hand was reported.
    """

    apart_mm: float
    seen: float
    resting_error: float
    peak_error: float
    place_error_mm: float


def two_hands(apart_mm: float, seeds: Sequence[int]) -> TwoHands:
    """Knead in the forefoot while a hand of 5 N rests toward the heel."""
    seen, resting, peaks, places = [], [], [], []
    for seed in seeds:
        rng = np.random.default_rng([seed, 73])
        habits = habits_of("expert")
        part = drawn_part("knead", builtin_pad(), habits, rng, lasts_s=20.0, force_n=12.0, rate=45.0, kept=0.1)
        part = replace(part, task=replace(part.task, x_mm=_WORK_MM[0], y_mm=_WORK_MM[1]))
        laid = Resting(6.0, 12.0, 5.0, _WORK_MM[0] - apart_mm, _WORK_MM[1])
        one = sensed_session("designed", [part], rng, seed, (laid,))
        session = one.session
        touch, _ = analysed(session.pad, one.time_s, one.values)
        both = touch.between(laid.start_s + 2.0, laid.start_s + laid.lasts_s - 1.0)
        there = both.resting_n > 0.0
        seen.append(float(there.mean()) if len(both) else 0.0)
        resting.append(abs(float(np.median(both.resting_n[there])) - 5.0) / 5.0 if there.any() else np.inf)
        found = measure(touch, "knead", [strokes_on(touch, session.pad)])["peak_force_n"]
        true = float(session.truth.parts[0].measures["peak_force_n"] or np.nan)
        peaks.append(abs(float(found or np.nan) - true) / true)
        places.append(track_error_mm(touch, session.path, laid.start_s + 2.0, laid.start_s + laid.lasts_s - 1.0))
    medians = (quantile(one, 0.5) for one in (resting, peaks, places))
    return TwoHands(apart_mm, float(np.mean(seen)), *medians)


def foot_sizes() -> list[tuple[float, Pad]]:
    """Practice feet from the smallest to the largest, left and right by turns."""
    sides: tuple[Any, ...] = ("left", "right")
    return [(size, foot_of_size(builtin_pad(), size, sides[index % 2])) for index, size in enumerate(SIZES_EU)]
