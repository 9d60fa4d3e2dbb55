"""Homes for tests of the store: folders as practices leave them, and everything that a store says of them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select

from thumbwalk.session.about import ABOUT, About
from thumbwalk.session.free import FreePractice
from thumbwalk.store.access import Store, open_store
from thumbwalk.store.catching_up import CaughtUp, catch_up
from thumbwalk.store.documents import OF_LEARNER
from thumbwalk.store.engines import url_of
from thumbwalk.store.finding import sessions
from thumbwalk.store.models import Learner, OfLearner, SetStroke, StoreTable
from thumbwalk.store.sources import Kept, Source

RECORDED = Path(__file__).parents[1] / "data" / "practice_version_1"
"""A practice of twelve seconds: a hold and a row of kneading."""


def not_free(source: Source) -> FreePractice:
    raise AssertionError(f"{source.place} is no free practice")


@dataclass(frozen=True)
class Home:
    """A user's folder; its store is in it, unless it shares another's ``database``."""

    path: Path
    database: Path | None = None

    @property
    def kept(self) -> Kept:
        return Kept(self.path / "sessions", self.path / "elsewhere", self.path / "learners")

    @property
    def file(self) -> Path:
        return self.database or self.path / "thumbwalk.sqlite3"

    def store(self) -> Store:
        return open_store(url_of(None, self.file), self.path)

    def catch_up(self) -> CaughtUp:
        return catch_up(self.store(), self.kept, not_free)

    def practise(self, day: int, hour: int = 18, *, learner: str | None = "Anna", cut: float = 0.0) -> Path:
        """A folder as a practice leaves it, or as a crash does, of which that part never reached the disk."""
        at = datetime(2026, 3, day, hour, 15, tzinfo=UTC)
        folder = self.kept.sessions / f"{at:%Y-%m-%d_%H%M%S}_frozen"
        shutil.copytree(RECORDED, folder)
        mark = "" if self.database is None else f"-{self.path.name}"
        About(f"id-{day}-{hour}{mark}", at, "drill", learner, side="right").keep(folder / ABOUT)
        if cut:
            whole = (folder / "practice.twr").read_bytes()
            (folder / "practice.twr").write_bytes(whole[: round((1.0 - cut) * len(whole))])
            (folder / "score.json").unlink()
        return folder


def everything(store: Store) -> dict[str, Any]:
    """All that a store has, without the ids that it gave by itself."""
    with store.reading() as db:
        found: dict[str, Any] = {"sessions": {}}
        for row in sessions(db):
            found["sessions"][row.number] = _plain(row) | {
                "learner": None if row.learner is None else row.learner.name,
                "rig": None if row.rig is None else _plain(row.rig),
                "calibration": None if row.calibration is None else _plain(row.calibration),
                "words": [_plain(one) for one in row.words],
                "sets": [
                    _plain(one)
                    | {
                        "scores": [_plain(s) | {"measures": [_plain(m) for m in s.measures]} for s in one.scores],
                        "strokes": [
                            _plain(s)
                            for s in db.scalars(
                                select(SetStroke).where(SetStroke.set_id == one.id).order_by(SetStroke.n)
                            )
                        ],
                    }
                    for one in row.sets
                ],
            }
        for table in OF_LEARNER:
            rows = db.execute(select(Learner.name, table).join_from(table, Learner)).all()
            documents = {f"{name} {row.document}": _plain(row) for name, row in rows}
            found[table.__name__] = dict(sorted(documents.items()))
        return found


def _plain(row: StoreTable | OfLearner) -> dict[str, Any]:
    columns = inspect(type(row)).columns.keys()
    return {name: getattr(row, name) for name in columns if name != "id" and not name.endswith("_id")}
