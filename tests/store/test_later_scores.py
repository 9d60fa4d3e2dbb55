"""Scores by later rules stand beside those of the day, and what is damaged costs nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from thumbwalk.errors import RecordingError
from thumbwalk.store.later_scores import add_scores, later_score, take_later
from thumbwalk.store.models import PracticeSet, SetScore

METRIC = {
    "name": "force_n",
    "value": 9.5,
    "unit": "N",
    "band": [8.0, None],
    "credit": 1.0,
    "weight": 2.0,
    "points": 1.5,
}
SCORES: list[dict[str, Any]] = [
    {"score": 91.5, "stars": 3, "metrics": [METRIC]},
    {"score": None, "stars": 0, "metrics": [], "done": False},
]


def sets() -> list[PracticeSet]:
    return [PracticeSet(n=n, scores=[SetScore(version=1, own=True, score=50.0, stars=0)]) for n in range(2)]


def test_each_set_has_another_score_with_its_measures() -> None:
    rows = sets()
    add_scores(rows, SCORES, 3)
    add_scores(rows, SCORES, 3)
    assert [[(one.version, one.own, one.score) for one in row.scores] for row in rows] == [
        [(1, True, 50.0), (3, False, 91.5)],
        [(1, True, 50.0), (3, False, None)],
    ]
    (measure,) = rows[0].scores[1].measures
    assert (measure.name, measure.value, measure.lo, measure.hi, measure.points) == ("force_n", 9.5, 8.0, None, 1.5)
    assert rows[1].scores[1].reason == "not done"


@pytest.mark.parametrize("broken", [SCORES[:1], [{"score": 1.0}, SCORES[1]], [*SCORES, SCORES[0]]])
def test_what_does_not_fit_changes_no_set(broken: list[dict[str, Any]]) -> None:
    rows = sets()
    with pytest.raises((ValueError, KeyError)):
        add_scores(rows, broken, 3)
    assert all(len(row.scores) == 1 for row in rows)


def test_those_that_stand_in_a_folder_are_taken_and_damaged_ones_passed_over(tmp_path: Path) -> None:
    (tmp_path / "score_v3.json").write_text(json.dumps({"sets": SCORES}))
    (tmp_path / "score_v2.json").write_text("{")
    (tmp_path / "score_vx.json").write_text(json.dumps({"sets": SCORES}))
    (tmp_path / "score_v4.json").write_text(json.dumps({"drills": [{"sets": SCORES[:1]}, {"sets": SCORES[1:]}]}))
    rows = sets()
    take_later(rows, tmp_path)
    assert sorted(one.version for one in rows[0].scores) == [1, 3, 4]
    with pytest.raises(RecordingError, match="no score; remove it"):
        later_score(tmp_path / "score_v2.json")
