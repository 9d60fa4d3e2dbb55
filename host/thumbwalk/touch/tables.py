"""The layer's response as tables that a fit can read fast, with its slopes, for a family of layers and thumbs."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.touch.response import LayerResponse, TileGrid

Array = NDArray[np.float64]

_PITCH_MM = 2.0
"""Between the grid's places a share is off by 0.01 at the most (`tests/touch/test_tables.py`); half of it costs four
times the memory."""
_SPREADS = ((0.9, 5.0), (1.15, 8.0), (1.5, 12.0))
"""The family: thickness as a part of the layout's layer, and contact radius in mm; they stand at spread 0, 1/2, 1."""
_ALONG = np.array([0, 0, 1, 1, 4, 4, 5, 5, 0, 0, 1, 1])
_ACROSS = np.array([2, 3, 2, 3, 2, 3, 2, 3, 4, 5, 4, 5])
"""With p and q the parts of the way along x and y to the next place, which two of (1 - p, p, 1 - q, q, -1 / pitch,
1 / pitch) make what each of four neighbours weighs; first for the value, then for d/dx and d/dy."""
_MEMBER = np.array([[1.0, 0.0, 0.0], [-3.0, 4.0, -1.0], [2.0, -4.0, 2.0]])[:, :, None]
_CHANGE = np.array([[-3.0, 4.0, -1.0], [4.0, -8.0, 4.0]])[:, :, None]
"""Lagrange's polynomials of the three members, lowest power first, and their slopes."""
_ROWS = 512
"""Places looked up at once: what they need stays in the processor's cache."""
_TINY = 1e-12
"""Keeps quotients finite."""


class ResponseTables:
    """Shares of a contact's force by place and spread: bilinear in place, Lagrange's parabola over the family.

    Parameters
    ----------
    pad : Pad
        With positions, outline and layer.

    Raises
    ------
    LayoutError
        When the layout does not say enough.
    """

    def __init__(self, pad: Pad) -> None:
        grid = TileGrid(pad, _PITCH_MM)
        self._ny = len(grid.y_mm)
        self._origin_mm = np.array([[grid.x_mm[0]], [grid.y_mm[0]]])
        self._last = np.array([[len(grid.x_mm) - 1.001], [self._ny - 1.001]])
        self._windows = _windows(pad, grid)

    def at(self, x: Array, y: Array, spread: Array) -> Array:
        """Shares, their x, y and spread derivatives, (n, 4, n_taxels + 1); the last column is the inset's."""
        n_rows = 2 * 2 * len(_SPREADS)
        n_columns = 2 * self._windows.shape[1] // n_rows
        found = np.empty((len(x), 4, n_columns))
        for at in range(0, len(x), _ROWS):
            here = slice(at, at + _ROWS)
            corner, weights = self._weights(x[here], y[here], spread[here])
            rows = np.empty((len(corner), 2, self._windows.shape[1]))
            rows[:, 0] = self._windows[corner]
            rows[:, 1] = self._windows[corner + self._ny]
            np.matmul(weights, rows.reshape(-1, n_rows, n_columns), out=found[here])
        return found

    def _weights(self, x: Array, y: Array, spread: Array) -> tuple[NDArray[np.int64], Array]:
        """Where the patches about the places begin, and the weights (n, 4, 12) of what is there.

        Lines of weights for value, d/dx, d/dy and d/dspread; in them the two neighbours along x, along y, the family.
        """
        # Not clip, which costs as much as all the rest of these lines on a few moments.
        place = np.minimum(np.maximum((np.array((x, y)) - self._origin_mm) / _PITCH_MM, 0.0), self._last)
        corner = place.astype(np.int64)
        part = place - corner
        # Moments last: where they are the inmost, a product of a few numbers a moment costs five times as much.
        n = len(x)
        lines = np.empty((6, n))
        np.subtract(1.0, part, out=lines[0:4:2])
        lines[1:4:2] = part
        lines[4], lines[5] = -1.0 / _PITCH_MM, 1.0 / _PITCH_MM
        pairs = lines[_ALONG] * lines[_ACROSS]
        weights = np.empty((16, len(_SPREADS), n))
        np.multiply(pairs[:, None], _MEMBER[0] + spread * (_MEMBER[1] + spread * _MEMBER[2]), out=weights[:12])
        np.multiply(pairs[:4, None], _CHANGE[0] + spread * _CHANGE[1], out=weights[12:])
        turned = np.ascontiguousarray(weights.reshape(4, -1, n).transpose(2, 0, 1))
        return corner[0] * self._ny + corner[1], turned


def tables_of(pad: Pad) -> ResponseTables:
    """The tables of a pad, which take a tenth of a second to make and never change: one for all who ask in turn.

    A left foot's are a right one's, and those of a layout that does not say its layer's law are the half-space's; so a
    table whose law is looked for needs two.
    """
    return kept_tables(replace(pad, foot=None, layer_law=pad.layer_law or "half-space"))


@lru_cache(maxsize=2)
def kept_tables(pad: Pad) -> ResponseTables:
    """Make the tables, or give those of the last two pads that were asked for."""
    return ResponseTables(pad)


def _windows(pad: Pad, grid: TileGrid) -> Array:
    """The family's tables as overlapping rows: place (i, j) and its neighbour (i, j + 1), all spreads, side by side.

    One gather of two rows brings all that a bilinear patch needs. A last column after the taxels' holds how deep
    inside the outline a place lies.
    """
    layer_mm = pad.layer_mm or 0.0
    inset = inset_mm(pad, grid.x_mm, grid.y_mm)[:, :, None]
    family = [
        np.concatenate((LayerResponse(pad, part * layer_mm, radius, grid).shares, inset), axis=2)
        for part, radius in _SPREADS
    ]
    places = np.ascontiguousarray(np.stack(family, axis=2)).reshape(inset.size, -1)
    return np.lib.stride_tricks.as_strided(
        places,
        (len(places) - 1, 2 * places.shape[1]),
        (places.strides[0], places.strides[1]),
        writeable=False,
    )


def inset_mm(pad: Pad, x_mm: Array, y_mm: Array) -> Array:
    """Distance (nx, ny) of the grid's places to the outline, positive inside."""
    assert pad.outline_mm is not None  # noqa: S101  (TileGrid has refused a pad without one)
    px, py = x_mm[:, None], y_mm[None, :]
    nearest = np.full((len(x_mm), len(y_mm)), np.inf)
    for (xa, ya), (xb, yb) in zip(pad.outline_mm, np.roll(pad.outline_mm, -1, axis=0), strict=True):
        dx, dy = xb - xa, yb - ya
        part = np.clip(((px - xa) * dx + (py - ya) * dy) / max(dx * dx + dy * dy, _TINY), 0.0, 1.0)
        np.minimum(nearest, (px - xa - part * dx) ** 2 + (py - ya - part * dy) ** 2, out=nearest)
    return np.asarray(np.where(pad.contains(px, py), 1.0, -1.0) * np.sqrt(nearest))
