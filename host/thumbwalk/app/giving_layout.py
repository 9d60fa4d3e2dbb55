"""Where the room Give has its panes: at rest in three columns, and without a header while hands are on a person."""

from __future__ import annotations

from typing import Literal, Protocol

from PySide6.QtCore import QRect

from thumbwalk.app.foot.sole_view import SoleView
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.cue_pane import CuePane
from thumbwalk.app.panes.field import Field
from thumbwalk.app.panes.nav_bar import NavBar
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.panes.status import TaskPane
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.panes.thanks_form import ThanksForm
from thumbwalk.app.resting import Grid

Stand = Literal["choose", "safety", "match", "found", "give", "between", "after"]
"""How far one is on the way through the room."""
_EDGES = (0.30, 0.64)
_LIVE_SHARE = 0.36
"""The left column's part of the window while a routine runs: the rest is the cue's."""
_FIELD_PX = 44.0


class GivingPanes(Protocol):
    """What is placed: the room's panes, its field and its buttons."""

    nav: NavBar
    list: RowList
    who: Field
    said: PagePane
    page: PagePane
    task: TaskPane
    cue: CuePane
    foot: SoleView
    thanks: ThanksForm
    begin: Button
    second: Button


class GivingLayout:
    """Places a room's panes."""

    def __init__(self, room: GivingPanes) -> None:
        self._room = room

    def lay(self, stand: Stand, wide: int, high: int, unit: float) -> None:
        """Place what is seen where one stands."""
        room, grid = self._room, Grid.of(wide, high, unit, _EDGES)
        for panes, stands in (
            ((room.nav, room.list, room.who, room.said), ("choose", "safety", "found")),
            ((room.page,), ("choose", "safety", "found", "after")),
            ((room.task,), ("match", "give")),
            ((room.cue,), ("match", "give", "between")),
            ((room.foot,), ("match",)),
            ((room.thanks.scales, room.thanks.word), ("after",)),
            ((room.begin,), ("choose", "safety", "found", "between", "after")),
        ):
            for pane in panes:
                pane.setVisible(stand in stands)
        field = round(_FIELD_PX * unit)
        left, gap = grid.left, round(12 * unit)
        room.who.setGeometry(left.left(), left.top(), left.width(), field)
        room.list.setGeometry(left.adjusted(-gap, field + gap, 0, 0))
        room.page.setGeometry(grid.middle.adjusted(gap, 0, -gap, 0))
        room.said.setGeometry(grid.right)
        room.begin.setGeometry(grid.plates)
        room.second.setGeometry(grid.middle.right() - grid.plates.width() - gap, grid.plates.top(),
                                grid.plates.width(), grid.plates.height())  # fmt: skip
        self._lay_live(stand, wide, high, unit)

    def _lay_live(self, stand: Stand, wide: int, high: int, unit: float) -> None:
        """While hands are on a person there is no header: the cue has the room."""
        room = self._room
        edge, foot = round(32 * unit), Grid.of(wide, high, unit)
        top, bottom = round(28 * unit), high - round(58 * unit)
        if stand == "match":
            room.foot.setGeometry(foot.middle)
            room.task.setGeometry(QRect(foot.left.left(), top, foot.left.width(), bottom - top))
            right = foot.right.united(foot.plates)
            room.cue.setGeometry(right.left(), top, right.width(), bottom - top)
            return
        split = round(_LIVE_SHARE * wide)
        room.task.setGeometry(edge, top, split - edge, min(round(TaskPane.HEIGHT * unit), bottom - top))
        plate = round(78 * unit) if stand == "between" else 0
        room.cue.setGeometry(split + edge, top, wide - split - 2 * edge, bottom - top - plate)
        if stand == "between":
            room.cue.setGeometry(edge, top, wide - 2 * edge, bottom - top - plate)
        if stand == "after":
            room.page.setGeometry(edge, top, wide - 2 * edge, round(150 * unit))
            below, plates = top + round(158 * unit), round(80 * unit)
            room.thanks.lay(QRect(edge, below, wide - 2 * edge, bottom - plates - below), unit)
