"""Faults on demand: what goes wrong with the virtual rig when it is told to, beside the tiles as they read then."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt

from thumbwalk.app.actions import Act, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.foot.mouse import FootMouse
from thumbwalk.app.foot.tile_view import TileView
from thumbwalk.app.hand_of import moved_by
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.resting import Grid, RestingRoom
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.words.doors import RIG, TRIALS, Go
from thumbwalk.app.words.trials import trial_rows, trials_page
from thumbwalk.language import _
from thumbwalk.session.screen.snapshot import Snapshot

_ROW_PX = 58.0


class TrialsRoom(RestingRoom):
    """Choose a fault and a tile, and play it."""

    name, door = TRIALS, RIG

    def __init__(self, desk: Desk, go: Go) -> None:
        super().__init__(desk, go)
        self.page = PagePane(self.widget, LIGHT)
        self.tiles = TileView(self.widget, LIGHT, desk.sitting.pad, desk.preferences.foot)
        self.rows = RowList(self.widget, LIGHT, _("Faults"), self._choose, self._open, _ROW_PX)
        self.plays = Button(self.widget, LIGHT, _("Play it"), desk.play_trial, "primary")
        self.plays.key = "X"
        self.mouse: FootMouse | None = None
        self.panes += [self.page, self.tiles, self.rows]
        self.buttons += [self.plays]

    def leave(self) -> None:
        """Lift the mouse's hand."""
        if self.mouse is not None:
            self.mouse.lift()

    def offers(self) -> tuple[Offer, ...]:
        """Choose and play."""
        return (
            Offer("↑ ↓", _("fault"), None),
            Offer("← →", _("tile"), None),
            Offer("Enter", _("play it"), self._play),
            Offer("Esc", _("back"), self._leave),
            *super().offers(),
        )

    def keys(self) -> Mapping[Qt.Key, Act]:
        """The arrows, and the key that plays it everywhere."""
        desk = self.desk
        return {
            Qt.Key.Key_Up: lambda: self._choose(desk.trial - 1),
            Qt.Key.Key_Down: lambda: self._choose(desk.trial + 1),
            Qt.Key.Key_Left: lambda: self._turn_tile(-1),
            Qt.Key.Key_Right: lambda: self._turn_tile(1),
            Qt.Key.Key_X: self._play,
            Qt.Key.Key_Escape: self._leave,
        }

    def show(self, snapshot: Snapshot) -> None:
        """Show the tiles as they read."""
        super().show(snapshot)
        desk = self.desk
        self.show_foot(self.tiles)
        self.tiles.show_snapshot(snapshot, desk.preferences.unit)

    def tell(self) -> None:
        """Say what is wrong, and what could be."""
        trial = self.desk.sitting.trial
        self.mouse = moved_by(self.mouse, self.tiles, self.desk.sitting.hand)
        self.page.show_text(trials_page(None if trial is None else trial.faults))
        unplugged = trial is not None and trial.is_unplugged
        self.rows.show_rows(trial_rows(self.desk.trial_tile, unplugged=unplugged), self.desk.trial)
        self.plays.setEnabled(trial is not None)

    def lay(self, wide: int, high: int) -> None:
        """Three columns, the tiles in the middle."""
        grid, unit = Grid.of(wide, high, self.unit), self.unit
        self.page.setGeometry(grid.left)
        self.tiles.setGeometry(grid.middle)
        right, edge = grid.right, round(12 * unit)
        self.rows.setGeometry(QRect(right.left() - edge, right.top(), right.width() + edge, right.height()))
        self.plays.setGeometry(grid.plates)

    def _choose(self, index: int) -> None:
        self.desk.choose_trial(index)
        self.tell()

    def _open(self, index: int) -> None:
        self._choose(index)
        self._play()

    def _turn_tile(self, by: int) -> None:
        self.desk.turn_tile(by)
        self.tell()

    def _play(self) -> None:
        self.desk.play_trial()
        self.tell()

    def _leave(self) -> None:
        """Back to the rig that the faults are of."""
        self.go(RIG)
