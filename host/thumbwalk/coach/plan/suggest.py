"""What to practise next, and why: weak spots first, cold retests that are due, one task first and then mixed.

It advises; whoever practises something else has practised that. Hands come first: nothing is advised that a day's load
does not allow, and nothing at all on a day with pain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import fmean, median
from typing import Literal

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.free.fitting_drill import fitting_drill
from thumbwalk.coach.plan.curves import SCORE
from thumbwalk.coach.plan.sets_done import Marked
from thumbwalk.coach.plan.spacing import Due
from thumbwalk.coach.score.score import STARS_AT
from thumbwalk.coach.strength.hand_load import BUDGET_S, USUAL_PEAK_N, weight_of
from thumbwalk.language import marked, told, told_n
from thumbwalk.pad import Foot
from thumbwalk.technique.vocabulary import VOCABULARY

Sort = Literal["rest", "chosen", "weak", "retest", "next", "mixed"]
RETESTS_A_DAY = 3
"""More is no practice but an exam; what is due beyond it waits, and does not pile up."""
_RECENT = 5
"""So many of a technique's newest cold sets say how it stands."""
_LEARNED_FROM = 3
"""So many cold sets with two stars in a row, and a technique is mixed with others."""
_LEAST_POINTS = 2.0
"""A measure that costs less is no weak spot."""
_MOST = 4
"""Suggestions at a time: the first is what counts."""
_UNTOLD_N, _PRESSED = 10.0, 0.5
"""What a set that asks for no force is taken for, and which part of a set is pressed, while nobody has done it."""


@dataclass(frozen=True)
class Suggestion:
    """Something to practise, or to rest; ``load_s`` is its hand load in seconds at the own peak."""

    sort: Sort
    drill: str | None
    reason: str
    load_s: float = 0.0
    minutes: float = 0.0


@dataclass(frozen=True)
class Standing:
    """All that advice goes by.

    Attributes
    ----------
    today : date
        The learner's own day.
    sets : of Marked
        Everything that was done, oldest first.
    dues : of Due
        When each drill is to be tried cold again.
    load_s : float or None
        Hand load of today, seconds at the own peak; None where none counts, as on the virtual rig.
    peak_n : float or None
        The own peak.
    pain : str
        What was noted today; "" for nothing.
    wanted, skipped : of str
        Drills that the learner chose, and those that are not to be advised today.
    foot : "left", "right" or None
        The foot that there is to practise on.
    passed : mapping of drill to bool
        Of drills that tries have decided on, whether two of three passed it; of others the stars say so.
    """

    today: date
    sets: Sequence[Marked] = ()
    dues: Sequence[Due] = ()
    load_s: float | None = None
    peak_n: float | None = None
    pain: str = ""
    wanted: Sequence[str] = ()
    skipped: frozenset[str] = field(default_factory=frozenset)
    foot: Foot | None = None
    passed: Mapping[str, bool] = field(default_factory=dict)


def suggestions(now: Standing, drills: Mapping[str, Drill]) -> list[Suggestion]:
    """Give what to do next, the first first; never nothing.

    Parameters
    ----------
    now : Standing
    drills : mapping
        Those that there are, by name, in the order of the ladder.
    """
    if now.pain:
        return [
            Suggestion(
                "rest",
                None,
                told("your hands asked for rest today ({pain}): no rig, go on tomorrow", pain=told(now.pain)),
            )
        ]
    known = {name: one for name, one in drills.items() if one.foot in (None, now.foot or one.foot)}
    asked = [*_chosen(now, known), *_advised(now, known)]
    seen: set[str] = set()
    fits, left_s = [], None if now.load_s is None else BUDGET_S - now.load_s
    for one in asked:
        if one.drill is None or one.drill in seen or (one.drill in now.skipped and one.sort != "chosen"):
            continue
        seen.add(one.drill)
        loaded = _loaded(one, now, known[one.drill])
        if left_s is None or loaded.load_s <= left_s:
            fits.append(loaded)
        elif one.sort == "chosen":
            why = told("{why}; today's hand load has no room for it, so take care", why=told(one.reason))
            fits.append(replace(loaded, reason=why))
    if fits:
        return fits[:_MOST]
    if seen:
        return [
            Suggestion("rest", None, marked("your thumbs did their day: what is left of its hand load is too little"))
        ]
    return [Suggestion("rest", None, marked("nothing is left that was not skipped; tomorrow is a day, too"))]


def _chosen(now: Standing, drills: Mapping[str, Drill]) -> list[Suggestion]:
    return [Suggestion("chosen", name, marked("you chose it")) for name in now.wanted if name in drills]


def _advised(now: Standing, drills: Mapping[str, Drill]) -> list[Suggestion]:
    """Weak spots, what is due, and what comes next; what is to be tried cold goes before practice of the same."""
    weak, due = _weak(now, drills), _due(now, drills)
    spoilt = set() if weak is None or weak.drill is None else {one.technique for one in drills[weak.drill].sets}
    before = [one for one in due if one.drill and {each.technique for each in drills[one.drill].sets} & spoilt]
    rest = [one for one in due if one not in before]
    return [*before, *([] if weak is None else [weak]), *rest, *_mixed(now, drills), *_next(now, drills)]


