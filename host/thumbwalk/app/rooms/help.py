"""Every key, what the words mean, and what to know before a person is practised on; over any room."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt

from thumbwalk.app.actions import Act, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.resting import Grid, RestingRoom
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.words.doors import HELP, Go
from thumbwalk.app.words.help_page import keys_page, safety_words, words_page
from thumbwalk.app.words.licences import licences_page
from thumbwalk.language import _

_EDGES = (0.36, 0.65)
_STEP_PX = 60.0


class HelpRoom(RestingRoom):
    """Three pages beside each other; the arrows scroll what is longer than the window."""

    name = HELP

    def __init__(self, desk: Desk, go: Go) -> None:
        super().__init__(desk, go)
        self.pages = [PagePane(self.widget, LIGHT) for _ in range(3)]
        self.panes += self.pages

    def offers(self) -> tuple[Offer, ...]:
        """Back."""
        return (Offer("↑ ↓", _("scroll"), None), Offer("Esc", _("back"), self.actions.back))

    def keys(self) -> Mapping[Qt.Key, Act]:
        """The arrows scroll all three."""
        return {Qt.Key.Key_Up: lambda: self._scroll(-_STEP_PX), Qt.Key.Key_Down: lambda: self._scroll(_STEP_PX)}

    def tell(self) -> None:
        """Show the pages."""
        for pane, page in zip(self.pages, (keys_page(), words_page() + licences_page(), safety_words()), strict=True):
            pane.show_text(page)

    def lay(self, wide: int, high: int) -> None:
        """Three columns."""
        grid = Grid.of(wide, high, self.unit, _EDGES)
        right = grid.right.united(grid.plates)
        middle = grid.middle.adjusted(round(8 * self.unit), 0, -round(8 * self.unit), 0)
        for pane, area in zip(self.pages, (grid.left, middle, right), strict=True):
            pane.setGeometry(area)

    def _scroll(self, by_px: float) -> None:
        for pane in self.pages:
            pane.scroll(by_px * self.unit)
