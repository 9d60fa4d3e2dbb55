"""When in a set its points were lost, as rows under its force trace: a row of the ledger each, without Qt.

The points of a row, over all sets of a drill, are those of the ledger's row of the same number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thumbwalk.app.words.ledger import THE_REST, Entry, Ledger, cause_name
from thumbwalk.coach.score.lost_when import CostSpan
from thumbwalk.language import _, marked
from thumbwalk.session.screen.review import SetCost, SetReview

THROUGHOUT, HERE_AND_THERE = marked("throughout"), marked("here and there")
"""What stands at points that belong to no moment, and at those of many small things."""


@dataclass(frozen=True)
class Lane:
    """What one cause cost in a set: ``number`` is the ledger's; without ``spans`` it is true of the whole set."""

    number: int
    name: str
    points: int
    spans: tuple[CostSpan, ...] = ()
    is_limit: bool = False

    @property
    def when(self) -> str:
        """Where it has no moments, that it is so throughout; else nothing."""
        if self.spans:
            return ""
        return _(HERE_AND_THERE if self.name == _(THE_REST) else THROUGHOUT)

    @property
    def dearest(self) -> CostSpan | None:
        """The moment that cost most."""
        return max(self.spans, key=lambda one: one.points, default=None)


def lanes_of(review: SetReview, ledger: Ledger) -> tuple[Lane, ...]:
    """The rows of a set, in the ledger's order; of what cost it less than a whole point, none."""
    found = []
    for entry in ledger.entries:
        points = dict(entry.in_sets).get(review.index, 0)
        if points:
            spans = _spans(entry, review.costs)
            found.append(Lane(entry.number, entry.name, points, spans, entry.is_limit))
    return tuple(found)


def _spans(entry: Entry, costs: Sequence[SetCost]) -> tuple[CostSpan, ...]:
    """The moments of a row; of all the rest none, since they are of many things."""
    return next((one.spans for one in costs if cause_name(one.measure, one.reason) == entry.name), ())


def said_of(lanes: Sequence[Lane]) -> str:
    """The rows in a sentence each, for those who do not see them: what, how much, and when most of it was."""
    return " ".join(_said(one) for one in lanes)


def _said(lane: Lane) -> str:
    at = lane.dearest
    when = lane.when if at is None else _("most at {n} s").format(n=f"{at.start_s:.0f}")
    return _("{name} cost {points}, {when}.").format(name=lane.name, points=lane.points, when=when)
