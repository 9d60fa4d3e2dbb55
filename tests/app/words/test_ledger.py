"""A ledger's whole points add up to what is missing, and the same cause in several sets is told once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.app import scenes

from thumbwalk.app.words.ledger import MOST_ROWS, NO_LEDGER, cause_name, ledger, shared_out
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.score import Metric, Score


def of(*sets: Score) -> tuple[DrillScore, Drill]:
    drill = scenes.first_steps()
    return DrillScore.of(drill.name, sets), replace(drill, sets=(drill.sets * 4)[: len(sets)])


def metric(name: str, value: float, points: float, band: tuple[float | None, float | None] = (8.0, 18.0)) -> Metric:
    return Metric(name, value, "", band, 0.5, 1.0, points, f"{name} was {value}", points)


@given(st.lists(st.floats(0.0, 60.0), min_size=1, max_size=8), st.integers(0, 100))
def test_parts_in_whole_points_add_up_and_none_is_off_by_a_point(exact: list[float], whole: int) -> None:
    shared = shared_out(exact, whole)
    if sum(exact) <= 0.0 or whole == 0:
        assert shared == [0] * len(exact)
        return
    assert sum(shared) == whole
    for one, given_ in zip(exact, shared, strict=True):
        assert abs(one * whole / sum(exact) - given_) < 1.0 + 1e-9


def test_a_hundred_less_the_entries_is_the_score() -> None:
    done = scenes.finished()
    assert done.result is not None
    book = ledger(done.result, scenes.drill_of(done).drill)
    assert book.score is not None
    assert 100 - sum(one.points for one in book.entries) == book.score == round(done.result.score or 0.0)
    assert [one.number for one in book.entries] == list(range(1, len(book.entries) + 1))
    assert [one.points for one in book.entries] == sorted((one.points for one in book.entries), reverse=True)
    assert book.sum == "100" + "".join(f" − {one.points}" for one in book.entries)


def test_the_same_cause_in_two_sets_is_one_entry_and_other_causes_have_their_set() -> None:
    heavy = Score("knead", 70.0, 1, (metric("peak_force_n", 21.0, 20.0), metric("rate_per_min", 90.0, 10.0)))
    result, drill = of(heavy, replace(heavy, metrics=heavy.metrics[:1], score=80.0))
    first, second = ledger(result, drill).entries
    assert (first.name, first.where, first.points) == ("Peak force: too hard", "in 2 sets", 20)
    assert (second.name, second.where, second.points) == ("Pace: too fast", drill.sets[0].title, 5)
    assert first.attempt


def test_what_is_small_is_added_up_in_one_entry() -> None:
    names = ("peak_force_n", "rate_per_min", "force_cv", "rhythm_cv", "release", "flow")
    many = Score("knead", 64.0, 1, tuple(metric(name, 90.0, 6.0, (None, 1.0)) for name in names))
    entries = ledger(*of(many)).entries
    assert len(entries) == MOST_ROWS + 1
    assert entries[-1].name == "All the rest"
    assert sum(one.points for one in entries) == 36


def test_of_one_set_it_tells_what_that_took_of_the_whole() -> None:
    done = scenes.finished()
    assert done.result is not None
    drill = scenes.drill_of(done).drill
    parts = [ledger(done.result, drill, only=index) for index in range(3)]
    missing = 100 - round(done.result.score or 0.0)
    assert sum(one.points for part in parts for one in part.entries) == pytest.approx(missing, abs=2)
    assert all(part.sum.endswith(f"of the {missing} points") for part in parts)


def test_without_a_score_there_is_no_ledger() -> None:
    assert ledger(*of(Score.not_done("knead"))) == NO_LEDGER


def test_a_touch_that_lasts_too_long_or_not_long_enough_is_called_so() -> None:
    assert [cause_name("hold_s", one) for one in ("too_fast", "too_slow")] == [
        "Time held: too short",
        "Time held: too long",
    ]
    assert cause_name("rate_per_min", "too_fast") == "Pace: too fast"
