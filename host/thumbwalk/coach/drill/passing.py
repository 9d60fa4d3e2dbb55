"""Whether a drill is passed: its score, what it trains in its bands, and what it asks for as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.score import Metric, Score
from thumbwalk.coach.score.whole import DoneSet, whole_metrics

LEAST_SCORE = {1: 60.0, 2: 75.0, 3: 75.0}
"""The score that a drill of a level is passed with: a first star, then a second."""
MOST_SETS = 0.75
"""In so many of its sets a measure has to be in its band: in all of three, in four of five, in fifteen of twenty."""


def scored_whole(drill: Drill, scores: Sequence[Score]) -> DrillScore:
    """The score of a drill, and whether it is passed: open where nothing is asked for, or a set is missing."""
    sets = [
        DoneSet(one.duration_s, one.feedback == "blind", score) for one, score in zip(drill.sets, scores, strict=True)
    ]
    result = DrillScore.of(drill.name, tuple(scores), whole_metrics(drill.targets, sets))
    asks = drill.level is not None and bool(drill.trains or drill.targets)
    if not (asks and drill.scored and result.complete):
        return result
    missed = tuple(_missed(drill, result))
    return replace(result, passed=not missed, missed=missed)


def _missed(drill: Drill, result: DrillScore) -> list[str]:
    """The names of what was not reached; the score comes first."""
    least = LEAST_SCORE[drill.level or min(LEAST_SCORE)]
    missed = ["score"] if result.score is None or result.score < least else []
    for name in dict.fromkeys((*drill.trains, *drill.targets)):
        rows = [row for row in result.whole if row.name == name]
        rows += [row for one in result.sets if (row := one.metric(name)) is not None]
        if not rows or sum(map(_is_in, rows)) < MOST_SETS * len(rows):
            missed.append(name)
    return missed


def _is_in(row: Metric) -> bool:
    return row.value is not None and row.credit >= 1.0
