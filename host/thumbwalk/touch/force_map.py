"""A smooth picture of the tiles' forces for the screen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.pad import Pad

_MARGIN_MM = 12.0
_SOFT = 0.55
"""Width of a tile's blur as a part of the distance between neighbours."""


class ForceMap:
    """Tile forces blended over the sole, one fixed weight a pixel and tile, so that a picture is one small product.

    At every pixel the weights sum to 1: equal forces give an even picture, and no pixel exceeds the greatest tile.

    Parameters
    ----------
    pad : Pad
        The layout; without an outline the map covers the box of its taxels.
    pitch_mm : float
        Size of a pixel.

    Attributes
    ----------
    rect_mm : tuple of float
        x, y, width and height of the picture, pixel borders included.
    inside : (nx, ny) bool
        Which pixels lie on the sole; the others are 0 in every picture.

    Raises
    ------
    LayoutError
        When the taxels have no positions.
    """

    def __init__(self, pad: Pad, pitch_mm: float = 4.0) -> None:
        if not pad.has_positions:
            raise LayoutError(f"layout '{pad.name}' has no x_mm and y_mm, so there is no map of it; add them")
        centres = pad.positions_mm
        box = centres if pad.outline_mm is None else pad.outline_mm
        margin_mm = _MARGIN_MM if pad.outline_mm is None else 0.0
        low, high = box.min(axis=0) - margin_mm, box.max(axis=0) + margin_mm
        self.shape: tuple[int, int] = tuple(int(n) for n in np.maximum(np.ceil((high - low) / pitch_mm), 1))  # type: ignore[assignment]
        self.rect_mm = (float(low[0]), float(low[1]), self.shape[0] * pitch_mm, self.shape[1] * pitch_mm)
        x = low[0] + pitch_mm * (np.arange(self.shape[0]) + 0.5)
        y = low[1] + pitch_mm * (np.arange(self.shape[1]) + 0.5)
        px, py = x[:, None], y[None, :]
        self.inside = np.ones(self.shape, np.bool_) if pad.outline_mm is None else pad.contains(px, py)
        far2 = (px[..., None] - centres[:, 0]) ** 2 + (py[..., None] - centres[:, 1]) ** 2
        width2 = (_SOFT * _spacing_mm(centres)) ** 2
        # Distances are taken from the nearest tile's, so that far corners do not underflow to 0/0.
        weights = np.exp(-0.5 * (far2 - far2.min(axis=2, keepdims=True)) / width2)
        weights /= weights.sum(axis=2, keepdims=True)
        weights[~self.inside] = 0.0
        self._weights = weights.reshape(-1, len(centres)).astype(np.float32)

    def image(self, force_n: NDArray[np.float64]) -> NDArray[np.float32]:
        """The picture (nx, ny) of forces (n_taxels,), in their unit; first axis along the foot."""
        picture: NDArray[np.float32] = (self._weights @ force_n.astype(np.float32)).reshape(self.shape)
        return picture


def _spacing_mm(centres: NDArray[np.float64]) -> float:
    """Median distance from a taxel to its nearest neighbour; 20 mm for a single one."""
    if len(centres) < 2:
        return 20.0
    distance = np.hypot(*(centres[:, None, :] - centres[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(distance, np.inf)
    return float(np.median(distance.min(axis=1)))
