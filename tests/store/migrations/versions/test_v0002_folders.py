"""A store of before it was known in which folder a session lies keeps every row, and is as a new one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from tests.store.homes import Home, everything

from thumbwalk.store.engines import engine_of, url_of
from thumbwalk.store.migrating import migrate
from thumbwalk.store.models import StoreTable


def as_first_version(home: Home) -> None:
    """Put what is in a home's store into one of version 1."""
    now = home.path / "now.sqlite3"
    home.file.rename(now)
    for behind in ("-wal", "-shm"):
        home.file.with_name(home.file.name + behind).unlink(missing_ok=True)
    migrate(url_of(None, home.file), goal="0001")
    with closing(sqlite3.connect(home.file)) as db, db:
        db.execute("ATTACH ? AS now", (str(now),))
        tables = [name for (name,) in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table != "alembic_version":
                names = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
                db.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM now.{table}")  # noqa: S608
    now.unlink()


def test_every_row_is_kept_and_the_tables_are_those_of_a_new_store(practised: Home, tmp_path: Path) -> None:
    before = everything(practised.store())
    practised.store().engine.dispose()
    as_first_version(practised)
    store = practised.store()
    with engine_of(store.url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, StoreTable.metadata) == []
        rows = connection.exec_driver_sql("SELECT count(*), count(folder_id) FROM sessions").one()
    assert tuple(rows) == (3, 0)
    assert practised.catch_up().taken == []
    assert everything(practised.store()) == before
    assert (practised.path / "thumbwalk.sqlite3.0001.old").exists()
