"""What flows out of the signal rooms: newtons on an even grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ForceBlock:
    """Taxel forces on an even time grid.

    Attributes
    ----------
    time_s : (n,) float64
        Seconds since the stream's first sample, evenly spaced inside a piece.
    force_n : (n, n_taxels) float64
        Tared force of each taxel in the pad's force unit (N, or counts for a layout in counts); 0 for a taxel that
        is left out.
    piece : int
        Counts up at every gap over 0.25 s: nothing may be carried over from one piece to the next.
    left_out : tuple of n_taxels bool
        Which taxels sensor health leaves out at the end of the block.
    """

    time_s: NDArray[np.float64]
    force_n: NDArray[np.float64]
    piece: int
    left_out: tuple[bool, ...]

    def between(self, start_s: float, end_s: float) -> ForceBlock:
        """The part with ``start_s <= time_s < end_s`` (views, not copies)."""
        lo, hi = np.searchsorted(self.time_s, [start_s, end_s])
        return self.cut(int(lo), int(hi))

    def cut(self, first: int, stop: int) -> ForceBlock:
        """The samples from ``first`` up to ``stop`` (views, not copies)."""
        return ForceBlock(self.time_s[first:stop], self.force_n[first:stop], self.piece, self.left_out)

    def goes_on(self, after: ForceBlock) -> bool:
        """Whether its rows are of the same piece as another block's before it, and of the same taxels."""
        return self.piece == after.piece and self.left_out == after.left_out

    @staticmethod
    def joined(blocks: Sequence[ForceBlock]) -> ForceBlock:
        """Blocks that go on one after the other as one."""
        first = blocks[0]
        if len(blocks) == 1:
            return first
        time_s = np.concatenate([block.time_s for block in blocks])
        return ForceBlock(time_s, np.concatenate([block.force_n for block in blocks]), first.piece, first.left_out)
