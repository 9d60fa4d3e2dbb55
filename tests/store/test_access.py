"""A store is opened, made, or refused in one line; what it can't take now is nobody's loss."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from tests.store.homes import Home, everything, not_free

from thumbwalk.errors import StoreError
from thumbwalk.store import engines
from thumbwalk.store.access import open_store
from thumbwalk.store.catching_up import catch_up
from thumbwalk.store.engines import url_of
from thumbwalk.store.finding import session_named
from thumbwalk.store.spoken import say


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_MS", 10)


def dump_of(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as db:
        return list(db.iterdump())


def test_one_of_a_newer_program_is_refused_and_left_as_it_is(home: Home) -> None:
    with closing(sqlite3.connect(home.file)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '0999'")
    before = dump_of(home.file)
    with pytest.raises(StoreError, match=r"is of a newer Thumbwalk \(version 0999.*update Thumbwalk") as told:
        home.store()
    assert "\n" not in str(told.value)
    assert dump_of(home.file) == before


def test_a_database_that_is_no_store_is_refused(home: Home) -> None:
    other = home.path / "other.sqlite3"
    with closing(sqlite3.connect(other)) as db, db:
        db.execute("CREATE TABLE notes (text)")
    with pytest.raises(StoreError, match="no store of Thumbwalk's; name another with --database"):
        open_store(url_of(f"sqlite:///{other}", other), home.path)


@pytest.mark.usefixtures("impatient")
def test_while_another_program_writes_nothing_is_taken_in_and_afterwards_all(home: Home) -> None:
    home.practise(1)
    store = home.store()
    with closing(sqlite3.connect(home.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is in use by another program; try again when that has ended"):
            catch_up(store, home.kept, not_free)
    assert everything(store)["sessions"] == {}
    catch_up(store, home.kept, not_free)
    assert list(everything(store)["sessions"]) == [1]


def test_a_disk_that_is_full_takes_nothing_in_half(home: Home) -> None:
    folder = home.practise(1)
    for _ in range(9):
        say(folder, "note", datetime(2026, 3, 2, tzinfo=UTC), {"text": "x" * 1999})
    with closing(sqlite3.connect(home.file)) as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
    store = home.store()

    def fill(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 1}")

    event.listen(store.engine, "connect", fill)
    with pytest.raises(StoreError, match="the disk is full; make room first"):
        catch_up(store, home.kept, not_free)
    event.remove(store.engine, "connect", fill)
    assert everything(store)["sessions"] == {}
    catch_up(store, home.kept, not_free)
    assert len(everything(store)["sessions"][1]["sets"]) == 2


def test_a_store_that_may_only_be_read_is_read_and_what_is_new_waits(practised: Home) -> None:
    practised.practise(4)
    store = practised.store()

    def only_read(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    event.listen(store.engine, "connect", only_read)
    with pytest.raises(StoreError, match="can't be written; make it and its folder writable"):
        catch_up(store, practised.kept, not_free)
    assert list(everything(store)["sessions"]) == [1, 2, 3]
    event.remove(store.engine, "connect", only_read)
    catch_up(store, practised.kept, not_free)
    assert list(everything(store)["sessions"]) == [1, 2, 3, 4]


def test_a_place_where_nothing_can_be_made_is_told_by_its_name(home: Home) -> None:
    (home.path / "file").touch()
    below = home.path / "file" / "thumbwalk.sqlite3"
    with pytest.raises(StoreError, match=r"file.*; "):
        open_store(url_of(None, below), home.path)


def test_two_programs_at_once_take_each_session_in_once_with_a_number_of_its_own(home: Home) -> None:
    for day in (1, 2):
        home.practise(day)
    failed: list[Exception] = []

    def work() -> None:
        try:
            catch_up(home.store(), home.kept, not_free)
        except Exception as error:  # noqa: BLE001  nobody else would see it
            failed.append(error)

    programs = [threading.Thread(target=work) for _ in range(2)]
    for one in programs:
        one.start()
    for one in programs:
        one.join()
    assert failed == []
    rows = everything(home.store())["sessions"]
    assert list(rows) == [1, 2]
    assert len({row["key"] for row in rows.values()}) == 2


def test_a_home_that_was_moved_is_the_same(practised: Home, tmp_path: Path) -> None:
    moved = Home(tmp_path / "elsewhere")
    shutil.move(practised.path, moved.path)
    assert moved.catch_up().taken == []
    store = moved.store()
    with store.reading() as db:
        assert store.path_of(session_named(db, "1")) == moved.kept.sessions / "2026-03-01_181500_frozen"
