"""Two sessions beside each other: set by set where they asked for the same, measure by measure."""

from __future__ import annotations

from typing import Any

from thumbwalk.store.listing import own_score
from thumbwalk.store.models import PastSession, PracticeSet, SetScore


def compared(before: PastSession, after: PastSession) -> list[dict[str, Any]]:
    """Give each set of two sessions that asked for the same technique, in their order, with what became of it."""
    left = list(after.sets)
    rows = []
    for one in before.sets:
        same = next((other for other in left if _asks_the_same(one, other)), None)
        same = same or next((other for other in left if other.technique == one.technique), None)
        if same is not None:
            left.remove(same)
            rows.append(_row(one, same))
    return rows


def _asks_the_same(one: PracticeSet, other: PracticeSet) -> bool:
    return (one.technique, one.title) == (other.technique, other.title)


def _row(one: PracticeSet, other: PracticeSet) -> dict[str, Any]:
    first, second = own_score(one), own_score(other)
    return {
        "technique": one.technique,
        "titles": [one.title, other.title],
        "same_task": _asks_the_same(one, other)
        and (one.feedback, one.level, one.rate_per_min, one.asked_n)
        == (other.feedback, other.level, other.rate_per_min, other.asked_n),
        **_pair("score", None if first is None else first.score, None if second is None else second.score),
        "measures": _measures(first, second),
    }


def _measures(first: SetScore | None, second: SetScore | None) -> list[dict[str, Any]]:
    if first is None or second is None:
        return []
    other = {one.name: one for one in second.measures}
    return [
        {"name": one.name, "unit": one.unit, **_pair("value", one.value, other[one.name].value)}
        for one in sorted(first.measures, key=lambda one: one.name)
        if one.name in other
    ]


def _pair(name: str, before: float | None, after: float | None) -> dict[str, Any]:
    change = None if before is None or after is None else after - before
    return {name: [before, after], "change": change}
