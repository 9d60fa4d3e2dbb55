"""A database is meant by its address, and what it says is told in one line."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from tests.store.homes import Home

from thumbwalk.errors import OptionError, StoreError
from thumbwalk.store import engines
from thumbwalk.store.engines import engine_of, file_of, said_plainly, shown, url_of


def test_without_an_address_the_file_is_meant() -> None:
    url = url_of(None, Path("/home/anna/my store.sqlite3"))
    assert (file_of(url), shown(url)) == (Path("/home/anna/my store.sqlite3"), "/home/anna/my store.sqlite3")


@pytest.mark.parametrize("asked", ["postgresql://anna@host/school", "postgresql+psycopg://anna@host/school"])
def test_a_server_is_reached_by_the_driver_that_comes_along(asked: str) -> None:
    url = url_of(asked, Path("unused"))
    assert (url.get_backend_name(), url.get_driver_name(), file_of(url)) == ("postgresql", "psycopg", None)


@pytest.mark.parametrize("asked", ["nonsense", "sqlite://", "sqlite:///:memory:", "nosuch://host/name", "a b c"])
def test_what_is_no_address_of_a_store_is_refused(asked: str) -> None:
    with pytest.raises(OptionError, match="; "):
        url_of(asked, Path("unused"))


def test_a_password_is_never_shown() -> None:
    assert "secret" not in shown(url_of("postgresql://anna:secret@host/school", Path("unused")))


def test_a_new_file_keeps_order_between_programs_and_between_rows(home: Home) -> None:
    with home.store().reading() as db:
        told = {name: db.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "foreign_keys")}
        assert told == {"journal_mode": "wal", "foreign_keys": 1}
        assert db.execute(text("PRAGMA busy_timeout")).scalar() == engines.BUSY_MS


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("database is locked", "in use by another program"),
        ("database or disk is full", "make room first"),
        ("attempt to write a readonly database", "folder writable"),
        ("file is not a database", "`thumbwalk recover`"),
        ("something\nnew", "can't be used: something new"),
    ],
)
def test_what_a_file_s_database_says_is_told_with_what_to_do(said: str, told: str) -> None:
    fault = OperationalError("SELECT 1", None, sqlite3.OperationalError(said))
    with pytest.raises(StoreError, match=told) as raised, said_plainly("/home/anna/x"):
        raise fault
    assert str(raised.value).startswith("/home/anna/x: ")
    assert "\n" not in str(raised.value)


def test_a_database_has_one_way_into_it_however_often_it_is_asked_for(tmp_path: Path) -> None:
    url = url_of(None, tmp_path / "a.sqlite3")
    assert engine_of(url) is engine_of(url_of(None, tmp_path / "a.sqlite3"))
    assert engine_of(url) is not engine_of(url_of(None, tmp_path / "b.sqlite3"))
    with engine_of(url).connect():
        pass
    assert engine_of(url).pool.status() == "NullPool"
