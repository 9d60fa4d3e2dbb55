"""The layer's response as tables that a fit can read fast, with its slopes, for a family of layers and thumbs."""

from __future__ import annotations

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
        self._nx, self._ny = len(grid.x_mm), len(grid.y_mm)
        self._origin_mm = np.array([grid.x_mm[0], grid.y_mm[0]])
        self._windows = _windows(pad, grid)
        self._bases = _bases(_PITCH_MM)

    def at(self, x: Array, y: Array, spread: Array) -> Array:
        """Shares, their x, y and spread derivatives, (n, 4, n_taxels + 1); the last column is the inset's."""
        # Not clip, which costs as much as all the rest of these lines on a few moments.
        u = np.minimum(np.maximum((x - self._origin_mm[0]) / _PITCH_MM, 0.0), self._nx - 1.001)
        v = np.minimum(np.maximum((y - self._origin_mm[1]) / _PITCH_MM, 0.0), self._ny - 1.001)
        i, j = u.astype(np.int64), v.astype(np.int64)
        corner = i * self._ny + j
        rows = np.empty((len(x), 2, self._windows.shape[1]))
        rows[:, 0] = self._windows[corner]
        rows[:, 1] = self._windows[corner + self._ny]
        along, across, family = self._bases
        in_x = along[0] + (u - i)[:, None, None] * along[1]
        in_y = across[0] + (v - j)[:, None, None] * across[1]
        s = spread[:, None, None]
        in_spread = family[0] + s * (family[1] + s * family[2])
        weights = in_x[:, :, :, None, None] * in_y[:, :, None, :, None] * in_spread[:, :, None, None, :]
        n_rows = 2 * 2 * len(_SPREADS)
        n_columns = 2 * self._windows.shape[1] // n_rows
        return np.asarray(np.matmul(weights.reshape(-1, 4, n_rows), rows.reshape(-1, n_rows, n_columns)))


@lru_cache(maxsize=2)
def tables_of(pad: Pad) -> ResponseTables:
    """The tables of a pad, which take a tenth of a second to make and never change: one for all who ask in turn."""
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


def _bases(pitch_mm: float) -> tuple[Array, Array, Array]:
    """Polynomial coefficients, lowest first, of the weights of value, d/dx, d/dy and d/dspread (second axis: 4).

    Along x and y they are of the two neighbours (2, 4, 2), over the family Lagrange's of its members (3, 4, 3).
    """
    value = np.array([[1.0, 0.0], [-1.0, 1.0]])
    slope = np.array([[-1.0, 1.0], [0.0, 0.0]]) / pitch_mm
    along = np.stack([value, slope, value, value], axis=1)
    across = np.stack([value, value, slope, value], axis=1)
    member = np.array([[1.0, 0.0, 0.0], [-3.0, 4.0, -1.0], [2.0, -4.0, 2.0]])
    change = np.array([[-3.0, 4.0, -1.0], [4.0, -8.0, 4.0], [0.0, 0.0, 0.0]])
    return along, across, np.stack([member, member, member, change], axis=1)
