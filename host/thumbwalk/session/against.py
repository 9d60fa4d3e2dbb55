"""A file against a drill: what was touched in it, judged as if the drill had begun at a time of it."""

from __future__ import annotations

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.session.replay import Touched


def scored_against(touched: Touched, document: DrillDocument, start_s: float = 0.0) -> DrillScore:
    """Score a file's touch as a drill that began at ``start_s`` seconds of it; before 0, before the file did.

    Raises
    ------
    DrillError, LayoutError
        When the drill can't be done on the file's pad.
    """
    run = DrillRun(document, touched.pad, DrillClock(round(start_s * 1e6)), calibrated=touched.calibrated)
    run.feed(touched.touch)
    return run.result()
