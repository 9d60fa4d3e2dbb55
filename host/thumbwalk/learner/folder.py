"""A learner's folder: a file for each thing that happened, so that two programs at once lose nothing of each other."""

from __future__ import annotations

import os
import secrets
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from thumbwalk.errors import LearnerError, NotKept, OptionError
from thumbwalk.language import told
from thumbwalk.learner.entry import ENTRY_VERSION, Entry, Kind, entry_in, object_in
from thumbwalk.learner.history import History
from thumbwalk.places import file_name, json_text, write_whole

CARD = "learner.json"
"""Says whose folder it is."""
_MOST_NAME = 60
"""Letters of a name: it is shown in one line."""


class LearnerFolder:
    """What is kept of one learner; nothing is made before there is something to keep.

    Parameters
    ----------
    learners : Path
        The folder of all of them.
    name : str
        Whose it is, as they write it.

    Raises
    ------
    OptionError
        When the name is empty, too long or has letters that can't be shown.
    LearnerError
        When the folder is another learner's, or its card is damaged.
    """

    def __init__(self, learners: Path, name: str) -> None:
        self.name = checked_name(name, "--learner")
        plain = file_name(self.name)
        # names that differ only in what no folder can have are still two
        mark = "" if plain == self.name else f"-{zlib.crc32(self.name.encode()):08x}"
        self.path = learners / f"{plain}{mark}"
        self._check_card()

    def history(self) -> History:
        """All that is kept so far, in the order in which it happened.

        Raises
        ------
        LearnerError
            When one of the documents is damaged: figures without it would be wrong and not look so.
        """
        try:
            paths = sorted(path for path in self.path.glob("*.json") if path.name != CARD and path.name[0] != ".")
        except OSError as error:
            raise LearnerError(
                told("{path}: can't be read: {why}; make it readable", path=self.path, why=error.strerror)
            ) from error
        return History(tuple(sorted((entry_in(path) for path in paths), key=lambda entry: entry.at)))

    def add(self, kind: Kind, at: datetime, facts: Mapping[str, Any]) -> Path:
        """Keep one more thing, whole and on the disk when this returns; gives the document's path.

        Raises
        ------
        NotKept
            When the folder can't be written.
        """
        path = self.path / f"{at:%Y-%m-%d_%H%M%S}_{kind}_{secrets.token_hex(4)}.json"
        try:
            self._leave_card()
            write_whole(path, [json_text(Entry(kind, at, facts).to_json())])
        except OSError as error:
            raise NotKept(
                told("{path}: can't be written: {why}; make room first", path=path, why=error.strerror)
            ) from error
        return path

    def _leave_card(self) -> None:
        card = self.path / CARD
        if card.exists():
            return
        # of two programs at once either's is right: it is the same one
        write_whole(card, [json_text({"version": ENTRY_VERSION, "name": self.name})])

    def _check_card(self) -> None:
        card = self.path / CARD
        if not os.path.lexists(card):
            return
        name = object_in(card, told("learner's card")).get("name")
        if name != self.name:
            # where a disk takes "Anna" and "anna" for one name
            raise LearnerError(
                told(
                    "{card}: is the folder of {name!r}, not of {name_2!r}; choose another --learner",
                    card=card,
                    name=name,
                    name_2=self.name,
                )
            )


def last_learner(learners: Path) -> str | None:
    """Whose practice is the newest of all, by what the documents are called; None where there is none.

    Raises LearnerError when that learner's card is damaged.
    """
    newest: tuple[str, Path] | None = None
    for folder in learners.iterdir() if learners.is_dir() else ():
        names = [path.name for path in folder.glob("*_practice_*.json") if path.name[0] != "."]
        if names and (newest is None or max(names) > newest[0]):
            newest = (max(names), folder)
    if newest is None or not (newest[1] / CARD).exists():
        return None
    name = object_in(newest[1] / CARD, told("learner's card")).get("name")
    return name if isinstance(name, str) else None


def checked_name(name: str, option: str) -> str:
    """A person's name as it was given, without blanks around it. Raises OptionError when it can be none."""
    plain = name.strip()
    if not plain or len(plain) > _MOST_NAME or not plain.isprintable():
        raise OptionError(
            told(
                "{option} {name!r}: is no name of 1 to {most_name} letters; choose another",
                option=option,
                name=name[:80],
                most_name=_MOST_NAME,
            )
        )
    return plain
