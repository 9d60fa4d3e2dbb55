"""One suggestion: the first rung that is not passed, and why in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tests.app import pasts

from thumbwalk.app.words.steps import steps_of
from thumbwalk.app.words.today import next_page, others, suggested, takes_page, week_text, why
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.plan.suggest import Suggestion
from thumbwalk.learner.tried import Tried

DAY = datetime(2026, 3, 1, 18, tzinfo=UTC)
DRILLS = packaged_drills()
LADDER = [one.name for one in DRILLS.values() if one.scored and one.stage is not None and one.foot in (None, "right")]


def had(score: float, last: float | None = None) -> Tried:
    return Tried(2, DAY, score if last is None else last, score)


def test_who_tried_nothing_gets_the_first_rung() -> None:
    one = suggested(DRILLS, {}, "right")
    assert one.drill == "first-steps"
    assert "first rung" in one.reason


def test_a_rung_with_two_stars_leads_to_the_next_and_one_without_stays() -> None:
    passed = suggested(DRILLS, {LADDER[0]: had(93.0)}, "right")
    assert passed.drill == LADDER[1]
    assert passed.reason == "First steps is passed with 93. This is the next rung."
    stays = suggested(DRILLS, {LADDER[0]: had(93.0), LADDER[1]: had(71.0, 62.0)}, "right")
    assert (stays.drill, stays.reason) == (
        LADDER[1],
        "Last time it gave 62, your best is 71. Two stars begin at 75.",
    )
    assert suggested(DRILLS, {LADDER[0]: had(70.0)}, "right").reason == "Last time it gave 70. Two stars begin at 75."


def test_when_all_are_passed_the_lowest_best_is_next() -> None:
    tried = {name: had(90.0) for name in LADDER} | {LADDER[7]: had(78.0)}
    one = suggested(DRILLS, tried, "right")
    assert one.drill == LADDER[7]
    assert "78 is the lowest" in one.reason


def test_a_drill_for_the_other_foot_or_without_a_score_is_never_suggested() -> None:
    for foot in ("left", "right"):
        tried: dict[str, Tried] = {}
        for _ in range(len(DRILLS)):
            name = suggested(DRILLS, tried, foot).drill or ""
            assert DRILLS[name].scored
            assert DRILLS[name].foot in (None, foot)
            tried[name] = had(95.0)


def test_own_drills_alone_are_suggested_in_their_order() -> None:
    own = {"b": replace(DRILLS["first-steps"], name="b", stage=None)}
    assert suggested(own, {}, "right").drill == "b"


def test_the_page_says_what_why_and_what_went_wrong() -> None:
    drill = DRILLS["first-steps"]
    page = next_page(drill, "Because.", "The settings can't be kept.")
    assert [block.kind for block in page] == ["heading", "title", "body", "warning"]
    assert page[1].text == "First steps"
    assert len(next_page(drill, "Because.")) == 3
    assert next_page(None, "Hands.")[1].text == "Rest today"


def test_a_reason_is_a_sentence_and_of_a_rung_that_was_tried_has_its_figures() -> None:
    weak = Suggestion("weak", "walk-1", "walk: the pace cost the most of late, 9 points a time")
    assert why(weak, {}) == "Walk: the pace cost the most of late, 9 points a time."
    rung = Suggestion("next", LADDER[1], "two stars are still to be had")
    assert why(rung, {LADDER[1]: had(71.0, 62.0)}).startswith("Last time it gave 62, your best is 71.")
    assert why(rung, {}) == "The ladder's first rung: under a minute, help at all times."


def test_what_it_takes_lists_the_sets_and_of_many_the_first() -> None:
    steps = steps_of(DRILLS["first-steps"])
    assert [block.text for block in steps] == [one.title for one in DRILLS["first-steps"].sets]
    assert steps[1].more == "12 s · about 14 N · 45 a minute"
    mix = steps_of(DRILLS["mix"])
    assert len(mix) == 9
    assert mix[-1].text == f"and {len(DRILLS['mix'].sets) - 8} more"
    assert takes_page(DRILLS["first-steps"])[0].text == "0:41 min, 3 sets"


def test_what_else_is_advised_stands_behind_the_first_with_its_reason_and_its_time() -> None:
    found = pasts.weeks().suggestions
    rows = others(found, DRILLS, most=2)
    assert [name for name, _ in rows] == ["hold-1", "mix"]
    assert rows[0][1].second == "due to be tried cold · 1 min"
    assert others(found, DRILLS, most=0) == []
    assert others((found[0], replace(found[1], drill="gone")), DRILLS, most=3) == []


def test_a_week_begins_on_monday_and_a_day_without_practice_is_nothing_to_say() -> None:
    week = week_text(pasts.weeks())
    assert [round(one.minutes) for one in week.days] == [9, 0, 7, 7, 6, 0, 0]
    assert [one.letter for one in week.days if one.is_today] == ["F"]
    assert [one.is_ahead for one in week.days] == [False] * 5 + [True] * 2
    assert (week_text(pasts.first_day()).said, week_text(pasts.first_day()).streak) == ("a new week", "")
