"""Who has the keys when what had them goes: the window, and not the button that Qt finds next."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def give_back(widget: QWidget, *, stays: bool) -> None:
    """Give the keys of a widget that goes back to its window, whose Enter is what its room says that it is."""
    if not stays and widget.window().focusWidget() is widget:
        widget.window().setFocus()
