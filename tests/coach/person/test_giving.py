"""Giving the routine: foot after foot, softer once somebody asked for it, and what is kept when it ends early."""

from __future__ import annotations

from thumbwalk.coach.person.giving import Giving
from thumbwalk.coach.person.routines_file import routine_named

TEN = routine_named("ten-minutes")


def test_the_right_foot_comes_first_and_less_holds_for_the_left_one() -> None:
    giving = Giving(TEN, "both")
    assert (giving.foot, giving.is_between) == ("right", False)
    right = giving.begin()
    right.less()
    right.until(TEN.duration_s)
    giving.settle()
    assert (giving.foot, giving.is_between, giving.whole) == ("left", True, False)
    left = giving.begin()
    assert left.softened
    left.until(TEN.duration_s)
    giving.settle()
    assert (giving.foot, giving.whole, giving.done_s) == (None, True, 2 * TEN.duration_s)
    giving.settle()
    assert giving.done_s == 2 * TEN.duration_s, "what is over counts once"


def test_who_stops_on_the_first_foot_gets_no_second_and_it_is_not_whole() -> None:
    giving = Giving(TEN, "both")
    giving.begin().stop(100.0)
    giving.settle()
    facts = giving.facts("Mira", comfort=8, relaxation=None, word=None)
    assert (giving.foot, facts["whole"], facts["done_s"], facts["feet"]) == (None, False, 100.0, "both")


def test_who_leaves_between_the_feet_has_done_one() -> None:
    giving = Giving(TEN, "both")
    giving.begin().until(TEN.duration_s)
    giving.settle()
    giving.leave()
    assert (giving.foot, giving.whole, giving.done_s) == (None, False, TEN.duration_s)
