"""The shelf of drills: shelves on the left, rungs in the middle, the chosen drill on the right; search by typing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFileDialog

from thumbwalk.app import theme as themes
from thumbwalk.app.actions import Act, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.field import Field
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.resting import Grid, RestingRoom, field_style
from thumbwalk.app.theme import LIGHT, Theme
from thumbwalk.app.words.doors import DRILLS, PRACTICE, Go
from thumbwalk.app.words.ladder import ALL, OWN, Shelved, drill_page, file_said, shelved, shelves
from thumbwalk.app.words.pieces import Row
from thumbwalk.language import _, plural

_EDGES = (0.25, 0.665)
_MOST_SEARCHED = 80


def _empty() -> Row:
    return Row(_("Nothing here"), _("A adds a file of drills, or a master’s recording."), "", is_known=False)


def _not_found() -> Row:
    return Row(_("Nothing found"), _("Fewer words find more."), "", is_known=False)


class DrillsRoom(RestingRoom):
    """Choose what to practise; every rung is open, the order is advice."""

    name = DRILLS

    def __init__(self, desk: Desk, go: Go) -> None:
        super().__init__(desk, go)
        self.search = Field(self.widget, "", _MOST_SEARCHED)
        self.search.setAccessibleName(_("Search the drills"))
        self.search.textChanged.connect(self._searched)
        self.shelves = RowList(self.widget, LIGHT, _("Shelves"), self._shelf, row_px=46.0)
        self.rungs = RowList(self.widget, LIGHT, _("Drills"), self._rung, self._open)
        self.detail = PagePane(self.widget, LIGHT)
        self.begin = Button(self.widget, LIGHT, _("Practise"), self._start, "primary")
        self.begin.show_icon("play")
        self.begin.key = "Enter"
        self.panes += [self.shelves, self.rungs, self.detail]
        self.buttons += [self.begin]
        self._on = ALL
        self._name = next(iter(desk.drills))

    def offers(self) -> tuple[Offer, ...]:
        """Choose, search, practise."""
        return (
            Offer("↑ ↓", _("drill"), None),
            Offer("← →", _("shelf"), None),
            Offer("/", _("search"), self._search),
            Offer("A", _("add a file"), self._add),
            Offer("Enter", _("practise"), self._start),
            *super().offers()[1:],
        )

    def keys(self) -> Mapping[Qt.Key, Act]:
        """The arrows."""
        return {
            Qt.Key.Key_Up: lambda: self._move(-1),
            Qt.Key.Key_Down: lambda: self._move(1),
            Qt.Key.Key_Left: lambda: self._move_shelf(-1),
            Qt.Key.Key_Right: lambda: self._move_shelf(1),
            Qt.Key.Key_A: self._add,
        }

    def restyle(self, theme: Theme, unit: float) -> None:
        """Colour the search, which Qt draws itself, as well."""
        super().restyle(theme, unit)
        self.search.setFont(themes.font(16 * unit))
        self.search.setStyleSheet(field_style(theme, unit))

    def tell(self) -> None:
        """Show the shelves, the rungs and the chosen drill."""
        desk, tried = self.desk, self.desk.tried()
        if (new := desk.shelve()) is not None:
            self._on, self._name = OWN, new
            self.search.clear()
        n = len(desk.drills)
        self.search.setPlaceholderText(plural("Search {n} drill", "Search {n} drills", n).format(n=n))
        names = self._shelves()
        rows = [row for _, row in shelves(desk.drills, desk.shelf.own, tried)]
        searching = bool(self.search.text().strip())
        self.shelves.show_rows(rows, None if searching else names.index(self._on))
        found = self._found()
        if found and self._name not in [one.name for one in found]:
            self._name = found[0].name
        at = next((index for index, one in enumerate(found) if one.name == self._name), None)
        empty = [_not_found() if searching else _empty()]
        self.rungs.show_rows([one.row for one in found] or empty, at)
        page = drill_page(desk.drills[self._name], tried.get(self._name), desk.preferences.unit) if found else ()
        self.detail.show_text((*file_said(desk.file_taken.state), *page))
        self.begin.setEnabled(bool(found))

    def lay(self, wide: int, high: int) -> None:
        """Shelves, rungs, detail."""
        grid, unit = Grid.of(wide, high, self.unit, _EDGES), self.unit
        field = round(44 * unit)
        left, shift = grid.left, round(12 * unit)
        self.search.setGeometry(left.left(), left.top(), left.width(), field)
        self.shelves.setGeometry(left.adjusted(-shift, field + shift, 0, 0))
        self.rungs.setGeometry(grid.middle)
        self.detail.setGeometry(grid.right)
        self.begin.setGeometry(QRect(grid.plates))

    def _shelves(self) -> list[str]:
        return [name for name, _ in shelves(self.desk.drills, self.desk.shelf.own, {})]

    def _found(self) -> list[Shelved]:
        desk = self.desk
        return shelved(desk.drills, desk.shelf.own, desk.tried(), self._on, self.search.text())

    def _add(self) -> None:
        """Ask for a file: drills that were handed on, or a recording or pad table of a master, which becomes one."""
        kinds = _("Drills and recordings") + " (*.toml *.twr *.csv)"
        file, _kind = QFileDialog.getOpenFileName(self.widget, _("Add drills, or follow a master"), "", kinds)
        if file:
            self.desk.take_file(Path(file))
            self.refresh()

    def _searched(self, _text: str) -> None:
        self.tell()

    def _search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _shelf(self, index: int) -> None:
        self._on = self._shelves()[index]
        self.search.clear()
        self.tell()

    def _move_shelf(self, by: int) -> None:
        names = self._shelves()
        self._shelf(min(max(names.index(self._on) + by, 0), len(names) - 1))

    def _rung(self, index: int) -> None:
        found = self._found()
        if index < len(found):
            self._name = found[index].name
            self.tell()

    def _move(self, by: int) -> None:
        names = [one.name for one in self._found()]
        if self._name in names:
            self._rung(min(max(names.index(self._name) + by, 0), len(names) - 1))

    def _open(self, index: int) -> None:
        self._rung(index)
        self._start()

    def _start(self) -> None:
        if self._found():
            self.desk.choose(self._name)
            self.go(PRACTICE)
