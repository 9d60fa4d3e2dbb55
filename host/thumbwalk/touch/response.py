"""The soft layer's response: which share of a contact's force each tile carries.

A point load F on an elastic layer of thickness h presses the plane below it with Boussinesq's stress
``s(r) = 3 F h^3 / (2 pi (r^2 + h^2)^(5/2))``. A thumb is a disc of even pressure, a tile the part of the outline that
is nearer to its centre than to any other; its share is the stress integrated over both.

That is the law of a half-space. A layer that sticks to its tiles presses more narrowly (`bonded`); a layout says which
it is (``layer_law``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.language import told
from thumbwalk.pad import LayerLaw, Pad
from thumbwalk.touch.bonded import bonded_transfer

PITCH_MM = 1.0
"""Step of the grid on which responses are tabulated."""

MARGIN_MM = 20.0
"""How far beyond the outline's box a contact's centre may lie; farther out it counts as on that border."""

_SUPERSAMPLE = 3
"""Points a side of a cell that say whose tile it is: ninths of a square millimetre at the tiles' borders."""
_ROWS = 2048
"""Places looked up at once: their shares stay in the processor's cache, which is three times as fast."""
_WAVES = (np.fft.fftfreq, np.fft.rfftfreq)
"""Of the two axes of a real transform."""
_REACH_MM = 90.0
"""How far the layer's stress is followed: beyond lies 0.4 % of a point load on 15 mm, (1 + r^2/h^2)^-1.5 of it."""


