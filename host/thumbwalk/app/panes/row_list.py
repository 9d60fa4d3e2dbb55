"""A list of rows with one that is chosen; longer ones scroll, by wheel and by the choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from thumbwalk.app.panes.pane import (
    Align,
    Pane,
    draw_scroll_bar,
    draw_stars,
    draw_text,
    draw_wrapped,
    shrunk,
    text_width,
    wrapped_height,
)
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.pieces import Row

_WHEEL_STEP = 120.0
_LEAD = 0.46
"""Of a row, above a heading's words: at the head of the list they stand at its edge, as the other columns' do."""


class RowList(Pane):
    """Rows, painted; ``choose`` is told of the row that somebody points at, ``open_row`` of a double click.

    ``row_px`` is a row's height in design pixels.
    """

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        name: str,
        choose: Callable[[int], object],
        open_row: Callable[[int], object] | None = None,
        row_px: float = 64.0,
    ) -> None:
        super().__init__(parent, theme)
        self.rows: tuple[Row, ...] = ()
        self.chosen: int | None = None
        self.scrolled = 0.0
        self.row_px = row_px
        self._name, self._choose, self._open = name, choose, open_row

    def show_rows(self, rows: Sequence[Row], chosen: int | None) -> None:
        """Show other rows, or another one as the chosen one, which comes into sight."""
        if (tuple(rows), chosen) == (self.rows, self.chosen):
            return
        moved = chosen != self.chosen
        self.rows, self.chosen = tuple(rows), chosen
        told = "" if chosen is None or chosen >= len(rows) else f": {rows[chosen].title}, {rows[chosen].second}"
        self.setAccessibleName(f"{self._name}{told}")
        if moved:
            self.bring_into_sight()
        self._scroll(0.0)
        self.update()

    def bring_into_sight(self) -> None:
        """Scroll as little as shows the chosen row whole."""
        if self.chosen is None:
            return
        top, high = self.chosen * self._row() - self._lead(), self._row()
        before = self.rows[self.chosen - 1 : self.chosen]
        # a row below a heading is seen with it
        self.scrolled = min(self.scrolled, top - high if before and before[0].is_heading else top)
        self.scrolled = max(self.scrolled, self._whole_rows(top + high - self.height()))

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size."""
        super().restyle(theme, unit)
        self.bring_into_sight()
        self._scroll(0.0)

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the chosen row in sight, from the beginning on: a pane that grew has room for what is above."""
        self.scrolled = 0.0
        self.bring_into_sight()
        self._scroll(0.0)

    def row_at(self, y_px: float) -> int | None:
        """The row at a height of the pane."""
        row = int((y_px + self.scrolled + self._lead()) // self._row())
        return row if 0 <= row < len(self.rows) and not self.rows[row].is_heading else None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose a row."""
        if (row := self.row_at(event.position().y())) is not None:
            self._choose(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open a row."""
        if self._open is not None and (row := self.row_at(event.position().y())) is not None:
            self._open(row)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll a row a step."""
        self._scroll(-event.angleDelta().y() / _WHEEL_STEP * self._row())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the rows that are in sight."""
        with QPainter(self) as painter:
            self.clear(painter)
            high, lead = self._row(), self._lead()
            for index, row in enumerate(self.rows):
                area = QRectF(0, index * high - lead - self.scrolled, self.width(), high)
                if area.bottom() > 0 and area.top() < self.height():
                    self._paint_row(painter, area, row, chosen=index == self.chosen)
            draw_scroll_bar(painter, self, self.scrolled, self._whole())

    def _row(self) -> float:
        return self.row_px * self.unit

    def _lead(self) -> float:
        return _LEAD * self._row() if self.rows and self.rows[0].is_heading else 0.0

    def _whole(self) -> float:
        return len(self.rows) * self._row() - self._lead()

    def _whole_rows(self, px: float) -> float:
        """So far or a little farther, that no row is cut at the upper edge; below a heading as far as is asked."""
        return px if self._lead() or not self._row() else ceil(px / self._row() - 1e-6) * self._row()

    def _scroll(self, by_px: float) -> None:
        most = max(0.0, self._whole_rows(self._whole() - self.height()))
        self.scrolled = min(max(self.scrolled + by_px, 0.0), most)

    def _paint_row(self, painter: QPainter, area: QRectF, row: Row, *, chosen: bool) -> None:
        unit, color = self.unit, self.theme.color
        inside = area.adjusted(12 * unit, 0, -18 * unit, 0)
        if row.is_heading:
            font = shrunk(self.font_of(14, bold=True, spaced=True), row.title.upper(), inside)
            draw_text(painter, inside.adjusted(0, 0.3 * area.height(), 0, 0), row.title.upper(), font, color("aim"))
            return
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("band"))
            painter.drawRoundedRect(area.adjusted(0, 1, -8 * unit, -1), 8 * unit, 8 * unit)
        else:
            painter.setPen(QPen(color("line"), max(1.0, unit)))
            painter.drawLine(QPointF(inside.left(), area.bottom() - 0.5), QPointF(inside.right(), area.bottom() - 0.5))
        room = self._paint_end(painter, inside, row, chosen=chosen)
        text = inside.adjusted(0, 0, -room, 0)
        title = self.font_of(17, bold=True)
        if not row.second:
            if text_width(title, row.title) > text.width():
                small = self.font_of(13, bold=True)
                if text_width(small, row.title) <= text.width():
                    draw_text(painter, text, row.title, small, color("ink"))
                    return
                small = shrunk(small, row.title, text, wraps=True)
                high = min(wrapped_height(small, row.title, text), text.height())
                lines = QRectF(text.left(), text.center().y() - 0.5 * high, text.width(), high)
                draw_wrapped(painter, lines, row.title, small, color("ink"))
            else:
                draw_text(painter, text, row.title, title, color("ink"))
            return
        half = 0.5 * area.height()
        above = QRectF(text.left(), area.top() + 5 * unit, text.width(), half - 4 * unit)
        draw_text(painter, above, row.title, shrunk(title, row.title, above), color("ink"))
        below = QRectF(text.left(), area.top() + half, text.width(), half - 6 * unit)
        small, first = self.font_of(14), row.second.partition(" · ")[0]
        small, ink = shrunk(small, first, below), color("ink" if chosen else "muted")
        if text_width(small, first) > below.width() + 1.0:
            draw_wrapped(painter, below.adjusted(0, -5 * unit, 0, 6 * unit), first, small, ink)
        else:
            draw_text(painter, below, fitting(small, row.second, below.width()), small, ink)

    def _paint_end(self, painter: QPainter, inside: QRectF, row: Row, *, chosen: bool) -> float:
        """Draw what stands at the right edge; gives the room that it takes."""
        unit, room = self.unit, 0.0
        if row.right:
            font = self.font_of(17, bold=True)
            # what is muted would be too pale on the band of the chosen row
            role = "alert" if row.warns else "ink" if row.is_known or chosen else "muted"
            font = font if row.is_known else self.font_of(14)
            draw_text(painter, inside, row.right, font, self.theme.color(role), align=Align.AlignRight)
            room = text_width(font, row.right) + 12 * unit
        if row.stars is not None:
            size = 16 * unit
            wide = 3.4 * size
            start = QPointF(inside.right() - max(room, 44 * unit) - wide, inside.center().y())
            draw_stars(painter, start, size, row.stars, self.theme)
            room = max(room, 44 * unit) + wide + 10 * unit
        return room


def fitting(font: QFont, text: str, wide: float) -> str:
    """As many of the parts of a second line as there is room for; the first one in any case."""
    parts = text.split(" · ")
    while len(parts) > 1 and text_width(font, " · ".join(parts)) > wide:
        parts.pop()
    return " · ".join(parts)
