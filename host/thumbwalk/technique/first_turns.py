"""Turns by their angle about the middle, as the first version of the score measured circles; kept for its recordings.

A line to and fro has no angle, so that flat circles passed for round ones: `turns` is what circles are measured by.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.measures import Measures, common, stroke_forces
from thumbwalk.technique.motion import velocity
from thumbwalk.technique.turns import LEAST_TURNS, PATH_S, over_a_turn
from thumbwalk.technique.work import Work
from thumbwalk.touch.track import smooth_path

Array = NDArray[np.float64]


def first_measures(work: Work) -> Measures:
    """Common measures and those of circles, as the first version of the score had them."""
    turns = [found for span in work.touches if (found := _turns_in(work, span)) is not None]
    common_ones = common(work)
    if not turns:
        nothing: Measures = dict.fromkeys(("rate_per_min", "rhythm_cv", "radius_mm", "direction", "roundness"))
        return {**common_ones, **nothing}
    intervals = np.concatenate([np.diff(one.onsets) * work.step_s for one in turns])
    peaks = np.concatenate([one.peaks_n for one in turns])
    radius = np.concatenate([one.radius_mm for one in turns])
    mean_mm = float(np.mean(radius))
    middle_s = float(np.median(intervals)) if len(intervals) else 60.0 / _mean_rate(turns, work.step_s)
    return {
        **common_ones,
        **stroke_forces(peaks, sum(one.count for one in turns), work.ways.scatter),
        "rate_per_min": 60.0 / middle_s if middle_s > 0.0 else None,
        "rhythm_cv": work.ways.scatter(intervals) if len(intervals) >= 2 else None,
        "radius_mm": mean_mm,
        "direction": "x_to_y" if sum(one.turned for one in turns) > 0.0 else "y_to_x",
        "roundness": 1.0 - float(np.std(radius)) / mean_mm if mean_mm > 0.0 else None,
    }


@dataclass(frozen=True)
class _Turns:
    """The turns of one contact: ``onsets`` in samples, ``turned`` signed in turns over ``n`` samples."""

    count: int
    onsets: Array
    turned: float
    n: int
    radius_mm: Array
    peaks_n: Array


def _mean_rate(turns: list[_Turns], step_s: float) -> float:
    return 60.0 * sum(abs(one.turned) for one in turns) / (sum(one.n for one in turns) * step_s)


def _turns_in(work: Work, span: slice) -> _Turns | None:
    """Turns about the middle of the turn that is under way, which may wander; None where nothing turns."""
    touch = work.touch.cut(span.start, span.stop)
    vx, vy = velocity(touch)
    there = np.flatnonzero(~np.isnan(vx) & ~np.isnan(vy))
    if len(there) < 3:
        return None
    heading = np.unwrap(np.arctan2(vy[there], vx[there]))
    rough = float(heading[-1] - heading[0]) / (2.0 * np.pi)
    if abs(rough) < LEAST_TURNS:
        return None
    period = round((there[-1] - there[0]) / abs(rough))
    x, y = smooth_path(touch, PATH_S)
    placed = np.flatnonzero(~np.isnan(x))
    x, y = x[placed], y[placed]
    dx, dy = x - over_a_turn(x, period), y - over_a_turn(y, period)
    angle = np.unwrap(np.arctan2(dy, dx)) / (2.0 * np.pi)
    turned = float(angle[-1] - angle[0])
    sign = 1.0 if turned > 0.0 else -1.0
    # Where the angle passes whole turns from its start for the first time.
    gone = np.maximum.accumulate(sign * (angle - angle[0]))
    whole = np.arange(int(abs(turned)) + 1, dtype=np.float64)
    after = np.minimum(np.searchsorted(gone, whole), len(gone) - 1)
    before = np.maximum(after - 1, 0)
    rise = np.maximum(gone[after] - gone[before], 1e-12)
    onsets = before + np.where(after > before, np.clip((whole - gone[before]) / rise, 0.0, 1.0), 0.0)
    force = work.force_n[span][placed]
    borders = [*np.round(onsets).astype(int).tolist(), len(force)]
    # What follows the last whole turn is judged with it, unless it is the greater part of a turn.
    count = round(abs(turned))
    borders = borders if count >= len(borders) - 1 else [*borders[:-2], len(force)]
    peaks = [float(force[lo:hi].max()) for lo, hi in itertools.pairwise(borders) if hi > lo]
    return _Turns(max(count, 1), onsets, turned, len(x), np.hypot(dx, dy), np.array(peaks))
