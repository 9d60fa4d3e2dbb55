"""The store, opened: made where there is none, brought up to date where it is old, refused where it is newer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Engine
from sqlalchemy.orm import Session

from thumbwalk.errors import StoreError
from thumbwalk.store.engines import engine_of, file_of, said_plainly, shown
from thumbwalk.store.revisions import NONE, VERSIONS, version_in


@dataclass(frozen=True)
class Store:
    """A store that can be read and written; every way into it is closed when its block ends.

    ``home`` is the user's folder: places below it stand in the store without it, so that it may be moved.
    """

    url: URL
    engine: Engine
    home: Path

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a look at one moment of it. Raises StoreError."""
        with said_plainly(shown(self.url)), Session(self.engine) as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a transaction: all of it is kept when the block ends in order, else nothing. Raises StoreError."""
        with (
            said_plainly(shown(self.url)),
            self.engine.connect().execution_options(writes=True) as connection,
            Session(connection) as db,
            db.begin(),
        ):
            yield db

    def place_of(self, path: Path) -> str:
        """What a path is called in the store."""
        whole = path.absolute()
        return whole.relative_to(self.home).as_posix() if whole.is_relative_to(self.home) else str(whole)

    def path_of(self, place: str) -> Path:
        """The path of a place."""
        return self.home / place


def open_store(url: URL, home: Path) -> Store:
    """Open the store that an address names (`engines.url_of`), in the user's folder ``home``.

    Raises
    ------
    StoreError
        When it can't be reached, read or written, is none, or is of a newer version.
    """
    with said_plainly(shown(url)):
        engine = engine_of(url)
        file = file_of(url)
        version = NONE if file is not None and not file.exists() else _version(engine)
        if version is None:
            raise StoreError(f"{shown(url)}: is a database, but no store of Thumbwalk's; name another with --database")
        if version not in (NONE, *VERSIONS):
            raise StoreError(
                f"{shown(url)}: is of a newer Thumbwalk (version {version}, this one reads up to {VERSIONS[-1]}); "
                "update Thumbwalk; what is practised until then is kept in its folders and taken in later"
            )
        if version != VERSIONS[-1]:
            from thumbwalk.store.migrating import migrate  # noqa: PLC0415  costs time, and is rarely needed

            migrate(url)
    return Store(url, engine, home.absolute())


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return version_in(connection)
