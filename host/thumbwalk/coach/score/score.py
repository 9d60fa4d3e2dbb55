"""What a score is made of, and how it comes from measures: technique's targets, credits, caps and stars."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import SCORE_VERSION
from thumbwalk.language import marked, told

STARS_AT = (60.0, 75.0, 90.0)
"""A starting value, as the bands are: one star is where a set that a cap ended stands."""
CREDIT_FLOOR = 0.01
"""A single miss, however far, does not make everything else worthless."""
LOW_WIDTH = 0.5
"""Below a band, w of a credit is at most this part of the lower limit."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One measure against its band.

    ``value`` is None when the hand did too little for it to be had; that earns no credit. ``points_lost`` is what
    the score would gain if this metric alone were perfect; ``points`` is its part of what is missing to 100.
    """

    name: str
    value: float | None
    unit: str
    band: tuple[float | None, float | None]
    credit: float
    weight: float
    points_lost: float
    advice: str
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class Cap:
    """Why the score can't be higher than ``max_score``: in ``zone``, ``value`` newtons went over ``limit``.

    ``points`` is what it took beyond what the metrics took.
    """

    zone: str
    limit: float
    value: float
    max_score: float
    points: float = 0.0

    @property
    def reason(self) -> str:
        """What happened, in words."""
        return told("over-pressure on the {zone}", zone=self.zone)


@dataclass(frozen=True, slots=True)
class NotScored:
    """A measure that this layout or task can't judge, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class GuideError:
    """How far a force or a pace was from the guide's value, in its own unit.

    ``constant`` is the mean of the differences (the bias), ``absolute`` the mean of their sizes, ``variable`` the
    standard deviation about the hand's own mean (Schmidt, Motor control and learning: the three errors of practice).
    """

    name: str
    unit: str
    guide: float
    constant: float
    absolute: float
    variable: float


@dataclass(frozen=True)
class Score:
    """How a technique was done; ``metrics`` are sorted by what they cost, largest first.

    ``score`` is None for a set that was not ``done``, and for one that can't be judged, for the ``reason`` that stands
    with it. ``lost_s`` is how much of its time was lost on the way, ``lost_share`` which part of it, ``elsewhere`` how
    many seconds went to which other technique. ``version`` is that of the rules that it was reckoned by.
    """

    technique: str
    score: float | None
    stars: int
    metrics: tuple[Metric, ...] = ()
    caps: tuple[Cap, ...] = ()
    not_scored: tuple[NotScored, ...] = ()
    errors: tuple[GuideError, ...] = ()
    elsewhere: Mapping[str, float] = field(default_factory=dict)
    done: bool = True
    reason: str = ""
    lost_s: float = 0.0
    lost_share: float = 0.0
    version: int = SCORE_VERSION

    @staticmethod
    def not_done(technique: str) -> Score:
        """Of a set that was not finished."""
        return Score(technique, None, 0, done=False)

    @staticmethod
    def not_judged(technique: str, reason: str) -> Score:
        """Of a set of which too little is known."""
        return Score(technique, None, 0, reason=reason)

    @property
    def why_none(self) -> str:
        """Why there is no score, in words; "" where there is one."""
        return "" if self.score is not None else self.reason or marked("not done")

    def metric(self, name: str) -> Metric | None:
        """The metric of that name, None if it was not scored."""
        return next((metric for metric in self.metrics if metric.name == name), None)

    def shared(self, sets: int) -> Score:
        """The same, with each part of what is missing to 100 divided among so many sets of a drill."""
        metrics = tuple(replace(one, points=one.points / sets) for one in self.metrics)
        caps = tuple(replace(one, points=one.points / sets) for one in self.caps)
        return replace(self, metrics=metrics, caps=caps)

    def to_json(self) -> dict[str, Any]:
        """The document of ``thumbwalk score --json``; one of the first version has the keys of its day."""
        today = self.version > 1
        document: dict[str, Any] = {
            "version": 1,
            "technique": self.technique,
            "score": self.score,
            **({} if self.done else {"done": False}),
            **({"reason": self.reason} if self.reason else {}),
            **({"lost_s": self.lost_s} if self.lost_s else {}),
            "stars": self.stars,
            "metrics": [metric_row(metric, points=today) for metric in self.metrics],
            "caps": [_cap_row(cap, points=today) for cap in self.caps],
            "not_scored": [_row(one) for one in self.not_scored],
        }
        if today:
            document |= {"errors": [_row(one) for one in self.errors], "elsewhere": dict(self.elsewhere)}
        return document


def metric_row(one: Metric, *, points: bool = True) -> dict[str, Any]:
    """A metric as documents have it."""
    return _row(one, points=points) | {"band": list(one.band)}


def _row(one: Metric | NotScored | GuideError, *, points: bool = True) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__ if points or name != "points"}


def _cap_row(cap: Cap, *, points: bool) -> dict[str, Any]:
    row = {"reason": cap.reason, "limit": cap.limit, "value": cap.value, "max_score": cap.max_score}
    return row | {"points": cap.points} if points else row


def stars_for(score: float) -> int:
    """Stars at 60, 75 and 90."""
    return sum(score >= limit for limit in STARS_AT)


_FAR = 1e3  # so many half widths outside are no credit, however many more


def credit(value: float, band: Band, low_width: float | None = LOW_WIDTH) -> float:
    """1 inside the band, else exp(-(d/w)^2): d how far outside, w half the band's width.

    For a one-sided band w is half its limit. Below a band it is at most ``low_width`` of the lower limit, so that
    nothing at all earns next to nothing. A near miss costs little, a far one nearly everything.
    """
    lo, hi = band.lo, band.hi
    below = lo is not None and value < lo
    outside = max(lo - value if lo is not None else 0.0, value - hi if hi is not None else 0.0, 0.0)
    if outside == 0.0:
        return 1.0
    width = (hi - lo) / 2 if lo is not None and hi is not None else abs(lo if lo is not None else hi or 0.0) / 2
    if below and lo is not None and low_width is not None:
        width = min(width, low_width * abs(lo))
    return math.exp(-(min(outside / width, _FAR) ** 2)) if width > 0 else 0.0


def geometric_score(credits_and_weights: Iterable[tuple[float, float]]) -> float:
    """100 times the weighted geometric mean of the credits, each floored at 0.01."""
    pairs = list(credits_and_weights)
    total = sum(weight for _, weight in pairs)
    if total <= 0:
        return 0.0
    return 100.0 * math.exp(sum(weight * math.log(max(one, CREDIT_FLOOR)) for one, weight in pairs) / total)
