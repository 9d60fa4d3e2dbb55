"""The finished screen says first what matters most."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.app import scenes

from thumbwalk.app.words.result_card import ResultCard, metric_name, result_card
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.score import Metric, Score


def result() -> DrillScore:
    made = scenes.finished().result
    assert made is not None
    return made


def one_hold(*metrics: Metric) -> ResultCard:
    """The card of the first set of a drill alone."""
    drill = replace(scenes.first_steps(), sets=scenes.first_steps().sets[:1])
    return result_card(DrillScore("d", 10.0, 0, (Score("hold", 10.0, 0, metrics),)), drill)


def test_caps_come_first_then_what_cost_most() -> None:
    advice = result_card(result(), scenes.first_steps(), 99).advice
    titles = [part.title for part in scenes.first_steps().sets]
    costs = [one.points for one in advice if one.points is not None]
    assert [(one.where, one.points) for one in advice[:3]] == [(title, None) for title in titles]
    assert len(costs) >= 3
    assert costs == sorted(costs, reverse=True)


def test_no_more_advice_than_asked_for() -> None:
    assert [len(result_card(result(), scenes.first_steps(), most).advice) for most in (1, 3)] == [1, 3]


def test_a_cap_is_put_as_what_to_do() -> None:
    cap = result_card(result(), scenes.first_steps()).advice[1]
    assert cap.advice == "Stay under 30 N on the heel."
    assert f"pressed {result().sets[1].caps[0].value:.0f} N" in cap.fact
    assert "60" in cap.fact


def test_sets_carry_their_drills_titles() -> None:
    assert result_card(result(), scenes.first_steps()).sets[0].title == "Hold the solar plexus point"


def test_a_measure_that_could_not_be_had_is_not_a_number() -> None:
    lost = Metric("rhythm_cv", None, "", (None, 0.1), 0.0, 1.0, 20.0, "Keep going.")
    assert one_hold(lost).advice[0].fact == "rhythm: not seen, aim for under 0.10"


def test_what_cost_next_to_nothing_is_not_mentioned() -> None:
    fine = Metric("release", 0.2, "", (None, 0.25), 1.0, 1.0, 0.0, "In the band: keep it there.")
    assert one_hold(fine).advice == ()


def test_no_touch_at_all_is_said() -> None:
    assert "No touch" in result_card(DrillScore("d", 0.0, 0, ()), scenes.first_steps()).praise


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("peak_force_n", "peak force"),
        ("bite_mm", "length of a bite"),
        ("some_new_thing", "some new thing"),
        ("rate_per_min", "pace"),
        ("speed_mm_s", "speed"),
        ("off_point_mm", "distance from the point"),
        ("contact_kept", "contact kept"),
    ],
)
def test_measures_in_words(name: str, words: str) -> None:
    assert metric_name(name) == words
