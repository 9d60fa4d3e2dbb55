"""The window's bars: the drill and the rig above, the running score, notices and keys below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from thumbwalk.app.panes.pane import Align, Pane, TextPane, draw_dot, draw_stars, draw_text, text_width
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.moment import HeaderText
from thumbwalk.coach.score.score import STARS_AT


class HeaderBar(TextPane[HeaderText]):
    """The drill, its sets as steps, and how the rig is."""

    def spoken(self, text: HeaderText) -> str:
        """Say it in a line."""
        return f"{text.title}. {text.rig}. {text.losses}"

    def paint(self, painter: QPainter, text: HeaderText) -> None:
        """Draw title, steps and rig."""
        unit, high = self.unit, float(self.height())
        pad = 32 * unit
        side = 0.36 * self.width()
        title = QRectF(pad, 0, side - pad, high)
        draw_text(painter, title, text.title, self.font_of(19, bold=True), self.theme.color("ink"))
        self._paint_steps(painter, text)
        self._paint_rig(painter, QRectF(self.width() - side, 0, side - pad, high), text)
        painter.setPen(QPen(self.theme.color("line"), max(1.0, unit)))
        painter.drawLine(QPointF(0, high - 0.5), QPointF(self.width(), high - 0.5))

    def _paint_steps(self, painter: QPainter, text: HeaderText) -> None:
        unit, middle = self.unit, 0.5 * self.height()
        font, bold = self.font_of(14), self.font_of(14, bold=True)
        widths = [22 * unit + text_width(bold, name) for name in text.sets]
        gap = 34 * unit
        total = sum(widths) + gap * (len(widths) - 1)
        if not widths or total > 0.30 * self.width():
            return
        left = 0.5 * (self.width() - total)
        for index, (name, wide) in enumerate(zip(text.sets, widths, strict=True)):
            now, past = index == text.current, index < text.current
            color = self.theme.color("aim" if now or past else "muted")
            draw_dot(painter, QPointF(left + 6 * unit, middle), 5 * unit, color, hollow=not (now or past))
            ink = self.theme.color("ink" if now else "muted")
            area = QRectF(left + 20 * unit, 0, wide, self.height())
            draw_text(painter, area, name, bold if now else font, ink)
            if index + 1 < len(widths):
                painter.setPen(QPen(self.theme.color("line"), 2 * unit))
                x = left + wide + 8 * unit
                painter.drawLine(QPointF(x, middle), QPointF(x + gap - 16 * unit, middle))
            left += wide + gap

    def _paint_rig(self, painter: QPainter, area: QRectF, text: HeaderText) -> None:
        unit, font = self.unit, self.font_of(14)
        if text.connected:
            rig, color = self.theme.color("muted"), self.theme.color("aim")
        else:
            rig = color = self.theme.color("alert")
        wide = min(text_width(font, text.rig), area.width() - 20 * unit)
        draw_text(painter, area, text.rig, font, rig, align=Align.AlignRight)
        dot = QPointF(area.right() - wide - 14 * unit, area.center().y())
        draw_dot(painter, dot, 5 * unit, color, hollow=not text.connected)
        if text.losses:
            area = area.adjusted(0, 0, -(wide + 32 * unit), 0)
            draw_text(painter, area, text.losses, font, self.theme.color("caution"), align=Align.AlignRight)


class ScoreBar(Pane):
    """The running score on a line with the three stars' places."""

    score: float | None = None

    def show_score(self, score: float | None) -> None:
        """Show another score; None while there is none."""
        rounded = None if score is None else float(round(score))
        if rounded != self.score:
            self.score = rounded
            self.setAccessibleName("No score yet" if rounded is None else f"Score so far {rounded:.0f}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the number, the stars earned so far and the bar."""
        with QPainter(self) as painter:
            self.clear(painter)
            if self.score is None:
                return
            unit, wide = self.unit, float(self.width())
            row = QRectF(0, 0, wide, 40 * unit)
            big, small = self.font_of(30, bold=True), self.font_of(15)
            shown = f"{self.score:.0f}"
            draw_text(painter, row, shown, big, self.theme.color("ink"))
            beside = row.adjusted(text_width(big, shown) + 12 * unit, 4 * unit, 0, 0)
            draw_text(painter, beside, "score so far", small, self.theme.color("muted"))
            stars = sum(self.score >= limit for limit in STARS_AT)
            draw_stars(painter, QPointF(wide - 3.4 * 22 * unit, 22 * unit), 22 * unit, stars, self.theme)
            draw_bar(painter, QRectF(0, 48 * unit, wide, 8 * unit), self.score, self.theme)


class FooterBar(Pane):
    """Two lines: notices on the left, the mouse's hand and the keys on the right."""

    notices: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def show_texts(self, notices: tuple[str, ...], keys: tuple[str, ...]) -> None:
        """Show other texts, if they are others."""
        if (notices, keys) != (self.notices, self.keys):
            self.notices, self.keys = notices, keys
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw both, the keys first: a notice that is too long gives way."""
        with QPainter(self) as painter:
            self.clear(painter)
            font, color, pad = self.font_of(12.5), self.theme.color("muted"), 32 * self.unit
            line = 19 * self.unit
            for index, (notice, key) in enumerate(zip(self.notices, self.keys, strict=True)):
                area = QRectF(pad, 2 * self.unit + index * line, self.width() - 2 * pad, line)
                draw_text(painter, area, key, font, color, align=Align.AlignRight)
                area.setRight(area.right() - text_width(font, key) - 0.5 * pad)
                draw_text(painter, area, notice, font, color)


def draw_bar(painter: QPainter, area: QRectF, score: float, theme: Theme) -> None:
    """A score of 0..100 as a bar, with gaps where the stars are earned."""
    painter.setPen(Qt.PenStyle.NoPen)
    starts, ends = (0.0, *STARS_AT), (*STARS_AT, 100.0)
    gap = 0.006 * area.width()
    for start, end in zip(starts, ends, strict=True):
        left = area.left() + start / 100 * area.width() + (gap if start else 0.0)
        right = area.left() + end / 100 * area.width() - (gap if end < 100 else 0.0)
        piece = QRectF(left, area.top(), right - left, area.height())
        painter.fillRect(piece, theme.color("line"))
        share = min(1.0, max(0.0, (score - start) / (end - start)))
        if share > 0:
            piece.setWidth(piece.width() * share)
            painter.fillRect(piece, theme.color("aim"))
