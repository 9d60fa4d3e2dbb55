"""Where a drill's points went, in whole points that add up to what is missing, without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.feedback.amounts import ForceUnit, in_unit
from thumbwalk.coach.feedback.reasons import LESSONS, Reason, reason_of
from thumbwalk.coach.feedback.teacher import limit_fact
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.lost_when import LIMIT
from thumbwalk.coach.score.score import Score
from thumbwalk.language import _, capital, marked, plural
from thumbwalk.technique.vocabulary import VOCABULARY

MOST_ROWS = 4
"""Of several causes so many are named; the rest is added up in one row more."""
THE_REST = marked("All the rest")
"""What the row of the rest is called."""
_NAMES: dict[Reason, str] = {
    "limit": marked("Over the limit"),
    "place": marked("Beside the place"),
    "technique": marked("Another technique"),
    "too_hard": marked("Too hard"),
    "too_light": marked("Too light"),
    "uneven": marked("Uneven"),
    "too_fast": marked("Too fast"),
    "too_slow": marked("Too slow"),
    "not_released": marked("Not let go"),
    "contact_lost": marked("Contact lost"),
    "direction": marked("Wrong way round"),
    "too_small": marked("Too small"),
    "too_large": marked("Too large"),
    "balance": marked("Hands not even"),
    "press": marked("Too little was done"),
}
"""What a cause is called in the ledger."""
_OF_TIME: dict[Reason, str] = {"too_fast": marked("Too short"), "too_slow": marked("Too long")}
"""And where it is about how long a touch lasts: a hold that is let go too early."""
_TIMES = ("hold_s", "contact_s")


@dataclass(frozen=True)
class Entry:
    """One cause: its number on foot and trace, what it is, where and in which figures, and its whole points.

    ``attempt`` is what to try; ``index`` is the set that it is of, None where it is of several; ``in_sets`` are its
    points set by set, whole ones that add up to them.
    """

    number: int
    name: str
    where: str
    fact: str
    attempt: str
    points: int
    index: int | None
    is_limit: bool = False
    in_sets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Ledger:
    """A drill's score in whole points: 100 less the entries is the score; ``score`` is None where there is none."""

    score: int | None
    entries: tuple[Entry, ...]
    sum: str


NO_LEDGER = Ledger(None, (), "")
"""Where there is no score."""


@dataclass
class _Cause:
    points: float
    reason: Reason | None
    name: str
    where: str
    fact: str
    index: int
    is_limit: bool = False
    in_sets: tuple[tuple[int, float], ...] = ()


def ledger(result: DrillScore, drill: Drill, only: int | None = None, unit: ForceUnit = "N") -> Ledger:
    """The ledger of a drill, or of what one of its sets took of the whole.

    A set's causes are in points of the drill, so that they add up over it whichever sets are looked at.
    """
    if result.score is None:
        return NO_LEDGER
    causes = [
        cause
        for index, score in enumerate(result.sets)
        if only is None or index == only
        for cause in _causes(score, index, _(drill.sets[index].title) if index < len(drill.sets) else "", unit)
    ]
    if only is None:
        causes = _merged(causes)
    score = round(result.score)
    missing = 100 - score if only is None else round(_sum(causes))
    entries = _entries(sorted(causes, key=lambda cause: -cause.points), missing)
    minus = "".join(f" − {one.points}" for one in entries)
    return Ledger(
        score,
        entries,
        f"100{minus}" if only is None else _("{n} of the {of} points").format(n=missing, of=100 - score),
    )


def _causes(score: Score, index: int, title: str, unit: ForceUnit) -> list[_Cause]:
    found = [
        _Cause(
            *(cap.points, "limit", cause_name(LIMIT, "limit"), title, _(in_unit(limit_fact(cap), unit)), index),
            is_limit=True,
        )
        for cap in score.caps
        if cap.points > 0.0
    ]
    for metric in score.metrics:
        if metric.points <= 0.0:
            continue
        reason = reason_of(metric, elsewhere=bool(score.elsewhere))
        name, fact = cause_name(metric.name, reason), _(in_unit(metric.advice, unit))
        found.append(_Cause(metric.points, reason, name, title, fact, index))
    return [replace(one, in_sets=((index, one.points),)) for one in found]


def cause_name(measure: str, reason: Reason | None) -> str:
    """What a measure that cost points for a reason is called; of a cap by its reason alone."""
    names = _NAMES | _OF_TIME if measure in _TIMES else _NAMES
    name = _(names.get(reason, "")) if reason is not None else ""
    if measure == LIMIT:
        return name
    known = VOCABULARY.get(measure)
    plain = _(known.plain) if known is not None else measure
    return f"{capital(plain)}: {name.lower()}" if name else capital(plain)


def _merged(causes: list[_Cause]) -> list[_Cause]:
    """The same cause in several sets as one, with the set that it cost most."""
    found: dict[str, list[_Cause]] = {}
    for cause in causes:
        found.setdefault(cause.name, []).append(cause)
    merged = []
    for same in found.values():
        worst = max(same, key=lambda cause: cause.points)
        where = worst.where if len(same) == 1 else plural("in {n} set", "in {n} sets", len(same)).format(n=len(same))
        merged.append(replace(worst, points=_sum(same), where=where, in_sets=_in_sets(same)))
    return merged


def _sum(causes: list[_Cause]) -> float:
    return sum(cause.points for cause in causes)


def _in_sets(causes: list[_Cause]) -> tuple[tuple[int, float], ...]:
    """Points set by set."""
    found: dict[int, float] = {}
    for index, points in (one for cause in causes for one in cause.in_sets):
        found[index] = found.get(index, 0.0) + points
    return tuple(found.items())


def _whole_in_sets(parts: tuple[tuple[int, float], ...], points: int) -> tuple[tuple[int, int], ...]:
    whole = shared_out([exact for _, exact in parts], points)
    return tuple((index, one) for (index, _), one in zip(parts, whole, strict=True) if one)


def _entries(causes: list[_Cause], missing: int) -> tuple[Entry, ...]:
    """The dearest by name, the rest in one; whole points by largest remainder, so that they add up."""
    named, rest = causes[:MOST_ROWS], causes[MOST_ROWS:]
    exact = [cause.points for cause in named] + ([_sum(rest)] if rest else [])
    whole = shared_out(exact, missing)
    rows = [
        Entry(
            number,
            cause.name,
            cause.where,
            cause.fact,
            _(LESSONS[cause.reason].attempt) if cause.reason is not None else "",
            points,
            cause.index,
            cause.is_limit,
            _whole_in_sets(cause.in_sets, points),
        )
        for number, (cause, points) in enumerate(zip(named, whole, strict=False), start=1)
    ]
    if rest and whole[-1]:
        parts = _whole_in_sets(_in_sets(rest), whole[-1])
        fact = plural("{n} small thing", "{n} small things", len(rest)).format(n=len(rest))
        rows.append(Entry(len(rows) + 1, _(THE_REST), "", fact, "", whole[-1], None, in_sets=parts))
    return tuple(row for row in rows if row.points)


def shared_out(exact: list[float], whole: int) -> list[int]:
    """Whole numbers for some that are none, adding up to ``whole``: the largest remainders are rounded up."""
    total = sum(exact)
    if total <= 0.0 or whole <= 0:
        return [0] * len(exact)
    scaled = [one * whole / total for one in exact]
    floors = [math.floor(one) for one in scaled]
    order = sorted(range(len(exact)), key=lambda index: floors[index] - scaled[index])
    for index in order[: whole - sum(floors)]:
        floors[index] += 1
    return floors
