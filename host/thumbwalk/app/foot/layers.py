"""The still parts of the foot's drawing, painted once and reused at every repaint."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

from thumbwalk.app import theme as themes
from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.foot.map_points import paint_map
from thumbwalk.app.foot.targets import FigurePainter
from thumbwalk.app.panes.pane import text_height, text_width
from thumbwalk.app.theme import Theme
from thumbwalk.coach.drill.figure import POINT_MM, Figure
from thumbwalk.language import _

_TOES = (
    (0.916, 0.300, 0.124, 0.104),
    (0.916, 0.660, 0.082, 0.062),
    (0.880, 0.755, 0.074, 0.056),
    (0.840, 0.835, 0.068, 0.052),
    (0.795, 0.890, 0.062, 0.048),
)
"""Balls of the toes for the drawing: u, w, and their size along and across in parts of the length."""


@dataclass(frozen=True)
class Scene:
    """What the still layers show; a new one is drawn when any of it changes."""

    zone: str | None
    target_mm: tuple[float, float] | None
    left_out: tuple[bool, ...]
    dimmed: bool
    path_mm: tuple[tuple[float, float], ...] = ()
    figures: tuple[Figure, ...] = ()
    label: str = ""
    with_map: bool = False


class FootLayers:
    """The ground (foot, zone) below the force map and the lines (edge, target, silent tiles) above it."""

    def __init__(self, frame: FootFrame, theme: Theme, unit: float, size: QSize, ratio: float) -> None:
        self.frame = frame
        self.theme = theme
        self.unit = unit
        self.size = size
        self.ratio = ratio
        self.edge = frame.outline()
        self.scene = Scene(None, None, (), dimmed=False)
        self.ground = self._paint_ground()
        self.lines = self._paint_lines()

    def show(self, scene: Scene) -> bool:
        """Redraw for another scene; whether anything changed."""
        if scene == self.scene:
            return False
        self.scene = scene
        self.ground = self._paint_ground()
        self.lines = self._paint_lines()
        return True

    def _pixmap(self, color: QColor) -> QPixmap:
        pixmap = QPixmap(self.size * self.ratio)
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(color)
        return pixmap

    def _paint_ground(self) -> QPixmap:
        pixmap = self._pixmap(self.theme.color("background"))
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(self.edge, self.theme.color("foot"))
            if self.frame.pad.is_sole:
                self._paint_creases(painter)
            elif self.frame.pad.has_positions:
                self._paint_tiles(painter)
            if self.scene.zone is not None:
                painter.fillPath(self.frame.zone(self.scene.zone), self.theme.color("aim", 0.12))
        return pixmap

    def _paint_lines(self) -> QPixmap:
        pixmap = self._pixmap(QColor(0, 0, 0, 0))
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.color("foot_line"), 2.0 * self.unit))
            painter.drawPath(self.edge)
            if not self.scene.dimmed:
                if self.scene.zone is not None:
                    dashed = QPen(self.theme.color("aim"), 1.6 * self.unit, Qt.PenStyle.DashLine)
                    painter.setPen(dashed)
                    painter.drawPath(self.frame.zone(self.scene.zone))
                if self.scene.path_mm:
                    painter.setPen(QPen(self.theme.color("aim"), 1.6 * self.unit, Qt.PenStyle.DashLine))
                    painter.drawPolyline(self.frame.polygon(np.array(self.scene.path_mm)))
                figures = FigurePainter(painter, self.frame, self.theme, self.unit)
                if self.scene.target_mm is not None:
                    figures.paint(Figure("point", self.scene.target_mm, POINT_MM))
                for figure in self.scene.figures:
                    figures.paint(figure)
                if self.scene.figures and self.scene.label:
                    self._paint_target_label(painter, self.scene.figures[0])
            if self.scene.with_map:
                room = QRectF(0, 0, self.size.width(), self.size.height())
                paint_map(painter, self.frame, self.theme, self.unit, room, self._rings())
            self._paint_left_out(painter)
        return pixmap

    def _paint_creases(self, painter: QPainter) -> None:
        """Toes and soft lines where the ball, the arch and the heel meet, so that the eye knows the sole."""
        painter.setPen(QPen(self.theme.color("foot_detail"), 1.6 * self.unit))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for u, bend in ((0.735, 0.045), (0.62, 0.035), (0.30, -0.030)):
            path = QPainterPath(self._place(u, 0.0))
            path.quadTo(self._place(u + 2 * bend, 0.5), self._place(u, 1.0))
            painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("foot_detail", 0.45))
        length_px = (self.frame.pad.length_mm or 0.0) * self.frame.scale
        for u, w, long_u, wide_u in _TOES:
            painter.drawEllipse(self._place(u, w), 0.5 * wide_u * length_px, 0.5 * long_u * length_px)

    def _paint_tiles(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("foot_detail"))
        for x_mm, y_mm in self.frame.pad.positions_mm:
            painter.drawEllipse(self.frame.to_px(float(x_mm), float(y_mm)), 2 * self.frame.scale, 2 * self.frame.scale)

    def _paint_target_label(self, painter: QPainter, figure: Figure) -> None:
        """Write what the target is below it, or below a way's beginning."""
        x_mm, y_mm = figure.places_mm[0] if figure.places_mm else figure.centre_mm
        below_mm = 4.0 if figure.places_mm else figure.size_mm
        centre = self.frame.to_px(x_mm, y_mm) + QPointF(0.0, below_mm * self.frame.scale)
        self._paint_label(painter, centre, self.scene.label, themes.font(14 * self.unit))

    def _rings(self) -> list[QRectF]:
        """Where rings lie, which no name shall cover."""
        rings = [one for one in self.scene.figures if one.kind in ("point", "circle")]
        found = []
        for one in rings:
            centre, radius = self.frame.to_px(*one.centre_mm), one.size_mm * self.frame.scale
            found.append(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius))
        return found

    def _paint_left_out(self, painter: QPainter) -> None:
        pad = self.frame.pad
        if not pad.has_positions:
            return
        font = themes.font(12 * self.unit)
        reach = 3.5 * self.frame.scale
        for taxel, out in zip(pad.taxels, self.scene.left_out, strict=False):
            if not out or taxel.x_mm is None or taxel.y_mm is None:
                continue
            centre = self.frame.to_px(taxel.x_mm, taxel.y_mm)
            painter.setPen(QPen(self.theme.color("muted"), 2.0 * self.unit))
            painter.drawLine(centre + QPointF(-reach, -reach), centre + QPointF(reach, reach))
            painter.drawLine(centre + QPointF(-reach, reach), centre + QPointF(reach, -reach))
            self._paint_label(painter, centre, _("{name}: no signal").format(name=taxel.name.replace("_", " ")), font)

    def _paint_label(self, painter: QPainter, centre: QPointF, text: str, font: QFont) -> None:
        wide, high = text_width(font, text), text_height(font)
        at_left = min(max(4.0, centre.x() - 0.5 * wide), self.size.width() - wide - 4.0)
        area = QRectF(at_left, centre.y() + 5 * self.frame.scale, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("background", 0.85))
        painter.drawRoundedRect(area.adjusted(-5, -1, 5, 1), 4, 4)
        painter.setFont(font)
        painter.setPen(self.theme.color("ink"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)

    def _place(self, u: float, w: float) -> QPointF:
        return self.frame.to_px(*self.frame.pad.place(u, w))
