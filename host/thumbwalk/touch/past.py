"""What a contact did in the last blocks: whether it worked, or stood still."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

WATCH = 5
"""Blocks that are looked at for motion; for pressing and letting go twice as many."""
_ACTIVE, _MOVES_MM = 0.5, 10.0
"""What work is: a rise and a fall of this part of the mean force, or a way of so far."""
_PARTS, _RUBS_MM = 4, 2.0
"""To and fro faster than a block is a way, too, which the blocks' means don't show: so far in the usual block, between
the means of its quarters. Of 24 palms beside work none had more than 0.6 mm, of rubbing and circles nine of ten 3 and
more."""
_PRESSED_N = 0.5
"""A hand that presses has more than this, in the mean of a block."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a contact did in a block: its mean place (NaN where it was not there), and its force, moment by moment.

    ``way_mm`` is how far it got about within the block.
    """

    x_mm: float
    y_mm: float
    force_n: Array
    way_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Moments:
    """Where a contact was and how hard it pressed at the moments of a block, (n,) each: looked at when it is asked."""

    x_mm: Array
    y_mm: Array
    force_n: Array

    def __deepcopy__(self, memo: object) -> Moments:
        """Itself: nobody changes it."""
        return self


@dataclass(slots=True)
class Past:
    """A hand's last blocks, and for how many it has shown work, or stood still, on end."""

    seen: deque[Seen] = field(default_factory=lambda: deque(maxlen=2 * WATCH))
    works: int = 0
    still: int = 0

    @staticmethod
    def of(blocks: Iterable[Moments]) -> Past:
        """The past of some blocks on end."""
        past = Past()
        for one in blocks:
            past.add(seen_in(one.x_mm, one.y_mm, one.force_n))
        return past

    @property
    def pressed_n(self) -> float:
        """Its usual force; 0 if it did not press in every block that is remembered, or there are few."""
        means_n = [float(one.force_n.mean()) for one in self.seen]
        return median(means_n) if len(means_n) >= WATCH and min(means_n) > _PRESSED_N else 0.0

    def add(self, one: Seen) -> None:
        """Take what it did in the next block."""
        self.seen.append(one)
        working = len(self.seen) >= WATCH and is_work(self.seen)
        self.works, self.still = (self.works + 1, 0) if working else (0, self.still + 1)


def seen_in(x_mm: Array, y_mm: Array, force_n: Array) -> Seen:
    """What a contact did at the moments of a block at which it was there: places (n,) and forces."""
    x, y = (float(np.mean(v)) if len(v) else np.nan for v in (x_mm, y_mm))
    return Seen(x, y, force_n, math.hypot(_way_mm(x_mm), _way_mm(y_mm)))


def _way_mm(place_mm: Array) -> float:
    """How far apart the means of a block's quarters lie: noise from moment to moment is no way."""
    n = len(place_mm)
    if n < _PARTS:
        return 0.0
    edges = [n * part // _PARTS for part in range(_PARTS)]
    means = np.add.reduceat(place_mm, edges) / np.diff([*edges, n])
    return float(means.max() - means.min())


def is_work(seen: deque[Seen]) -> bool:
    """Whether a contact moved, or pressed and let go and pressed again, in the last blocks; coming or going is none."""
    lately = list(seen)[-WATCH:]
    if moved_mm(lately) > _MOVES_MM or median(one.way_mm for one in lately) > _RUBS_MM:
        return True
    force = np.concatenate([one.force_n for one in seen])
    fall = float((np.maximum.accumulate(force) - force).max())
    rise = float((force - np.minimum.accumulate(force)).max())
    return min(rise, fall) > _ACTIVE * max(float(force.mean()), 0.5)


def moved_mm(seen: list[Seen]) -> float:
    """How far apart the places of some blocks lie."""
    # Of a few numbers, at which numpy is ten times as slow.
    x = [one.x_mm for one in seen if not math.isnan(one.x_mm)]
    y = [one.y_mm for one in seen if not math.isnan(one.y_mm)]
    return math.hypot(max(x) - min(x), max(y) - min(y)) if x and y else 0.0
