"""A page of texts: headings, titles, sentences, steps, one below the other; what is longer than the pane scrolls."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from thumbwalk.app.panes.pane import Align, draw_text, draw_wrapped, shrunk, text_height, text_width
from thumbwalk.app.panes.scroll_pane import BAR_PX, ScrollPane
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.pieces import Block, BlockKind, Page

_SIZES: dict[BlockKind, float] = {
    "heading": 14, "title": 32, "body": 18, "muted": 16, "small": 13, "item": 17, "step": 18, "warning": 18, "pair": 16,
}  # fmt: skip
"""Of the text, design pixels; `rule` and `gap` have none."""
_ROLES: dict[BlockKind, str] = {"heading": "aim", "muted": "muted", "small": "muted", "warning": "caution"}
_BOLD: tuple[BlockKind, ...] = ("heading", "title", "step", "warning")
_STEP_PX, _ITEM_PX, _GAP_PX = 46.0, 24.0, 16.0
_MOST_BESIDE = 0.6
"""Of a page's width, what stands at its right beside another text."""


class PagePane(ScrollPane[Page]):
    """Draws the blocks of a page and measures them; ``compact`` leaves out second lines where there is little room."""

    def __init__(self, parent: QWidget, theme: Theme, *, compact: bool = False) -> None:
        super().__init__(parent, theme)
        self.compact = compact

    def spoken(self, text: Page) -> str:
        """Say it in a line."""
        return " ".join(part for block in text for part in (block.text, block.more) if part)

    def paint_from(self, painter: QPainter, text: Page, top: float) -> float:
        """Draw the blocks one below the other."""
        wide, number = self.width() - BAR_PX * self.unit, 0
        for index, block in enumerate(text):
            number += block.kind == "step"
            top += self._paint_block(painter, block, QRectF(0, top, wide, 4000.0), number) + self._gap(text, index)
        return top

    def _gap(self, text: Page, index: int) -> float:
        kind, after = text[index].kind, text[index + 1].kind if index + 1 < len(text) else "gap"
        if "gap" in (kind, after):
            return 0.0
        close = {("heading", "title"), ("item", "item"), ("pair", "pair"), ("title", "muted")}
        return (4.0 if (kind, after) in close else 10.0) * self.unit

    def _paint_block(self, painter: QPainter, block: Block, area: QRectF, number: int) -> float:
        unit = self.unit
        if block.kind == "gap":
            return _GAP_PX * unit
        if block.kind == "rule":
            painter.setPen(QPen(self.theme.color("line"), max(1.0, unit)))
            painter.drawLine(area.topLeft() + QPointF(0, 4 * unit), area.topRight() + QPointF(0, 4 * unit))
            return 8 * unit
        font = self.font_of(_SIZES[block.kind], bold=block.kind in _BOLD, spaced=block.kind == "heading")
        color = self.theme.color(_ROLES.get(block.kind, "ink"))
        if block.kind == "heading":
            return draw_wrapped(painter, area, block.text.upper(), font, color)
        if block.kind == "pair":
            return self._paint_pair(painter, block, area)
        if block.kind == "step":
            return self._paint_step(painter, block, area, number)
        if block.kind == "item":
            middle = area.top() + 0.5 * text_height(font)
            painter.setPen(QPen(self.theme.color("alert"), 2.6 * unit))
            painter.drawLine(QPointF(area.left() + 2 * unit, middle), QPointF(area.left() + 12 * unit, middle))
            area = area.adjusted(_ITEM_PX * unit, 0, 0, 0)
        if block.kind == "title" and QFontMetricsF(font).boundingRect(area, _WRAP, block.text).height() > 2.5 * (
            text_height(font)
        ):
            font = self.font_of(26, bold=True)
        return draw_wrapped(painter, area, block.text, font, color)

    def _paint_pair(self, painter: QPainter, block: Block, area: QRectF) -> float:
        plain, bold = self.font_of(16), self.font_of(16, bold=True)
        wide = text_width(bold, block.more) + 12 * self.unit
        row = QRectF(area.left(), area.top(), area.width(), text_height(bold))
        if wide > _MOST_BESIDE * area.width():
            # two long texts are below each other: beside, the left one would be a word wide
            above = draw_wrapped(painter, area, block.text, plain, self.theme.color("ink"))
            row.moveTop(row.top() + above)
            draw_text(
                painter, row, block.more, shrunk(bold, block.more, row), self.theme.color("ink"), align=Align.AlignRight
            )
            return above + row.height()
        draw_text(painter, row, block.more, bold, self.theme.color("ink"), align=Align.AlignRight)
        left = area.adjusted(0, 0, -wide, 0)
        return max(draw_wrapped(painter, left, block.text, plain, self.theme.color("ink")), row.height())

    def _paint_step(self, painter: QPainter, block: Block, area: QRectF, number: int) -> float:
        unit = self.unit
        centre, radius = QPointF(area.left() + 15 * unit, area.top() + 15 * unit), 14 * unit
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.color("edge"), 1.6 * unit))
        painter.drawEllipse(centre, radius, radius)
        circle = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        small = self.font_of(14, bold=True)
        draw_text(painter, circle, str(number), small, self.theme.color("ink"), align=Align.AlignHCenter)
        text = area.adjusted(_STEP_PX * unit, 2 * unit, 0, 0)
        font, second = self.font_of(18, bold=True), self.font_of(15)
        high = draw_wrapped(painter, text, block.text, font, self.theme.color("ink")) + 2 * unit
        if block.more and not self.compact:
            below = text.adjusted(0, high, 0, 0)
            high += draw_wrapped(painter, below, block.more, second, self.theme.color("muted"))
        return max(high, 30 * unit)


_WRAP = int(Align.AlignLeft | Align.AlignTop) | int(Qt.TextFlag.TextWordWrap)
