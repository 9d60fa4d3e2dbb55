"""How it went over weeks: topics on the left, cold sets first; beside them what there is to tell of the chosen one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt

from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.chart_pane import ChartPane
from thumbwalk.app.panes.place_map import PlaceMap
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.resting import Grid, RestingRoom
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.words.doors import PROGRESS, TODAY, Go
from thumbwalk.app.words.pieces import Row
from thumbwalk.app.words.progress import SPANS_WEEKS, Told, told, unread_page
from thumbwalk.app.words.topic import Topic
from thumbwalk.language import _

_LIST_SHARE = 0.30
_ROW_PX = 56.0
_CHART_SHARE = 0.72
"""Of the height beside the list, the drawing's part; the rest is for words."""


class ProgressRoom(RestingRoom):
    """Look back."""

    name = PROGRESS

    def __init__(self, desk: Desk, go: Go) -> None:
        super().__init__(desk, go)
        self.topics = RowList(self.widget, LIGHT, _("Progress"), self._choose, row_px=_ROW_PX)
        self.chart = ChartPane(self.widget, LIGHT)
        self.map = PlaceMap(self.widget, LIGHT)
        self.page = PagePane(self.widget, LIGHT)
        self.act = Button(self.widget, LIGHT, _("Practise"), self._act, "primary")
        self.act.show_icon("play")
        self.act.key = "Enter"
        self.panes += [self.topics, self.chart, self.map, self.page]
        self.buttons += [self.act]
        self._told: Told | None = None
        self._made_of: object = None
        self._row = 1
        self._span = 1

    def enter(self, actions: Actions) -> None:
        """Look at the past as it is now."""
        self._made_of = None
        super().enter(actions)

    def offers(self) -> tuple[Offer, ...]:
        """Choose, and look further back."""
        return (Offer("↑ ↓", _("topic"), None), Offer("← →", _("weeks"), None), *super().offers())

    def keys(self) -> Mapping[Qt.Key, Act]:
        """The arrows, the page's own, and the button where there is one."""
        acts: dict[Qt.Key, Act] = {
            Qt.Key.Key_Up: lambda: self._move(-1),
            Qt.Key.Key_Down: lambda: self._move(1),
            Qt.Key.Key_Left: lambda: self._look(1),
            Qt.Key.Key_Right: lambda: self._look(-1),
        }
        if self.act.isVisibleTo(self.widget):
            acts |= {Qt.Key.Key_Return: self._act, Qt.Key.Key_Enter: self._act}
        return acts

    def tell(self) -> None:
        """Show the topics and the chosen one; nothing is made anew while nothing has changed."""
        past, sitting, now = self.desk.look_back(), self.desk.sitting, self.desk.preferences
        made_of = (past.stage, id(past.found), past.trouble, id(sitting.pad), now, self._row, self._span)
        if made_of == self._made_of:
            return
        self._made_of = made_of
        if past.found is None:
            self._told = None
            self.topics.show_rows([Row(_("Progress"), is_heading=True)], None)
            self.page.show_text(unread_page(past))
            self._place(None, _("Try again") if past.stage == "failed" else "")
            return
        self._told = told(past.found, sitting.pad, SPANS_WEEKS[self._span], self.desk.preferences.unit)
        self._row = min(self._row, len(self._told.rows) - 1)
        topic = self._told.topics[self._row] or next(one for one in self._told.topics if one is not None)
        self.topics.show_rows(self._told.rows, self._row)
        self.page.show_text(topic.page)
        if topic.chart is not None:
            self.chart.show_text(topic.chart)
        self.map.show_places(topic.places, sitting.pad, now.foot, turned=now.view == "receiver")
        self._place(topic, _("Practise") if topic.is_empty else "")

    def lay(self, wide: int, high: int) -> None:
        """Place the list; what is beside it depends on the topic."""
        grid = self._grid(wide, high)
        shift = round(12 * self.unit)
        self.topics.setGeometry(grid.left.adjusted(-shift, 0, 0, 0))
        self._made_of = None
        self.tell()

    def _grid(self, wide: int, high: int) -> Grid:
        return Grid.of(wide, high, self.unit, (_LIST_SHARE, _LIST_SHARE + 0.02))

    def _place(self, topic: Topic | None, plate: str) -> None:
        """Show the drawing that a topic has, its words below or beside it, and a button where something can be done."""
        grid, unit = self._grid(self.widget.width(), self.widget.height()), self.unit
        whole = grid.right.united(grid.plates)
        has_chart, has_map = topic is not None and topic.chart is not None, topic is not None and bool(topic.places)
        self.chart.setVisible(has_chart)
        self.map.setVisible(has_map)
        self.act.setVisible(bool(plate))
        self.act.show_text(plate)
        self.act.setGeometry(QRect(grid.plates.right() - round(340 * unit), grid.plates.top(), round(340 * unit),
                                   grid.plates.height()))  # fmt: skip
        words = QRect(grid.right) if plate else whole
        if has_chart:
            drawn = round(_CHART_SHARE * whole.height())
            self.chart.setGeometry(whole.left(), whole.top(), whole.width(), drawn)
            words = whole.adjusted(0, drawn + round(14 * unit), 0, 0)
        if has_map:
            across = round(0.44 * whole.width())
            self.map.setGeometry(whole.left(), whole.top(), across, whole.height())
            words = whole.adjusted(across + round(24 * unit), 0, 0, 0)
        self.page.setGeometry(words)

    def _act(self) -> None:
        """Do what the button says: read it again, or go where practice begins."""
        if self.desk.look_back().stage == "failed":
            self.desk.past.renew()
            self.tell()
        else:
            self.go(TODAY)

    def _choose(self, row: int) -> None:
        if self._told is not None and self._told.topics[row] is not None:
            self._row = row
            self.tell()

    def _move(self, by: int) -> None:
        """Choose the topic before or behind; headings are passed over."""
        if self._told is None:
            return
        known = [row for row, topic in enumerate(self._told.topics) if topic is not None]
        at = known.index(self._row) if self._row in known else 0
        self._choose(known[min(max(at + by, 0), len(known) - 1)])

    def _look(self, by: int) -> None:
        self._span = min(max(self._span + by, 0), len(SPANS_WEEKS) - 1)
        self.tell()
