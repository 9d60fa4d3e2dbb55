"""What was done in place of what was asked for: another technique, or only a fault of the one that was meant."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.factors import Factor
from thumbwalk.technique.recognise import LEAST
from thumbwalk.technique.segments import Segment
from thumbwalk.technique.signs import Signs, signs_of
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.work import StrokeTable
from thumbwalk.touch.touch_block import TouchBlock

_LEAST_SIGNS = 2
"""So many signs have to speak for a technique beside the one that is forgiven: one alone speaks for half of them."""
_ROW = 3
"""Strokes that make a row: fewer presses are no kneading that went wrong."""


def is_another(segment: Segment, asked: str, touch: TouchBlock) -> bool:
    """Whether a segment is another technique than the one asked for, and not that one with one fault.

    It is another if it still looks more like that when the single worst of the signs of what was asked is forgiven: a
    walk that is too slow, loses contact or takes small bites is a walk; kneading in place of circles is not circles.
    A sign that could not be seen is not forgiven, since it is no fault.
    """
    if segment.technique == asked:
        return False
    meant = technique_named(asked)
    if not meant.flowing and len(segment.strokes) < _ROW:
        return True
    return all(_is_another(segment.technique, meant, mine, strokes) for mine, strokes in segment.each(touch) if strokes)


def _is_another(found: str, meant: Technique, touch: TouchBlock, strokes: Sequence[Stroke]) -> bool:
    signs = _as_a_row(signs_of([strokes], touch), strokes)
    weight = signs.weight / max(float(np.sum(signs.weight)), 1e-9)
    asked_fits = [(one, _mean_log(one, weight)) for one in meant.factors(signs)]
    seen = [fit for one, fit in asked_fits if not np.isnan(one.value).all()]
    if len(seen) <= _LEAST_SIGNS:
        return True
    forgiven = sum(fit for _, fit in asked_fits) - min(seen)
    return sum(_mean_log(one, weight) for one in technique_named(found).factors(signs)) > forgiven


def _as_a_row(signs: Signs, strokes: Sequence[Stroke]) -> Signs:
    """Signs with the release and advance of the strokes as a row where presses are too long for one to be seen."""
    table = StrokeTable.of([strokes])
    if len(table) < _ROW or not table.linked.any():
        return signs
    step = [float(np.median(np.diff(place)[table.linked])) for place in (table.x_mm, table.y_mm)]
    release, advance = float(np.median(table.valleys)), math.hypot(*step)
    return replace(
        signs,
        release=np.where(np.isnan(signs.release), release, signs.release),
        advance_mm=np.where(np.isnan(signs.advance_mm), advance, signs.advance_mm),
    )


def seconds_of(spans: Sequence[Segment]) -> dict[str, float]:
    """How many seconds went to which technique."""
    seconds: dict[str, float] = {}
    for one in spans:
        seconds[one.technique] = seconds.get(one.technique, 0.0) + one.end_s - one.start_s
    return seconds


def _mean_log(factor: Factor, weight: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Mean logarithm of how well a condition is met; one piece, wrongly seen, says no more than a factor of fifty."""
    return float(np.sum(weight * np.log(np.clip(factor.fit, LEAST, 1.0))))
