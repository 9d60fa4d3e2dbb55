"""The way that was asked for: how much of a line was touched, and how much of the work went along it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.points import places_along
from thumbwalk.language import told
from thumbwalk.technique.catalog import technique_named
from thumbwalk.technique.measures import Measure, Measures
from thumbwalk.technique.work import Work
from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]

WAY = Band(0.9, None)
"""Circles that were asked for one way round: as of bites, nine in ten."""
REACH_MM = 10.0
"""A place of a line is touched by a thumb that comes so near: half of its breadth, and what a place errs."""
STEP_MM = 5.0
"""From place to place along a line: less than a bite."""


def way_covered(touch: TouchBlock, path_mm: Array, *, both: bool = False) -> float | None:
    """Part of a way's places, 0 to 1, to which the touch came near; None without a place.

    Parameters
    ----------
    touch : TouchBlock
    path_mm : (k, 2) float64
    both : bool
        Whether a second hand's touch counts as well.
    """
    there = touch.touching & ~np.isnan(touch.x_mm)
    other = touch.second_works & ~np.isnan(touch.second_x_mm) & both
    x_mm = np.concatenate([touch.x_mm[there], touch.second_x_mm[other]])
    y_mm = np.concatenate([touch.y_mm[there], touch.second_y_mm[other]])
    if not len(x_mm):
        return None
    # a cell of the size of a step and no more than one of each: a set has thousands of samples
    cells = np.unique(np.round(np.column_stack([x_mm, y_mm])), axis=0)
    spots = places_along(path_mm, STEP_MM)
    nearest = np.min(np.hypot(*(spots[:, None] - cells).transpose(2, 0, 1)), axis=1)
    return float(np.mean(nearest <= REACH_MM))


def asked_way(technique: str, work: Work, values: Measures, path_mm: Array | None, turn: str | None) -> Measures:
    """``forward`` by the way that was asked for: of bites along a path, of circles by the way round.

    Parameters
    ----------
    technique : str
    work : Work
    values : dict
        What was measured without a way.
    path_mm : (k, 2) float64 or None
        The way along the sole.
    turn : str or None
        ``x_to_y`` or ``y_to_x``.
    """
    if turn is not None and technique == "circles":
        went = values.get("direction")
        return {"forward": None if went is None else float(went == turn)}
    if path_mm is None or values.get("forward") is None:
        return {}
    return {"forward": technique_named(technique).measures(along_way(work, path_mm))["forward"]}


ONE_ALONE = told("Use both thumbs at once: one alone was felt.")
"""What is said of how two hands go together where there were no two."""
_WRONG = 0.5
"""As far from a pattern as a phase can be."""


def of_two(values: Measures, pattern: str) -> Measures:
    """Measures of two hands by the pattern that was asked for: the force is each hand's, the phase that pattern's.

    Parameters
    ----------
    values : dict
        What was measured of whatever they did.
    pattern : str
        ``alternate``, ``together`` or ``mirrored``.
    """
    phase, found = values.get("phase"), dict[str, Measure]()
    if isinstance(phase, float):
        lag = min(phase, 1.0 - phase)
        found["phase_error"] = 0.5 - lag if pattern == "alternate" else lag
        same_way = values.get("direction") is not None
        if "radius_mm" in values and pattern in ("together", "mirrored") and same_way == (pattern == "mirrored"):
            found["phase_error"] = _WRONG
    if values.get("balance") is not None and "force_n" in values:
        found["force_n"] = values.get("contact_force_n")
    return found


def along_way(work: Work, path_mm: Array) -> Work:
    """The work with its places turned, so that the way's heading is that toward the toes."""
    x, y = path_mm[-1] - path_mm[0]
    length = float(np.hypot(x, y))
    if length <= 0.0:
        return work
    cos, sin = x / length, y / length

    touch, strokes = work.touch, work.strokes
    touch = replace(touch, x_mm=cos * touch.x_mm + sin * touch.y_mm, y_mm=cos * touch.y_mm - sin * touch.x_mm)
    strokes = replace(
        strokes, x_mm=cos * strokes.x_mm + sin * strokes.y_mm, y_mm=cos * strokes.y_mm - sin * strokes.x_mm
    )
    return replace(work, touch=touch, strokes=strokes)
