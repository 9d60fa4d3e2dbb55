"""What a teacher says after a drill: what went well first, then one thing to try, and the drill for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.feedback.amounts import Force
from thumbwalk.coach.feedback.reasons import LESSONS, Reason, reason_of
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.facts import figure
from thumbwalk.coach.score.score import Cap, Metric, Score
from thumbwalk.language import capital, marked, told
from thumbwalk.pad import Foot
from thumbwalk.technique.vocabulary import VOCABULARY

LEAST_POINTS = 0.5
"""What costs less is not worth a word."""
_MOST_PRAISED = 2
"""More praise than that is not heard."""
_MOST_MISSED = 2
"""Nor is more to do."""
_BEST_OF = ("force_cv", "steadiness_cv", "evenness_cv", "rhythm_cv", "peak_force_n", "force_n", "rate_per_min")
"""What is praised first where several went well: evenness is what practice is for."""


@dataclass(frozen=True)
class Cost:
    """Something that cost points: where, what happened in numbers, what to try, and the reason if it has a name.

    ``is_limit`` is whether it was a comfort cap, which is told apart: the receiver felt it.
    """

    where: str
    points: float
    fact: str
    attempt: str
    reason: Reason | None
    is_limit: bool = False


@dataclass(frozen=True)
class Lesson:
    """What is said: ``went_well`` and ``passed`` may be empty, ``costs`` are the dearest first.

    ``whole`` is of the drill as a whole, a sentence each; ``next_drill`` is one to do now.
    """

    went_well: str
    costs: tuple[Cost, ...]
    next_drill: str | None
    whole: tuple[str, ...] = ()
    passed: str = ""


def lesson(result: DrillScore, drill: Drill, drills: Mapping[str, Drill], foot: Foot | None = None) -> Lesson:
    """What to say of a drill's score, with all drills that there are, by name; none for another foot is offered."""
    scored = list(zip((one.title for one in drill.sets), result.sets, strict=False))
    costs = [cost for title, one in scored for cost in costs_of(one, title)]
    costs += [_of_whole(one) for one in result.whole if one.points >= LEAST_POINTS]
    found = sorted(costs, key=lambda cost: -cost.points)
    here = {name: one for name, one in drills.items() if one.foot in (None, foot or drill.foot or one.foot)}
    good = went_well([one for _, one in scored])
    return Lesson(good, tuple(found), _next(found, drill, here), tuple(map(_whole, result.whole)), _passed(result))


def costs_of(score: Score, where: str = "") -> Iterator[Cost]:
    """What cost a set points, caps and measures alike, in no order."""
    for cap in score.caps:
        if cap.points >= LEAST_POINTS:
            yield Cost(where, cap.points, limit_fact(cap), LESSONS["limit"].attempt, "limit", is_limit=True)
    for metric in score.metrics:
        if metric.points >= LEAST_POINTS:
            reason = reason_of(metric, elsewhere=bool(score.elsewhere))
            attempt = LESSONS[reason].attempt if reason is not None else ""
            yield Cost(where, metric.points, metric.advice, attempt, reason)


def limit_fact(cap: Cap) -> str:
    """What happened at a comfort cap, and what it is."""
    return told(
        "{force} on the {zone}; the limit is {limit}.",
        force=Force(figure(cap.value), cap.value),
        zone=told(cap.zone),
        limit=Force(figure(cap.limit), cap.limit, is_end=True),
    )


def went_well(sets: Collection[Score]) -> str:
    """What was in its band wherever it was asked for, a sentence; empty where nothing was."""
    names: dict[str, list[Metric]] = {}
    for one in sets:
        for metric in one.metrics:
            names.setdefault(metric.name, []).append(metric)
    good = [name for name, rows in names.items() if all(row.value is not None and row.credit >= 1.0 for row in rows)]
    good.sort(key=lambda name: _BEST_OF.index(name) if name in _BEST_OF else len(_BEST_OF))
    best = [told(_plain(name)) for name in good[:_MOST_PRAISED]]
    if not best:
        return ""
    if len(best) == 1:
        return told("The {measure} was right throughout.", measure=best[0])
    return told("The {first} and the {second} were right throughout.", first=best[0], second=best[1])


def _of_whole(metric: Metric) -> Cost:
    """What a measure of the drill as a whole cost: the order that was asked for is a matter of technique."""
    return Cost("", metric.points, metric.advice, LESSONS["technique"].attempt, "technique")


def _whole(metric: Metric) -> str:
    """What a measure of the drill as a whole was, and what is asked for."""
    low, high = metric.band
    n, what = figure(high or 0.0) if low is None else figure(low), told(capital(_plain(metric.name)))
    value = told("not known") if metric.value is None else figure(metric.value)
    if low is None:
        return told("{measure}: {value} ({n} or less is asked for).", measure=what, value=value, n=n)
    return told("{measure}: {value} ({n} or more is asked for).", measure=what, value=value, n=n)


def _passed(result: DrillScore) -> str:
    """Whether the drill was passed, and what is still missing."""
    if result.passed is None:
        return ""
    if result.passed:
        return marked("Passed.")
    missed = [told("the {measure}", measure=told(_plain(name))) for name in result.missed[:_MOST_MISSED]]
    both = told("{first} and {second}", first=missed[0], second=missed[1]) if len(missed) > 1 else missed[0]
    return told("Not passed yet: look at {what}.", what=both)


def _plain(name: str) -> str:
    return VOCABULARY[name].plain if name in VOCABULARY else marked("score") if name == "score" else name


def _next(costs: list[Cost], drill: Drill, drills: Collection[str]) -> str | None:
    """The first drill there is for what cost most; without one, the same again, and None where nothing cost."""
    for cost in costs:
        known = [name for name in LESSONS[cost.reason].drills if name in drills] if cost.reason is not None else []
        if known:
            return known[0]
    return drill.name if costs else None
