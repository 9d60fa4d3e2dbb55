"""The last seconds of touch, made anew without a taxel whose fault began before it was known.

A live stream can't wait for four seconds to learn that a wire is broken; what is judged in the end can look back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.signal.health import HINDSIGHT_S, Begun
from thumbwalk.touch.stage import TouchStage
from thumbwalk.touch.touch_block import TouchBlock

_PART_S = 1.0
"""The stage is copied so often; farther apart, more would have to be made anew."""
_KEPT_S = HINDSIGHT_S + 1.0
"""A fault reaches back so far at the most, with the filter's own length."""


@dataclass(frozen=True, slots=True)
class Amended:
    """A stretch of touch anew, sample for sample, as it is without a fault that was found at ``known_s``."""

    touch: TouchBlock
    known_s: float


@dataclass(frozen=True, slots=True)
class _Part:
    """Blocks, and the stage as it was before them."""

    before: TouchStage
    blocks: list[ForceBlock]


class LookBack:
    """Keeps what a touch stage was fed of late; any chunking gives the same stretches to the bit."""

    def __init__(self) -> None:
        self._parts: deque[_Part] = deque()
        self._faults: list[Begun] = []

    def note(self, stage: TouchStage, block: ForceBlock) -> None:
        """Keep a block that the stage is to be fed next."""
        if not len(block.time_s):
            return
        parts, first_s = self._parts, float(block.time_s[0])
        if not parts or first_s - parts[-1].blocks[0].time_s[0] >= _PART_S:
            parts.append(_Part(stage.copy(), []))
        parts[-1].blocks.append(block)
        while len(parts) > 1 and parts[1].blocks[0].time_s[0] <= first_s - _KEPT_S:
            parts.popleft()

    def amended(self, faults: Sequence[Begun]) -> tuple[Amended, TouchStage]:
        """Give the touch from where the first of these faults began to when they were known, which is one moment.

        Faults that were known before are left out of it as well. The stage stands where it would without them, so that
        what it took the fault for, such as a hand that rests, is forgotten.
        """
        since_s, known_s = min(one.since_s for one in faults), faults[0].known_s
        self._faults = [one for one in self._faults if one.known_s >= since_s] + list(faults)
        parts = self._parts
        while len(parts) > 1 and parts[-1].blocks[0].time_s[0] > since_s:
            # a stage that was fed the fault is not to begin from again
            felt = parts.pop()
            parts[-1].blocks.extend(felt.blocks)
        stage = parts[-1].before.copy()
        made = []
        for block in parts[-1].blocks:
            for piece in self._without(block, since_s, known_s):
                touch = stage.feed(piece)
                if piece.time_s[0] >= since_s:
                    made.append(touch)
        return Amended(TouchBlock.joined(made), known_s), stage

    def _without(self, block: ForceBlock, since_s: float, known_s: float) -> list[ForceBlock]:
        """A block up to ``known_s``, cut where a fault begins or ends, and without the faulty taxels."""
        time_s = block.time_s
        borders = {0, int(np.searchsorted(time_s, since_s)), stop := int(np.searchsorted(time_s, known_s, "right"))}
        borders |= {int(np.searchsorted(time_s, one.since_s)) for one in self._faults}
        borders |= {int(np.searchsorted(time_s, one.known_s, "right")) for one in self._faults}
        edges = sorted(border for border in borders if border <= stop)
        pieces = []
        for lo, hi in pairwise(edges):
            out = np.array(block.left_out)
            for one in self._faults:
                out[one.index] |= one.since_s <= time_s[lo] and time_s[hi - 1] <= one.known_s
            force_n = np.where(out, 0.0, block.force_n[lo:hi])
            pieces.append(replace(block, time_s=time_s[lo:hi], force_n=force_n, left_out=tuple(map(bool, out))))
        return pieces
