"""Sets as they were done over weeks, made up for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from thumbwalk.coach.plan.curves import SCORE
from thumbwalk.coach.plan.sets_done import Condition, Measured, SetDone

MONDAY = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
RIGHT = Condition("right", "right", 45.0, "live")


def set_done(
    day: int,
    score: float,
    *,
    technique: str = "knead",
    drill: str = "knead-1",
    start_s: float = 0.0,
    hour: int = 0,
    condition: Condition = RIGHT,
    load_ns: float = 500.0,
    **measures: Measured,
) -> SetDone:
    """A set of a session so many days after Monday, so many hours after six."""
    at = MONDAY + timedelta(days=day, hours=hour)
    told = {SCORE: Measured(score), **measures}
    return SetDone(100 * day + hour + 1, at, drill, "Knead the heel", technique, start_s, condition, load_ns, told)