def _weak(now: Standing, drills: Mapping[str, Drill]) -> Suggestion | None:
    """The measure that costs the most in the newest cold sets of a technique, and the drill for it."""
    worst: tuple[float, str, str, float] | None = None
    for technique, rows in _newest_cold(now).items():
        costs: dict[str, list[float]] = {}
        for one in rows:
            for name, measure in one.done.measures.items():
                if name != SCORE:
                    costs.setdefault(name, []).append(measure.points)
        for name, points in costs.items():
            mean = sum(points) / len(rows)
            if mean >= _LEAST_POINTS and (worst is None or mean > worst[0]):
                worst = (mean, technique, name, _score(rows))
    if worst is None:
        return None
    mean, technique, name, score = worst
    fit = fitting_drill([(technique, 60.0, score, name)], drills, now.foot)
    if fit is None:
        return None
    plain = VOCABULARY[name].plain if name in VOCABULARY else name
    said = marked("{technique}: the {measure} cost the most of late, {n} points a time")
    why = told(said, technique=told(technique), measure=told(plain), n=f"{mean:.0f}")
    return Suggestion("weak", fit.name, why)


def _due(now: Standing, drills: Mapping[str, Drill]) -> list[Suggestion]:
    """What is due to be tried cold, the longest overdue first, as many as a day takes."""
    tried = {one.done.drill for one in now.sets if one.done.day == now.today}
    left = RETESTS_A_DAY - sum(one.last == now.today and len(_days(now, one.drill)) > 1 for one in now.dues)
    open_ = [one for one in now.dues if one.due <= now.today and one.drill in drills and one.drill not in tried]
    open_.sort(key=lambda one: (one.due, one.drill))
    return [Suggestion("retest", one.drill, _last_tried((now.today - one.last).days)) for one in open_[: max(left, 0)]]


def _last_tried(days: int) -> str:
    return told_n(
        "last tried {n} day ago: do it cold, to see what stays",
        "last tried {n} days ago: do it cold, to see what stays",
        days,
    )


def _mixed(now: Standing, drills: Mapping[str, Drill]) -> list[Suggestion]:
    """Several techniques in one drill, once two or more are learned: mixed practice keeps better than it feels."""
    learned = {technique for technique, rows in _newest_cold(now).items() if _is_learned(rows)}
    if len(learned) < 2:
        return []
    today = {one.done.drill for one in now.sets if one.done.day == now.today}
    fits = [
        one
        for one in drills.values()
        if one.scored and one.name not in today and len(_techniques(one)) > 1 and _techniques(one) <= learned
    ]
    first, second = map(told, sorted(learned)[:2])
    why = told("{first} and {second} are steady on their own: now mixed", first=first, second=second)
    return [Suggestion("mixed", one.name, why) for one in fits[-1:]]


def _next(now: Standing, drills: Mapping[str, Drill]) -> list[Suggestion]:
    """The first of the ladder that was not passed yet; after the last, the one done longest ago."""
    best: dict[str, float] = {}
    for name in {one.done.drill for one in now.sets if one.done.drill is not None}:
        best[name] = max(_of_drill(now, name), default=0.0)
    for one in drills.values():
        known = now.passed.get(one.name)
        if one.scored and not (best.get(one.name, 0.0) >= STARS_AT[1] if known is None else known):
            stars, tries = marked("two stars are still to be had"), marked("it is passed by two of three tries")
            lacks = stars if known is None else tries
            return [Suggestion("next", one.name, lacks if one.name in best else marked("it is next on the ladder"))]
    oldest = min((one for one in now.dues if one.drill in drills), key=lambda one: one.last, default=None)
    return [] if oldest is None else [Suggestion("next", oldest.drill, marked("all is done; this was the longest ago"))]


def _newest_cold(now: Standing) -> dict[str, list[Marked]]:
    """The newest cold sets of each technique that have a score."""
    rows: dict[str, list[Marked]] = {}
    for one in now.sets:
        if one.cold and SCORE in one.done.measures:
            rows.setdefault(one.done.technique, []).append(one)
    return {technique: found[-_RECENT:] for technique, found in rows.items()}


def _is_learned(rows: Sequence[Marked]) -> bool:
    newest = rows[-_LEARNED_FROM:]
    return len(newest) == _LEARNED_FROM and all(one.done.measures[SCORE].value >= STARS_AT[1] for one in newest)


def _score(rows: Sequence[Marked]) -> float:
    return fmean(one.done.measures[SCORE].value for one in rows)


def _techniques(drill: Drill) -> set[str]:
    return {one.technique for one in drill.sets}


def _days(now: Standing, drill: str) -> set[date]:
    return {one.done.day for one in now.sets if one.done.drill == drill}


def _of_drill(now: Standing, drill: str) -> list[float]:
    """The mean score of each session of a drill."""
    runs: dict[int, list[float]] = {}
    for one in now.sets:
        if one.done.drill == drill and SCORE in one.done.measures:
            runs.setdefault(one.done.session, []).append(one.done.measures[SCORE].value)
    return [fmean(scores) for scores in runs.values()]


def _loaded(one: Suggestion, now: Standing, drill: Drill) -> Suggestion:
    """The same, with how long it takes and what it asks of the hands: as the last times, or as its sets say."""
    loads: dict[int, float] = {}
    for each in now.sets:
        if each.done.drill == drill.name:
            loads[each.done.session] = loads.get(each.done.session, 0.0) + each.done.load_ns
    asked_ns = sum(
        weight_of(each.technique) * (each.mean_force_n or _UNTOLD_N) * _PRESSED * each.duration_s for each in drill.sets
    )
    load_ns = median(list(loads.values())[-_RECENT:]) if loads else asked_ns
    return replace(one, load_s=load_ns / (now.peak_n or USUAL_PEAK_N), minutes=drill.duration_s / 60.0)
