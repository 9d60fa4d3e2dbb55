"""Measures that several techniques share, each a plain function of the work; None is "can't be had".

Names end in their unit. Forces are in newtons here; ``in_unit`` renames them for a layout in another unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.technique.work import Work

Measure = float | int | str | None
Measures = dict[str, Measure]
Array = NDArray[np.float64]
Scatter = Callable[[Array], float | None]

_LEAST_STROKES = 3
"""From three strokes on a spread is told, as the target tables ask; two intervals come of three strokes."""


def common(work: Work) -> Measures:
    """What every technique but rest has: how many strokes, how hard, how evenly, and where."""
    touching, force, touch = work.touching, work.force_n, work.touch
    peaks = work.strokes.peak_n
    measures: Measures = {
        "strokes": len(peaks),
        "force_n": _mean(force[touching]),
        **stroke_forces(peaks, len(peaks), work.ways.scatter),
        "contact_force_n": _median(touch.contact_n[touching]),
        "x_mm": _weighted(touch.x_mm[touching], touch.contact_n[touching]),
        "y_mm": _weighted(touch.y_mm[touching], touch.contact_n[touching]),
    }
    resting = touch.resting_n > 0.0
    if resting.any():
        measures["resting_force_n"] = _median(touch.resting_n[resting])
    return measures


def stroke_forces(peaks_n: Array, strokes: int, scatter: Scatter) -> Measures:
    """How many strokes there were, how firm they were, and how evenly so, by a way to tell scatter."""
    return {
        "strokes": strokes,
        "peak_force_n": _median(peaks_n),
        "force_cv": scatter(peaks_n) if len(peaks_n) >= _LEAST_STROKES else None,
    }


def rhythm(work: Work) -> Measures:
    """``rate_per_min`` from the median interval between onsets, and ``rhythm_cv``, their scatter."""
    return rhythm_of(work.strokes.intervals_s, work.ways.scatter)


def rhythm_of(intervals_s: Array, scatter: Scatter) -> Measures:
    """The rhythm of given intervals, (n,)."""
    middle = _median(intervals_s)
    return {
        "rate_per_min": 60.0 / middle if middle else None,
        "rhythm_cv": scatter(intervals_s) if len(intervals_s) >= _LEAST_STROKES - 1 else None,
    }


def release(work: Work) -> float | None:
    """Median over the valleys between strokes of valley / mean of its two peaks; 0 is full release."""
    return _median(work.strokes.valleys)


def advance_mm(work: Work) -> float | None:
    """How far the strokes' place moves on, a stroke: the length of a straight line's slope through the places.

    A line, not the mean of the steps: the places' errors make steps long, but leave the line's slope where it is.
    Runs are put together by their strokes.
    """
    strokes = work.strokes
    total, weight = 0.0, 0
    for run in range(int(strokes.run[-1]) + 1 if len(strokes) else 0):
        x, y = strokes.x_mm[strokes.run == run], strokes.y_mm[strokes.run == run]
        n = len(x)
        if n < 2 or np.isnan(x).any():
            continue
        number = np.arange(n) - (n - 1) / 2
        scale = float(np.sum(number * number))
        slope = np.hypot(np.sum(number * x) / scale, np.sum(number * y) / scale)
        total, weight = total + (n - 1) * float(slope), weight + n - 1
    return total / weight if weight else None


def middle_of(span: slice) -> slice:
    """The middle 80 % of a span of samples."""
    margin = (span.stop - span.start) // 10
    return slice(span.start + margin, span.stop - margin)


def in_unit(measures: Mapping[str, Measure], pad: Pad) -> Measures:
    """Rename forces (``_n``) for a layout in counts (``_counts``), or in kPa without areas (``_kpa``)."""
    unit = force_unit(pad)
    if unit == "n":
        return dict(measures)
    return {
        f"{name[:-2]}_{unit}" if name.endswith("_n") else name.replace("_n_per_s", f"_{unit}_per_s"): value
        for name, value in measures.items()
    }


def force_unit(pad: Pad) -> str:
    """The unit of forces on a layout, as names end in it: n, counts or kpa."""
    if pad.unit == "counts":
        return "counts"
    return "n" if pad.unit == "N" or pad.has_areas else "kpa"


def _mean(values: NDArray[np.float64]) -> float | None:
    return float(np.mean(values)) if len(values) else None


def _median(values: NDArray[np.float64]) -> float | None:
    return float(np.median(values)) if len(values) else None


def _weighted(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float | None:
    there = ~np.isnan(values)
    total = float(np.sum(weights[there]))
    return float(np.sum(values[there] * weights[there])) / total if total > 0.0 else None
