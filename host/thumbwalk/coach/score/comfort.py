"""Comfort: whether a touch pressed harder than is comfortable in the zone that it was in."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.score.score import Cap
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZONES, ZoneMap

Array = NDArray[np.float64]


def over_pressure(
    touch: TouchBlock, zones: ZoneMap, caps: Caps, *, holding: bool = False, held: bool = True
) -> Cap | None:
    """The worst over-pressure: contact force above the cap of the zone it is in for a while (0.2 s); None if none.

    Of two hands each is looked at. What was filled in for a left-out taxel is nobody's pressure: nothing measured it.

    Parameters
    ----------
    touch : TouchBlock
    zones : ZoneMap
    caps : Caps
    holding : bool
        Whether it is a hold, in which the caps fall as it lasts.
    held : bool
        Whether the force that was held for that while is told, by the cap it was above; else the highest of all.
    """
    found = [_over(touch, (touch.contact_n - touch.filled_n, touch.x_mm, touch.y_mm), zones, caps, holding, held)]
    if touch.second_works.any():
        second_n = np.where(touch.second_works, touch.second_n, 0.0)
        found.append(_over(touch, (second_n, touch.second_x_mm, touch.second_y_mm), zones, caps, holding, held))
    return max((cap for cap in found if cap is not None), key=lambda cap: cap.value / cap.limit, default=None)


def _over(
    touch: TouchBlock, contact: tuple[Array, Array, Array], zones: ZoneMap, caps: Caps, holding: bool, held: bool
) -> Cap | None:
    """The worst over-pressure of one contact: its force and place, each (n,)."""
    contact_n, x_mm, y_mm = contact
    index = zones.index(x_mm, y_mm)
    cap_n = np.where(index >= 0, np.array([caps.cap_n[zone] for zone in ZONES])[index], np.inf)
    if holding:
        cap_n = cap_n * caps.holds.part_at(_held_s(touch))
    over = np.flatnonzero(contact_n > cap_n)
    if not len(over):
        return None
    breaks = (np.diff(over) > 1) | (np.diff(touch.piece[over]) != 0)
    borders = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(over)]
    # so many samples are as long as that, to what a step is rounded to
    least = max(int(np.ceil((caps.over_pressure_s - 1e-9) / touch.step_s)), 1)
    worst: tuple[float, int] | None = None
    for lo, hi in pairwise(borders):
        if hi - lo < least:
            continue
        run = over[lo:hi]
        of_cap = contact_n[run] / cap_n[run]
        reached = _held(of_cap, least) if held else of_cap
        best = int(np.argmax(reached))
        if worst is None or reached[best] > worst[0]:
            # of a force that was held, the sample of its while that was pressed least
            least_at = best + int(np.argmin(of_cap[best : best + least])) if held else best
            worst = float(reached[best]), int(run[least_at])
    if worst is None:
        return None
    at = worst[1]
    return Cap(ZONES[index[at]], float(cap_n[at]), float(contact_n[at]), caps.max_score_at(worst[0]))


def _held(values: Array, n: int) -> Array:
    """The least of each ``n`` values in a row, (len - n + 1,)."""
    return np.asarray(np.lib.stride_tricks.sliding_window_view(values, n).min(axis=1), np.float64)


def _held_s(touch: TouchBlock) -> Array:
    """How long the touch of each sample has lasted without a break, (n,)."""
    begins = np.append(True, ~touch.touching[:-1] | (np.diff(touch.piece) != 0))
    since = np.maximum.accumulate(np.where(begins, np.arange(len(touch)), 0))
    return np.asarray((np.arange(len(touch)) - since) * touch.step_s, np.float64)
