"""What the rooms at rest share: the header with their names, the footer with the keys, three columns and a grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.panes.bars import FooterBar
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.nav_bar import NavBar
from thumbwalk.app.panes.pane import Pane
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.theme import LIGHT, Theme
from thumbwalk.app.words import moment
from thumbwalk.app.words.doors import NAMES, Go
from thumbwalk.language import _
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.sound.calls import Call

_KEYS = {
    "Enter": (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space),
    "/": (Qt.Key.Key_Slash,),
    "0": (Qt.Key.Key_0,),
    "V": (Qt.Key.Key_V,),
}
"""The keys behind the names that footers show."""
_PAGE_PX = 120.0
"""How far a page key scrolls, design pixels."""
_DIGITS = tuple(Qt.Key(Qt.Key.Key_1.value + number) for number in range(len(NAMES) - 1))


@dataclass(frozen=True)
class Grid:
    """The columns of a room at rest, pixels: left, middle and right, and the row of buttons below the right one."""

    left: QRect
    middle: QRect
    right: QRect
    plates: QRect

    @staticmethod
    def of(wide: int, high: int, unit: float, shares: tuple[float, float] | None = None) -> Grid:
        """The grid in a window; ``shares`` are the middle column's edges as parts of the width, without it a foot's."""
        header, footer, edge, gap = round(60 * unit), round(50 * unit), round(32 * unit), round(20 * unit)
        top, bottom = header + round(20 * unit), high - footer - round(8 * unit)
        foot_high = high - header - footer - 2
        if shares is None:
            foot = min(round(0.52 * (bottom - top) + 40 * unit), round(0.36 * wide))
            first, second = (wide - foot) // 2, (wide + foot) // 2
        else:
            first, second = round(shares[0] * wide), round(shares[1] * wide)
        tall, plates = bottom - top, round(64 * unit)
        right = QRect(second + gap, top, wide - edge - second - gap, tall - plates - round(14 * unit))
        return Grid(
            left=QRect(edge, top, first - gap - edge, tall),
            middle=QRect(first, top, second - first, tall)
            if shares
            else QRect(first, header + 2, second - first, foot_high),
            right=right,
            plates=QRect(right.left(), bottom - plates, right.width(), plates),
        )


class PadView(Protocol):
    """A pane with a foot on it."""

    def show_pad(self, pad: Pad, foot: Foot, *, turned: bool) -> None:
        """Draw another layout or foot."""
        ...


class RestingRoom:
    """A plain object around a widget; a room at rest is made of this, panes and what it does with them.

    Subclasses have ``lay`` (place the panes), ``tell`` (show the words) and, as they like, ``offers`` and ``keys``.
    """

    name = ""
    door = ""
    """Whose name in the header is marked, where that is another's than its own."""

    def __init__(self, desk: Desk, go: Go) -> None:
        self.desk, self.go = desk, go
        self.widget = QWidget()
        self.theme, self.unit = LIGHT, 1.0
        self.nav = NavBar(self.widget, LIGHT, NAMES, self.door or self.name, go)
        self.footer = FooterBar(self.widget, LIGHT)
        self.panes: list[Pane] = [self.nav, self.footer]
        self.buttons: list[Button] = []
        self.actions = Actions()
        self.snapshot: Snapshot | None = None

    @property
    def is_live(self) -> bool:
        """Whether something runs in the room that only its own end leads away from."""
        return False

    def called(self) -> Call | None:
        """What is called just now by one word at a time, to be heard; None where nothing is."""
        return None

    def enter(self, actions: Actions) -> None:
        """Come onto the screen."""
        self.actions = actions
        self.refresh()

    def leave(self) -> None:
        """Go off the screen."""

    def show_foot(self, foot: PadView) -> None:
        """Have a pane show the foot that is practised on, as the settings see it."""
        now = self.desk.preferences
        foot.show_pad(self.desk.sitting.pad, now.foot, turned=now.view == "receiver")

    def taken_keys(self) -> Mapping[Qt.Key, Act]:
        """The rooms by number, what the footer offers, and the room's own."""
        rooms: dict[Qt.Key, Act] = {key: partial(self.go, name) for key, name in zip(_DIGITS, NAMES, strict=False)}
        if self.is_live:
            rooms = {}
        offered = {key: one.act for one in self.offers() if one.act for key in _KEYS.get(one.key, ())}
        pages: dict[Qt.Key, Act] = {
            Qt.Key.Key_PageDown: lambda: self._scroll(1.0),
            Qt.Key.Key_PageUp: lambda: self._scroll(-1.0),
        }
        return rooms | pages | offered | dict(self.keys())

    def _scroll(self, way: float) -> None:
        """Show what is further down, or up, on every page that is longer than its column."""
        for pane in self.panes:
            if isinstance(pane, PagePane):
                pane.scroll(way * _PAGE_PX * self.unit)

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size, and place the panes."""
        self.theme, self.unit = theme, unit
        wide, high = self.widget.width(), self.widget.height()
        footer = round(50 * unit)
        self.nav.setGeometry(0, 0, wide, round(60 * unit))
        self.footer.setGeometry(0, high - footer, wide, footer)
        for pane in self.panes:
            pane.restyle(theme, unit)
        for button in self.buttons:
            button.restyle(theme, unit)
        self.lay(wide, high)

    def show(self, snapshot: Snapshot) -> None:
        """Take over what moves; most rooms at rest have only words."""
        self.snapshot = snapshot

    def show_words(self, snapshot: Snapshot) -> None:
        """Show how the rig is, and the room's own words."""
        self.snapshot = snapshot
        self.refresh()

    def refresh(self) -> None:
        """Say everything anew."""
        self.say_rig()
        self.footer.show_texts((_(moment.NOTICE), ""), "", self.offers())
        self.tell()

    def say_rig(self) -> None:
        """Say in the header how the rig is."""
        state = self.desk.sitting.state
        if state.stage == "opening" or self.snapshot is None:
            self.nav.show_rig(_("connecting …"), "", connected=False, waits=True)
        elif state.stage != "open":
            self.nav.show_rig(_("no rig"), "", connected=False)
        else:
            text = moment.header_text(self.snapshot)
            self.nav.show_rig(text.rig, text.losses, connected=text.connected)

    def offers(self) -> tuple[Offer, ...]:
        """What the footer shows; the help is always there."""
        return (Offer(f"1–{len(NAMES) - 2}", _("rooms"), None), Offer("?", _("all keys"), self.actions.help))

    def keys(self) -> Mapping[Qt.Key, Act]:
        """Keys that the footer does not show."""
        return {}

    def lay(self, wide: int, high: int) -> None:
        """Place the panes."""
        raise NotImplementedError

    def tell(self) -> None:
        """Show the words."""
        raise NotImplementedError


def field_style(theme: Theme, unit: float) -> str:
    """Give the style sheet of a field to type in, which Qt draws itself."""
    return (
        f"QLineEdit {{ background: {theme.surface}; color: {theme.ink}; border-radius: {round(8 * unit)}px;"
        f" border: {max(1, round(1.5 * unit))}px solid {theme.edge}; padding: 0 {round(12 * unit)}px;"
        f" placeholder-text-color: {theme.muted}; selection-background-color: {theme.aim}; }}"
        f" QLineEdit:focus {{ border-color: {theme.ink}; }}"
    )
