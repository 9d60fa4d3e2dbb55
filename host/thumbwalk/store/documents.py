"""What the learners' documents become in the store: hand load, tests of strength, pain, receivers' words and caps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from thumbwalk.errors import LearnerError
from thumbwalk.language import told
from thumbwalk.learner.entry import Entry, entry_in, object_in
from thumbwalk.learner.folder import CARD
from thumbwalk.store.models import (
    ComfortCap,
    Folder,
    HandLoadDone,
    Learner,
    OfLearner,
    PainNote,
    ReceiverWord,
    StrengthTestDone,
)
from thumbwalk.store.moments import moment_of

OF_LEARNER: tuple[type[OfLearner], ...] = (StrengthTestDone, HandLoadDone, PainNote, ReceiverWord, ComfortCap)
"""The tables that are made of learners' documents."""
_MOST = 1e9
"""More than any force, time or rate of a person."""
_LONGEST_WORD = 2000
"""Letters of a receiver's word."""


def names_in(learners: Path, damaged: list[str] | None = None) -> Iterator[tuple[Path, str]]:
    """Every learner's folder with the name that its card says; a damaged card costs itself, and is in ``damaged``."""
    if not learners.is_dir():
        return
    for folder in sorted(path for path in learners.iterdir() if path.is_dir() and (path / CARD).exists()):
        try:
            name = object_in(folder / CARD, told("learner's card")).get("name")
        except LearnerError as error:
            if damaged is not None:
                damaged.append(str(error))
            continue
        if isinstance(name, str):
            yield folder, name


def documents_in(folder: Path) -> list[Path]:
    """A learner's documents, in the order of their names."""
    return sorted(path for path in folder.glob("*.json") if path.name != CARD and path.name[0] != ".")


def known_documents(db: Session) -> set[tuple[str, str]]:
    """Whose documents are in the store already: pairs of a learner's name and a document's."""
    known: set[tuple[str, str]] = set()
    for table in OF_LEARNER:
        rows = db.execute(select(Learner.name, table.document).join_from(table, Learner))
        known |= {(name, document) for name, document in rows}
    return known


def rows_of(path: Path, learner: Learner, folder: Folder | None) -> list[OfLearner]:
    """What a document in a folder says, as rows; none for one that says nothing the store has. Raises LearnerError."""
    said = entry_in(path)
    where = {"learner_id": learner.id, "folder_id": None if folder is None else folder.id, "document": path.name}
    common = {**moment_of(said.at), **where, "virtual": said.switch("virtual")}
    rows: list[OfLearner] = []
    if said.kind == "strength":
        rows.append(_test(said, common))
    elif said.kind == "feel":
        jnd = {"jnd": said.number("jnd", 0.0, _MOST)}
        facts = {"test": "feel", "side": said.text("side"), "done": said.switch("done"), "calibrated": True}
        rows.append(StrengthTestDone(**common, **facts, figures=jnd))
    elif said.kind == "pain":
        words = {name: said.text(name) for name in ("site", "what", "side")}
        rows.append(PainNote(**common, **words, level=said.number("level", 0.0, 10.0)))
    elif said.kind == "guide":
        scales = {name: said.number(name, 0.0, 10.0) for name in ("comfort", "relaxation")}
        texts = {name: said.text(name)[:_LONGEST_WORD] or None for name in ("receiver", "routine", "word")}
        rows.append(ReceiverWord(**common, **scales, **texts))
    elif said.kind == "match":
        target_n, cap_n = (said.number(name, 0.0, _MOST) for name in ("target_n", "cap_n"))
        if target_n is not None and cap_n is not None:
            places = {name: said.text(name) for name in ("receiver", "zone")}
            rows.append(ComfortCap(**common, **places, target_n=target_n, cap_n=cap_n))
    if (load_s := said.number("load_s", 0.0, _MOST)) is not None:
        rows.append(HandLoadDone(**common, kind=said.kind, load_s=load_s))
    return rows


def says_nothing(path: Path) -> bool:
    """Whether a document has nothing that the store keeps, as a choice has; not of one that can't be read."""
    try:
        return not rows_of(path, Learner(id=0), None)
    except LearnerError:
        return False


def _test(said: Entry, common: dict[str, Any]) -> StrengthTestDone:
    return StrengthTestDone(
        **common,
        test=said.text("test"),
        side=said.text("side"),
        done=said.switch("done"),
        calibrated=said.switch("calibrated"),
        peak_n=said.number("peak_n", 0.0, _MOST),
        figures={name: value for name, value in said.inside("figures").facts.items() if _is_figure(value)},
    )


def _is_figure(value: object) -> bool:
    """Whether it is a number, which every engine's JSON has, or none that could be had."""
    return value is None or (isinstance(value, int | float) and -_MOST < value < _MOST)


def folder_of_learner(learners: Path, name: str) -> Path | None:
    """The folder of a learner; None where there is none."""
    return next((folder for folder, known in names_in(learners) if known == name), None)
