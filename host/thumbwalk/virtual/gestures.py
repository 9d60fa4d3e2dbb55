"""The gesture that each technique is, written for an ideal hand; the hand's habits bend its force, timing and place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.beat import Beat
from thumbwalk.virtual.habits import RATE_HZ, Gesture, Habits, Task, smooth_noise, tremor

Array = NDArray[np.float64]

_ADVANCE_MM = 1.5
"""How far a kneading thumb moves on, a press."""
_RADIUS_MM, _BITE_MM, _LENGTH_MM, _SPEED_MM_S, _BLOW_S, _STROKE_MM = 10.0, 6.5, 100.0, 60.0, 0.09, 12.0
_RETURN_S = 0.6
"""How long a hand is in the air on its way back to where a line or a glide begins."""


def hold(task: Task, habits: Habits, rng: np.random.Generator) -> Gesture:
    """Press a point and hold it: half a second down, steady, a third of a second up."""
    if task.on_s is not None:
        return _holds(task, task.on_s, habits, rng)
    start = round(habits.late_s * RATE_HZ)
    stop = max(round(task.n * habits.used), start + 2)
    time_s = (np.arange(task.n) - start) / RATE_HZ
    left_s = (stop - 1 - np.arange(task.n)) / RATE_HZ
    level = _eased(time_s / 0.5) * _eased(left_s / 0.3)
    level *= 1.0 - habits.sag * np.clip(time_s / max(stop / RATE_HZ, 1e-9), 0.0, 1.0)
    return _placed(task, habits, rng, task.force_n * level, np.zeros(task.n))


def _holds(task: Task, on_s: float, habits: Habits, rng: np.random.Generator) -> Gesture:
    """Hold a point again and again, with short lifts between."""
    moments, level = np.arange(task.n) / RATE_HZ, np.zeros(task.n)
    starts_s, end_s = habits.late_s, task.n / RATE_HZ * max(habits.used, 0.9)
    while starts_s + 1.0 < end_s:
        stops_s = min(starts_s + on_s * max(1.0 + habits.rhythm_cv * rng.standard_normal(), 0.4), end_s)
        part = np.clip((moments - starts_s) / max(stops_s - starts_s, 1e-9), 0.0, 1.0)
        level += _eased((moments - starts_s) / 0.5) * _eased((stops_s - moments) / 0.3) * (1.0 - habits.sag * part)
        starts_s = stops_s + task.off_s
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
    along = np.asarray(_ADVANCE_MM * (stroke - (strokes - 1) / 2.0), dtype=np.float64)
    if task.to_and_fro:
        gone = np.asarray(_ADVANCE_MM * stroke + task.line_mm / 2.0, dtype=np.float64)
        along = _to_and_fro(gone, task.line_mm) - task.line_mm / 2.0
    along = _averaged(along, round(0.1 * RATE_HZ))
    # without a way it moves on along the foot, whatever the heading of those that have one
    x, y = (along, 0.0) if task.path_mm is None else _on_way(task, along)
    placed = _placed(task, habits, rng, task.force_n * level, x, y)
    return replace(placed, edges_s=edges)


def circles(task: Task, habits: Habits, rng: np.random.Generator) -> Gesture:
    """Circle on a point at an even pace while contact is kept."""
    edges = _stroke_edges(task, habits, rng)
    moments = np.arange(task.n) / RATE_HZ
    turns = len(edges) - 1
    sizes = _sizes(task.size_mm or _RADIUS_MM, turns, habits, rng)
    weights = np.maximum(1.0 + habits.stroke_cv * rng.standard_normal(max(turns, 1)), 0.15)
    start = rng.uniform(0.0, 2.0 * np.pi)
    if turns == 0:
        return _placed(task, habits, rng, np.zeros(task.n), np.zeros(task.n))
    turn = np.interp(moments, edges, np.arange(turns + 1.0))
    # Neither size nor force jumps from turn to turn: they go straight from the middle of one to that of the next.
    middles = np.arange(turns) + 0.5
    radius, level = np.interp(turn, middles, sizes), np.interp(turn, middles, weights)
    level = level * _eased((moments - edges[0]) / 0.3) * _eased((edges[-1] - moments) / 0.3)
    angle = start + 2.0 * np.pi * turn
    # An ellipse of the same mean radius, leaning anyhow.
    wide, narrow = 1.0 + habits.squash / 2.0, 1.0 - habits.squash / 2.0
    along, across = _turned(wide * radius * np.cos(angle), narrow * radius * np.sin(angle), rng.uniform(0.0, np.pi))
    placed = _placed(task, habits, rng, task.force_n * level, along, task.turns * across)
    return replace(placed, edges_s=edges, sizes_mm=sizes)


def walk(task: Task, habits: Habits, rng: np.random.Generator) -> Gesture:
    """Walk in small forward bites without losing contact; at the line's end lift, and begin it again."""
    edges = _stroke_edges(task, habits, rng)
    moments = np.arange(task.n) / RATE_HZ
    bites = len(edges) - 1
    sizes = _sizes(task.size_mm or _BITE_MM, bites, habits, rng)
    if habits.backward > 0.0:
        sizes = np.where(rng.random(bites) < habits.backward, -sizes, sizes)
    line = max(int(task.line_mm / (task.size_mm or _BITE_MM)), 2)
    level, along = np.zeros(task.n), np.zeros(task.n)
    place = -task.line_mm / 2.0
    for index in range(bites):
        peak = max(1.0 + habits.stroke_cv * rng.standard_normal(), 0.15)
        length_s = edges[index + 1] - edges[index]
        inside = (moments >= edges[index]) & (moments < edges[index + 1])
        part = (moments[inside] - edges[index]) / length_s
        first, last = index % (line + 1) == 0, index == bites - 1 or index % (line + 1) == line - 1
        if index % (line + 1) == line:  # in the air, back to the beginning
            place = -task.line_mm / 2.0
            along[moments >= edges[index]] = place
            continue
        kept = habits.contact * np.where(part < 0.5, not first, not last)
        level[inside] = kept + (peak - kept) * np.sin(np.pi * part) ** 2
        along[moments >= edges[index]] = place
        if not last:
            # The thumb creeps on while it presses least, about the border between two bites.
            place += sizes[index]
            leaves, lands = edges[index] + 0.75 * length_s, edges[index] + 1.2 * length_s
            step = _eased((moments - leaves) / (lands - leaves))
            moving = moments >= leaves
            along[moving] = place - sizes[index] * (1.0 - step[moving])
    return _led(task, habits, rng, level, along, edges, sizes)


