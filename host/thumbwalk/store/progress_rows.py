"""What the store has of a learner's sets, as the plan takes them: one look at the summaries, not at every stroke."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from thumbwalk.coach.plan.curves import SCORE
from thumbwalk.coach.plan.sets_done import Condition, Measured, SetDone
from thumbwalk.store.listing import counts_between, trims_of
from thumbwalk.store.models import (
    Learner,
    PastSession,
    PracticeSet,
    SessionWord,
    SetMeasure,
    SetScore,
    StrengthTestDone,
)
from thumbwalk.store.moments import moment_at


def sets_done(
    db: Session,
    learner: str | None,
    *,
    virtual: bool,
    since: date | None = None,
    measures_of: Collection[str] | None = (),
    measures_since: date | None = None,
) -> list[SetDone]:
    """Give the sets of a learner (None: of nobody) that were done and count, in their order.

    Parameters
    ----------
    virtual : bool
        Whether those on the virtual rig are meant; they are no hand's, and never mixed with others.
    since : date or None
        From which day on.
    measures_of : of str or None
        Techniques of which every measure is wanted beside the score or the evenness; None for all.
    measures_since : date or None
        From which day on they are wanted: there are many.
    """
    wanted = [PastSession.virtual.is_(virtual), whose(learner)]
    if since is not None:
        wanted.append(PastSession.day >= since)
    trims = _trims(db, wanted)
    newer = [] if measures_since is None else [PastSession.day >= measures_since]
    measures = _measures(db, [*wanted, *newer], measures_of)
    found = []
    for row in db.execute(_sets(wanted)):
        trimmed = trims.get(row.session_id)
        if trimmed is not None and not counts_between(row.start_s, row.duration_s, trimmed):
            continue
        told = dict(measures.get(row.score_id, ()))
        if row.score is not None:
            told[SCORE] = Measured(row.score)
        if row.evenness is not None:
            told["evenness"] = Measured(row.evenness, lo=100.0)
        if told:
            at = moment_at(row.at_utc, row.offset_min)
            condition = _condition(row.side, row.foot, row.rate_per_min, row.feedback)
            head = (row.number, at, row.drill, row.title, row.technique, row.start_s)
            found.append(SetDone(*head, condition, row.load_ns, told))
    return found


@cache
def _condition(side: str | None, foot: str | None, rate_per_min: float | None, feedback: str | None) -> Condition:
    """Of many sets there are few conditions."""
    return Condition(side, foot, rate_per_min, feedback)


def _sets(wanted: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """Every set with the score of its day, in order; the columns alone, since there are many."""
    one = PracticeSet
    return (
        select(
            *(PastSession.id.label("session_id"), PastSession.number, PastSession.at_utc, PastSession.offset_min),
            *(PastSession.side, PastSession.foot, one.drill, one.title, one.technique, one.start_s, one.duration_s),
            *(one.rate_per_min, one.feedback, one.load_ns, one.evenness),
            *(SetScore.id.label("score_id"), SetScore.score),
        )
        .join_from(PastSession, one)
        .outerjoin(SetScore, (SetScore.set_id == one.id) & SetScore.own)
        .where(*wanted)
        .order_by(PastSession.at_utc, PastSession.number, one.n)
    )


def _measures(
    db: Session, wanted: Sequence[ColumnElement[bool]], techniques: Collection[str] | None
) -> dict[int, dict[str, Measured]]:
    """The measures of the scores that are wanted, by the score."""
    if techniques is not None and not techniques:
        return {}
    one = SetMeasure
    asked = (
        select(one.score_id, one.name, one.value, one.unit, one.lo, one.hi, one.points)
        .join(SetScore)
        .join(PracticeSet)
        .join(PastSession)
        .where(*wanted, SetScore.own, one.value.is_not(None))
    )
    if techniques is not None:
        asked = asked.where(PracticeSet.technique.in_(techniques))
    found: dict[int, dict[str, Measured]] = {}
    for score_id, name, value, unit, lo, hi, points in db.execute(asked):
        found.setdefault(score_id, {})[name] = Measured(value or 0.0, unit, lo, hi, points)
    return found


def _trims(db: Session, wanted: Sequence[ColumnElement[bool]]) -> dict[int, list[tuple[float, float]]]:
    """What was trimmed, by the session's id."""
    words: dict[int, list[SessionWord]] = {}
    for one in db.scalars(select(SessionWord).join(PastSession).where(*wanted, SessionWord.kind == "trim")):
        words.setdefault(one.session_id, []).append(one)
    return {session_id: trims_of(rows) for session_id, rows in words.items()}


def practice_days(db: Session, learner: str | None, *, virtual: bool) -> set[date]:
    """The learner's own days on which a rig was practised or tested on."""
    days = set(db.scalars(select(PastSession.day).where(PastSession.virtual.is_(virtual), whose(learner)).distinct()))
    tests = (
        select(StrengthTestDone.day)
        .join(Learner, Learner.id == StrengthTestDone.learner_id)
        .where(Learner.name == learner, StrengthTestDone.virtual.is_(virtual))
    )
    return days | (set(db.scalars(tests)) if learner is not None else set())


def own_peak_n(db: Session, learner: str | None, *, virtual: bool) -> float | None:
    """The weaker hand's newest peak, newtons; None where none was tested."""
    tests = (
        select(StrengthTestDone.side, StrengthTestDone.peak_n)
        .join(Learner, Learner.id == StrengthTestDone.learner_id)
        .where(
            Learner.name == learner,
            StrengthTestDone.virtual.is_(virtual),
            StrengthTestDone.test == "peak",
            StrengthTestDone.done,
            StrengthTestDone.peak_n.is_not(None),
        )
        .order_by(StrengthTestDone.at_utc)
    )
    rows = db.execute(tests).all() if learner is not None else []
    newest = {side: peak_n or 0.0 for side, peak_n in rows}
    return min((peak_n for peak_n in newest.values() if peak_n > 0.0), default=None)


def whose(learner: str | None) -> ColumnElement[bool]:
    """The condition that a session is a learner's, or nobody's."""
    if learner is None:
        return PastSession.learner_id.is_(None)
    return PastSession.learner.has(Learner.name == learner)
