"""When in a set its points were lost: the moments that were outside of a band, on the side on which the measure was.

A point is placed where the measure is made of what can be told apart: presses that were too hard, circles that came too
late or were too small, a glide that went too fast, time spent beside the place. What nobody did has no moment, and of a
line neither has what was not reached.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.score.asked_way import along_way
from thumbwalk.coach.score.flow import Span
from thumbwalk.coach.score.score import Metric, Score
from thumbwalk.coach.score.task import Task
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.measures import middle_of
from thumbwalk.technique.piecewise import Pieces
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.two_hands import turns_apart
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
    """What a set was judged by: ``work`` is ``as_done`` brought to its guide's level; both None where nothing was done.

    ``not_in_it`` is the time in breaks and in other techniques, ``over_s`` when the worst over-pressure was. ``hands``
    are each hand's own work where two were at it; ``flowing`` is of the technique.
    """

    touch: TouchBlock
    task: Task
    zones: ZoneMap
    as_done: Work | None
    work: Work | None
    not_in_it: tuple[Span, ...] = ()
    over_s: Span | None = None
    hands: tuple[Work, ...] = ()
    flowing: bool = False


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
    if metric.name in _OF_TWO:
        return None if len(seen.hands) < 2 else _OF_TWO[metric.name](metric, technique, seen)
    if metric.name in _BY_SAMPLES:
        return _BY_SAMPLES[metric.name](metric, seen, seen.work)
    pieces = _pieces(metric.name, technique_named(technique), seen, seen.work, seen.as_done)
    return None if pieces is None else _by_pieces(metric, pieces)


def _pieces(name: str, technique: Technique, seen: Seen, work: Work, as_done: Work) -> Pieces | None:
    """What a measure is made of; of a way that was asked for, whether each piece went it: 1, or not: 0."""
    task = seen.task
    if name == "forward" and task.turn is not None and technique.name == "circles":
        one = technique.pieces(work, as_done).get("direction")
        asked = 1.0 if task.turn == "x_to_y" else -1.0
        return None if one is None else replace(one, values=(one.values == asked).astype(np.float64))
    if name == "forward" and task.path_mm is not None and task.pattern is None:
        work = along_way(work, task.path_mm)
    return technique.pieces(work, as_done).get(name)


def _by_pieces(metric: Metric, pieces: Pieces) -> Rows:
    """Pieces that were out, or stand out; of a pace or a speed, each by how long it lasted as well."""
    out = _scattered(pieces.values, metric) if metric.name in _OF_SCATTER else _beyond(pieces.values, metric)
    if metric.name in _OF_TIME:
        out = out * (pieces.end_s - pieces.start_s)
    return pieces.start_s, pieces.end_s, out


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
    force_n = work.touch.contact_n if seen.hands and seen.task.pattern is not None else work.force_n
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
    targets_mm, strokes = seen.task.targets_mm, work.strokes
    if not targets_mm or seen.as_done is None:
        return None
    there = ~np.isnan(strokes.x_mm)
    # of two hands, which is whose may change on the way: each is told by the nearer place
    x_mm, y_mm = strokes.x_mm[there], strokes.y_mm[there]
    off_mm = np.min([np.hypot(x_mm - x, y_mm - y) for x, y in targets_mm], axis=0)
    done = seen.as_done.strokes
    return done.start_s[there], done.end_s[there], strokes.press_s[there] * _beyond(off_mm, metric)


def _scattered(values: Array, metric: Metric) -> Array:
    """How far values are from their middle, beyond the part of it that they may scatter by."""
    most = metric.band[1]
    if most is None or not len(values):
        return np.zeros_like(values)
    middle = float(np.median(values))
    return np.maximum(np.abs(values - middle) - most * middle, 0.0)


def _tired(metric: Metric, seen: Seen, _work: Work) -> Rows | None:
    """Where in the last third the force had changed from the first one's by more than it may."""
    done = seen.as_done
    if done is None or seen.task.window_s is None or not len(done.strokes):
        return None
    start_s, end_s = seen.task.window_s
    third_s = (end_s - start_s) / 3.0
    touch, early = done.touch, done.touch.time_s < start_s + third_s
    # its presses are told by their peaks, what is pressed evenly by every moment
    if seen.flowing:
        force_n = np.where(done.touching, done.force_n, np.nan)
        if np.isnan(force_n[early]).all():
            return None
        change = force_n / float(np.nanmean(force_n[early])) - 1.0
        late = (touch.time_s >= end_s - third_s) & ~np.isnan(change)
        return _stretches(touch, np.where(late, _beyond(np.nan_to_num(change), metric), 0.0))
    strokes = done.strokes
    first = strokes.peak_n[strokes.peak_s < start_s + third_s]
    if not len(first):
        return None
    out = _beyond(strokes.peak_n / float(np.median(first)) - 1.0, metric)
    return strokes.start_s, strokes.end_s, np.where(strokes.peak_s >= end_s - third_s, out, 0.0)


