"""All that is kept of a person, as one archive to take along: files as they are, and what the store says of them."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sqlalchemy import select

from thumbwalk.errors import NotKept, OptionError
from thumbwalk.language import told
from thumbwalk.places import json_text, write_whole
from thumbwalk.session.packing import damaged_beside
from thumbwalk.store.access import Store
from thumbwalk.store.documents import folder_of_learner
from thumbwalk.store.finding import Wanted, sessions
from thumbwalk.store.listing import session_document
from thumbwalk.store.models import Learner
from thumbwalk.store.sources import Kept, own_files

VERSION = 1
"""Of the archive."""
_CHUNK = 1 << 20
"""Bytes of it at a time."""
_READ_ME = """All that Thumbwalk keeps of {name}.

learner/      documents: scores, strength, notes of pain, hand load, people practised on
sessions/     a folder a session: the recording (practice.twr), its scores, its picture, what was said of it
sessions.json all sessions as the store tells them, in one document

docs/files.md of Thumbwalk says what stands in each file.
"""


def write_everything(store: Store, kept: Kept, name: str, out: Path) -> tuple[int, int]:
    """Write a zip of all that is kept of a learner, whole or not at all; gives how many sessions are in it.

    And how many of those lie in other stations' folders, so that no files of theirs are.

    Raises
    ------
    OptionError
        When nothing is kept of them.
    NotKept
        When it can't be written, or something of theirs can't be read.
    """
    files = dict(_documents(kept, name))
    with store.reading() as db:
        rows = sessions(db, Wanted(learner=name))
        if not rows and not files and db.scalar(select(Learner).where(Learner.name == name)) is None:
            raise OptionError(told("--learner {name!r}: nothing is kept of anybody called so", name=name))
        here = [row for row in rows if store.has(row)]
        for row in here:
            files |= dict(_session_files(f"sessions/{row.number}", store.path_of(row)))
            files |= dict(_session_files(f"sessions/{row.number}/notes", kept.elsewhere / row.key))
        document = {"version": VERSION, "sessions": [session_document(store, db, row) for row in rows]}
    try:
        with tempfile.TemporaryFile(dir=out.absolute().parent) as file:
            _zip(file, files, {"README.txt": _READ_ME.format(name=name), "sessions.json": json_text(document)})
            file.seek(0)
            write_whole(out, iter(lambda: file.read(_CHUNK), b""))
    except OSError as error:
        where = error.filename if isinstance(error.filename, str) else out
        raise NotKept(
            told(
                "{where}: {reason}: nothing was written to {out}; try again",
                where=where,
                reason=error.strerror or error,
                out=out,
            )
        ) from error
    return len(rows), len(rows) - len(here)


def _documents(kept: Kept, name: str) -> Iterator[tuple[str, Path]]:
    folder = folder_of_learner(kept.learners, name)
    if folder is not None:
        for path in sorted(folder.glob("*.json")):
            yield f"learner/{path.name}", path


def _session_files(inside: str, place: Path) -> Iterator[tuple[str, Path]]:
    """The program's own files of a session, by what they are called in the archive."""
    if place.is_file():
        yield from ((f"{inside}/{path.name}", path) for path in (place, *damaged_beside(place)))
    elif place.is_dir():
        for path in own_files(place):
            yield f"{inside}/{path.name}", path


def _zip(file: IO[bytes], files: dict[str, Path], texts: dict[str, str]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for called, text in texts.items():
            archive.writestr(called, text)
        for called, path in files.items():
            archive.write(path, called)
