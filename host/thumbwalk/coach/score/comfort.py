"""Comfort: whether a touch pressed harder than is comfortable in the zone that it was in."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from thumbwalk.coach.score.score import Cap
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZONES, ZoneMap


def over_pressure(touch: TouchBlock, zones: ZoneMap, caps: Caps) -> Cap | None:
    """The worst over-pressure: contact force above the cap of the zone it is in for a while (0.2 s); None if none.

    What was filled in for a left-out taxel is nobody's pressure: nothing measured it.
    """
    contact_n = touch.contact_n - touch.filled_n
    index = zones.index(touch.x_mm, touch.y_mm)
    cap_n = np.where(index >= 0, np.array([caps.cap_n[zone] for zone in ZONES])[index], np.inf)
    over = np.flatnonzero(contact_n > cap_n)
    if not len(over):
        return None
    breaks = (np.diff(over) > 1) | (np.diff(touch.piece[over]) != 0)
    borders = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(over)]
    step_s = touch.step_s
    worst: tuple[float, int] | None = None
    for lo, hi in pairwise(borders):
        if (hi - lo) * step_s < caps.over_pressure_s - 1e-9:
            continue
        run = over[lo:hi]
        at = int(run[np.argmax(contact_n[run] / cap_n[run])])
        excess = float(contact_n[at] / cap_n[at])
        if worst is None or excess > worst[0]:
            worst = excess, at
    if worst is None:
        return None
    at = worst[1]
    return Cap(ZONES[index[at]], float(cap_n[at]), float(contact_n[at]), caps.max_score)
