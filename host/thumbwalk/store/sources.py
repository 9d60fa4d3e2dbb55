"""Where the store's sessions come from: the folders of practices, and notes on what is kept elsewhere."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from thumbwalk.errors import RecordingError
from thumbwalk.language import told
from thumbwalk.session.about import ABOUT, FIRST_YEAR, LAST_YEAR, About, SessionKind, read_about
from thumbwalk.session.in_use import is_in_use
from thumbwalk.session.kept import FREE, PICTURE, RECORDING, REPORT, SCORE
from thumbwalk.session.packing import damaged_beside

_DATED = re.compile(r"(\d{4}-\d\d-\d\d_\d{6})_(.+)")
"""How a session's folder is named: the moment, and the drill."""


_LOOKED_AT = 20
"""Sessions at the end of the list that are looked at in haste: what was left over longer is found by whoever asks."""
_OURS = (RECORDING, SCORE, FREE, PICTURE, REPORT, ABOUT)
_OURS_TOO = ("said_", "score_v")
"""How a learner's words and later scores begin, which are JSON."""


def own_files(folder: Path) -> list[Path]:
    """What the program itself left in a session's folder; what else is there is somebody's own."""
    own = [
        path
        for path in sorted(folder.iterdir())
        if path.name in _OURS or (path.name.startswith(_OURS_TOO) and path.suffix == ".json")
    ]
    return own + damaged_beside(folder / RECORDING)


@dataclass(frozen=True)
class Kept:
    """Where a user's things are: practices, notes on those that are kept elsewhere, and the learners' documents."""

    sessions: Path
    elsewhere: Path
    learners: Path


@dataclass(frozen=True)
class Source:
    """One session on the disk.

    ``place`` is its folder, or a recording's file; ``document`` says whose it is, and in the document's folder is what
    the learner says of it.
    """

    place: Path
    document: Path

    @classmethod
    def of_folder(cls, folder: Path) -> Source:
        """A practice by its folder."""
        return cls(folder, folder / ABOUT)

    @classmethod
    def of_note(cls, note: Path) -> Source:
        """What a note is about that is kept elsewhere. Raises RecordingError when the note can't be read."""
        about = read_about(note / ABOUT)
        if about.path is None:
            raise RecordingError(told("{note}: does not say where its session is; move it away", note=note / ABOUT))
        return cls(about.path, note / ABOUT) if about.kind == "recording" else cls.of_folder(about.path)

    @property
    def recording(self) -> Path:
        """The recording's file."""
        return self.place / RECORDING if self.document.parent == self.place else self.place

    @property
    def is_there(self) -> bool:
        """Whether anything is there that can be taken in."""
        return any(self._has(name) for name in (RECORDING, SCORE, FREE)) or self.recording.is_file()

    @property
    def is_under_way(self) -> bool:
        """Whether a program is at it."""
        return is_in_use(self.document)

    def _has(self, name: str) -> bool:
        return (self.place / name).is_file()

    def about(self) -> About:
        """What is known of it beside the recording. Raises RecordingError when the document is damaged."""
        return read_about(self.document) if self.document.exists() else self.by_its_name()

    def by_its_name(self) -> About:
        """What the name says of one from before there were such documents, or whose is damaged."""
        dated = _DATED.fullmatch(self.place.name)
        moment = self.recording if self.recording.exists() else self.place
        at = datetime.fromtimestamp(moment.stat().st_mtime)
        if dated is not None:
            try:
                named = datetime.strptime(dated[1], "%Y-%m-%d_%H%M%S")
            except ValueError:
                named = datetime.min
            at, dated = (named, dated) if FIRST_YEAR < named.year < LAST_YEAR else (at, None)
        kind: SessionKind = "free" if self._has(FREE) or (dated is not None and dated[2] == "free") else "drill"
        mark = zlib.crc32(str(self.place.absolute()).encode())
        return About(f"{self.place.name[:100]}-{mark:08x}", at.astimezone(), kind)

    def number(self, about: About, number: int) -> None:
        """Have the document say which number the store gave it; where it can't be written, it does not."""
        if about.number == number:
            return
        try:
            replace(about, number=number).keep(self.document)
        except OSError:
            return


def has_left_over(sessions: Path) -> bool:
    """Whether one of the newest sessions was not taken in, and nobody is at it: its program did not come to its end."""
    for folder in list(folders_in(sessions))[-_LOOKED_AT:]:
        source = Source.of_folder(folder)
        try:
            is_new = source.document.exists() and source.is_there and source.about().number is None
            if is_new and not source.is_under_way:
                return True
        except RecordingError:
            continue
    return False


def folders_in(sessions: Path) -> Iterator[Path]:
    """The folders of practices, in the order of their names; none where there is no such folder."""
    if sessions.is_dir():
        # there may be ten thousand: none is asked more than its name and kind
        with os.scandir(sessions) as entries:
            names = sorted(one.name for one in entries if one.name[0] != "." and one.is_dir())
        yield from (sessions / name for name in names)
