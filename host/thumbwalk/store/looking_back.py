"""What a learner's practice comes to when one looks back: what advice goes by, how long it was, and where it went."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from thumbwalk.coach.plan.sets_done import marked
from thumbwalk.coach.plan.suggest import Standing
from thumbwalk.learner.history import History
from thumbwalk.learner.tried import tried
from thumbwalk.store.models import PastSession, PracticeSet, SetStroke
from thumbwalk.store.progress_rows import own_peak_n, practice_days, sets_done, whose
from thumbwalk.store.spaced import kept_dues

_Foot = Literal["left", "right"]
A_YEAR = timedelta(days=365)
"""What was done before that says little of what can be done now."""
_LATELY = timedelta(days=90)
"""What cost points before that is no weak spot any more."""
_GRID_MM = 5.0
"""Strokes nearer to each other than that were at one place: a thumb is wider."""


def goes_by_virtual(db: Session, learner: str | None, *, asked: bool) -> bool:
    """Whether the virtual rig's practice is meant: when it is asked for, or where there is no other."""
    return asked or not practice_days(db, learner, virtual=False)


def standing_of(
    db: Session, learner: str | None, history: History, foot: _Foot | None, today: date, *, virtual: bool
) -> Standing:
    """Everything that advice goes by: the sets of the last year with what cost points of late, what is due, the hands.

    Parameters
    ----------
    history : History
        The learner's documents: hand load, pain and choices stand there.
    foot : "left", "right" or None
        The foot that there is to practise on.
    virtual : bool
        Whether the virtual rig's practice is meant, which loads no hand.
    """
    peak_n = own_peak_n(db, learner, virtual=virtual)
    since = {"since": today - A_YEAR, "measures_since": today - _LATELY}
    sets = sets_done(db, learner, virtual=virtual, measures_of=None, **since)
    return Standing(
        today,
        marked(sets, peak_n),
        kept_dues(db, learner, virtual=virtual),
        None if virtual else history.load_s(today),
        peak_n,
        history.pain_said(today),
        history.wanted(),
        frozenset(history.skipped_on(today)),
        foot,
        {name: one.passed for name, one in tried(history, virtual=virtual).items() if one.tries},
    )


def seconds_by_day(db: Session, learner: str | None, *, virtual: bool, since: date) -> dict[date, float]:
    """How long was practised on each day since one, seconds; days without practice are left out."""
    day, seconds = PastSession.day, func.sum(PastSession.duration_s)
    asked = select(day, seconds).where(whose(learner), PastSession.virtual.is_(virtual), day >= since).group_by(day)
    return {one: float(total) for one, total in db.execute(asked)}


def places_pressed(
    db: Session, learner: str | None, *, virtual: bool, since: date, layout: str
) -> list[tuple[float, float, float]]:
    """Where on a layout was pressed since a day: x and y, mm, and for how long, seconds; strokes close by as one."""
    x, y = (func.round(one / _GRID_MM) for one in (SetStroke.x_mm, SetStroke.y_mm))
    asked = (
        select(x, y, func.sum(SetStroke.press_s))
        .join(PracticeSet, PracticeSet.id == SetStroke.set_id)
        .join(PastSession, PastSession.id == PracticeSet.session_id)
        .where(
            whose(learner),
            PastSession.virtual.is_(virtual),
            PastSession.day >= since,
            PastSession.layout == layout,
            SetStroke.x_mm.is_not(None),
            SetStroke.y_mm.is_not(None),
        )
        .group_by(x, y)
    )
    found = [(_GRID_MM * float(x), _GRID_MM * float(y), float(seconds)) for x, y, seconds in db.execute(asked)]
    return sorted(found)
