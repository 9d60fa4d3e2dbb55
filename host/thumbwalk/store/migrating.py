"""A store of an earlier version becomes one of today's: SQLite's as a checked copy that takes the old one's place.

SQLite can change little of a table in place: a table is copied and dropped, which with foreign keys on takes along
every row that belongs to it, and what is interrupted blocks the next try. So the file itself is never worked on. Killed
at any moment, the old one is there; it stays beside the new one afterwards.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import threading
from collections.abc import Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import IO

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, create_engine, event, inspect, text
from sqlalchemy.pool import NullPool

from thumbwalk.errors import StoreError
from thumbwalk.language import told
from thumbwalk.places import sync_folder
from thumbwalk.store.engines import BUSY_MS, engine_of, file_of
from thumbwalk.store.revisions import NONE, VERSIONS, version_in

_LOCK = 7_436_128
"""What migrating programs hold on a server: any number that no other program takes."""
_ONE_AT_A_TIME = threading.Lock()
"""Alembic tells its steps by a module what they work on: of two threads each would work on the other's store."""
_PART = ".migrating"
"""How the name of a copy ends that is worked on."""


def own_migrations() -> Config:
    """The migrations that come with the package."""
    config = Config()
    config.set_main_option("script_location", str(files("thumbwalk.store") / "migrations"))
    return config


def migrate(url: URL, config: Config | None = None, *, goal: str = VERSIONS[-1]) -> None:
    """Bring a database to a version, or make it.

    Raises
    ------
    StoreError
        When the copy is not what it should be; the database is then as it was.
    SQLAlchemyError, sqlite3.Error, OSError
        What the database or the disk says.
    """
    steps = own_migrations() if config is None else config
    file = file_of(url)
    if file is None:
        _migrate_server(url, steps, goal)
    else:
        _migrate_file(file, steps, goal)


def _migrate_server(url: URL, config: Config, goal: str) -> None:
    """All in one transaction, which a server's changes of tables are part of."""
    with engine_of(url).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        if version_in(connection) != goal:  # another program may have been faster
            _upgrade(connection, config, goal)


def _migrate_file(file: Path, config: Config, goal: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    while not _replaced_by_newer(file, config, goal):
        pass


def _replaced_by_newer(file: Path, config: Config, goal: str) -> bool:
    """Whether the file is of that version now; else another program has put another in its place, and it goes anew."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}{_PART}")
    # opened first and closed last: closing any handle of a file lets go of the locks on it
    with file.open("rb") as handle, closing(sqlite3.connect(file, timeout=BUSY_MS / 1000, isolation_level=None)) as old:
        # one file without others beside it, and nobody else's: what is written to the old one from now on is lost
        try:
            old.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError:
            # that waits for nobody; whoever has the file open may have made it the newest a moment ago
            if _version_of(old) == goal:
                return True
            raise
        old.execute("BEGIN EXCLUSIVE")
        if not os.path.samestat(os.fstat(handle.fileno()), file.stat()):
            return False
        before = _version_of(old)
        if before == goal:
            return True
        _clear(file)
        try:
            _copy(handle, part)
            _work_on(part, config, goal)
            if before:
                _keep_beside(handle, file, before)
            old.close()
            part.replace(file)
        finally:
            for name in _names_of(part):
                name.unlink(missing_ok=True)
    sync_folder(file.parent)
    return True


def _work_on(part: Path, config: Config, goal: str) -> None:
    """Migrate a copy with foreign keys off, and look at it before it is used. Raises StoreError."""
    engine = create_engine(URL.create("sqlite", database=str(part)), poolclass=NullPool)
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with engine.begin() as connection:
        before = _rows_in(connection)
        _upgrade(connection, config, goal)
        wrong = _what_is_wrong(connection, before)
    if wrong:
        raise StoreError(
            told(
                "{name}: can't be brought up to date: {wrong}; the old one stays, please report this",
                name=part.name,
                wrong=wrong,
            )
        )
    with part.open("rb") as file:
        os.fsync(file.fileno())


def _upgrade(connection: Connection, config: Config, goal: str) -> None:
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, goal)


def _what_is_wrong(connection: Connection, before: Mapping[str, int]) -> str:
    """What a migration broke: a page, a reference, or rows that are gone; "" where all is well."""
    checked = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    if checked != "ok":
        return told("its pages are damaged ({checked})", checked=str(checked)[:80])
    if (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()) is not None:
        return told("a row of {broken} refers to one of {other} that is not there", broken=broken[0], other=broken[2])
    after = _rows_in(connection)
    fewer = [name for name, rows in before.items() if after.get(name, rows) < rows]
    return told("{fewer} would lose rows", fewer=", ".join(fewer)) if fewer else ""


def _rows_in(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = inspect(connection).get_table_names()
    quoted = connection.dialect.identifier_preparer.quote
    count = {name: connection.exec_driver_sql(f"SELECT count(*) FROM {quoted(name)}").scalar() for name in names}  # noqa: S608  names of tables that are there
    return {name: int(rows or 0) for name, rows in count.items()}


def _version_of(old: sqlite3.Connection) -> str:
    there = old.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = old.execute("SELECT version_num FROM alembic_version").fetchone() if there else None
    return str(row[0]) if row else NONE


def _copy(handle: IO[bytes], to: Path) -> None:
    """Copy an open file: it is locked, and by nobody written to."""
    handle.seek(0)
    with to.open("xb") as copy:
        shutil.copyfileobj(handle, copy)


def _keep_beside(handle: IO[bytes], file: Path, version: str) -> None:
    """Keep the old file under a name of its own."""
    kept = file.with_name(f"{file.name}.{version}.old")
    kept.unlink(missing_ok=True)
    try:
        os.link(file, kept)
    except OSError:  # a disk without links
        _copy(handle, kept)


def _clear(file: Path) -> None:
    """Remove what a program that was killed while it migrated has left: the file is locked, so none does it now."""
    for left in file.parent.glob(f".{file.name}.*{_PART}*"):
        left.unlink(missing_ok=True)


def _names_of(part: Path) -> list[Path]:
    return [part, *(part.with_name(part.name + behind) for behind in ("-journal", "-wal", "-shm"))]
