"""A dense mat's pressed cells: those that stand out of the cells' own noise, and those beside them.

A thousand cells of a little noise each are together a newton of it, which no hand presses; and it pulls the centre of
pressure to the mat's middle. A press is never one cell: what is far from all that stands out is noise, and reads 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.longtable import Table
from thumbwalk.pad import Pad
from thumbwalk.signal.noise import ROUGHNESS_OF_NOISE
from thumbwalk.touch.localise import MOST_TAXELS

Array = NDArray[np.float64]

_STANDS_OUT = 5.0
"""In standard deviations of a cell's noise: of a thousand cells at 100 Hz one does by chance every 35 seconds, with the
noise of nine, which is no touch. Lower, and rests are not zero; higher, and the lightest touch is lost."""
_BESIDE = 1.6
"""Beside a cell are those within so many times the mat's pitch: the eight about it."""
_BLOCKS, _ROWS = 8, 512
"""Noise is told by so many stretches of a table of so many rows each, evenly over its time."""


def is_dense(pad: Pad) -> bool:
    """Whether a pad has so many cells, and says where they are, that a press is a matter of many of them."""
    return pad.has_positions and pad.n_taxels > MOST_TAXELS


def cell_noise(force_n: Table) -> float:
    """Standard deviation of a cell's noise in a table of forces (n, n_taxels); 0 where there are too few rows.

    By the second differences from row to row, in the median over the cells: most are never pressed.
    """
    starts = np.unique(np.linspace(0, max(len(force_n) - _ROWS, 0), _BLOCKS).astype(int))
    rough = [np.abs(np.diff(force_n[at : at + _ROWS], n=2, axis=0)) for at in starts.tolist()]
    seen = np.concatenate(rough) if rough else np.zeros((0, 1))
    if not np.isfinite(seen).any():
        return 0.0
    # a cell that never reads is NaN throughout, and says nothing
    seen = seen[:, np.isfinite(seen).any(axis=0)]
    return float(np.median(np.nanmean(seen, axis=0))) / ROUGHNESS_OF_NOISE


class Dense:
    """Takes a dense mat's noise for the nothing that it is. It remembers nothing: moments do not depend on each other.

    Parameters
    ----------
    pad : Pad
        A dense one.
    noise_n : float
        Standard deviation of a cell's noise, in the pad's unit.
    """

    def __init__(self, pad: Pad, noise_n: float) -> None:
        # half a second to load, which only such a mat is to wait for
        from scipy.sparse import csr_array  # noqa: PLC0415
        from scipy.spatial import cKDTree  # noqa: PLC0415

        self._least_n = _STANDS_OUT * noise_n
        tree = cKDTree(pad.positions_mm)
        away_mm, _ = tree.query(pad.positions_mm, k=[2])
        pitch_mm = float(np.median(np.asarray(away_mm)))
        pairs = tree.query_pairs(_BESIDE * pitch_mm, output_type="ndarray")
        own = np.arange(pad.n_taxels)
        first, second = (np.concatenate((pairs[:, i], pairs[:, 1 - i], own)) for i in (0, 1))
        self._beside = csr_array((np.ones(len(first), dtype=np.int32), (first, second)))

    def __deepcopy__(self, memo: object) -> Dense:
        """Itself: nobody changes it."""
        return self

    def pressed(self, force_n: Array) -> Array:
        """The forces (n, n_taxels) of the cells that are pressed, and 0 elsewhere."""
        stands_out = (force_n > self._least_n).astype(np.int32)
        return np.where(np.asarray(stands_out @ self._beside) > 0, force_n, 0.0)
