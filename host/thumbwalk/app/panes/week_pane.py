"""The week as seven dots, larger the longer was practised, and below it days in a row and today's hand load."""

from __future__ import annotations

from math import sqrt

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from thumbwalk.app.panes.pane import Align, TextPane, draw_dot, draw_text, shrunk, text_height, text_width
from thumbwalk.app.words.today import WeekText
from thumbwalk.language import _

_FULL_MIN = 20.0
"""Minutes of a day whose dot is as large as there is room for."""
_DOTS_PX, _STREAK_PX, _LOAD_PX = 86.0, 26.0, 50.0
"""Heights of heading and dots, of the days in a row, and of the load, design pixels."""


class WeekPane(TextPane[WeekText]):
    """Days that were practised on are filled, others a speck, those to come a ring: nothing is missing."""

    @staticmethod
    def height_of(text: WeekText) -> float:
        """How much room a week needs, design pixels."""
        return _DOTS_PX + _STREAK_PX * bool(text.streak) + _LOAD_PX * (text.load is not None)

    def spoken(self, text: WeekText) -> str:
        """Say it in a line."""
        said = _("This week: {said}. {streak}").format(said=text.said, streak=text.streak)
        if text.load is None:
            return said
        return said + " " + _("Hand load {n} % of a day's.").format(n=f"{100.0 * text.load:.0f}")

    def paint(self, painter: QPainter, text: WeekText) -> None:
        """Draw heading, dots, letters, days in a row and the load."""
        unit, wide, color = self.unit, float(self.width()), self.theme.color
        heading, said = self.font_of(14, bold=True, spaced=True), self.font_of(15)
        row = QRectF(0, 0, wide, text_height(said))
        draw_text(painter, row, _("This week").upper(), heading, color("muted"))
        draw_text(painter, row, text.said, said, color("ink"), align=Align.AlignRight)
        self._paint_days(painter, text, row.bottom() + 6 * unit)
        top = _DOTS_PX * unit
        if text.streak:
            whole = text.streak if text_width(said, text.streak) <= wide else text.streak.partition(";")[0]
            draw_text(painter, QRectF(0, top, wide, text_height(said)), whole, said, color("muted"))
            top += _STREAK_PX * unit
        if text.load is not None:
            self._paint_load(painter, top + 6 * unit, text.load)

    def _paint_days(self, painter: QPainter, text: WeekText, top: float) -> None:
        unit, color = self.unit, self.theme.color
        step, radius = self.width() / len(text.days), 15 * unit
        for index, one in enumerate(text.days):
            at = QPointF((index + 0.5) * step, top + radius)
            if one.minutes > 0.0:
                part = min(1.0, sqrt(one.minutes / _FULL_MIN))
                draw_dot(painter, at, radius * (0.45 + 0.55 * part), color("aim"))
            elif one.is_ahead:
                draw_dot(painter, at, 4 * unit, color("edge"), hollow=True)
            else:
                draw_dot(painter, at, 3.5 * unit, color("edge"))
            letter = self.font_of(14, bold=one.is_today)
            below = QRectF(at.x() - 0.5 * step, at.y() + radius + 2 * unit, step, text_height(letter))
            ink = color("ink" if one.is_today else "muted")
            draw_text(painter, below, one.letter, letter, ink, align=Align.AlignHCenter)

    def _paint_load(self, painter: QPainter, top: float, load: float) -> None:
        unit, wide, color = self.unit, float(self.width()), self.theme.color
        plain, bold = self.font_of(15), self.font_of(15, bold=True)
        row = QRectF(0, top, wide, text_height(bold))
        much, what = _("{n} % of a day’s").format(n=f"{100.0 * load:.0f}"), _("Hand load today")
        draw_text(painter, row, much, bold, color("ink"), align=Align.AlignRight)
        beside = row.adjusted(0, 0, -text_width(bold, much) - 8 * unit, 0)
        draw_text(painter, beside, what, shrunk(plain, what, beside), color("ink"))
        bar = QRectF(0, row.bottom() + 5 * unit, wide, 8 * unit)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("line"))
        painter.drawRoundedRect(bar, 4 * unit, 4 * unit)
        if load > 0.0:
            painter.setBrush(color("aim" if load < 1.0 else "caution"))
            bar.setWidth(max(8 * unit, wide * min(load, 1.0)))
            painter.drawRoundedRect(bar, 4 * unit, 4 * unit)
