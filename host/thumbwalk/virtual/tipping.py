"""Tiles that lie loose on their pucks: a press beside a puck tips its tile, until the rim touches the plate.

A puck bears a tile level as long as the load's middle lies above it. Farther out the tile turns about the puck's edge;
the layer, which sticks to its neighbours, holds against that, and when the rim has sunk by its gap it lands, and takes
what its lever gives it. What the rim takes no sensor feels. The measures are those of ``hardware/geometry``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import LayerLaw, Pad
from thumbwalk.touch.response import LayerResponse

Array = NDArray[np.float64]

PUCK_MM = 6.0
"""Radius of a puck (``mosaic.toml``, 12 mm across)."""
_RIM_GAP_MM = 1.0
"""What a rim may sink before it lands (``mosaic.toml``)."""
_SKIN_N = 75.0
"""Moment by which the layer holds a tile, in N mm by the mm that its rim sinks: some 30 N mm at 0.4 mm. An estimate."""
_HELD_N_MM = _SKIN_N * _RIM_GAP_MM


class LoadResponse(LayerResponse):
    """Shares of a point load, and their moments about each tile's puck: (n, 3 n_taxels), shares first."""

    def __init__(self, pad: Pad, layer_mm: float | None, law: LayerLaw | None) -> None:
        super().__init__(pad, layer_mm, 0.0, law=law)
        moments = self.grid.moments(self.grid.kernel_of(self.layer_mm, 0.0, self.law))
        self.shares = np.concatenate((self.shares, moments[0], moments[1]), axis=2)


def rims_mm(response: LayerResponse) -> Array:
    """How far from its puck each tile's rim is, (n_taxels,): the radius of a disc of its area."""
    areas_mm2 = response.grid.covers.sum(axis=(1, 2)) * response.grid.pitch_mm**2
    return np.asarray(np.maximum(np.sqrt(areas_mm2 / np.pi), PUCK_MM + 1.0))


def borne_by_pucks(loads: Array, rim_mm: Array) -> Array:
    """What pucks bear, (n, n_taxels), of loads (n, 3 n_taxels) of forces and of moments about both axes."""
    force_n, about_x, about_y = np.split(loads, 3, axis=1)
    over = np.hypot(about_x, about_y) - PUCK_MM * force_n - _HELD_N_MM
    return np.asarray(force_n - np.clip(over / (rim_mm - PUCK_MM), 0.0, force_n))
