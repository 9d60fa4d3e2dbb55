"""When in a set its points were lost: the moments that were outside of a band, on the side on which the measure was.

A point is placed only where the measure is made of moments that can be told apart: presses that were too hard, beats
that came too soon, time spent beside the place. What is only true of the whole, such as how round circles were, has no
moments, and neither has what nobody did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.score.flow import Span
from thumbwalk.coach.score.score import Metric, Score
from thumbwalk.coach.score.task import Task
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.measures import middle_of
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZONES, ZoneMap

LIMIT = "limit"
"""What the points of a cap stand under, beside the measures' names."""
_APART_S = 0.15
"""Stretches that are no farther apart are one: a force that crosses its limit and trembles is out of its band once."""

Array = NDArray[np.float64]
Rows = tuple[Array, Array, Array]
"""Moments as columns, each (n,): when they begin and end, and how far out each was."""


@dataclass(frozen=True, slots=True)
class CostSpan:
    """A stretch of time in which ``points`` were lost; times are those of the touch."""

    start_s: float
    end_s: float
    points: float


@dataclass(frozen=True)
class Seen:
    """What a set was judged by: ``work`` is ``as_done`` brought to the level of its guide; both None where nothing was.

    ``not_in_it`` is the time in breaks and in other techniques, ``over_s`` when the worst over-pressure was.
    """

    touch: TouchBlock
    task: Task
    zones: ZoneMap
    as_done: Work | None
    work: Work | None
    not_in_it: tuple[Span, ...] = ()
    over_s: Span | None = None


def lost_when(score: Score, seen: Seen) -> dict[str, tuple[CostSpan, ...]]:
    """The moments at which each measure that cost points lost them; none of one that is true of the whole alone.

    The points of a measure are parted among its moments by how far out each was and how long that went on, so that
    they add up to what the score took off. Those of a cap stand at the over-pressure that it is for.

    Parameters
    ----------
    score : Score
    seen : Seen
        What it was made of.
    """
    found: dict[str, tuple[CostSpan, ...]] = {}
    for one in score.metrics:
        if one.points > 0.0:
            found[one.name] = _parted(_outside(one, score.technique, seen), one.points)
    capped = sum(cap.points for cap in score.caps)
    if capped > 0.0:
        found[LIMIT] = () if seen.over_s is None else (CostSpan(*seen.over_s, capped),)
    return found


def _parted(rows: Rows | None, points: float) -> tuple[CostSpan, ...]:
    if rows is None:
        return ()
    start_s, end_s, out = (column[rows[2] > 0.0] for column in rows)
    whole = float(np.sum(out))
    if whole <= 0.0:
        return ()
    shares = points * out / whole
    return tuple(CostSpan(*row) for row in zip(start_s.tolist(), end_s.tolist(), shares.tolist(), strict=True))


def _outside(metric: Metric, technique: str, seen: Seen) -> Rows | None:
    """The moments of a measure, and how far each was beyond the end of the band that the measure missed."""
    if metric.name == "flow":
        return _as_rows(list(seen.not_in_it))
    if metric.value is None or seen.work is None or seen.as_done is None:
        return None
    moments = _BY_SAMPLES.get(metric.name)
    if moments is not None:
        return moments(metric, seen, seen.work)
    of_strokes = None if technique_named(technique).flowing else _BY_STROKES.get(metric.name)
    return None if of_strokes is None else of_strokes(metric, seen.as_done, seen.work)


def _beyond(values: Array, metric: Metric) -> Array:
    """How far values lie out of a band on the side on which the measure does; 0 inside, and on the other side."""
    low, high = metric.band
    if low is not None and metric.value is not None and metric.value < low:
        return np.maximum(low - values, 0.0)
    return np.zeros_like(values) if high is None else np.maximum(values - high, 0.0)


def _as_rows(spans: list[Span], out: Array | None = None) -> Rows:
    """Stretches as moments, each as far out as it is long where nothing else is told."""
    times_s = np.array(spans, np.float64).reshape(-1, 2)
    start_s, end_s = times_s[:, 0], times_s[:, 1]
    return start_s, end_s, end_s - start_s if out is None else out


def _stretches(touch: TouchBlock, out: Array) -> Rows:
    """Samples that are out, (n,), as stretches: what each is out by adds up."""
    at = np.flatnonzero(out > 0.0)
    if not len(at):
        return _as_rows([])
    time_s = touch.time_s[at]
    borders = [0, *(np.flatnonzero(np.diff(time_s) > _APART_S) + 1).tolist(), len(at)]
    spans = [(float(time_s[lo]), float(time_s[hi - 1]) + touch.step_s) for lo, hi in pairwise(borders)]
    return _as_rows(spans, np.array([float(np.sum(out[at[lo:hi]])) for lo, hi in pairwise(borders)]))


