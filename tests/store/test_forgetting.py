"""What is forgotten is gone from the disk and the store, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from tests.store.homes import Home, everything

from thumbwalk.errors import LearnerError, NotKept
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.store.finding import session_named
from thumbwalk.store.forgetting import forget_learner, forget_session
from thumbwalk.store.models import Learner, PastSession, PracticeSet, SetMeasure, SetScore, SetStroke

OF_SESSION = (PastSession, PracticeSet, SetScore, SetMeasure, SetStroke)


def test_a_session_s_rows_go_with_it_and_the_others_stay(practised: Home) -> None:
    store, before = practised.store(), everything(practised.store())["sessions"]
    folder = practised.kept.sessions / "2026-03-02_181500_frozen"
    (folder / ".practice.twr.0123abcd.part").write_bytes(b"all of it once more")
    with store.writing() as db:
        forget_session(store, practised.kept, db, session_named(db, "2"))
    assert everything(store)["sessions"] == {1: before[1], 3: before[3]}
    assert [path.name for path in folder.iterdir()] == ["SOURCE.txt"], "which is none of the program's own files"
    assert practised.catch_up().taken == []


def test_of_a_learner_nothing_stays_and_of_others_all(practised: Home) -> None:
    practised.practise(5, learner="Ben")
    practised.catch_up()
    LearnerFolder(practised.kept.learners, "Anna").add("pain", datetime(2026, 3, 1, tzinfo=UTC), {"site": "thumb"})
    practised.catch_up()
    store = practised.store()
    with store.writing() as db:
        assert forget_learner(store, practised.kept, db, "Anna") == []
    with store.reading() as db:
        assert list(db.scalars(select(Learner.name))) == ["Ben"]
        assert all((db.scalar(select(func.count()).select_from(table)) or 0) > 0 for table in OF_SESSION)
    assert list(everything(store)["sessions"]) == [4]
    assert not (practised.kept.learners / "Anna").exists()


def test_what_can_not_be_removed_is_told_and_stays_known(practised: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    store = practised.store()
    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    with pytest.raises(NotKept, match="can't be removed: Permission denied"), store.writing() as db:
        forget_session(store, practised.kept, db, session_named(db, "2"))
    monkeypatch.undo()
    assert list(everything(store)["sessions"]) == [1, 2, 3]


def test_where_a_card_is_damaged_nothing_is_forgotten_before_it_is_mended(practised: Home) -> None:
    LearnerFolder(practised.kept.learners, "Anna").add("pain", datetime(2026, 3, 1, tzinfo=UTC), {"site": "thumb"})
    (practised.kept.learners / "Anna" / "learner.json").write_text("{", encoding="utf-8")
    store = practised.store()
    with pytest.raises(LearnerError, match=r"learner\.json"), store.writing() as db:
        forget_learner(store, practised.kept, db, "Anna")
    assert list(everything(store)["sessions"]) == [1, 2, 3]
    assert (practised.kept.sessions / "2026-03-01_181500_frozen" / "practice.twr").exists()
