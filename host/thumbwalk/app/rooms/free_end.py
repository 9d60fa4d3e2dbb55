"""The end of free practice: the foot as it was last, what was done on its left, and how it went on its right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.foot.sole_view import SoleView
from thumbwalk.app.panes.bars import FooterBar, HeaderBar
from thumbwalk.app.panes.free_pane import FreeDonePane, FreeSaidPane
from thumbwalk.app.panes.pane import Pane
from thumbwalk.app.theme import LIGHT, Theme
from thumbwalk.app.words import moment
from thumbwalk.app.words.free_card import FreeCard
from thumbwalk.language import _, marked
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.screen.snapshot import Snapshot


class FreeEndRoom:
    """Shows what a free practice came to, until it is left.

    Parameters
    ----------
    pad : Pad
    foot : "left" or "right"
    card : FreeCard
    """

    name = marked("Free practice, its end")

    def __init__(self, pad: Pad, foot: Foot, card: FreeCard) -> None:
        self.widget = QWidget()
        # colours until the window gives its own
        theme = LIGHT
        self.header = HeaderBar(self.widget, theme)
        self.done = FreeDonePane(self.widget, theme)
        self.foot = SoleView(self.widget, theme, pad, foot)
        self.said = FreeSaidPane(self.widget, theme)
        self.footer = FooterBar(self.widget, theme)
        self._panes: tuple[Pane, ...] = (self.header, self.done, self.foot, self.said, self.footer)
        self._close: Act | None = None
        self.done.show_text(card)
        self.said.show_text(card)

    def enter(self, actions: Actions) -> None:
        """Closing is all that can be asked for here."""
        self._close = actions.close

    def leave(self) -> None:
        """Nothing is held."""

    def taken_keys(self) -> Mapping[Qt.Key, Act]:
        """The window's own keys are enough."""
        return {}

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size, and place the panes."""
        for pane in self._panes:
            pane.restyle(theme, unit)
        wide, high = self.widget.width(), self.widget.height()
        header, footer = round(60 * unit), round(50 * unit)
        top, body = header + round(20 * unit), high - header - footer - round(28 * unit)
        edge, gap = round(32 * unit), round(20 * unit)
        foot_wide = min(round(0.52 * body + 40 * unit), round(0.36 * wide))
        left = (wide - foot_wide) // 2
        self.header.setGeometry(0, 0, wide, header)
        self.footer.setGeometry(0, high - footer, wide, footer)
        self.foot.setGeometry(QRect(left, header + 2, foot_wide, high - header - footer - 2))
        side = left - edge - gap
        self.done.setGeometry(edge, top, side, body)
        self.said.setGeometry(left + foot_wide + gap, top, side, body)

    def show(self, snapshot: Snapshot) -> None:
        """Show the foot as it was last."""
        self.foot.show_snapshot(snapshot)

    def show_words(self, snapshot: Snapshot) -> None:
        """Show the rig above and the keys below."""
        self.header.show_text(moment.header_text(snapshot))
        self.footer.show_texts(moment.notices(snapshot), "", (Offer("Esc", _("closes"), self._close),))
