"""Figures over time: a line of cold sets with the spread of one's own repeats behind it, or bars."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from thumbwalk.app.panes.pane import Align, TextPane, draw_dot, draw_text, text_height, text_width
from thumbwalk.app.words.chart import Chart
from thumbwalk.language import _


class ChartPane(TextPane[Chart]):
    """Draws one `Chart`; it stands still, and repaints when another is shown."""

    TURNS = False

    def spoken(self, text: Chart) -> str:
        """Say it in a line."""
        told = [one.value for one in text.dots if one.full] or [one.value for one in text.dots]
        if not told:
            return _("{title}: nothing yet. {band}").format(title=text.title, band=text.band_said)
        ends = {"first": f"{told[0]:.0f}", "last": f"{told[-1]:.0f}"}
        return _("{title}: from {first} to {last}. {band}").format(title=text.title, band=text.band_said, **ends)

    def paint(self, painter: QPainter, text: Chart) -> None:
        """Draw heading, legend, band, lines, dots or bars, and both axes."""
        unit = self.unit
        heading = self.font_of(14, bold=True, spaced=True)
        high = text_height(heading)
        draw_text(painter, QRectF(0, 0, self.width(), high), text.title.upper(), heading, self.theme.color("aim"))
        taken = text_width(heading, text.title.upper())
        self._paint_legend(painter, text, QRectF(taken + 20 * unit, 0, self.width() - taken - 20 * unit, high))
        small = self.font_of(13)
        left = max((text_width(small, words) for _, words in text.ticks), default=0.0) + 10 * unit
        plot = QRectF(left, high + 22 * unit, self.width() - left - 14 * unit, 0)
        plot.setBottom(self.height() - text_height(small) - 10 * unit)
        if plot.height() < 30 * unit:
            return
        self._paint_ground(painter, text, plot)
        if text.kind == "bars":
            self._paint_bars(painter, text, plot)
        else:
            self._paint_curve(painter, text, plot)
        self._paint_below(painter, text, plot)

    def _x(self, text: Chart, plot: QRectF, at: float) -> float:
        first, last = text.span
        return plot.left() + (at - first) / max(last - first, 1e-9) * plot.width()

    def _y(self, text: Chart, plot: QRectF, value: float) -> float:
        low, high = text.ends
        return plot.bottom() - (min(max(value, low), high) - low) / max(high - low, 1e-9) * plot.height()

    def _paint_legend(self, painter: QPainter, text: Chart, area: QRectF) -> None:
        full, hollow = text.legend
        if not full:
            return
        unit, font = self.unit, self.font_of(14)
        right = area.right()
        for words, is_hollow, role in ((hollow, True, "muted"), (full, False, "ink")):
            wide = text_width(font, words)
            if right - wide - 16 * unit < area.left():
                return
            row = QRectF(right - wide, 0, wide + 2, area.height())
            draw_text(painter, row, words, font, self.theme.color(role))
            dot = QPointF(row.left() - 10 * unit, area.center().y())
            draw_dot(painter, dot, (4 if is_hollow else 5) * unit, self.theme.color(role), hollow=is_hollow)
            right = row.left() - 34 * unit

    def _paint_ground(self, painter: QPainter, text: Chart, plot: QRectF) -> None:
        unit, color, small = self.unit, self.theme.color, self.font_of(13)
        if text.band is not None:
            top, bottom = self._y(text, plot, text.band[1]), self._y(text, plot, text.band[0])
            painter.fillRect(QRectF(plot.left(), top, plot.width(), bottom - top), color("band"))
        high = text_height(small)
        for value, words in text.ticks:
            y = self._y(text, plot, value)
            painter.setPen(QPen(color("line"), max(1.0, unit)))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            row = QRectF(0, y - 0.5 * high, plot.left() - 8 * unit, high)
            draw_text(painter, row, words, small, color("muted"), align=Align.AlignRight)
        painter.setPen(QPen(color("line"), max(1.0, unit)))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        if text.middle is not None:
            y = self._y(text, plot, text.middle)
            painter.setPen(QPen(color("aim"), 1.6 * unit, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))

    def _paint_curve(self, painter: QPainter, text: Chart, plot: QRectF) -> None:
        unit, color = self.unit, self.theme.color
        places = [(one, QPointF(self._x(text, plot, one.at), self._y(text, plot, one.value))) for one in text.dots]
        line = [at for one, at in places if one.full]
        painter.setPen(QPen(color("ink"), 2 * unit))
        painter.drawPolyline(QPolygonF(line))
        for one, at in places:
            if not one.full:
                draw_dot(painter, at, 4 * unit, color("muted"), hollow=True)
        for at in line:
            draw_dot(painter, at, 7 * unit, color("background"))
            draw_dot(painter, at, 5.5 * unit, color("ink"))
        pill = QRectF()
        if text.newest and line:
            pill = self._paint_newest(painter, text.newest, line[-1], plot)
        if text.band is not None and text.band_said:
            self._paint_band_said(painter, text, plot, pill)

    def _paint_newest(self, painter: QPainter, words: str, at: QPointF, plot: QRectF) -> QRectF:
        unit, font = self.unit, self.font_of(16, bold=True)
        wide, high = text_width(font, words) + 24 * unit, text_height(font) + 8 * unit
        left = min(at.x() - 0.5 * wide, plot.right() - wide + 12 * unit)
        above = at.y() - high - 12 * unit
        pill = QRectF(left, above if above > plot.top() - 18 * unit else at.y() + 12 * unit, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("aim"))
        painter.drawRoundedRect(pill, 0.5 * high, 0.5 * high)
        draw_text(painter, pill, words, font, self.theme.color("on_aim"), align=Align.AlignHCenter)
        return pill

    def _paint_band_said(self, painter: QPainter, text: Chart, plot: QRectF, pill: QRectF) -> None:
        """Say what the band is, at its lower edge; on the other side where the newest figure stands there."""
        assert text.band is not None  # noqa: S101  asked before
        unit, font = self.unit, self.font_of(13)
        wide, high = text_width(font, text.band_said), text_height(font)
        bottom = self._y(text, plot, text.band[0])
        if bottom + high > plot.bottom():
            bottom = self._y(text, plot, text.band[1]) - high - 4 * unit
        row = QRectF(plot.right() - wide, bottom + 2 * unit, wide + 2, high)
        if row.intersects(pill.adjusted(-4, -4, 4, 4)):
            row.moveLeft(plot.left() + 4 * unit)
        draw_text(painter, row, text.band_said, font, self.theme.color("ink"))

    def _paint_bars(self, painter: QPainter, text: Chart, plot: QRectF) -> None:
        unit, color, font = self.unit, self.theme.color, self.font_of(14)
        bold = self.font_of(14, bold=True)
        step = plot.width() / max(text.span[1] - text.span[0], 1e-9)
        wide = min(0.64 * step, 56 * unit)
        painter.setPen(Qt.PenStyle.NoPen)
        for index, one in enumerate(text.dots):
            is_last = index == len(text.dots) - 1
            x, y = self._x(text, plot, one.at), self._y(text, plot, one.value)
            bar = QRectF(x - 0.5 * wide, min(y, plot.bottom() - 2 * unit), wide, max(plot.bottom() - y, 2 * unit))
            nothing = one.value <= 0.0
            painter.fillRect(bar, color("line" if nothing else "aim" if is_last else "guide"))
            words = "" if nothing else one.said or f"{one.value:.0f}"
            if words and text_width(bold, words) < step:
                above = QRectF(x - 0.5 * step, bar.top() - text_height(font) - 2 * unit, step, text_height(font))
                draw_text(painter, above, words, bold if is_last else font, color("ink"), align=Align.AlignHCenter)

    def _paint_below(self, painter: QPainter, text: Chart, plot: QRectF) -> None:
        """Write the places below; the last one in any case, those before it where there is room."""
        unit = self.unit
        taken: list[QRectF] = []
        for index, (at, words) in enumerate(reversed(text.below)):
            font = self.font_of(13, bold=index == 0)
            wide = text_width(font, words)
            left = min(max(self._x(text, plot, at) - 0.5 * wide, 0.0), self.width() - wide)
            row = QRectF(left, plot.bottom() + 6 * unit, wide + 1, text_height(font))
            if any(row.adjusted(-8 * unit, 0, 8 * unit, 0).intersects(one) for one in taken):
                continue
            draw_text(painter, row, words, font, self.theme.color("ink" if index == 0 else "muted"))
            taken.append(row)
