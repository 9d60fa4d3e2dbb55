"""The store comes up to what is on the disk, and what can't be read costs itself only."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from tests.store.homes import Home, everything

from thumbwalk.errors import StoreError
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.session.about import ABOUT, read_about
from thumbwalk.session.in_use import in_use
from thumbwalk.store.documents import folder_of_learner
from thumbwalk.store.models import Spacing


def numbers(home: Home) -> list[int]:
    return list(everything(home.store())["sessions"])


def test_a_second_look_finds_nothing_new(practised: Home) -> None:
    assert practised.catch_up().taken == []
    assert numbers(practised) == [1, 2, 3]


def test_a_folder_that_was_renamed_is_the_same_session(practised: Home) -> None:
    folder = practised.kept.sessions / "2026-03-01_181500_frozen"
    folder.rename(folder.with_name("my first"))
    assert practised.catch_up().taken == []
    assert everything(practised.store())["sessions"][1]["place"] == "sessions/my first"


def test_a_copy_of_a_session_is_not_another_one(practised: Home) -> None:
    folder = practised.kept.sessions / "2026-03-01_181500_frozen"
    shutil.copytree(folder, folder.with_name("copy"))
    assert practised.catch_up().taken == []
    assert everything(practised.store())["sessions"][1]["place"] == "sessions/2026-03-01_181500_frozen"


def test_one_that_can_not_be_read_does_not_keep_the_others_out(home: Home) -> None:
    bad = home.practise(1)
    (bad / "practice.twr").write_bytes(b"none")
    (bad / "score.json").write_text("{", encoding="utf-8")
    home.practise(2)
    done = home.catch_up()
    assert [str(bad) in line for line in done.told] == [True]
    assert numbers(home) == [1]


def test_what_is_kept_elsewhere_is_found_by_its_note(home: Home) -> None:
    folder = home.practise(1)
    mine = home.path / "mine"
    folder.rename(mine)
    about = read_about(mine / ABOUT)
    replace(about, path=mine).keep(home.kept.elsewhere / about.id / ABOUT)
    assert [one.place for one in home.catch_up().taken] == [str(mine)]
    assert home.catch_up().taken == []


def test_a_crashed_one_s_learner_gets_what_it_did_not_come_to_keep_once(home: Home) -> None:
    folder = home.practise(1, cut=0.3)
    assert [one.was_cut for one in home.catch_up().taken] == [True]
    (entry,) = LearnerFolder(home.kept.learners, "Anna").history().of("practice")
    assert entry.text("session") == str(folder)
    assert entry.number("load_s") is not None
    assert entry.at == read_about(folder / ABOUT).at
    home.file.unlink()
    home.catch_up()
    assert len(LearnerFolder(home.kept.learners, "Anna").history().entries) == 1


def test_one_that_is_under_way_beside_a_practice_that_ends_is_left_to_its_program(home: Home) -> None:
    running = home.practise(1, cut=0.5)
    home.practise(2)
    with in_use(running / ABOUT):
        assert [one.about.id for one in home.catch_up().taken] == ["id-2-18"]
        assert not (running / "score.json").exists()
    assert [one.about.id for one in home.catch_up().taken] == ["id-1-18"]


def test_a_clock_that_was_set_back_costs_nothing(practised: Home) -> None:
    practised.practise(1, hour=3)
    practised.catch_up()
    rows = everything(practised.store())["sessions"]
    assert [rows[number]["at_utc"].hour for number in (1, 2, 3, 4)] == [18, 18, 18, 3]


def test_when_drills_are_due_is_kept_as_sessions_come(practised: Home) -> None:
    store = practised.store()
    with store.reading() as db:
        rows = list(db.scalars(select(Spacing)))
    # the virtual rig is no hand's
    assert rows == []


def test_a_store_that_can_not_be_written_is_told_and_nothing_is_half_done(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.practise(1)
    monkeypatch.setattr(
        "thumbwalk.store.taking_in._written", lambda *_: (_ for _ in ()).throw(OSError(30, "Read-only"))
    )
    with pytest.raises(StoreError, match="Read-only"):
        home.catch_up()
    monkeypatch.undo()
    assert [one.number for one in home.catch_up().taken] == [1]


def test_where_nothing_is_new_nobody_waits_for_who_writes(practised: Home) -> None:
    LearnerFolder(practised.kept.learners, "Anna").add("choice", datetime(2026, 3, 4, tzinfo=UTC), {"choice": "skip"})
    with closing(sqlite3.connect(practised.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert practised.catch_up().taken == []


def test_a_learner_s_damaged_card_costs_nobody_else_anything(practised: Home) -> None:
    for name in ("Ada", "Ben"):
        LearnerFolder(practised.kept.learners, name).add("pain", datetime(2026, 3, 4, tzinfo=UTC), {"site": name})
    card = practised.kept.learners / "Ada" / "learner.json"
    card.write_text("{", encoding="utf-8")
    assert [str(card) in line for line in practised.catch_up().told] == [True]
    assert [key.partition(" ")[0] for key in everything(practised.store())["PainNote"]] == ["Ben"]
    assert folder_of_learner(practised.kept.learners, "Ben") == practised.kept.learners / "Ben"
