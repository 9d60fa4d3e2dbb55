"""Circles (circular friction): the thumb turns on a point while contact is kept."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.factors import Factor, above, below, best_placement
from thumbwalk.technique.first_turns import first_measures
from thumbwalk.technique.measures import Measures, common
from thumbwalk.technique.piecewise import Pieces, between, of_rhythm
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


def pieces(work: Work, _as_done: Work) -> Mapping[str, Pieces]:
    """Turn by turn its pace, highest force, radius, roundness and way round (``direction``: 1 from +x toward +y)."""
    found: dict[str, list[Pieces]] = {}
    for turns in turns_of(work):
        borders = turns.borders
        at = turns.at[np.minimum(borders, turns.n - 1)]
        spans = [slice(lo, hi) for lo, hi in pairwise(borders.tolist())]
        force_n = work.force_n[turns.at]
        of_turns = {
            "force_cv": [float(force_n[one].max()) for one in spans],
            "radius_mm": [float(np.mean(turns.radius_mm[one])) for one in spans],
            "roundness": [_roundness(turns.swing_mm[one], turns.across_mm[one]) for one in spans],
            "direction": [_way(turns.swing_mm[one], turns.across_mm[one]) for one in spans],
        }
        told = {name: between(work, at, np.array(values)) for name, values in of_turns.items()}
        onsets = turns.at[np.minimum(np.round(turns.onsets[0]).astype(np.intp), turns.n - 1)]
        for name, one in (told | of_rhythm(work, onsets)).items():
            found.setdefault(name, []).append(one)
    return {name: Pieces.joined(parts) for name, parts in found.items()}


def _roundness(swing_mm: Array, across_mm: Array) -> float:
    """Short axis over long, along those of the whole path."""
    long_mm = float(np.std(swing_mm))
    return float(np.std(across_mm)) / long_mm if long_mm > 0.0 else 1.0


def _way(swing_mm: Array, across_mm: Array) -> float:
    area = np.sum(swing_mm[:-1] * np.diff(across_mm) - across_mm[:-1] * np.diff(swing_mm))
    return 1.0 if area > 0.0 else -1.0


TECHNIQUE = Technique(
    "circles",
    "circular friction",
    factors,
    measures,
    flowing=True,
    stays="where it lands",
    intervals_s=turn_intervals_s,
    pieces=pieces,
)
