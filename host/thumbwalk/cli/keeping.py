"""How commands keep sessions: a note when one begins, and the store when it has ended.

The store is loaded when it is needed and no sooner, as loading it takes time. A store that can't be used costs nobody
a session: what it is made of is on the disk, and is taken in the next time.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from thumbwalk.cli.show import warn
from thumbwalk.coach.drill.drills_file import read_drills
from thumbwalk.coach.targets.targets_file import read_targets
from thumbwalk.errors import NotKept, OptionError, RigError
from thumbwalk.places import (
    drills_dir,
    drills_path,
    elsewhere_dir,
    home_dir,
    learners_dir,
    sessions_dir,
    store_path,
    targets_path,
)
from thumbwalk.session.about import ABOUT, About, read_about
from thumbwalk.session.in_use import in_use
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.practice import Practice

if TYPE_CHECKING:
    from sqlalchemy import URL

    from thumbwalk.session.free import FreePractice
    from thumbwalk.store.access import Store
    from thumbwalk.store.catching_up import CaughtUp
    from thumbwalk.store.sources import Kept, Source
    from thumbwalk.store.spoken import SaidKind

NO_STORE = "none"
"""Asked for in place of a database: sessions are kept in their folders alone."""


def new_id() -> str:
    """Give a session an id that no other has."""
    return secrets.token_hex(8)


@contextmanager
def under_way(folder: SessionFolder, about: About) -> Iterator[None]:
    """Say in a practice's folder whose it is, and hold that while it runs; what can't be written, the folder notes."""
    folder.keep_about(about)
    note = None
    if not folder.path.absolute().is_relative_to(sessions_dir().absolute()):
        try:
            note = note_elsewhere(replace(about, path=folder.path.absolute()))
        except NotKept as error:
            folder.fail(error)
    with in_use(folder.path / ABOUT):
        yield
    if note is not None and not folder.recording.exists():
        shutil.rmtree(note.parent, ignore_errors=True)


@contextmanager
def recorded_elsewhere(file: Path, about: About) -> Iterator[None]:
    """Note where a recording is going to be, and hold the note while it is made."""
    note, trouble = None, ""
    try:
        note = note_elsewhere(replace(about, path=file.absolute()))
    except NotKept as error:
        trouble = str(error)
    if note is None:
        yield
        # where the recording could not be written either, that is told
        warn([trouble])
        return
    try:
        with in_use(note):
            yield
    finally:
        if not file.exists():
            shutil.rmtree(note.parent, ignore_errors=True)


def note_elsewhere(about: About) -> Path:
    """Note where a session is that is kept outside of the sessions' folder. Raises NotKept."""
    note = elsewhere_dir() / about.id / ABOUT
    try:
        about.keep(note)
    except OSError as error:
        what = f"{note}: can't be written: {error.strerror}; make it writable, or `thumbwalk recover` won't find this"
        raise NotKept(what) from error
    return note


def wants_store(asked: str | None) -> bool:
    """Whether sessions are to be kept in a store at all."""
    return _database(asked) != NO_STORE


def opened_store(asked: str | None) -> Store:
    """Open the store that is asked for, or the user's own. Raises OptionError, StoreError."""
    from thumbwalk.store.access import open_store  # noqa: PLC0415  loading it takes time

    return open_store(store_address(asked), home_dir())


def store_address(asked: str | None) -> URL:
    """Give the database that is asked for, or the user's own. Raises OptionError."""
    from thumbwalk.store.engines import url_of  # noqa: PLC0415  loading it takes time

    named = _database(asked)
    if named == NO_STORE:
        raise OptionError(f"--database or THUMBWALK_DATABASE says {NO_STORE}, so that there is no store; leave it out")
    return url_of(named, store_path())


def caught_up_store(asked: str | None) -> Store:
    """Open the store and take in what it does not have yet; says what was found."""
    store = opened_store(asked)
    _say(_caught_up(store))
    return store


def keep_in_store(
    asked: str | None = None, fresh: Mapping[Path, Practice] | None = None, *, is_told: bool = False
) -> None:
    """Take in what has just ended; where the store can't be used, that is said in one line, and all is kept anyway.

    Not where ``is_told`` says that the user is told of something worse: one line is read, of two none.
    """
    if not wants_store(asked):
        return
    try:
        done = _caught_up(opened_store(asked), fresh)
    except RigError as error:
        if not is_told:
            warn([f"{error} (all is kept in its folder, and taken in the next time)"])
        return
    _say(done)
    taken = {one.place: one.number for one in done.taken}
    for path in fresh or ():
        # another practice that ended at the same moment may have taken it in
        number = taken.get(str(path.absolute())) or _number_in(path)
        if number is not None:
            typer.echo(f"It is session {number}: `thumbwalk show {number}`; `thumbwalk next` says what next")


def _number_in(folder: Path) -> int | None:
    """The number that stands in a practice's folder; None where there is none yet."""
    try:
        return read_about(folder / ABOUT).number
    except RigError:
        return None


def _caught_up(store: Store, fresh: Mapping[Path, Practice] | None = None) -> CaughtUp:
    from thumbwalk.store.catching_up import catch_up  # noqa: PLC0415  loading it takes time

    return catch_up(store, kept(), sum_up, fresh)


def say_of(store: Store, name: str, kind: SaidKind, facts: Mapping[str, Any]) -> None:
    """Keep a word about a session, in its folder and in the store. Raises OptionError, NotKept, StoreError."""
    from thumbwalk.store.finding import session_named  # noqa: PLC0415  loading it takes time
    from thumbwalk.store.spoken import say, word_row, words_folder  # noqa: PLC0415

    with store.writing() as db:
        row = session_named(db, name)
        row.words.append(word_row(*say(words_folder(store, kept(), row), kind, datetime.now().astimezone(), facts)))


def unsay_of(store: Store, name: str, kind: SaidKind) -> None:
    """Take every word of a kind about a session back. Raises OptionError, NotKept, StoreError."""
    from thumbwalk.store.finding import session_named  # noqa: PLC0415  loading it takes time
    from thumbwalk.store.spoken import unsay, words_folder  # noqa: PLC0415

    with store.writing() as db:
        row = session_named(db, name)
        unsay(words_folder(store, kept(), row), kind)
        row.words = [one for one in row.words if one.kind != kind]


def kept() -> Kept:
    """Where the user's things are that the store is made of."""
    from thumbwalk.store.sources import Kept  # noqa: PLC0415  loading it takes time

    return Kept(sessions_dir().absolute(), elsewhere_dir().absolute(), learners_dir().absolute())


def sum_up(source: Source) -> FreePractice:
    """Sum up a free practice that crashed, by the user's targets and drills."""
    from thumbwalk.session.free import free_practice  # noqa: PLC0415  no first frame waits for it

    targets = read_targets(targets_path())
    return free_practice(source.recording, targets, read_drills(drills_path(), targets, drills_dir()))


def _say(done: CaughtUp) -> None:
    warn(done.told)
    warn(
        f"session {one.number} had not come to its end: what there is of it is taken in, from {one.place}"
        for one in done.taken
        if one.was_cut
    )


def _database(asked: str | None) -> str | None:
    return asked or os.environ.get("THUMBWALK_DATABASE") or None
