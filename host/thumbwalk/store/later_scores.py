"""Scores of a session by later rules than those of its day: a document each beside its own, and rows of the store."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from thumbwalk.errors import RecordingError
from thumbwalk.filekind import read_document
from thumbwalk.language import marked, told
from thumbwalk.session.kept import scored_later
from thumbwalk.store.models import PracticeSet, SetMeasure, SetScore

_MOST_VERSION = 1000
"""More versions of the rules than there will ever be."""
_MEND = marked("remove it; `thumbwalk rescore` makes it again")
_LONGEST_REASON = 500
"""Letters of why there is no score."""


def take_later(sets: Sequence[PracticeSet], folder: Path) -> None:
    """Give sets the scores that stand beside their own in the session's folder; what is damaged is passed over."""
    if not folder.is_dir():
        return
    for path in sorted(folder.glob(scored_later(0).replace("0", "*"))):
        mark = path.stem.removeprefix("score_v")
        if not mark.isdecimal() or not 0 < int(mark[:4]) <= _MOST_VERSION:
            continue
        try:
            add_scores(sets, later_score(path), int(mark))
        except (RecordingError, KeyError, TypeError, ValueError):
            continue


def later_score(path: Path) -> list[dict[str, Any]]:
    """Every set's score that a document has, those of several drills in their order. Raises RecordingError."""
    try:
        document = json.loads(read_document(path, "score", RecordingError, _MEND, takes=("JSON",)))
        return [one for drill in document.get("drills", [document]) for one in drill["sets"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordingError(told("{path}: damaged: no score; {mend}", path=path, mend=told(_MEND))) from error


def add_scores(sets: Sequence[PracticeSet], scores: Sequence[Mapping[str, Any]], version: int) -> None:
    """Put scores by a version beside those that the sets have, unless they have it.

    Raises ValueError when they are not as many, and KeyError or TypeError for what is no score.
    """
    if len(scores) != len(sets):
        raise ValueError(told("there are {n_scores} scores of {n_sets} sets", n_scores=len(scores), n_sets=len(sets)))
    rows = [_score_row(one, version) for one in scores]
    for one, row in zip(sets, rows, strict=True):
        if all(known.version != version for known in one.scores):
            one.scores.append(row)


def _score_row(score: Mapping[str, Any], version: int) -> SetScore:
    row = SetScore(version=version, own=False, score=_number(score["score"]), stars=int(score["stars"]))
    why = score.get("reason") or ("" if score.get("done", True) else "not done")
    row.reason = str(why)[:_LONGEST_REASON] or None
    row.measures = [
        SetMeasure(
            n=n,
            name=str(one["name"]),
            unit=str(one["unit"]),
            value=_number(one["value"]),
            lo=_number(one["band"][0]),
            hi=_number(one["band"][1]),
            credit=float(one["credit"]),
            weight=float(one["weight"]),
            points=float(one.get("points", 0.0)),
        )
        for n, one in enumerate(score["metrics"])
    ]
    return row


def _number(value: float | None) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None
