"""Comfort: whether a touch pressed harder than is comfortable in the zone that it was in."""

from __future__ import annotations

from collections.abc import Iterator
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
    index, cap_n = _caps_at(touch, zones, caps, holding=holding)
    least = _least(touch, caps)
    worst: tuple[float, int] | None = None
    for run in _runs_over(touch, cap_n, least):
        of_cap = touch.contact_n[run] / cap_n[run]
        reached = _held(of_cap, least) if held else of_cap
        best = int(np.argmax(reached))
        if worst is None or reached[best] > worst[0]:
            # of a force that was held, the sample of its while that was pressed least
            least_at = best + int(np.argmin(of_cap[best : best + least])) if held else best
            worst = float(reached[best]), int(run[least_at])
    if worst is None:
        return None
    at = worst[1]
    return Cap(ZONES[index[at]], float(cap_n[at]), float(touch.contact_n[at]), caps.max_score_at(worst[0]))


def times_over(touch: TouchBlock, zones: ZoneMap, caps: Caps, since_s: float, *, holding: bool = False) -> int:
    """How many times there was over-pressure, for long enough to count, that reached beyond a time."""
    _, cap_n = _caps_at(touch, zones, caps, holding=holding)
    return sum(bool(touch.time_s[run[-1]] >= since_s) for run in _runs_over(touch, cap_n, _least(touch, caps)))


def _caps_at(
    touch: TouchBlock, zones: ZoneMap, caps: Caps, *, holding: bool
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The zone of each sample (its index) and the cap there, (n,); none is infinite."""
    index = zones.index(touch.x_mm, touch.y_mm)
    cap_n = np.where(index >= 0, np.array([caps.cap_n[zone] for zone in ZONES])[index], np.inf)
    return index, cap_n * caps.holds.part_at(_held_s(touch)) if holding else cap_n


def _least(touch: TouchBlock, caps: Caps) -> int:
    """So many samples are as long as over-pressure has to last, to what a step is rounded to."""
    return max(int(np.ceil((caps.over_pressure_s - 1e-9) / touch.step_s)), 1)


def _runs_over(touch: TouchBlock, cap_n: Array, least: int) -> Iterator[NDArray[np.intp]]:
    """Samples above the cap in a row, of so many and more."""
    over = np.flatnonzero(touch.contact_n > cap_n)
    if not len(over):
        return
    breaks = (np.diff(over) > 1) | (np.diff(touch.piece[over]) != 0)
    borders = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(over)]
    yield from (over[lo:hi] for lo, hi in pairwise(borders) if hi - lo >= least)


def _held(values: Array, n: int) -> Array:
    """The least of each ``n`` values in a row, (len - n + 1,)."""
    return np.asarray(np.lib.stride_tricks.sliding_window_view(values, n).min(axis=1), np.float64)


def _held_s(touch: TouchBlock) -> Array:
    """How long the touch of each sample has lasted without a break, (n,)."""
    begins = np.append(True, ~touch.touching[:-1] | (np.diff(touch.piece) != 0))
    since = np.maximum.accumulate(np.where(begins, np.arange(len(touch)), 0))
    return np.asarray((np.arange(len(touch)) - since) * touch.step_s, np.float64)
