"""A way into a database: which one is meant, how it is connected to, and what its errors mean in one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from thumbwalk.errors import OptionError, StoreError
from thumbwalk.language import marked, told

BUSY_MS = 3000
"""So long a database that another program writes to is waited for: a practice is written in a few milliseconds."""
_REACHED_S = 3
"""So long a server is knocked at: nobody waits longer at the end of a practice."""
_SILENT_MS = 5000
"""So long a server that was reached may say nothing."""
_SAID = (
    ("locked", marked("is in use by another program; try again when that has ended")),
    ("full", marked("the disk is full; make room first")),
    ("readonly", marked("can't be written; make it and its folder writable")),
    ("unable to open", marked("can't be opened; make it and its folder readable and writable")),
    ("not a database", marked("is damaged; `thumbwalk recover` makes it anew from the folders")),
    ("malformed", marked("is damaged; `thumbwalk recover` makes it anew from the folders")),
)
"""What SQLite says, and what it means."""


def url_of(asked: str | None, path: Path) -> URL:
    """The database that is meant: the one that was asked for, or the file at a path.

    Raises
    ------
    OptionError
        When what was asked for is no address of one, or none that keeps anything.
    """
    if asked is None:
        return URL.create("sqlite", database=str(path))
    try:
        url = make_url(asked)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise OptionError(
            told(
                "--database or THUMBWALK_DATABASE is no address of a database, such as postgresql://host/name or "
                "sqlite:////folder/file.sqlite3; mend it, or leave it out"
            )
        ) from error
    if file_of(url) == Path() or url.database == ":memory:":
        raise OptionError(
            told("a database in memory keeps nothing; name a file, such as sqlite:////folder/file.sqlite3")
        )
    return url


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database; None of another."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


@lru_cache(maxsize=8)
def engine_of(url: URL) -> Engine:
    """Give the way into a database; nothing is connected yet. Raises StoreError.

    It is made once: it holds no connection, and each further one would keep what was compiled for it.
    """
    is_file = file_of(url) is not None
    options: dict[str, Any] = {}
    if url.get_backend_name() == "postgresql":
        options = {
            "connect_timeout": _REACHED_S,
            "tcp_user_timeout": _SILENT_MS,
            "options": f"-c lock_timeout={BUSY_MS} -c statement_timeout=0",
        }
    try:
        engine = create_engine(url, poolclass=NullPool, connect_args=options)
    except ModuleNotFoundError as error:
        raise StoreError(
            told(
                "{shown}: {name} is not installed, which this database needs; `pip install "
                "'thumbwalk[postgres]'` brings it",
                shown=shown(url),
                name=error.name,
            )
        ) from error
    if is_file:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def shown(url: URL) -> str:
    """What messages call a database: its file, or its address without the password."""
    file = file_of(url)
    return str(file) if file is not None else url.render_as_string(hide_password=True)


@contextmanager
def said_plainly(where: str) -> Iterator[None]:
    """Raise whatever goes wrong with a database as a StoreError of one line."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(told("{where}: {why}", where=where, why=told(_reason(error)))) from error
    except OSError as error:
        raise StoreError(
            told("{where}: can't be written: {value}; mend that first", where=where, value=error.strerror or error)
        ) from error


def _reason(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    line = " ".join(str(cause).split())
    if isinstance(cause, sqlite3.Error):
        return next(
            (said for sign, said in _SAID if sign in line), told("can't be used: {line}; look into it", line=line[:160])
        )
    return told("can't be reached or used: {line}; start it, or mend its address", line=line[:160])


def _prepare(connection: Any, _: object) -> None:
    """Every connection to a file is of one kind; transactions are begun by `_begin` alone."""
    connection.isolation_level = None
    for words in (
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
        "journal_mode=WAL",
        # an index: what a power cut takes of it is taken in again
        "synchronous=NORMAL",
        # what is forgotten is nowhere in the file any more
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {words}")


def _begin(connection: Connection) -> None:
    """Who is going to write says so at once: of two who have read, only one could write later."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
