"""Scales from 0 to 10 to be answered by a finger or by keys; what is not answered stays empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from thumbwalk.app.panes.pane import Align, Pane, draw_text, text_height
from thumbwalk.app.panes.turned import pointed
from thumbwalk.app.theme import Theme
from thumbwalk.language import _

MOST = 10
_CELL_PX = 56.0
"""Height of a scale's numbers, design pixels: large enough for an oily finger."""


class ScalePane(Pane):
    """Tells ``answer`` of the scale and the number that somebody points at; ``chosen`` is the scale of the keys."""

    def __init__(
        self, parent: QWidget, theme: Theme, names: Sequence[str], answer: Callable[[int, int], object]
    ) -> None:
        super().__init__(parent, theme)
        self.chosen = 0
        self._names, self._answer = tuple(names), answer
        self._values: tuple[int | None, ...] = (None,) * len(names)

    def show_values(self, values: Sequence[int | None], chosen: int) -> None:
        """Show other answers."""
        if (tuple(values), chosen) != (self._values, self.chosen):
            self._values, self.chosen = tuple(values), chosen
            self.update()
        told = zip(self._names, self._values, strict=True)
        self.setAccessibleName(
            ", ".join(f"{name}: {_('no answer') if value is None else value}" for name, value in told)
        )

    def cell(self, scale: int, value: int) -> QRectF:
        """Where a number of a scale is."""
        row = self.height() / len(self._names)
        wide, high = self.width() / (MOST + 1), _CELL_PX * self.unit
        top = scale * row + min(row - high, 34 * self.unit)
        return QRectF(value * wide, top, wide, high).adjusted(2, 2, -2, -2)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Answer."""
        for scale in range(len(self._names)):
            for value in range(MOST + 1):
                if self.cell(scale, value).contains(pointed(event.position(), self)):
                    self._answer(scale, value)
                    return

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw each scale: its name, and its numbers in boxes."""
        with QPainter(self) as painter:
            self.clear(painter)
            unit, color = self.unit, self.theme.color
            name_font, plain, bold = self.font_of(20, bold=True), self.font_of(18), self.font_of(18, bold=True)
            for scale, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
                top = scale * self.height() / len(self._names)
                row = QRectF(0, top, self.width(), min(text_height(name_font), 34 * unit))
                draw_text(painter, row, name, name_font, color("ink"))
                for number in range(MOST + 1):
                    cell, is_on = self.cell(scale, number), number == value
                    edge = color("ink" if scale == self.chosen else "edge")
                    painter.setPen(Qt.PenStyle.NoPen if is_on else QPen(edge, 1.4 * unit))
                    painter.setBrush(color("aim" if is_on else "surface"))
                    painter.drawRoundedRect(cell, 7 * unit, 7 * unit)
                    ink = color("on_aim" if is_on else "ink")
                    font = bold if is_on else plain
                    draw_text(painter, cell, str(number), font, ink, align=Align.AlignHCenter)
