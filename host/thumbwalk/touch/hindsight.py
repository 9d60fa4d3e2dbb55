"""Who rested beside whom, seen from the end: a hand that was taken for a working one until it had stayed for long.

A moment's roles are told by what came before it. A palm that comes while the working hand is off the foot is the only
contact, and works; who rests is known seconds later. What is told of a whole stretch can look back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

_LIFT_S, _LEAST_S = 1.5, 1.5
"""Two hands are at work over lifts of up to so long, for so long at the least."""
_THERE_N, _THERE = 1.0, 0.9
"""A hand that rests presses with more than this for most of the time, once it has come."""
_STAYS_MM, _EVEN = 8.0, 0.5
"""And stays within a thumb's breadth, and within this part of its usual force; a stroke rises and falls by as much."""
_MOVES_MM = 10.0
"""The other one moves so far, or presses and lets go: where nobody works, nobody rests beside work."""
_OUTER = 0.1
"""So many of a hand's moments at each end of what it does are not looked at: it comes, and leaves."""
_HERE_MM = 15.0
"""A contact so near to where the resting hand is, is that hand."""
_ON_N, _OFF_N = 0.7, 0.4
"""The working hand's own touch begins and ends at these forces of its contact."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A contact over a stretch: forces and places (n,), NaN where it is not there."""

    force_n: Array
    x_mm: Array
    y_mm: Array

    @property
    def there(self) -> Bools:
        return np.asarray((self.force_n > _THERE_N) & ~np.isnan(self.x_mm))

    def place_mm(self) -> tuple[float, float]:
        there = self.there
        return float(np.median(self.x_mm[there])), float(np.median(self.y_mm[there]))

    @property
    def wide_mm(self) -> float:
        there = self.there
        return float(np.hypot(_width(self.x_mm[there]), _width(self.y_mm[there])))

    @property
    def rests(self) -> bool:
        """Whether it stayed in its place and pressed evenly."""
        there = self.there
        if np.mean(there) < _THERE or self.wide_mm > _STAYS_MM:
            return False
        return _width(self.force_n[there]) < _EVEN * float(np.median(self.force_n[there]))

    @property
    def works(self) -> bool:
        """Whether it moved, or pressed and let go."""
        if not self.there.any():
            return False
        return self.wide_mm > _MOVES_MM or _width(self.force_n) > _EVEN * max(float(self.force_n.mean()), _THERE_N)

    def near(self, place_mm: tuple[float, float]) -> Bools:
        return np.asarray(np.hypot(self.x_mm - place_mm[0], self.y_mm - place_mm[1]) < _HERE_MM)


def seen_from_the_end(touch: TouchBlock) -> TouchBlock:
    """The touch with a hand that only rested taken for what it was; itself where there is no such hand."""
    for begin, first, stop in _spells(touch):
        one, other = _both(touch.cut(first, stop))
        for rests, works in ((one, other), (other, one)):
            if rests.rests and works.works:
                touch = _with_turned(touch, _come(touch, begin, first, rests.place_mm()), stop, rests.place_mm())
                break
    for stop in _swaps(touch):
        place_mm = float(touch.second_x_mm[stop]), float(touch.second_y_mm[stop])
        begin = _come(touch, 0, stop, place_mm)
        if _both(touch.cut(begin, stop))[0].rests:
            touch = _with_turned(touch, begin, stop, place_mm)
    return touch


def _both(touch: TouchBlock) -> tuple[_Seen, _Seen]:
    return (
        _Seen(touch.contact_n, touch.x_mm, touch.y_mm),
        _Seen(touch.second_n, touch.second_x_mm, touch.second_y_mm),
    )


def _with_turned(touch: TouchBlock, begin: int, stop: int, place_mm: tuple[float, float]) -> TouchBlock:
    turned = _turned(touch.cut(begin, stop), place_mm)
    return TouchBlock.joined([touch.cut(0, begin), turned, touch.cut(stop, len(touch))])


def _spells(touch: TouchBlock) -> Iterator[tuple[int, int, int]]:
    """Where two hands are at work: a sample before which a palm can't have come, the first one, and the one behind.

    Not over a gap in the data.
    """
    on = np.flatnonzero(touch.second_works)
    if not len(on):
        return
    step_s = touch.step_s
    breaks = np.flatnonzero((np.diff(on) > round(_LIFT_S / step_s)) | (np.diff(touch.piece[on]) != 0)) + 1
    for lo, hi in pairwise([0, *breaks.tolist(), len(on)]):
        first, stop = int(on[lo]), int(on[hi - 1]) + 1
        if (stop - first) * step_s >= _LEAST_S:
            yield int(on[lo - 1]) + 1 if lo else 0, first, stop


