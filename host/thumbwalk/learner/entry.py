"""One document about a learner: what happened, when, and its facts; written once and never changed."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from thumbwalk.errors import LearnerError
from thumbwalk.filekind import PUT_BACK, read_document
from thumbwalk.language import told

ENTRY_VERSION = 1
"""How the documents are written today; one of a higher version is refused, since it may mean something else."""

Kind = Literal["practice", "strength", "feel", "pain", "match", "guide", "safety", "choice"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Entry:
    """One thing that happened to a learner.

    ``kind`` is one of ``KINDS``, or another that a later program knows. ``at`` has its offset from UTC: a day is the
    learner's own, not UTC's. ``source`` is what messages call the document.
    """

    kind: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""

    @property
    def day(self) -> date:
        """The day on which it happened, where it happened."""
        return self.at.date()

    def number(self, name: str, least: float = 0.0, most: float = math.inf) -> float | None:
        """A number of its facts; None where it has none. Raises LearnerError when it is none, or out of limits."""
        value = self.facts.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self._wrong(name, told("a number from {least:g} to {most:g}", least=least, most=most))
        return float(value)

    def text(self, name: str) -> str:
        """A text of its facts; an empty one where it has none. Raises LearnerError when it is no text."""
        value = self.facts.get(name)
        if value is not None and not isinstance(value, str):
            raise self._wrong(name, told("a text"))
        return value or ""

    def switch(self, name: str) -> bool:
        """Whether one of its facts is so; not where it has none. Raises LearnerError when it is not true or false."""
        value = self.facts.get(name, False)
        if not isinstance(value, bool):
            raise self._wrong(name, told("true or false"))
        return value

    def inside(self, name: str) -> Entry:
        """One of its facts that has facts of its own; without any where there is none. Raises LearnerError."""
        value = self.facts.get(name)
        if value is not None and not isinstance(value, dict):
            raise self._wrong(name, told("an object"))
        return Entry(self.kind, self.at, value or {}, f"{self.source}: {name}")

    def texts(self, name: str) -> tuple[str, ...]:
        """Texts of its facts; none where it has none. Raises LearnerError when it is no list of texts."""
        value = self.facts.get(name)
        if value is not None and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            raise self._wrong(name, told("a list of texts"))
        return tuple(value or ())

    def to_json(self) -> dict[str, Any]:
        """Plain values, as they are kept."""
        return {"version": ENTRY_VERSION, "kind": self.kind, "at": self.at.isoformat(timespec="seconds"), **self.facts}

    def _wrong(self, name: str, wanted: str) -> LearnerError:
        return _is_not(self.source, name, self.facts[name], wanted)


def entry_in(path: Path) -> Entry:
    """Read a document. Keys that mean nothing here are kept, and missing ones are not missed.

    Raises
    ------
    LearnerError
        When it can't be read, is no such document, or is of a later program.
    """
    table = object_in(path, told("learner's document"))
    kind, at = table.pop("kind", None), table.pop("at", None)
    if not isinstance(kind, str):
        raise _is_not(path, "kind", kind, told("one of {kinds}", kinds=", ".join(KINDS)))
    try:
        moment = datetime.fromisoformat(at if isinstance(at, str) else "")
    except ValueError:
        moment = datetime.min  # told below, as one without an offset is
    if moment.tzinfo is None:
        raise _is_not(path, "at", at, told('a moment with its offset, such as "2026-03-01T18:15:00+01:00"'))
    return Entry(kind, moment, table, str(path))


def object_in(path: Path, what: str) -> dict[str, Any]:
    """The JSON object in a file, without its version. Raises LearnerError when there is none that can be read."""
    text = read_document(path, what, LearnerError, PUT_BACK, takes=("JSON",))
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else told("its numbers or nesting")
        raise LearnerError(
            told("{path}: damaged: not valid JSON ({where}); {mend}", path=path, where=where, mend=told(PUT_BACK))
        ) from error
    if not isinstance(table, dict):
        raise LearnerError(told("{path}: damaged: no JSON object; {mend}", path=path, mend=told(PUT_BACK)))
    version = table.pop("version", None)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _is_not(path, "version", version, str(ENTRY_VERSION))
    if version > ENTRY_VERSION:
        raise LearnerError(
            told(
                "{path}: version {version} is of a later Thumbwalk, this one reads {newest}; update Thumbwalk",
                path=path,
                version=version,
                newest=ENTRY_VERSION,
            )
        )
    return table


def _is_not(where: object, name: str, value: object, wanted: str) -> LearnerError:
    return LearnerError(
        told(
            "{where}: {name} is {found}, not {wanted}; {mend}",
            where=where,
            name=name,
            found=json.dumps(value)[:60],
            wanted=wanted,
            mend=told(PUT_BACK),
        )
    )
