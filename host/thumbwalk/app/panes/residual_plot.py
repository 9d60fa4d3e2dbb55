"""How far each reading of a tile is off the line, over its weight: a point far out was another weight, or slipped."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from thumbwalk.app.panes.pane import Align, TextPane, draw_text, shrunk, text_height
from thumbwalk.coach.feedback.amounts import ForceUnit, shown_force
from thumbwalk.language import _

NEAR = 0.10
"""A tenth: a sensor's own hysteresis and a hand's noise; what lies beyond wants to be read again."""
_MOST = 0.30
_FROM_N, _TO_N = 0.4, 60.0

Offs = tuple[tuple[float, float], ...]


class ResidualPlot(TextPane[Offs]):
    """Draws readings as (force_n, off the line as a part of it) over the logarithm of their force."""

    TURNS = False

    unit_of_force: ForceUnit = "N"

    def spoken(self, text: Offs) -> str:
        """Say how many lie off."""
        far = sum(abs(off) > NEAR for _, off in text)
        return _("{n} readings, {far} farther than a tenth off the line").format(n=len(text), far=far)

    def paint(self, painter: QPainter, text: Offs) -> None:
        """Draw the band, the points, and what the worst one is off by."""
        unit, color = self.unit, self.theme.color
        heading, small = self.font_of(14, bold=True, spaced=True), self.font_of(13)
        top = text_height(heading) + 10 * unit
        area = QRectF(64 * unit, top, self.width() - 70 * unit, self.height() - top - text_height(small) - 8 * unit)
        row = QRectF(0, 0, self.width(), text_height(heading))
        said = _("How far each reading is off").upper()
        draw_text(painter, row, said, shrunk(heading, said, row), color("muted"))
        if area.height() < 40 * unit:
            return
        self._paint_frame(painter, area)
        worst = max(text, key=lambda one: abs(one[1]), default=None)
        for force_n, off in text:
            far = abs(off) > NEAR
            painter.setPen(QPen(color("caution") if far else color("background"), (2.4 if far else 1.2) * unit))
            painter.setBrush(color("background") if far else color("ink"))
            painter.drawEllipse(self._at(area, force_n, off), 6 * unit, 6 * unit)
        if worst is not None and abs(worst[1]) > NEAR:
            at = self._at(area, *worst)
            words = (_("{n} % high") if worst[1] > 0 else _("{n} % low")).format(n=f"{100 * abs(worst[1]):.0f}")
            bold = self.font_of(15, bold=True)
            left = at.x() > area.center().x()
            top = min(max(at.y() - 10 * unit, area.top()), area.bottom() - 20 * unit)
            box = QRectF(at.x() - 150 * unit if left else at.x() + 12 * unit, top, 138 * unit, 20 * unit)
            draw_text(painter, box, words, bold, color("caution"), align=Align.AlignRight if left else Align.AlignLeft)

    def _paint_frame(self, painter: QPainter, area: QRectF) -> None:
        unit, color, small = self.unit, self.theme.color, self.font_of(13)
        band = QRectF(self._at(area, _FROM_N, NEAR), self._at(area, _TO_N, -NEAR))
        painter.fillRect(band, color("band"))
        for off, words in ((NEAR, "+10 %"), (0.0, "0"), (-NEAR, "−10 %")):
            at = self._at(area, _FROM_N, off)
            painter.setPen(QPen(color("aim" if off else "muted"), (1.5 if off else 1.0) * unit))
            painter.drawLine(at, self._at(area, _TO_N, off))
            if not off and self._at(area, _FROM_N, -NEAR).y() - at.y() < 0.8 * text_height(small):
                continue  # its place says that it is nought
            label = QRectF(0, at.y() - 9 * unit, area.left() - 6 * unit, 18 * unit)
            draw_text(painter, label, words, small, color("ink"), align=Align.AlignRight)
        for force_n in (1.0, 5.0, 20.0):
            at = self._at(area, force_n, -_MOST)
            words = f"{shown_force(force_n, self.unit_of_force)} {self.unit_of_force}"
            label = QRectF(at.x() - 40 * unit, area.bottom() + 4 * unit, 80 * unit, text_height(small))
            draw_text(painter, label, words, small, color("muted"), align=Align.AlignHCenter)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _at(self, area: QRectF, force_n: float, off: float) -> QPointF:
        part = math.log(max(force_n, _FROM_N) / _FROM_N) / math.log(_TO_N / _FROM_N)
        high = min(max(off, -_MOST), _MOST) / _MOST
        # a ring at the edge lies inside as a whole
        edge = 8 * self.unit
        y = min(max(area.center().y() - 0.5 * high * area.height(), area.top() + edge), area.bottom() - edge)
        return QPointF(area.left() + min(part, 1.0) * area.width(), y)
