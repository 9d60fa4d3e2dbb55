"""One huge cue, for eyes that are on a foot: a word, what more there is, what comes next, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from thumbwalk.app.panes.pane import Align, TextPane, draw_text, draw_wrapped, text_height, text_width
from thumbwalk.app.words.giving_said import CueText

_WRAP = int(Align.AlignLeft | Align.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_MOST_PX, _LEAST_PX = 108.0, 40.0
"""Of the word, design pixels: as large as its column is wide."""


class CuePane(TextPane[CueText]):
    """Draws one `CueText`."""

    def spoken(self, text: CueText) -> str:
        """Say it in a line."""
        return f"{text.word}. {text.words} {text.say} {text.then} {text.next}"

    def paint(self, painter: QPainter, text: CueText) -> None:
        """Draw the word, its words, what to ask, what comes next, and the bar at the foot."""
        unit, wide, color = self.unit, float(self.width()), self.theme.color
        size = _MOST_PX
        while size > _LEAST_PX and text_width(self.font_of(size, bold=True), text.word) > wide:
            size -= 4.0
        word = self.font_of(size, bold=True)
        row = QRectF(0, 0, wide, text_height(word))
        draw_text(painter, row, text.word, word, color("aim"))
        bottom = self._paint_bar(painter, text)
        top = row.bottom()
        words = self._fitting(text.words, wide, 0.32 * (bottom - top), (36.0, 30.0, 26.0, 24.0), bold=True)
        top += draw_wrapped(painter, QRectF(0, top, wide, bottom - top), text.words, words, color("ink")) + 18 * unit
        if text.say:
            say = self._fitting(text.say, wide, 0.4 * (bottom - top), (28.0, 24.0), bold=True)
            role = color("caution" if text.warns else "aim")
            top += draw_wrapped(painter, QRectF(0, top, wide, bottom - top), text.say, say, role) + 14 * unit
        if text.then:
            then = self.font_of(22)
            if top + text_height(then) < bottom:
                draw_text(painter, QRectF(0, top, wide, text_height(then)), text.then, then, color("muted"))
                top += text_height(then) + 2 * unit
        if text.next:
            following = self._fitting(text.next, wide, bottom - top, (28.0, 24.0), bold=True)
            draw_wrapped(painter, QRectF(0, top, wide, bottom - top), text.next, following, color("ink"))

    def _fitting(self, text: str, wide: float, high: float, sizes: tuple[float, ...], *, bold: bool) -> QFont:
        """The largest of some sizes in which a text fits; the last where none does."""
        for size in sizes:
            font = self.font_of(size, bold=bold)
            if QFontMetricsF(font).boundingRect(QRectF(0, 0, wide, 9999), _WRAP, text).height() <= high:
                return font
        return self.font_of(sizes[-1], bold=bold)

    def _paint_bar(self, painter: QPainter, text: CueText) -> float:
        """Draw how far it is; gives where the room above it ends."""
        if text.share is None:
            return float(self.height())
        unit, wide, color = self.unit, float(self.width()), self.theme.color
        font = self.font_of(18)
        high = text_height(font) if text.done else 0.0
        bar = QRectF(0, self.height() - high - 18 * unit, wide, 10 * unit)
        painter.fillRect(bar, color("line"))
        bar.setWidth(wide * text.share)
        painter.fillRect(bar, color("aim"))
        if text.done:
            draw_text(painter, QRectF(0, self.height() - high, wide, high), text.done, font, color("ink"))
        return bar.top() - 10 * unit
