"""Calibrating in the window: what to do now, the tile it is about, how far its readings are off, and what is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QRect, Qt

from thumbwalk.app import theme as themes
from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.foot.tile_view import TileView
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.field import Line
from thumbwalk.app.panes.residual_plot import ResidualPlot
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.resting import Grid, RestingRoom, field_style
from thumbwalk.app.theme import LIGHT, Theme
from thumbwalk.app.words.calibration_page import ask_page, button_text, rest_line, steps_page
from thumbwalk.app.words.doors import CALIBRATE, RIG, Go
from thumbwalk.app.words.pieces import Block
from thumbwalk.errors import RigError
from thumbwalk.language import _, told_n
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.session.tile_calibration import TileCalibration

_ASKS = 0.57
"""Of the right column, above the plot and the field."""


class CalibrateRoom(RestingRoom):
    """Tile by tile; the wizard itself is the rig's. ``quick`` is chosen before it is entered."""

    name, door = CALIBRATE, RIG

    def __init__(self, desk: Desk, go: Go) -> None:
        super().__init__(desk, go)
        self.quick = False
        self.work: TileCalibration | None = None
        self.steps = PagePane(self.widget, LIGHT, compact=True)
        self.tiles = TileView(self.widget, LIGHT, desk.sitting.pad, desk.preferences.foot)
        self.ask = PagePane(self.widget, LIGHT)
        self.plot = ResidualPlot(self.widget, LIGHT)
        self.rest = PagePane(self.widget, LIGHT)
        self.field = Line(self.widget)
        self.field.setAccessibleName(_("What the scale shows"))
        self.field.setPlaceholderText(_("on the scale"))
        self.field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # Enter in it is the room's: Qt hands it on
        self.leaves = Button(self.widget, LIGHT, _("Leave"), self._leave)
        self.measures = Button(self.widget, LIGHT, _("Measure"), self._answer, "primary")
        self.measures.key = "Enter"
        self.panes += [self.steps, self.tiles, self.ask, self.plot, self.rest]
        self.buttons += [self.leaves, self.measures]

    def enter(self, actions: Actions) -> None:
        """Begin at the zero, unless it was only left for the help."""
        if self.work is None:
            try:
                self.work = self.desk.sitting.weighing(
                    "N" if self.desk.preferences.unit == "N" else "g", quick=self.quick
                )
            except RigError as error:
                self.desk.trouble = str(error)
        super().enter(actions)

    def offers(self) -> tuple[Offer, ...]:
        """Measure, take back, leave."""
        return (
            Offer("Backspace", _("take back"), lambda: self._say("back")),
            Offer("E", _("no more weights"), lambda: self._say("enough")),
            Offer("K", _("leave this tile"), lambda: self._say("skip")),
            Offer("Enter", _("as asked"), self._answer),
            Offer("Esc", _("leave"), self._leave),
            *super().offers()[1:],
        )

    def keys(self) -> Mapping[Qt.Key, Act]:
        """The wizard's commands; Esc keeps what is done."""
        return {
            Qt.Key.Key_Escape: self._leave,
            Qt.Key.Key_Backspace: lambda: self._say("back"),
            Qt.Key.Key_E: lambda: self._say("enough"),
            Qt.Key.Key_K: lambda: self._say("skip"),
        }

    def show(self, snapshot: Snapshot) -> None:
        """Show the tiles as they are."""
        super().show(snapshot)
        desk = self.desk
        self.show_foot(self.tiles)
        self.tiles.show_snapshot(snapshot, desk.preferences.unit)

    def restyle(self, theme: Theme, unit: float) -> None:
        """Colour the field, which Qt draws itself, as well."""
        super().restyle(theme, unit)
        self.field.setFont(themes.font(16 * unit))
        self.field.setStyleSheet(field_style(theme, unit))

    def tell(self) -> None:
        """Say how it stands, ten times a second."""
        self.plot.unit_of_force = self.desk.preferences.unit
        if self.work is None:
            trouble = (Block("warning", _(self.desk.trouble)),) if self.desk.trouble else ()
            none = (Block("title", _("No rig to calibrate")), Block("body", _("Connect one in the room Rig.")))
            self.ask.show_text((*none, *trouble))
            return
        moment = self.work.moment()
        weighs = moment.doing.kind in ("loading", "unloading")
        self.steps.show_text(steps_page(moment, quick=self.quick))
        self.ask.show_text(ask_page(moment))
        self.plot.show_text(moment.off)
        self.plot.setVisible(bool(moment.off))
        self.tiles.mark(moment.doing.tile, moment.done)
        words, is_steady = rest_line(moment)
        self.rest.show_text((Block("body" if is_steady else "muted", words),) if words else ())
        self.field.setVisible(weighs)
        self._lay_asked(whole=not weighs)
        self.measures.show_text(button_text(moment))

    def lay(self, wide: int, high: int) -> None:
        """Steps, tiles, and what to do with the plot and the field below it."""
        grid, unit = Grid.of(wide, high, self.unit), self.unit
        self.steps.setGeometry(grid.left)
        self.tiles.setGeometry(grid.middle)
        right, field, gap = grid.right, round(44 * unit), round(8 * unit)
        asks = round(_ASKS * right.height())
        self._lay_asked(whole=self.field.isHidden())
        part = round(0.45 * right.width())
        last = right.bottom() - field
        self.field.setGeometry(right.left(), last, part, field)
        # in line with the field's words; a second line of it has room above the buttons
        beside, above = right.width() - part - gap, round(8 * unit)
        self.rest.setGeometry(right.left() + part + gap, last + above, beside, field)
        self.plot.setGeometry(QRect(right.left(), right.top() + asks, right.width(), last - right.top() - asks - gap))
        third = (grid.plates.width() - gap) // 3
        plates = grid.plates
        self.leaves.setGeometry(plates.left(), plates.top(), third, plates.height())
        self.measures.setGeometry(plates.left() + third + gap, plates.top(), 2 * third, plates.height())

    def _lay_asked(self, *, whole: bool) -> None:
        """Have what is to be done stand in the whole column where nothing is weighed, else above plot and field."""
        right = Grid.of(self.widget.width(), self.widget.height(), self.unit).right
        self.ask.setGeometry(
            right.left(), right.top(), right.width(), round((1.0 if whole else _ASKS) * right.height())
        )

    def _answer(self) -> None:
        if self.work is None:
            return
        if self.work.moment().doing.kind == "finished":
            self._leave()
            return
        typed = self.field.text().strip().replace(",", ".")
        self.field.clear()
        self._say(typed)

    def _say(self, answer: str) -> None:
        if self.work is not None:
            self.work.answer(answer)
            self.tell()

    def _leave(self) -> None:
        """Keep what is done, and go back to the rig."""
        work, self.work = self.work, None
        sitting = self.desk.sitting
        if work is not None:
            done = len(work.moment().done)
            found = work.made(sitting.board_id, datetime.now(UTC).isoformat(timespec="seconds"))
            if found is not None:
                sitting.calibrate(
                    found, told_n("Calibrated: {n} tile measured.", "Calibrated: {n} tiles measured.", done)
                )
        self.go(RIG)
