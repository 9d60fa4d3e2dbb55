"""The folder of a session: chosen, made, and what is kept in it, each thing whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.errors import NotKept, OptionError
from thumbwalk.language import told
from thumbwalk.link.losses import Losses
from thumbwalk.places import json_text, write_whole
from thumbwalk.session.about import ABOUT, About
from thumbwalk.session.outcome import scores_document

if TYPE_CHECKING:
    from thumbwalk.session.free import FreePractice

RECORDING, SCORE, FREE, PICTURE = "practice.twr", "score.json", "free.json", "window.png"
"""What a practice leaves in its folder: a score of a drill, and what was done of a free one."""
REPORT = "report.html"
"""The page of it that may be asked for afterwards."""


def scored_later(version: int) -> str:
    """What a drill's score by later rules is called, which stands beside that of its day."""
    return f"score_v{version}.json"


class SessionFolder:
    """Where a session is kept; choosing it makes nothing yet.

    Parameters
    ----------
    path : Path
        The folder.
    asked_for : bool
        Whether somebody named it: it may then be there already, as long as no session is in it. Otherwise it gives
        way to another session of the same second.

    Raises
    ------
    OptionError
        When one that was asked for has a session in it already, or is no folder.

    Attributes
    ----------
    failure : NotKept or None
        The first thing that could not be kept.
    has_picture : bool
        Whether a picture was to be kept already, be it that it could not.
    """

    def __init__(self, path: Path, *, asked_for: bool = True) -> None:
        self.path = path
        self.failure: NotKept | None = None
        self.has_picture = False
        self._asked_for = asked_for
        self._made: list[Path] = []
        if not asked_for:
            return
        taken = next((name for name in (RECORDING, SCORE, FREE, PICTURE) if os.path.lexists(path / name)), None)
        if taken is not None:
            raise OptionError(
                told(
                    "{path}: there is a {taken} in it already; name another --out, or move it away",
                    path=path,
                    taken=taken,
                )
            )
        if path.is_file():
            raise OptionError(told("{path}: is a file, not a folder; name another --out", path=path))

    @classmethod
    def dated(cls, sessions: Path, drill: str, now: datetime) -> SessionFolder:
        """Choose one below ``sessions``, named after the moment and the drill."""
        return cls(sessions / f"{now:%Y-%m-%d_%H%M%S}_{drill}", asked_for=False)

    @property
    def recording(self) -> Path:
        """The recording's file."""
        return self.path / RECORDING

    def make(self) -> None:
        """Make the folder. Raises OptionError when it can't be made."""
        wanted, number = self.path, 1
        try:
            while True:
                self._made = [one for one in (self.path, *self.path.parents) if not os.path.lexists(one)]
                try:
                    self.path.mkdir(parents=True, exist_ok=self._asked_for)
                except FileExistsError:
                    # only another session's folder is a reason to try again: a link that leads nowhere is none
                    if self._asked_for or not self.path.is_dir():
                        raise
                    number += 1
                    self.path = wanted.with_name(f"{wanted.name}-{number}")
                else:
                    return
        except OSError as error:
            self.forget()
            raise OptionError(
                told("{path}: can't make the folder: {why_not}", path=self.path, why_not=self._why_not(error))
            ) from error

    def _why_not(self, error: OSError) -> str:
        mend = told("name another --out") if self._asked_for else told("mend it, or name a folder with --out")
        above = (self.path, *self.path.parents)
        dangling = next((one for one in above if one.is_symlink() and not one.exists()), None)
        why = error.strerror if dangling is None else told("{path} is a link that leads nowhere", path=dangling)
        return told("{why}; {mend}", why=why, mend=mend)

    def forget(self) -> None:
        """Remove what was made here while no more is in it: a start that failed leaves nothing behind."""
        if self._made or self._asked_for:
            with contextlib.suppress(OSError):
                (self.path / ABOUT).unlink(missing_ok=True)
        for one in self._made:
            with contextlib.suppress(OSError):
                one.rmdir()

    def keep_about(self, about: About) -> None:
        """Write whose session it is."""
        self._keeping(ABOUT, about.keep)

    def keep_scores(self, scores: Sequence[DrillScore], losses: Losses | None = None) -> None:
        """Write the drills' scores, if there are any, with what the stream lost."""
        if scores:
            self._keep(SCORE, json_text(scores_document(scores, losses)))

    def keep_free(self, done: FreePractice) -> None:
        """Write what was done in free practice."""
        self._keep(FREE, json_text(done.to_json()))

    def keep_picture(self, png: bytes) -> None:
        """Write the picture."""
        self.has_picture = True
        self._keep(PICTURE, png)

    def fail(self, failure: NotKept) -> None:
        """Note that something could not be kept; the first is remembered."""
        if self.failure is None:
            self.failure = failure

    def gone(self, document: str = SCORE) -> list[str]:
        """Name what a practice leaves, with its document, and is not there."""
        return [name for name in (RECORDING, document, PICTURE) if not (self.path / name).is_file()]

    def _keep(self, name: str, content: str | bytes) -> None:
        self._keeping(name, lambda path: write_whole(path, [content]))

    def _keeping(self, name: str, write: Callable[[Path], None]) -> None:
        """Write a file; whoever ends the session tells the first failure, once."""
        path = self.path / name
        try:
            write(path)
        except OSError as error:
            failure = NotKept(told("{path}: can't be written: {why}; make room first", path=path, why=error.strerror))
            failure.__cause__ = error
            self.fail(failure)
