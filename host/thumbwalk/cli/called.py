"""A recording by what people call it: its file, its folder, or what the store calls its session."""

from __future__ import annotations

from pathlib import Path

from thumbwalk.cli.keeping import caught_up_store, wants_store
from thumbwalk.errors import OptionError
from thumbwalk.session.kept import RECORDING


def file_called(name: str, database: str | None, learner: str | None = None) -> tuple[Path, int | None]:
    """Give the file that is called so, and the session's number where it is one of the store's.

    Raises
    ------
    OptionError
        When there is none, or the session lies in another station's folder.
    StoreError
        When the store can't be used.
    """
    path = Path(name)
    if path.is_dir():
        if not (path / RECORDING).exists():
            raise OptionError(f"{path}: no practice is in it ({RECORDING}); name another folder, or a recording")
        return path / RECORDING, None
    # what is no name of a session is a file's, which is there or not
    if path.exists() or path.suffix or path.parent != Path():
        if not path.exists():
            raise OptionError(f"{name}: no such file; name a folder, a recording, or a session as `history` lists them")
        return path, None
    if not wants_store(database):
        raise OptionError(f"{name}: no such file; without a store a folder or a recording is to be named")
    from thumbwalk.store.finding import Wanted, session_named  # noqa: PLC0415  loading it takes time

    store = caught_up_store(database)
    with store.reading() as db:
        row = session_named(db, name, Wanted(learner=learner))
        place, number = store.path_of(row), row.number
    return place / RECORDING if place.is_dir() else place, number
