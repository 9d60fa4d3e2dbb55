"""Comfort: whether a touch pressed harder than is comfortable in the zone that it was in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
    worst = _worst_of(touch, zones, caps, holding=holding, held=held)
    return None if worst is None else worst[0]


def when_over(
    touch: TouchBlock, zones: ZoneMap, caps: Caps, *, holding: bool = False, held: bool = True
) -> tuple[float, float] | None:
    """When the worst over-pressure was, the one that `over_pressure` tells of: from when to when; None if none."""
    worst = _worst_of(touch, zones, caps, holding=holding, held=held)
    if worst is None:
        return None
    first, last = worst[1][[0, -1]].tolist()
    return float(touch.time_s[first]), float(touch.time_s[last]) + touch.step_s


def times_over(touch: TouchBlock, zones: ZoneMap, caps: Caps, since_s: float, *, holding: bool = False) -> int:
    """How many times there was over-pressure, for long enough to count, that reached beyond a time."""
    least, hands = _least(touch, caps), _hands(touch, zones, caps, holding=holding)
    return sum(bool(touch.time_s[run[-1]] >= since_s) for one in hands for run in one.runs_over(least))


@dataclass(frozen=True)
class _Hand:
    """One contact: its force, the zone it is in (its index) and the cap there, each (n,); no cap is infinite."""

    contact_n: Array
    zone: NDArray[np.int64]
    cap_n: Array
    piece: NDArray[np.int64]

    def runs_over(self, least: int) -> Iterator[NDArray[np.intp]]:
        """Samples above the cap in a row, of so many and more."""
        over = np.flatnonzero(self.contact_n > self.cap_n)
        if not len(over):
            return
        breaks = (np.diff(over) > 1) | (np.diff(self.piece[over]) != 0)
        borders = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(over)]
        yield from (over[lo:hi] for lo, hi in pairwise(borders) if hi - lo >= least)


def _hands(touch: TouchBlock, zones: ZoneMap, caps: Caps, *, holding: bool) -> list[_Hand]:
    """The working hand, and the second one where it works; what was filled in for a left-out taxel presses nobody."""
    contacts = [(touch.contact_n - touch.filled_n, touch.x_mm, touch.y_mm)]
    if touch.second_works.any():
        second_n = np.where(touch.second_works, touch.second_n, 0.0)
        contacts.append((second_n, touch.second_x_mm, touch.second_y_mm))
    part = caps.holds.part_at(_held_s(touch)) if holding else 1.0
    hands = []
    for contact_n, x_mm, y_mm in contacts:
        zone = zones.index(x_mm, y_mm)
        cap_n = np.where(zone >= 0, np.array([caps.cap_n[name] for name in ZONES])[zone], np.inf)
        hands.append(_Hand(contact_n, zone, cap_n * part, touch.piece))
    return hands


def _worst_of(
    touch: TouchBlock, zones: ZoneMap, caps: Caps, *, holding: bool, held: bool
) -> tuple[Cap, NDArray[np.intp]] | None:
    """The worst over-pressure of all hands, and its samples; see `over_pressure`."""
    least = _least(touch, caps)
    found = [_worst(one, least, caps, held=held) for one in _hands(touch, zones, caps, holding=holding)]
    known = [one for one in found if one is not None]
    return max(known, key=lambda one: one[0].value / one[0].limit, default=None)


def _worst(hand: _Hand, least: int, caps: Caps, *, held: bool) -> tuple[Cap, NDArray[np.intp]] | None:
    """The worst over-pressure of one hand, and its samples; see `over_pressure`."""
    worst: tuple[float, int, NDArray[np.intp]] | None = None
    for run in hand.runs_over(least):
        of_cap = hand.contact_n[run] / hand.cap_n[run]
        reached = _held(of_cap, least) if held else of_cap
        best = int(np.argmax(reached))
        if worst is None or reached[best] > worst[0]:
            # of a force that was held, the sample of its while that was pressed least
            least_at = best + int(np.argmin(of_cap[best : best + least])) if held else best
            worst = float(reached[best]), int(run[least_at]), run
    if worst is None:
        return None
    part, at, run = worst
    return Cap(ZONES[hand.zone[at]], float(hand.cap_n[at]), float(hand.contact_n[at]), caps.max_score_at(part)), run


def _least(touch: TouchBlock, caps: Caps) -> int:
    """So many samples are as long as over-pressure has to last, to what a step is rounded to."""
    return max(int(np.ceil((caps.over_pressure_s - 1e-9) / touch.step_s)), 1)


def _held(values: Array, n: int) -> Array:
    """The least of each ``n`` values in a row, (len - n + 1,)."""
    return np.asarray(np.lib.stride_tricks.sliding_window_view(values, n).min(axis=1), np.float64)


def _held_s(touch: TouchBlock) -> Array:
    """How long the touch of each sample has lasted without a break, (n,)."""
    begins = np.append(True, ~touch.touching[:-1] | (np.diff(touch.piece) != 0))
    since = np.maximum.accumulate(np.where(begins, np.arange(len(touch)), 0))
    return np.asarray((np.arange(len(touch)) - since) * touch.step_s, np.float64)
