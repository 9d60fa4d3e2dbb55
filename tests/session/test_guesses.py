"""A force that was guessed, beside what it was, and when a practice takes one."""

from __future__ import annotations

import pytest
from tests.drilled import run_of, sole_of, touch_of

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.link.wire import Tally
from thumbwalk.session.guesses import MOST_N, Guess
from thumbwalk.session.practice import Practice
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.hand import demonstrate

PAD, _ = sole_of("right")
GUESSED = Drill(
    "g", "G", "", 1.0, 2.0, tuple(DrillSet("hold", name, 3.0, zone="heel", force_n=12.0, guess=True) for name in "ab")
)


def test_a_guess_is_off_by_a_part_of_the_force() -> None:
    assert Guess("Hold", 8.0, 10.0).error == pytest.approx(-0.2)
    assert Guess("Hold", 10.0, 10.0).error == 0.0


def test_a_practice_takes_one_guess_behind_each_set_that_asks_for_one() -> None:
    practice, run = Practice(PAD, Calibration.generic()), run_of(GUESSED)
    assert practice.guess(10.0) is None, "there is no drill"
    practice._runs = [run]
    touch = TouchBlock.joined(touch_of(demonstrate(GUESSED, PAD, "expert", 1), "right"))
    run.feed(touch.between(0.0, 3.0))
    assert practice.guess(10.0) is None, "the set is under way"
    run.feed(touch.between(3.0, 5.0))
    assert [practice.guess(said_n) for said_n in (-1.0, MOST_N + 1.0, float("nan"))] == [None] * 3
    first = practice.guess(10.0)
    assert first is not None
    assert (first.title, first.said_n, first.was_n) == ("a", 10.0, run.revealed_n())
    assert practice.guess(12.0) is None, "and now it is told"
    run.feed(touch.between(5.0, 20.0))
    assert practice.guess(11.0) is not None, "behind the last set it may be guessed, too"
    assert [one.title for one in practice.guesses] == ["a", "b"]


def test_who_would_rather_be_told_has_guessed_nothing_and_can_not_any_more() -> None:
    practice, run = Practice(PAD, Calibration.generic()), run_of(GUESSED)
    practice._runs = [run]
    practice._view.enter(run)
    run.feed(TouchBlock.joined(touch_of(demonstrate(GUESSED, PAD, "expert", 1), "right")).between(0.0, 4.5))
    practice._view.follow(run)
    shown = practice.snapshot(Tally(), connected=True)
    assert shown.asks_guess
    assert shown.hides_force, "the force of just now would tell it"
    assert practice.guess(None) is None
    told = practice.snapshot(Tally(), connected=True)
    assert (told.asks_guess, told.hides_force, told.guesses) == (False, False, ())
    assert practice.guess(10.0) is None
    assert practice.guesses == []
