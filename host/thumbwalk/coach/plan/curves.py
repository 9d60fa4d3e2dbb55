"""Progress as curves: by technique and measure, each hand, foot, tempo and help apart, fresh hands and tired ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from statistics import fmean
from typing import Any

from thumbwalk.coach.plan.change import Change, Repeats, change_of, repeats_of
from thumbwalk.coach.plan.sets_done import Condition, Marked, Measured

SCORE = "score"
"""The measure that every set has; more of it is better, others have bands."""
_MOST_NTH = 6
"""Sets of a day that are told apart: later ones are few."""


@dataclass(frozen=True, slots=True)
class Point:
    """A set on a curve; ``cold`` where it was the day's first of its technique."""

    day: date
    session: int
    value: float
    cold: bool


@dataclass(frozen=True)
class Curve:
    """How one measure of a technique went on under the same conditions.

    ``change`` is of the cold sets, where hands are fresh; tired hands have none, and all their sets count. ``within``
    is the mean of each of a day's sets in turn: how the hand warms up, or tires.
    """

    technique: str
    measure: str
    unit: str
    condition: Condition
    tired: bool
    points: tuple[Point, ...]
    repeats: Repeats
    change: Change
    within: tuple[float, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "technique": self.technique,
            "measure": self.measure,
            "unit": self.unit,
            **asdict(self.condition),
            "tired": self.tired,
            "headline": {
                "of": "all sets" if self.tired else "cold sets",
                **asdict(self.change),
                "difference": self.change.difference,
                "repeats": self.repeats.pairs,
                "sem": self.repeats.sem,
                "mdc": self.repeats.mdc,
            },
            "within_a_day": list(self.within),
            "points": [asdict(one) | {"day": one.day.isoformat()} for one in self.points],
        }


def curves_of(sets: Sequence[Marked]) -> list[Curve]:
    """Give every curve there is, of what was done most first.

    Parameters
    ----------
    sets : of Marked
        In their order.
    """
    groups: dict[tuple[str, str, Condition, bool], list[Marked]] = {}
    for one in sets:
        for measure in one.done.measures:
            groups.setdefault((one.done.technique, measure, one.done.condition, one.tired), []).append(one)
    found = [_curve(technique, measure, rows) for (technique, measure, _, _), rows in groups.items()]
    return sorted(found, key=lambda one: (-len(one.points), one.technique, one.measure != SCORE, one.measure))


def _curve(technique: str, measure: str, rows: Sequence[Marked]) -> Curve:
    told = [(one, one.done.measures[measure]) for one in rows]
    tired = rows[0].tired
    headline = [(one, figure) for one, figure in told if one.cold or tired]
    repeats = repeats_of(_pairs(told))
    errors = None if measure == SCORE else [figure.error for _, figure in headline]
    return Curve(
        technique,
        measure,
        told[-1][1].unit,
        rows[0].done.condition,
        tired,
        tuple(Point(one.done.day, one.done.session, figure.value, one.cold) for one, figure in told),
        repeats,
        change_of([figure.value for _, figure in headline], errors, repeats),
        _within([(one.nth, figure.value) for one, figure in told]),
    )


def _pairs(rows: Sequence[tuple[Marked, Measured]]) -> list[tuple[float, float]]:
    """Each repeat of a task on the same day, with the try before it."""
    last: dict[tuple[date, str | None, str], float] = {}
    pairs = []
    for one, figure in rows:
        task = (one.done.day, one.done.drill, one.done.title)
        if task in last:
            pairs.append((last[task], figure.value))
        last[task] = figure.value
    return pairs


def _within(rows: Sequence[tuple[int, float]]) -> tuple[float, ...]:
    """The mean of each of a day's sets in turn, as far as there are any."""
    means = []
    for nth in range(1, _MOST_NTH + 1):
        values = [value for number, value in rows if number == nth]
        if not values:
            break
        means.append(fmean(values))
    return tuple(means)
