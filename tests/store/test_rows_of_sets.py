"""What a practice becomes in the store."""

from __future__ import annotations

import math

from tests.store.homes import RECORDED

from thumbwalk.coach.score.score import Metric, Score
from thumbwalk.coach.strength.hand_load import weight_of
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.store.rows_of_sets import freely_done, score_row, sets_of


def test_a_set_s_load_is_its_force_over_its_time_at_the_technique_s_weight() -> None:
    (run,) = replayed(open_recording(RECORDED / "practice.twr")).runs
    rows = [row for row, _ in sets_of([run])]
    for index, row in enumerate(rows):
        touch = run.touch_of(index)
        force_ns = float(touch.contact_n[touch.touching].sum()) * touch.step_s
        assert math.isclose(row.load_ns, weight_of(row.technique) * force_ns)
    assert [row.n for row in rows] == [0, 1]


def test_sets_of_several_drills_are_counted_through() -> None:
    (run,) = replayed(open_recording(RECORDED / "practice.twr")).runs
    assert [row.n for row, _ in sets_of([run, run])] == [0, 1, 2, 3]


def test_a_score_has_its_measures_in_their_order_and_no_number_that_is_none() -> None:
    metrics = tuple(
        Metric(name, value, "", (None, 0.1), 0.5, 1.0, 3.0, "", 2.0) for name, value in (("b", 0.2), ("a", math.nan))
    )
    row = score_row(Score("knead", 70.0, 1, metrics), 3, own=True)
    assert [(one.n, one.name, one.value, one.hi) for one in row.measures] == [(0, "b", 0.2, 0.1), (1, "a", None, 0.1)]
    assert (row.score, row.reason) == (70.0, None)
    assert score_row(Score.not_done("knead"), 3, own=True).reason == "not done"


def test_free_practice_has_a_row_a_technique() -> None:
    done = {"technique": "knead", "seconds": 9.5, "strokes": 7, "force_n": None, "rate_per_min": 40.0, "evenness": 88.0}
    (row,) = freely_done({"techniques": [done]})
    assert (row.technique, row.duration_s, row.strokes, row.evenness) == ("knead", 9.5, 7, 88.0)
    assert freely_done({}) == []
