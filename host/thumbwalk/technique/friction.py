"""Friction (cross-fibre): short strokes to and fro on one spot, while contact is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.factors import Factor, above, below, best_placement
from thumbwalk.technique.measures import Measures, common, rhythm_of, stroke_forces
from thumbwalk.technique.piecewise import Pieces, between, of_rhythm
from thumbwalk.technique.signs import Signs
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.work import Work
from thumbwalk.touch.track import smooth_path

Array = NDArray[np.float64]

_SPEED_MM_S, _STRAIGHT, _FLAT, _SWAY_HZ, _SPREAD_MM, _TOUCH_S = 14.0, 0.5, 0.5, 1.1, 13.0, 0.6
_PATH_S = 0.05
_LEAST_TIMES = 1.5
_MOST = 0.35
"""A turn back counts from this part of the usual way on: noise makes no stroke."""


def factors(signs: Signs) -> tuple[Factor, ...]:
    """Friction goes to and fro along a line, fast, and gets nowhere; a circle is as broad as long."""
    motion = signs.motion
    with np.errstate(divide="ignore", invalid="ignore"):
        straight = motion.net_mm_s / motion.speed_mm_s
    moving = (
        above("speed_mm_s", motion.speed_mm_s, _SPEED_MM_S, 6.0),
        below("straight", straight, _STRAIGHT, 6.0),
        below("flat", motion.flat, _FLAT, 6.0),
        above("sway_hz", motion.sway_hz, _SWAY_HZ, 8.0),
    )
    return (
        *best_placement(moving, ~np.isnan(motion.speed_mm_s)),
        below("spread_mm", signs.spread_mm, _SPREAD_MM, 6.0),
        above("touch_s", signs.touch_s, _TOUCH_S, 6.0),
    )


def measures(work: Work) -> Measures:
    """Common measures, of strokes to and fro instead of presses, and their pace, length and direction."""
    found = [one for span in work.touches if (one := _to_and_fro(work, span)) is not None]
    common_ones = common(work)
    if not found:
        return {**common_ones, **dict.fromkeys(("rate_per_min", "rhythm_cv", "stroke_mm", "heading_deg"))}
    lengths = np.concatenate([one.lengths_mm for one in found])
    peaks = np.concatenate([one.peaks_n for one in found])
    longest = max(found, key=lambda one: len(one.lengths_mm))
    return {
        **common_ones,
        **stroke_forces(peaks, len(peaks), work.ways.scatter),
        **rhythm_of(np.concatenate([one.intervals_s for one in found]), work.ways.scatter),
        "stroke_mm": float(np.median(lengths)),
        "heading_deg": longest.heading_deg,
    }


@dataclass(frozen=True)
class _ToAndFro:
    """The strokes of one contact: from turn to the same turn again, and from end to end.

    ``turns`` and ``far`` are where it turns, and where it does so at one of the ends, in samples of the work.
    """

    intervals_s: Array
    lengths_mm: Array
    peaks_n: Array
    heading_deg: float
    turns: NDArray[np.intp]
    far: NDArray[np.intp]


def _to_and_fro(work: Work, span: slice) -> _ToAndFro | None:
    """Strokes along the line of most motion, between its turns; None where nothing goes to and fro."""
    x, y = smooth_path(work.touch.cut(span.start, span.stop), _PATH_S)
    placed = np.flatnonzero(~np.isnan(x))
    if len(placed) < 5:
        return None
    x, y, force = x[placed], y[placed], work.force_n[span][placed]
    cov = np.cov(np.diff(x), np.diff(y))
    angle = 0.5 * np.arctan2(2.0 * cov[0, 1], cov[0, 0] - cov[1, 1])
    along = np.cos(angle) * x + np.sin(angle) * y
    turns = _turns(along)
    if len(turns) - 1 < 2 * _LEAST_TIMES:
        return None
    far = turns[0::2] if along[turns[0]] > along[turns[1]] else turns[1::2]
    peaks = [float(force[lo:hi].max()) for lo, hi in pairwise(far.tolist())]
    return _ToAndFro(
        np.diff(far) * work.step_s,
        np.abs(np.diff(along[turns])),
        np.array(peaks),
        float(np.degrees(angle)),
        span.start + placed[turns],
        span.start + placed[far],
    )


def turn_intervals_s(work: Work) -> Array:
    """From one turn to the next at the same end, (k,)."""
    intervals = [one.intervals_s for span in work.touches if (one := _to_and_fro(work, span)) is not None]
    return np.concatenate(intervals) if intervals else np.empty(0)


def _turns(along: Array) -> NDArray[np.intp]:
    """Where the motion turns back, in samples: a way back counts from a part of the usual one on."""
    least_mm = _MOST * float(np.quantile(along, 0.9) - np.quantile(along, 0.1))
    turns: list[int] = []
    high, low, way = 0, 0, 0
    for i, value in enumerate(along.tolist()):
        high = i if value > along[high] else high
        low = i if value < along[low] else low
        if way >= 0 and along[high] - value > least_mm:
            turns += [high] if way else []
            way, low = -1, i
        elif way <= 0 and value - along[low] > least_mm:
            turns += [low] if way else []
            way, high = 1, i
    return np.array(turns, dtype=np.intp)


def pieces(work: Work, _as_done: Work) -> Mapping[str, Pieces]:
    """To and fro by to and fro its pace and highest force; stroke by stroke its length."""
    found: dict[str, list[Pieces]] = {}
    for span in work.touches:
        one = _to_and_fro(work, span)
        if one is None:
            continue
        told = {"force_cv": between(work, one.far, one.peaks_n), "stroke_mm": between(work, one.turns, one.lengths_mm)}
        for name, part in (told | of_rhythm(work, one.far)).items():
            found.setdefault(name, []).append(part)
    return {name: Pieces.joined(parts) for name, parts in found.items()}


TECHNIQUE = Technique(
    "friction",
    "cross-fibre friction",
    factors,
    measures,
    flowing=True,
    intervals_s=turn_intervals_s,
    pieces=pieces,
)
