"""Comfort: which zone each moment of a touch lies in, and whether it was pressed harder there than is comfortable."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.score.score import Cap
from thumbwalk.pad import COMFORT_CAP_N, ZONES, Pad
from thumbwalk.touch.touch_block import TouchBlock

OVER_PRESSURE_S = 0.2
OVER_PRESSURE_MAX_SCORE = 60.0
BAND_OF_CAP = 0.9
"""A target band ends at this part of the cap of the zone it is asked in."""

_CAPS_N = np.array([COMFORT_CAP_N[zone] for zone in ZONES])


class ZoneMap:
    """The zones of one sole, for many places at once; a layout that is no sole has none."""

    def __init__(self, pad: Pad) -> None:
        self.pad = pad
        # Edges are straight between the outline's corners, so the middle line at the corners gives it everywhere.
        corners = np.unique(pad.outline_mm[:, 0]) if pad.is_sole and pad.outline_mm is not None else np.empty(0)
        self._x_mm = corners
        self._middle_mm = np.array([sum(pad.breadth_at(float(x))) / 2 for x in corners])

    def index(self, x_mm: NDArray[np.float64], y_mm: NDArray[np.float64]) -> NDArray[np.int64]:
        """Index in ``ZONES`` of each place, the places' shape; -1 where there is no place, or no zones."""
        if not len(self._x_mm) or self.pad.length_mm is None:
            return np.full(np.shape(x_mm), -1)
        u = x_mm / self.pad.length_mm
        medial = y_mm < np.interp(x_mm, self._x_mm, self._middle_mm)
        rules = [u > 0.80, u > 0.62, u < 0.30, medial & ~np.isnan(u)]
        zones = [ZONES.index(name) for name in ("toes", "forefoot", "heel", "medial arch")]
        found = np.select(rules, zones, ZONES.index("lateral border"))
        return np.asarray(np.where(np.isnan(u) | np.isnan(y_mm), -1, found))

    def cap_n(self, x_mm: float, y_mm: float) -> float | None:
        """The comfort cap at a place, newtons; None without a place or zones."""
        index = int(self.index(np.array([x_mm]), np.array([y_mm]))[0])
        return float(_CAPS_N[index]) if index >= 0 else None


def over_pressure(touch: TouchBlock, zones: ZoneMap) -> Cap | None:
    """The worst over-pressure: contact force above the cap of the zone it is in for 0.2 s or more; None if none.

    What was filled in for a left-out taxel is nobody's pressure: nothing measured it.
    """
    contact_n = touch.contact_n - touch.filled_n
    index = zones.index(touch.x_mm, touch.y_mm)
    cap_n = np.where(index >= 0, _CAPS_N[index], np.inf)
    over = np.flatnonzero(contact_n > cap_n)
    if not len(over):
        return None
    breaks = (np.diff(over) > 1) | (np.diff(touch.piece[over]) != 0)
    borders = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(over)]
    step_s = touch.step_s
    worst: tuple[float, int] | None = None
    for lo, hi in pairwise(borders):
        if (hi - lo) * step_s < OVER_PRESSURE_S - 1e-9:
            continue
        run = over[lo:hi]
        at = int(run[np.argmax(contact_n[run] / cap_n[run])])
        excess = float(contact_n[at] / cap_n[at])
        if worst is None or excess > worst[0]:
            worst = excess, at
    if worst is None:
        return None
    at = worst[1]
    reason = f"over-pressure on the {ZONES[index[at]]}"
    return Cap(reason, float(cap_n[at]), float(contact_n[at]), OVER_PRESSURE_MAX_SCORE)