def _weaker(metric: Metric, technique: str, seen: Seen) -> Rows | None:
    """Presses of the weaker hand that were too weak beside the other's."""
    peaks = [technique_named(technique).pieces(hand, hand).get("force_cv") for hand in seen.hands]
    known = [one for one in peaks if one is not None and len(one)]
    if len(known) < len(peaks):
        return None
    weak, strong = sorted(known, key=lambda one: float(np.median(one.values)))
    middle_n = float(np.median(strong.values))
    return None if middle_n <= 0.0 else (weak.start_s, weak.end_s, _beyond(weak.values / middle_n, metric))


def _out_of_step(metric: Metric, technique: str, seen: Seen) -> Rows | None:
    """Beats, or turns, in which the second hand was too far from where the pattern has it."""
    found = _turns_apart(seen) if technique == "circles" else _beats_apart(seen)
    if found is None:
        return None
    lag = np.minimum(found.values, 1.0 - found.values)
    return found.start_s, found.end_s, _beyond(0.5 - lag if seen.task.pattern == "alternate" else lag, metric)


def _beats_apart(seen: Seen) -> Pieces | None:
    """How far behind the first hand the second came, in parts of a beat."""
    first, second = (hand.strokes.onset_s for hand in seen.hands)
    if len(first) < 2 or not len(second):
        return None
    beat = np.searchsorted(first, second, side="right") - 1
    inside = (beat >= 0) & (beat < len(first) - 1)
    start_s, end_s = first[beat[inside]], first[beat[inside] + 1]
    return Pieces(start_s, end_s, (second[inside] - start_s) / (end_s - start_s))


def _turns_apart(seen: Seen) -> Pieces | None:
    """How far apart two circling hands were; None where one goes the other way round, which is so throughout."""
    found, are_mirrored = turns_apart(*seen.hands)
    pattern = seen.task.pattern
    return None if pattern != "alternate" and are_mirrored != (pattern == "mirrored") else found


_BY_SAMPLES: Mapping[str, Callable[[Metric, Seen, Work], Rows | None]] = {
    "force_n": _force,
    "steadiness_cv": _wavering,
    "evenness_cv": _wavering,
    "hold_s": _held,
    "coverage": _off_zone,
    "off_point_mm": _off_point,
    "force_trend": _tired,
}
"""Measures that are told of the touch itself, whatever is done; all others by the technique's own pieces."""
_OF_TWO: Mapping[str, Callable[[Metric, str, Seen], Rows | None]] = {"balance": _weaker, "phase_error": _out_of_step}
"""Measures of two hands side by side."""
_OF_SCATTER = ("force_cv", "rhythm_cv")
"""Measures that say how far pieces are apart."""
_OF_TIME = ("rate_per_min", "speed_mm_s")
"""Measures that a slow piece has more of than a quick one."""
