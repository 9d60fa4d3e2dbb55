"""What a report tells of progress: the scores of each technique, and of its measures those that cost the most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thumbwalk.coach.feedback.amounts import number, span
from thumbwalk.coach.plan.curves import SCORE, Curve, curves_of
from thumbwalk.coach.plan.sets_done import Condition, Marked
from thumbwalk.language import _, capital, marked
from thumbwalk.report.curve_drawing import CurveDrawing, Limits, curve_drawing
from thumbwalk.report.phrases import foot_in_words
from thumbwalk.technique.vocabulary import VOCABULARY

MOST_CURVES = 6
"""More of them nobody looks at; `thumbwalk progress` has all."""
_VERDICTS = {
    "improved": marked("improved"),
    "worse": marked("worse"),
    "no change beyond chance": marked("no change beyond chance"),
    "not enough yet": marked("not enough yet"),
}
_HELP = {"live": marked("live"), "bandwidth": marked("bandwidth"), "after": marked("after")}
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
    name = _(VOCABULARY[curve.measure].plain if curve.measure in VOCABULARY else curve.measure)
    asked = [] if band == (None, None) or curve.measure == SCORE else [_(span(band, curve.unit))]
    return ToldCurve(
        f"{_(curve.technique)}: {name}",
        ", ".join([_condition(curve), *(_("asked {band}").format(band=one) for one in asked)]),
        _said(curve),
        curve_drawing(curve, (None, None) if curve.measure == SCORE else band),
    )


def _condition(curve: Curve) -> str:
    with_what, hands = curve.condition, {"left": _("left hand"), "right": _("right hand")}
    said = [hands.get(with_what.side or "", ""), foot_in_words(with_what.foot)]
    if with_what.rate_per_min is not None:
        said.append(_("{n} a minute").format(n=f"{with_what.rate_per_min:.0f}"))
    if with_what.feedback is not None:
        said.append(_("help: {help}").format(help=_(_HELP.get(with_what.feedback, with_what.feedback))))
    return ", ".join(filter(None, [*said, _("tired hands") if curve.tired else ""]))


def _said(curve: Curve) -> str:
    """What became of it, and how far it is to be believed."""
    change, mdc = curve.change, curve.repeats.mdc
    if change.recent is None:
        return _("No sets yet.") if curve.tired else _("No cold sets yet.")
    unit = f" {curve.unit}" if curve.unit else ""
    newest = (
        _("Median of the newest {n} sets: {now}") if curve.tired else _("Median of the newest {n} cold sets: {now}")
    )
    now = newest if change.recent_sets > 1 else _("The one set: {now}")
    said = now.format(n=change.recent_sets, now=f"{number(change.recent)}{unit}")
    if change.before is not None:
        then = _("{said}; of the {n} before: {then}")
        said = then.format(said=said, n=change.before_sets, then=f"{number(change.before)}{unit}")
    if mdc is None:
        why = _("Not enough yet: your own repeats on one day are too few to tell a change from chance.")
        return f"{said}. {why}"
    verdict = capital(_(_VERDICTS[change.verdict]))
    spread = _("your own repeats differ by up to {spread}").format(spread=f"{number(mdc)}{unit}")
    return f"{said}. {verdict}; {spread}."
