"""What a report says in words: days, lengths of time, measures against their bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from thumbwalk.coach.drill.guide import Guide
from thumbwalk.coach.feedback.amounts import number, span
from thumbwalk.coach.feedback.teacher import LEAST_POINTS, Cost, limit_fact
from thumbwalk.coach.score.score import Cap, Metric, Score
from thumbwalk.language import _, marked
from thumbwalk.technique.vocabulary import VOCABULARY

_MONTHS = marked("January February March April May June July August September October November December")
_SHORT = marked("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
"""The months' names and short names, with a space between them."""


@dataclass(frozen=True)
class CostRow:
    """What cost points, for people: its plain name, what happened, what was measured and asked, its part of 100."""

    name: str
    fact: str
    value: str
    asked: str
    points: float


def points_lost(points: float) -> str:
    """Points in words; "" for less than is worth one."""
    if points < LEAST_POINTS:
        return ""
    return f"−{points:.0f}" if points >= 9.5 else f"−{points:.1f}"


def day_in_words(created: str | None) -> str:
    """A day and time as people write them; "" where nobody kept it."""
    if created is None:
        return ""
    try:
        at = datetime.fromisoformat(created)
    except ValueError:
        return created
    return f"{date_in_words(at.date())}, {at:%H:%M}"


def date_in_words(day: date) -> str:
    """A day as people write it."""
    month = _(_MONTHS).split()[day.month - 1]
    return _("{day} {month} {year}").format(day=day.day, month=month, year=day.year)


def short_day(day: date) -> str:
    """A day as it stands below a drawing: ``3 Nov``."""
    return _("{day} {month}").format(day=day.day, month=_(_SHORT).split()[day.month - 1])


def lasting(seconds: float) -> str:
    """A length of time."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _("{n} s").format(n=rest)
    if rest and minutes < 10:
        return _("{minutes} min {n} s").format(minutes=minutes, n=rest)
    return _("{n} min").format(n=minutes)


def sentence(text: str) -> str:
    """A few words as a sentence."""
    return text if not text else f"{text[0].upper()}{text[1:].rstrip('.')}."


def stars_in_words(count: int) -> str:
    """Stars for who hears the page."""
    return _("{n} of 3 stars").format(n=count)


def foot_in_words(foot: str | None) -> str:
    """Which foot; "" where nobody said."""
    return {"left": _("left foot"), "right": _("right foot")}.get(foot or "", "")


def asked_in_words(guide: Guide) -> str:
    """What a set asked for: its band of forces, or of peaks, and its pace."""
    if guide.band_n is None:
        return ""
    band = _(span(guide.band_n, "N"))
    asked = (_("Asked: peaks of {band}") if guide.peaks else _("Asked: {band}")).format(band=band)
    if not guide.rate_per_min:
        return asked
    return _("{asked}, {n} a minute").format(asked=asked, n=_(span(guide.rate_per_min, "")))


def costly_rows(score: Score) -> list[CostRow]:
    """What cost a set points worth a word, the dearest first; a comfort cap always: the receiver felt it."""
    rows = [_row(one) for one in score.metrics if one.points >= LEAST_POINTS]
    rows += [_cap_row(one) for one in score.caps]
    return sorted(rows, key=lambda one: -one.points)


def costs_together(scores: Sequence[Score]) -> list[tuple[str, float]]:
    """What cost a drill points, over all its sets, by the plain name; the dearest first."""
    found: dict[str, float] = {}
    for one in (row for score in scores for row in costly_rows(score)):
        found[one.name] = found.get(one.name, 0.0) + one.points
    return sorted(((name, points) for name, points in found.items() if points), key=lambda one: -one[1])


def attempts(costs: Sequence[Cost], most: int) -> list[tuple[str, list[str]]]:
    """What to try, each thing once, with what happened where; the dearest first, ``most`` things at the most."""
    found: dict[str, list[str]] = {}
    for cost in costs:
        fact = f"{_(cost.where)}: {_(cost.fact)}" if cost.where else _(cost.fact)
        found.setdefault(_(cost.attempt) or fact, []).extend([fact] if cost.attempt else [])
    return [(attempt, facts[:most]) for attempt, facts in found.items()][:most]


def _row(metric: Metric) -> CostRow:
    plain = _(VOCABULARY[metric.name].plain) if metric.name in VOCABULARY else metric.name
    unit = f" {metric.unit}" if metric.unit else ""
    value = "–" if metric.value is None else f"{number(metric.value)}{unit}"
    return CostRow(plain, _(metric.advice), value, _(span(metric.band, metric.unit)), metric.points)


def _cap_row(cap: Cap) -> CostRow:
    asked = _("under {limit}").format(limit=f"{number(cap.limit)} N")
    return CostRow(_("the comfort cap"), _(limit_fact(cap)), f"{number(cap.value)} N", asked, cap.points)
