"""Days in a row, by the learner's own calendar; a day that was missed, or not saved, ends nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MOST_BETWEEN = 2
"""Days from one practice to the next: so one may be missing, be it that it was not saved."""


@dataclass(frozen=True)
class Streak:
    """``days`` that were practised on in the run that goes on, ``longest`` of any run, ``all_days`` of all time."""

    days: int
    longest: int
    all_days: int


def streak_of(practised: Iterable[date], today: date) -> Streak:
    """Count the days in a row on which something was practised, the last of them today or close to it."""
    days = sorted(set(practised))
    longest = running = 0
    last: date | None = None
    for day in days:
        running = running + 1 if last is not None and (day - last).days <= MOST_BETWEEN else 1
        longest, last = max(longest, running), day
    goes_on = last is not None and (today - last).days <= MOST_BETWEEN
    return Streak(running if goes_on else 0, longest, len(days))
