"""Where on the foot was pressed over many sessions: the strokes of a layout, a millimetre a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from thumbwalk.store.models import PastSession, PracticeSet, SetStroke

_MOST_NUMBERS = 5000
"""More sessions than an engine takes in one question; the newest are meant then."""


@dataclass(frozen=True)
class Pressed:
    """What was pressed on one layout and foot: (x_mm, y_mm, newtons times seconds) a cell; ``newest`` is a session's.

    ``sessions`` is how many it is of.
    """

    layout: str
    foot: str | None
    newest: int
    sessions: int
    cells: tuple[tuple[float, float, float], ...]


def places_pressed(db: Session, numbers: Sequence[int]) -> list[Pressed]:
    """Give what was pressed in some sessions, by layout and foot; that of the most sessions first."""
    wanted = sorted(numbers)[-_MOST_NUMBERS:]
    kinds = db.execute(
        select(PastSession.layout, PastSession.foot, func.max(PastSession.number), func.count())
        .where(PastSession.number.in_(wanted), PastSession.layout.is_not(None))
        .group_by(PastSession.layout, PastSession.foot)
    ).all()
    found = [
        Pressed(layout or "", foot, newest, n, _cells(db, wanted, layout or "", foot))
        for layout, foot, newest, n in sorted(kinds, key=lambda kind: -kind[3])
    ]
    return [one for one in found if one.cells]


def _cells(
    db: Session, numbers: Sequence[int], layout: str, foot: str | None
) -> tuple[tuple[float, float, float], ...]:
    x_mm, y_mm = func.round(SetStroke.x_mm), func.round(SetStroke.y_mm)
    asked = (
        select(x_mm, y_mm, func.sum(SetStroke.peak_n * SetStroke.press_s))
        .join_from(SetStroke, PracticeSet, PracticeSet.id == SetStroke.set_id)
        .join(PastSession, PastSession.id == PracticeSet.session_id)
        .where(
            PastSession.number.in_(numbers),
            PastSession.layout == layout,
            PastSession.foot.is_(None) if foot is None else PastSession.foot == foot,
            SetStroke.x_mm.is_not(None),
        )
        .group_by(x_mm, y_mm)
    )
    return tuple((float(x), float(y), float(weight or 0.0)) for x, y, weight in db.execute(asked))
