"""How a session comes into the store: read from its folder, through the chain once more where nobody has it ready.

Everything is read and reckoned before the store is written to, in one transaction: all of a session is in it, or
nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.errors import RecordingError, RigError
from thumbwalk.filekind import PUT_BACK, read_document
from thumbwalk.language import told
from thumbwalk.places import left_unnamed
from thumbwalk.session.about import About
from thumbwalk.session.begin import has_begun
from thumbwalk.session.free import FreePractice
from thumbwalk.session.kept import FREE, SCORE, SessionFolder
from thumbwalk.session.packing import mend_recording, pack_recording
from thumbwalk.session.practice import VIRTUAL_BOARD, Practice
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.store.access import Store
from thumbwalk.store.later_scores import take_later
from thumbwalk.store.models import Learner, PastSession, PracticeSet, Rig, RigCalibration, SetStroke
from thumbwalk.store.moments import moment_of
from thumbwalk.store.own_folder import folder_row
from thumbwalk.store.rows_of_sets import freely_done, sets_of
from thumbwalk.store.sources import Source
from thumbwalk.store.spoken import words_in

SumUp = Callable[[Source], FreePractice]
"""How a free practice is summed up whose program did not come to it, by the user's own targets and drills."""
_NUMBERING = 7_436_129
"""What programs hold on a server while they give a number: any that no other program takes."""


@dataclass(frozen=True)
class Taken:
    """A session that was taken in, from a folder or file.

    ``was_cut`` where its program did not come to its end; ``done`` is what a learner's document says of a practice,
    with ``load_ns`` (`models.PracticeSet`); ``told`` is worth saying.
    """

    number: int
    place: str
    was_cut: bool
    about: About
    done: Mapping[str, Any]
    told: tuple[str, ...] = ()


@dataclass
class _Read:
    """All that is known of a session, ready to be written."""

    about: About
    row: PastSession
    sets: list[tuple[PracticeSet, list[dict[str, Any]]]] = field(default_factory=list)
    practice: Practice | None = None
    is_harmed: bool = False
    told: list[str] = field(default_factory=list)
    knows_itself: bool = True


def take_in(store: Store, source: Source, sum_up: SumUp, *, practice: Practice | None = None) -> Taken | None:
    """Take a session in, and have its folder know its number.

    Parameters
    ----------
    store : Store
    source : Source
    sum_up : callable
    practice : Practice, optional
        The session itself, where it has just ended in order; without it the recording is followed once more.

    Returns
    -------
    Taken or None
        None where it is under way, has nothing in it, or is in the store already.

    Raises
    ------
    RecordingError
        When neither the recording nor the documents can be read.
    StoreError
        When the store can't be written to.
    """
    if not source.is_there or source.is_under_way:
        return None
    _tidy(source)
    read = _read(source, practice, sum_up)
    if read is None:
        return None
    read.row.place = store.place_of(source.place)
    # read while it is ours: a row that was written is the database's
    was_cut, done = read.row.state == "cut", _done(read)
    with store.writing() as db:
        number = _written(db, read, store)
    if number is None:
        return None
    if read.knows_itself:
        source.number(read.about, number)
    if was_cut:
        # as its program would have done in the end; not a byte of what it holds is another
        pack_recording(source.recording)
    if (
        practice is None
        and read.practice is not None
        and (said := mend_recording(source.recording, harmed=read.is_harmed))
    ):
        read.told.append(said)
    return Taken(number, str(source.place.absolute()), was_cut, read.about, done, tuple(read.told))


def _tidy(source: Source) -> None:
    """Remove what a program left that was ended in the midst of compressing the recording, or of naming it."""
    for path in (*left_unnamed(source.recording), *left_unnamed(source.document)):
        with contextlib.suppress(OSError):
            path.unlink()


def _done(read: _Read) -> dict[str, Any]:
    sets = [one for one, _ in read.sets]
    scores = {} if read.row.kind == "free" else {"score": read.row.score, "sets": [_own_score(one) for one in sets]}
    return {
        "drill": read.row.drill,
        **scores,
        "techniques": [one.technique for one in sets],
        "receiver": read.row.receiver,
        "foot": read.row.foot,
        "virtual": read.row.virtual,
        "load_ns": sum(one.load_ns for one in sets),
    }


def _own_score(row: PracticeSet) -> float | None:
    return next((one.score for one in row.scores if one.own), None)


def _read(source: Source, practice: Practice | None, sum_up: SumUp) -> _Read | None:
    faults: list[str] = []
    try:
        about = source.about()
    except RecordingError as error:
        # whose it was is not known, what was done is; the document is left to whoever can mend it
        faults.append(str(error))
        about = source.by_its_name()
    row = PastSession(
        **moment_of(about.at),
        key=about.id,
        kind=about.kind,
        receiver=about.receiver,
        side=about.side,
        foot=about.foot,
        virtual=about.virtual,
        state="whole",
        duration_s=0.0,
        lost_s=0.0,
        stars=0,
        complete=False,
    )
    read = _Read(about, row, told=faults, knows_itself=not faults)
    try:
        if practice is None:
            practice, read.is_harmed = _followed(source, row)
        read.practice = practice
    except RigError as error:
        read.told.append(str(error))
        row.state = "unreadable"
    if read.practice is not None:
        if not has_begun(read.practice):
            return None
        _take_practice(read, read.practice, source)
    try:
        _take_document(read, source, sum_up)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise RecordingError(
            told(
                "{place}: what stands there of its result makes no sense; {mend}",
                place=source.place,
                mend=told(PUT_BACK),
            )
        ) from error
    row.words = words_in(source.document.parent)
    return read


