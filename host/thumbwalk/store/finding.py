"""What was practised, as it is asked for: a list of sessions, or one by what people call it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from thumbwalk.errors import OptionError
from thumbwalk.language import told
from thumbwalk.store.models import Learner, PastSession, PracticeSet

Columns = TypeVarTuple("Columns")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
WORDS = ("last", "first", "best")
"""What a session may be called beside its number and its date."""


@dataclass(frozen=True)
class Wanted:
    """Which sessions are asked for; None asks for nothing. ``since`` and ``until`` are days, both counted in."""

    learner: str | None = None
    drill: str | None = None
    technique: str | None = None
    since: date | None = None
    until: date | None = None
    kind: str | None = None
    number: int | None = None


def sessions(db: Session, wanted: Wanted | None = None, *, newest: int | None = None) -> list[PastSession]:
    """Give the sessions that are asked for, oldest first; at most the ``newest`` of them."""
    found = asked_for(wanted, select(PastSession)).order_by(PastSession.at_utc.desc(), PastSession.number.desc())
    rows = db.scalars(
        (found if newest is None else found.limit(newest)).options(
            joinedload(PastSession.learner), joinedload(PastSession.folder)
        )
    )
    return list(rows)[::-1]


def session_named(db: Session, name: str, wanted: Wanted | None = None) -> PastSession:
    """Give the session that people call so: by its number, its day, or last, first or best of those asked for.

    Of several on a day the last is meant.

    Raises
    ------
    OptionError
        When there is none.
    """
    asked = asked_for(wanted, select(PastSession)).options(joinedload(PastSession.learner)).limit(1)
    newest = (PastSession.at_utc.desc(), PastSession.number.desc())
    if name.isascii() and name.isdigit():
        number = int(name[:18])
        found = db.scalar(select(PastSession).where(PastSession.number == number).limit(1))
    elif _DATE.fullmatch(name):
        found = db.scalar(asked.where(PastSession.day == _day(name)).order_by(*newest))
    elif name == "last":
        found = db.scalar(asked.order_by(*newest))
    elif name == "first":
        found = db.scalar(asked.order_by(PastSession.at_utc, PastSession.number))
    elif name == "best":
        done = asked.where(PastSession.complete, PastSession.score.is_not(None))
        found = db.scalar(done.order_by(PastSession.score.desc(), *newest))
    else:
        words = ", ".join(WORDS)
        raise OptionError(
            told(
                "'{name}' names no session; give its number, its day (2026-03-01), or one of {words}",
                name=name[:40],
                words=words,
            )
        )
    if found is None:
        raise OptionError(told("there is no session {name}; `thumbwalk history` lists what there is", name=name))
    return found


def _day(name: str) -> date:
    try:
        return date.fromisoformat(name)
    except ValueError as error:
        raise OptionError(told("'{name}' is no day; write it as 2026-03-01", name=name)) from error


def asked_for(wanted: Wanted | None, found: Select[*Columns]) -> Select[*Columns]:
    """Leave those out of a look at sessions that are not asked for."""
    asked = wanted or Wanted()
    conditions: list[ColumnElement[bool]] = []
    if asked.number is not None:
        conditions.append(PastSession.number == asked.number)
    if asked.learner is not None:
        conditions.append(PastSession.learner.has(Learner.name == asked.learner))
    if asked.drill is not None:
        conditions.append(PastSession.drill == asked.drill)
    if asked.technique is not None:
        conditions.append(PastSession.sets.any(PracticeSet.technique == asked.technique))
    if asked.since is not None:
        conditions.append(PastSession.day >= asked.since)
    if asked.until is not None:
        conditions.append(PastSession.day <= asked.until)
    if asked.kind is not None:
        conditions.append(PastSession.kind == asked.kind)
    return found.where(*conditions)
