"""What a learner says of a session: notes, and times that are not to count; a document each beside the session's."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from thumbwalk.errors import LearnerError, NotKept
from thumbwalk.language import told
from thumbwalk.learner.entry import Entry, entry_in
from thumbwalk.places import json_text, write_whole
from thumbwalk.store.access import Store
from thumbwalk.store.models import PastSession, SessionWord
from thumbwalk.store.moments import moment_of
from thumbwalk.store.sources import Kept

SaidKind = Literal["note", "trim"]
_MOST_S = 1e6
"""No session lasts longer."""
_LONGEST = 2000
"""Letters of a note."""


def words_in(folder: Path) -> list[SessionWord]:
    """Everything that was said of a session, by the folder of its document; what can't be read is passed over.

    A word that is damaged costs itself, not the session.
    """
    found = []
    for path in sorted(folder.glob("said_*.json")):
        try:
            found.append(word_row(path.name, entry_in(path)))
        except LearnerError:
            continue
    return found


def word_row(document: str, said: Entry) -> SessionWord:
    """Give what a document says as a row. Raises LearnerError."""
    from_s, to_s = (said.number(name, 0.0, _MOST_S) for name in ("from_s", "to_s"))
    text = said.text("text")[:_LONGEST] or None
    if said.kind == "trim" and (from_s is None or to_s is None or not from_s < to_s):
        raise LearnerError(told("{source}: is no time that can be trimmed; remove it", source=said.source))
    return SessionWord(**moment_of(said.at), document=document, kind=said.kind, text=text, from_s=from_s, to_s=to_s)


def words_folder(store: Store, kept: Kept, row: PastSession) -> Path:
    """Where a session's words are kept: in its folder; a recording's beside the note on it.

    Raises NotKept where that is gone, OptionError where it is another's.
    """
    place = store.path_of(row)
    folder = kept.elsewhere / row.key if row.kind == "recording" else place
    if not folder.is_dir():
        raise NotKept(
            told("{folder}: is not there any more, so that nothing can be kept in it; put it back", folder=folder)
        )
    return folder


def say(folder: Path, kind: SaidKind, at: datetime, facts: Mapping[str, Any]) -> tuple[str, Entry]:
    """Keep a word; gives its document's name and what it says. Raises NotKept."""
    # as it will be read: to the second
    said = Entry(kind, at.replace(microsecond=0), facts)
    path = folder / f"said_{at:%Y-%m-%d_%H%M%S}_{kind}_{secrets.token_hex(4)}.json"
    try:
        write_whole(path, [json_text(said.to_json())])
    except OSError as error:
        raise NotKept(
            told("{path}: can't be written: {why}; make room first", path=path, why=error.strerror)
        ) from error
    return path.name, said


def unsay(folder: Path, kind: SaidKind) -> list[str]:
    """Take back every word of a kind; gives the documents that were. Raises NotKept."""
    names = [path.name for path in folder.glob("said_*.json") if f"_{kind}_" in path.name]
    for name in names:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise NotKept(
                told(
                    "{folder}: can't be removed: {why}; make it writable first",
                    folder=folder / name,
                    why=error.strerror,
                )
            ) from error
    return names