def _force(metric: Metric, seen: Seen, work: Work) -> Rows | None:
    force_n = work.touch.contact_n if seen.task.pattern is not None else work.force_n
    return _stretches(work.touch, np.where(work.touching, _beyond(force_n, metric), 0.0))


def _held(metric: Metric, _seen: Seen, work: Work) -> Rows:
    """Touches that were shorter than a hold that was asked for, or longer."""
    time_s = work.touch.time_s
    spans = [(float(time_s[one.start]), float(time_s[one.stop - 1]) + work.step_s) for one in work.touches]
    return _as_rows(spans, _beyond(np.array([end_s - start_s for start_s, end_s in spans]), metric))


def _wavering(metric: Metric, _seen: Seen, work: Work) -> Rows | None:
    """Moments farther from the mean of their touch than the force of the whole may scatter."""
    most, out = metric.band[1], np.zeros(len(work.touch))
    if most is None:
        return None
    for one in map(middle_of, work.touches):
        force_n = work.force_n[one]
        mean_n = float(np.mean(force_n)) if len(force_n) else 0.0
        out[one] = np.maximum(np.abs(force_n - mean_n) - most * mean_n, 0.0)
    return _stretches(work.touch, out)


def _off_zone(_metric: Metric, seen: Seen, _work: Work) -> Rows | None:
    """Time beside the zone; of a line what was not reached has no time."""
    touch, task = seen.touch, seen.task
    if task.zone is None or task.paths_mm:
        return None
    index = seen.zones.index(touch.x_mm, touch.y_mm)
    return _stretches(touch, ((index >= 0) & (index != ZONES.index(task.zone))).astype(np.float64))


def _off_point(metric: Metric, seen: Seen, work: Work) -> Rows | None:
    """Strokes beside the point, longer ones counting more, as they do in the measure."""
    target_mm, strokes = seen.task.target_mm, work.strokes
    if target_mm is None or seen.task.second_mm is not None or seen.as_done is None:
        return None
    there = ~np.isnan(strokes.x_mm)
    off_mm = np.hypot(strokes.x_mm[there] - target_mm[0], strokes.y_mm[there] - target_mm[1])
    done = seen.as_done.strokes
    return done.start_s[there], done.end_s[there], strokes.press_s[there] * _beyond(off_mm, metric)


def _peaks(metric: Metric, done: Work, work: Work) -> Rows:
    return done.strokes.start_s, done.strokes.end_s, _beyond(work.strokes.peak_n, metric)


def _uneven_peaks(metric: Metric, done: Work, work: Work) -> Rows:
    """Presses farther from the middle one than their scatter may be."""
    return done.strokes.start_s, done.strokes.end_s, _scattered(work.strokes.peak_n, metric)


def _beats(done: Work) -> tuple[Array, Array]:
    """From onset to onset, of strokes that follow on each other."""
    onset_s, linked = done.strokes.onset_s, done.strokes.linked
    return onset_s[:-1][linked], onset_s[1:][linked]


def _pace(metric: Metric, done: Work, work: Work) -> Rows:
    """Beats that were too fast, or too slow, each by how long it lasted."""
    start_s, end_s = _beats(done)
    return start_s, end_s, _beyond(60.0 / np.maximum(work.strokes.intervals_s, 1e-9), metric) * (end_s - start_s)


def _uneven_beats(metric: Metric, done: Work, work: Work) -> Rows:
    return *_beats(done), _scattered(work.strokes.intervals_s, metric)


def _valleys(metric: Metric, done: Work, work: Work) -> Rows:
    """From peak to peak, where too much or too little was kept between."""
    peak_s, linked = done.strokes.peak_s, done.strokes.linked
    return peak_s[:-1][linked], peak_s[1:][linked], _beyond(work.strokes.valleys, metric)


def _scattered(values: Array, metric: Metric) -> Array:
    """How far values are from their middle, beyond the part of it that they may scatter by."""
    most = metric.band[1]
    if most is None or not len(values):
        return np.zeros_like(values)
    middle = float(np.median(values))
    return np.maximum(np.abs(values - middle) - most * middle, 0.0)


_BY_SAMPLES: Mapping[str, Callable[[Metric, Seen, Work], Rows | None]] = {
    "force_n": _force,
    "steadiness_cv": _wavering,
    "evenness_cv": _wavering,
    "hold_s": _held,
    "coverage": _off_zone,
    "off_point_mm": _off_point,
}
"""Measures that are told of the touch itself, whatever is done."""
_BY_STROKES: Mapping[str, Callable[[Metric, Work, Work], Rows]] = {
    "peak_force_n": _peaks,
    "force_cv": _uneven_peaks,
    "rate_per_min": _pace,
    "rhythm_cv": _uneven_beats,
    "release": _valleys,
    "contact_kept": _valleys,
}
"""Measures that are told of strokes, where strokes are presses: a technique whose force is even has others."""
