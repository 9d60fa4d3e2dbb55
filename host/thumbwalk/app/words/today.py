"""The one suggestion of the day, why, what it takes, what there is instead, and the week so far, without Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from thumbwalk.app.learners_past import LookBack
from thumbwalk.app.words.days import in_a_row
from thumbwalk.app.words.ladder import sets_of
from thumbwalk.app.words.pieces import Block, Page, Row
from thumbwalk.app.words.steps import steps_of
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.feedback.amounts import ForceUnit
from thumbwalk.coach.free.said import clock
from thumbwalk.coach.plan.suggest import Sort, Suggestion
from thumbwalk.coach.score.score import STARS_AT
from thumbwalk.coach.strength.hand_load import BUDGET_S
from thumbwalk.language import _, capital, marked, plural, told
from thumbwalk.learner.tried import Tried
from thumbwalk.pad import Foot

ENOUGH = STARS_AT[1]
"""From here on a rung is passed, and the next one is suggested: two stars, a starting value."""
_SHORT: dict[Sort, str] = {
    "rest": marked("rest"),
    "chosen": marked("you chose it"),
    "weak": marked("what costs the most points"),
    "retest": marked("due to be tried cold"),
    "next": marked("next on the ladder"),
    "mixed": marked("several techniques, mixed"),
}
"""Why, in as few words as a row has room for."""
_WEEKDAYS = marked("M T W T F S S")
"""The days' letters from Monday on, with a space between them."""


@dataclass(frozen=True)
class WeekDay:
    """A day of the week: its letter, how long was practised, minutes, and whether it is today or still to come."""

    letter: str
    minutes: float
    is_today: bool
    is_ahead: bool


@dataclass(frozen=True)
class WeekText:
    """The week from Monday on: its days, what they come to, days in a row, and today's hand load, 0 to 1 and more."""

    days: tuple[WeekDay, ...]
    said: str
    streak: str
    load: float | None


def suggested(drills: Mapping[str, Drill], tried: Mapping[str, Tried], foot: Foot) -> Suggestion:
    """What next where nothing but bests is known: the first rung that is not passed; of all, the lowest best."""
    rungs = [one for one in drills.values() if one.scored and one.stage is not None and one.foot in (None, foot)]
    rungs = rungs or list(drills.values())
    for index, one in enumerate(rungs):
        known = tried.get(one.name)
        if known is None or known.best is None:
            return _next(one, _new(rungs[index - 1] if index else None, tried))
        if known.best < ENOUGH:
            return _next(one, _once_more(known))
    weakest = min(rungs, key=lambda one: tried[one.name].best or 0.0)
    lowest = tried[weakest.name].best or 0.0
    return _next(weakest, told("Every rung has two stars. Of all your bests, {n} is the lowest.", n=f"{lowest:.0f}"))


def _next(drill: Drill, reason: str) -> Suggestion:
    return Suggestion("next", drill.name, reason, minutes=drill.duration_s / 60.0)


def _once_more(known: Tried) -> str:
    best = known.best or 0.0
    last = best if known.last is None else known.last
    figures = {"last": f"{last:.0f}", "best": f"{best:.0f}", "enough": f"{ENOUGH:.0f}"}
    if round(best) != round(last):
        return told("Last time it gave {last}, your best is {best}. Two stars begin at {enough}.", **figures)
    return told("Last time it gave {last}. Two stars begin at {enough}.", **figures)


def _new(before: Drill | None, tried: Mapping[str, Tried]) -> str:
    if before is None or before.name not in tried:
        return marked("The ladder's first rung: under a minute, help at all times.")
    best = tried[before.name].best or 0.0
    return told("{title} is passed with {n}. This is the next rung.", title=told(before.title), n=f"{best:.0f}")


def why(one: Suggestion, tried: Mapping[str, Tried]) -> str:
    """The reason in a sentence; of a rung of the ladder with the figures that the learner has of it."""
    known = tried.get(one.drill or "")
    if one.sort == "next" and known is not None and known.best is not None and known.best < ENOUGH:
        return _(_once_more(known))
    if one.sort == "next" and not tried:
        return _(_new(None, tried))
    said = _(one.reason)
    return capital(said if said.endswith((".", "!")) else f"{said}.")


def next_page(drill: Drill | None, reason: str, trouble: str = "") -> Page:
    """The left column: what, and why; without a drill that hands should rest."""
    warns = (Block("warning", trouble),) if trouble else ()
    title = _("Rest today") if drill is None else _(drill.title)
    return (Block("heading", _("Next for you")), Block("title", title), Block("body", reason), *warns)


def reading_page() -> Page:
    """The left column while it is not known yet what was done."""
    return (
        Block("heading", _("Next for you")),
        Block("title", _("One moment …")),
        Block("muted", _("What you did so far is being read.")),
    )


def others(found: Sequence[Suggestion], drills: Mapping[str, Drill], most: int) -> list[tuple[str, Row]]:
    """What else is advised, by name, behind the first."""
    rows = [
        (one.drill, Row(_(drills[one.drill].title), f"{_(_SHORT[one.sort])} · {max(one.minutes, 1.0):.0f} min"))
        for one in found[1:]
        if one.drill is not None and one.drill in drills
    ]
    return rows[: max(most, 0)]


def week_text(found: LookBack) -> WeekText:
    """The week up to today; a day without practice is nobody's fault and says nothing."""
    monday = found.today - timedelta(days=found.today.weekday())
    days = []
    for number, letter in enumerate(_(_WEEKDAYS).split()):
        day = monday + timedelta(days=number)
        minutes = found.seconds_by_day.get(day, 0.0) / 60.0
        days.append(WeekDay(letter, minutes, day == found.today, day > found.today))
    practised = [one.minutes for one in days if one.minutes > 0.0]
    n, minutes = len(practised), max(round(sum(practised)), 1)
    days_said = plural("{n} day", "{n} days", n).format(n=n)
    said = f"{days_said}, {plural('{n} minute', '{n} minutes', minutes).format(n=minutes)}"
    streak = in_a_row(found.streak.days) if found.streak.days > 1 else ""
    load = None if found.load_s is None else found.load_s / BUDGET_S
    return WeekText(tuple(days), said if practised else _("a new week"), streak, load)


def takes_page(drill: Drill, said: Page = (), unit: ForceUnit = "N") -> Page:
    """The right column: how long, which sets, what to aim at, and what was ``said`` last."""
    return (
        Block("heading", f"{clock(drill.duration_s)} min, {sets_of(drill)}"),
        *steps_of(drill, unit),
        Block("rule"),
        Block("heading", _("What it is")),
        Block("body", _(drill.description)),
        *((Block("rule"), *said) if said else ()),
    )
