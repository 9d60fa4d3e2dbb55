"""What is advised next, and why; hands and the learner's own choice come first."""

from __future__ import annotations

from datetime import date, timedelta

from tests.coach.plan.done import MONDAY, set_done

from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.plan.sets_done import Measured, SetDone, marked
from thumbwalk.coach.plan.spacing import Due
from thumbwalk.coach.plan.suggest import RETESTS_A_DAY, Standing, suggestions
from thumbwalk.coach.strength.hand_load import BUDGET_S

DRILLS = packaged_drills()
TODAY = MONDAY.date() + timedelta(days=30)


def due(drill: str, days_ago: int = 9, due_ago: int = 1) -> Due:
    return Due(drill, TODAY - timedelta(days=due_ago), TODAY - timedelta(days=days_ago), {})


def weak(day: int = 29) -> SetDone:
    return set_done(day, 55.0, force_cv=Measured(0.4, hi=0.1, points=18.0), release=Measured(0.3, points=4.0))


def learned(technique: str) -> list[SetDone]:
    return [set_done(day, 92.0, technique=technique, drill=f"{technique}-1") for day in (26, 27, 28)]


def test_a_newcomer_begins_at_the_beginning() -> None:
    first = suggestions(Standing(TODAY), DRILLS)[0]
    assert (first.sort, first.drill) == ("next", "first-steps")
    assert "ladder" in first.reason


def test_the_weak_spot_comes_first_with_what_it_cost() -> None:
    first = suggestions(Standing(TODAY, marked([weak()])), DRILLS)[0]
    assert first.sort == "weak"
    assert first.drill in ("knead-1", "knead-2")
    assert "knead" in first.reason
    assert "18 points" in first.reason


def test_what_is_to_be_tried_cold_goes_before_practice_of_the_same() -> None:
    now = Standing(TODAY, marked([weak()]), [due("knead-3"), due("glide-1")])
    told = [(one.sort, one.drill) for one in suggestions(now, DRILLS)]
    assert told[0] == ("retest", "knead-3")
    assert told[1][0] == "weak"
    assert told[2] == ("retest", "glide-1")


def test_after_an_absence_there_is_no_backlog() -> None:
    dues = [due(name, 90, 60) for name in list(DRILLS)[2:20]]
    found = suggestions(Standing(TODAY, (), dues), DRILLS)
    assert sum(one.sort == "retest" for one in found) == RETESTS_A_DAY


def test_a_day_s_retests_are_used_up_by_those_that_were_done() -> None:
    done = [set_done(day, 80.0, drill=name) for day in (10, 30) for name in ("hold-1", "knead-1")]
    dues = [Due(name, TODAY + timedelta(days=5), TODAY, {}) for name in ("hold-1", "knead-1")]
    dues += [due("glide-1"), due("tap-1"), due("walk-1")]
    found = suggestions(Standing(TODAY, marked(done), dues), DRILLS)
    assert sum(one.sort == "retest" for one in found) == RETESTS_A_DAY - 2


def test_what_was_done_today_is_not_tried_cold_again() -> None:
    found = suggestions(Standing(TODAY, marked([set_done(30, 80.0)]), [due("knead-1")]), DRILLS)
    assert ("retest", "knead-1") not in [(one.sort, one.drill) for one in found]


def test_one_technique_first_and_mixed_when_two_are_learned() -> None:
    one = suggestions(Standing(TODAY, marked(learned("hold"))), DRILLS)
    both = suggestions(Standing(TODAY, marked(learned("hold") + learned("knead"))), DRILLS)
    assert "mixed" not in [each.sort for each in one]
    (mixed,) = [each for each in both if each.sort == "mixed"]
    assert mixed.drill is not None
    assert {each.technique for each in DRILLS[mixed.drill].sets} == {"hold", "knead"}


def test_a_drill_that_the_day_has_no_room_for_is_left_out_and_then_hands_rest() -> None:
    heavy = [set_done(29, 55.0, load_ns=0.5 * BUDGET_S * 49.0, force_cv=Measured(0.4, hi=0.1, points=18.0))]
    dues = [due("tap-1")]
    fresh = [one.drill for one in suggestions(Standing(TODAY, marked(heavy), dues, load_s=0.0), DRILLS)]
    late = [one.drill for one in suggestions(Standing(TODAY, marked(heavy), dues, load_s=0.6 * BUDGET_S), DRILLS)]
    assert "knead-1" in fresh
    assert "knead-1" not in late
    assert "tap-1" in late
    (rest,) = suggestions(Standing(TODAY, marked(heavy), dues, load_s=BUDGET_S), DRILLS)
    assert (rest.sort, rest.drill) == ("rest", None)


def test_on_a_day_with_pain_only_rest_is_advised() -> None:
    (rest,) = suggestions(Standing(TODAY, marked([weak()]), pain="pain in the wrist", wanted=["mix"]), DRILLS)
    assert rest.sort == "rest"
    assert "wrist" in rest.reason


def test_what_the_learner_chose_is_first_and_what_they_skipped_is_gone() -> None:
    now = Standing(TODAY, marked([weak()]), [due("glide-1")], wanted=["mix"], skipped=frozenset({"glide-1"}))
    found = suggestions(now, DRILLS)
    assert (found[0].sort, found[0].drill) == ("chosen", "mix")
    assert "glide-1" not in [one.drill for one in found]


def test_what_was_chosen_stays_where_there_is_no_room_for_it_and_that_is_said() -> None:
    (only,) = suggestions(Standing(TODAY, (), load_s=BUDGET_S, wanted=["mix"]), DRILLS)
    assert (only.sort, only.drill) == ("chosen", "mix")
    assert "no room" in only.reason


def test_drills_for_the_other_foot_are_none() -> None:
    dues = [due("points-left"), due("points-right")]
    for foot, name in (("left", "points-left"), ("right", "points-right")):
        found = suggestions(Standing(TODAY, (), dues, foot=foot), DRILLS)  # type: ignore[arg-type]
        assert [one.drill for one in found if one.sort == "retest"] == [name]


def test_every_suggestion_has_a_reason_and_what_it_asks_of_the_hands() -> None:
    now = Standing(date(2026, 3, 31), marked([weak()]), [due("glide-1")], load_s=0.0)
    for one in suggestions(now, DRILLS):
        assert one.reason
        assert one.load_s > 0.0
        assert one.minutes > 0.5


def test_a_rung_is_passed_by_two_of_three_tries_where_those_are_known_and_by_stars_where_not() -> None:
    done = [set_done(day, 95.0, drill=name) for day in (10, 20) for name in ("first-steps", "hold-1")]
    (by_stars,) = [one for one in suggestions(Standing(TODAY, marked(done)), DRILLS) if one.sort == "next"]
    assert by_stars.drill == "knead-1"
    once = Standing(TODAY, marked(done), passed={"first-steps": True, "hold-1": False})
    (by_tries,) = [one for one in suggestions(once, DRILLS) if one.sort == "next"]
    assert (by_tries.drill, by_tries.reason) == ("hold-1", "it is passed by two of three tries")
    twice = Standing(TODAY, marked(done), passed={"first-steps": True, "hold-1": True})
    assert [one.drill for one in suggestions(twice, DRILLS) if one.sort == "next"] == ["knead-1"]
