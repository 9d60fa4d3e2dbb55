"""Where on the foot practice went: a dot a place, larger and darker the longer was pressed there."""

from __future__ import annotations

from math import sqrt

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.panes.pane import Pane
from thumbwalk.app.theme import Theme
from thumbwalk.language import plural
from thumbwalk.pad import Foot, Pad

Places = tuple[tuple[float, float, float], ...]
_LEAST_MM, _MOST_MM = 1.5, 4.5
"""Radii of the places that were pressed least and most."""


class PlaceMap(Pane):
    """Draws places (x_mm, y_mm, seconds) on a sole."""

    TURNS = False

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.places: Places = ()
        self._on: tuple[Pad, Foot, bool] | None = None

    def show_places(self, places: Places, pad: Pad, foot: Foot, *, turned: bool) -> None:
        """Show other places, or on another foot."""
        if (places, (pad, foot, turned)) != (self.places, self._on):
            self.places, self._on = places, (pad, foot, turned)
            self.setAccessibleName(
                plural("The sole, pressed at {n} place", "The sole, pressed at {n} places", len(places)).format(
                    n=len(places)
                )
            )
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the sole, and the places from the least to the most."""
        with QPainter(self) as painter:
            self.clear(painter)
            if self._on is None:
                return
            pad, foot, turned = self._on
            margin = 8 * self.unit
            area = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
            frame = FootFrame.fitted(pad, foot, area, turned=turned)
            painter.setPen(QPen(self.theme.color("foot_line"), 1.6 * self.unit))
            painter.setBrush(self.theme.color("foot"))
            painter.drawPath(frame.outline())
            most = max((seconds for _, _, seconds in self.places), default=0.0)
            table = self.theme.map_table()
            painter.setPen(Qt.PenStyle.NoPen)
            for x_mm, y_mm, seconds in sorted(self.places, key=lambda one: one[2]):
                share = sqrt(seconds / most) if most > 0.0 else 0.0
                painter.setBrush(_solid(int(table[80 + int(110 * share)])))
                radius = (_LEAST_MM + (_MOST_MM - _LEAST_MM) * share) * frame.scale
                painter.drawEllipse(frame.to_px(x_mm, y_mm), radius, radius)


def _solid(argb: int) -> QColor:
    color = QColor.fromRgba(argb)
    color.setAlphaF(0.85)
    return color
