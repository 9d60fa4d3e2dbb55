"""What a drill's end shows beside the foot: the score with where its points went, and the one thing to try."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPen

from thumbwalk.app.panes.lane_rows import badge
from thumbwalk.app.panes.pane import (
    Align,
    TextPane,
    draw_stars,
    draw_text,
    draw_wrapped,
    shrunk,
    text_height,
    text_width,
    wrapped_height,
)
from thumbwalk.app.panes.scroll_pane import BAR_PX, ScrollPane
from thumbwalk.app.words.ledger import Entry, Ledger
from thumbwalk.app.words.result_card import ResultCard
from thumbwalk.language import _


class ScorePane(ScrollPane[ResultCard]):
    """The drill's score, its stars, and the ledger: 100 less its rows is the score; it scrolls where there is more."""

    def spoken(self, text: ResultCard) -> str:
        """Say it in a line."""
        points = _("no score")
        if text.score is not None:
            points = _("{n} points, {stars} of 3 stars").format(n=f"{text.score:.0f}", stars=text.stars)
        lost = "".join(
            " " + _("{name} cost {points}.").format(name=one.name, points=one.points) for one in text.ledger.entries
        )
        return f"{text.title}: {points}. {text.praise}{lost}"

    def paint_from(self, painter: QPainter, text: ResultCard, top: float) -> float:
        """Draw the score, the praise and where the points went."""
        unit, wide = self.unit, float(self.width()) - BAR_PX * self.unit
        heading = self.font_of(14, bold=True, spaced=True)
        area = QRectF(0, top + 4 * unit, wide, text_height(heading))
        draw_text(painter, area, _("Your score").upper(), heading, self.theme.color("aim"))
        digits = self.font_of(80, bold=True)
        area = QRectF(0, area.bottom(), wide, 106 * unit)
        draw_text(painter, area, figure(text.score), digits, self.theme.color("ink"))
        left = text_width(digits, figure(text.score)) + 22 * unit
        draw_stars(painter, QPointF(left, area.center().y() - 14 * unit), 32 * unit, text.stars, self.theme)
        praise = QRectF(left, area.center().y() + 8 * unit, wide - left, 50 * unit)
        font, ink = self.font_of(16), self.theme.color("ink")
        if text_width(font, text.praise) <= praise.width():
            draw_text(painter, praise.adjusted(0, 0, 0, -22 * unit), text.praise, font, ink)
            top = area.bottom() + 6 * unit
        else:
            below = QRectF(0, area.bottom() + 4 * unit, wide, 400 * unit)
            top = below.top() + draw_wrapped(painter, below, text.praise, font, ink) + 10 * unit
        if text.ledger.score is not None and text.ledger.entries:
            top = self._paint_ledger(painter, text.ledger, top, wide)
        return top

    def _paint_ledger(self, painter: QPainter, ledger: Ledger, top: float, wide: float) -> float:
        unit = self.unit
        heading = self.font_of(13, bold=True, spaced=True)
        lost = sum(one.points for one in ledger.entries)
        area = QRectF(0, top, wide, text_height(heading))
        draw_text(painter, area, _("Where {n} points went").format(n=lost).upper(), heading, self.theme.color("muted"))
        top = area.bottom() + 5 * unit
        self._paint_parts(painter, QRectF(0, top, wide, 12 * unit), ledger)
        top += 22 * unit
        for one in ledger.entries:
            self._paint_entry(painter, one, top, wide)
            top += 40 * unit
        row = QRectF(0, top, wide, 26 * unit)
        painter.setPen(QPen(self.theme.color("line"), max(1.0, unit)))
        painter.drawLine(row.topLeft(), row.topRight())
        bold = self.font_of(16, bold=True)
        draw_text(painter, row, str(ledger.score), bold, self.theme.color("ink"), align=Align.AlignRight)
        whole = row.adjusted(0, 0, -40 * unit, 0)
        draw_text(painter, whole, ledger.sum, shrunk(self.font_of(15), ledger.sum, whole), self.theme.color("muted"))
        return row.bottom()

    def _paint_parts(self, painter: QPainter, area: QRectF, ledger: Ledger) -> None:
        """The score and what each thing cost, as parts of 100."""
        left, gap = area.left(), 2 * self.unit
        for points, role in [
            (ledger.score or 0, "aim"),
            *((one.points, "alert" if one.is_limit else "caution") for one in ledger.entries),
        ]:
            wide = area.width() * points / 100.0
            painter.fillRect(QRectF(left, area.top(), max(wide - gap, 1.0), area.height()), self.theme.color(role))
            left += wide

    def _paint_entry(self, painter: QPainter, one: Entry, top: float, wide: float) -> None:
        unit = self.unit
        role = "alert" if one.is_limit else "caution"
        bold = self.font_of(17, bold=True)
        row = QRectF(0, top, wide, 22 * unit)
        cost = f"−{one.points}"
        draw_text(painter, row, cost, bold, self.theme.color(role), align=Align.AlignRight)
        badge(painter, QPointF(11 * unit, top + 13 * unit), one, self.theme, unit, 22.0)
        words = row.adjusted(32 * unit, -2 * unit, -text_width(bold, cost) - 10 * unit, 0)
        name = shrunk(self.font_of(16, bold=True), one.name, words)
        if text_width(name, one.name) > words.width():
            # in two lines, where the set's name would be: what it was says more
            lines = words.adjusted(0, 0, 0, 15 * unit)
            draw_wrapped(painter, lines, one.name, shrunk(name, one.name, lines, wraps=True), self.theme.color("ink"))
            return
        draw_text(painter, words, one.name, name, self.theme.color("ink"))
        below = QRectF(32 * unit, row.bottom() - 3 * unit, wide - 40 * unit, 18 * unit)
        draw_text(painter, below, one.where, shrunk(self.font_of(13), one.where, below), self.theme.color("muted"))


