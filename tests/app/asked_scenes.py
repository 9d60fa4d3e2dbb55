"""Sets of real drills at a moment, with a hand where a scene wants it: what the foot and the words show then."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.app import scenes
from tests.coach.conftest import _touch_at

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.drill.guide import guide_force
from thumbwalk.coach.drill.guide_shape import GuideShape
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.place_now import Places
from thumbwalk.coach.feedback.reasons import Reason
from thumbwalk.coach.feedback.verdict import NOTHING, Verdict, said
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.language import told
from thumbwalk.session.screen.snapshot import DrillState, Snapshot, TouchState
from thumbwalk.zones import ZoneMap

PAD = scenes.PAD
Place = tuple[float, float]


def in_set(
    name: str,
    index: int = 0,
    since_s: float = 8.0,
    *,
    off_mm: Place = (0.0, 0.0),
    reason: Reason = "good",
    force_n: float | None = None,
    cap_n: float | None = None,
    touching: bool = True,
) -> Snapshot:
    """A drill's set so many seconds in; the thumb is ``off_mm`` beside where it should be."""
    document = DrillDocument.of(packaged_drills()[name], packaged_targets(), packaged_caps())
    run = DrillRun(document, PAD, DrillClock(0), tells=False)
    starts_s = [phase.start_s for phase in run.drill.phases() if phase.kind == "set"]
    run.now_s = now_s = starts_s[index] + since_s
    one, place, second = run.drill.sets[index], run.guide_mm(), run.guide_second_mm()
    shape = GuideShape.of(one, PAD, one.rate_line())
    past_s = np.arange(max(now_s - 6.0, starts_s[index]), now_s, 0.01)
    wobble = 1.0 + 0.04 * np.sin(9.0 * past_s)
    past_n = shape.force_at(past_s - starts_s[index]) * wobble * (1.0 if force_n is None else force_n / 8.0)
    x, y = place or (100.0, 50.0)
    x, y = x + off_mm[0], y + off_mm[1]
    now_n = force_n if force_n is not None else max(float(past_n[-1]), 2.0)
    verdict = NOTHING if reason in ("", "place") else said(reason)
    if reason == "place":
        verdict = _astray(run, index, (x, y))
    state = DrillState(
        drill=run.drill,
        phase=run.phase,
        phase_left_s=run.phase_left_s,
        set=one,
        guide=run.guide(),
        guide_n=guide_force(
            run.drill, now_s, now_s + 4.0, [GuideShape.of(o, PAD, o.rate_line()) for o in run.drill.sets]
        ),
        cadence_per_min=None if one.rate_per_min is None else shape.beat.rate_per_min - 2.0 if shape.beat else None,
        running_score=84.0,
        verdict=verdict,
        beat=run.beat(),
        guide_mm=place,
        guide_second_mm=second,
        last_peak_n=now_n if run.guides[index].peaks else None,
    )
    quiet = scenes.quiet()
    return replace(
        quiet,
        time_s=now_s,
        drill=state,
        touch=_touch(quiet.touch, (x, y), second, now_n, past_s, past_n, cap_n, touching=touching),
    )


def _astray(run: DrillRun, index: int, at: Place) -> Verdict:
    """What the coach says of a thumb that is there; where it is near enough, what it said when it was not."""
    one = run.drill.sets[index]
    zones, bands = ZoneMap(PAD), one.bands(packaged_targets())
    found = Places(one, zones, run.task(index), bands).of(_touch_at(np.full(50, 9.0), *at)).astray
    return found or Verdict(told("To the {side}", side=told("toes")), "place")


def _touch(
    base: TouchState,
    at: Place,
    second: Place | None,
    now_n: float,
    past_s: np.ndarray[tuple[int], np.dtype[np.float64]],
    past_n: np.ndarray[tuple[int], np.dtype[np.float64]],
    cap_n: float | None,
    *,
    touching: bool,
) -> TouchState:
    force_n = np.zeros(PAD.n_taxels)
    for x, y in (at, second) if second is not None else (at,):
        apart = np.hypot(PAD.positions_mm[:, 0] - x, PAD.positions_mm[:, 1] - y)
        share = np.exp(-((apart / 22.0) ** 2))
        force_n += now_n * share / share.sum() if touching else 0.0
    trail = np.array(at) + np.column_stack([np.linspace(-9.0, 0.0, 40), 2.0 * np.sin(np.linspace(0.0, 2.0, 40) - 2.0)])
    return replace(
        base,
        total_n=float(force_n.sum()),
        contact_n=now_n if touching else 0.0,
        x_mm=at[0] if touching else np.nan,
        y_mm=at[1] if touching else np.nan,
        touching=touching,
        cap_n=cap_n,
        force_n=force_n,
        trail_mm=trail if touching else np.empty((0, 2)),
        strip_time_s=past_s,
        strip_n=past_n,
        second_mm=second if touching else None,
        second_trail_mm=np.empty((0, 2)) if second is None else np.array(second) + trail - np.array(at),
    )