def _followed(source: Source, row: PastSession) -> tuple[Practice, bool]:
    """Follow a recording; and whether what it is compressed in is damaged."""
    recording = open_recording(source.recording)
    practice = replayed(recording)
    row.state = "cut" if recording.is_cut else "whole"
    return practice, recording.is_harmed


def _take_practice(read: _Read, practice: Practice, source: Source) -> None:
    row = read.row
    row.duration_s, row.lost_s, row.layout = practice.duration_s, practice.losses.lost_s, practice.pad.name
    row.foot = row.foot or practice.pad.foot
    row.virtual = practice.hello is not None and practice.hello.board == VIRTUAL_BOARD
    read.sets = sets_of(practice.runs)
    take_later([one for one, _ in read.sets], source.place)
    results = [result for _, result in practice.results()]
    if results:
        _take_result(row, results)
    elif row.kind == "drill":
        row.kind = "free"


def _take_result(row: PastSession, results: list[DrillScore]) -> None:
    """Of several drills in one session the last is what it was about."""
    last = results[-1]
    row.kind, row.drill, row.score, row.stars, row.complete = "drill", last.drill, last.score, last.stars, last.complete


def _take_document(read: _Read, source: Source, sum_up: SumUp) -> None:
    """Take what a program that came to its end left beside the recording; keep what it did not come to."""
    row, folder = read.row, SessionFolder(source.place, asked_for=False)
    if row.kind == "free":
        if not (source.place / FREE).exists() and read.practice is not None:
            folder.keep_free(sum_up(source))
        read.sets = [(one, []) for one in freely_done(_object_in(source.place / FREE))]
    elif row.kind == "drill" and read.practice is None:
        document = _object_in(source.place / SCORE)
        last = document.get("drills", [document])[-1]
        row.drill, row.score, row.stars = last.get("drill"), last.get("score"), int(last.get("stars") or 0)
        row.complete = last.get("complete", True) is True and row.score is not None
    elif row.kind == "drill" and read.practice is not None and not (source.place / SCORE).exists():
        folder.keep_scores([result for _, result in read.practice.results()], read.practice.losses)


def _object_in(path: Path) -> dict[str, Any]:
    """The JSON object in a file that the program wrote. Raises RecordingError."""
    try:
        table = json.loads(read_document(path, "session's result", RecordingError, PUT_BACK, takes=("JSON",)))
    except ValueError as error:
        raise RecordingError(told("{path}: damaged: not valid JSON; {mend}", path=path, mend=told(PUT_BACK))) from error
    if not isinstance(table, dict):
        raise RecordingError(told("{path}: damaged: no JSON object; {mend}", path=path, mend=told(PUT_BACK)))
    return table


def _written(db: Session, read: _Read, store: Store) -> int | None:
    """Write a session with a number of its own; gives that, or None where it is there already."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text(f"SELECT pg_advisory_xact_lock({_NUMBERING})"))
    if db.scalar(select(PastSession.id).where(PastSession.key == read.about.id)) is not None:
        return None
    row = read.row
    row.number = _number_for(db, read.about.number)
    row.folder = folder_row(db, store.key, store.home)
    row.learner = learner_named(db, read.about.learner)
    if read.practice is not None and read.practice.hello is not None:
        row.rig, row.calibration = _rig_of(db, read.practice)
    row.sets = [one for one, _ in read.sets]
    db.add(row)
    db.flush()
    strokes = [{**columns, "set_id": one.id} for one, found in read.sets for columns in found]
    if strokes:
        db.execute(insert(SetStroke), strokes)
    return row.number


def _number_for(db: Session, wanted: int | None) -> int:
    """The number that a session had before, if no other has it; else the next."""
    if wanted is not None and db.scalar(select(PastSession.id).where(PastSession.number == wanted)) is None:
        return wanted
    return (db.scalar(select(func.max(PastSession.number))) or 0) + 1


def learner_named(db: Session, name: str | None) -> Learner | None:
    """Give the learner of a name, made where there is none yet; None for nobody."""
    if name is None:
        return None
    found = db.scalar(select(Learner).where(Learner.name == name))
    if found is None:
        found = Learner(name=name)
        db.add(found)
    return found


def _rig_of(db: Session, practice: Practice) -> tuple[Rig, RigCalibration]:
    assert practice.hello is not None  # noqa: S101  asked before
    hello, calibration = practice.hello, practice.calibration
    rig = db.scalar(select(Rig).where(Rig.board_id == hello.board_id))
    if rig is None:
        rig = Rig(board_id=hello.board_id, board=hello.board)
        db.add(rig)
        db.flush()
    digest = hashlib.sha256(calibration.to_text().encode()).hexdigest()
    found = db.scalar(select(RigCalibration).where(RigCalibration.rig_id == rig.id, RigCalibration.digest == digest))
    if found is None:
        found = RigCalibration(rig_id=rig.id, digest=digest, measured=practice.calibrated, date=calibration.date)
        db.add(found)
    return rig, found
