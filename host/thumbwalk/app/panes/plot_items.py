"""A plot's parts made to measure: a thick curve that is cheap to draw, and an axis that can stress its ticks."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from typing import Any

# isort: off
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF, QTransform

# After PySide6: of several Qt bindings pyqtgraph takes the one that is loaded.
import pyqtgraph as pg
# isort: on


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


class StressedAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis without tick marks, some of whose labels are bold and coloured."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation, maxTickLength=0)
        self.enableAutoSIPrefix(False)
        # All given labels are shown, and the room for them is fixed: no layout follows from a label.
        self.setStyle(autoExpandTextSpace=False, autoReduceTextSpace=False, hideOverlappingLabels=False)
        self._stressed: frozenset[str] = frozenset()
        self._fonts = QFont(), QFont()
        self._colors = QColor(), QColor()

    def show_labels(self, labels: Collection[tuple[float, str]], stressed: Collection[str] = ()) -> None:
        """Set the labels, as (value, text), and which texts of them to stress."""
        self._stressed = frozenset(stressed)
        self.setTicks([list(labels)])

    def restyle(self, fonts: tuple[QFont, QFont], colors: tuple[QColor, QColor], gap_px: float) -> None:
        """Take over fonts and colours of plain and of stressed labels, and their distance from the axis."""
        self._fonts, self._colors = fonts, colors
        self.setStyle(tickTextOffset=round(gap_px))
        self.setTickFont(fonts[1])

    def drawPicture(  # noqa: N802 - pyqtgraph's name
        self, painter: QPainter, line: tuple[Any, ...], _ticks: list[Any], labels: list[tuple[Any, ...]]
    ) -> None:
        """Draw the axis' line and its labels, each in its own font and colour."""
        painter.setPen(line[0])
        painter.drawLine(line[1], line[2])
        for area, flags, text in labels:
            stressed = text in self._stressed
            painter.setFont(self._fonts[stressed])
            painter.setPen(self._colors[stressed])
            painter.drawText(area, int(flags), text)
