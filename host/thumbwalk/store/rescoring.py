"""Sessions scored again by today's rules: which are due, and what is kept of each.

What is kept is the ledger: a session that has scores of a version is done by it, and whatever ends the work on the way,
the rest is due the next time. Nothing is lost, and nothing is done twice.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from thumbwalk.errors import NotKept
from thumbwalk.language import told
from thumbwalk.places import json_text, write_whole
from thumbwalk.session.kept import scored_later
from thumbwalk.store.access import Store
from thumbwalk.store.finding import Wanted, sessions
from thumbwalk.store.later_scores import add_scores, later_score
from thumbwalk.store.models import PastSession, PracticeSet
from thumbwalk.store.scoring_again import Due, Rescored


def due(store: Store, wanted: Wanted, version: int) -> tuple[list[Due], int]:
    """Those wanted of this folder's sessions whose drills have no score of a version yet, oldest first.

    And how many have one.
    """
    with store.reading() as db:
        rows = [one for one in sessions(db, wanted) if one.kind == "drill" and store.has(one)]
        lacking = set(
            db.scalars(select(PracticeSet.session_id).where(~PracticeSet.scores.any(version=version)).distinct())
        )
        found = [Due(one.number, str(store.path_of(one)), one.score) for one in rows if one.id in lacking]
    return found, len(rows) - len(found)


def keep(store: Store, one: Due, done: Rescored, version: int) -> None:
    """Keep a session's scores, in its folder and then in the store; a session that has them keeps those.

    Raises
    ------
    NotKept
        When they can't be written, or are not those of the session's sets.
    StoreError
        When the store can't be written to.
    """
    path = Path(one.folder) / scored_later(version)
    try:
        if not path.exists():
            write_whole(path, [json_text(done.document)])
    except OSError as error:
        raise NotKept(
            told("{path}: can't be written: {why}; make room first", path=path, why=error.strerror)
        ) from error
    with store.writing() as db:
        row = db.scalar(select(PastSession).where(PastSession.number == one.number))
        if row is None:
            return
        try:
            add_scores(row.sets, later_score(path), version)
        except (ValueError, KeyError, TypeError) as error:
            raise NotKept(
                told(
                    "{path}: are not the scores of session {number}: {error}; remove it",
                    path=path,
                    number=one.number,
                    error=error,
                )
            ) from error
