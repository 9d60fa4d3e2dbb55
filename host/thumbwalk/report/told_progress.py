"""What a report tells of progress: the scores of each technique, and of its measures those that cost the most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thumbwalk.coach.feedback.amounts import number, span
from thumbwalk.coach.plan.curves import SCORE, Curve, curves_of
from thumbwalk.coach.plan.sets_done import Condition, Marked
from thumbwalk.report.curve_drawing import CurveDrawing, Limits, curve_drawing
from thumbwalk.technique.vocabulary import VOCABULARY

MOST_CURVES = 6
"""More of them nobody looks at; `thumbwalk progress` has all."""
_MOST_WEAK = 2
"""Measures of a technique that are drawn beside its score."""
_LEAST_POINTS = 2.0
"""A measure that costs less a time is no weak spot."""
_LATELY = 5
"""Cold sets that say what is weak."""


@dataclass(frozen=True)
class ToldCurve:
    """A curve with its drawing; ``under`` is what it was done with, ``said`` what became of it."""

    title: str
    under: str
    said: str
    drawing: CurveDrawing


def told_progress(rows: Sequence[Marked], session: int | None = None) -> list[ToldCurve]:
    """Give what is to be told of a learner's sets: of each technique its score, and what cost the most lately.

    Parameters
    ----------
    rows : of Marked
        The learner's sets, oldest first.
    session : int, optional
        Only the techniques of this session, as they were done in it; else what was done most.
    """
    # one set alone is no way
    curves = [one for one in curves_of(rows) if len(one.points) > 1]
    if session is not None:
        curves = [one for one in curves if any(point.session == session for point in one.points)]
    told: list[ToldCurve] = []
    for scores in _one_a_technique(curves):
        same = [one for one in curves if (one.technique, one.condition, one.tired) == _of(scores)]
        weak = _weak(rows, scores)
        shown = [scores, *(one for name in weak for one in same if one.measure == name)]
        told += [_told(one, _asked(rows, one)) for one in shown]
    return told[:MOST_CURVES]


def _of(one: Curve) -> tuple[str, Condition, bool]:
    return one.technique, one.condition, one.tired


def _one_a_technique(curves: Sequence[Curve]) -> list[Curve]:
    """The curve of scores of each technique that has the most cold sets."""
    found: dict[str, Curve] = {}
    for one in curves:
        known = found.get(one.technique)
        if one.measure == SCORE and (known is None or _cold(one) > _cold(known)):
            found[one.technique] = one
    return list(found.values())


def _cold(one: Curve) -> int:
    return 0 if one.tired else sum(point.cold for point in one.points)


def _weak(rows: Sequence[Marked], scores: Curve) -> list[str]:
    """The measures that cost a technique the most in its newest sets that count, the dearest first."""
    own = [one for one in rows if (one.done.technique, one.done.condition, one.tired) == _of(scores)]
    newest = [one for one in own if one.cold or one.tired][-_LATELY:]
    points: dict[str, float] = {}
    for one in newest:
        for name, told in one.done.measures.items():
            points[name] = points.get(name, 0.0) + told.points / len(newest)
    dear = [name for name, cost in points.items() if name != SCORE and cost >= _LEAST_POINTS]
    return sorted(dear, key=lambda name: -points[name])[:_MOST_WEAK]


def _asked(rows: Sequence[Marked], curve: Curve) -> Limits:
    """The band of a measure when it was judged last."""
    for one in reversed(rows):
        told = one.done.measures.get(curve.measure)
        if told is not None and one.done.technique == curve.technique:
            return told.lo, told.hi
    return None, None


def _told(curve: Curve, band: Limits) -> ToldCurve:
    name = VOCABULARY[curve.measure].plain if curve.measure in VOCABULARY else curve.measure
    asked = "" if band == (None, None) or curve.measure == SCORE else f", asked {span(band, curve.unit)}"
    return ToldCurve(
        f"{curve.technique}: {name}",
        f"{_condition(curve)}{asked}",
        _said(curve),
        curve_drawing(curve, (None, None) if curve.measure == SCORE else band),
    )


def _condition(curve: Curve) -> str:
    which = {"hand": curve.condition.side, "foot": curve.condition.foot}
    told = [f"{value} {name}" for name, value in which.items() if value is not None]
    if curve.condition.rate_per_min is not None:
        told.append(f"{curve.condition.rate_per_min:.0f} a minute")
    if curve.condition.feedback is not None:
        told.append(f"help: {curve.condition.feedback}")
    return ", ".join([*told, *(["tired hands"] if curve.tired else [])])


def _said(curve: Curve) -> str:
    """What became of it, and how far it is to be believed."""
    change, mdc, of = curve.change, curve.repeats.mdc, "sets" if curve.tired else "cold sets"
    if change.recent is None:
        return f"No {of} yet."
    unit = f" {curve.unit}" if curve.unit else ""
    now = f"{number(change.recent)}{unit}"
    now = f"Median of the newest {change.recent_sets} {of}: {now}" if change.recent_sets > 1 else f"The one set: {now}"
    then = "" if change.before is None else f"; of the {change.before_sets} before: {number(change.before)}{unit}"
    if mdc is None:
        left = "your own repeats on one day are too few to tell a change from chance"
        return f"{now}{then}. Not enough yet: {left}."
    return f"{now}{then}. {change.verdict.capitalize()}; your own repeats differ by up to {number(mdc)}{unit}."
