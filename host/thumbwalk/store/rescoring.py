"""Sessions scored again by today's rules: which are due, one of them, and what is kept of it.

What is kept is the ledger: a session that has scores of a version is done by it, and whatever ends the work on the way,
the rest is due the next time. Nothing is lost, and nothing is done twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from thumbwalk import __version__
from thumbwalk.errors import NotKept, RigError
from thumbwalk.places import json_text, write_whole
from thumbwalk.session.kept import RECORDING, scored_later
from thumbwalk.session.practice import scores_document
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.store.access import Store
from thumbwalk.store.finding import Wanted, sessions
from thumbwalk.store.later_scores import add_scores, later_score
from thumbwalk.store.models import PastSession, PracticeSet


@dataclass(frozen=True)
class Due:
    """A session that is to be scored again: its number, its folder, and the score of its day."""

    number: int
    folder: str
    score: float | None


@dataclass(frozen=True)
class Rescored:
    """What came of it: the document of the scores, or why there is none; by which Thumbwalk."""

    document: dict[str, Any]
    failed: str = ""
    thumbwalk: str = __version__

    @property
    def score(self) -> float | None:
        """The last drill's score."""
        last: dict[str, Any] = self.document.get("drills", [self.document])[-1]
        value: float | None = last.get("score")
        return value


def due(store: Store, wanted: Wanted, version: int) -> tuple[list[Due], int]:
    """The sessions of those wanted whose drills have no score of a version yet, oldest first; and how many have one."""
    with store.reading() as db:
        rows = [one for one in sessions(db, wanted) if one.kind == "drill"]
        lacking = set(
            db.scalars(select(PracticeSet.session_id).where(~PracticeSet.scores.any(version=version)).distinct())
        )
        found = [Due(one.number, str(store.path_of(one.place)), one.score) for one in rows if one.id in lacking]
    return found, len(rows) - len(found)


def scored_again(one: Due, version: int) -> Rescored:
    """Score a session by a version of the rules; runs in any process on any machine that sees its folder."""
    path = Path(one.folder)
    try:
        practice = replayed(open_recording(path / RECORDING if path.is_dir() else path), version)
    except RigError as error:
        return Rescored({}, str(error))
    results = [result for _, result in practice.results()]
    if not results:
        return Rescored({}, f"{one.folder}: no drill is in it")
    return Rescored(scores_document(results, practice.losses))


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
        raise NotKept(f"{path}: can't be written: {error.strerror}; make room first") from error
    with store.writing() as db:
        row = db.scalar(select(PastSession).where(PastSession.number == one.number))
        if row is None:
            return
        try:
            add_scores(row.sets, later_score(path), version)
        except (ValueError, KeyError, TypeError) as error:
            raise NotKept(f"{path}: are not the scores of session {one.number}: {error}; remove it") from error
