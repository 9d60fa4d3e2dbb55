"""What the window asks of a room: a screenful with a name, keys of its own, and a way in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from thumbwalk.app.actions import Act, Actions
from thumbwalk.app.theme import Theme
from thumbwalk.session.screen.snapshot import Snapshot


class Room(Protocol):
    """A plain object around a widget; the window calls it, and it calls nobody but its actions."""

    @property
    def name(self) -> str:
        """What the room is called, for those who can't see it."""
        ...

    @property
    def widget(self) -> QWidget:
        """All that it shows; the window places it."""
        ...

    def enter(self, actions: Actions) -> None:
        """Come onto the screen; a snapshot follows as soon as there is one."""
        ...

    def leave(self) -> None:
        """Go off the screen: let go of whatever is held."""
        ...

    def taken_keys(self) -> Mapping[Qt.Key, Act]:
        """The keys that the room takes just now; the window's own come first."""
        ...

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours, the size of a design pixel, and the widget's new size."""
        ...

    def show(self, snapshot: Snapshot) -> None:
        """Show what moves in a new snapshot, and at once what a person must not wait for."""
        ...

    def show_words(self, snapshot: Snapshot) -> None:
        """Show what is read, ten times a second."""
        ...
