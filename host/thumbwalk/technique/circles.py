"""Circles (circular friction): the thumb turns on a point while contact is kept."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.factors import Factor, above, below, best_placement
from thumbwalk.technique.measures import Measures, common, robust_cv, stroke_forces
from thumbwalk.technique.motion import velocity
from thumbwalk.technique.signs import Signs
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.work import Work
from thumbwalk.touch.track import smooth_path

Array = NDArray[np.float64]

_TURN_HZ, _FASTEST_HZ, _SPEED_MM_S, _STRAIGHT, _TOUCH_S = 0.33, 2.5, 17.0, 0.75, 0.6
"""Limits of the factors, each half met there: a turn in three seconds, the fastest that a thumb turns, the way round
(8 mm of radius at 0.33 turns a second are 17 mm/s), net over whole way, and the least touch. No source names them;
they decide on circles against glides and holds."""
_PATH_S = 0.05
"""The path is averaged over so long, which takes 0.6 % off the radius at 70 turns a minute (`motion`'s 0.12 s take
3): the mean of a circle over w seconds at f turns a second is sin(pi f w) / (pi f w) of it."""
_LEAST_TURNS = 0.75
"""What turns less than so much in one contact has no turns to measure."""


def factors(signs: Signs) -> tuple[Factor, ...]:
    """Circles turn steadily one way, at a pace, and come back instead of getting on."""
    motion = signs.motion
    turn_hz = np.abs(motion.turn_hz)
    with np.errstate(divide="ignore", invalid="ignore"):
        straight = motion.net_mm_s / motion.speed_mm_s
    turning = (
        above("turn_hz", turn_hz, _TURN_HZ, 6.0),
        below("turn_hz", turn_hz, _FASTEST_HZ, 6.0),
        above("speed_mm_s", motion.speed_mm_s, _SPEED_MM_S, 6.0),
        below("straight", straight, _STRAIGHT, 6.0),
    )
    return *best_placement(turning, ~np.isnan(turn_hz)), above("touch_s", signs.touch_s, _TOUCH_S, 6.0)


def measures(work: Work) -> Measures:
    """Common measures, of turns instead of presses, and pace, size, direction and roundness of the turns."""
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
        **stroke_forces(peaks, sum(one.count for one in turns)),
        "rate_per_min": 60.0 / middle_s if middle_s > 0.0 else None,
        "rhythm_cv": robust_cv(intervals) if len(intervals) >= 2 else None,
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
    if abs(rough) < _LEAST_TURNS:
        return None
    period = round((there[-1] - there[0]) / abs(rough))
    x, y = smooth_path(touch, _PATH_S)
    placed = np.flatnonzero(~np.isnan(x))
    x, y = x[placed], y[placed]
    dx, dy = x - _over_a_turn(x, period), y - _over_a_turn(y, period)
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


def _over_a_turn(values: Array, period: int) -> Array:
    """Mean over the turn about each sample; near the ends, over the first and the last whole turn."""
    n = len(values)
    period = min(max(period, 2), n)
    sums = np.concatenate(([0.0], np.cumsum(values)))
    lo = np.clip(np.arange(n) - period // 2, 0, n - period)
    return np.asarray((sums[lo + period] - sums[lo]) / period)


TECHNIQUE = Technique("circles", "circular friction", factors, measures, flowing=True, stays="where it lands")
