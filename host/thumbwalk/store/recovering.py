"""The store made anew of what is on the disk: the sessions' folders, notes on those elsewhere, the learners' documents.

Whatever ends it in the midst, what is missing then is taken in by whoever opens the store next.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, delete

from thumbwalk.errors import StoreError
from thumbwalk.store.access import Store, open_store
from thumbwalk.store.catching_up import CaughtUp, catch_up
from thumbwalk.store.engines import file_of, said_plainly, shown
from thumbwalk.store.models import Learner, PastSession, Rig, RigCalibration
from thumbwalk.store.sources import Kept
from thumbwalk.store.taking_in import SumUp

_ITS_FILES = ("", "-wal", "-shm", "-journal")
"""What an SQLite database has beside it."""


def recover(url: URL, home: Path, kept: Kept, sum_up: SumUp) -> tuple[Store, CaughtUp]:
    """Make a store anew; of a damaged file another is begun, and the old one is kept beside it.

    Raises
    ------
    StoreError
        When the store can't be reached or written, or is of a newer version.
    """
    put_aside = ""
    try:
        store = open_store(url, home)
        with store.writing() as db:
            # the rest belongs to these and goes with them
            for table in (PastSession, Learner, RigCalibration, Rig):
                db.execute(delete(table))
    except StoreError as error:
        if "is damaged" not in str(error):
            raise
        put_aside = _put_aside(url)
        store = open_store(url, home)
    done = catch_up(store, kept, sum_up)
    if put_aside:
        done.told.insert(0, f"{shown(url)}: was damaged; it is kept as {put_aside}")
    return store, done


def _put_aside(url: URL) -> str:
    """Give a damaged file and what belongs to it another name; gives that."""
    file = file_of(url)
    assert file is not None  # noqa: S101  only files are told to be damaged
    number = 1
    while (aside := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    with said_plainly(shown(url)):
        for behind in _ITS_FILES:
            part = file.with_name(file.name + behind)
            if part.exists():
                part.rename(aside.with_name(aside.name + behind))
    return str(aside)
