"""What is to be forgotten: a session, or all that is kept of a learner, on the disk and in the store."""

from __future__ import annotations

import glob
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from thumbwalk.errors import NotKept
from thumbwalk.language import told
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.places import left_unnamed
from thumbwalk.session.packing import damaged_beside
from thumbwalk.store.access import Store
from thumbwalk.store.documents import OF_LEARNER, folder_of_learner
from thumbwalk.store.engines import file_of
from thumbwalk.store.models import Folder, Learner, PastSession
from thumbwalk.store.sources import Kept, own_files
from thumbwalk.store.spaced import keep_dues


def forget_session(store: Store, kept: Kept, db: Session, row: PastSession) -> None:
    """Remove a session's files and its rows; a folder in which something else is stays with that.

    Raises NotKept when a file can't be removed; the rows stay then, too. OptionError for one of another's folder.
    """
    place = store.path_of(row)
    with _plainly(place):
        if row.kind == "recording":
            for path in (place, *damaged_beside(place), *left_unnamed(place)):
                path.unlink(missing_ok=True)
        elif place.is_dir():
            for path in [left for own in own_files(place) for left in (own, *left_unnamed(own))]:
                path.unlink()
            if not any(place.iterdir()):
                place.rmdir()
        shutil.rmtree(kept.elsewhere / row.key, ignore_errors=True)
    _drop_old_stores(store)
    name = None if row.learner is None else row.learner.name
    db.execute(delete(PastSession).where(PastSession.id == row.id))
    keep_dues(db, [] if name is None else [name])


def forget_learner(store: Store, kept: Kept, db: Session, name: str) -> list[str]:
    """Remove all that is kept of a learner in this folder; gives where more of them is: other stations' folders.

    Raises NotKept, and LearnerError before anything is removed where the folder's card is damaged: it may be theirs.
    """
    LearnerFolder(kept.learners, name)
    learner = db.scalar(select(Learner).where(Learner.name == name))
    rows = [] if learner is None else list(db.scalars(select(PastSession).where(PastSession.learner_id == learner.id)))
    for row in rows:
        if store.has(row):
            forget_session(store, kept, db, row)
    folder = folder_of_learner(kept.learners, name)
    if folder is not None:
        with _plainly(folder):
            shutil.rmtree(folder)
    _drop_old_stores(store)
    if learner is None:
        return []
    others = _others_with(store, db, learner)
    if others:
        for table in OF_LEARNER:
            here = table.folder_id.is_(None) | table.folder_id.not_in([one.id for one in others])
            db.execute(delete(table).where(table.learner_id == learner.id, here))
    else:
        db.execute(delete(Learner).where(Learner.id == learner.id))
    return [f"{one.path} on {one.host}" for one in others]


def _others_with(store: Store, db: Session, learner: Learner) -> list[Folder]:
    """The folders of other stations in which something of a learner is."""
    own = [(PastSession.learner_id, PastSession.folder_id), *((one.learner_id, one.folder_id) for one in OF_LEARNER)]
    ids = {folder_id for whose, where in own for folder_id in db.scalars(select(where).where(whose == learner.id))}
    return [one for one in db.scalars(select(Folder).order_by(Folder.id)) if one.id in ids and one.key != store.key]


def _drop_old_stores(store: Store) -> None:
    """Remove the files of earlier or damaged stores that were kept: what is forgotten is in them, too."""
    file = file_of(store.url)
    if file is None:
        return
    name = glob.escape(file.name)
    for path in [*file.parent.glob(f"{name}.*.old*"), *file.parent.glob(f"{name}.damaged-*")]:
        with _plainly(path):
            path.unlink(missing_ok=True)


@contextmanager
def _plainly(place: Path) -> Iterator[None]:
    """Raise what the disk says as one line."""
    try:
        yield
    except OSError as error:
        raise NotKept(
            told(
                "{what}: can't be removed: {why}; try again",
                what=error.filename or place,
                why=error.strerror,
            )
        ) from error
