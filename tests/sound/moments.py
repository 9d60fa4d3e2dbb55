"""Moments of a drill for the ear: what a screen would be given, without a stream behind it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill, Feedback
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.drill.guide import guide_force
from thumbwalk.coach.drill.guide_shape import GuideShape
from thumbwalk.coach.feedback.reasons import Reason
from thumbwalk.coach.feedback.verdict import Verdict, said
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import builtin_pad
from thumbwalk.session.screen.preview import nothing_open, previewed
from thumbwalk.session.screen.snapshot import DrillState, Snapshot

PAD = builtin_pad()
BEHIND_S = 2.0
"""The drill's start, in stream seconds."""


def drill_named(name: str, **set_changes: Any) -> Drill:
    drill = packaged_drills()[name]
    return replace(drill, sets=tuple(replace(one, **set_changes) for one in drill.sets))


@cache
def _preview(name: str) -> DrillState:
    document = DrillDocument.of(packaged_drills()[name], packaged_targets(), packaged_caps())
    return previewed(document, PAD, calibrated=True)


def moment(
    time_s: float, name: str = "knead-1", reason: Reason = "", *, feedback: Feedback = "live", **touch: Any
) -> Snapshot:
    """What is known at a time of the drill; the stream's is `BEHIND_S` more. ``touch`` changes the hand's."""
    state = _preview(name)
    drill = replace(state.drill, sets=tuple(replace(one, feedback=feedback) for one in state.drill.sets))
    phase = drill.phase_at(time_s)
    begins_s = phase.start_s if phase.kind == "set" else phase.end_s
    shapes = [GuideShape.of(one, PAD, one.rate_line()) for one in drill.sets]
    guide_n = guide_force(drill, time_s, time_s + 4.0, shapes)
    guide_n[:, 0] += BEHIND_S
    now = nothing_open(PAD)
    return replace(
        now,
        sequence=round(time_s * 1e4),
        time_s=time_s + BEHIND_S,
        stream=replace(now.stream, connected=True),
        touch=replace(now.touch, **touch),
        drill=replace(
            state,
            drill=drill,
            phase=phase,
            phase_left_s=phase.end_s - time_s,
            set=None if phase.set_index is None else drill.sets[phase.set_index],
            guide_n=guide_n,
            beat=None if phase.set_index is None else shapes[phase.set_index].beat,
            verdict=Verdict("To the heel", "place") if reason == "place" else said(reason),
            begins_s=None if phase.set_index is None else begins_s + BEHIND_S,
            stand="",
        ),
    )


def changed(snapshot: Snapshot, **changes: Any) -> Snapshot:
    """The same with another state of the drill."""
    assert snapshot.drill is not None
    return replace(snapshot, drill=replace(snapshot.drill, **changes))


def largest_step(wave: np.ndarray[Any, np.dtype[np.floating[Any]]]) -> float:
    """The largest step from sample to sample, with the silence before and behind."""
    return float(np.abs(np.diff(wave, prepend=0.0, append=0.0)).max())
