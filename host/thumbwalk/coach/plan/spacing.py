"""When a drill is to be tried cold again: spaced by FSRS, a model of forgetting, at most a month apart.

People who pressed once a month kept their skill best (10.1016/j.resuscitation.2018.10.033).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from fsrs import Card, Rating, Scheduler

from thumbwalk.coach.score.score import stars_for

_MOST_DAYS = 30
"""Between two retests."""
_NOON = time(12, tzinfo=UTC)
"""FSRS counts whole days; the learner's own are taken for days from noon to noon of UTC."""
_BY_STARS = {0: Rating.Again, 1: Rating.Hard, 2: Rating.Good, 3: Rating.Easy}
"""What a cold score says of how well a drill is remembered."""


@dataclass(frozen=True)
class Due:
    """When a drill is due, after its last cold try; ``card`` is FSRS's own state."""

    drill: str
    due: date
    last: date
    card: Mapping[str, Any]


def due_of(drill: str, tries: Sequence[tuple[date, float]]) -> Due:
    """Space a drill by its cold tries: the first of each day, and its score; at least one, oldest first."""
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=_MOST_DAYS, enable_fuzzing=False)
    card = Card(card_id=0)
    for day, score in tries:
        card, _ = scheduler.review_card(card, _BY_STARS[stars_for(score)], datetime.combine(day, _NOON))
    return Due(drill, card.due.date(), tries[-1][0], card.to_dict())
