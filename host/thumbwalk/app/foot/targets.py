"""The still part of what a set asks for: a ring, a circle with its way round, bites, a front's way."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from thumbwalk.app import theme as themes
from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.panes.pane import Align, draw_text
from thumbwalk.app.theme import Theme
from thumbwalk.coach.drill.figure import Figure

BITE_MM = 1.3
"""Radius of a bite's dot: five of them and their gaps are what a bite is long."""
_ARC_MM = 4.0
"""How far outside of a circle its arrow runs."""
_ARC_TURNS = (0.06, 0.34)
"""From where to where, in parts of a turn from where the circle begins."""


class FigurePainter:
    """Draws figures with a painter; each on a pale casing, so that it is seen over every colour of the force map."""

    def __init__(self, painter: QPainter, frame: FootFrame, theme: Theme, unit: float) -> None:
        self._painter, self._frame, self._theme, self._unit = painter, frame, theme, unit

    def paint(self, figure: Figure) -> None:
        """Draw one."""
        draw = {
            "point": self._point,
            "circle": self._circle,
            "rub": self._rub,
            "bites": self._bites,
            "glide": self._glide,
            "line": self._line,
        }[figure.kind]
        draw(figure)

    def _px(self, x_mm: float, y_mm: float) -> QPointF:
        return self._frame.to_px(x_mm, y_mm)

    def _cased(self, path: QPainterPath, wide: float, *, dashed: bool = False) -> None:
        painter = self._painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, more in ((self._theme.color("background", 0.75), 2.3), (self._theme.color("aim"), 0.0)):
            pen = QPen(color, (wide + more) * self._unit)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            if dashed and not more:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawPath(path)

    def _dot(self, centre: QPointF, radius: float) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color("aim"))
        self._painter.drawEllipse(centre, radius, radius)

    def _point(self, figure: Figure) -> None:
        self._ring(figure)
        self._dot(self._px(*figure.centre_mm), 2.6 * self._unit)

    def _ring(self, figure: Figure) -> None:
        path, radius = QPainterPath(), figure.size_mm * self._frame.scale
        path.addEllipse(self._px(*figure.centre_mm), radius, radius)
        self._cased(path, 2.2)

    def _circle(self, figure: Figure) -> None:
        self._ring(figure)
        self._dot(self._px(*figure.centre_mm), 2.6 * self._unit)
        arc = self._around(figure, figure.size_mm + _ARC_MM)
        self._cased(through(arc), 2.4)
        self._head(arc[-2], arc[-1])

    def _around(self, figure: Figure, radius_mm: float) -> list[QPointF]:
        """Places along a part of a circle, the way round that is asked for."""
        (first, last), (x, y) = _ARC_TURNS, figure.centre_mm
        angles = [figure.turn * 2.0 * math.pi * (first + (last - first) * n / 24) for n in range(25)]
        return [self._px(x + radius_mm * math.cos(one), y + radius_mm * math.sin(one)) for one in angles]

    def _rub(self, figure: Figure) -> None:
        x, y = figure.centre_mm
        ends = [self._px(x, y - figure.size_mm), self._px(x, y + figure.size_mm)]
        self._cased(through(ends), 2.4)
        self._head(ends[0], ends[1])
        self._head(ends[1], ends[0])

    def _bites(self, figure: Figure) -> None:
        painter, radius = self._painter, BITE_MM * self._frame.scale
        painter.setBrush(self._theme.color("background", 0.8))
        painter.setPen(QPen(self._theme.color("aim"), 1.3 * self._unit))
        for place in figure.places_mm:
            painter.drawEllipse(self._px(*place), radius, radius)
        self._named(figure)

    def _glide(self, figure: Figure) -> None:
        places = [self._px(*place) for place in figure.places_mm]
        self._cased(through(places), 1.8, dashed=True)
        self._head(places[-2], places[-1])
        self._named(figure)

    def _line(self, figure: Figure) -> None:
        self._cased(through([self._px(*place) for place in figure.places_mm]), 1.6, dashed=True)
        self._named(figure)

    def _head(self, behind: QPointF, tip: QPointF) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color("aim"))
        self._painter.drawPolygon(arrow_head(behind, tip, 9 * self._unit))

    def _named(self, figure: Figure) -> None:
        """Write a line's name beyond its end at the toes."""
        if not figure.name or len(figure.places_mm) < 2:
            return
        end, before = figure.places_mm[-1], figure.places_mm[-2]
        if figure.places_mm[0][0] > end[0]:
            end, before = figure.places_mm[0], figure.places_mm[1]
        way = unit_vector(self._px(*before), self._px(*end))
        centre = self._px(*end) + way * (20 * self._unit)
        radius = 11 * self._unit
        self._painter.setPen(QPen(self._theme.color("aim"), 2.0 * self._unit))
        self._painter.setBrush(self._theme.color("surface"))
        self._painter.drawEllipse(centre, radius, radius)
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        font = themes.font(13 * self._unit, bold=True)
        draw_text(self._painter, box, figure.name, font, self._theme.color("ink"), align=Align.AlignHCenter)


def through(places: Sequence[QPointF]) -> QPainterPath:
    """A line through places."""
    path = QPainterPath()
    path.addPolygon(QPolygonF(list(places)))
    return path


def unit_vector(behind: QPointF, ahead: QPointF) -> QPointF:
    """The way from one place to another, one pixel long; upward where they are the same."""
    step = ahead - behind
    length = math.hypot(step.x(), step.y())
    return QPointF(0.0, -1.0) if length < 1e-6 else step / length


def arrow_head(behind: QPointF, tip: QPointF, size: float) -> QPolygonF:
    """A filled head at the end of a line that comes from ``behind``."""
    way = unit_vector(behind, tip)
    aside = QPointF(-way.y(), way.x())
    ends = (tip + way * (0.6 * size), tip - way * (0.5 * size) + aside * (0.55 * size))
    return QPolygonF([*ends, tip - way * (0.5 * size) - aside * (0.55 * size)])


def chevron(centre: QPointF, way: QPointF, size: float) -> QPainterPath:
    """An open head about a place: which way it goes on."""
    aside, tip = QPointF(-way.y(), way.x()), centre + way * (0.35 * size)
    back = centre - way * (0.3 * size)
    return through([back + aside * (0.55 * size), tip, back - aside * (0.55 * size)])


def cased_line(painter: QPainter, path: QPainterPath, color: QColor, casing: QColor, wide: float) -> None:
    """A line on a wider one of another colour, with round ends."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for one, width in ((casing, 2.2 * wide), (color, wide)):
        pen = QPen(one, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)
