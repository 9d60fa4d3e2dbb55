"""A file against what was to be done: a technique, or a drill as if it had begun at a time of the file.

What the file lost counts as it does in a practice: of what lost too much nobody gets a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.telling import Told
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.enough import lost_share, not_enough
from thumbwalk.coach.score.failed_sensors import failed_under
from thumbwalk.coach.score.judge import score_technique
from thumbwalk.coach.score.rules import TODAY
from thumbwalk.coach.score.score import Score
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.language import told
from thumbwalk.link.losses import Losses, LostPart
from thumbwalk.session.replay import Touched
from thumbwalk.technique.analysis import Analysis

DID_NOT_WAIT = told(
    "the drill waits behind a bite that is not right, and the file's hand did not: judged without waiting"
)
"""What is said of a drill with steps in a file whose hand went on."""
_WAITED_S = 0.5
"""A clock that stood for less did not wait."""


@dataclass(frozen=True)
class Against:
    """How a drill went in a file; ``told`` is what the learner would have been told, at seconds of the file.

    ``note`` is what is to be known of how it was judged, in a sentence.
    """

    score: DrillScore
    told: tuple[Told, ...] = ()
    note: str = ""

    def words(self) -> list[dict[str, Any]]:
        """Each change of the word that was told, as plain values."""
        rows: list[dict[str, Any]] = []
        for one in self.told:
            row = {"word": one.verdict.word, "reason": one.verdict.reason}
            if not rows or row.items() - rows[-1].items():
                rows.append({"time_s": one.time_s} | row)
        return rows


def scored_against(touched: Touched, document: DrillDocument, start_s: float = 0.0, *, words: bool = False) -> Against:
    """Score a file's touch as a drill that began at ``start_s`` seconds of it; before 0, before the file did.

    A drill that waits does so where the file has time for it, as that of a hand that waited has. Where the file ends in
    the meantime, its hand went on: then it is judged as if the drill did not wait, which is said. A set that the file
    does not come to the end of says so, too.

    Parameters
    ----------
    touched : Touched
    document : DrillDocument
    start_s : float
    words : bool
        Whether what the learner would have been told is worked out, too.

    Raises
    ------
    DrillError, LayoutError
        When the drill can't be done on the file's pad.
    """
    found = _followed(touched, document, start_s, words=words)
    if found.score.complete or not any(one.step for one in document.drill.sets):
        return found
    sets = tuple(replace(one, step=False) for one in document.drill.sets)
    through = _followed(touched, replace(document, drill=replace(document.drill, sets=sets)), start_s, words=words)
    return replace(through, note=DID_NOT_WAIT) if through.score.complete else found


def _followed(touched: Touched, document: DrillDocument, start_s: float, *, words: bool) -> Against:
    clock = DrillClock(round(start_s * 1e6))
    run = DrillRun(document, touched.pad, clock, calibrated=touched.calibrated, tells=words)
    for one in touched.losses.spans:
        if one.lost_s:
            run.lose(one.from_s, one.to_s, one.lost_s)
    run.know(touched.failures)
    run.feed(touched.touch)
    told = (Told(round(one.time_s + start_s, 6), one.verdict) for one in run.told())
    end_s = float(touched.touch.time_s[-1]) if len(touched.touch) else 0.0
    waited_s = end_s - clock.drill_s(end_s) - start_s
    return Against(_with_reasons(run.result(), waited_s), tuple(told))


def _with_reasons(score: DrillScore, waited_s: float) -> DrillScore:
    """The score with the reason why a set was not done, and how long the drill waited for what never came."""
    why = told("the file ends before this set does")
    if waited_s > _WAITED_S:
        why = told("the drill waited {waited_s:.0f} s for bites that were right, and {why}", waited_s=waited_s, why=why)
    return replace(score, sets=tuple(one if one.done else replace(one, reason=why) for one in score.sets))


def scored_as(touched: Touched, technique: str, bands: Mapping[str, Band], caps: Caps, task: Task) -> Score:
    """Score a file's touch as one technique, in the task's window or from the first touch to the last.

    Raises
    ------
    DrillError
        When there is no such technique.
    """
    touch = touched.touch if task.window_s is None else touched.touch.between(*task.window_s)
    lost_s, of_s = _lost(touched, task)
    if (none := not_enough(technique, lost_s, of_s)) is not None:
        return none
    start_s, end_s = (0.0, touched.duration_s) if task.window_s is None else task.window_s
    failures = [one for one in touched.failures if start_s < one[1] < end_s]
    if (none := failed_under(technique, touch, touched.pad, failures, end_s - start_s)) is not None:
        return none
    score = score_technique(touch, touched.pad, technique, bands, caps, task)
    return replace(score, lost_s=lost_s, lost_share=lost_share(lost_s, of_s))


def lost_part_of_analysis(analysis: Analysis, losses: Losses) -> LostPart:
    """Whether an analysis, and each segment of it, can be believed after what its file lost."""
    segments = [(one.start_s, one.end_s) for one in analysis.segments]
    return LostPart.of(losses, (0.0, analysis.duration_s), segments, TODAY.most_lost_share)


def _lost(touched: Touched, task: Task) -> tuple[float, float]:
    """What is missing of which time, seconds: of the window's; without one, of the file or of the work in it.

    Whichever lost the larger part: what was done in a gap is not known.
    """
    whole = (0.0, touched.duration_s) if task.window_s is None else task.window_s
    times = touched.touch.time_s[touched.touch.touching]
    spans = [whole]
    if task.window_s is None and len(times):
        spans.append((float(np.min(times)), float(np.max(times))))
    lost = [(touched.losses.between(*span), span[1] - span[0]) for span in spans]
    return max(lost, key=lambda one: lost_share(*one))
