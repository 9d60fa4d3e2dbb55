"""The finished screen's two panes: the score with its sets, and what to try next."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from thumbwalk.app.panes.bars import draw_bar
from thumbwalk.app.panes.pane import Align, TextPane, draw_stars, draw_text, draw_wrapped, text_height, text_width
from thumbwalk.app.words.result_card import AdviceCard, ResultCard, SetCard


class ScorePane(TextPane[ResultCard]):
    """The drill's score, its stars, and each set's share."""

    def spoken(self, text: ResultCard) -> str:
        """Say it in a line."""
        points = "no score" if text.score is None else f"{text.score:.0f} points, {text.stars} of 3 stars"
        return f"{text.title}: {points}. {text.praise}"

    def paint(self, painter: QPainter, text: ResultCard) -> None:
        """Draw the score, the praise and the sets."""
        unit, wide = self.unit, float(self.width())
        top = 6 * unit
        heading = self.font_of(14, bold=True, spaced=True)
        area = QRectF(0, top, wide, text_height(heading))
        draw_text(painter, area, "YOUR SCORE", heading, self.theme.color("aim"))
        top += area.height() + 4 * unit
        digits = self.font_of(104, bold=True)
        area = QRectF(0, top, wide, 116 * unit)
        draw_text(painter, area, _figure(text.score), digits, self.theme.color("ink"))
        left = text_width(digits, _figure(text.score)) + 24 * unit
        draw_stars(painter, QPointF(left, area.center().y() + 4 * unit), 36 * unit, text.stars, self.theme)
        top = area.bottom() + 10 * unit
        praise = QRectF(0, top, wide, 80 * unit)
        top += draw_wrapped(painter, praise, text.praise, self.font_of(20), self.theme.color("ink")) + 30 * unit
        for one in text.sets:
            self._paint_set(painter, one, top)
            top += 62 * unit

    def _paint_set(self, painter: QPainter, one: SetCard, top: float) -> None:
        unit, wide = self.unit, float(self.width())
        row = QRectF(0, top, wide, 28 * unit)
        number = self.font_of(17, bold=True)
        draw_text(painter, row, _figure(one.score), number, self.theme.color("ink"), align=Align.AlignRight)
        title = row.adjusted(0, 0, -64 * unit, 0)
        draw_text(painter, title, one.title, self.font_of(17), self.theme.color("ink"))
        if one.score is None:
            below = QRectF(0, top + 26 * unit, wide, 22 * unit)
            draw_text(painter, below, one.why_none, self.font_of(14), self.theme.color("muted"))
        else:
            draw_bar(painter, QRectF(0, top + 32 * unit, wide, 7 * unit), one.score, self.theme)


class AdvicePane(TextPane[ResultCard]):
    """What cost the most, one sentence each."""

    def spoken(self, text: ResultCard) -> str:
        """Say it in a line."""
        return "What to try next: " + " ".join(one.advice for one in text.advice)

    def paint(self, painter: QPainter, text: ResultCard) -> None:
        """Draw the advice, the most costly first."""
        unit, wide = self.unit, float(self.width())
        heading = self.font_of(14, bold=True, spaced=True)
        area = QRectF(0, 6 * unit, wide, text_height(heading))
        draw_text(painter, area, "WHAT TO TRY NEXT", heading, self.theme.color("aim"))
        top = area.bottom() + 20 * unit
        if not text.advice:
            words = "Every measure was in its band." if text.score else "Press on the foot and try again."
            draw_wrapped(painter, QRectF(0, top, wide, 200), words, self.font_of(20), self.theme.color("ink"))
        for index, one in enumerate(text.advice):
            if index:
                painter.setPen(QPen(self.theme.color("line"), max(1.0, unit)))
                painter.drawLine(QPointF(0, top), QPointF(wide, top))
                top += 18 * unit
            top = self._paint_advice(painter, one, top, strong=index == 0) + 18 * unit

    def _paint_advice(self, painter: QPainter, one: AdviceCard, top: float, *, strong: bool) -> float:
        unit, wide = self.unit, float(self.width())
        small = self.font_of(14)
        row = QRectF(0, top, wide, text_height(small))
        points = f"−{max(1.0, one.points):.0f} points"
        role = "alert" if one.is_limit else "caution"
        bold = self.font_of(14, bold=True)
        draw_text(painter, row, points, bold, self.theme.color(role), align=Align.AlignRight)
        where = row.adjusted(0, 0, -text_width(bold, points) - 12 * unit, 0)
        draw_text(painter, where, one.where, small, self.theme.color("muted"))
        top = row.bottom() + 5 * unit
        advice = self.font_of(20 if strong else 17, bold=strong)
        room = QRectF(0, top, wide, 300 * unit)
        top += draw_wrapped(painter, room, one.advice, advice, self.theme.color("ink")) + 4 * unit
        room = QRectF(0, top, wide, 100 * unit)
        return top + draw_wrapped(painter, room, one.fact, small, self.theme.color("muted"))


def _figure(score: float | None) -> str:
    """A score as it is shown; an en dash where there is none."""
    return "–" if score is None else f"{score:.0f}"
