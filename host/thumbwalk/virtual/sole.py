"""The soft sole: what each tile carries when a thumb presses the layer above it.

The truth of the virtual rig; the host has its own model of it (``touch.response``) and does not see these numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.touch.response import LayerResponse
from thumbwalk.virtual.as_built import AsBuilt
from thumbwalk.virtual.tipping import LoadResponse, borne_by_pucks, rims_mm

_AS_ITS_LAYOUT = AsBuilt()

_RINGS = ((0.0, 1), (0.5, 4), (0.866, 8))
"""Quadrature of a disc: ring radius as a fraction of the disc's, and its points, all of one weight (13 equal areas)."""


def _disc_points() -> NDArray[np.float64]:
    """Points (13, 2) of equal weight that stand for the unit disc; second moment 1/4 an axis, as the disc's."""
    points = []
    for radius, count in _RINGS:
        angle = 2.0 * np.pi * (np.arange(count) + 0.5) / count
        points.append(np.column_stack((radius * np.cos(angle), radius * np.sin(angle))))
    joined = np.concatenate(points)
    return np.asarray(joined * np.sqrt(0.25 / np.mean(joined[:, 0] ** 2)))


class PlateUnder:
    """A rigid plate on cells as springs of one stiffness: what each bears of a press, wherever its disc is.

    Parameters
    ----------
    cells_mm : (n_cells, 2) float64
        Where each bears the plate.
    """

    def __init__(self, cells_mm: NDArray[np.float64]) -> None:
        self.n_taxels = self.n_loads = len(cells_mm)
        moments = np.column_stack((np.ones(len(cells_mm)), cells_mm))
        self._bears = np.linalg.solve(moments.T @ moments, moments.T)

    def loads(
        self,
        x_mm: NDArray[np.float64],
        y_mm: NDArray[np.float64],
        force_n: NDArray[np.float64],
        radius_mm: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """What one contact puts on each cell at each of n moments, (n, n_cells); a press far out lifts some."""
        del radius_mm  # the moment of a disc about its middle is none
        return np.asarray(np.column_stack((force_n, force_n * x_mm, force_n * y_mm)) @ self._bears)

    def felt(self, loads: NDArray[np.float64]) -> NDArray[np.float64]:
        """Force that each cell bears under all contacts together, (n, n_cells)."""
        return loads


def foot_under(pad: Pad, built: AsBuilt = _AS_ITS_LAYOUT) -> Underfoot:
    """What feels the hands: tiles under a layer, a plate on cells, to which its layer is all one, or both.

    Raises
    ------
    LayoutError
        When the layout has no positions, outline or layer.
    """
    if pad.plate is not None:
        return TilesOnPlate(Sole(pad, built), PlateUnder(pad.plate.positions_mm))
    return PlateUnder(pad.positions_mm) if pad.is_plate else Sole(pad, built)


class Sole:
    """Tiles under an elastic layer, pressed by discs of any radius.

    The stress of a point load is tabulated once; a contact is the mean over points of its disc. What several contacts
    do is added as loads, and only then felt: a tile that tips tips under all of them.

    Parameters
    ----------
    pad : Pad
        Tiles and outline.
    built : AsBuilt
        Its layer, and whether tiles tip; without, as the layout says.
    """

    def __init__(self, pad: Pad, built: AsBuilt = _AS_ITS_LAYOUT) -> None:
        self._point = (
            LoadResponse(pad, built.layer_mm, built.layer_law)
            if built.tips
            else LayerResponse(pad, built.layer_mm, 0.0, law=built.layer_law)
        )
        self._rim_mm = rims_mm(self._point) if built.tips else None
        self._disc = _disc_points()
        self.n_taxels = pad.n_taxels
        self.n_loads = self._point.shares.shape[2]

    def loads(
        self,
        x_mm: NDArray[np.float64],
        y_mm: NDArray[np.float64],
        force_n: NDArray[np.float64],
        radius_mm: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """What one contact puts on each tile at each of n moments, (n, k); all arguments are (n,).

        The first ``n_taxels`` columns are forces, which add up as they would on tiles that can't tip; where tiles tip,
        moments follow them.
        """
        n = len(x_mm)
        x = x_mm[:, None] + radius_mm[:, None] * self._disc[:, 0]
        y = y_mm[:, None] + radius_mm[:, None] * self._disc[:, 1]
        share = self._point.fraction(x.ravel(), y.ravel()).reshape(n, len(self._disc), -1)
        # Added point by point: a reduction's order, and so its last bits, may depend on n.
        total = share[:, 0].copy()
        for index in range(1, len(self._disc)):
            total += share[:, index]
        total *= (force_n / len(self._disc))[:, None]
        return total

    def felt(self, loads: NDArray[np.float64]) -> NDArray[np.float64]:
        """Force that each tile's sensor feels, (n, n_taxels), under the loads (n, k) of all contacts together."""
        return loads if self._rim_mm is None else borne_by_pucks(loads, self._rim_mm)

    def tile_forces(
        self,
        x_mm: NDArray[np.float64],
        y_mm: NDArray[np.float64],
        force_n: NDArray[np.float64],
        radius_mm: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Force on each tile's sensor, (n, n_taxels), of one contact alone at each of n moments."""
        return self.felt(self.loads(x_mm, y_mm, force_n, radius_mm))


class TilesOnPlate:
    """Tiles under a layer that stand on a plate: both feel every press, the tiles' columns first."""

    def __init__(self, tiles: Sole, plate: PlateUnder) -> None:
        self._tiles, self._plate = tiles, plate
        self.n_taxels = tiles.n_taxels + plate.n_taxels
        self.n_loads = tiles.n_loads + plate.n_loads

    def loads(
        self,
        x_mm: NDArray[np.float64],
        y_mm: NDArray[np.float64],
        force_n: NDArray[np.float64],
        radius_mm: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """What one contact puts on the tiles and on the cells at each of n moments, (n, k)."""
        return np.concatenate([one.loads(x_mm, y_mm, force_n, radius_mm) for one in (self._tiles, self._plate)], axis=1)

    def felt(self, loads: NDArray[np.float64]) -> NDArray[np.float64]:
        """Force that each sensor feels under all contacts together, (n, n_taxels)."""
        n = self._tiles.n_loads
        return np.concatenate([self._tiles.felt(loads[:, :n]), self._plate.felt(loads[:, n:])], axis=1)


Underfoot = Sole | PlateUnder | TilesOnPlate
"""What feels the hands."""
