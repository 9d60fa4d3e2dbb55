"""How virtual hands differ, and the gesture that each technique is.

A gesture is written for an ideal hand, and the hand's habits bend its force, timing and place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 1000
"""Moments a second of a path."""

_TREMOR_HZ = (8.0, 12.0)
_BITE_MM = 1.5
"""How far a kneading thumb moves on, a press."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What makes a hand; fractions are standard deviations unless they say otherwise.

    Attributes
    ----------
    force_gain, rate_gain : float
        Force and rate against what is asked for.
    aim_mm : float
        Error of the aim along each axis, anew for each set.
    wander_mm : float
        Slow wandering about the place aimed at.
    stroke_cv, rhythm_cv : float
        Spread of the peaks and of the intervals between them.
    wander_cv, tremor_cv : float
        Slow (about a second) and fast (8 to 12 Hz) variation of the force.
    keep : float
        Force kept between two kneading presses, as a part of the peak.
    sag : float
        Part of the force that is lost over a hold, as fingers tire.
    late_s : float
        How late a set is begun.
    used : float
        Part of a set's time that is used before the hand lifts.
    """

    force_gain: float = 1.0
    rate_gain: float = 1.0
    aim_mm: float = 1.5
    wander_mm: float = 0.6
    stroke_cv: float = 0.05
    rhythm_cv: float = 0.035
    wander_cv: float = 0.025
    tremor_cv: float = 0.012
    keep: float = 0.10
    sag: float = 0.0
    late_s: float = 0.25
    used: float = 0.98


HABITS: dict[str, Habits] = {
    "expert": Habits(),
    "beginner": Habits(
        force_gain=0.8,
        rate_gain=0.85,
        aim_mm=5.0,
        wander_mm=2.5,
        stroke_cv=0.20,
        rhythm_cv=0.16,
        wander_cv=0.12,
        tremor_cv=0.03,
        keep=0.30,
        sag=0.25,
        late_s=0.7,
        used=0.92,
    ),
    "heavy": Habits(force_gain=2.2, tremor_cv=0.02),
    "light": Habits(force_gain=0.35, tremor_cv=0.015),
    "uneven": Habits(stroke_cv=0.38, wander_cv=0.25, tremor_cv=0.02),
    "rushing": Habits(rate_gain=1.8, rhythm_cv=0.08, stroke_cv=0.10, keep=0.35, used=0.55),
}


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked for: a gesture's length in moments, its force and rate, and its place."""

    n: int
    force_n: float
    rate_per_min: float
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class Gesture:
    """A contact over a set, a moment each 1/``RATE_HZ`` s; arrays are (n,)."""

    x_mm: NDArray[np.float64]
    y_mm: NDArray[np.float64]
    force_n: NDArray[np.float64]


