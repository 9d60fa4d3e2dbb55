"""Where on the sole free practice was: the time in each zone, and how much of it a thumb came to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.score.asked_way import REACH_MM
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZONES, ZoneMap

Array = NDArray[np.float64]

_GRID_MM = 5.0
"""From spot to spot of a sole: half of a thumb."""
_CELL_MM = 2.0
"""Places of the touch that are closer are one: an hour has hundreds of thousands."""


@dataclass(frozen=True, slots=True)
class ZoneTouched:
    """One zone: seconds of touch in it, and the part of it, 0 to 1, that was touched."""

    zone: str
    seconds: float
    covered: float


def zones_touched(touch: TouchBlock, zones: ZoneMap) -> tuple[ZoneTouched, ...]:
    """Every zone of the sole in order; none on a layout that is no sole."""
    spots = _spots(zones)
    if not len(spots) or not len(touch):
        return ()
    near, place = _near(spots, touch), zones.index(spots[:, 0], spots[:, 1])
    index = zones.index(touch.x_mm, touch.y_mm)[touch.touching]
    return tuple(
        ZoneTouched(
            name,
            float(np.count_nonzero(index == number)) * touch.step_s,
            float(np.mean(near[place == number])) if (place == number).any() else 0.0,
        )
        for number, name in enumerate(ZONES)
    )


def sole_covered(touch: TouchBlock, zones: ZoneMap) -> float | None:
    """Part of the whole sole, 0 to 1, that a thumb came to; None on a layout that is no sole."""
    spots = _spots(zones)
    return float(np.mean(_near(spots, touch))) if len(spots) and len(touch) else None


def _spots(zones: ZoneMap) -> Array:
    """A grid over the sole, (n, 2) mm."""
    pad = zones.pad
    if not pad.is_sole or not pad.has_positions or pad.outline_mm is None:
        return np.empty((0, 2))
    low, high = pad.outline_mm.min(axis=0), pad.outline_mm.max(axis=0)
    x, y = np.meshgrid(*(np.arange(lo + _GRID_MM / 2.0, hi, _GRID_MM) for lo, hi in zip(low, high, strict=True)))
    spots = np.column_stack([x.ravel(), y.ravel()])
    return spots[pad.contains(spots[:, 0], spots[:, 1])]


def _near(spots: Array, touch: TouchBlock) -> NDArray[np.bool_]:
    """Which spots a thumb came to."""
    there = touch.touching & ~np.isnan(touch.x_mm)
    if not there.any():
        return np.zeros(len(spots), dtype=np.bool_)
    places = np.column_stack([touch.x_mm[there], touch.y_mm[there]])
    cells = _CELL_MM * np.unique(np.round(places / _CELL_MM), axis=0)
    nearest = np.array([np.min(np.hypot(*(cells - spot).T)) for spot in spots])
    return np.asarray(nearest <= REACH_MM)
