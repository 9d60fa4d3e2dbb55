"""The first room: the one drill to do next, why, what it takes, and a button."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt

from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.foot.sole_view import SoleView
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.resting import Grid, RestingRoom
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.words.doors import DRILLS, FREE, PRACTICE, TODAY, Go
from thumbwalk.app.words.pieces import Row
from thumbwalk.app.words.rig_page import plain
from thumbwalk.app.words.today import lately, next_page, takes_page
from thumbwalk.session.screen.snapshot import Snapshot

_INSTEAD = (
    Row("Choose another drill", "the whole ladder, and your own"),
    Row("Free practice", "press anywhere; it names what you do"),
)
_GOES = (DRILLS, FREE)
_ROW_PX, _WHY_PX, _WARNING_PX = 56.0, 190.0, 90.0
"""A row's height, and the room for the suggestion and for what is wrong, design pixels."""


class TodayRoom(RestingRoom):
    """What next and why."""

    name = TODAY

    def __init__(self, desk: Desk, go: Go) -> None:
        super().__init__(desk, go)
        self.why = PagePane(self.widget, LIGHT)
        self.instead = RowList(self.widget, LIGHT, "Or instead", self._instead, row_px=_ROW_PX)
        self.foot = SoleView(self.widget, LIGHT, desk.sitting.pad, desk.preferences.foot)
        self.takes = PagePane(self.widget, LIGHT)
        self.begin = Button(self.widget, LIGHT, "Start", self._start, "primary")
        self.begin.key = "Enter"
        self.panes += [self.why, self.instead, self.foot, self.takes]
        self.buttons += [self.begin]
        self._suggested = ""
        self._lately: list[tuple[str, Row]] = []
        self._room = 3
        self._warns = False

    def enter(self, actions: Actions) -> None:
        """Have the suggested drill wait, so that the foot shows its first target."""
        self._suggested = ""
        super().enter(actions)

    def offers(self) -> tuple[Offer, ...]:
        """Enter starts."""
        return (Offer("Enter", "start", self._start), *super().offers())

    def keys(self) -> Mapping[Qt.Key, Act]:
        """D and F are the two rows below."""
        return {Qt.Key.Key_D: lambda: self.go(DRILLS)}

    def show(self, snapshot: Snapshot) -> None:
        """Keep the foot alive."""
        super().show(snapshot)
        desk = self.desk
        self.foot.show_pad(desk.sitting.pad, desk.preferences.foot, turned=desk.preferences.view == "receiver")
        self.foot.show_snapshot(snapshot)

    def tell(self) -> None:
        """Say what next and why."""
        suggestion, tried = self.desk.suggestion(), self.desk.tried()
        drill = self.desk.drills[suggestion.drill]
        if suggestion.drill != self._suggested:
            self._suggested = suggestion.drill
            self.desk.choose(suggestion.drill)
        trouble = self.desk.trouble or self._refused()
        if bool(trouble) != self._warns:
            self._warns = bool(trouble)
            self.lay(self.widget.width(), self.widget.height())
        self.why.show_text(next_page(drill, suggestion, trouble))
        self.takes.show_text(takes_page(drill))
        self._lately = lately(self.desk.drills, tried, self._room)
        done = (Row("Lately", is_heading=True), *(row for _, row in self._lately)) if self._lately else ()
        self.instead.show_rows((*done, Row("Or instead", is_heading=True), *_INSTEAD), None)

    def lay(self, wide: int, high: int) -> None:
        """Three columns, the foot in the middle."""
        grid, unit = Grid.of(wide, high, self.unit), self.unit
        left = grid.left
        # what is left over below the suggestion, in whole rows
        self._room = max(
            0, min(3, int((left.height() - (_WHY_PX + _WARNING_PX * self._warns) * unit) / (_ROW_PX * unit)) - 4)
        )
        rows = len(_INSTEAD) + 1 + (self._room + 1 if self._room else 0)
        below = round(rows * _ROW_PX * unit)
        self.why.setGeometry(QRect(left.left(), left.top(), left.width(), left.height() - below - round(8 * unit)))
        self.instead.setGeometry(QRect(left.left() - round(12 * unit), left.bottom() - below, left.width(), below))
        self.foot.setGeometry(grid.middle)
        self.takes.setGeometry(grid.right)
        self.begin.setGeometry(grid.plates)

    def _start(self) -> None:
        self.go(PRACTICE)

    def _refused(self) -> str:
        """Why there is nothing to press on, or what the last practice ran into."""
        state = self.desk.sitting.state
        return "" if state.stage in ("open", "opening") and not state.trouble else plain(state.trouble)

    def _instead(self, index: int) -> None:
        before = len(self._lately) + 1 if self._lately else 0
        if index < before:
            name = self._lately[index - 1][0]
            self.desk.choose(name)
            self._suggested = name
            self.go(PRACTICE)
        else:
            self.go(_GOES[index - before - 1])
