"""After a drill: what went well, what cost most, what to try, and the drill for it."""

from __future__ import annotations

from dataclasses import replace

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.feedback.reasons import LESSONS
from thumbwalk.coach.feedback.teacher import lesson, went_well
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.score import Cap, Metric, Score
from thumbwalk.technique.vocabulary import VOCABULARY

DRILL = Drill("d", "D", "", sets=(DrillSet("knead", "Knead", 10.0), DrillSet("walk", "Walk", 10.0)))


def metric(name: str, value: float | None, lo: float | None, hi: float | None, points: float = 0.0) -> Metric:
    earned = 1.0 if points == 0.0 else 0.5
    return Metric(name, value, "", (lo, hi), earned, 1.0, points, "What was done.", points)


def test_what_cost_most_is_said_first_be_it_a_limit_or_a_measure() -> None:
    uneven = metric("force_cv", 0.3, None, 0.15, 20.0)
    first = Score("knead", 70.0, 1, (uneven,), (Cap("heel", 25.0, 26.0, 89.0, 10.0),))
    slow = Score("walk", 60.0, 1, (metric("rate_per_min", 40.0, 60.0, 120.0, 40.0),))
    said = lesson(DrillScore("d", 65.0, 1, (first, slow)), DRILL, {})
    assert [(one.where, one.reason) for one in said.costs] == [
        ("Walk", "too_slow"),
        ("Knead", "uneven"),
        ("Knead", "limit"),
    ]
    assert said.costs[0].attempt == LESSONS["too_slow"].attempt
    assert said.costs[2].fact == "26 N on the heel; the limit is 25 N."


def test_the_next_drill_is_one_that_there_is() -> None:
    slow = Score("walk", 60.0, 1, (metric("rate_per_min", 40.0, 60.0, 120.0, 40.0),))
    result = DrillScore("d", 60.0, 1, (slow,))
    assert lesson(result, DRILL, {"tempo-ladder": DRILL}).next_drill == "tempo-ladder"
    assert lesson(result, DRILL, {}).next_drill == "d"
    fine = Score("walk", 100.0, 3, (metric("rate_per_min", 80.0, 60.0, 120.0),))
    assert lesson(DrillScore("d", 100.0, 3, (fine,)), DRILL, {}).next_drill is None


def test_only_what_was_right_in_every_set_went_well() -> None:
    sets = [
        Score("knead", 90.0, 3, (metric("rhythm_cv", 0.05, None, 0.1), metric("force_cv", 0.1, None, 0.15))),
        Score("walk", 80.0, 2, (metric("rhythm_cv", 0.2, None, 0.1, 20.0), metric("force_cv", 0.1, None, 0.15))),
    ]
    assert went_well(sets) == f"The {VOCABULARY['force_cv'].plain} was right throughout."
    assert went_well([sets[1], Score("knead", None, 0)]) != ""
    assert went_well([]) == ""


def test_a_drill_for_the_other_foot_is_never_offered() -> None:
    beside = Score("hold", 60.0, 1, (metric("off_point_mm", 20.0, None, 8.0, 40.0),))
    result, drills = DrillScore("d", 60.0, 1, (beside,)), packaged_drills()
    assert lesson(result, DRILL, drills, "right").next_drill == "points-right"
    assert lesson(result, DRILL, drills, "left").next_drill == "points-left"
    assert lesson(result, replace(DRILL, foot="left"), drills).next_drill == "points-left"
    only_right = {"points-right": drills["points-right"]}
    assert lesson(result, DRILL, only_right, "left").next_drill == "d"


def test_whether_it_is_passed_is_said_with_what_is_missing_and_what_the_whole_came_to() -> None:
    tired = metric("tired_over_fresh", 0.76, 0.9, None)
    fine = Score("walk", 90.0, 3, (metric("force_cv", 0.1, None, 0.15),))
    missed = DrillScore("d", 90.0, 3, (fine,), (tired,), passed=False, missed=("score", "force_cv", "tired_over_fresh"))
    said = lesson(missed, DRILL, {})
    assert said.whole == ("Quality when tired: 0.76 (0.90 or more is asked for).",)
    assert said.passed == "Not passed yet: look at the score and the evenness of the peaks."
    assert lesson(replace(missed, passed=True, missed=()), DRILL, {}).passed == "Passed."
    assert lesson(replace(missed, passed=None), DRILL, {}).passed == ""


def test_an_order_that_was_not_kept_is_what_cost_most() -> None:
    order = replace(metric("order", 0.4, 0.95, None, 30.0), advice="Do them in order.")
    fine = Score("walk", 90.0, 3, (metric("force_cv", 0.1, None, 0.15),))
    (cost,) = lesson(DrillScore("d", 60.0, 1, (fine,), (order,)), DRILL, {}).costs
    assert (cost.points, cost.fact, cost.reason) == (30.0, "Do them in order.", "technique")
