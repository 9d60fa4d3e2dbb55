"""A pane whose text may be longer than there is room: it scrolls, by wheel and by page keys, and shows where it is."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QPicture, QWheelEvent
from PySide6.QtWidgets import QWidget

from thumbwalk.app.panes.pane import Text, TextPane, draw_scroll_bar
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

    def needed_px(self) -> float:
        """How high all of it is, at the pane's width."""
        if self.text is None:
            return 0.0
        nobody_looks_at = QPicture()
        with QPainter(nobody_looks_at) as painter:
            return self.paint_from(painter, self.text, 0.0)

    def paint(self, painter: QPainter, text: Text) -> None:
        """Draw what is in sight of it."""
        self.whole_px = self.paint_from(painter, text, -self.scrolled) + self.scrolled
        draw_scroll_bar(painter, self, self.scrolled, self.whole_px)

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
