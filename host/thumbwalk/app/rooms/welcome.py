"""The first minute: which foot and hand, the safety page once, what to press on; then a tare and one hold."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Qt

from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.choice_list import ChoiceList
from thumbwalk.app.panes.place_map import PlaceMap
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.resting import Grid, RestingRoom
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.words import welcome as words
from thumbwalk.app.words.doors import DEMO, PRACTICE, TODAY, WELCOME, Go
from thumbwalk.app.words.rig_page import rig_rows
from thumbwalk.language import _
from thumbwalk.link.ports import PortInfo
from thumbwalk.session.sitting_state import SittingState

_EDGES = (0.335, 0.665)
_ROW_PX, _CHOICES_PX = 60.0, 156.0
_FIRST_HOLD = "first-steps"
"""The drill whose first set is the one hold."""


class WelcomeRoom(RestingRoom):
    """Three steps on one page; the button says what is missing."""

    name = WELCOME

    def __init__(self, desk: Desk, go: Go) -> None:
        super().__init__(desk, go)
        self.you = PagePane(self.widget, LIGHT)
        self.choices = ChoiceList(self.widget, LIGHT, words.YOU, self._set)
        self.foot = PlaceMap(self.widget, LIGHT)
        self.once = PagePane(self.widget, LIGHT)
        self.tick = Button(self.widget, LIGHT, _(words.TICK), self._tick)
        self.tick.size_px = 17.0
        self.rig = PagePane(self.widget, LIGHT)
        self.rigs = RowList(self.widget, LIGHT, _("What to press on"), self._point, self._open, _ROW_PX)
        self.begin = Button(self.widget, LIGHT, _("Begin"), self._begin)
        self.begin.key = "Enter"
        self.panes += [self.you, self.choices, self.foot, self.once, self.rig, self.rigs]
        self.buttons += [self.tick, self.begin]
        self.read = self.waits = self.tared = False
        self._boards: Sequence[PortInfo] = ()
        self._row, self._chosen = 0, 0
        self._heads = (0, 0)

    @property
    def is_live(self) -> bool:
        """Whether the names of the rooms give way: a newcomer has one way."""
        return True

    def enter(self, actions: Actions) -> None:
        """Look which boards are plugged in; one that is open is the one that is meant."""
        self._boards = self.desk.doors.boards()
        if not self._shows:
            self._chosen = len(self._boards) if self.desk.sitting.state.virtual else 0
        super().enter(actions)

    def offers(self) -> tuple[Offer, ...]:
        """Choose, tick, begin."""
        return (
            Offer("↑ ↓", _("row"), None),
            Offer("← →", _("change"), None),
            Offer("Space", _("tick"), self._tick),
            Offer("Enter", _("begin"), self._begin),
            Offer("Esc", _("later"), lambda: self.go(TODAY)),
        )

    def keys(self) -> Mapping[Qt.Key, Act]:
        """The arrows go through the rows of all three steps."""
        key = Qt.Key
        return {
            key.Key_Up: lambda: self._move(-1),
            key.Key_Down: lambda: self._move(1),
            key.Key_Left: lambda: self._turn(-1),
            key.Key_Right: lambda: self._turn(1),
            key.Key_Space: self._tick,
            key.Key_Return: self._begin,
            key.Key_Enter: self._begin,
            key.Key_Escape: lambda: self.go(TODAY),
        }

    def tell(self) -> None:
        """Say what is chosen and what is missing; go on when all is ready."""
        state = self.desk.sitting.state
        if self.waits:
            self._go_on(state)
        self.nav.hide()
        self.you.show_text(words.you_page())
        now = self.desk.preferences
        self.choices.show_values(now)
        self.foot.show_places((), self.desk.sitting.pad, now.foot, turned=now.view == "receiver")
        self.once.show_text(words.once_page())
        self.rig.show_text(words.press_on_page(state))
        if self._heads != self._heads_px():
            # what went wrong with a rig takes more room than what comes next
            self.lay(self.widget.width(), self.widget.height())
        self.rigs.show_rows((*rig_rows(self._boards)[1:], words.show_me()), self._chosen)
        self.tick.show_text(f"{'☑' if self.read else '☐'}  {_(words.TICK)}")
        self.begin.show_text(words.begin_says(state, read=self.read, waits=self.waits, shows=self._shows))
        self.begin.show_icon("play" if self._shows or (self.read and not self.waits) else None)
        self.begin.choose("primary" if self.read or self._shows else "plain")

    def lay(self, wide: int, high: int) -> None:
        """Three columns, a step each; without a header they begin higher."""
        grid, unit = Grid.of(wide, high, self.unit, _EDGES), self.unit
        up = round(52 * unit)
        left, middle = grid.left.adjusted(0, -up, 0, 0), grid.middle.adjusted(round(6 * unit), -up, -round(6 * unit), 0)
        right, plates, gap = grid.right.adjusted(0, -up, 0, 0), grid.plates, round(12 * unit)
        choices = round(_CHOICES_PX * unit)
        # what stands above is as wide as its column before it can be asked how high it is
        self.you.setGeometry(left.left(), left.top(), left.width(), left.height())
        self.rig.setGeometry(right.left(), right.top(), right.width(), right.height())
        self._heads = head, rig = self._heads_px()
        self.you.setGeometry(left.left(), left.top(), left.width(), head)
        self.choices.setGeometry(left.left(), left.top() + head + gap, left.width(), choices)
        below = left.top() + head + choices + 2 * gap
        self.foot.setGeometry(left.left(), below, left.width(), left.bottom() - below)
        self.once.setGeometry(middle.adjusted(0, 0, 0, -plates.height() - gap))
        self.tick.setGeometry(QRect(middle.left(), plates.top(), middle.width(), plates.height()))
        rig = min(rig, right.height() // 2)
        self.rig.setGeometry(right.left(), right.top(), right.width(), rig)
        self.rigs.setGeometry(right.adjusted(-gap, rig + gap, 0, 0))
        self.begin.setGeometry(plates)

    def _heads_px(self) -> tuple[int, int]:
        """How high the words above the rows of the first and of the last column are."""
        return math.ceil(self.you.needed_px()), math.ceil(self.rig.needed_px())

    def _set(self, row: int, value: int) -> None:
        one = words.YOU[row]
        self._row = self.choices.chosen = row
        self.desk.change(**{one.key: one.values[min(max(value, 0), len(one.values) - 1)]})
        self.tell()

    def _turn(self, by: int) -> None:
        if self._row < len(words.YOU):
            self._set(self._row, words.YOU[self._row].at(self.desk.preferences) + by)

    def _move(self, by: int) -> None:
        """Go to the row before or behind: foot, hand, and what can be pressed on."""
        n = len(words.YOU)
        self._row = min(max(self._row + by, 0), n + len(self._boards) + 1)
        if self._row < n:
            self.choices.step(self._row - self.choices.chosen)
        else:
            self._point(self._row - n)
        self.tell()

    def _point(self, index: int) -> None:
        self._chosen, self._row = index, len(words.YOU) + index
        self.tell()

    def _open(self, index: int) -> None:
        self._point(index)
        self._begin()

    def _tick(self) -> None:
        self.read = not self.read
        self.tell()

    @property
    def _shows(self) -> bool:
        """Whether the scripted hand is chosen, which comes behind the boards and the virtual foot."""
        return self._chosen > len(self._boards)

    def _begin(self) -> None:
        if self._shows:
            self.go(DEMO)
            return
        if not self.read or self.waits:
            return
        desk, port = self.desk, None
        desk.change(safety_read=True)
        if self._chosen < len(self._boards):
            port = self._boards[self._chosen].device
        if port is not None or not desk.sitting.state.virtual or desk.sitting.state.stage != "open":
            desk.connect(port)
        self.waits, self.tared = True, port is None
        self.tell()

    def _go_on(self, state: SittingState) -> None:
        """From an open rig over its tare to the one hold; a rig that can't be opened leads back to the choice."""
        if state.stage == "failed":
            self.waits = False
        elif state.stage == "open" and not state.busy:
            if not self.tared:
                self.tared = True
                self.desk.sitting.tare()
                return
            self.waits = False
            self.go(TODAY)
            drills = self.desk.drills
            drill = drills.get(_FIRST_HOLD, next(iter(drills.values())))
            self.desk.take(drill.only(0))
            self.go(PRACTICE)
