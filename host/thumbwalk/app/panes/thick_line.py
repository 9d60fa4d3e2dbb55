"""Lines of many points, and smooth thick ones, at little cost."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform
from shiboken6 import VoidPtr

_DOUBLES_A_POINT = 2


def line_of(x_px: NDArray[np.float64], y_px: NDArray[np.float64]) -> QPolygonF:
    """A line through points (n,), written into its memory at once: a list of points would cost ten times as much."""
    line = QPolygonF()
    n = len(x_px)
    if n:
        line.resize(n)
        # its types know neither the size nor that it can be written to
        place: Any = VoidPtr(line.data(), 8 * _DOUBLES_A_POINT * n, True)  # type: ignore[call-arg,arg-type]
        memory = np.frombuffer(place, np.float64)
        memory[0::2], memory[1::2] = x_px, y_px
    return line


def draw_thick(painter: QPainter, line: QPolygonF, color: QColor, width_px: float) -> None:
    """Draw a smooth line of a width, in the painter's pixels, as a bundle of hairlines.

    Qt strokes a smooth line of 600 points and 1.8 px in 1.1 ms, but draws a hairline of one device pixel in 0.05 ms.
    """
    ratio, straight = painter.device().devicePixelRatio(), painter.transform()
    painter.setPen(QPen(color, 0))
    for x, y in hairlines(width_px * ratio):
        painter.setTransform(QTransform.fromTranslate(x / ratio, y / ratio), combine=True)
        painter.drawPolyline(line)
        painter.setTransform(straight)


@lru_cache(maxsize=16)
def hairlines(width_px: float) -> tuple[tuple[float, float], ...]:
    """How far aside the hairlines lie that look like one line of a width, pixels of the device."""
    aside = [(0.0, 0.0)]
    reach = max(0.0, 0.5 * (width_px - 1.0))
    rings = math.ceil(reach / 0.9)
    for ring in range(1, rings + 1):
        radius = reach * ring / rings
        spokes = max(4, math.ceil(2.0 * math.pi * radius / 1.3))
        angles = (2.0 * math.pi * spoke / spokes for spoke in range(spokes))
        aside += [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]
    return tuple(aside)
