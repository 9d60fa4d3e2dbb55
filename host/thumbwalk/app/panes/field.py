"""A line to type in; one whose Enter and Esc end the typing and do nothing else."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from thumbwalk.app.panes.focus import give_back
from thumbwalk.app.panes.turned import placed


class Line(QLineEdit):
    """A line to type in that lies on the other side where the language is written from the right."""

    def setGeometry(self, *given: Any) -> None:  # noqa: N802 - Qt's name, and its two ways
        """Lie at a rectangle, or at left, top, width and height."""
        super().setGeometry(placed(given, self.parentWidget()))

    def setVisible(self, visible: bool) -> None:  # noqa: N802 - Qt's name and way
        """Come or go; who typed in it types in no other thing then."""
        give_back(self, stays=visible)
        super().setVisible(visible)


class Field(Line):
    """Asks for something; a click or `setFocus` begins the typing."""

    def __init__(self, parent: QWidget, asks: str, most: int) -> None:
        super().__init__(parent)
        self.setPlaceholderText(asks)
        self.setAccessibleName(asks)
        self.setMaxLength(most)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Type; Enter and Esc give the keys back to the room."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.window().setFocus()
            event.accept()
        else:
            super().keyPressEvent(event)
