"""A line to type in, whose Enter and Esc end the typing and do nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class Field(QLineEdit):
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
