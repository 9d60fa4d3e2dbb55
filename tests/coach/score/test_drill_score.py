"""A drill's score: of its finished sets, below their caps, and in parts that add up."""

from __future__ import annotations

import json

import pytest

from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.score import Cap, Metric, Score


def test_a_drills_score_is_its_sets_mean_below_their_caps() -> None:
    easy, hard = Score("hold", 100.0, 3), Score("knead", 50.0, 0)
    result = DrillScore.of("d", (easy, hard))
    assert (result.score, result.stars) == (75.0, 2)
    capped = Score("knead", 60.0, 1, caps=(Cap("toes", 12.0, 15.0, 60.0),))
    assert DrillScore.of("d", (easy, easy, capped)).score == 60.0
    document = json.loads(json.dumps(result.to_json()))
    assert document.keys() == {"version", "drill", "score", "stars", "sets"}
    assert [one["technique"] for one in document["sets"]] == ["hold", "knead"]
    assert DrillScore.of("d", ()).score == 0.0


UNDONE = Score.not_done("glide")


def test_a_set_that_was_not_finished_has_no_part_in_the_score_and_the_drill_no_stars() -> None:
    result = DrillScore.of("d", (Score("hold", 100.0, 3), Score("knead", 90.0, 3), UNDONE))
    assert (result.score, result.stars, result.complete) == (95.0, 0, False)
    document = json.loads(json.dumps(result.to_json()))
    assert document["complete"] is False
    last = document["sets"][2]
    assert (last["score"], last["done"], "reason" in last) == (None, False, False)


def test_a_drill_of_which_no_set_was_finished_has_no_score() -> None:
    assert (DrillScore.of("d", (UNDONE,)).score, DrillScore.of("d", (UNDONE,)).complete) == (None, False)


def metric(points: float) -> Metric:
    return Metric("release", 0.5, "", (None, 0.25), 0.4, 1.0, points, "", points)


def all_points(result: DrillScore) -> float:
    return sum(row.points for one in result.sets for row in one.metrics) + sum(
        cap.points for one in result.sets for cap in one.caps
    )


def test_the_parts_of_the_sets_add_up_to_what_the_drill_is_missing() -> None:
    sets = (Score("hold", 94.0, 3, (metric(6.0),)), Score("knead", 80.0, 2, (metric(20.0),)))
    result = DrillScore.of("d", sets)
    assert [one.metrics[0].points for one in result.sets] == [3.0, 10.0]
    assert all_points(result) == pytest.approx(100.0 - 87.0)
    # beside one that was not finished they are shared by two, too
    assert all_points(DrillScore.of("d", (*sets, UNDONE))) == pytest.approx(13.0)


def test_what_a_drill_loses_to_its_lowest_cap_stands_there() -> None:
    first = Score("hold", 76.0, 2, (metric(10.0),), (Cap("toes", 10.0, 10.9, 76.0, 14.0),))
    second = Score("hold", 60.0, 1, (), (Cap("heel", 25.0, 40.0, 60.0, 40.0),))
    result = DrillScore.of("d", (first, second))
    assert result.score == 60.0
    assert result.sets[0].caps[0].points == 7.0
    assert result.sets[1].caps[0].points == 20.0 + 8.0  # the mean is 68
    assert all_points(result) == pytest.approx(40.0)
