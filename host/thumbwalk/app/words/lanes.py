"""When in a set its points were lost, as rows under its force trace: a row of the ledger each, without Qt.

The points of a row, over all sets of a drill, are those of the ledger's row of the same number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thumbwalk.app.words.ledger import THE_REST, Ledger, cause_name
from thumbwalk.coach.score.lost_when import CostSpan
from thumbwalk.language import _, marked
from thumbwalk.session.screen.review import Absent, SetCost, SetReview

THROUGHOUT, HERE_AND_THERE = marked("throughout"), marked("here and there")
"""What stands at points that belong to no moment, and at those of many small things."""
ABSENT: dict[Absent, str] = {"undone": marked("not done"), "unreached": marked("not reached")}
"""What stands at points for what was not there to have a moment."""


@dataclass(frozen=True)
class Lane:
    """What one cause cost in a set: ``number`` is the ledger's; without ``spans`` it has no moment, for a reason."""

    number: int
    name: str
    points: int
    spans: tuple[CostSpan, ...] = ()
    is_limit: bool = False
    absent: Absent | None = None

    @property
    def when(self) -> str:
        """Where it has no moments, why in a word; of all the rest, that it is of many things; else nothing."""
        if self.absent is not None and not self.spans:
            return _(ABSENT[self.absent])
        if self.name == _(THE_REST):
            return _(HERE_AND_THERE)
        return "" if self.spans else _(THROUGHOUT)

    @property
    def dearest(self) -> CostSpan | None:
        """The moment that cost most."""
        return max(self.spans, key=lambda one: one.points, default=None)


def lanes_of(review: SetReview, ledger: Ledger) -> tuple[Lane, ...]:
    """The rows of a set, in the ledger's order; of what cost it less than a whole point, none."""
    named = {cause_name(one.measure, one.reason): one for one in review.costs}
    rest = tuple(named[name] for name in named.keys() - {entry.name for entry in ledger.entries})
    found = []
    for entry in ledger.entries:
        points = dict(entry.in_sets).get(review.index, 0)
        if points and entry.name in named:
            cost = named[entry.name]
            found.append(Lane(entry.number, entry.name, points, cost.spans, entry.is_limit, cost.absent))
        elif points:
            found.append(Lane(entry.number, entry.name, points, _spans(rest), entry.is_limit, _all_absent(rest)))
    return tuple(found)


def _all_absent(costs: Sequence[SetCost]) -> Absent | None:
    """Why none of many small things was there, where it is the same of all."""
    absent = {one.absent for one in costs}
    return absent.pop() if len(absent) == 1 else None


def _spans(costs: Sequence[SetCost]) -> tuple[CostSpan, ...]:
    """The moments of many small things, in the order of time."""
    return tuple(sorted((span for one in costs for span in one.spans), key=lambda span: span.start_s))


def said_of(lanes: Sequence[Lane]) -> str:
    """The rows in a sentence each, for those who do not see them: what, how much, and when most of it was."""
    return " ".join(_said(one) for one in lanes)


def _said(lane: Lane) -> str:
    at = lane.dearest
    when = lane.when if at is None else _("most at {n} s").format(n=f"{at.start_s:.0f}")
    return _("{name} cost {points}, {when}.").format(name=lane.name, points=lane.points, when=when)
