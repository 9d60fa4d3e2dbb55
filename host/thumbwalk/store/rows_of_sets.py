"""What a practice becomes in the store: a row a set, its score with its measures, and its strokes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, pstdev
from typing import Any

from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.score.score import Score
from thumbwalk.coach.strength.hand_load import HandLoad, weight_of
from thumbwalk.store.models import PracticeSet, SetMeasure, SetScore
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.stroke import Stroke

_LONGEST_REASON = 500
"""Letters of why there is no score."""
_STROKE = ("start_s", "onset_s", "peak_s", "end_s", "peak_n", "valley_n", "press_s", "x_mm", "y_mm", "spread_mm")
"""What is kept of a stroke."""


def sets_of(runs: Sequence[DrillRun]) -> list[tuple[PracticeSet, list[dict[str, Any]]]]:
    """Give a row for every set of the drills that were begun, in their order, and the columns of its strokes."""
    rows: list[tuple[PracticeSet, list[dict[str, Any]]]] = []
    for run in runs:
        scores = run.result().sets
        for index, (asked, score) in enumerate(zip(run.drill.sets, scores, strict=True)):
            row, strokes = _set_row(run, index, asked)
            row.n = len(rows)
            row.scores = [score_row(score, run.document.score_version, own=True)]
            rows.append((row, [_stroke_row(one, n) for n, one in enumerate(strokes)]))
    return rows


def freely_done(summary: dict[str, Any]) -> list[PracticeSet]:
    """Give a row for every technique of free practice, by its document (``free.json``)."""
    rows = []
    for n, one in enumerate(summary.get("techniques", ())):
        row = PracticeSet(n=n, technique=str(one["technique"]), title=str(one["technique"]), start_s=0.0)
        row.duration_s, row.strokes, row.load_ns = float(one["seconds"]), int(one["strokes"]), 0.0
        row.peak_n, row.rate_per_min, row.evenness = one.get("force_n"), one.get("rate_per_min"), one.get("evenness")
        rows.append(row)
    return rows


def score_row(score: Score, version: int, *, own: bool) -> SetScore:
    """Give a set's score by a version of the rules as a row; ``own`` for that of its day."""
    row = SetScore(version=version, own=own, score=score.score, stars=score.stars)
    row.reason = score.why_none[:_LONGEST_REASON] or None
    row.measures = [
        SetMeasure(
            n=n,
            name=one.name,
            unit=one.unit,
            value=_finite(one.value),
            lo=one.band[0],
            hi=one.band[1],
            credit=one.credit,
            weight=one.weight,
            points=one.points,
        )
        for n, one in enumerate(score.metrics)
    ]
    return row


def _set_row(run: DrillRun, index: int, asked: DrillSet) -> tuple[PracticeSet, list[Stroke]]:
    touch = run.touch_of(index)
    strokes = strokes_on(touch, run.pad)
    load = HandLoad(calibrated=run.calibrated)
    load.feed(touch, weight_of(asked.technique))
    peaks_n = [one.peak_n for one in strokes]
    phase = next(one for one in run.drill.phases() if one.kind == "set" and one.set_index == index)
    row = PracticeSet(
        drill=run.drill.name,
        technique=asked.technique,
        title=asked.title,
        feedback=asked.feedback,
        level=asked.level,
        rate_per_min=asked.mean_rate_per_min,
        asked_n=asked.mean_force_n if run.calibrated else None,
        start_s=phase.start_s,
        duration_s=asked.duration_s,
        load_ns=load.weighed_ns,
        strokes=len(strokes),
        peak_n=fmean(peaks_n) if peaks_n else None,
        peak_sd_n=pstdev(peaks_n) if peaks_n else None,
    )
    return row, strokes


def _stroke_row(stroke: Stroke, n: int) -> dict[str, Any]:
    return {"n": n} | {name: _finite(getattr(stroke, name)) for name in _STROKE}


def _finite(value: float | None) -> float | None:
    """A number that a database can have; None for one that is none."""
    return float(value) if value is not None and math.isfinite(value) else None
