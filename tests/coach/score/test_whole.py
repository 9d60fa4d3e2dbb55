"""Measures of a drill as a whole, worked out by hand."""

from __future__ import annotations

import math

import pytest

from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.score import Metric, Score
from thumbwalk.coach.score.whole import DoneSet, part_left, whole_metrics
from thumbwalk.coach.targets.bands import Band


def done(technique: str, score: float, *, flow: float = 1.0, blind: bool = False, **elsewhere: float) -> DoneSet:
    row = Metric("flow", flow, "", (0.9, None), 1.0, 2.0, 0.0, "")
    return DoneSet(20.0, blind, Score(technique, score, 3, (row,), elsewhere=elsewhere))


def order(*sets: DoneSet) -> float | None:
    (row,) = whole_metrics({"order": Band(0.9)}, sets)
    return row.value


def test_the_order_is_the_part_that_was_done_one_behind_the_other_as_asked() -> None:
    assert order(done("glide", 90), done("knead", 90), done("walk", 90)) == 1.0
    swapped = done("glide", 90), done("knead", 1, flow=0.0, walk=19.0), done("walk", 1, flow=0.0, knead=19.0)
    assert order(*swapped) == pytest.approx(2 / 3)
    assert order(done("glide", 90), done("knead", 5, flow=0.4, walk=12.0)) == 0.5
    assert order(done("glide", 90), done("knead", 5, flow=0.6, walk=8.0)) == 1.0
    assert order(done("glide", 0, flow=0.0), done("knead", 90)) == 0.5, "what was not done at all is no part of it"


def test_what_is_left_when_tired_is_the_last_over_the_first() -> None:
    (row,) = whole_metrics({"tired_over_fresh": Band(0.9)}, [done("walk", 80), done("knead", 10), done("walk", 60)])
    assert (row.value, row.credit < 1.0) == (0.75, True)


def test_blind_sets_are_compared_with_the_seen_ones_and_a_better_one_is_no_loss() -> None:
    def below(*sets: DoneSet) -> float | None:
        return whole_metrics({"blind_below": Band(None, 10.0)}, sets)[0].value

    assert below(done("hold", 90), done("hold", 80), done("hold", 70, blind=True)) == 15.0
    assert below(done("hold", 60), done("hold", 70, blind=True)) == 0.0
    assert below(done("hold", 60)) is None


def test_of_a_drill_with_a_set_that_has_no_score_there_is_none() -> None:
    undone = DoneSet(20.0, False, Score.not_done("walk"))
    assert whole_metrics({"order": Band(0.9)}, [done("glide", 90), undone]) == ()


def test_the_order_takes_from_the_score_what_its_credit_says_and_the_points_add_up() -> None:
    lost = Metric("order", 0.5, "", (0.95, None), 0.5, 1.0, 0.0, "")
    tired = Metric("tired_over_fresh", 0.5, "", (0.9, None), 0.01, 1.0, 0.0, "")
    assert part_left((lost, tired)) == 0.5, "quality when tired is told, and is no part of the score"
    uneven = Metric("force_cv", 0.2, "", (None, 0.1), math.exp(-1.0), 1.0, 20.0, "", 20.0)
    sets = (Score("glide", 80.0, 2, (uneven,)), Score("knead", 100.0, 3))
    result = DrillScore.of("d", sets, (lost, tired))
    assert result.score == 45.0
    assert [one.points for one in result.whole] == [45.0, 0.0]
    taken = sum(one.points for part in result.sets for one in part.metrics) + sum(one.points for one in result.whole)
    assert taken == pytest.approx(100.0 - 45.0)
    assert result.stars == 0
    document = result.to_json()
    assert [one["name"] for one in document["whole"]] == ["order", "tired_over_fresh"]
    assert "passed" not in document
