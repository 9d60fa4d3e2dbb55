"""Two sessions are compared where they asked for the same."""

from __future__ import annotations

import pytest
from tests.store.homes import Home
from tests.store.rows import put

from thumbwalk.store.comparing import compared
from thumbwalk.store.finding import session_named
from thumbwalk.store.models import PracticeSet


def test_a_change_is_told_measure_by_measure(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1, 50.0)
        put(db, 2, 62.5).sets[0].scores[0].measures[0].value = 0.2
    with home.store().reading() as db:
        (row,) = compared(session_named(db, "1"), session_named(db, "2"))
    assert (row["technique"], row["same_task"], row["score"], row["change"]) == ("knead", True, [50.0, 62.5], 12.5)
    (measure,) = row["measures"]
    assert (measure["name"], measure["value"]) == ("force_cv", [0.3, 0.2])
    assert measure["change"] == pytest.approx(-0.1)


def test_another_help_is_another_task_and_another_technique_is_none(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1)
        put(db, 2).sets[0].feedback = "blind"
        put(db, 3, technique="hold")
    with home.store().reading() as db:
        one, other, hold = (session_named(db, name) for name in "123")
        assert [row["same_task"] for row in compared(one, other)] == [False]
        assert compared(one, hold) == []


def test_each_set_is_compared_once_and_first_with_its_like(home: Home) -> None:
    def heel_and_toes(number: int, first: str, second: str) -> None:
        row = put(db, number)
        row.sets[0].title = first
        row.sets.append(
            PracticeSet(n=1, technique="knead", title=second, start_s=0.0, duration_s=9.0, load_ns=0.0, strokes=0)
        )

    with home.store().writing() as db:
        heel_and_toes(1, "heel", "toes")
        heel_and_toes(2, "toes", "heel")
    with home.store().reading() as db:
        rows = compared(session_named(db, "1"), session_named(db, "2"))
    assert [row["titles"] for row in rows] == [["heel", "heel"], ["toes", "toes"]]


def test_what_was_not_scored_has_no_change(home: Home) -> None:
    with home.store().writing() as db:
        put(db, 1, None)
        put(db, 2)
    with home.store().reading() as db:
        (row,) = compared(session_named(db, "1"), session_named(db, "2"))
    assert (row["score"], row["change"]) == ([None, 70.0], None)
