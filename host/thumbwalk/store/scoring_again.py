"""One session scored again by other rules than those of its day, in any process that sees its folder.

Without the store: a process that does nothing else need not load it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thumbwalk import __version__
from thumbwalk.errors import RigError
from thumbwalk.language import told
from thumbwalk.session.kept import RECORDING
from thumbwalk.session.outcome import scores_document
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed


@dataclass(frozen=True)
class Due:
    """A session that is to be scored again: its number, its folder, and the score of its day."""

    number: int
    folder: str
    score: float | None


@dataclass(frozen=True)
class Rescored:
    """What came of it: the document of the scores, or why there is none; by which Thumbwalk."""

    document: dict[str, Any]
    failed: str = ""
    thumbwalk: str = __version__

    @property
    def score(self) -> float | None:
        """The last drill's score."""
        last: dict[str, Any] = self.document.get("drills", [self.document])[-1]
        value: float | None = last.get("score")
        return value


def scored_again(one: Due, version: int) -> Rescored:
    """Score a session by a version of the rules; runs in any process on any machine that sees its folder."""
    path = Path(one.folder)
    try:
        practice = replayed(open_recording(path / RECORDING if path.is_dir() else path), version)
    except RigError as error:
        return Rescored({}, str(error))
    results = [result for _, result in practice.results()]
    if not results:
        return Rescored({}, told("{folder}: no drill is in it", folder=one.folder))
    return Rescored(scores_document(results, practice.losses))
