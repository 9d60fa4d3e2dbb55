"""What a session's folder says of it beside the recording: whose it is, with which hand, when it began.

Written when a session begins, so that one that crashed is known as well; the store adds the number that it gave.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from thumbwalk.errors import RecordingError
from thumbwalk.filekind import PUT_BACK, read_document
from thumbwalk.language import told
from thumbwalk.pad import Foot
from thumbwalk.places import json_text, write_whole

ABOUT = "session.json"
"""The document's name in a session's folder."""
VERSION = 1
"""Of the document; one of a later program is refused, since it may mean something else."""
FIRST_YEAR, LAST_YEAR = 1970, 3000
"""Nobody practised before, or will after."""
SessionKind = Literal["drill", "free", "recording"]
Side = Literal["left", "right", "both"]
"""Which hand practises."""
_LONGEST_ID = 160
"""Letters of an id: a folder's name with a number behind it is the longest."""
_MOST_NUMBER = 1_000_000_000
"""More sessions nobody has."""


@dataclass(frozen=True)
class About:
    """What is known of a session beside its recording.

    ``id`` stays when its folder is moved. ``at`` has its offset from UTC: a day is the learner's own. ``path`` is where
    the session is, in a note on one that is kept outside of the sessions' folder; ``number`` is the store's.
    """

    id: str
    at: datetime
    kind: SessionKind
    learner: str | None = None
    receiver: str | None = None
    side: Side | None = None
    foot: Foot | None = None
    virtual: bool = False
    number: int | None = None
    path: Path | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values that `read_about` reads back."""
        return {
            "version": VERSION,
            "id": self.id,
            "at": self.at.isoformat(timespec="seconds"),
            "kind": self.kind,
            "learner": self.learner,
            "receiver": self.receiver,
            "side": self.side,
            "foot": self.foot,
            "virtual": self.virtual,
            "number": self.number,
            **({} if self.path is None else {"path": str(self.path)}),
        }

    def keep(self, document: Path) -> None:
        """Write it, whole or not at all. Raises OSError."""
        write_whole(document, [json_text(self.to_json())])


def read_about(document: Path) -> About:
    """Read what `About.keep` wrote, or an earlier program.

    Raises
    ------
    RecordingError
        When it can't be read, is none, or is of a later program.
    """
    text = read_document(document, told("session's document"), RecordingError, PUT_BACK, takes=("JSON",))
    try:
        table = json.loads(text)
        if not isinstance(table, dict):
            raise TypeError(told("it is no object"))
        return _about(table)
    except (ValueError, TypeError, RecursionError) as error:
        raise RecordingError(
            told(
                "{document}: is no session's document: {error}; {mend}",
                document=document,
                error=str(error)[:120],
                mend=told(PUT_BACK),
            )
        ) from error


def _about(table: dict[str, Any]) -> About:
    """Raises ValueError or TypeError for a value that makes no sense."""
    version = table.get("version")
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        raise ValueError(
            told(
                "its version is {shown}, and this Thumbwalk reads up to {version}",
                shown=json.dumps(version)[:40],
                version=VERSION,
            )
        )
    at = datetime.fromisoformat(_text(table, "at") or "")
    if at.tzinfo is None:
        raise ValueError(told("at has no offset from UTC"))
    if not FIRST_YEAR <= at.year < LAST_YEAR:
        raise ValueError(told("at is in the year {year}", year=at.year))
    name = _text(table, "id") or ""
    if not 1 <= len(name) <= _LONGEST_ID or not name.isprintable():
        raise ValueError(told("id {name!r} can be none", name=name[:40]))
    number, path = table.get("number"), _text(table, "path")
    is_number = isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= _MOST_NUMBER
    return About(
        name,
        at,
        cast("SessionKind", _one_of(table, "kind", get_args(SessionKind)) or "drill"),
        _text(table, "learner"),
        _text(table, "receiver"),
        cast("Side | None", _one_of(table, "side", get_args(Side))),
        cast("Foot | None", _one_of(table, "foot", get_args(Foot))),
        table.get("virtual") is True,
        number if is_number else None,
        None if path is None else Path(path),
    )


def _text(table: dict[str, Any], key: str) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise TypeError(told("{key} is {shown}, not a text", key=key, shown=json.dumps(value)[:40]))
    return value


def _one_of(table: dict[str, Any], key: str, words: tuple[str, ...]) -> str | None:
    value = _text(table, key)
    if value is not None and value not in words:
        raise ValueError(
            told("{key} is {value!r}, not one of {words}", key=key, value=value[:40], words=", ".join(words))
        )
    return value