def smooth_noise(n: int, knot_s: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Noise (n,) of unit standard deviation at its knots, ``knot_s`` apart, with half cosines between them."""
    at = np.arange(n) / RATE_HZ / knot_s + rng.uniform()
    knots = rng.standard_normal(int(np.ceil(at[-1])) + 2) if n else np.zeros(2)
    cell = at.astype(np.int64)
    blend = 0.5 - 0.5 * np.cos(np.pi * (at - cell))
    return np.asarray(knots[cell] * (1.0 - blend) + knots[cell + 1] * blend)


def tremor(n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Physiological tremor (n,) of unit standard deviation: three tones of 8 to 12 Hz that beat."""
    time_s = np.arange(n) / RATE_HZ
    tones = [np.sin(2 * np.pi * (rng.uniform(*_TREMOR_HZ) * time_s + rng.uniform())) for _ in range(3)]
    return np.asarray(np.sqrt(2.0 / 3.0) * sum(tones))


def hold(task: Task, habits: Habits, rng: np.random.Generator) -> Gesture:
    """Press a point and hold it: half a second down, steady, a third of a second up."""
    start = round(habits.late_s * RATE_HZ)
    stop = max(round(task.n * habits.used), start + 2)
    time_s = (np.arange(task.n) - start) / RATE_HZ
    left_s = (stop - 1 - np.arange(task.n)) / RATE_HZ
    level = _eased(time_s / 0.5) * _eased(left_s / 0.3)
    level *= 1.0 - habits.sag * np.clip(time_s / max(stop / RATE_HZ, 1e-9), 0.0, 1.0)
    return _placed(task, habits, rng, task.force_n * level, np.zeros(task.n))


def knead(task: Task, habits: Habits, rng: np.random.Generator) -> Gesture:
    """Press and release over a spot at an even pace, moving on a little with each press."""
    edges = _stroke_edges(task, habits, rng)
    moments = np.arange(task.n) / RATE_HZ
    strokes = len(edges) - 1
    level = np.zeros(task.n)
    for index in range(strokes):
        peak = max(1.0 + habits.stroke_cv * rng.standard_normal(), 0.15)
        inside = (moments >= edges[index]) & (moments < edges[index + 1])
        part = (moments[inside] - edges[index]) / (edges[index + 1] - edges[index])
        first, last = index == 0, index == strokes - 1
        kept = habits.keep * np.where(part < 0.5, not first, not last)
        level[inside] = kept + (peak - kept) * np.sin(np.pi * part) ** 2
    stroke = np.clip(np.searchsorted(edges, moments, side="right") - 1, 0, max(strokes - 1, 0))
    along = np.asarray(_BITE_MM * (stroke - (strokes - 1) / 2.0), dtype=np.float64)
    return _placed(task, habits, rng, task.force_n * level, _averaged(along, round(0.1 * RATE_HZ)))


def _stroke_edges(task: Task, habits: Habits, rng: np.random.Generator) -> NDArray[np.float64]:
    """Seconds at which strokes begin, and the last one ends; only whole strokes, so there may be none."""
    interval_s = 60.0 / (task.rate_per_min * habits.rate_gain)
    end_s = task.n / RATE_HZ * max(habits.used, 0.9)
    edges = [habits.late_s]
    while True:
        next_s = edges[-1] + interval_s * max(1.0 + habits.rhythm_cv * rng.standard_normal(), 0.4)
        if next_s > end_s:
            return np.array(edges)
        edges.append(next_s)


GESTURES: dict[str, Callable[[Task, Habits, np.random.Generator], Gesture]] = {"hold": hold, "knead": knead}
"""The gesture of each technique that a virtual hand can play."""


def _placed(
    task: Task, habits: Habits, rng: np.random.Generator, force_n: NDArray[np.float64], along_mm: NDArray[np.float64]
) -> Gesture:
    """Bend an ideal force and an ideal advance along the foot by the hand's habits."""
    slow = 1.0 + habits.wander_cv * smooth_noise(task.n, 0.8, rng) + habits.tremor_cv * tremor(task.n, rng)
    aim = rng.normal(0.0, habits.aim_mm, 2)
    x = task.x_mm + aim[0] + along_mm + habits.wander_mm * smooth_noise(task.n, 1.3, rng)
    y = task.y_mm + aim[1] + habits.wander_mm * smooth_noise(task.n, 1.3, rng)
    return Gesture(x, y, np.maximum(force_n * habits.force_gain * slow, 0.0))


def _eased(part: NDArray[np.float64]) -> NDArray[np.float64]:
    """0 to 1 with a soft start and a soft end."""
    inside = np.clip(part, 0.0, 1.0)
    return np.asarray(inside * inside * (3.0 - 2.0 * inside))


def _averaged(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """A moving mean whose ends repeat."""
    padded = np.concatenate((np.full(width, values[0]), values, np.full(width, values[-1])))
    sums = np.cumsum(padded)
    half = width // 2
    return np.asarray((sums[width + half :][: len(values)] - sums[half:][: len(values)]) / width)
