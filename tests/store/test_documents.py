"""What learners' documents say is in the store, each once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from tests.store.homes import Home, everything

from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.store.documents import documents_in, folder_of_learner, names_in
from thumbwalk.store.models import ComfortCap, HandLoadDone, PainNote, ReceiverWord, StrengthTestDone

AT = datetime(2026, 3, 1, 18, 15, tzinfo=UTC)
PEAK = {"test": "peak", "side": "left", "done": True, "calibrated": True, "peak_n": 44.0, "figures": {"best_n": 45.0}}
MATCH = {"receiver": "Mum", "zone": "heel", "target_n": 9.0, "cap_n": 14.0}


@pytest.mark.parametrize(
    ("kind", "facts", "table", "known"),
    [
        ("strength", PEAK, StrengthTestDone, {"test": "peak", "peak_n": 44.0, "figures": {"best_n": 45.0}}),
        ("feel", {"side": "left", "done": True, "jnd": 0.11}, StrengthTestDone, {"test": "feel"}),
        (
            "practice",
            {"drill": "mix", "load_s": 12.5, "virtual": True},
            HandLoadDone,
            {"load_s": 12.5, "virtual": True},
        ),
        (
            "pain",
            {"site": "thumb", "what": "pain", "side": "left", "level": 3},
            PainNote,
            {"site": "thumb", "level": 3},
        ),
        (
            "guide",
            {"receiver": "Mum", "comfort": 9, "word": "Heaven"},
            ReceiverWord,
            {"comfort": 9.0, "word": "Heaven"},
        ),
        ("match", MATCH, ComfortCap, MATCH),
    ],
)
def test_a_document_is_a_row(home: Home, kind: Any, facts: dict[str, Any], table: Any, known: dict[str, Any]) -> None:
    LearnerFolder(home.kept.learners, "Anna").add(kind, AT, facts)
    for _ in range(2):
        assert home.catch_up().told == []
    with home.store().reading() as db:
        (row,) = db.scalars(select(table))
        assert {name: getattr(row, name) for name in known} == known
        assert (row.at, row.day) == (AT, date(2026, 3, 1))


def test_caps_have_a_history(home: Home) -> None:
    folder = LearnerFolder(home.kept.learners, "Anna")
    for hour, cap_n in ((1, 14.0), (2, 12.0)):
        folder.add("match", AT.replace(hour=hour), {**MATCH, "cap_n": cap_n})
    home.catch_up()
    with home.store().reading() as db:
        assert list(db.scalars(select(ComfortCap.cap_n).order_by(ComfortCap.at_utc))) == [14.0, 12.0]


def test_a_damaged_document_costs_itself_and_is_told(home: Home) -> None:
    folder = LearnerFolder(home.kept.learners, "Anna")
    path = folder.add("pain", AT, {"site": "thumb", "what": "pain", "side": "left"})
    folder.add("pain", AT, {"site": "wrist", "what": "pain", "side": "left"})
    path.write_text("{", encoding="utf-8")
    (told,) = home.catch_up().told
    assert path.name in told
    with home.store().reading() as db:
        assert list(db.scalars(select(PainNote.site))) == ["wrist"]


def test_a_learner_is_known_by_the_card(home: Home) -> None:
    folder = LearnerFolder(home.kept.learners, "Änna 2")
    folder.add("safety", AT, {})
    assert list(names_in(home.kept.learners)) == [(folder.path, "Änna 2")]
    assert folder_of_learner(home.kept.learners, "Änna 2") == folder.path
    assert folder_of_learner(home.kept.learners, "Ben") is None
    assert [path.name.split("_")[2] for path in documents_in(folder.path)] == ["safety"]


def test_all_of_it_comes_back(home: Home) -> None:
    folder = LearnerFolder(home.kept.learners, "Anna")
    folder.add("strength", AT, PEAK)
    folder.add("match", AT, MATCH)
    home.catch_up()
    before = everything(home.store())
    home.file.unlink()
    home.catch_up()
    assert everything(home.store()) == before
    assert len(before["StrengthTestDone"]) == len(before["ComfortCap"]) == 1
