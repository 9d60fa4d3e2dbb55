"""Tests of strength: choose a test and a hand, be called through it word by word, see it beside the own past."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QRect, Qt

from thumbwalk.app.actions import Act, Actions, Icon, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.foot.mouse import FootMouse
from thumbwalk.app.foot.sole_view import SoleView
from thumbwalk.app.hand_of import moved_by
from thumbwalk.app.panes.bars import HeaderBar
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.chart_pane import ChartPane
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.panes.status import CoachPane, TaskPane
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.resting import Grid, RestingRoom
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.words import hands_said, moment
from thumbwalk.app.words import strength as words
from thumbwalk.app.words.doors import STRENGTH, Go
from thumbwalk.app.words.pieces import Block, Page
from thumbwalk.app.words.rig_page import plain
from thumbwalk.coach.strength.bout import StrengthBout
from thumbwalk.coach.strength.compared import MAIN_FIGURES
from thumbwalk.coach.strength.hand_load import no_test
from thumbwalk.coach.strength.protocol import TEST_NAMES, StrengthTest, strength_test
from thumbwalk.errors import RigError
from thumbwalk.language import _, marked
from thumbwalk.learner.history import History
from thumbwalk.learner.pain_note import FELT, PAIN_SIDES, SITES, pain_facts
from thumbwalk.session.screen.preview import nothing_open
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.sound.calls import Call

Stand = Literal["choose", "run", "result", "pain"]
_ROW_PX = 52.0
_SIDES = ("left", "right")
_ACTS = ("press", "warm-up")
"""Cues with which a hand begins to press."""
_ICONS: dict[Stand, Icon] = {"choose": "play", "result": "again"}
_STEPS = (marked("Warm up"), marked("Presses"), marked("Done"))
_LOST = marked("The rig went away. What was pressed until then is kept.")


class StrengthRoom(RestingRoom):
    """How strong, fast, enduring and still a thumb presses."""

    name = STRENGTH

    def __init__(self, desk: Desk, go: Go) -> None:
        super().__init__(desk, go)
        self.header = HeaderBar(self.widget, LIGHT)
        self.list = RowList(self.widget, LIGHT, _("Tests"), self._point, row_px=_ROW_PX)
        self.task = TaskPane(self.widget, LIGHT)
        self.foot = SoleView(self.widget, LIGHT, desk.sitting.pad, desk.preferences.foot)
        self.page = PagePane(self.widget, LIGHT)
        self.coach = CoachPane(self.widget, LIGHT)
        self.chart = ChartPane(self.widget, LIGHT)
        self.rule = PagePane(self.widget, LIGHT)
        self.second = Button(self.widget, LIGHT, _("Pain …"), self._hurts)
        self.begin = Button(self.widget, LIGHT, _("Start"), self._enter_key, "primary")
        self.begin.key = "Enter"
        self.panes += [self.header, self.list, self.task, self.foot, self.page, self.coach, self.chart, self.rule]
        self.buttons += [self.second, self.begin]
        self.mouse: FootMouse | None = None
        self.bout: StrengthBout | None = None
        self.stand: Stand = "choose"
        self._test, self._side = 0, 0 if desk.preferences.hand == "left" else 1
        self._site, self._felt, self._pain_side, self._stopped = 0, 0, 2, ""
        self._result: Page = ()
        self._laid: Stand | None = None

    @property
    def _history(self) -> History:
        """What is known of the hands by now; `_refused` lets nothing begin before it is."""
        return self.desk.history() or History()

    @property
    def is_live(self) -> bool:
        """Whether a test runs: then nothing leads away but its end."""
        return self.stand == "run"

    def enter(self, actions: Actions) -> None:
        """Take over the rig that is open, and what is known of the hands."""
        self.mouse = moved_by(self.mouse, self.foot, self.desk.sitting.hand)
        self.stand = "choose" if self.stand == "result" else self.stand
        super().enter(actions)

    def leave(self) -> None:
        """End and keep what runs, and lift the mouse's hand."""
        if self.stand == "run":
            self._end("")
        if self.mouse is not None:
            self.mouse.lift()

    def called(self) -> Call | None:
        """The cue of the test that runs, as it stands on the screen."""
        if self.stand != "run" or self.bout is None or self.task.text is None:
            return None
        cue, then = self.bout.run.cue, self.bout.next_cue
        leads_on = then is not None and then.kind in _ACTS
        name = f"{cue.kind} from {cue.start_s}"
        return Call(name, self.task.text.seconds, is_act=cue.kind in _ACTS, leads_on=leads_on)

    def offers(self) -> tuple[Offer, ...]:
        """What can be asked for where one stands."""
        help_ = Offer("?", _("all keys"), self.actions.help)
        pain = Offer("P", _("pain"), self._hurts)
        if self.stand == "run":
            return (pain, Offer("Esc", _("end and keep"), lambda: self._end("")), help_)
        if self.stand == "pain":
            return (
                Offer("↑ ↓", _("where"), None),
                Offer("← →", _("what"), None),
                Offer("S", _("side"), self._turn_side),
                Offer("Enter", _("keep it"), self._enter_key),
                Offer("Esc", _("no note"), self._choosing),
            )
        if self.stand == "result":
            return (pain, Offer("Enter", _("again"), self._enter_key), Offer("Esc", _("back"), self._choosing), help_)
        return (Offer("↑ ↓", _("test"), None), Offer("← →", _("hand"), None), pain, *super().offers())

    def keys(self) -> Mapping[Qt.Key, Act]:
        """The arrows and letters."""
        if self.stand == "run":
            return {Qt.Key.Key_Escape: lambda: self._end(""), Qt.Key.Key_P: self._hurts}
        acts: dict[Qt.Key, Act] = {
            Qt.Key.Key_Up: lambda: self._move(-1),
            Qt.Key.Key_Down: lambda: self._move(1),
            Qt.Key.Key_Left: lambda: self._turn(-1),
            Qt.Key.Key_Right: lambda: self._turn(1),
            Qt.Key.Key_Return: self._enter_key,
            Qt.Key.Key_Enter: self._enter_key,
            Qt.Key.Key_P: self._hurts,
        }
        if self.stand == "pain":
            acts |= {Qt.Key.Key_S: self._turn_side}
        if self.stand != "choose":
            acts |= {Qt.Key.Key_Escape: self._choosing}
        return acts

    def show(self, snapshot: Snapshot) -> None:
        """Show the foot; end a test whose rig went away or whose last cue is over."""
        super().show(snapshot)
        self.show_foot(self.foot)
        self.foot.show_snapshot(replace(snapshot, drill=None, result=None, reviews=()))
        if self.stand == "run" and self.bout is not None:
            if not snapshot.stream.connected:
                self._end(_LOST)
            elif self.bout.finished:
                self._end("")

    def tell(self) -> None:
        """Say what there is to say where one stands."""
        self.rule.show_text((Block("warning", _(words.STOP_RULE)),))
        if self._laid != self.stand:
            self._laid = self.stand
            self.lay(self.widget.width(), self.widget.height())
        state = self.desk.sitting.state
        snapshot = self.snapshot or nothing_open(self.desk.sitting.pad)
        side = _SIDES[self._side]
        if self.stand == "run" and self.bout is not None:
            self._tell_run(self.bout, snapshot, side)
        elif self.stand == "pain":
            self.list.show_rows(words.pain_rows(), self._site + 1)
            self.page.show_text(words.pain_page(self._felt, self._pain_side, self._stopped))
        else:
            rows = words.rows_of_tests(self._history, side, self.desk.preferences.unit, virtual=state.virtual)
            self.list.show_rows(rows, self._test + 1)
            page = self._result if self.stand == "result" else self._page(side)
            trouble = (Block("warning", plain(self.desk.trouble)),) if self.desk.trouble else ()
            self.page.show_text((*page, *trouble))
        plates = {"choose": _("Start"), "result": _("Again"), "pain": _("Keep the note"), "run": ""}
        self.begin.show_text(plates[self.stand])
        self.begin.show_icon(_ICONS.get(self.stand))
        self.begin.setEnabled(self.stand == "pain" or self._can_start())

    def _tell_run(self, bout: StrengthBout, snapshot: Snapshot, side: str) -> None:
        calibrated, touch = snapshot.stream.calibrated, snapshot.touch
        force_n = touch.contact_n if touch.touching else 0.0
        done = len(bout.peaks_n)
        step = 0 if not done else 1
        head = replace(
            moment.header_text(snapshot),
            title=f"{_(STRENGTH)} · {_(bout.run.test.title)}",
            sets=tuple(map(_, _STEPS)),
            current=step,
        )
        self.header.show_text(head)
        self.task.show_text(words.bout_task(bout, side))
        unit = self.desk.preferences.unit
        self.coach.show_text(words.bout_coach(bout, force_n, unit, calibrated=calibrated))
        self.chart.show_text(words.bout_chart(bout, unit, calibrated=calibrated))

    def lay(self, wide: int, high: int) -> None:
        """Three columns, the foot in the middle."""
        grid, unit = Grid.of(wide, high, self.unit), self.unit
        runs = self.stand == "run"
        self.header.setGeometry(0, 0, wide, round(60 * unit))
        for pane, is_seen in (
            *((pane, runs) for pane in (self.header, self.task, self.coach, self.chart, self.rule)),
            *((pane, not runs) for pane in (self.nav, self.list, self.page)),
        ):
            pane.setVisible(is_seen)
        self.begin.setVisible(not runs)
        self.second.setVisible(self.stand in ("choose", "result"))
        self.foot.setGeometry(grid.middle)
        self.list.setGeometry(grid.left.adjusted(-round(12 * unit), 0, 0, 0))
        self.page.setGeometry(grid.right)
        self.task.setGeometry(QRect(grid.left.left(), grid.left.top(), grid.left.width(),
                                    min(round(TaskPane.HEIGHT * unit), grid.left.height())))  # fmt: skip
        right = grid.right.united(grid.plates)
        self.rule.setGeometry(right)
        coach, rule = round(CoachPane.HEIGHT * unit), max(round(56 * unit), math.ceil(self.rule.needed_px()))
        self.coach.setGeometry(right.left(), right.top(), right.width(), coach)
        chart = right.adjusted(0, coach + round(8 * unit), 0, -rule - round(8 * unit))
        self.chart.setGeometry(chart)
        self.rule.setGeometry(right.left(), right.bottom() - rule, right.width(), rule)
        row, gap = grid.plates, round(8 * unit)
        narrow = round(0.34 * row.width()) if self.stand in ("choose", "result") else -gap
        self.second.setGeometry(row.left(), row.top(), max(narrow, 0), row.height())
        self.begin.setGeometry(row.left() + narrow + gap, row.top(), row.width() - narrow - gap, row.height())

    def _chosen(self) -> StrengthTest:
        return strength_test(TEST_NAMES[self._test])

    def _own_peak_n(self) -> float | None:
        peaks_n = self._history.peaks_n(_SIDES[self._side], virtual=self.desk.sitting.state.virtual)
        return peaks_n[-1] if peaks_n else None

    def _page(self, side: str) -> Page:
        virtual = self.desk.sitting.state.virtual
        knows = self._own_peak_n() is not None
        return words.page_of_test(self._chosen(), side, self._refused(), knows_peak=knows, virtual=virtual)

    def _refused(self) -> str:
        """Why no hand is tested just now; "" where nothing speaks against it."""
        state, today = self.desk.sitting.state, self.desk.today()
        if state.stage in ("none", "failed"):
            return _("No rig is open: connect one in the room Rig.")
        if self.desk.history() is None:
            return _(hands_said.UNREAD)
        if not state.virtual and (pain := self._history.pain_said(today)):
            return _("Your hands asked for rest: {pain}. No rig today.").format(pain=_(pain))
        return "" if state.virtual else no_test(self._history.load_s(today))

    def _can_start(self) -> bool:
        state = self.desk.sitting.state
        has_peak = not self._chosen().needs_peak or self._own_peak_n() is not None
        return state.stage == "open" and not state.busy and has_peak and not self._refused()

    def _enter_key(self) -> None:
        if self.stand == "pain":
            self._keep_note()
        elif self.stand != "run" and self._can_start():
            self._start()
        self.tell()

    def _start(self) -> None:
        sitting, test = self.desk.sitting, self._chosen()
        try:
            self.bout = StrengthBout(test, own_peak_n=self._own_peak_n(), calibrated=sitting.state.calibrated)
        except RigError as error:
            self.desk.trouble = str(error)
            return
        # a drill that waits shows nothing here
        sitting.plan(None)
        self.desk.trouble, self.stand = "", "run"
        sitting.touches.tell(self.bout.feed)

    def _end(self, why: str) -> None:
        """End the test, keep what was pressed, and show it."""
        bout, sitting = self.bout, self.desk.sitting
        if bout is None:
            return
        sitting.touches.tell(None)
        found, side, virtual = bout.result(), _SIDES[self._side], sitting.state.virtual
        figure = MAIN_FIGURES.get(found.test)
        before = None if figure is None else self._history.last_figure(found.test, side, figure.name, virtual=virtual)
        kept = _(why)
        if found.presses and self.desk.note("strength", bout.facts(found, side, virtual=virtual)):
            kept = kept or (
                _("Kept for the virtual foot; it counts for no hand.") if virtual else _("Kept with your hands’ past.")
            )
        self._result = words.result_page(found, side, before, kept, self.desk.preferences.unit)
        self.bout, self.stand = None, "result"
        self.refresh()

    def _hurts(self) -> None:
        """Stop at once, and ask where it is."""
        ran = self.stand == "run"
        if ran:
            self._end("")
        self._stopped = _("The test is stopped. Take the hand off the rig.") if ran else ""
        self._site, self._felt, self._pain_side = 0, 0, self._side if ran else 2
        self.stand = "pain"
        self.refresh()

    def _keep_note(self) -> None:
        facts = pain_facts(SITES[self._site], FELT[self._felt], PAIN_SIDES[self._pain_side])
        if self.desk.note("pain", facts):
            self._choosing()

    def _choosing(self) -> None:
        self.stand = "choose"
        self.refresh()

    def _point(self, row: int) -> None:
        if self.stand == "pain":
            self._site = row - 1
        else:
            self._test, self.stand = row - 1, "choose"
        self.refresh()

    def _move(self, by: int) -> None:
        now, n = (self._site, len(SITES)) if self.stand == "pain" else (self._test, len(TEST_NAMES))
        self._point(min(max(now + by, 0), n - 1) + 1)

    def _turn(self, by: int) -> None:
        if self.stand == "pain":
            self._felt = min(max(self._felt + by, 0), len(FELT) - 1)
        else:
            self._side, self.stand = min(max(self._side + by, 0), 1), "choose"
        self.refresh()

    def _turn_side(self) -> None:
        self._pain_side = (self._pain_side + 1) % len(PAIN_SIDES)
        self.refresh()
