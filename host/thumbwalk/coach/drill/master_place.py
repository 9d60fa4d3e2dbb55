"""Where a master worked: the place that a part's strokes lie about, or the way that they go along."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.drill import LIMITS, UW
from thumbwalk.coach.drill.master_parts import ALONG, MasterPart
from thumbwalk.pad import Pad
from thumbwalk.technique.work import Work

Array = NDArray[np.float64]

KNOT_MM = 25.0
"""From place to place of a way: two thumbs; a sole bends no faster."""
_ENDS = 0.03
"""The parts of the samples at a way's two ends that are not trusted: a hand lands and leaves there."""
_WIDE_MM = 40.0
"""Kneading that moves on for longer than this goes along a way."""


@dataclass(frozen=True)
class MasterPlace:
    """Keys of a set that say where, and how far the strokes lie from it in the mean, mm (None for a way)."""

    place: UW | None = None
    xy_mm: tuple[float, float] | None = None
    path: tuple[UW, ...] = ()
    off_mm: float | None = None


def place_of(part: MasterPart, pad: Pad) -> MasterPlace:
    """Where a part was done; nothing where the layout has no positions."""
    spots = _spots(part.work)
    if not len(spots):
        return MasterPlace()
    if pad.is_sole and (part.technique in ALONG or (part.technique == "knead" and _reach_mm(spots) > _WIDE_MM)):
        way = way_of(spots, _heading(part, spots))
        return MasterPlace(path=tuple(_uw(pad, x, y) for x, y in way.tolist()))
    strokes = part.work.strokes
    there = ~np.isnan(strokes.x_mm)
    if not there.any():
        return MasterPlace()
    weight = strokes.press_s[there]
    x, y = (float(np.average(column[there], weights=weight)) for column in (strokes.x_mm, strokes.y_mm))
    away = np.hypot(strokes.x_mm[there] - x, strokes.y_mm[there] - y)
    off_mm = float(np.average(away, weights=weight))
    if pad.is_sole and bool(pad.contains(np.array([x]), np.array([y]))[0]):
        return MasterPlace(place=_uw(pad, x, y), off_mm=off_mm)
    least, most = LIMITS["x_mm"]
    return MasterPlace(xy_mm=(round(min(max(x, least), most), 1), round(min(max(y, least), most), 1)), off_mm=off_mm)


def way_of(spots: Array, heading: tuple[float, float]) -> Array:
    """The way that places (n, 2) lie about, (k, 2), from where it begins; it may bend across its heading.

    Parameters
    ----------
    spots : (n, 2) float64
        Millimetres.
    heading : (x, y)
        Of length 1.
    """
    along = spots @ np.array(heading)
    across = spots @ np.array([-heading[1], heading[0]])
    lo, hi = np.quantile(along, [_ENDS, 1.0 - _ENDS])
    knots = np.linspace(lo, hi, max(round((hi - lo) / KNOT_MM), 1) + 1)
    half = max((hi - lo) / (len(knots) - 1) / 2.0, 1.0)
    beside = []
    for knot in knots:
        near = np.abs(along - knot) <= half
        beside.append(float(np.median(across[near] if near.any() else across)))
    return np.outer(knots, heading) + np.outer(beside, [-heading[1], heading[0]])


def _spots(work: Work) -> Array:
    """Places of the touch, (n, 2)."""
    spots = np.column_stack([work.touch.x_mm, work.touch.y_mm])[work.touching]
    return spots[~np.isnan(spots).any(axis=1)]


def _reach_mm(spots: Array) -> float:
    """How far places reach along the foot or across it, the farthest ones left out."""
    low, high = np.quantile(spots, [_ENDS, 1.0 - _ENDS], axis=0)
    return float(np.max(high - low))


def _heading(part: MasterPart, spots: Array) -> tuple[float, float]:
    """The direction of the way: from where each contact begins to where it ends; kneading's by its first and last."""
    touch = part.work.touch
    spans = part.work.touches if part.technique in ALONG else [slice(0, len(touch))]
    moved = np.zeros(2)
    for span in spans:
        places = np.column_stack([touch.x_mm[span], touch.y_mm[span]])
        places = places[~np.isnan(places).any(axis=1)]
        if len(places) > 1:
            third = max(len(places) // 3, 1)
            moved += np.mean(places[-third:], axis=0) - np.mean(places[:third], axis=0)
    # the straightest line through all places, turned the way the hand moved
    _, _, axes = np.linalg.svd(spots - spots.mean(axis=0), full_matrices=False)
    x, y = axes[0] if float(axes[0] @ moved) >= 0.0 else -axes[0]
    length = math.hypot(float(x), float(y)) or 1.0
    return float(x) / length, float(y) / length


def _uw(pad: Pad, x_mm: float, y_mm: float) -> UW:
    u, w = pad.uw_of(x_mm, y_mm)
    return round(u, 4), round(w, 4)
