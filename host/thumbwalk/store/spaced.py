"""When each drill of a learner is due to be tried cold: reckoned from the sessions when one comes or goes, and kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from thumbwalk.coach.plan.spacing import Due, due_of
from thumbwalk.store.models import Learner, PastSession, Spacing
from thumbwalk.store.progress_rows import whose


def dues_of(db: Session, learner: str | None, *, virtual: bool) -> list[Due]:
    """When each drill is due that was done to its end, by its first run of each day."""
    rows = db.execute(
        select(PastSession.drill, PastSession.day, PastSession.score)
        .where(
            whose(learner),
            PastSession.virtual.is_(virtual),
            PastSession.kind == "drill",
            PastSession.complete,
            PastSession.score.is_not(None),
        )
        .order_by(PastSession.at_utc, PastSession.number)
    )
    tries: dict[str, dict[date, tuple[date, float]]] = {}
    for drill, day, score in rows:
        tries.setdefault(drill or "", {}).setdefault(day, (day, score or 0.0))
    return [due_of(drill, sorted(days.values())) for drill, days in sorted(tries.items())]


def kept_dues(db: Session, learner: str | None, *, virtual: bool) -> list[Due]:
    """When each drill is due, as it was kept; of the virtual rig and of nobody nothing is, so that it is reckoned."""
    if learner is None or virtual:
        return dues_of(db, learner, virtual=virtual)
    rows = db.scalars(select(Spacing).join(Learner).where(Learner.name == learner).order_by(Spacing.drill))
    return [Due(one.drill, one.due_day, one.last_day, one.card) for one in rows]


def keep_dues(db: Session, learners: Iterable[str]) -> None:
    """Reckon anew when these learners' drills are due, on real rigs."""
    for name in learners:
        row = db.scalar(select(Learner).where(Learner.name == name))
        if row is None:
            continue
        db.execute(delete(Spacing).where(Spacing.learner_id == row.id))
        db.add_all(
            Spacing(learner_id=row.id, drill=one.drill, due_day=one.due, last_day=one.last, card=dict(one.card))
            for one in dues_of(db, name, virtual=False)
        )
