"""What was done in free practice, in the words that the window shows at its end, without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from thumbwalk.coach.feedback.amounts import ForceUnit, to_a_tenth
from thumbwalk.coach.free.said import clock, sentences, title_of
from thumbwalk.coach.free.summary import FreeSummary, TechniqueDone
from thumbwalk.language import _, capital, plural


@dataclass(frozen=True)
class FreeRow:
    """One technique: its name, what was done of it, and how evenly, 0 to 100; None where that is not known."""

    name: str
    detail: str
    evenness: float | None


@dataclass(frozen=True)
class FreeCard:
    """All that the end of free practice says."""

    title: str
    rows: tuple[FreeRow, ...]
    sentences: tuple[str, ...]


def free_card(done: FreeSummary, unit: ForceUnit = "N") -> FreeCard:
    """Make the card of a free practice, forces in a unit."""
    return FreeCard(
        _(title_of(done)), tuple(_row(one, unit) for one in done.techniques), tuple(map(_, sentences(done)))
    )


def _row(one: TechniqueDone, unit: ForceUnit) -> FreeRow:
    parts = [
        clock(one.seconds),
        plural("{n} stroke", "{n} strokes", one.strokes).format(n=one.strokes),
    ]
    if one.force_n is not None:
        parts.append(to_a_tenth(one.force_n, unit))
    if one.rate_per_min is not None:
        parts.append(_("{rate} a minute").format(rate=f"{one.rate_per_min:.0f}"))
    return FreeRow(capital(_(one.technique)), " · ".join(parts), one.evenness)
