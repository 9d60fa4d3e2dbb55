"""Circles (circular friction): the thumb turns on a point while contact is kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.factors import Factor, above, below, best_placement
from thumbwalk.technique.first_turns import first_measures
from thumbwalk.technique.measures import Measures, common
from thumbwalk.technique.signs import Signs
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.turns import measured, turn_intervals_s, turns_of
from thumbwalk.technique.work import Work

Array = NDArray[np.float64]

_TURN_HZ, _FASTEST_HZ, _SPEED_MM_S, _STRAIGHT, _TOUCH_S = 0.33, 2.5, 17.0, 0.75, 0.6
"""Limits of the factors, each half met there: a turn in three seconds, the fastest that a thumb turns, the way round
(8 mm of radius at 0.33 turns a second are 17 mm/s), net over whole way, and the least touch. No source names them;
they decide on circles against glides and holds."""


def factors(signs: Signs) -> tuple[Factor, ...]:
    """Circles turn steadily one way, at a pace, and come back instead of getting on."""
    motion = signs.motion
    turn_hz = np.abs(motion.turn_hz)
    with np.errstate(divide="ignore", invalid="ignore"):
        straight = motion.net_mm_s / motion.speed_mm_s
    turning = (
        above("turn_hz", turn_hz, _TURN_HZ, 6.0),
        below("turn_hz", turn_hz, _FASTEST_HZ, 6.0),
        above("speed_mm_s", motion.speed_mm_s, _SPEED_MM_S, 6.0),
        below("straight", straight, _STRAIGHT, 6.0),
    )
    return *best_placement(turning, ~np.isnan(turn_hz)), above("touch_s", signs.touch_s, _TOUCH_S, 6.0)


def measures(work: Work) -> Measures:
    """Common measures, of turns instead of presses, and pace, size, direction and roundness of the turns."""
    if work.ways.turns_by_angle:
        return first_measures(work)
    turns = turns_of(work)
    if not turns:
        nothing: Measures = dict.fromkeys(("rate_per_min", "rhythm_cv", "radius_mm", "direction", "roundness"))
        return {**common(work), **nothing}
    return {**common(work), **measured(turns, work.step_s, work.ways.scatter)}


TECHNIQUE = Technique(
    "circles",
    "circular friction",
    factors,
    measures,
    flowing=True,
    stays="where it lands",
    intervals_s=turn_intervals_s,
)
