"""Measures against the truth: one error for each measure of each part of a session."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from thumbwalk.technique.analysis import Analysis
from thumbwalk.technique.vocabulary import VOCABULARY
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.validate.draw import FRONT_OF_MM
from thumbwalk.virtual.hand import HandPath
from thumbwalk.virtual.truth import Measure, PartTruth

RELATIVE = frozenset(name for name, row in VOCABULARY.items() if row.relative)
"""Measures whose error is a part of the true value; of the others it is the difference, in their own unit."""
DIRECTION = "direction"
"""Of a circle: its error is 0 when it is right and 1 when it is not."""
PLACE = "place_mm"
"""Distance between the measured place and the true one."""

_COVERED = 0.5
_PRESSED_N = 0.5


@dataclass(frozen=True)
class Error:
    """How far one measure is off; ``error`` is infinite where there is no measure although there is a truth."""

    technique: str
    measure: str
    truth: float
    measured: float
    error: float


def errors_of(parts: Sequence[PartTruth], analysis: Analysis, touch: TouchBlock, path: HandPath) -> list[Error]:
    """Every error of a session.

    A part is compared with the segment of its technique that shares the most time with it; one that shares less than
    half of the part's time is no match, and all its measures are missed. Places are only compared in front of
    x = 35 mm: of a hold the mean place, else the track, sample by sample, of which the median distance is taken.
    """
    errors: list[Error] = []
    for part in parts:
        found = _match(part, analysis)
        errors += [
            _error(part.technique, name, true, found.get(name))
            for name, true in part.measures.items()
            if true is not None and name not in ("x_mm", "y_mm")
        ]
        errors += _place(part, found, touch, path)
    return errors


def quantile(errors: Iterable[float], q: float) -> float:
    """The least error that a part ``q`` of all does not exceed; infinite ones count; NaN of none."""
    ranked = sorted(errors)
    return ranked[max(math.ceil(q * len(ranked)) - 1, 0)] if ranked else math.nan


def _match(part: PartTruth, analysis: Analysis) -> dict[str, Measure]:
    best: dict[str, Measure] = {}
    most_s = _COVERED * (part.end_s - part.start_s)
    for segment, measures in zip(analysis.segments, analysis.measures, strict=True):
        shared_s = min(segment.end_s, part.end_s) - max(segment.start_s, part.start_s)
        if segment.technique == part.technique and shared_s >= most_s:
            best, most_s = dict(measures), shared_s
    return best


def _error(technique: str, measure: str, true: float | str, found: Measure) -> Error:
    if isinstance(true, str):
        return Error(technique, measure, math.nan, math.nan, 0.0 if found == true else 1.0)
    if not isinstance(found, int | float) or not math.isfinite(found):
        return Error(technique, measure, float(true), math.nan, math.inf)
    difference = abs(found - true)
    if measure == "heading_deg":
        difference = abs((found - true + 180.0) % 360.0 - 180.0)
    elif measure in RELATIVE:
        difference = difference / abs(true) if true else math.inf
    return Error(technique, measure, float(true), float(found), float(difference))


def _place(part: PartTruth, found: dict[str, Measure], touch: TouchBlock, path: HandPath) -> list[Error]:
    x, y = part.measures.get("x_mm"), part.measures.get("y_mm")
    if not isinstance(x, float) or not isinstance(y, float) or x < FRONT_OF_MM:
        return []
    if part.technique == "hold":
        at = found.get("x_mm"), found.get("y_mm")
        there = isinstance(at[0], float) and isinstance(at[1], float)
        away = math.hypot(float(at[0] or 0.0) - x, float(at[1] or 0.0) - y) if there else math.inf
    else:
        away = track_error_mm(touch, path, part.start_s, part.end_s)
    return [Error(part.technique, PLACE, 0.0, away, away)]


def track_error_mm(touch: TouchBlock, path: HandPath, start_s: float, end_s: float) -> float:
    """Median distance between the track and the hand while it presses; infinite when half the moments have no place."""
    mine = touch.between(start_s, end_s)
    pressed = np.interp(mine.time_s, path.time_s, path.force_n) > _PRESSED_N
    x, y = (np.interp(mine.time_s, path.time_s, place) for place in (path.x_mm, path.y_mm))
    away = np.hypot(mine.x_mm - x, mine.y_mm - y)[pressed]
    return quantile(np.where(np.isnan(away), np.inf, away).tolist(), 0.5) if len(away) else math.inf