class TileGrid:
    """Tiles of a pad on an even grid of places, and their convolution with a kernel.

    ``x_mm`` (nx,) and ``y_mm`` (ny,) are the grid's places; they reach ``MARGIN_MM`` beyond the outline.

    Raises
    ------
    LayoutError
        When the layout has no positions or no outline.
    """

    def __init__(self, pad: Pad, pitch_mm: float = PITCH_MM) -> None:
        if not pad.has_positions or pad.outline_mm is None:
            missing = "outline_mm" if pad.has_positions else "x_mm and y_mm"
            raise LayoutError(
                told(
                    "layout '{name}' has no {missing}, so contacts can't be placed on it; add them",
                    name=pad.name,
                    missing=missing,
                )
            )
        self.pad = pad
        self.pitch_mm = pitch_mm
        low = pad.outline_mm.min(axis=0) - MARGIN_MM
        steps = np.ceil((pad.outline_mm.max(axis=0) + MARGIN_MM - low) / pitch_mm).astype(int) + 1
        self.x_mm = low[0] + pitch_mm * np.arange(steps[0])
        self.y_mm = low[1] + pitch_mm * np.arange(steps[1])
        reach = int(np.ceil(_REACH_MM / pitch_mm))
        self._size = (_smooth_size(len(self.x_mm) + 2 * reach), _smooth_size(len(self.y_mm) + 2 * reach))

    @cached_property
    def covers(self) -> NDArray[np.float64]:
        """How much of each grid cell each tile covers, (n_taxels, nx, ny), 0 to 1."""
        fine = (np.arange(_SUPERSAMPLE) - (_SUPERSAMPLE - 1) / 2) * self.pitch_mm / _SUPERSAMPLE
        x = (self.x_mm[:, None] + fine).ravel()
        y = (self.y_mm[:, None] + fine).ravel()
        n_taxels = self.pad.n_taxels
        owner = np.full((len(x), len(y)), -1, np.int8 if n_taxels < 128 else np.int32)
        nearest = np.full(owner.shape, np.inf, np.float32)
        for index, (cx, cy) in enumerate(self.pad.positions_mm):
            distance = ((x - cx) ** 2).astype(np.float32)[:, None] + ((y - cy) ** 2).astype(np.float32)[None, :]
            closer = distance < nearest
            np.copyto(nearest, distance, where=closer)
            owner[closer] = index
        owned = np.flatnonzero(self.pad.contains(x[:, None], y[None, :]))
        row, column = np.divmod(owned, len(y))
        cell = (row // _SUPERSAMPLE) * len(self.y_mm) + column // _SUPERSAMPLE
        n_cells = len(self.x_mm) * len(self.y_mm)
        points = np.bincount(owner.ravel()[owned].astype(np.int64) * n_cells + cell, minlength=n_taxels * n_cells)
        return (points / _SUPERSAMPLE**2).reshape(n_taxels, len(self.x_mm), len(self.y_mm))

    def convolved(self, kernel: NDArray[np.complex128]) -> NDArray[np.float64]:
        """The tiles convolved with a kernel's transform (of ``kernel_of``): (nx, ny, n_taxels)."""
        return np.maximum(self._table(self._transforms, kernel), 0.0)

    def moments(self, kernel: NDArray[np.complex128]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Moments of the same by both axes about each tile's place, in mm by the force: each (nx, ny, n_taxels)."""
        x, y = (
            places[:, None, None] - middles
            for places, middles in zip((self.x_mm, self.y_mm), self.pad.positions_mm.T, strict=True)
        )
        by_x = (np.fft.rfft2(cover * x[:, :, k], s=self._size) for k, cover in enumerate(self.covers))
        by_y = (np.fft.rfft2(cover * y[:, :, k].T, s=self._size) for k, cover in enumerate(self.covers))
        return self._table(by_x, kernel), self._table(by_y, kernel)

    def _table(
        self, transforms: Iterable[NDArray[np.complex128]], kernel: NDArray[np.complex128]
    ) -> NDArray[np.float64]:
        nx, ny = len(self.x_mm), len(self.y_mm)
        table = np.empty((nx, ny, self.pad.n_taxels))
        for index, transform in enumerate(transforms):
            # as irfft2 does it, but for the rows that nobody asks for
            along_x = np.fft.ifft(transform * kernel, n=self._size[0], axis=0)[:nx]
            table[:, :, index] = np.fft.irfft(along_x, n=self._size[1], axis=1)[:, :ny]
        return table

    def kernel_of(self, layer_mm: float, radius_mm: float, law: LayerLaw = "half-space") -> NDArray[np.complex128]:
        """Transform of the stress under a disc of ``radius_mm`` (0 for a point) below ``layer_mm``."""
        transform = self._bonded(layer_mm) if law == "bonded" else self._half_space(layer_mm)
        return transform if radius_mm <= 0.0 else transform * self._disc(radius_mm)

    def _half_space(self, layer_mm: float) -> NDArray[np.complex128]:
        x, y = (self.pitch_mm * np.fft.fftfreq(size, 1.0 / size) for size in self._size)
        r2 = x[:, None] ** 2 + y[None, :] ** 2
        stress = 1.5 / np.pi * layer_mm**3 * (r2 + layer_mm**2) ** -2.5
        return np.fft.rfft2(stress * self.pitch_mm**2)

    def _bonded(self, layer_mm: float) -> NDArray[np.complex128]:
        x, y = (2.0 * np.pi * freq(size, self.pitch_mm) for freq, size in zip(_WAVES, self._size, strict=True))
        return bonded_transfer(layer_mm * np.hypot(x[:, None], y[None, :])).astype(np.complex128)

    def _disc(self, radius_mm: float) -> NDArray[np.float64]:
        """Transform of an even disc of integral 1, real since it is symmetric; its rim is smoothed over a cell."""
        x, y = (self.pitch_mm * np.fft.fftfreq(size, 1.0 / size) for size in self._size)
        r = np.sqrt(x[:, None] ** 2 + y[None, :] ** 2)
        disc = np.clip((radius_mm - r) / self.pitch_mm + 0.5, 0.0, 1.0)
        return np.fft.rfft2(disc / disc.sum()).real

    @cached_property
    def _transforms(self) -> list[NDArray[np.complex128]]:
        return [np.fft.rfft2(tile, s=self._size) for tile in self.covers]


@lru_cache(maxsize=2)
def grid_of(pad: Pad) -> TileGrid:
    """The grid of a pad, whose transforms cost more than all else of a response: one for all of its layers."""
    return TileGrid(pad)


def _smooth_size(least: int) -> int:
    """The next even length made of factors 2, 3 and 5, which transforms fast."""
    size = least + least % 2
    while True:
        rest = size
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return size
        size += 2


class LayerResponse:
    """Share of a contact's force that each tile carries, for one layer and one contact radius.

    Parameters
    ----------
    pad : Pad
        Tiles and outline.
    layer_mm : float or None
        Thickness of the soft layer; None for the layout's.
    radius_mm : float
        Radius of the contact disc; 0 for a point load.
    grid : TileGrid or None
        A grid to share between several responses of one pad.
    law : LayerLaw or None
        How the layer presses through; None for the layout's.

    Raises
    ------
    LayoutError
        When the layout has no positions, outline or layer.
    """

    def __init__(
        self,
        pad: Pad,
        layer_mm: float | None = None,
        radius_mm: float = 6.0,
        grid: TileGrid | None = None,
        *,
        law: LayerLaw | None = None,
    ) -> None:
        thickness = pad.layer_mm if layer_mm is None else layer_mm
        if thickness is None:
            raise LayoutError(
                told("layout '{name}' has no layer_mm, so contacts can't be placed on it; add it", name=pad.name)
            )
        self.layer_mm = thickness
        self.radius_mm = radius_mm
        self.grid = grid_of(pad) if grid is None else grid
        self.law = law or pad.layer_law or "half-space"
        self.shares = self.grid.convolved(self.grid.kernel_of(thickness, radius_mm, self.law))
        """The table itself, (nx, ny, n_taxels)."""

    def fraction(self, x_mm: NDArray[np.float64], y_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shares of contacts at places (n,), bilinear between the grid's: (n, n_taxels), each 0 to 1.

        They sum to less than 1 by what falls beside the tiles.
        """
        mixed = np.empty((len(x_mm), self.shares.shape[2]))
        for at in range(0, len(x_mm), _ROWS):
            here = slice(at, at + _ROWS)
            mixed[here] = self._bilinear(x_mm[here], y_mm[here])
        return mixed

    def _bilinear(self, x_mm: NDArray[np.float64], y_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        nx, ny, n_taxels = self.shares.shape
        u = np.clip((x_mm - self.grid.x_mm[0]) / self.grid.pitch_mm, 0.0, nx - 1.001)
        v = np.clip((y_mm - self.grid.y_mm[0]) / self.grid.pitch_mm, 0.0, ny - 1.001)
        i, j = u.astype(np.int64), v.astype(np.int64)
        u, v = (u - i)[:, None], (v - j)[:, None]
        flat = self.shares.reshape(nx * ny, n_taxels)
        corner = i * ny + j
        near = flat.take(corner, axis=0) * (1.0 - v) + flat.take(corner + 1, axis=0) * v
        far = flat.take(corner + ny, axis=0) * (1.0 - v) + flat.take(corner + ny + 1, axis=0) * v
        return np.asarray(near * (1.0 - u) + far * u)
