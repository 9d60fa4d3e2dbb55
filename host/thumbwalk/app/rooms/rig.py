"""The rig: what is connected, its live tiles, its health in words, tare, and what else to press on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt

from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.foot.mouse import FootMouse
from thumbwalk.app.foot.tile_view import TileView
from thumbwalk.app.hand_of import moved_by
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.plates import place_plates
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.resting import Grid, RestingRoom
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.words.doors import CALIBRATE, RIG, TRIALS, TWO_WEIGHTS, Go
from thumbwalk.app.words.rig_page import rig_page, rig_rows, tare_page
from thumbwalk.language import _
from thumbwalk.link.ports import PortInfo
from thumbwalk.session.screen.preview import nothing_open
from thumbwalk.session.screen.snapshot import Snapshot

_ROW_PX = 60.0


class RigRoom(RestingRoom):
    """Connect, look, tare."""

    name = RIG

    def __init__(self, desk: Desk, go: Go) -> None:
        super().__init__(desk, go)
        self.health = PagePane(self.widget, LIGHT)
        self.tiles = TileView(self.widget, LIGHT, desk.sitting.pad, desk.preferences.foot)
        self.help = PagePane(self.widget, LIGHT)
        self.choices = RowList(self.widget, LIGHT, _("What to press on"), self._point, self._open, _ROW_PX)
        self.connects = Button(self.widget, LIGHT, _("Connect"), self._connect, "primary")
        self.tares = Button(self.widget, LIGHT, _("Tare"), self._tare)
        self.tares.key = "0"
        self.calibrates = Button(self.widget, LIGHT, _("Calibrate"), partial(go, CALIBRATE))
        self.quick = Button(self.widget, LIGHT, _("Two weights"), partial(go, TWO_WEIGHTS))
        self.third = Button(self.widget, LIGHT, _("Faults"), self._open_third)
        self.calibrates.key, self.quick.key, self.third.key = "C", "W", "X"
        self.panes += [self.health, self.tiles, self.help, self.choices]
        self.buttons += [self.tares, self.connects, self.calibrates, self.quick, self.third]
        self.mouse: FootMouse | None = None
        self._boards: Sequence[PortInfo] = ()
        self._chosen = 0

    def enter(self, actions: Actions) -> None:
        """Look which boards are plugged in."""
        self._look()
        self._chosen = len(self._boards) if self.desk.sitting.state.virtual else 0
        super().enter(actions)

    def leave(self) -> None:
        """Lift the mouse's hand."""
        if self.mouse is not None:
            self.mouse.lift()

    def offers(self) -> tuple[Offer, ...]:
        """Connect and tare."""
        return (
            Offer("↑ ↓", _("choose"), None),
            Offer("Enter", _("connect"), self._connect),
            Offer("0", _("tare"), self._tare),
            *((Offer("L", _("load cell"), self.desk.sitting.check_load),) if self._has_load else ()),
            *super().offers(),
        )

    def keys(self) -> Mapping[Qt.Key, Act]:
        """The arrows."""
        return {
            Qt.Key.Key_Up: lambda: self._move(-1),
            Qt.Key.Key_Down: lambda: self._move(1),
            Qt.Key.Key_C: self.calibrates.click,
            Qt.Key.Key_W: self.quick.click,
            Qt.Key.Key_X: self.third.click,
            Qt.Key.Key_L: self.desk.sitting.check_load,
        }

    def show(self, snapshot: Snapshot) -> None:
        """Show the tiles as they are."""
        super().show(snapshot)
        desk = self.desk
        self.show_foot(self.tiles)
        self.tiles.show_snapshot(snapshot, desk.preferences.unit)

    def tell(self) -> None:
        """Say how it is, ten times a second."""
        sitting, unit = self.desk.sitting, self.desk.preferences.unit
        self.mouse = moved_by(self.mouse, self.tiles, sitting.hand)
        snapshot = self.snapshot or nothing_open(sitting.pad)
        self.health.show_text(rig_page(snapshot, sitting.state, sitting.pad, unit))
        self.help.show_text(tare_page(sitting.state, sitting.load.moment, unit))
        self.choices.show_rows(rig_rows(self._boards), self._chosen + 1)
        for button in (self.tares, self.calibrates, self.quick):
            button.setEnabled(sitting.state.is_ready)
        self.third.setEnabled(sitting.trial is not None)

    def lay(self, wide: int, high: int) -> None:
        """Three columns, the tiles in the middle."""
        grid, unit = Grid.of(wide, high, self.unit), self.unit
        plate = grid.plates.height()
        above = place_plates((self.calibrates, self.quick, self.third), grid.left, unit)
        self.health.setGeometry(grid.left.adjusted(0, 0, 0, above - grid.left.bottom()))
        self.tiles.setGeometry(grid.middle)
        below = min(round((len(self._boards) + 2.1) * _ROW_PX * unit), round(0.55 * grid.right.height()))
        right = grid.right
        self.help.setGeometry(QRect(right.left(), right.top(), right.width(), right.height() - below - round(8 * unit)))
        self.choices.setGeometry(right.left() - round(12 * unit), right.bottom() - below, right.width(), below)
        gap = round(8 * unit)
        half = (grid.plates.width() - gap) // 2
        for index, button in enumerate((self.tares, self.connects)):
            button.setGeometry(grid.plates.left() + index * (half + gap), grid.plates.top(), half, plate)

    @property
    def _has_load(self) -> bool:
        return self.desk.sitting.load.moment.stage != "none"

    def _open_third(self) -> None:
        self.go(TRIALS)

    def _look(self) -> None:
        self._boards = self.desk.doors.boards()

    def _point(self, row: int) -> None:
        # the first row is the heading
        self._choose(row - 1)

    def _choose(self, index: int) -> None:
        self._chosen = index
        self.tell()

    def _move(self, by: int) -> None:
        self._look()
        self._choose(min(max(self._chosen + by, 0), len(self._boards)))

    def _open(self, row: int) -> None:
        self._point(row)
        self._connect()

    def _connect(self) -> None:
        self._look()
        port = self._boards[self._chosen].device if self._chosen < len(self._boards) else None
        self.desk.connect(port)
        self.tell()

    def _tare(self) -> None:
        if self.desk.sitting.state.is_ready:
            self.desk.sitting.tare()
            self.tell()
