"""Stations with folders of their own share a store, and none takes another's sessions for its own."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from tests.store.homes import Home, everything, not_free

from thumbwalk.errors import OptionError
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.store.finding import Wanted, session_named
from thumbwalk.store.forgetting import forget_learner, forget_session
from thumbwalk.store.handing_over import write_everything
from thumbwalk.store.listing import listed
from thumbwalk.store.models import PainNote, PastSession
from thumbwalk.store.own_folder import FOLDER_CARD, folder_key
from thumbwalk.store.recovering import recover
from thumbwalk.store.rescoring import due
from thumbwalk.store.spoken import words_folder

AT = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def stations(tmp_path: Path, empty_file: Path) -> tuple[Home, Home]:
    """Two that practised in the same second, so that folders have one name; Anna was at both, Ben at the second."""
    shared = tmp_path / "school.sqlite3"
    shutil.copy(empty_file, shared)
    first, second = Home(tmp_path / "one", shared), Home(tmp_path / "two", shared)
    for home in (first, second):
        home.practise(1)
        LearnerFolder(home.kept.learners, "Anna").add("pain", AT, {"site": f"thumb at {home.path.name}"})
    second.practise(2, learner="Ben")
    for home in (first, second):
        home.catch_up()
    return first, second


def test_a_folder_has_one_id_for_ever_wherever_it_is(tmp_path: Path) -> None:
    key = folder_key(tmp_path / "home")
    assert key is not None
    (tmp_path / "home").rename(tmp_path / "moved")
    assert folder_key(tmp_path / "moved") == key
    assert folder_key(tmp_path / "another") != key
    (tmp_path / "file").touch()
    assert folder_key(tmp_path / "file") is None
    (tmp_path / "moved" / FOLDER_CARD).write_text("{}", encoding="utf-8")
    assert folder_key(tmp_path / "moved") is None


def test_sessions_whose_folders_have_one_name_are_each_a_session(stations: tuple[Home, Home]) -> None:
    first, second = stations
    rows = everything(first.store())["sessions"]
    assert [row["key"] for row in rows.values()] == ["id-1-18-one", "id-1-18-two", "id-2-18-two"]
    assert first.catch_up().taken == second.catch_up().taken == []


@pytest.mark.parametrize("at", [0, 1])
def test_made_anew_at_one_the_other_s_are_all_still_there(stations: tuple[Home, Home], at: int) -> None:
    home, before = stations[at], everything(stations[0].store())
    _, done = recover(home.store().url, home.path, home.kept, not_free)
    assert len(done.taken) == 1 + at
    assert everything(home.store()) == before
    assert len(before["PainNote"]) == 2


def test_another_s_is_listed_with_its_machine_and_its_files_are_left_alone(
    stations: tuple[Home, Home], tmp_path: Path
) -> None:
    first, second = stations
    store = first.store()
    with store.reading() as db:
        rows = listed(store, db)
        other = session_named(db, "2")
        assert [row["station"] is None for row in rows] == [True, False, False]
        assert rows[1]["folder"] == str(second.kept.sessions / "2026-03-01_181500_frozen")
        for touch in (store.path_of, lambda row: words_folder(store, first.kept, row)):
            with pytest.raises(OptionError, match=rf"session 2 is not kept in this folder, but in {second.path} on"):
                touch(other)
        with pytest.raises(OptionError, match="do that there"):
            forget_session(store, first.kept, db, other)
    assert (first.kept.sessions / "2026-03-01_181500_frozen" / "practice.twr").exists()
    assert [one.number for one in due(store, Wanted(), 99)[0]] == [1]
    out = tmp_path / "all.zip"
    assert write_everything(store, first.kept, "Anna", out) == (2, 1)
    with zipfile.ZipFile(out) as archive:
        assert [row["session"] for row in json.loads(archive.read("sessions.json"))["sessions"]] == [1, 2]
        assert [name for name in archive.namelist() if name.startswith("sessions/2")] == []


def test_who_is_forgotten_at_one_station_is_told_where_more_of_them_is(stations: tuple[Home, Home]) -> None:
    first, second = stations
    with first.store().writing() as db:
        (more,) = forget_learner(first.store(), first.kept, db, "Anna")
    assert more.startswith(f"{second.path} on ")
    with second.store().reading() as db:
        assert list(db.scalars(select(PainNote.site))) == ["thumb at two"]
        assert [row.number for row in db.scalars(select(PastSession).order_by(PastSession.number))] == [2, 3]
    with second.store().writing() as db:
        assert forget_learner(second.store(), second.kept, db, "Anna") == []
    assert list(everything(first.store())["sessions"]) == [3]


def test_what_is_of_no_known_folder_is_known_again_by_whose_folder_it_lies_in(practised: Home) -> None:
    """As after an update from a version that did not know folders."""
    before = everything(practised.store())
    with practised.store().writing() as db:
        db.execute(text("UPDATE sessions SET folder_id = NULL"))
    assert practised.catch_up().taken == []
    with practised.store().reading() as db:
        assert all(row.folder is not None for row in db.scalars(select(PastSession)))
    assert everything(practised.store()) == before


def test_a_session_that_was_brought_here_is_found_where_its_own_folder_is_gone(stations: tuple[Home, Home]) -> None:
    first, second = stations
    brought = first.kept.sessions / "from two"
    shutil.move(second.kept.sessions / "2026-03-02_181500_frozen", brought)
    assert first.catch_up().taken == []
    with first.store().reading() as db:
        assert first.store().path_of(session_named(db, "3")) == brought
