"""The soft sole: what each tile carries when a thumb presses the layer above it.

The truth of the virtual rig; the host has its own model of it (``touch.response``) and does not see these numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.touch.response import LayerResponse

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


class Sole:
    """Tiles under an elastic layer, pressed by discs of any radius.

    The stress of a point load (Boussinesq) is tabulated once; a contact is the mean over points of its disc.

    Parameters
    ----------
    pad : Pad
        Tiles and outline.
    layer_mm : float or None
        Thickness of the layer; None for the layout's.
    """

    def __init__(self, pad: Pad, layer_mm: float | None = None) -> None:
        self._point = LayerResponse(pad, layer_mm=layer_mm, radius_mm=0.0)
        self._disc = _disc_points()
        self.n_taxels = pad.n_taxels

    def tile_forces(
        self,
        x_mm: NDArray[np.float64],
        y_mm: NDArray[np.float64],
        force_n: NDArray[np.float64],
        radius_mm: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Force on each tile, (n, n_taxels), of one contact at each of n moments; all arguments are (n,)."""
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
