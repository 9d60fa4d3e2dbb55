"""Moments without a stream behind them: a drill that waits for its start, and a screen without a rig."""

from __future__ import annotations

import numpy as np

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.verdict import NOTHING
from thumbwalk.language import marked
from thumbwalk.pad import Pad
from thumbwalk.session.screen.snapshot import DrillState, Snapshot, StreamState, TouchState

NO_RIG = marked("No rig is connected.")


def nothing_open(pad: Pad, why: str = "") -> Snapshot:
    """A moment of no rig at all; ``why`` there is none."""
    none = np.empty(0)
    touch = TouchState(
        *(0.0, 0.0, np.nan, np.nan, False, None, np.zeros(pad.n_taxels), (False,) * pad.n_taxels),
        *(np.empty((0, 2)), none, none),
    )
    stream = StreamState(False, "", 0.0, 0, 0, 0, 0, why or NO_RIG)
    return Snapshot(0, 0.0, 0, stream, touch, None, None)


def previewed(document: DrillDocument, pad: Pad, *, calibrated: bool) -> DrillState:
    """A drill before its start, with what its first set asks for.

    Raises
    ------
    DrillError, LayoutError
        When the drill can't be done on this pad.
    """
    run = DrillRun(document, pad, DrillClock(), calibrated=calibrated, tells=False)
    return DrillState(
        drill=run.drill,
        phase=run.phase,
        phase_left_s=run.phase_left_s,
        set=run.current_set(),
        guide=run.guide(),
        guide_n=np.empty((0, 2)),
        cadence_per_min=None,
        running_score=None,
        verdict=NOTHING,
        stand="ready",
    )
