"""The folder of a session: chosen, made, and what is kept in it, each thing whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.errors import NotKept, RecordingError
from thumbwalk.places import json_text, write_whole
from thumbwalk.session.practice import scores_document

RECORDING, SCORE, PICTURE = "practice.twr", "score.json", "window.png"
"""What a practice leaves in its folder."""


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
    RecordingError
        When one that was asked for has a session in it already, or is no folder.

    Attributes
    ----------
    failure : NotKept or None
        The first thing that could not be kept.
    """

    def __init__(self, path: Path, *, asked_for: bool = True) -> None:
        self.path = path
        self.failure: NotKept | None = None
        self._asked_for = asked_for
        if not asked_for:
            return
        taken = next((name for name in (RECORDING, SCORE, PICTURE) if (path / name).exists()), None)
        if taken is not None:
            raise RecordingError(f"{path}: there is a {taken} in it already; name another --out, or move it away")
        if path.exists() and not path.is_dir():
            raise RecordingError(f"{path}: is a file, not a folder; name another --out")

    @classmethod
    def dated(cls, sessions: Path, drill: str, now: datetime) -> SessionFolder:
        """Choose one below ``sessions``, named after the moment and the drill."""
        return cls(sessions / f"{now:%Y-%m-%d_%H%M%S}_{drill}", asked_for=False)

    @property
    def recording(self) -> Path:
        """The recording's file."""
        return self.path / RECORDING

    def make(self) -> None:
        """Make the folder. Raises RecordingError when it can't be made."""
        wanted, number = self.path, 1
        try:
            while True:
                try:
                    self.path.mkdir(parents=True, exist_ok=self._asked_for)
                except FileExistsError:
                    number += 1
                    self.path = wanted.with_name(f"{wanted.name}-{number}")
                else:
                    return
        except OSError as error:
            raise RecordingError(f"{self.path}: can't make the folder: {error.strerror}; name another --out") from error

    def keep_scores(self, scores: Sequence[DrillScore]) -> None:
        """Write the drills' scores, if there are any."""
        if scores:
            self._keep(SCORE, json_text(scores_document(scores)))

    @property
    def has_picture(self) -> bool:
        """Whether a picture is kept, or could not be."""
        return self.failure is not None or (self.path / PICTURE).exists()

    def keep_picture(self, png: bytes) -> None:
        """Write the picture."""
        self._keep(PICTURE, png)

    def _keep(self, name: str, content: str | bytes) -> None:
        """Write a file; whoever ends the session tells the first failure, once."""
        path = self.path / name
        try:
            write_whole(path, [content])
        except OSError as error:
            if self.failure is None:
                self.failure = NotKept(f"{path}: can't be written: {error.strerror}; make room first")
                self.failure.__cause__ = error
