"""Rows of settings: what each is called and does, and its values beside each other, of which one is in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from thumbwalk.app.panes.pane import Align, Pane, draw_scroll_bar, draw_text, shrunk, text_width
from thumbwalk.app.panes.turned import pointed
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.choices import Choice
from thumbwalk.language import _
from thumbwalk.session.preferences import Preferences

_ROW_PX, _LEAST_ROW_PX, _SEGMENT_PX, _PAD_PX = 76.0, 58.0, 44.0, 16.0
_BAR_PX = 12.0
"""For the bar at the right edge that says that there is more."""
_VALUES_PX, _LEAST_PX = 15.0, 11.0
"""Of the values: smaller where they and the title would not fit beside each other."""


class ChoiceList(Pane):
    """Tells ``change`` of the row and the value that somebody points at; ``chosen`` is the row of the arrow keys."""

    def __init__(
        self, parent: QWidget, theme: Theme, choices: Sequence[Choice], change: Callable[[int, int], object]
    ) -> None:
        super().__init__(parent, theme)
        self.chosen = 0
        self.scrolled = 0.0
        self._choices, self._change = tuple(choices), change
        self._values = [0] * len(choices)
        self._areas: list[tuple[QRectF, int, int]] = []

    def show_values(self, preferences: Preferences) -> None:
        """Show which values are in force."""
        values = [one.at(preferences) for one in self._choices]
        if values != self._values:
            self._values = values
            self.update()
        one = self._choices[self.chosen]
        self.setAccessibleName(f"{_(one.title)}: {_(one.shown[values[self.chosen]])}")

    def step(self, by: int) -> None:
        """Choose the row before or behind."""
        self.chosen = min(max(self.chosen + by, 0), len(self._choices) - 1)
        high = self._row()
        top = self.chosen * high
        self.scrolled = max(min(self.scrolled, top), top + high - self.height())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose a value."""
        for area, row, value in self._areas:
            if area.contains(pointed(event.position(), self)):
                self._change(row, value)
                return

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll, where there is more."""
        most = max(0.0, len(self._choices) * self._row() - self.height())
        self.scrolled = min(max(self.scrolled - 0.5 * event.angleDelta().y(), 0.0), most)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the rows."""
        self._areas = []
        with QPainter(self) as painter:
            self.clear(painter)
            high = self._row()
            draw_scroll_bar(painter, self, self.scrolled, high * len(self._choices))
            for row, one in enumerate(self._choices):
                area = QRectF(0, row * high - self.scrolled, self.width() - _BAR_PX * self.unit, high)
                if area.bottom() > 0 and area.top() < self.height():
                    self._paint_row(painter, area, one, row)

    def _row(self) -> float:
        """How high a row is: lower where all of them have room then."""
        return min(_ROW_PX * self.unit, max(_LEAST_ROW_PX * self.unit, self.height() / len(self._choices)))

    def _paint_row(self, painter: QPainter, area: QRectF, one: Choice, row: int) -> None:
        unit, color = self.unit, self.theme.color
        painter.setPen(QPen(color("line"), max(1.0, unit)))
        painter.drawLine(QPointF(0, area.bottom() - 0.5), QPointF(area.right(), area.bottom() - 0.5))
        wide = self._paint_values(painter, area, one, row)
        words = area.adjusted(0, 0, -wide - 12 * unit, 0)
        half = 0.5 * area.height()
        title = QRectF(0, area.top() + half - 24 * unit, words.width(), 24 * unit)
        draw_text(painter, title, _(one.title), shrunk(self.font_of(17, bold=True), _(one.title), title), color("ink"))
        below = QRectF(0, area.top() + half, words.width(), 20 * unit)
        second = self.font_of(14)
        if text_width(second, _(one.second)) <= below.width():
            draw_text(painter, below, _(one.second), second, color("muted"))

    def _wides(self, words: Sequence[str], size: float) -> list[float]:
        """How wide the values are in a size, design pixels; in a smaller one they stand closer."""
        bold, pad = self.font_of(size, bold=True), _PAD_PX * (size / _VALUES_PX) ** 3
        return [text_width(bold, shown) + pad * self.unit for shown in words]

    def _paint_values(self, painter: QPainter, area: QRectF, one: Choice, row: int) -> float:
        """Draw the values at the right edge; gives the room that they take."""
        unit, color = self.unit, self.theme.color
        words = tuple(map(_, one.shown))
        size, least = _VALUES_PX, text_width(self.font_of(17, bold=True), _(one.title)) + 20 * unit
        while size > _LEAST_PX and sum(self._wides(words, size)) > area.width() - least:
            size -= 0.5
        plain, bold, wides = self.font_of(size), self.font_of(size, bold=True), self._wides(words, size)
        high = _SEGMENT_PX * unit
        frame = QRectF(
            area.right() - sum(wides) - 4 * unit, area.center().y() - 0.5 * high, sum(wides) + 4 * unit, high
        )
        painter.setPen(
            QPen(color("ink" if row == self.chosen else "edge"), (2.2 if row == self.chosen else 1.4) * unit)
        )
        painter.setBrush(color("surface"))
        painter.drawRoundedRect(frame, 8 * unit, 8 * unit)
        left = frame.left() + 2 * unit
        for value, (shown, wide) in enumerate(zip(words, wides, strict=True)):
            part = QRectF(left, frame.top(), wide, high)
            is_on = value == self._values[row]
            if is_on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color("aim"))
                painter.drawRoundedRect(part.adjusted(0, 3 * unit, 0, -3 * unit), 6 * unit, 6 * unit)
            font, ink = (bold, color("on_aim")) if is_on else (plain, color("ink"))
            draw_text(painter, part, shown, font, ink, align=Align.AlignHCenter)
            self._areas.append((part, row, value))
            left += wide
        return frame.width()
