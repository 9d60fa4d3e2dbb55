"""What a report says in words."""

from __future__ import annotations

import pytest

from thumbwalk.coach.feedback.teacher import Cost
from thumbwalk.coach.score.score import Cap, Metric, Score
from thumbwalk.report.phrases import attempts, costly_rows, costs_together, day_in_words, lasting, points_lost, sentence


def metric(name: str, points: float) -> Metric:
    return Metric(name, 0.3, "", (None, 0.1), 0.5, 1.0, points, "It was uneven.", points)


@pytest.mark.parametrize(
    ("seconds", "said"), [(8.0, "8 s"), (59.6, "1 min"), (95.0, "1 min 35 s"), (600.0, "10 min"), (3725.0, "62 min")]
)
def test_a_length_of_time_is_no_finer_than_it_matters(seconds: float, said: str) -> None:
    assert lasting(seconds) == said


def test_a_day_is_written_as_people_do_and_none_where_nobody_kept_it() -> None:
    assert day_in_words("2026-03-01T18:05:00+01:00") == "1 March 2026, 18:05"
    assert day_in_words(None) == ""
    assert day_in_words("some day") == "some day"


def test_what_cost_points_is_told_dearest_first_and_a_cap_with_it() -> None:
    score = Score(
        "knead", 40.0, 0, (metric("rhythm_cv", 5.0), metric("release", 0.2)), (Cap("heel", 25.0, 31.0, 60.0, 9.0),)
    )
    rows = costly_rows(score)
    assert [(row.name, row.points) for row in rows] == [("the comfort cap", 9.0), ("rhythm", 5.0)]
    assert rows[0].value == "31 N"
    assert rows[0].asked == "under 25 N"
    assert costs_together([score, score]) == [("the comfort cap", 18.0), ("rhythm", 10.0)]
    assert (points_lost(12.4), points_lost(3.25), points_lost(0.3)) == ("−12", "−3.2", "")


def test_one_thing_to_try_is_said_once_with_all_that_it_is_for() -> None:
    costs = [
        Cost("Heel", 9.0, "Beats ran.", "Say one word on each.", None),
        Cost("Arch", 5.0, "Presses ran.", "Say one word on each.", None),
        Cost("Arch", 3.0, "It drifted.", "", None),
        Cost("Arch", 2.0, "Too hard.", "Ease off.", None),
    ]
    assert attempts(costs, 3) == [
        ("Say one word on each.", ["Heel: Beats ran.", "Arch: Presses ran."]),
        ("Arch: It drifted.", []),
        ("Ease off.", ["Arch: Too hard."]),
    ]
    assert len(attempts(costs, 2)) == 2


def test_words_become_a_sentence() -> None:
    assert sentence("all was even; glide was done most") == "All was even; glide was done most."
    assert sentence("") == ""
