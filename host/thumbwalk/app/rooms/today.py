"""The first room: the one drill to do next, why, what it takes, and a button; what else, and the week so far."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt

from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.foot.sole_view import SoleView
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.panes.week_pane import WeekPane
from thumbwalk.app.resting import Grid, RestingRoom
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.words.doors import DRILLS, FREE, PRACTICE, TODAY, Go
from thumbwalk.app.words.given_page import newest_word
from thumbwalk.app.words.pieces import Row
from thumbwalk.app.words.rig_page import plain
from thumbwalk.app.words.today import (
    WeekText,
    next_page,
    others,
    reading_page,
    takes_page,
    week_text,
    why,
)
from thumbwalk.language import _
from thumbwalk.session.screen.snapshot import Snapshot

_GOES = (DRILLS, FREE)
_ROW_PX, _WHY_PX, _WARNING_PX, _GAP_PX = 56.0, 200.0, 90.0, 16.0
"""Heights of a row, and of the room for the suggestion and for what is wrong, design pixels."""
_MOST_OTHERS = 3
_EMPTY_WEEK = WeekText((), "", "", None)


def _instead() -> tuple[Row, ...]:
    """The ways to something else, one a room of `_GOES`."""
    return (
        Row(_("Choose another drill"), _("the whole ladder, and your own")),
        Row(_("Free practice"), _("press anywhere; it names what you do")),
    )


class TodayRoom(RestingRoom):
    """What next and why."""

    name = TODAY

    def __init__(self, desk: Desk, go: Go) -> None:
        super().__init__(desk, go)
        self.why = PagePane(self.widget, LIGHT)
        self.instead = RowList(self.widget, LIGHT, _("Or instead"), self._instead, row_px=_ROW_PX)
        self.week = WeekPane(self.widget, LIGHT)
        self.foot = SoleView(self.widget, LIGHT, desk.sitting.pad, desk.preferences.foot)
        self.takes = PagePane(self.widget, LIGHT)
        self.begin = Button(self.widget, LIGHT, _("Start"), self._start, "primary")
        self.begin.key = "Enter"
        self.panes += [self.why, self.instead, self.week, self.foot, self.takes]
        self.buttons += [self.begin]
        self._suggested = ""
        self._others: list[str] = []
        self._room = _MOST_OTHERS
        self._week = _EMPTY_WEEK
        self._warns = False

    def enter(self, actions: Actions) -> None:
        """Have the suggested drill wait, so that the foot shows its first target."""
        self._suggested = ""
        super().enter(actions)

    def offers(self) -> tuple[Offer, ...]:
        """Enter starts."""
        return (Offer("Enter", self.begin.text().lower(), self._start), *super().offers())

    def keys(self) -> Mapping[Qt.Key, Act]:
        """D leads to all drills."""
        return {Qt.Key.Key_D: lambda: self.go(DRILLS)}

    def show(self, snapshot: Snapshot) -> None:
        """Keep the foot alive."""
        super().show(snapshot)
        self.show_foot(self.foot)
        self.foot.show_snapshot(snapshot)

    def tell(self) -> None:
        """Say what next and why."""
        desk, tried = self.desk, self.desk.tried()
        found, past = desk.suggestions(), desk.look_back()
        trouble = _(desk.trouble) or plain(past.trouble) or self._refused()
        week = _EMPTY_WEEK if past.found is None else week_text(past.found)
        if (bool(trouble), WeekPane.height_of(week)) != (self._warns, WeekPane.height_of(self._week)):
            self._warns, self._week = bool(trouble), week
            self.lay(self.widget.width(), self.widget.height())
        self._week = week
        self.week.setVisible(bool(week.days))
        self.week.show_text(week)
        name = found[0].drill if found else None
        drill = None if name is None else desk.drills.get(name)
        if drill is not None and drill.name != self._suggested:
            self._suggested = drill.name
            desk.choose(drill.name)
        self.begin.show_text(_("Start") if drill is not None else _("Choose a drill"))
        self.begin.show_icon("play" if drill is not None else "drills")
        self.why.show_text(next_page(drill, why(found[0], tried), trouble) if found else reading_page())
        said = () if past.found is None else newest_word(past.found.history)
        self.takes.show_text(said if drill is None else takes_page(drill, said, desk.preferences.unit))
        rows = others(found, desk.drills, self._room)
        self._others = [other for other, _ in rows]
        self.instead.show_rows((Row(_("Or instead"), is_heading=True), *(row for _, row in rows), *_instead()), None)

    def lay(self, wide: int, high: int) -> None:
        """Three columns, the foot in the middle."""
        grid, unit = Grid.of(wide, high, self.unit), self.unit
        left = grid.left
        week = round(WeekPane.height_of(self._week) * unit) if self._week.days else 0
        self.week.setGeometry(QRect(left.left(), left.bottom() - week, left.width(), week))
        # what is left over below the suggestion, in whole rows
        above = (_WHY_PX + _WARNING_PX * self._warns + _GAP_PX) * unit
        rows = int((left.height() - week - above) / (_ROW_PX * unit))
        self._room = max(0, min(_MOST_OTHERS, rows - len(_GOES) - 1))
        below = round((len(_GOES) + 1 + self._room) * _ROW_PX * unit)
        below = min(below, round(left.height() - week - above))
        top = left.bottom() - week - round(_GAP_PX * unit) - below
        self.why.setGeometry(QRect(left.left(), left.top(), left.width(), top - left.top() - round(8 * unit)))
        self.instead.setGeometry(QRect(left.left() - round(12 * unit), top, left.width(), below))
        self.foot.setGeometry(grid.middle)
        self.takes.setGeometry(grid.right)
        self.begin.setGeometry(grid.plates)

    def _start(self) -> None:
        self.go(PRACTICE if self._suggested and self.begin.text() == _("Start") else DRILLS)

    def _refused(self) -> str:
        """Why there is nothing to press on, or what the last practice ran into."""
        state = self.desk.sitting.state
        return "" if state.stage in ("open", "opening") and not state.trouble else plain(state.trouble)

    def _instead(self, index: int) -> None:
        at = index - 1
        if at < len(self._others):
            self._suggested = self._others[at]
            self.desk.choose(self._suggested)
            self.go(PRACTICE)
        else:
            self.go(_GOES[at - len(self._others)])
