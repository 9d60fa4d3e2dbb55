"""The bands of a master's set: what the master did, as wide as the master's own scatter, and at least as a level.

What makes a style, the force, the pace, the place and staying with it, weighs most: who does something else must not
score by being even.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from thumbwalk.coach.targets.asked import CAPPED, SCATTERS, STEADIER, WIDTHS
from thumbwalk.coach.targets.bands import Band
from thumbwalk.technique.measures import Measures

STYLE = 5.0
"""The weight of what makes a style; of the rest it is 1 or less (tuned on seeds that no figure is told of)."""
EVEN, REST = 1.0, 0.5
"""The weights of evenness of force, and of everything else."""
_SPREADS = {
    "force_n": ("steadiness_cv", "evenness_cv", "force_cv"),
    "peak_force_n": ("force_cv",),
    "rate_per_min": ("rhythm_cv",),
    "speed_mm_s": ("rhythm_cv",),
}
"""By measure, the scatter that tells how far its strokes lie apart."""
_PACES = ("rate_per_min", "speed_mm_s", "hold_s")
_SIZES = ("radius_mm", "bite_mm", "stroke_mm")
_SIZE_WIDTH = 0.17
"""No size is asked for closer: tiles resolve it no better."""
_MEAN_OF_SINE = 2.0 / math.pi
"""The mean size of a sine of height 1."""
_QUARTILE = 0.6745
"""A quarter of a normal scatter lies beyond so many standard deviations to each side."""
_MOST_SPREAD = 0.5
_ERRORS = 2.0
"""The scatter of n strokes is itself known to one part in the root of 2 n (a normal one's): so many of these are let
pass, or the same hand would fail at its own evenness."""
_PLACE_MM, _FARTHER_MM = 8.0, 20.0
"""Within so far of a place nobody is off it, as of a point; and so far, times the level's width, beyond the master."""


def master_bands(
    measures: Measures, targets: Mapping[str, Band], level: int, off_mm: float | None, *, along: bool, in_newtons: bool
) -> dict[str, Band]:
    """Bands about measures that were taken of a master's part.

    Parameters
    ----------
    measures : dict
        By name, forces in newtons.
    targets : mapping of measure name to Band
        The technique's own: what the measures are asked for, and how wide they are where a master is narrower.
    level : int
        1 to 3.
    off_mm : float or None
        How far the strokes lie from the part's place, in the mean.
    along : bool
        Whether it goes along a way.
    in_newtons : bool
        Whether forces are newtons; else none is asked for.
    """
    bands: dict[str, Band] = {}
    for name, target in targets.items():
        if name in CAPPED and not in_newtons:
            bands[name] = replace(target, weight=0.0)
        elif (value := _number(measures.get(name))) is not None:
            bands[name] = _about(name, value, target, measures, level)
    if measures.get("direction") is not None:
        bands["forward"] = Band(0.9, None, REST)
    bands["flow"] = Band(0.9, None, STYLE)
    if along:
        bands["coverage"] = Band(0.9, 1.0, STYLE)
    elif off_mm is not None:
        farthest = max(_PLACE_MM + _swing_mm(measures), off_mm * (1 + WIDTHS[level]) + _FARTHER_MM * WIDTHS[level])
        bands["off_point_mm"] = Band(None, farthest, STYLE)
    return {name: _rounded(band) for name, band in bands.items()}


def _swing_mm(measures: Measures) -> float:
    """How far from its middle a hand is in the mean that goes to and fro: a stroke may be any part of the way."""
    return _MEAN_OF_SINE * (_number(measures.get("stroke_mm")) or 0.0) / 2.0


def _about(name: str, value: float, target: Band, measures: Measures, level: int) -> Band:
    width = WIDTHS[level]
    if name in CAPPED or name in _PACES:
        cv = next((cv for one in _SPREADS.get(name, ()) if (cv := _number(measures.get(one))) is not None), 0.0)
        # the middle half of the master's own, where that is wider than the level
        part = max(width, min(_QUARTILE * cv, _MOST_SPREAD))
        return Band(value * (1.0 - part), value * (1.0 + part), STYLE)
    if name in _SIZES:
        part = max(width, _SIZE_WIDTH)
        return Band(value * (1.0 - part), value * (1.0 + part), REST)
    if name in SCATTERS and target.hi is not None:
        least = target.hi * STEADIER[max(STEADIER)]
        strokes = max(_number(measures.get("strokes")) or 1.0, 1.0)
        most = value * (1.0 + width + _ERRORS / math.sqrt(2.0 * strokes))
        return Band(None, max(most, least), REST if name == "rhythm_cv" else EVEN)
    lo = None if target.lo is None else min(target.lo, value - width * abs(value))
    hi = None if target.hi is None else max(target.hi, value + width * abs(value))
    return Band(lo, hi, REST)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _rounded(band: Band) -> Band:
    lo, hi = (None if end is None else float(f"{end:.5g}") for end in band.ends)
    return replace(band, lo=lo, hi=hi)
