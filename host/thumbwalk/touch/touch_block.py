"""What flows out of the touch room: contacts on the signal's time grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TouchBlock:
    """Touch, sample by sample; every array is (n,) and on the same even grid.

    Attributes
    ----------
    time_s : (n,) float64
        Seconds since the stream's first sample.
    total_n : (n,) float64
        Plain sum over the taxels above their tare (N, or counts).
    contact_n : (n,) float64
        What the layer fit gives to the working contact; equals ``total_n`` where the layout allows no fit; 0 untouched.
    x_mm, y_mm : (n,) float64
        Place of the working contact; NaN untouched or without positions.
    sigma_mm : (n,) float64
        One standard deviation of the place; NaN where there is no place.
    cop_x_mm, cop_y_mm : (n,) float64
        Plain centre of pressure (moment of the taxels); NaN untouched or without positions.
    second_n, second_x_mm, second_y_mm : (n,) float64
        Force and place of a second contact, two tiles or more away; 0 and NaN if there is none.
    second_works : (n,) bool
        Whether the second contact is a working hand's, too, and not one's that rests.
    resting_n : (n,) float64
        Part of the total that is a resting hand's: of a contact that is steady beside one that works; 0 if there is
        none.
    filled_n : (n,) float64
        Part of the total that no taxel measured: what left-out ones would have taken, by the fit.
    touching : (n,) bool
        Touch of the working hand, with hysteresis: on above 0.5 N, off below 0.3 N of the total without what rests
        (from the noise for counts).
    piece : (n,) int64
        Counts up at every gap over 0.25 s.
    """

    time_s: NDArray[np.float64]
    total_n: NDArray[np.float64]
    contact_n: NDArray[np.float64]
    x_mm: NDArray[np.float64]
    y_mm: NDArray[np.float64]
    sigma_mm: NDArray[np.float64]
    cop_x_mm: NDArray[np.float64]
    cop_y_mm: NDArray[np.float64]
    second_n: NDArray[np.float64]
    second_x_mm: NDArray[np.float64]
    second_y_mm: NDArray[np.float64]
    second_works: NDArray[np.bool_]
    resting_n: NDArray[np.float64]
    filled_n: NDArray[np.float64]
    touching: NDArray[np.bool_]
    piece: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.time_s)

    @property
    def working_n(self) -> NDArray[np.float64]:
        """Total force of the working hand, without a resting one's, (n,)."""
        return np.maximum(self.total_n - self.resting_n, 0.0)

    @property
    def step_s(self) -> float:
        """Step of the even grid, by the first second or so of it; 0.01 s where there is but one sample."""
        if len(self) < 2:
            return 0.01
        steps_s = self.time_s[1:101] - self.time_s[:100][: len(self) - 1]
        steps_s.sort()
        n = len(steps_s)
        # the median, without numpy's, which costs ten times as much on a few; rounded, since windows have as many
        # samples however late it is, and late times differ by more bits
        return round(0.5 * float(steps_s[(n - 1) // 2] + steps_s[n // 2]), 9)

    def between(self, start_s: float, end_s: float) -> TouchBlock:
        """The part with ``start_s <= time_s < end_s`` (views, not copies)."""
        lo, hi = np.searchsorted(self.time_s, [start_s, end_s])
        return self.cut(int(lo), int(hi))

    def cut(self, first: int, stop: int) -> TouchBlock:
        """The samples from ``first`` up to ``stop`` (views, not copies)."""
        return TouchBlock(*(getattr(self, name)[first:stop] for name in self.__dataclass_fields__))

    def amended(self, other: TouchBlock) -> TouchBlock:
        """The same with another's samples in place of its own of the same times; itself if there are none."""
        if not len(self):
            return self
        part = other.between(float(self.time_s[0]), math.nextafter(float(self.time_s[-1]), math.inf))
        if not len(part):
            return self
        first, last = np.searchsorted(self.time_s, part.time_s[[0, -1]])
        return TouchBlock.joined([self.cut(0, int(first)), part, self.cut(int(last) + 1, len(self))])

    @staticmethod
    def joined(blocks: Sequence[TouchBlock]) -> TouchBlock:
        """Blocks one after the other as one; no block at all gives an empty one."""
        if not blocks:
            no = np.empty(0)
            false, piece = np.empty(0, np.bool_), np.empty(0, np.int64)
            return TouchBlock(no, no, no, no, no, no, no, no, no, no, no, false, no, no, false, piece)
        return TouchBlock(*(np.concatenate([getattr(b, f) for b in blocks]) for f in TouchBlock.__dataclass_fields__))
