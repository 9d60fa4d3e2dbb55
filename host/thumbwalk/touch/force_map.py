"""A smooth picture of the tiles' forces for the screen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import LayoutError
from thumbwalk.language import told
from thumbwalk.pad import Pad

_MARGIN_MM = 12.0
"""Drawn about the taxels where there is no outline. Only the picture depends on it."""
_SOFT = 0.5
"""Width of a blob as a part of the usual distance between neighbours: about a tile's own radius, for a round blob."""
_ALONE_MM = 20.0
"""The usual distance where a lone taxel has none. Only the picture depends on it."""


class ForceMap:
    """Tile forces as round blobs that lie where their neighbours' forces say that the contact is.

    Every tile is drawn as one blob of its force. A thumb presses two to four tiles at once, and a blob that stayed on
    its tile's centre would show the press up to a tile's breadth beside the thumb; so each blob moves to the centre of
    pressure of its neighbourhood. Tiles under one contact then meet in one blob whose peak is nearly the contact's
    force, two contacts some tiles apart keep their own, and everything moves smoothly, with no border between tiles.

    Parameters
    ----------
    pad : Pad
        The layout; without an outline the map covers the box of its taxels.
    pitch_mm : float
        Size of a pixel.

    Attributes
    ----------
    shape : tuple of int
        Pixels along the foot and across.
    rect_mm : tuple of float
        x, y, width and height of the picture, pixel borders included.
    inside : (nx, ny) bool
        Which pixels lie on the sole; the others are 0 in every picture.

    Raises
    ------
    LayoutError
        When the taxels have no positions.
    """

    def __init__(self, pad: Pad, pitch_mm: float = 3.0) -> None:
        if not pad.has_positions:
            raise LayoutError(
                told("layout '{name}' has no x_mm and y_mm, so there is no map of it; add them", name=pad.name)
            )
        centres = pad.positions_mm
        box = centres if pad.outline_mm is None else pad.outline_mm
        margin_mm = _MARGIN_MM if pad.outline_mm is None else 0.0
        low, high = box.min(axis=0) - margin_mm, box.max(axis=0) + margin_mm
        self.shape: tuple[int, int] = tuple(int(n) for n in np.maximum(np.ceil((high - low) / pitch_mm), 1))  # type: ignore[assignment]
        self.rect_mm = (float(low[0]), float(low[1]), self.shape[0] * pitch_mm, self.shape[1] * pitch_mm)
        x = low[0] + pitch_mm * (np.arange(self.shape[0]) + 0.5)
        y = low[1] + pitch_mm * (np.arange(self.shape[1]) + 0.5)
        self.inside = np.ones(self.shape, np.bool_)
        if pad.outline_mm is not None:
            self.inside = pad.contains(x[:, None], y[None, :])
        self._centres_mm = centres
        self._nearness, width_mm = _neighbourhood(centres)
        # In units where a blob is exp(-distance^2), which saves a product a pixel.
        self._scale = 1.0 / (np.sqrt(2.0) * width_mm)
        self._x, self._y = self._scale * x[:, None], self._scale * y[:, None]

    def image(self, force_n: NDArray[np.float64]) -> NDArray[np.float32]:
        """The picture (nx, ny) of forces (n_taxels,), in their unit; first axis along the foot.

        Forces below 0 count as 0.
        """
        force_n = np.maximum(force_n, 0.0)
        pull = self._nearness * force_n
        total = pull.sum(axis=1, keepdims=True)
        place = self._scale * (pull @ self._centres_mm) / np.where(total > 0.0, total, 1.0)
        # A round blob is a product of one factor along and one across the foot: the sum over tiles is a small matmul.
        along = np.exp(-((self._x - place[:, 0]) ** 2)) * force_n
        across = np.exp(-((self._y - place[:, 1]) ** 2))
        picture: NDArray[np.float32] = ((along @ across.T) * self.inside).astype(np.float32)
        return picture


def _neighbourhood(centres_mm: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """How much each tile's force counts in each tile's neighbourhood (n, n), 1 for itself; and a blob's width, mm.

    A neighbourhood reaches as far as the nearest neighbours of the two tiles are, so that it is wide where tiles are.
    """
    if len(centres_mm) < 2:
        return np.ones((len(centres_mm), len(centres_mm))), _SOFT * _ALONE_MM
    distance = np.hypot(*(centres_mm[:, None, :] - centres_mm[None, :, :]).transpose(2, 0, 1))
    nearest = np.where(np.eye(len(centres_mm), dtype=np.bool_), np.inf, distance).min(axis=1)
    reach = np.maximum(0.5 * (nearest[:, None] + nearest[None, :]), 1e-6)
    nearness: NDArray[np.float64] = np.exp(-0.5 * (distance / reach) ** 2)
    # the median by hand: numpy's loads masked arrays, and a first frame waits for this
    in_order = np.sort(nearest)
    middle_mm = 0.5 * float(in_order[(len(nearest) - 1) // 2] + in_order[len(nearest) // 2])
    return nearness, _SOFT * (middle_mm or _ALONE_MM)
