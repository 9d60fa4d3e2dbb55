"""A store of an earlier version becomes a later one, whatever happens on the way."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event
from tests.store.homes import Home, everything
from tests.store.migrations.versions.test_v0002_folders import as_first_version

from thumbwalk.errors import StoreError
from thumbwalk.store.access import open_store
from thumbwalk.store.engines import engine_of, url_of
from thumbwalk.store.migrating import migrate, own_migrations
from thumbwalk.store.revisions import VERSIONS

HERE = Path(__file__).parent
TABLES = ("sessions", "practice_sets", "scores", "measures", "strokes", "learners")
STEPS = ("os.link", "os.rename", "os.remove", "os.truncate", "sqlite3.connect")
"""What is done to files, beside opening them to write and the statements: a program may be killed before each."""
LOOKS = ("PRAGMA", "SELECT")
"""Statements that change nothing: killed before one, it is as before the next that does."""


def with_later(folder: str = "later") -> Config:
    config = own_migrations()
    config.set_main_option("path_separator", "newline")
    own = config.get_main_option("script_location")
    config.set_main_option("version_locations", f"{own}/versions\n{HERE / folder / 'versions'}")
    return config


def rows_in(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as db:
        return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}  # noqa: S608


def version_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as db:
        return str(db.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def killed_at(step: int, work: Callable[[], None]) -> bool:
    """Whether another process was killed in the midst of its work, at a step; not if it was done before."""
    child = os.fork()
    if child == 0:
        left = [step]

        def count() -> None:
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)

        def audited(name: str, about: tuple[object, ...]) -> None:
            if name in STEPS or (name == "open" and set(str(about[1])) & set("wxa+")):
                count()

        def executed(_c: object, _cursor: object, statement: str, *_: object) -> None:
            if not statement.lstrip().startswith(LOOKS):
                count()

        sys.addaudithook(audited)
        event.listen(Engine, "before_cursor_execute", executed)
        try:
            work()
        finally:
            os._exit(0 if left[0] >= 0 else 1)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 9


def test_the_versions_are_those_of_the_migrations() -> None:
    script = ScriptDirectory.from_config(own_migrations())
    assert tuple(one.revision for one in script.walk_revisions())[::-1] == VERSIONS


def test_no_row_is_lost_where_a_table_is_copied_that_others_refer_to(practised: Home) -> None:
    before = rows_in(practised.file)
    migrate(url_of(None, practised.file), with_later(), goal="0003")
    assert rows_in(practised.file) == before
    assert before["strokes"] > 10
    assert version_of(practised.file) == "0003"
    with closing(sqlite3.connect(practised.file)) as db:
        assert "weather" in [row[1] for row in db.execute("PRAGMA table_info(sessions)")]


def test_the_old_file_is_kept_beside_the_new_one(practised: Home) -> None:
    before = everything(practised.store())
    migrate(url_of(None, practised.file), with_later(), goal="0003")
    kept = practised.path / "thumbwalk.sqlite3.0002.old"
    assert everything(open_store(url_of(None, kept), practised.path)) == before


def test_a_migration_that_loses_rows_is_refused_and_the_store_is_as_it_was(practised: Home) -> None:
    before = everything(practised.store())
    with pytest.raises(StoreError, match=r"strokes would lose rows; the old one stays"):
        migrate(url_of(None, practised.file), with_later("lossy"), goal="0003")
    assert everything(practised.store()) == before
    assert [path.name for path in practised.path.glob("*migrating*")] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that can be killed at a step is made by fork")
def test_killed_before_each_step_a_whole_store_is_there_and_the_next_try_is_done(practised: Home) -> None:
    as_first_version(practised)
    before, url = rows_in(practised.file), url_of(None, practised.file)
    original, done = practised.file.read_bytes(), 0
    while killed_at(done, lambda: migrate(url)):
        done += 1
        assert version_of(practised.file) in VERSIONS[:2]
        assert rows_in(practised.file) == before
        with closing(sqlite3.connect(practised.file)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        practised.file.write_bytes(original)
    assert done > 40, "it has so many statements alone"
    migrate(url)
    assert (version_of(practised.file), rows_in(practised.file)) == (VERSIONS[-1], before)
    assert [path.name for path in practised.path.glob(".*migrating*")] == []


def test_a_store_is_not_taken_back(practised: Home) -> None:
    config = own_migrations()
    with engine_of(url_of(None, practised.file)).connect() as connection:
        config.attributes["connection"] = connection
        with pytest.raises(StoreError, match="not taken back to an earlier version; use the file that was kept"):
            command.downgrade(config, "base")
    assert rows_in(practised.file)["sessions"] == 3


def test_a_store_that_another_program_writes_to_is_not_migrated(
    practised: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thumbwalk.store.migrating.BUSY_MS", 10)
    with closing(sqlite3.connect(practised.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            migrate(url_of(None, practised.file), with_later(), goal="0003")
    assert version_of(practised.file) == "0002"


def test_a_store_that_another_program_has_just_made_the_newest_and_reads_is_ready(practised: Home) -> None:
    """It asks to be made newest by two programs that start at once: the second finds it so, and open."""
    with closing(sqlite3.connect(practised.file, isolation_level=None)) as other:
        assert other.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM sessions").fetchone()
        migrate(url_of(None, practised.file))
    assert version_of(practised.file) == VERSIONS[-1]


def test_threads_make_a_store_each_of_their_own(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.sqlite3" for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda file: migrate(url_of(None, file)), files))
    for file in files:
        with closing(sqlite3.connect(file)) as made:
            assert made.execute("SELECT count(*) FROM strength_tests").fetchone() == (0,)
