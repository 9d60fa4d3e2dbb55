"""A plot's axis made to measure: it can stress some of its ticks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

# isort: off
from PySide6.QtGui import QColor, QFont, QPainter

# After PySide6: of several Qt bindings pyqtgraph takes the one that is loaded.
import pyqtgraph as pg
# isort: on


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
