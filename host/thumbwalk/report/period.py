"""All sessions since a day: how often, how long, at what, and how the scores go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from thumbwalk.language import _
from thumbwalk.report.phrases import short_day
from thumbwalk.report.trend_drawing import TrendDrawing, trend_drawing

MOST_DRAWN = 24
"""Sessions of a drill that are drawn, the newest."""


@dataclass(frozen=True)
class Done:
    """A session as a list tells it; ``score`` is None where it has none to compare, ``seconds`` are by technique."""

    number: int
    at: datetime
    learner: str | None
    virtual: bool
    kind: str
    drill: str | None
    title: str
    duration_s: float
    score: float | None
    stars: int
    seconds: tuple[tuple[str, float], ...]

    @property
    def day_label(self) -> str:
        """The day, short."""
        return short_day(self.at)


@dataclass(frozen=True)
class DrillTrend:
    """A drill over the period: how often, the first, the best and the last score, and their drawing from two on."""

    title: str
    times: int
    first: float
    best: float
    last: float
    drawing: TrendDrawing | None


def trends_of(done: Sequence[Done]) -> list[DrillTrend]:
    """Every drill that has scores, what was done most first; learners apart, and real rigs from the virtual one."""
    apart: dict[tuple[str | None, bool, str], list[Done]] = {}
    for one in done:
        if one.drill is not None and one.score is not None:
            apart.setdefault((one.learner, one.virtual, one.drill), []).append(one)
    several = len({one.learner for one in done}) > 1
    return [_trend(some, several=several) for some in sorted(apart.values(), key=len, reverse=True)]


def techniques_of(done: Sequence[Done]) -> list[tuple[str, float]]:
    """Seconds by technique over the period, the longest first."""
    found: dict[str, float] = {}
    for one in done:
        for technique, seconds in one.seconds:
            found[technique] = found.get(technique, 0.0) + seconds
    return sorted(found.items(), key=lambda one: -one[1])


def days_of(done: Sequence[Done]) -> int:
    """On how many days of the learner's own something was practised."""
    return len({one.at.date() for one in done})


def _trend(some: Sequence[Done], *, several: bool) -> DrillTrend:
    scores = [(one.day_label, one.score) for one in some if one.score is not None]
    values = [score for _, score in scores]
    drawing = trend_drawing(scores[-MOST_DRAWN:]) if len(scores) > 1 else None
    whose = [some[0].learner or _("nobody’s by name")] if several else []
    title = " · ".join([_(some[0].title), *whose, *([_("virtual rig")] if some[0].virtual else [])])
    return DrillTrend(title, len(scores), values[0], max(values), values[-1], drawing)