def _swaps(touch: TouchBlock) -> list[int]:
    """Samples from which on a hand rests that was the working one up to them."""
    rests = (touch.second_n > _THERE_N) & ~touch.second_works
    x, y = touch.second_x_mm, touch.second_y_mm
    was = np.hypot(touch.x_mm[:-1] - x[1:], touch.y_mm[:-1] - y[1:]) < _HERE_MM
    stays = np.hypot(np.diff(x), np.diff(y)) < _HERE_MM
    swaps = rests[1:] & was & ~stays & (np.diff(touch.piece) == 0)
    return (np.flatnonzero(swaps) + 1).tolist()


def _come(touch: TouchBlock, begin: int, first: int, place_mm: tuple[float, float]) -> int:
    """The sample from which on, up to the ``first``, a contact was at a place without a break."""
    before = touch.cut(begin, first)
    one, other = _both(before)
    here = (one.near(place_mm) | other.near(place_mm)) & (before.piece == touch.piece[first])
    away = np.flatnonzero(~here)
    return begin + int(away[-1]) + 1 if len(away) else begin


def _turned(touch: TouchBlock, place_mm: tuple[float, float]) -> TouchBlock:
    """A stretch in which the contact at a place rests, whichever of the two it was taken for."""
    one, other = _both(touch)
    swapped, right = one.near(place_mm), other.near(place_mm) & touch.second_works
    # Of a contact's force some falls beside the tiles; the total has what they carry.
    both_n = np.maximum(one.force_n + np.where(np.isnan(other.x_mm), 0.0, other.force_n), _THERE_N)
    carried = float(np.median((touch.total_n / both_n)[swapped | right])) if (swapped | right).any() else 1.0
    rest_n = np.minimum(np.where(swapped, one.force_n, other.force_n) * min(carried, 1.0), touch.total_n)
    # Where the other one was said to rest, its part of the total is known.
    said = swapped & (touch.resting_n > 0.0)
    rest_n = np.where(said, np.maximum(touch.total_n - touch.resting_n, 0.0), rest_n)
    resting_n = np.where(swapped | right, rest_n, touch.resting_n)
    # Before the other one was found, what the usual force of this one leaves is its, wherever that presses.
    alone = swapped & np.isnan(other.x_mm)
    usual_n = min(carried, 1.0) * float(np.median(one.force_n[swapped])) if swapped.any() else 0.0
    resting_n = np.where(alone, np.minimum(usual_n, touch.total_n), resting_n)
    work_n = np.where(
        alone, np.maximum(touch.total_n - usual_n, 0.0), np.where(np.isnan(other.x_mm), 0.0, other.force_n)
    )
    on = np.where(swapped, _touched(work_n), touch.touching)
    on &= ~right | _touched(one.force_n)
    x, y = (np.where(swapped, theirs, mine) for mine, theirs in ((one.x_mm, other.x_mm), (one.y_mm, other.y_mm)))
    gone = ~on
    nowhere = {
        name: np.where(gone | alone, np.nan, values)
        for name, values in (
            *(("x_mm", x), ("y_mm", y), ("sigma_mm", touch.sigma_mm)),
            *(("cop_x_mm", touch.cop_x_mm), ("cop_y_mm", touch.cop_y_mm)),
        )
    }
    return replace(
        touch,
        contact_n=np.where(gone, 0.0, np.where(swapped, work_n, one.force_n)),
        second_n=np.where(swapped, one.force_n, other.force_n),
        second_x_mm=np.where(swapped, one.x_mm, other.x_mm),
        second_y_mm=np.where(swapped, one.y_mm, other.y_mm),
        second_works=np.zeros(len(touch), dtype=np.bool_),
        resting_n=np.where(swapped & gone, touch.total_n, resting_n),
        touching=on,
        **nowhere,
    )


def _touched(force_n: Array) -> Bools:
    """A contact's own touch, with hysteresis."""
    clear = (force_n > _ON_N) | (force_n < _OFF_N)
    last = np.maximum.accumulate(np.where(clear, np.arange(len(force_n)), -1))
    return np.asarray((last >= 0) & (force_n[np.maximum(last, 0)] > _ON_N))


def _width(values: Array) -> float:
    low, high = np.quantile(values, [_OUTER, 1.0 - _OUTER])
    return float(high - low)
