"""Cold retests come farther apart the better they went, at most a month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.coach.plan.spacing import due_of

FIRST = date(2026, 3, 1)


def due_after(*scores: float) -> int:
    """Days until the next, when each was tried when it was due."""
    tries, day = [(FIRST, scores[0])], FIRST
    for score in scores[1:]:
        day = due_of("x", tries).due
        tries.append((day, score))
    return (due_of("x", tries).due - tries[-1][0]).days


def test_what_went_better_comes_back_later() -> None:
    intervals = [due_after(score) for score in (30.0, 65.0, 80.0, 95.0)]
    assert intervals == sorted(intervals)
    assert 1 <= intervals[0] < intervals[-1]


def test_what_goes_well_again_and_again_comes_back_once_a_month() -> None:
    assert due_after(*[95.0] * 6) == 30


def test_what_was_forgotten_comes_back_soon() -> None:
    assert due_after(95.0, 95.0, 20.0) < due_after(95.0, 95.0)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 60), st.floats(0.0, 100.0)), min_size=1, max_size=12))
def test_it_is_never_due_on_the_same_day_nor_later_than_in_a_month(tries: list[tuple[int, float]]) -> None:
    days = sorted({FIRST + timedelta(days=ago): score for ago, score in tries}.items())
    found = due_of("x", days)
    assert 1 <= (found.due - found.last).days <= 30
    assert found.last == days[-1][0]
    assert due_of("x", days) == found


@pytest.mark.parametrize(("score", "rating"), [(59.9, Rating.Again), (60.0, Rating.Hard), (75.0, Rating.Good)])
def test_it_is_what_fsrs_says_by_the_stars(score: float, rating: Rating) -> None:
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=30, enable_fuzzing=False)
    card, _ = scheduler.review_card(Card(card_id=0), rating)
    assert due_of("x", [(FIRST, score)]).card["stability"] == card.stability
