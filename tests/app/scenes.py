"""Moments of a session that the app's tests show: a source of snapshots that needs no rig."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.drill import Drill, DrillScore
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.score.score import Cap, Metric, Score, stars_for
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.zones import zone_at


def first_steps() -> Drill:
    return packaged_drills()["first-steps"]


def tile_forces(pad: Pad, x_mm: float, y_mm: float, force_n: float) -> NDArray[np.float64]:
    """A plausible spread of one contact over the tiles; not the layer's physics, which this room does not need."""
    distance = np.hypot(pad.positions_mm[:, 0] - x_mm, pad.positions_mm[:, 1] - y_mm)
    share = np.exp(-((distance / 14.0) ** 2))
    return np.asarray(force_n * share / max(float(share.sum()), 1e-9))


def quiet(pad: Pad | None = None) -> Snapshot:
    """A connected rig that nobody touches, in free practice."""
    pad = pad or builtin_pad()
    time_s = np.arange(0, 2.0, 0.01)
    return Snapshot(
        sequence=1,
        time_s=2.0,
        device_us=2_000_000,
        connected=True,
        identity="Virtual rig",
        total_n=0.0,
        contact_n=0.0,
        x_mm=float("nan"),
        y_mm=float("nan"),
        touching=False,
        force_n=np.zeros(pad.n_taxels),
        left_out=(False,) * pad.n_taxels,
        trail_mm=np.empty((0, 2)),
        strip_time_s=time_s,
        strip_n=np.zeros_like(time_s),
        phase=None,
        phase_left_s=0.0,
        set=None,
        band_n=None,
        target_mm=None,
        guide_n=np.empty((0, 2)),
        cadence_per_min=None,
        target_rate_per_min=None,
        running_score=None,
        word="",
        cap_n=None,
        rate_hz=1000.0,
        bad_frames=0,
        lost_frames=0,
        overruns=0,
        dropped=0,
        message="",
        finished=False,
        result=None,
    )


def in_drill(time_s: float, *, contact_n: float | None = None, **changes: Any) -> Snapshot:
    """The drill ``first-steps`` at a stream time, done by a hand that follows its guide."""
    drill, pad = first_steps(), builtin_pad()
    phase = drill.phase_at(time_s)
    part = drill.sets[phase.set_index] if phase.set_index is not None else None
    strip_time_s = np.arange(max(0.0, time_s - 8.0), time_s + 1e-9, 0.01)
    strip_n = np.array([hand_force_n(drill, float(t)) for t in strip_time_s])
    if contact_n is not None:
        ramp = np.clip((strip_time_s - (time_s - 1.2)) / 0.5, 0.0, 1.0)
        strip_n = strip_n * (1 - ramp) + contact_n * ramp
    force_n = float(strip_n[-1])
    touching = force_n > 0.5
    target = part.target_mm(pad) if part is not None else None
    place = (target[0] + 2.0, target[1] - 1.5) if target is not None else (120.0, 50.0)
    coming_s = np.arange(time_s, time_s + 2.0, 0.05)
    guide = np.array([[t, guide_force_n(drill, float(t))] for t in coming_s])
    angle = np.linspace(0, 2.0, 40)
    trail = np.stack([place[0] - 6 + 6 * np.cos(angle * 0.4), place[1] + 5 * (angle - 2.0)], axis=1)
    knead = part is not None and part.technique == "knead"
    snapshot = replace(
        quiet(pad),
        sequence=int(time_s * 500) + 2,
        time_s=time_s,
        device_us=int(time_s * 1e6),
        total_n=force_n,
        contact_n=force_n,
        x_mm=place[0] if touching else float("nan"),
        y_mm=place[1] if touching else float("nan"),
        touching=touching,
        force_n=tile_forces(pad, *place, force_n) if touching else np.zeros(pad.n_taxels),
        trail_mm=trail if touching else np.empty((0, 2)),
        strip_time_s=strip_time_s,
        strip_n=strip_n,
        phase=phase,
        phase_left_s=phase.end_s - time_s,
        set=part,
        band_n=(8.0, 20.0) if knead else (8.0, 18.0) if part is not None else None,
        target_mm=target,
        guide_n=guide,
        cadence_per_min=44.0 if knead and phase.kind == "set" and time_s > phase.start_s + 3 else None,
        target_rate_per_min=(30.0, 60.0) if knead else None,
        running_score=86.0 if phase.kind == "set" and time_s > phase.start_s + 2 else None,
        word={"count-in": "get ready", "rest": "rest"}.get(phase.kind, "good" if touching else "press"),
        cap_n=packaged_caps().at(zone_at(pad, *place)),
    )
    return replace(snapshot, **changes)


def guide_force_n(drill: Drill, time_s: float) -> float:
    """What the guide asks for."""
    phase = drill.phase_at(time_s)
    if phase.kind != "set" or phase.set_index is None:
        return 0.0
    part, since_s = drill.sets[phase.set_index], time_s - phase.start_s
    force_n = part.force_n or 0.0
    if part.rate_per_min is None:
        return force_n * float(np.clip(min(since_s, phase.end_s - time_s) / 0.6, 0.0, 1.0))
    return force_n * float(np.sin(np.pi * since_s * part.rate_per_min / 60.0) ** 2)


def hand_force_n(drill: Drill, time_s: float) -> float:
    """What a hand does that follows the guide a little late and a little unevenly."""
    wobble = 1.0 + 0.06 * np.sin(2.1 * time_s) + 0.03 * np.sin(9.7 * time_s)
    return guide_force_n(drill, max(0.0, time_s - 0.12)) * float(wobble)


def finished() -> Snapshot:
    """The drill's end, with a result that has a cap and several things to say."""
    hold = Score(
        "hold",
        91.0,
        3,
        (Metric("steadiness_cv", 0.12, "", (None, 0.10), 0.85, 2.0, 6.2, "Let your body's weight do the holding."),),
    )
    knead = Score(
        "knead",
        60.0,
        1,
        (
            Metric(
                "peak_force_n", 24.0, "N", (8.0, 18.0), 0.4, 2.0, 14.0, "Press more gently at the top of each knead."
            ),
            Metric("rhythm_cv", 0.14, "", (None, 0.10), 0.8, 1.0, 3.1, "Count along with the pulse, one press a beat."),
        ),
        (Cap("heel", 30.0, 34.2, 60.0),),
    )
    last = Score(
        "knead",
        84.0,
        2,
        (
            Metric(
                "release", 0.41, "", (None, 0.25), 0.6, 1.0, 8.4, "Let go fully between presses: the release relaxes."
            ),
        ),
    )
    result = DrillScore("first-steps", 60.0, stars_for(60.0), (hold, knead, last))
    drill = first_steps()
    end_s = drill.duration_s
    done = drill.phase_at(end_s)
    return replace(in_drill(end_s - 0.5), phase=done, phase_left_s=0.0, set=None, finished=True, result=result)


class StillSource:
    """Gives the snapshot that a test has put there."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.now = snapshot

    def snapshot(self) -> Snapshot:
        return self.now
