"""The force map as a small picture: colours for a ``ForceMap``'s pixels, ready to be drawn over the foot."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.theme import Theme
from thumbwalk.touch.force_map import ForceMap

FULL_SCALE_N = 20.0
"""Where the map's colours end; the hottest pixel of a single press shows nearly the press's force. Fixed, so that a
colour always means the same; a thumb at the top of the starting bands nearly reaches it."""
_SEEN_N = 0.2
_LIFT = 0.8
"""Below 1: light touches show a little more colour than their share."""


class ForceImage:
    """Turns tile forces into the part of the picture that shows anything, and its place in millimetres."""

    def __init__(self, source: ForceMap, theme: Theme, frame: FootFrame) -> None:
        self._source = source
        self._table = theme.map_table()
        self._frame = frame
        self._nearest = _nearest_inside(source.inside.tobytes(), source.inside.shape)
        self._colors: NDArray[np.uint32] = np.zeros((0, 0), np.uint32)

    def picture(self, force_n: NDArray[np.float64]) -> tuple[QImage, QRectF] | None:
        """The picture and the pixels of the window that it covers; None where there is nothing to see.

        The image shares memory with this object and is valid until the next call.
        """
        level = self._source.image(force_n)
        seen = level > _SEEN_N
        rows = np.flatnonzero(seen.any(axis=1))
        if not rows.size:
            return None
        columns = np.flatnonzero(seen.any(axis=0))
        # Two pixels around, so that the soft edge does not end in a line.
        x0, x1 = max(0, int(rows[0]) - 2), min(level.shape[0], int(rows[-1]) + 3)
        y0, y1 = max(0, int(columns[0]) - 2), min(level.shape[1], int(columns[-1]) + 3)
        part = np.take(level.ravel(), self._nearest[x0:x1, y0:y1])
        share = np.clip(part * (1.0 / FULL_SCALE_N), 0.0, 1.0) ** _LIFT
        step = (share * 255.0).astype(np.uint8)
        # Rows of a picture run downward: toes first; and a right foot is drawn with y to the left.
        turned = step[::-1, ::-1] if self._frame.foot == "right" else step[::-1]
        turned = turned[::-1, ::-1] if self._frame.turned else turned
        self._colors = np.ascontiguousarray(self._table[turned])
        high, wide = self._colors.shape
        image = QImage(self._colors.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
        left, low, long_mm, wide_mm = self._source.rect_mm
        pitch_x, pitch_y = long_mm / level.shape[0], wide_mm / level.shape[1]
        along, across = (left + x0 * pitch_x, left + x1 * pitch_x), (low + y0 * pitch_y, low + y1 * pitch_y)
        return image, self._frame.rect_px(along, across)


@lru_cache(maxsize=4)
def _nearest_inside(inside: bytes, shape: tuple[int, ...]) -> NDArray[np.intp]:
    """For every pixel the flat index of the nearest one on the sole, by which ones are; the same at every size.

    The map is nought outside the sole; drawn smoothly, that nought would bleed in along the edge.
    """
    known = np.frombuffer(inside, np.bool_).reshape(shape)
    on_sole = np.argwhere(known)
    index = np.arange(known.size).reshape(shape)
    for x, y in np.argwhere(~known) if len(on_sole) else ():
        near = on_sole[((on_sole - (x, y)) ** 2).sum(axis=1).argmin()]
        index[x, y] = near[0] * shape[1] + near[1]
    return index
