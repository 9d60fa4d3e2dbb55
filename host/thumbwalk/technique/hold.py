"""Press and hold: steady pressure on one point, 5 to 20 s."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.factors import Factor, above, below, best_placement
from thumbwalk.technique.measures import Measures, common, middle_of
from thumbwalk.technique.signs import Signs
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.work import Work

Array = NDArray[np.float64]

_PRESS_S, _SPEED_MM_S = 2.5, 13.0
"""Limits of the factors, each half met there: half of the 5 s that a hold is asked for, and a speed that still
thumbs' places stay below. No source names them; they decide on holds against kneading and circles."""
_UNSEEN = 0.5
"""Of a press whose motion nobody saw: most that last so long stand still, but circles press as evenly. The name is a
hold's, and unsure."""

_PRESSED, _STEADIER, _FEW = 0.9, 0.5, 10
"""A plateau begins and ends at this part of the median force, so that it is half of the middle 80 % and more, and
scatters by so much of what that does: a straight sink loses a third of its scatter with its ends, a ramp onto a plateau
most of it; less than ten samples have none. No source names them; they decide on which holds are judged whole."""


def factors(signs: Signs) -> tuple[Factor, ...]:
    """A hold presses for seconds, and stays where it is."""
    speed = signs.motion.speed_mm_s
    return (
        above("held_s", signs.held_s, _PRESS_S, 5.0),
        *best_placement([below("speed_mm_s", speed, _SPEED_MM_S, 4.0)], ~np.isnan(speed), unseen=_UNSEEN),
    )


def measures(work: Work) -> Measures:
    """Common measures and, as medians over the touches, how long, how steady and how drifting they are.

    ``steadiness_cv`` is SD/mean of the force and ``drift_n_per_s`` the slope of its straight line, both in the middle
    80 % of a touch: pressing and lifting are no fault. Where pressing or lifting is slow and there is a plateau, they
    are of that.
    """
    rows = [_of_touch(work, span) for span in work.touches]
    columns = zip(*rows, strict=True) if rows else [[], [], []]
    held, steadiness, drift = ([value for value in column if value is not None] for column in columns)
    return {
        **common(work),
        "hold_s": float(np.median(held)) if held else None,
        "steadiness_cv": float(np.median(steadiness)) if steadiness else None,
        "drift_n_per_s": float(np.median(drift)) if drift else None,
    }


def _of_touch(work: Work, span: slice) -> tuple[float, float | None, float | None]:
    held_s = (span.stop - span.start) * work.step_s
    force = work.force_n[_plateau(work.force_n, span) if work.ways.plateau else middle_of(span)]
    mean = float(np.mean(force))
    if len(force) < 3 or mean <= 0.0:
        return held_s, None, None
    time_s = np.arange(len(force)) * work.step_s
    time_s -= time_s.mean()
    slope = float(np.sum(time_s * (force - mean)) / np.sum(time_s * time_s))
    return held_s, float(np.std(force)) / mean, slope


def _plateau(force_n: Array, span: slice) -> slice:
    """The middle of a touch, without a ramp that reaches into it."""
    middle = middle_of(span)
    held = force_n[middle]
    if len(held) < _FEW:
        return middle
    pressed = np.flatnonzero(held >= _PRESSED * np.median(held))
    first, stop = int(pressed[0]), int(pressed[-1]) + 1
    flat = held[first:stop]
    # All that rises or sinks is unsteady; a ramp ends in what is far steadier.
    if np.std(flat) > _STEADIER * np.std(held):
        return middle
    return slice(middle.start + first, middle.start + stop)


TECHNIQUE = Technique("hold", "press and hold", factors, measures, flowing=True, stays="where it lands")
