"""Beside a set stands the best that its learner did of it: in its drill or alone, on such a rig and foot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session
from tests.store.homes import Home
from tests.store.rows import FIRST, put

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.store.best_sets import best_sets
from thumbwalk.store.models import SessionWord
from thumbwalk.store.moments import moment_of

KNEAD = packaged_drills()["knead-1"]
DRILL = replace(KNEAD, sets=(replace(KNEAD.sets[0], title="Knead the heel"), *KNEAD.sets[1:]))


def best(db: Session, drill: Drill = DRILL, **other: Any) -> dict[int, list[tuple[int, int, float]]]:
    """By session's number, which of its sets, and its score."""
    asked: dict[str, Any] = {"virtual": False, "foot": "right", "layout": "sole16"} | other
    found = best_sets(db, "Anna", drill, **asked)
    return {index: [(row.number, n, score) for row, n, score in one] for index, one in found.items()}


def test_the_best_comes_first_and_of_two_alike_the_newer(home: Home) -> None:
    with home.store().writing() as db:
        for number, score in ((1, 70.0), (2, 88.0), (3, 60.0), (4, 88.0)):
            put(db, number, score, layout="sole16")
        db.flush()
        assert best(db)[0] == [(4, 0, 88.0), (2, 0, 88.0), (1, 0, 70.0), (3, 0, 60.0)]
        assert best(db)[1] == []


def test_what_is_another_s_another_rig_s_or_without_a_score_is_nobodys_best(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1, 70.0, layout="sole16")
        others: tuple[dict[str, Any], ...] = (
            {"learner": "Ben"},
            {"virtual": True},
            {"foot": "left"},
            {"layout": "strip4"},
            {"drill": "knead-2"},
            {"technique": "walk"},
        )
        for number, more in enumerate(others, start=2):
            put(db, number, 99.0, **({"layout": "sole16"} | more))
        put(db, 9, None, layout="sole16")
        db.flush()
        assert best(db)[0] == [(1, 0, 70.0)]
        assert best(db, but="sessions/1")[0] == []


def test_a_set_is_the_same_in_its_drill_and_alone(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1, 70.0, layout="sole16")
        put(db, 2, 90.0, layout="sole16", drill="knead-1-set-1")
        put(db, 3, 95.0, layout="sole16", drill="knead-1-set-2")
        db.flush()
        assert best(db)[0] == best(db, DRILL.only(0))[0] == [(2, 0, 90.0), (1, 0, 70.0)]


def test_what_was_trimmed_away_does_not_count(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1, 70.0, layout="sole16")
        good = put(db, 2, 90.0, layout="sole16")
        moment = moment_of(FIRST + timedelta(days=9))
        good.words.append(SessionWord(**moment, document="a", kind="trim", from_s=3.0, to_s=9.0))
        db.flush()
        assert best(db)[0] == [(1, 0, 70.0)]
