"""Sets are told apart: cold ones, and those of tired hands."""

from __future__ import annotations

from tests.coach.plan.done import MONDAY, set_done

from thumbwalk.coach.plan.sets_done import Measured, marked
from thumbwalk.coach.strength.hand_load import BUDGET_S, RECENT_MIN, USUAL_PEAK_N


def test_the_first_of_a_technique_on_a_day_is_cold() -> None:
    sets = [
        set_done(1, 3.0, hour=1),
        set_done(0, 1.0),
        set_done(0, 2.0, start_s=60.0),
        set_done(0, 2.5, technique="hold", start_s=120.0),
        set_done(1, 4.0, hour=2),
    ]
    told = [(one.done.measures["score"].value, one.nth, one.cold) for one in marked(sets)]
    assert told == [(1.0, 1, True), (2.0, 2, False), (2.5, 1, True), (3.0, 1, True), (4.0, 2, False)]


def test_a_day_is_the_learner_s_own() -> None:
    """An hour before midnight and an hour after it are two days, whatever day it is in Greenwich."""
    assert [one.cold for one in marked([set_done(0, 1.0, hour=5), set_done(0, 1.0, hour=7)])] == [True, True]
    assert MONDAY.hour == 18


def test_hands_are_tired_after_much_work_just_now_and_rested_after_a_while() -> None:
    much_ns = 0.3 * BUDGET_S * USUAL_PEAK_N
    rested_s = 60.0 * RECENT_MIN + 1.0
    sets = [set_done(0, 1.0, load_ns=much_ns), set_done(0, 1.0, start_s=60.0), set_done(0, 1.0, start_s=rested_s)]
    assert [one.tired for one in marked(sets)] == [False, True, False]


def test_hands_that_did_their_day_are_tired_until_the_next() -> None:
    all_ns = BUDGET_S * 30.0
    sets = [set_done(0, 1.0, load_ns=all_ns), set_done(0, 1.0, hour=4), set_done(1, 1.0)]
    assert [one.tired for one in marked(sets, peak_n=30.0)] == [False, True, False]
    assert [one.tired for one in marked(sets, peak_n=60.0)] == [False, False, False]


def test_an_error_is_how_far_outside_its_band_a_value_is() -> None:
    told = [Measured(value, lo=1.0, hi=2.0).error for value in (0.5, 1.5, 2.25)]
    assert told == [0.5, 0.0, 0.25]
    assert Measured(7.0).error == 0.0
