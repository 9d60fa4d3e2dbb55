"""The store comes up to what is on the disk: what ended since, what crashed, what was moved, what learners' notes say.

What can't be read costs itself only, and is told; what can't be written to the store now is taken in the next time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from thumbwalk.coach.strength.hand_load import USUAL_PEAK_N
from thumbwalk.errors import RecordingError, RigError, StoreError
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.session.practice import Practice
from thumbwalk.store.access import Store
from thumbwalk.store.documents import documents_in, known_documents, names_in, rows_of, says_nothing
from thumbwalk.store.models import Folder, PastSession
from thumbwalk.store.own_folder import folder_row
from thumbwalk.store.sources import Kept, Source, folders_in
from thumbwalk.store.spaced import keep_dues
from thumbwalk.store.taking_in import SumUp, Taken, learner_named, take_in


@dataclass
class CaughtUp:
    """What was taken in, and what there is to say of it: a line each."""

    taken: list[Taken] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def catch_up(store: Store, kept: Kept, sum_up: SumUp, fresh: Mapping[Path, Practice] | None = None) -> CaughtUp:
    """Take in what the store does not have yet.

    Parameters
    ----------
    store : Store
    kept : Kept
    sum_up : callable
        See `take_in`.
    fresh : mapping of Path to Practice, optional
        Practices that have just ended in order, by their folders: they need not be followed once more.

    Raises
    ------
    StoreError
        When the store can't be read or written; what was taken in before stays.
    """
    done = CaughtUp()
    with store.reading() as db:
        keys = set(db.scalars(select(PastSession.key)))
        # of another folder a place may be called the same
        known = set(db.scalars(select(PastSession.place).outerjoin(PastSession.folder).where(Folder.key == store.key)))
    begins = store.place_of(kept.sessions / "x").removesuffix("x")
    folders = [folder for folder in folders_in(kept.sessions) if begins + folder.name not in known]
    notes = [folder for folder in folders_in(kept.elsewhere) if folder.name not in keys]
    for path, is_note in [*((one, False) for one in folders), *((one, True) for one in notes)]:
        try:
            source = Source.of_note(path) if is_note else Source.of_folder(path)
            if not is_note and _was_moved(store, source, keys):
                continue
            taken = take_in(store, source, sum_up, practice=(fresh or {}).get(source.place))
        except StoreError:
            raise
        except RigError as error:
            done.told.append(str(error))
            continue
        if taken is not None:
            done.taken.append(taken)
            done.told += taken.told
            if taken.was_cut:
                done.told += _learned(kept.learners, source, taken)
    done.told += _take_documents(store, kept.learners)
    whose = {one.about.learner for one in done.taken if one.about.learner is not None}
    if whose:
        with store.writing() as db:
            keep_dues(db, sorted(whose))
    return done


def _was_moved(store: Store, source: Source, keys: set[str]) -> bool:
    """Whether a folder is that of a session which the store knows from another place, where it is no more.

    Or from another user's folder, or from before it was known in which one a session lies.
    """
    try:
        about = source.about()
    except RecordingError:
        about = source.by_its_name()
    if about.id not in keys:
        return False
    with store.writing() as db:
        row = db.scalar(select(PastSession).where(PastSession.key == about.id))
        now = store.place_of(source.place)
        if row is not None and (row.place == now or not _is_there(store, row)):
            row.place, row.folder = now, folder_row(db, store.key, store.home)
    return True


def _is_there(store: Store, row: PastSession) -> bool:
    home = store.home if row.folder is None or store.has(row) else Path(row.folder.path)
    return (home / row.place).exists()


def _learned(learners: Path, source: Source, taken: Taken) -> list[str]:
    """Keep for its learner what a practice that crashed did not come to keep; gives what could not be."""
    if taken.about.learner is None or taken.about.kind == "recording":
        return []
    try:
        folder = LearnerFolder(learners, taken.about.learner)
        history = folder.history()
        if any(one.text("session") == str(source.place) for one in history.of("practice")):
            return []
        weaker_n = history.last_peak_n() or USUAL_PEAK_N
        facts = {name: value for name, value in taken.done.items() if name != "load_ns"}
        facts |= {"session": str(source.place), "load_s": taken.done["load_ns"] / weaker_n}
        folder.add("practice", taken.about.at, facts)
    except RigError as error:
        return [str(error)]
    return []


def _take_documents(store: Store, learners: Path) -> list[str]:
    """Take in what the learners' documents say; gives what can't be read."""
    told: list[str] = []
    with store.reading() as db:
        known = known_documents(db)
    for folder, name in names_in(learners, told):
        new = [path for path in documents_in(folder) if (name, path.name) not in known and not says_nothing(path)]
        if not new:
            # nothing is written then: another program may be at it
            continue
        with store.writing() as db:
            learner = learner_named(db, name)
            assert learner is not None  # noqa: S101  a name is given
            where = folder_row(db, store.key, store.home)
            db.flush()
            # another program may have taken some in meanwhile
            there = known_documents(db)
            for path in new:
                try:
                    db.add_all(rows_of(path, learner, where) if (name, path.name) not in there else [])
                except RigError as error:
                    told.append(str(error))
    return told
