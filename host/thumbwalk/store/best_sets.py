"""A learner's best set of each that a drill has: what a new one is looked at beside.

A set is the same whether it was done in its drill or alone, where it has the name that `Drill.only` gives.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, contains_eager

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.store.listing import counts, trims_of
from thumbwalk.store.models import PastSession, PracticeSet, SetScore
from thumbwalk.store.progress_rows import whose

_ALONE = re.compile(r"(.+)-set-(\d+)")
_FIRST = 20
"""So many are looked at before it is given up: one that was trimmed away, or lies elsewhere, is nobody's best."""


def best_sets(
    db: Session,
    learner: str | None,
    drill: Drill,
    *,
    virtual: bool,
    foot: Literal["left", "right"],
    layout: str,
    but: str | None = None,
) -> dict[int, list[tuple[PastSession, int, float]]]:
    """For each set of a drill the sessions in which it went best, the best first: the session, which set, its score.

    Parameters
    ----------
    learner : str or None
        Whose; None of nobody.
    virtual, foot, layout
        The kind of rig, the foot and the layout that it was done on: beside others nothing is to be seen.
    but : str or None
        The place (`Store.place_of`) of a session that is not meant, as it is the one that is looked at.
    """
    common = [PastSession.virtual.is_(virtual), whose(learner), PastSession.foot == foot, PastSession.layout == layout]
    if but is not None:
        common.append(PastSession.place != but)
    return {index: _best(db, drill, index, common) for index in range(len(drill.sets))}


def _best(db: Session, drill: Drill, index: int, common: Sequence[object]) -> list[tuple[PastSession, int, float]]:
    one = drill.sets[index]
    same = or_(*(and_(PracticeSet.drill == name, PracticeSet.n == n) for name, n in _names(drill, index)))
    asked = (
        select(PracticeSet, SetScore.score)
        .join(PracticeSet.session)
        .join(SetScore, SetScore.set_id == PracticeSet.id)
        .where(*common, same, SetScore.own, SetScore.score.is_not(None))  # type: ignore[arg-type]  # conditions all
        .where(PracticeSet.title == one.title, PracticeSet.technique == one.technique)
        .order_by(SetScore.score.desc(), PastSession.at_utc.desc(), PastSession.number.desc())
        .options(contains_eager(PracticeSet.session))
        .limit(_FIRST)
    )
    found = db.execute(asked).all()
    return [(row.session, row.n, score or 0.0) for row, score in found if counts(row, trims_of(row.session.words))]


def _names(drill: Drill, index: int) -> tuple[tuple[str, int], ...]:
    """What a set is called, and which it is: in its drill, and alone."""
    alone = _ALONE.fullmatch(drill.name)
    if alone is not None and len(drill.sets) == 1:
        return (alone[1], int(alone[2]) - 1), (drill.name, 0)
    return (drill.name, index), (f"{drill.name}-set-{index + 1}", 0)
