"""The end of free practice in two panes: what was done and how evenly, and what there is to say of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from thumbwalk.app.panes.bars import draw_bar
from thumbwalk.app.panes.pane import Align, TextPane, draw_text, draw_wrapped, text_height
from thumbwalk.app.words.free_card import FreeCard, FreeRow
from thumbwalk.language import _


class FreeDonePane(TextPane[FreeCard]):
    """Each technique with its time, and a bar of how even it was."""

    def spoken(self, text: FreeCard) -> str:
        """Say it in a line."""
        return f"{text.title}. " + " ".join(f"{one.name}: {one.detail}." for one in text.rows)

    def paint(self, painter: QPainter, text: FreeCard) -> None:
        """Draw the title and the techniques, the longest first."""
        unit, wide = self.unit, float(self.width())
        heading = self.font_of(14, bold=True, spaced=True)
        area = QRectF(0, 6 * unit, wide, text_height(heading))
        draw_text(painter, area, _("What you did").upper(), heading, self.theme.color("aim"))
        top = area.bottom() + 14 * unit
        room = QRectF(0, top, wide, 120 * unit)
        top += draw_wrapped(painter, room, text.title, self.font_of(20), self.theme.color("ink")) + 24 * unit
        for one in text.rows:
            self._paint_row(painter, one, top)
            top += 66 * unit

    def _paint_row(self, painter: QPainter, one: FreeRow, top: float) -> None:
        unit, wide = self.unit, float(self.width())
        row = QRectF(0, top, wide, 26 * unit)
        ink, bold = self.theme.color("ink"), self.font_of(17, bold=True)
        even = "" if one.evenness is None else f"{one.evenness:.0f}"
        draw_text(painter, row, even, bold, ink, align=Align.AlignRight)
        draw_text(painter, row.adjusted(0, 0, -56 * unit, 0), one.name, self.font_of(17), ink)
        below = QRectF(0, top + 25 * unit, wide, 20 * unit)
        draw_text(painter, below, one.detail, self.font_of(13), self.theme.color("muted"))
        if one.evenness is not None:
            draw_bar(painter, QRectF(0, top + 48 * unit, wide, 6 * unit), one.evenness, self.theme)


class FreeSaidPane(TextPane[FreeCard]):
    """Places, minutes and the drill that fits, a sentence each."""

    def spoken(self, text: FreeCard) -> str:
        """Say it in a line."""
        return " ".join(text.sentences)

    def paint(self, painter: QPainter, text: FreeCard) -> None:
        """Draw the sentences, the drill that fits last."""
        unit, wide = self.unit, float(self.width())
        heading = self.font_of(14, bold=True, spaced=True)
        area = QRectF(0, 6 * unit, wide, text_height(heading))
        draw_text(painter, area, _("How it went").upper(), heading, self.theme.color("aim"))
        top = area.bottom() + 18 * unit
        for one in text.sentences:
            room = QRectF(0, top, wide, 300 * unit)
            top += draw_wrapped(painter, room, one, self.font_of(17), self.theme.color("ink")) + 16 * unit
