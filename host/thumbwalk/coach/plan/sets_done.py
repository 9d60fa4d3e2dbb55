"""Sets as they were done over weeks: under which conditions, cold or not, with fresh hands or tired ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from thumbwalk.coach.strength.hand_load import RECENT_MIN, USUAL_PEAK_N, rest_prompt

_RECENTLY = timedelta(minutes=RECENT_MIN)


@dataclass(frozen=True)
class Condition:
    """What keeps sets from being compared: each hand, foot, tempo and help has a curve of its own.

    ``rate_per_min`` is the tempo that was asked for, ``feedback`` the help (`coach.drill`). None is not known.
    """

    side: str | None = None
    foot: str | None = None
    rate_per_min: float | None = None
    feedback: str | None = None


@dataclass(frozen=True)
class Measured:
    """A measure's value against its band, in its own unit; ``points`` is what it cost the drill."""

    value: float
    unit: str = ""
    lo: float | None = None
    hi: float | None = None
    points: float = 0.0

    @property
    def error(self) -> float:
        """How far outside the band it is."""
        below = 0.0 if self.lo is None else self.lo - self.value
        above = 0.0 if self.hi is None else self.value - self.hi
        return max(below, above, 0.0)


@dataclass(frozen=True)
class SetDone:
    """One set that was done and counts; ``at`` is when its session began, ``load_ns`` its hand load (`hand_load`)."""

    session: int
    at: datetime
    drill: str | None
    title: str
    technique: str
    start_s: float
    condition: Condition
    load_ns: float = 0.0
    measures: Mapping[str, Measured] = field(default_factory=dict)

    @cached_property
    def day(self) -> date:
        """The learner's own day."""
        return self.at.date()

    @cached_property
    def begins(self) -> datetime:
        """When the set itself began."""
        return self.at + timedelta(seconds=self.start_s)


@dataclass(frozen=True)
class Marked:
    """A set, whether it was the day's first of its technique, and whether the hands were tired before it.

    ``nth`` counts the day's sets of the technique, from 1.
    """

    done: SetDone
    nth: int
    tired: bool

    @property
    def cold(self) -> bool:
        """Whether nothing of the technique was practised before it that day."""
        return self.nth == 1


def marked(sets: Sequence[SetDone], peak_n: float | None = None) -> list[Marked]:
    """Put sets of one learner in order, and mark each.

    Hands are tired when the load before a set asks for a rest: much of the day's within twenty minutes, or all of it.

    Parameters
    ----------
    sets : of SetDone
        All that was done, of every technique: each tires the hand.
    peak_n : float or None
        The own peak; None for the usual one.
    """
    peak = peak_n or USUAL_PEAK_N
    rows: list[Marked] = []
    before: list[tuple[datetime, float]] = []
    day: date | None = None
    counted: dict[str, int] = {}
    day_s = 0.0
    for one in sorted(sets, key=lambda one: (one.at, one.session, one.start_s)):
        if one.day != day:
            day, counted, day_s, before = one.day, {}, 0.0, []
        since = one.begins - _RECENTLY
        before = [earlier for earlier in before if earlier[0] >= since]
        counted[one.technique] = counted.get(one.technique, 0) + 1
        tired = bool(rest_prompt(day_s, sum(load_s for _, load_s in before)))
        rows.append(Marked(one, counted[one.technique], tired))
        day_s += one.load_ns / peak
        before.append((one.begins, one.load_ns / peak))
    return rows
