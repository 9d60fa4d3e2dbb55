"""Routines for a real foot as data: cues and questions by their times, checked on load."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.tomlfile import FileKind, TomlFile, Where

ROUTINES_FILE = FileKind(told("routines"), DrillError)
_KEYS = ("name", "title", "duration_s", "before", "after", "between", "cue", "ask")
_LONGEST_S = 3600.0
"""An hour on one foot."""


@dataclass(frozen=True, slots=True)
class RoutineCue:
    """What the hands do from ``at_s`` on: the technique, and where and how in a few words."""

    at_s: float
    technique: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the receiver is asked at a time."""

    at_s: float
    words: str


@dataclass(frozen=True)
class Routine:
    """One foot's routine: cues from 0 s on, each until the next; ``duration_s`` ends the last."""

    name: str
    title: str
    duration_s: float
    before: tuple[str, ...]
    after: str
    between: str
    cues: tuple[RoutineCue, ...]
    asks: tuple[Question, ...]


def packaged_routines() -> dict[str, Routine]:
    """The routines that come with the package, by name."""
    return parse_routines(TomlFile.packaged("routine.toml", ROUTINES_FILE))


def routine_named(name: str) -> Routine:
    """A routine by its name. Raises DrillError, naming those that there are."""
    routines = packaged_routines()
    if name not in routines:
        raise DrillError(told("no routine '{name}'; there are: {names}", name=name, names=", ".join(routines)))
    return routines[name]


def parse_routines(file: TomlFile) -> dict[str, Routine]:
    """Read a file's routines. Raises DrillError with file, lines and values, all that are wrong at once."""
    file.known(file.table, (), ("routine",))
    rows = file.rows(file.table, (), "routine", "routine", needed=told("there must be one"))
    routines = [_routine(file, row, (("routine", index),)) for index, row in enumerate(rows)]
    file.done()
    return {one.name: one for one in routines}


def _routine(file: TomlFile, row: dict[str, Any], where: Where) -> Routine:
    file.known(row, where, _KEYS)
    name, title, after, between = (file.words(row, where, key) for key in ("name", "title", "after", "between"))
    duration_s = (
        file.number(row, where, "duration_s", least=1.0, most=_LONGEST_S, needed=told("it says when it ends")) or 0.0
    )
    before = row.get("before", [])
    if not isinstance(before, list) or not all(isinstance(one, str) for one in before):
        file.fault(where, "before", before, told("must be a list of texts"))
        before = []
    cues, asks = list[RoutineCue](), list[Question]()
    for index, cue in enumerate(file.rows(row, where, "cue", "routine.cue", needed=told("there must be one"))):
        at = (*where, ("routine.cue", index))
        file.known(cue, at, ("at_s", "technique", "words"))
        why = told("must be one of {techniques}", techniques=", ".join(TECHNIQUES))
        technique = file.choice(cue, at, "technique", TECHNIQUES, why) if "technique" in cue else None
        if technique is None and "technique" not in cue:
            file.fault(at, "technique", None, why)
        cues.append(RoutineCue(_time(file, cue, at, duration_s), technique or "", file.words(cue, at, "words")))
    for index, ask in enumerate(file.rows(row, where, "ask", "routine.ask")):
        at = (*where, ("routine.ask", index))
        file.known(ask, at, ("at_s", "words"))
        asks.append(Question(_time(file, ask, at, duration_s), file.words(ask, at, "words")))
    if cues and cues[0].at_s != 0.0:
        file.fault((*where, ("routine.cue", 0)), "at_s", cues[0].at_s, told("the first cue begins at 0"))
    for index, (one, other) in enumerate(pairwise(cues), 1):
        if other.at_s <= one.at_s:
            file.fault(
                (*where, ("routine.cue", index)), "at_s", other.at_s, told("must be after {at_s:g}", at_s=one.at_s)
            )
    return Routine(name, title, duration_s, tuple(before), after, between, tuple(cues), tuple(asks))


def _time(file: TomlFile, row: dict[str, Any], where: Where, most_s: float) -> float:
    needed = told("it says when, seconds from the beginning")
    return file.number(row, where, "at_s", least=0.0, most=most_s, needed=needed) or 0.0
