"""Strokes: the presses, bites, turns, blows or glides that a touch is made of, found as they end.

A zigzag through the smoothed force: a valley counts when it is well below both of its peaks, so that tremor and a
wandering hold stay one stroke, and an incomplete release parts two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.stroke import LIFT_S, Stroke
from thumbwalk.technique.zigzag import Zigzag
from thumbwalk.touch.touch_block import TouchBlock

_CHATTER, _CHATTER_S = 0.15, 0.3
"""By the peaks beside it, and in seconds of full force: what is smaller and shorter is skin coming on or off. A
higher part loses light blows beside firm presses, a lower one counts brushes as strokes."""
_SMOOTH_S = 0.01
"""One standard deviation of the smoothing. Wider, and short blows lose of their peaks; narrower, and noise makes
peaks."""
_NEXT = 2
"""Smoothed values stay within those of so many samples on each side."""


def strokes_of(touch: TouchBlock, floor_n: float = 0.3) -> list[Stroke]:
    """Every stroke of a whole stretch, with chatter at touch and lift taken out."""
    finder = StrokeFinder(touch.step_s, floor_n)
    return without_chatter([*finder.feed(touch), *finder.finish()])


def without_chatter(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Leave out what is far smaller than the strokes right beside it and short: skin coming on or off the foot."""
    kept: list[Stroke] = []
    valley_n = np.inf
    for index, stroke in enumerate(strokes):
        beside = [
            other.peak_n
            for other in (kept[-1:] + list(strokes[index + 1 : index + 2]))
            if other.start_s - stroke.end_s <= LIFT_S and stroke.start_s - other.end_s <= LIFT_S
        ]
        if beside and stroke.press_s < _CHATTER_S and stroke.peak_n < _CHATTER * min(beside):
            valley_n = min(valley_n, stroke.valley_n)
            continue
        kept.append(stroke if valley_n >= stroke.valley_n else replace(stroke, valley_n=float(valley_n)))
        valley_n = np.inf
    return kept


class Smoother:
    """Smoothing of a force, 10 ms wide (one standard deviation), that keeps peaks, never across pieces.

    Chunks give what the whole gives: a sample comes out once its right-hand neighbours are there, or its piece ends.
    """

    def __init__(self, step_s: float) -> None:
        # A binomial of order m has a variance of m/4 samples; slow tables are not smoothed at all.
        order = 2 * min(round(2.0 * (_SMOOTH_S / step_s) ** 2), 64)
        weights = np.ones(1)
        for _ in range(order):
            weights = np.convolve(weights, (0.5, 0.5))
        # Twicing (Tukey 1977): what smoothing takes off a short blow's peak is put back.
        order *= 2
        weights = 2.0 * np.pad(weights, len(weights) // 2) - np.convolve(weights, weights)
        self.reach = len(weights) // 2
        self._weights = [float(weight) for weight in weights]

    def __call__(self, padded: NDArray[np.float64]) -> NDArray[np.float64]:
        """Smooth (n + 2 reach,) values into (n,); summed term by term, so that no bit depends on n."""
        n = len(padded) - 2 * self.reach
        total = np.zeros(n)
        for shift, weight in enumerate(self._weights):
            total += weight * padded[shift : shift + n]
        if self.reach == 0:
            return total
        # Twicing overshoots at an edge: no value is beyond all of its next neighbours.
        near = [padded[self.reach + shift : self.reach + shift + n] for shift in range(-_NEXT, _NEXT + 1)]
        return np.asarray(np.clip(total, np.minimum.reduce(near), np.maximum.reduce(near)))


class StrokeFinder:
    """Finds strokes in touch, block by block; a stroke comes out within 1 s of its end.

    Parameters
    ----------
    step_s : float
        Step of the even time grid.
    floor_n : float
        Rises and falls smaller than this never part strokes (sensor noise), in the touch's unit.
    """

    def __init__(self, step_s: float, floor_n: float = 0.3) -> None:
        self._smooth = Smoother(step_s)
        self._held = TouchBlock.joined([])
        self._before = np.empty(0)
        self._began = False
        self._piece: int | None = None
        self._walk = Zigzag(step_s, floor_n)

    def feed(self, touch: TouchBlock) -> list[Stroke]:
        """Take the next block (of any length) and give the strokes that are now known."""
        found: list[Stroke] = []
        if len(touch) == 0:
            return found
        block = TouchBlock.joined([self._held, touch]) if len(self._held) else touch
        borders = [0, *(np.flatnonzero(np.diff(block.piece)) + 1).tolist(), len(block)]
        for lo, hi in pairwise(borders):
            # The piece before may have been walked to its end: nothing is held of a table too slow to be smoothed.
            if self._piece is not None and block.piece[lo] != self._piece:
                self._end_piece(found)
            self._piece = int(block.piece[lo])
            self._take(_part(block, lo, hi), hi < len(block), found)
        return found

    def finish(self) -> list[Stroke]:
        """Give the stroke that the end of the stream cuts off, if there is one."""
        found: list[Stroke] = []
        self._take(self._held, True, found)
        self._end_piece(found)
        return found

    def _take(self, part: TouchBlock, ends: bool, found: list[Stroke]) -> None:
        """Walk through the samples of one piece that can be smoothed by now, and keep the rest."""
        if len(part) == 0:
            return
        reach = self._smooth.reach
        force, touched = part.working_n, part.touching
        before = self._before if self._began else np.full(reach, force[0])
        padded = np.concatenate([before, force, np.full(reach if ends else 0, force[-1])])
        n = max(len(padded) - 2 * reach, 0)
        if n:
            self._walk.steps(part, self._smooth(padded), touched[:n], found)
        self._before, self._began = padded[n : n + reach], True
        self._held = _part(part, n, len(part))

    def _end_piece(self, found: list[Stroke]) -> None:
        self._walk.lift(found)
        self._walk.forget()
        self._began = False
        self._held = TouchBlock.joined([])


def _part(touch: TouchBlock, lo: int, hi: int) -> TouchBlock:
    return TouchBlock(*(getattr(touch, name)[lo:hi] for name in TouchBlock.__dataclass_fields__))
