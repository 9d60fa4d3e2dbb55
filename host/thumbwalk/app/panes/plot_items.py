"""Two pyqtgraph items made to measure: a thick curve that is cheap to draw, and an axis that can stress its ticks."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from typing import Any

# isort: off
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTransform

# After PySide6: of several Qt bindings pyqtgraph takes the one that is loaded.
import pyqtgraph as pg
# isort: on


class ThickCurve(pg.PlotCurveItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A smooth curve of its pen's width, drawn as a bundle of hairlines.

    Qt strokes a smooth line of 600 points and 1.8 px in 1.1 ms, but draws a hairline of one device pixel in 0.05 ms.
    Its points must be finite.
    """

    def __init__(self) -> None:
        super().__init__(antialias=True, skipFiniteCheck=True, connect="all")

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw the path once for every hairline."""
        pen = self.opts["pen"]
        ratio = painter.device().devicePixelRatio()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(pen.color(), 0))
        path, straight = self.getPath(), painter.transform()
        # Cosmetic pens, as pyqtgraph's are, have their width in the device's pixels.
        for x, y in hairlines(pen.widthF()):
            painter.setTransform(straight * QTransform.fromTranslate(x / ratio, y / ratio))
            painter.drawPath(path)
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