class AdvicePane(TextPane[ResultCard]):
    """The one thing to try, and what happened."""

    def spoken(self, text: ResultCard) -> str:
        """Say it in a line."""
        return _("What to try next: {advice}").format(advice=" ".join(one.advice for one in text.advice[:1]))

    def paint(self, painter: QPainter, text: ResultCard) -> None:
        """Draw the advice that is worth most, and its figures."""
        heading, top = self.font_of(14, bold=True, spaced=True), 4 * self.unit
        area = QRectF(0, top, self.width(), text_height(heading))
        draw_text(painter, area, text.heading.upper(), heading, self.theme.color("aim"))
        top = area.bottom() + 8 * self.unit
        for words, font, role, gap in self._lines(text, self.width(), self.height()):
            room = QRectF(0, top, self.width(), 400 * self.unit)
            top += draw_wrapped(painter, room, words, font, self.theme.color(role)) + gap

    def high(self, wide: float, most: float) -> float:
        """How high it has to be for all that it says; no more than there is."""
        if self.text is None:
            return most
        top = text_height(self.font_of(14, bold=True, spaced=True)) + 12 * self.unit
        return min(top + self._sum(self._lines(self.text, wide, most), wide), most)

    def _lines(self, text: ResultCard, wide: float, most: float) -> list[_Line]:
        """What stands below one another: smaller, and in the end without the set's name, where there is little room."""
        unit, one = self.unit, text.advice[0] if text.advice else None
        if one is None:
            return [(text.instead, self.font_of(26, bold=True), "ink", 0.0)]
        most -= text_height(self.font_of(14, bold=True, spaced=True)) + 12 * unit
        found: list[_Line] = []
        for large, small, where in ((26, 16, one.where), (22, 16, one.where), (22, 16, ""), (18, 14, "")):
            found = [(one.advice, self.font_of(large, bold=True), "ink", 6 * unit)]
            found += [(one.fact, self.font_of(small), "ink", 4 * unit)] if one.fact else []
            found += [(where, self.font_of(small), "muted", 4 * unit)] if where else []
            if self._sum(found, wide) <= most:
                break
        return found

    def _sum(self, lines: list[_Line], wide: float) -> float:
        room = QRectF(0, 0, wide, 400 * self.unit)
        return sum(wrapped_height(font, words, room) + gap for words, font, _role, gap in lines)


_Line = tuple[str, QFont, str, float]
"""A text, its font and colour, and the gap below it."""


def figure(score: float | None) -> str:
    """A score as it is shown; an en dash where there is none."""
    return "–" if score is None else f"{score:.0f}"
