"""Sessions are found by what they were, and by what people call them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.store.homes import Home
from tests.store.rows import FIRST, put

from thumbwalk.errors import OptionError
from thumbwalk.store.finding import Wanted, session_named, sessions


@pytest.fixture
def six(home: Home) -> Home:
    with home.store().writing() as db:
        put(db, 1, 50.0)
        put(db, 2, 90.0, drill="hold-1", technique="hold")
        put(db, 3, 90.0)
        put(db, 4, 99.0, complete=False)
        put(db, 5, None, learner="Ben", kind="recording", drill=None)
        put(db, 6, 60.0, learner=None, at=FIRST + timedelta(days=3, hours=1))
    return home


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [1, 2, 3, 6, 4, 5]),
        (Wanted(learner="Anna"), [1, 2, 3, 4]),
        (Wanted(drill="hold-1"), [2]),
        (Wanted(technique="hold"), [2]),
        (Wanted(since=date(2026, 3, 5), until=date(2026, 3, 5)), [3, 6]),
        (Wanted(kind="recording"), [5]),
        (Wanted(learner="Anna", technique="hold", since=date(2026, 3, 6)), []),
    ],
)
def test_only_those_that_are_asked_for_are_listed(six: Home, wanted: Wanted, numbers: list[int]) -> None:
    with six.store().reading() as db:
        assert [one.number for one in sessions(db, wanted)] == numbers


def test_the_newest_are_listed_oldest_first(six: Home) -> None:
    with six.store().reading() as db:
        assert [one.number for one in sessions(db, newest=2)] == [4, 5]


@pytest.mark.parametrize(
    ("name", "number"), [("3", 3), ("2026-03-05", 6), ("first", 1), ("last", 5), ("best", 3)], ids=str
)
def test_a_session_is_called_by_number_day_or_word(six: Home, name: str, number: int) -> None:
    with six.store().reading() as db:
        assert session_named(db, name).number == number


def test_a_word_may_be_about_somebody(six: Home) -> None:
    with six.store().reading() as db:
        assert session_named(db, "last", Wanted(learner="Anna")).number == 4


@pytest.mark.parametrize("name", ["0", "7", "9" * 40, "2026-02-30", "1999-01-01", "worst", "", "-1", "³"])
def test_what_names_no_session_is_told_in_one_line(six: Home, name: str) -> None:
    with six.store().reading() as db, pytest.raises(OptionError, match="; ") as told:
        session_named(db, name)
    assert "\n" not in str(told.value)
