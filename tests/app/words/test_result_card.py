"""The finished screen says first what matters most."""

from __future__ import annotations

import pytest
from tests.app import scenes

from thumbwalk.app.words.result_card import metric_name, result_card
from thumbwalk.coach.drill.drill import DrillScore
from thumbwalk.coach.score.score import Metric, Score


def card_of_scene(most: int = 3) -> list[tuple[str, float | None]]:
    result = scenes.finished().result
    assert result is not None
    return [(one.where, one.points) for one in result_card(result, scenes.first_steps(), most).advice]


def test_a_cap_comes_first_then_what_cost_most() -> None:
    assert card_of_scene() == [("Knead the heel", None), ("Knead the heel", 14.0), ("Knead the forefoot", 8.4)]


def test_no_more_advice_than_asked_for() -> None:
    assert len(card_of_scene(1)) == 1
    assert len(card_of_scene(99)) == 5


def test_a_cap_is_put_as_what_to_do() -> None:
    result = scenes.finished().result
    assert result is not None
    cap = result_card(result, scenes.first_steps()).advice[0]
    assert cap.advice == "Stay under 30 N on the heel."
    assert "34 N" in cap.fact
    assert "60" in cap.fact


def test_sets_carry_their_drills_titles_or_their_techniques_name() -> None:
    result = scenes.finished().result
    assert result is not None
    assert result_card(result, scenes.first_steps()).sets[0].title == "Hold the solar plexus point"
    assert [one.title for one in result_card(result, None).sets] == ["hold", "knead", "knead"]


def test_a_measure_that_could_not_be_had_is_not_a_number() -> None:
    lost = Metric("rhythm_cv", None, "", (None, 0.1), 0.0, 1.0, 20.0, "Keep going.")
    card = result_card(DrillScore("d", 10.0, 0, (Score("knead", 10.0, 0, (lost,)),)), None)
    assert card.advice[0].fact == "rhythm: not seen, aim for under 0.10"


def test_what_cost_next_to_nothing_is_not_mentioned() -> None:
    fine = Metric("release", 0.2, "", (None, 0.25), 1.0, 1.0, 0.0, "In the band: keep it there.")
    assert result_card(DrillScore("d", 100.0, 3, (Score("knead", 100.0, 3, (fine,)),)), None).advice == ()


def test_no_touch_at_all_is_said() -> None:
    assert "No touch" in result_card(DrillScore("d", 0.0, 0, ()), None).praise


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("peak_force_n", "peak force"),
        ("force_counts", "force"),
        ("rate_per_min", "pace"),
        ("speed_mm_s", "speed"),
        ("off_point_mm", "distance from the point"),
        ("contact_kept", "contact kept"),
    ],
)
def test_measures_in_words(name: str, words: str) -> None:
    assert metric_name(name) == words
