"""Where the work was done, beside where it was asked for: of one hand, or of two, each at a place or way of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from thumbwalk.coach.score.asked_way import way_covered
from thumbwalk.coach.score.flow import coverage
from thumbwalk.coach.score.task import Task
from thumbwalk.language import marked, told
from thumbwalk.pad import Pad
from thumbwalk.technique.measures import Measures
from thumbwalk.technique.segments import Segment
from thumbwalk.technique.stroke import Stroke
from thumbwalk.touch.resolution import resolution_of
from thumbwalk.touch.touch_block import TouchBlock

Place = tuple[float, float]

OF_TWO = ("balance", "phase_error")
"""What is asked of two hands alone."""
_IS_THERE = 0.2
"""Of the force of both hands: what is pressed about a place with less is no hand at work. The lighter of two that
balance well enough for a score presses with two fifths."""


def placed(touch: TouchBlock, meant: Sequence[Segment], runs: Sequence[Sequence[Stroke]], task: Task) -> Measures:
    """How far from its place the work was, and how much of the zone or way that was asked for was touched.

    Parameters
    ----------
    touch : TouchBlock
    meant : sequence of Segment
        What is measured.
    runs : sequence of sequences of Stroke
        Its strokes.
    task : Task
        With the pad's ``zones`` where a zone is asked for.
    """
    if task.second_mm is not None:
        off_mm = _off_two_mm(meant, runs, task.targets_mm)
    else:
        off_mm = None if task.target_mm is None else off_point_mm([one for run in runs for one in run], task.target_mm)
    return {"off_point_mm": off_mm, "coverage": _covered(touch, task)}


def off_point_mm(strokes: Sequence[Stroke], place: Place) -> float | None:
    """Mean distance of the strokes' places from a point, the long strokes counting more; None without a place."""
    there = [stroke for stroke in strokes if not np.isnan(stroke.x_mm)]
    weight = sum(stroke.press_s for stroke in there)
    if weight <= 0.0:
        return None
    x, y = place
    return sum(stroke.press_s * float(np.hypot(stroke.x_mm - x, stroke.y_mm - y)) for stroke in there) / weight


def toward(values: Measures, target_mm: Place | None) -> str:
    """The way from the point to where was pressed, in words; nothing where there is no point or place."""
    x, y = (values.get(name) for name in ("x_mm", "y_mm"))
    if target_mm is None or not isinstance(x, float) or not isinstance(y, float):
        return ""
    along, across = x - target_mm[0], y - target_mm[1]
    if abs(along) >= abs(across):
        return marked(" toward the toes") if along > 0.0 else marked(" toward the heel")
    return marked(" toward the outer side") if across > 0.0 else marked(" toward the inner side")


def unplaced(pad: Pad, task: Task) -> dict[str, str]:
    """What of places a layout or a task can't judge, with the reason."""
    reasons: dict[str, str] = {}
    mat = resolution_of(pad)
    if task.target_mm is None:
        reasons["off_point_mm"] = told("no point was asked for")
    elif not pad.has_positions:
        reasons["off_point_mm"] = told("layout '{name}' has no positions", name=pad.name)
    elif mat and mat.poor_behind_mm is not None and any(x < mat.poor_behind_mm for x, _ in task.targets_mm):
        behind = told(
            "place along the foot is poor behind x = {poor_behind_mm:g} mm", poor_behind_mm=mat.poor_behind_mm
        )
        reasons["off_point_mm"] = told("{behind}: no tiles are there", behind=behind)
    if pad.is_plate and task.pattern is not None:
        reasons |= dict.fromkeys(OF_TWO, told("a plate on load cells feels the sum of two hands, and not each"))
    if task.turn is not None and not pad.has_positions:
        reasons["forward"] = told("layout '{name}' has no positions", name=pad.name)
    if task.is_covered and not (pad.has_positions and pad.is_sole):
        reasons["coverage"] = told("layout '{name}' has no positions and outline", name=pad.name)
    return reasons


def _covered(touch: TouchBlock, task: Task) -> float | None:
    """How much of the ways was touched, of two the mean; or how much of the touch was in the zone."""
    if task.paths_mm:
        both = len(task.paths_mm) > 1
        parts = [way_covered(touch, path_mm, both=both) for path_mm in task.paths_mm]
        known = [part for part in parts if part is not None]
        return float(np.mean(known)) if known else None
    return coverage(touch, task.zones, task.zone) if task.zone is not None and task.zones is not None else None


def _off_two_mm(meant: Sequence[Segment], runs: Sequence[Sequence[Stroke]], places: Sequence[Place]) -> float | None:
    """Mean distance of two hands from their places, whichever is whose; of one hand alone, from the nearer one.

    Which contact is which hand's may change on the way: what is pressed nearer to a place is told of that one.
    """
    touches = [touch for one in meant if one.at_work is not None for touch in one.at_work.touches]
    if not touches:
        alone = [off_point_mm([stroke for run in runs for stroke in run], place) for place in places]
        return min((one for one in alone if one is not None), default=None)
    x, y, force = (
        np.concatenate([getattr(touch, name) for touch in touches]) for name in ("x_mm", "y_mm", "contact_n")
    )
    there = ~np.isnan(x) & (force > 0.0)
    if not there.any():
        return None
    at, force = np.column_stack([x, y])[there], force[there]
    apart = np.column_stack([np.hypot(*(at - place).T) for place in places])
    nearest, whole = np.argmin(apart, axis=1), float(force.sum())
    off = []
    for number, place in enumerate(places):
        mine = nearest == number
        if force[mine].sum() < _IS_THERE * whole:
            mine = np.ones(len(mine), np.bool_)  # no hand is at it
        off.append(float(np.hypot(*(np.average(at[mine], axis=0, weights=force[mine]) - place))))
    return float(np.mean(off))
