"""The one suggestion of the day, why, what it takes and what there is instead, without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thumbwalk.app.words.ladder import how, sets_of
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.free.said import clock
from thumbwalk.coach.score.score import STARS_AT, stars_for
from thumbwalk.learner.tried import Tried
from thumbwalk.pad import Foot

ENOUGH = STARS_AT[1]
"""From here on a rung is passed, and the next one is suggested: two stars, a starting value."""
_MOST_SETS = 8
"""More rows than that nobody reads before a drill."""


@dataclass(frozen=True)
class Suggestion:
    """A drill's name, and the reason in a sentence or two."""

    drill: str
    why: str


def suggested(drills: Mapping[str, Drill], tried: Mapping[str, Tried], foot: Foot) -> Suggestion:
    """The ladder's first rung that is not passed; when all are, the one with the lowest best."""
    rungs = [one for one in drills.values() if one.scored and one.stage is not None and one.foot in (None, foot)]
    rungs = rungs or list(drills.values())
    for index, one in enumerate(rungs):
        known = tried.get(one.name)
        if known is None or known.best is None:
            return Suggestion(one.name, _new(rungs[index - 1] if index else None, tried))
        if known.best < ENOUGH:
            last = known.best if known.last is None else known.last
            best = f", your best is {known.best:.0f}" if round(known.best) != round(last) else ""
            return Suggestion(one.name, f"Last time it gave {last:.0f}{best}. Two stars begin at {ENOUGH:.0f}.")
    weakest = min(rungs, key=lambda one: tried[one.name].best or 0.0)
    lowest = tried[weakest.name].best or 0.0
    return Suggestion(weakest.name, f"Every rung has two stars. Of all your bests, {lowest:.0f} is the lowest.")


def _new(before: Drill | None, tried: Mapping[str, Tried]) -> str:
    if before is None or before.name not in tried:
        return "The ladder's first rung: under a minute, help at all times."
    best = tried[before.name].best or 0.0
    return f"{before.title} is passed with {best:.0f}. This is the next rung."


def lately(drills: Mapping[str, Drill], tried: Mapping[str, Tried], most: int = 3) -> list[tuple[str, Row]]:
    """The drills that were done last, the newest first, by name, with their last scores."""
    known = sorted((name for name in tried if name in drills), key=lambda name: tried[name].at, reverse=True)
    return [(name, _lately(drills[name], tried[name])) for name in known[:most]]


def _lately(drill: Drill, known: Tried) -> Row:
    day = known.at.astimezone()
    often = "once" if known.times == 1 else f"{known.times} times"
    when = f"{day.day} {day:%b}, done {often}"
    if known.last is None:
        return Row(drill.title, when, "no score", None, is_known=False)
    return Row(drill.title, when, f"{known.last:.0f}", stars_for(known.last))


def next_page(drill: Drill, suggestion: Suggestion, trouble: str = "") -> Page:
    """The left column: what, and why."""
    warns = (Block("warning", trouble),) if trouble else ()
    return (Block("heading", "Next for you"), Block("title", drill.title), Block("body", suggestion.why), *warns)


def steps_of(drill: Drill) -> Page:
    """A drill's sets, each with what it asks for; of many the first."""
    shown = drill.sets[:_MOST_SETS]
    more = len(drill.sets) - len(shown)
    rest = (Block("muted", f"and {more} more"),) if more else ()
    return (*(Block("step", one.title, f"{one.duration_s:.0f} s{how(one)}") for one in shown), *rest)


def takes_page(drill: Drill) -> Page:
    """The right column: how long, which sets, and what to aim at."""
    return (
        Block("heading", f"{clock(drill.duration_s)} min, {sets_of(drill)}"),
        *steps_of(drill),
        Block("rule"),
        Block("heading", "What it is"),
        Block("body", drill.description),
    )
