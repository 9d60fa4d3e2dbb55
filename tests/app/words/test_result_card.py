"""The finished screen says what went well, then first what matters most."""

from __future__ import annotations

from dataclasses import replace

from tests.app import scenes

from thumbwalk.app.words.result_card import ResultCard, result_card
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.enough import not_enough
from thumbwalk.coach.score.score import Cap, Metric, Score


def result() -> DrillScore:
    made = scenes.finished().result
    assert made is not None
    return made


def one_hold(*metrics: Metric, caps: tuple[Cap, ...] = ()) -> ResultCard:
    """The card of the first set of a drill alone."""
    drill = replace(scenes.first_steps(), sets=scenes.first_steps().sets[:1])
    return result_card(DrillScore("d", 10.0, 0, (Score("hold", 10.0, 0, metrics, caps),)), drill)


UNEVEN = Metric("steadiness_cv", 0.3, "", (None, 0.1), 0.0, 2.0, 20.0, "Your holds wavered by 30 %.", 30.0)
OVER = Cap("heel", 25.0, 26.0, 89.0, 4.0)


def test_what_cost_most_comes_first_be_it_a_measure_or_a_cap() -> None:
    advice = result_card(result(), scenes.first_steps(), 99).advice
    costs = [one.points for one in advice]
    assert len(costs) >= 3
    assert costs == sorted(costs, reverse=True)
    assert [one.is_limit for one in one_hold(UNEVEN, caps=(OVER,)).advice] == [False, True]
    dear = replace(OVER, points=40.0)
    assert [one.is_limit for one in one_hold(UNEVEN, caps=(dear,)).advice] == [True, False]


def test_no_more_advice_than_asked_for() -> None:
    assert [len(result_card(result(), scenes.first_steps(), most).advice) for most in (1, 3)] == [1, 3]


def test_a_card_says_what_to_try_and_what_was_done() -> None:
    (card,) = one_hold(UNEVEN).advice
    assert (card.advice, card.fact) == ("Say one word on each.", "Your holds wavered by 30\u00a0%.")
    (card,) = one_hold(caps=(OVER,)).advice
    assert (card.advice, card.fact) == ("Lean back first.", "26\u00a0N on the heel; the limit is 25\u00a0N.")


def test_sets_carry_their_drills_titles() -> None:
    assert result_card(result(), scenes.first_steps()).sets[0].title == "Hold the solar plexus point"


def test_what_went_well_is_said_first() -> None:
    fine = Metric("force_n", 10.0, "N", (8.0, 18.0), 1.0, 2.0, 0.0, "In the band: keep it there.")
    assert one_hold(fine, UNEVEN).praise == "A start. Once more? The force was right throughout."


def test_what_cost_next_to_nothing_is_not_mentioned() -> None:
    fine = Metric("release", 0.2, "", (None, 0.25), 1.0, 1.0, 0.0, "In the band: keep it there.")
    assert one_hold(fine).advice == ()
    assert (one_hold(fine).is_flawless, one_hold(fine).heading) == (True, "Keep this")
    assert (one_hold(fine, UNEVEN).is_flawless, one_hold(fine, UNEVEN).heading) == (False, "One thing to try")


def test_no_touch_at_all_is_said() -> None:
    assert "No touch" in result_card(DrillScore("d", 0.0, 0, ()), scenes.first_steps()).praise


def test_who_pressed_on_a_rig_that_told_too_little_is_not_told_to_press() -> None:
    lost = not_enough("hold", 4.5, 8.0)
    assert lost is not None
    card = result_card(DrillScore.of("d", (lost,)), scenes.first_steps())
    assert (card.score, card.advice) == (None, ())
    assert card.instead.startswith("Look at the rig")
    assert result_card(DrillScore("d", 0.0, 0, ()), scenes.first_steps()).instead.startswith("Press on the foot")


def test_a_set_without_a_score_says_why_and_the_drill_that_it_is_not_whole() -> None:
    undone = Score.not_done("hold")
    card = result_card(DrillScore.of("d", (undone,)), scenes.first_steps())
    assert (card.score, card.stars) == (None, 0)
    assert card.praise == "No set was finished."
    assert (card.sets[0].score, card.sets[0].why_none) == (None, "not done")
    row = card.sets[0].row
    assert (row.title, row.second, row.right) == (card.sets[0].title, "not done", "–")