def glide(task: Task, habits: Habits, rng: np.random.Generator) -> Gesture:
    """Long even strokes, each begun where the one before was: the hand comes back through the air."""
    moments = np.arange(task.n) / RATE_HZ
    length_mm = task.size_mm or _LENGTH_MM
    speed_mm_s = (task.speed_mm_s or _SPEED_MM_S) * habits.rate_gain
    end_s = task.n / RATE_HZ * max(habits.used, 0.9)
    level, along = np.zeros(task.n), np.full(task.n, -length_mm / 2.0)
    edges, sizes = [habits.late_s], []
    while True:
        size = length_mm * max(1.0 + habits.shape_cv * rng.standard_normal(), 0.4)
        lasts_s = size / (speed_mm_s * max(1.0 + habits.rhythm_cv * rng.standard_normal(), 0.4))
        starts_s = edges[-1]
        if starts_s + lasts_s > end_s:
            break
        peak = max(1.0 + habits.stroke_cv * rng.standard_normal(), 0.15)
        since_s, left_s = moments - starts_s, starts_s + lasts_s - moments
        inside = (since_s >= 0.0) & (left_s > 0.0)
        fading = 1.0 - habits.fade * since_s[inside] / lasts_s
        level[inside] = peak * (_eased(since_s / 0.15) * _eased(left_s / 0.15))[inside] * fading
        along[since_s >= 0.0] = size * (np.minimum(since_s[since_s >= 0.0] / lasts_s, 1.0) - 0.5)
        sizes.append(size)
        edges.append(starts_s + lasts_s + _RETURN_S)
        along[moments >= starts_s + lasts_s + _RETURN_S / 2.0] = -length_mm / 2.0
    return _led(task, habits, rng, level, along, np.array(edges), np.array(sizes))


def tap(task: Task, habits: Habits, rng: np.random.Generator) -> Gesture:
    """Short light blows, each a half sine that bounces off."""
    edges = _stroke_edges(task, habits, rng)
    moments = np.arange(task.n) / RATE_HZ
    level = np.zeros(task.n)
    for index in range(len(edges) - 1):
        peak = max(1.0 + habits.stroke_cv * rng.standard_normal(), 0.15)
        lasts_s = (task.contact_s or _BLOW_S) * max(1.0 + habits.rhythm_cv * rng.standard_normal(), 0.4)
        lasts_s = min(lasts_s, 0.9 * (edges[index + 1] - edges[index]))
        part = (moments - edges[index]) / lasts_s
        inside = (part >= 0.0) & (part < 1.0)
        level[inside] = peak * np.sin(np.pi * part[inside])
    return replace(_placed(task, habits, rng, task.force_n * level, np.zeros(task.n)), edges_s=edges)


def friction(task: Task, habits: Habits, rng: np.random.Generator) -> Gesture:
    """Rub to and fro over a spot at an even pace while contact is kept; to and fro is one stroke."""
    edges = _stroke_edges(task, habits, rng)
    moments = np.arange(task.n) / RATE_HZ
    strokes = len(edges) - 1
    if strokes < 1:
        return _placed(task, habits, rng, np.zeros(task.n), np.zeros(task.n))
    sizes = _sizes(task.size_mm or _STROKE_MM, strokes, habits, rng)
    weights = np.maximum(1.0 + habits.stroke_cv * rng.standard_normal(strokes), 0.15)
    done = np.interp(moments, edges, np.arange(strokes + 1.0))
    middles = np.arange(strokes) + 0.5
    level = np.interp(done, middles, weights) * _eased((moments - edges[0]) / 0.3) * _eased((edges[-1] - moments) / 0.3)
    along = 0.5 * np.interp(done, middles, sizes) * np.cos(2.0 * np.pi * done)
    return _led(task, habits, rng, level, along, edges, sizes)


