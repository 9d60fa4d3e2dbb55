"""The store, opened: made where there is none, brought up to date where it is old, refused where it is newer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Engine
from sqlalchemy.orm import Session

from thumbwalk.errors import OptionError, StoreError
from thumbwalk.language import told
from thumbwalk.store.engines import engine_of, file_of, said_plainly, shown
from thumbwalk.store.models import PastSession
from thumbwalk.store.own_folder import folder_key
from thumbwalk.store.revisions import NONE, VERSIONS, version_in


@dataclass(frozen=True)
class Store:
    """A store that can be read and written; every way into it is closed when its block ends.

    ``home`` is the user's folder: places below it stand in the store without it, so that it may be moved. ``key`` is
    that folder's own (`own_folder`); None where it can't have one.
    """

    url: URL
    engine: Engine
    home: Path
    key: str | None = None

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

    def has(self, row: PastSession) -> bool:
        """Whether a session lies in this folder, or in none that is known."""
        return row.folder is None or row.folder.key == self.key

    def path_of(self, row: PastSession) -> Path:
        """Give a session's folder, or a recording's file. Raises OptionError for one that lies in another's folder."""
        if row.folder is not None and not self.has(row):
            where = f"{row.folder.path} on {row.folder.host}"
            raise OptionError(
                told(
                    "session {number} is not kept in this folder, but in {where}; do that there",
                    number=row.number,
                    where=where,
                )
            )
        return self.home / row.place


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
            raise StoreError(
                told(
                    "{shown}: is a database, but no store of Thumbwalk's; name another with --database",
                    shown=shown(url),
                )
            )
        if version not in (NONE, *VERSIONS):
            raise StoreError(
                told(
                    "{shown}: is of a newer Thumbwalk (version {version}, this one reads up to {versions}); "
                    "update Thumbwalk; what is practised until then is kept in its folders and taken in later",
                    shown=shown(url),
                    version=version,
                    versions=VERSIONS[-1],
                )
            )
        if version != VERSIONS[-1]:
            from thumbwalk.store.migrating import migrate  # noqa: PLC0415  costs time, and is rarely needed

            migrate(url)
    return Store(url, engine, home.absolute(), folder_key(home.absolute()))


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return version_in(connection)
