"""The store made anew of what is on the disk: the sessions' folders, notes on those elsewhere, the learners' documents.

Of a store that stations with folders of their own share, only what this folder holds is made anew. Whatever ends it in
the midst, what is missing then is taken in by whoever opens the store next.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from sqlalchemy import URL, ColumnElement, delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from thumbwalk.errors import RecordingError, StoreError
from thumbwalk.language import told
from thumbwalk.store.access import Store, open_store
from thumbwalk.store.catching_up import CaughtUp, catch_up
from thumbwalk.store.documents import OF_LEARNER, documents_in, names_in
from thumbwalk.store.engines import file_of, said_plainly, shown
from thumbwalk.store.models import Folder, Learner, OfLearner, PastSession, Rig, RigCalibration
from thumbwalk.store.sources import Kept, Source, folders_in
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
            _empty(store, db, kept)
    except StoreError as error:
        if "is damaged" not in str(error):
            raise
        put_aside = _put_aside(url)
        store = open_store(url, home)
    done = catch_up(store, kept, sum_up)
    if put_aside:
        done.told.insert(0, told("{url}: was damaged; it is kept as {put_aside}", url=shown(url), put_aside=put_aside))
    return store, done


def _empty(store: Store, db: Session, kept: Kept) -> None:
    """Remove all that lies in this folder, and then what nothing belongs to any more."""
    own = db.scalar(select(Folder.id).where(Folder.key == store.key))
    # a file is of one folder; in a school's database what is of no known folder may be another station's
    keys = None if file_of(store.url) is not None else _keys_in(kept)
    names = (
        None if keys is None else {path.name for folder, _ in names_in(kept.learners) for path in documents_in(folder)}
    )
    db.execute(delete(PastSession).where(_here(PastSession.folder_id, own, PastSession.key, keys)))
    for table in OF_LEARNER:
        db.execute(delete(table).where(_here(table.folder_id, own, table.document, names)))
    documents: list[type[OfLearner]] = list(OF_LEARNER)
    used = [PastSession.learner_id, *(table.learner_id for table in documents)]
    db.execute(delete(Learner).where(*(~select(column).where(column == Learner.id).exists() for column in used)))
    for table_, column in ((RigCalibration, PastSession.calibration_id), (Rig, PastSession.rig_id)):
        db.execute(delete(table_).where(~select(column).where(column == table_.id).exists()))


def _here(
    folder_id: InstrumentedAttribute[int | None],
    own: int | None,
    name: InstrumentedAttribute[str],
    names: set[str] | None,
) -> ColumnElement[bool]:
    """The condition that a row is of the folder ``own``, or of none and has one of these names; None is any."""
    of_none = folder_id.is_(None) if names is None else folder_id.is_(None) & name.in_(names)
    return of_none if own is None else or_(folder_id == own, of_none)


def _keys_in(kept: Kept) -> set[str]:
    """The sessions' own keys, of all that lie in this folder or are noted in it."""
    keys = {note.name for note in folders_in(kept.elsewhere)}
    for folder in folders_in(kept.sessions):
        with contextlib.suppress(RecordingError):
            keys.add(Source.of_folder(folder).about().id)
    return keys


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
