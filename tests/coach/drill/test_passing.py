"""Whether a drill is passed: by its level's score, what it trains, and what it asks for as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.passing import scored_whole
from thumbwalk.coach.score.score import Metric, Score
from thumbwalk.coach.targets.bands import Band

SETS = tuple(DrillSet("hold", f"Hold {number}", 10.0) for number in range(4))
DRILL = Drill("d", "D", "", sets=SETS, level=1, trains=("force_cv",))


def scores(*values: float, out: int = 0) -> list[Score]:
    """Scores with a measure that is out of its band in the last so many."""
    rows = [Metric("force_cv", 0.1, "", (None, 0.12), 1.0, 1.0, 0.0, "")] * (len(values) - out)
    rows += [Metric("force_cv", 0.2, "", (None, 0.12), 0.2, 1.0, 0.0, "")] * out
    return [Score("hold", value, 0, (row,)) for value, row in zip(values, rows, strict=True)]


@pytest.mark.parametrize(
    ("level", "score", "missed"), [(1, 60.0, ()), (1, 59.9, ("score",)), (2, 60.0, ("score",)), (3, 75.0, ())]
)
def test_the_score_that_is_asked_for_is_the_levels(level: int, score: float, missed: tuple[str, ...]) -> None:
    result = scored_whole(replace(DRILL, level=level), scores(*[score] * 4))
    assert (result.passed, result.missed) == (not missed, missed)


def test_what_it_trains_is_in_its_band_in_three_quarters_of_the_sets() -> None:
    assert scored_whole(DRILL, scores(90, 90, 90, 90, out=1)).passed
    assert scored_whole(DRILL, scores(90, 90, 90, 90, out=2)).missed == ("force_cv",)
    unknown = replace(DRILL, trains=("rhythm_cv",))
    assert scored_whole(unknown, scores(90, 90, 90, 90)).missed == ("rhythm_cv",), "what is not known is not passed"


def test_what_the_whole_asks_for_has_to_be_reached_too() -> None:
    tired = replace(DRILL, trains=(), targets={"tired_over_fresh": Band(0.9)})
    assert scored_whole(tired, scores(80, 70, 70, 72)).passed
    assert scored_whole(tired, scores(80, 70, 70, 71)).missed == ("tired_over_fresh",)


def test_it_is_open_where_nothing_is_asked_for_or_a_set_is_missing() -> None:
    missing = [*scores(90, 90, 90), Score.not_done("hold")]
    assert scored_whole(DRILL, missing).passed is None
    for drill in (replace(DRILL, trains=()), replace(DRILL, level=None), replace(DRILL, scored=False)):
        assert scored_whole(drill, scores(90, 90, 90, 90)).passed is None
