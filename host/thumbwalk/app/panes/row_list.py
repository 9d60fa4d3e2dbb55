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
            high, lead, small = self._row(), self._lead(), self._has_long_titles()
            for index, row in enumerate(self.rows):
                area = QRectF(0, index * high - lead - self.scrolled, self.width(), high)
                if area.bottom() > 0 and area.top() < self.height():
                    self._paint_row(painter, area, row, chosen=index == self.chosen, small=small)
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

    def _has_long_titles(self) -> bool:
        """Whether a title that stands alone is too long for its row: then all of them are small, alike."""
        font, wide = self.font_of(17, bold=True), self._inside(QRectF(self.rect())).width()
        alone = (row for row in self.rows if not row.second and not row.is_heading)
        return any(text_width(font, row.title) > wide - self._end_px(row) for row in alone)

    def _inside(self, area: QRectF) -> QRectF:
        return area.adjusted(12 * self.unit, 0, -18 * self.unit, 0)

    def _paint_row(self, painter: QPainter, area: QRectF, row: Row, *, chosen: bool, small: bool) -> None:
        unit, color = self.unit, self.theme.color
        inside = self._inside(area)
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
        self._paint_end(painter, inside, row, chosen=chosen)
        text = inside.adjusted(0, 0, -self._end_px(row), 0)
        if not row.second:
            self._paint_alone(painter, text, row.title, self.font_of(13 if small else 17, bold=True))
            return
        title = self.font_of(17, bold=True)
        half = 0.5 * area.height()
        above = QRectF(text.left(), area.top() + 5 * unit, text.width(), half - 4 * unit)
        draw_text(painter, above, row.title, shrunk(title, row.title, above), color("ink"))
        below = QRectF(text.left(), area.top() + half, text.width(), half - 6 * unit)
        font, first = self.font_of(14), row.second.partition(" · ")[0]
        font, ink = shrunk(font, first, below), color("ink" if chosen else "muted")
        if text_width(font, first) > below.width() + 1.0:
            draw_wrapped(painter, below.adjusted(0, -5 * unit, 0, 6 * unit), first, font, ink)
        else:
            draw_text(painter, below, fitting(font, row.second, below.width()), font, ink)

    def _paint_alone(self, painter: QPainter, text: QRectF, title: str, font: QFont) -> None:
        """Draw a title that has no second line; in two lines where one is too short."""
        if text_width(font, title) <= text.width():
            draw_text(painter, text, title, font, self.theme.color("ink"))
            return
        font = shrunk(font, title, text, wraps=True)
        high = min(wrapped_height(font, title, text), text.height())
        lines = QRectF(text.left(), text.center().y() - 0.5 * high, text.width(), high)
        draw_wrapped(painter, lines, title, font, self.theme.color("ink"))

    def _paint_end(self, painter: QPainter, inside: QRectF, row: Row, *, chosen: bool) -> None:
        """Draw what stands at the right edge."""
        unit = self.unit
        if row.right:
            # what is muted would be too pale on the band of the chosen row
            role = "alert" if row.warns else "ink" if row.is_known or chosen else "muted"
            draw_text(painter, inside, row.right, self._end_font(row), self.theme.color(role), align=Align.AlignRight)
        if row.stars is not None:
            size = 16 * unit
            start = QPointF(inside.right() - self._end_px(row) + 10 * unit, inside.center().y())
            draw_stars(painter, start, size, row.stars, self.theme)

    def _end_font(self, row: Row) -> QFont:
        return self.font_of(17, bold=True) if row.is_known else self.font_of(14)

    def _end_px(self, row: Row) -> float:
        """How much of a row is taken by what stands at its right edge."""
        unit = self.unit
        room = text_width(self._end_font(row), row.right) + 12 * unit if row.right else 0.0
        return room if row.stars is None else max(room, 44 * unit) + 3.4 * 16 * unit + 10 * unit


def fitting(font: QFont, text: str, wide: float) -> str:
    """As many of the parts of a second line as there is room for; the first one in any case."""
    parts = text.split(" · ")
    while len(parts) > 1 and text_width(font, " · ".join(parts)) > wide:
        parts.pop()
    return " · ".join(parts)