def _stroke_edges(task: Task, habits: Habits, rng: np.random.Generator) -> Array:
    """Seconds at which strokes begin, and the last one ends; only whole strokes, so there may be none."""
    interval_s = Beat(task.rate_per_min * habits.rate_gain).interval_s
    end_s = task.n / RATE_HZ * max(habits.used, 0.9)
    edges = [habits.late_s]
    while True:
        if task.rate_line is not None:
            pace = float(task.rate_line.at(np.array(edges[-1:]))[0])
            interval_s = Beat(pace * habits.rate_gain).interval_s
        next_s = edges[-1] + interval_s * max(1.0 + habits.rhythm_cv * rng.standard_normal(), 0.4)
        if next_s > end_s:
            return np.array(edges)
        edges.append(next_s)


@dataclass(frozen=True, slots=True)
class Played:
    """How a virtual hand plays a technique: its gesture, and what it plays where a set gives no guide."""

    gesture: Callable[[Task, Habits, np.random.Generator], Gesture]
    force_n: float
    rate_per_min: float = 45.0


GESTURES: dict[str, Played] = {
    "hold": Played(hold, 12.0),
    "knead": Played(knead, 14.0),
    "circles": Played(circles, 10.0, 55.0),
    "walk": Played(walk, 10.0, 90.0),
    "glide": Played(glide, 5.0),
    "tap": Played(tap, 4.0, 180.0),
    "friction": Played(friction, 10.0, 120.0),
}
"""Each technique that a virtual hand can play."""


def _led(
    task: Task, habits: Habits, rng: np.random.Generator, level: Array, along: Array, edges: Array, sizes: Array
) -> Gesture:
    """Bend a gesture that goes along its heading."""
    x, y = _on_way(task, along)
    placed = _placed(task, habits, rng, task.force_n * level, x, y)
    return replace(placed, edges_s=edges, sizes_mm=sizes)


def _on_way(task: Task, along: Array) -> tuple[Array, Array]:
    """Places beside the task's own, of a hand that is so far along its way from the middle, (n,) each."""
    way = task.path_mm
    if way is None:
        return _turned(along, np.zeros(task.n), np.radians(task.heading_deg))
    gone = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way, axis=0).T))])
    at = along + gone[-1] / 2.0
    return np.interp(at, gone, way[:, 0]) - task.x_mm, np.interp(at, gone, way[:, 1]) - task.y_mm


def _to_and_fro(gone: Array, length_mm: float) -> Array:
    """Places on a way that is gone along and back again."""
    part = gone % max(2.0 * length_mm, 1e-9)
    return np.minimum(part, 2.0 * length_mm - part)


def _sizes(size_mm: float, n: int, habits: Habits, rng: np.random.Generator) -> Array:
    return np.asarray(size_mm * np.maximum(1.0 + habits.shape_cv * rng.standard_normal(n), 0.3))


def _turned(along: Array, across: Array, angle: float) -> tuple[Array, Array]:
    cos, sin = np.cos(angle), np.sin(angle)
    return cos * along - sin * across, sin * along + cos * across


def _placed(
    task: Task,
    habits: Habits,
    rng: np.random.Generator,
    force_n: Array,
    along_mm: Array,
    across_mm: Array | float = 0.0,
) -> Gesture:
    """Bend an ideal force and an ideal motion along and across the foot by the hand's habits."""
    slow = 1.0 + habits.wander_cv * smooth_noise(task.n, 0.8, rng) + habits.tremor_cv * tremor(task.n, rng)
    aim = rng.normal(0.0, habits.aim_mm, 2)
    x = task.x_mm + aim[0] + along_mm + habits.wander_mm * smooth_noise(task.n, 1.3, rng)
    y = task.y_mm + aim[1] + across_mm + habits.wander_mm * smooth_noise(task.n, 1.3, rng)
    if task.force_line is not None:
        force_n = force_n / task.force_n * task.force_line.at(np.arange(task.n) / RATE_HZ)
    gone = np.arange(task.n) / max(task.n - 1, 1)
    if habits.drift_mm > 0.0:
        way = rng.uniform(0.0, 2.0 * np.pi)
        x, y = x + habits.drift_mm * gone * np.cos(way), y + habits.drift_mm * gone * np.sin(way)
    return Gesture(x, y, np.maximum(force_n * habits.force_gain * slow * (1.0 - habits.tire * gone), 0.0))


def _eased(part: Array) -> Array:
    """0 to 1 with a soft start and a soft end."""
    inside = np.clip(part, 0.0, 1.0)
    return np.asarray(inside * inside * (3.0 - 2.0 * inside))


def _averaged(values: Array, width: int) -> Array:
    """A moving mean whose ends repeat."""
    padded = np.concatenate((np.full(width, values[0]), values, np.full(width, values[-1])))
    sums = np.cumsum(padded)
    half = width // 2
    return np.asarray((sums[width + half :][: len(values)] - sums[half:][: len(values)]) / width)
