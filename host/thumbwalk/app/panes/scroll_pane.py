"""A pane whose text may be longer than there is room: it scrolls, by wheel and by page keys, and shows where it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from thumbwalk.app.panes.pane import Text, TextPane
from thumbwalk.app.theme import Theme

BAR_PX = 10.0
"""What the bar that shows where one is takes at the right edge, design pixels."""
_WHEEL_PX = 0.5


class ScrollPane(TextPane[Text]):
    """Subclasses have ``paint_from``, which draws the text from a height on and gives where it ends."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.scrolled = 0.0
        self.whole_px = 0.0

    def show_text(self, text: Text) -> None:
        """Show another text, from its beginning."""
        if text != self.text:
            self.scrolled = 0.0
        super().show_text(text)

    def paint_from(self, painter: QPainter, text: Text, top: float) -> float:
        """Draw the text from this height on; gives where it ends."""
        raise NotImplementedError

    def paint(self, painter: QPainter, text: Text) -> None:
        """Draw what is in sight of it."""
        self.whole_px = self.paint_from(painter, text, -self.scrolled) + self.scrolled
        self._paint_bar(painter)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll, where there is more."""
        self.scroll(-_WHEEL_PX * event.angleDelta().y() * self.unit)

    def scroll(self, by_px: float) -> None:  # type: ignore[override]  # Qt's moves pixels, which nobody does here
        """Show what is further down, or up."""
        most = max(0.0, self.whole_px - self.height())
        self.scrolled = min(max(self.scrolled + by_px, 0.0), most)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it, and again from higher up where it had been scrolled beyond a shorter text."""
        super().paintEvent(event)
        if self.scrolled > max(0.0, self.whole_px - self.height()):
            self.scroll(0.0)

    def _paint_bar(self, painter: QPainter) -> None:
        """Where in the text this is, where it is longer than the pane."""
        high, unit = float(self.height()), self.unit
        if self.whole_px <= high + 1:
            return
        bar = QRectF(self.width() - 4 * unit, high * self.scrolled / self.whole_px, 4 * unit, high**2 / self.whole_px)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("edge"))
        painter.drawRoundedRect(bar, 2 * unit, 2 * unit)
