"""What a report says in words: days, lengths of time, measures against their bands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thumbwalk.coach.feedback.amounts import number, span
from thumbwalk.coach.feedback.teacher import LEAST_POINTS
from thumbwalk.coach.score.score import Metric, Score
from thumbwalk.technique.vocabulary import VOCABULARY

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class MeasureRow:
    """A measure for people: its plain name, what was measured, what was asked, and what it cost of 100 points."""

    name: str
    value: str
    asked: str
    points: float
    is_good: bool

    @property
    def cost(self) -> str:
        """The points in words; "" where it cost nothing that is worth a word."""
        return (
            "" if self.points < LEAST_POINTS else f"−{self.points:.0f}" if self.points >= 9.5 else f"−{self.points:.1f}"
        )


def day_in_words(created: str | None) -> str:
    """A day and time as people write them; "" where nobody kept it."""
    if created is None:
        return ""
    try:
        at = datetime.fromisoformat(created)
    except ValueError:
        return created
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"


def lasting(seconds: float) -> str:
    """A length of time."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min" + (f" {rest} s" if rest and minutes < 10 else "")


def stars_in_words(count: int) -> str:
    """Stars for who hears the page."""
    return f"{count} of 3 stars"


def measure_rows(score: Score) -> list[MeasureRow]:
    """A set's measures, the dearest first."""
    return [_row(one) for one in sorted(score.metrics, key=lambda metric: -metric.points)]


def costly_rows(score: Score) -> list[MeasureRow]:
    """Those that cost points worth a word, with the comfort cap as one of them."""
    rows = [one for one in measure_rows(score) if one.points >= LEAST_POINTS]
    rows += [
        MeasureRow(
            f"pressed too hard on the {cap.zone}",
            f"{number(cap.value)} N",
            f"cap {number(cap.limit)} N",
            cap.points,
            False,
        )
        for cap in score.caps
        if cap.points >= LEAST_POINTS
    ]
    return sorted(rows, key=lambda one: -one.points)


def _row(metric: Metric) -> MeasureRow:
    plain = VOCABULARY[metric.name].plain if metric.name in VOCABULARY else metric.name
    unit = f" {metric.unit}" if metric.unit else ""
    value = "–" if metric.value is None else f"{number(metric.value)}{unit}"
    return MeasureRow(plain, value, span(metric.band, metric.unit), metric.points, metric.credit >= 1.0)
