"""The practice room: the foot in the middle, the task on its left, the coaching on its right. It computes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.best_before import NONE_BEFORE, BestSets
from thumbwalk.app.foot.mouse import FootMouse
from thumbwalk.app.foot.sole_view import SoleView
from thumbwalk.app.panes.bars import FooterBar, HeaderBar, ScoreBar
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.force_strip import ForceStrip
from thumbwalk.app.panes.pane import Pane
from thumbwalk.app.panes.plates import place_plates
from thumbwalk.app.panes.result_view import ResultView
from thumbwalk.app.panes.status import CoachPane, PulsePane, TaskPane
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.panes.watch_pane import Watch
from thumbwalk.app.theme import LIGHT, Theme
from thumbwalk.app.words import moment
from thumbwalk.app.words.free_page import free_page
from thumbwalk.app.words.guess_dial import GuessDial
from thumbwalk.app.words.moment import CoachText
from thumbwalk.app.words.pieces import Page
from thumbwalk.app.words.stages import Stage, offered, stage_of
from thumbwalk.app.words.steps import steps_of
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.feedback.amounts import ForceUnit, asked_force
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.language import _, capital
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.pad_remote import Wish
from thumbwalk.session.screen.review import SetReview
from thumbwalk.session.screen.snapshot import MouseHand, Snapshot

_MOST_BUTTONS = 4
_STEP_S = 0.5
"""How far an arrow goes in a set that is watched."""
_KEYS = {
    "Space": (
        *(Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter),
        # what pedals and remotes send
        *(Qt.Key.Key_PageDown, Qt.Key.Key_MediaPlay, Qt.Key.Key_MediaTogglePlayPause),
    ),
    "Esc": (Qt.Key.Key_Escape,),
    "R": (Qt.Key.Key_R,),
    "S": (Qt.Key.Key_S, Qt.Key.Key_PageUp, Qt.Key.Key_MediaPrevious),
    "N": (Qt.Key.Key_N, Qt.Key.Key_MediaNext),
    "W": (Qt.Key.Key_W,),
    "D": (Qt.Key.Key_D,),
    "H": (Qt.Key.Key_H,),
    "B": (Qt.Key.Key_B,),
}
"""The keys behind the names that the footer shows."""


@dataclass
class Habits:
    """What the user wants of the room.

    The force's ``unit``; and whether the foot is a remote while nothing runs, the traditional map lies over
    it, and what moves goes by steps.

    ``freely`` tells of free practice whether it is recorded just now, and what was done in it; ``best`` gives the
    learner's best sets of a drill that is over, as far as they are known; ``wrong`` what was made to go wrong with the
    virtual rig, ``unplugged`` whether that was its cable, and ``trouble`` what went wrong by itself, in a line.
    """

    unit: ForceUnit = "N"
    by_touch: bool = False
    with_map: bool = False
    calm: bool = False
    freely: Callable[[], tuple[bool, FreeSummary | None]] = lambda: (False, None)
    wrong: Callable[[], tuple[str, ...]] = lambda: ()
    unplugged: Callable[[], bool] = lambda: False
    trouble: Callable[[], str] = lambda: ""
    best: Callable[[Drill], BestSets] = lambda _drill: NONE_BEFORE


class PracticeRoom:
    """A drill, or free practice, before and while it is done, and its result when it is over.

    Parameters
    ----------
    pad : Pad
        The layout that is drawn.
    foot : "left" or "right"
        Which foot the drawing shows.
    hand : MouseHand or None
        The virtual rig's hand, for the mouse to move; None with a real rig.
    """

    name = "Practice"

    def __init__(self, pad: Pad, foot: Foot, hand: MouseHand | None = None) -> None:
        self.widget = QWidget()
        # colours until the window gives its own
        theme = LIGHT
        self.habits = Habits()
        self.header = HeaderBar(self.widget, theme)
        self.task = TaskPane(self.widget, theme)
        self.notes = PagePane(self.widget, theme)
        self.pulse = PulsePane(self.widget, theme)
        self.pulse.turned = 1 if foot == "left" else -1
        self.foot = SoleView(self.widget, theme, pad, foot)
        self.coach = CoachPane(self.widget, theme)
        self.score = ScoreBar(self.widget, theme)
        self.result = ResultView(self.widget, theme, self._look_at)
        self.footer = FooterBar(self.widget, theme)
        self.buttons = [Button(self.widget, theme, "", self._press(number)) for number in range(_MOST_BUTTONS)]
        for button in self.buttons:
            button.hide()
        # Last, so that it is painted last: its end is the end of a repaint.
        self.strip = ForceStrip(self.widget, theme)
        self.mouse = FootMouse(self.foot, hand, self._show_footer) if hand is not None else None
        self.watch = Watch(self.widget, self.foot, self.result.strip)
        self._actions = Actions()
        self._snapshot: Snapshot | None = None
        self._turn: tuple[object, ...] | None = None
        self._stage: Stage = "free"
        self._on_plates: tuple[Offer, ...] = ()
        self._unit = 1.0
        self._dial = GuessDial()
        self._show_panes(result=False, notes=False)

    def enter(self, actions: Actions) -> None:
        """Take over what can be asked for."""
        self._actions = replace(actions, watch=self.watch.toggle)
        self._turn = None
        self._dial.use(self._actions, self.habits.unit)
        self.strip.use_unit(self.habits.unit)
        self.foot.force_unit = self.habits.unit
        self.pulse.calm = self.foot.calm = self.habits.calm
        self.foot.show_map(self.habits.with_map)
        self._show_offers()

    def leave(self) -> None:
        """Lift the mouse's hand; who leaves a question unanswered wants to be told."""
        if self._stage == "guess":
            self._dial.give_up()
        if self.mouse is not None:
            self.mouse.lift()

    def hold(self, pad: Pad, foot: Foot, hand: MouseHand | None, *, turned: bool = False) -> None:
        """Go on with another rig."""
        self.foot.show_pad(pad, foot, turned=turned)
        self.pulse.turned = 1 if foot == "left" else -1
        if self.mouse is not None and self.mouse.hand is not hand:
            self.mouse.let_go()
            self.mouse = None
        if hand is not None and self.mouse is None:
            self.mouse = FootMouse(self.foot, hand, self._show_footer)
        self._show_footer()

    def taken_keys(self) -> Mapping[Qt.Key, Act]:
        """What can be asked for at this moment."""
        taken = {key: one.act for one in self._offers() if one.act for key in _KEYS.get(one.key, ())}
        taken[Qt.Key.Key_O] = self._turn_map
        if self._actions.trial is not None:
            taken[Qt.Key.Key_X] = self._actions.trial
        if self._stage == "guess":
            taken |= {Qt.Key[name]: self._dialled(act) for name, act in self._dial.keys().items()}
        if self._stage == "result":
            taken |= {
                Qt.Key.Key_Up: lambda: self.result.move(-1),
                Qt.Key.Key_Down: lambda: self.result.move(1),
                Qt.Key.Key_PageDown: self._scroll(1.0, taken.get(Qt.Key.Key_N)),
                Qt.Key.Key_PageUp: self._scroll(-1.0, taken.get(Qt.Key.Key_S)),
                Qt.Key.Key_Left: lambda: self.watch.step(-_STEP_S),
                Qt.Key.Key_Right: lambda: self.watch.step(_STEP_S),
                Qt.Key.Key_Comma: lambda: self.watch.go_at(-1),
                Qt.Key.Key_Period: lambda: self.watch.go_at(1),
            }
        return taken

    def _scroll(self, way: float, behind: Act | None) -> Act:
        """Show more of the ledger; where all of it is in sight, do what a pedal's key is for behind a drill."""

        def do() -> None:
            if not self.result.scroll(way) and behind is not None:
                behind()

        return do

    def obey(self, wish: Wish) -> None:
        """Do what was wished by the foot, where nothing runs: begin or go on; behind a drill do the set again."""
        ask, stage = self._actions, self._stage
        if wish == "start":
            act = {"ready": ask.start, "free": ask.start, "result": ask.next}.get(stage)
            if act is not None:
                act()
        elif wish == "again" and stage == "result" and ask.this_set is not None:
            ask.this_set(self.result.index)

    def _dialled(self, act: Act) -> Act:
        """Do something with the guess, and show it at once."""

        def do() -> None:
            act()
            if self._snapshot is not None:
                self.show_words(self._snapshot)

        return do

    def _turn_map(self) -> None:
        """Lay the traditional map over the foot, or take it away."""
        self.foot.show_map(not self.foot.with_map)
        self._show_footer()

    def restyle(self, theme: Theme, unit: float) -> None:
        """Take over colours and size, and place the panes."""
        self._unit = unit
        for pane in self._panes():
            pane.restyle(theme, unit)
        for button in self.buttons:
            button.restyle(theme, unit)
        self._arrange(unit)
        self.watch.restyle(theme, unit)

    def show(self, snapshot: Snapshot) -> None:
        """Show what moves; texts follow at their own, slower pace, unless they have something new to say."""
        self._snapshot = snapshot
        self._dial.follow(snapshot)
        self.foot.show_snapshot(snapshot)
        if snapshot.result is None:
            self.strip.show_snapshot(snapshot)
            self.pulse.show_text(moment.pulse_text(snapshot))
        elif snapshot.drill is not None:
            self._look_for_best(snapshot.drill.drill)
        turn = moment.turn(snapshot)
        if turn != self._turn:
            self._turn = turn
            self.show_words(snapshot)

    def show_words(self, snapshot: Snapshot) -> None:
        """Show the texts; the result takes the place of the task."""
        self._snapshot = snapshot
        self.header.show_text(moment.header_text(snapshot))
        recorded, done = self.habits.freely()
        stage = stage_of(snapshot, recorded=recorded, asks=self._dial.is_open)
        if stage == "result":
            self.result.show(snapshot, self.habits.unit, self.foot.foot)
        else:
            self.result.forget()
            self.task.show_text(moment.task_text(snapshot, self.habits.unit))
            asked = self._dial.text() if stage == "guess" else None
            self.coach.show_text(asked or self._said_now(snapshot))
            self.coach.point(self.foot.heading_deg(snapshot))
            self.score.show_score(None if snapshot.drill is None else snapshot.drill.running_score)
        notes: Page = ()
        if stage == "ready" and snapshot.drill is not None:
            notes = steps_of(snapshot.drill.drill, self.habits.unit)
        elif stage in ("free", "freely") and self._actions.start is not None:
            notes = free_page(done, practising=recorded)
        self.notes.show_text(notes)
        self._stage = stage
        self._show_panes(result=stage == "result", notes=bool(notes))
        self._show_offers()

    def _said_now(self, snapshot: Snapshot) -> CoachText:
        """The word of now; before a drill that could not begin, why not."""
        text = moment.coach_text(snapshot, self.habits.unit, by_touch=self.habits.by_touch)
        trouble = self.habits.trouble()
        is_ready = snapshot.drill is not None and snapshot.drill.stand == "ready" and snapshot.result is None
        # the footer names the file as well
        file, _colon, why = trouble.partition(": ")
        short = why if why and " " not in file else trouble
        return replace(text, tone="caution", detail=capital(short)) if trouble and is_ready else text

    def _look_at(self, review: SetReview | None) -> None:
        self.foot.show_review(review)
        self.watch.show(review, self.habits.unit)
        self.watch.stand_beside(self.result.beside)

    def _look_for_best(self, drill: Drill) -> None:
        """Have the learner's best beside what is looked at, once it is known."""
        best = self.habits.best(drill)
        if best is not self.result.best:
            self.result.best = best
            self.watch.stand_beside(self.result.beside)

    def _offers(self) -> tuple[Offer, ...]:
        """What can be asked for now, in the footer's order."""
        if self._stage == "guess":
            offers = (replace(one, act=self._dialled(one.act)) for one in self._dial.offers() if one.act is not None)
            return (*offers, *offered(self._stage, self._actions, 0))
        state = None if self._snapshot is None else self._snapshot.drill
        done = 0 if state is None else state.phase.set_index or 0
        index = self.result.index if self._stage == "result" else done
        drill = None if state is None else state.drill
        found = offered(self._stage, self._actions, index, drill, flawless=self.result.is_flawless)
        if self._stage != "lost" or not self.habits.unplugged():
            return found
        return (*found[:-1], Offer("X", _("plug in"), self._actions.trial, _("Plug in"), advised=True), *found[-1:])

    def _press(self, number: int) -> Act:
        def press() -> None:
            act = self._on_plates[number].act if number < len(self._on_plates) else None
            if act is not None:
                act()

        return press

    def _show_offers(self) -> None:
        """Put what decides on buttons, the advised one last and filled; while a drill runs there are none."""
        on_plates = tuple(one for one in self._offers() if one.plate)
        if self._stage == "paused":
            on_plates = on_plates[::-1]
        if [(one.plate, one.advised) for one in on_plates] != [(one.plate, one.advised) for one in self._on_plates]:
            for index, button in enumerate(self.buttons):
                button.setVisible(index < len(on_plates))
                if index < len(on_plates):
                    button.show_text(on_plates[index].plate)
                    button.show_icon(on_plates[index].icon)
                    button.choose("primary" if on_plates[index].advised else "plain")
            self._on_plates = on_plates
            self._arrange(self._unit)
        self._on_plates = on_plates
        self._show_footer()

    def _panes(self) -> tuple[Pane, ...]:
        return (
            self.header,
            self.task,
            self.notes,
            self.pulse,
            self.foot,
            self.coach,
            self.score,
            *self.result.panes,
            self.footer,
            self.strip,
        )

    def _arrange(self, unit: float) -> None:
        wide, high = self.widget.width(), self.widget.height()
        header, footer = round(60 * unit), round(50 * unit)
        body = QRect(0, header, wide, high - header - footer).adjusted(0, round(20 * unit), 0, -round(8 * unit))
        edge, gap = round(32 * unit), round(20 * unit)
        foot_wide = min(round(0.52 * body.height() + 40 * unit), round(0.36 * wide))
        foot = QRect((wide - foot_wide) // 2, header + 2, foot_wide, high - header - footer - 2)
        left = QRect(edge, body.top(), foot.left() - edge - gap, body.height())
        right = QRect(foot.right() + gap, body.top(), wide - edge - foot.right() - gap, body.height())
        self.header.setGeometry(0, 0, wide, header)
        self.footer.setGeometry(0, high - footer, wide, footer)
        self.foot.setGeometry(foot)
        pulse, score = round(84 * unit), round(62 * unit)
        room = left.height() - pulse - score - round(46 * unit)
        task = min(round(TaskPane.HEIGHT * unit), room)
        self.task.setGeometry(left.left(), left.top(), left.width(), task)
        self.pulse.setGeometry(left.left(), left.top() + task + round(26 * unit), left.width(), pulse)
        self.score.setGeometry(left.left(), left.bottom() - score, left.width(), score)
        # no clock runs where there are notes, so that they begin below the task's words
        self.notes.setGeometry(left.adjusted(0, round(TaskPane.WORDS * unit), 0, 0))
        if self._on_plates:
            right.setBottom(place_plates(self.buttons[: len(self._on_plates)], right, unit))
        coach = round(CoachPane.HEIGHT * unit)
        self.coach.setGeometry(right.left(), right.top(), right.width(), coach)
        self.strip.setGeometry(right.adjusted(0, coach + round(8 * unit), 0, -round(6 * unit)))
        self.result.arrange(left, right, unit)

    def _show_panes(self, *, result: bool, notes: bool) -> None:
        live: tuple[Pane, ...] = (self.task, self.coach)
        for pane in live:
            pane.setVisible(not result)
        self.strip.setVisible(not result and self._stage != "guess")
        clocks: tuple[Pane, ...] = (self.pulse, self.score)
        for pane in clocks:
            pane.setVisible(not result and not notes)
        self.notes.setVisible(notes)
        for one in self.result.panes:
            one.setVisible(result)

    def _show_footer(self) -> None:
        mouse = (
            _("Press and drag on the foot, wheel for force: {force}").format(
                force=asked_force(self.mouse.force_n, self.habits.unit)
            )
            if self.mouse
            else ""
        )
        said = " · ".join(self.habits.wrong()) or mouse
        trouble = self.habits.trouble()
        notices = (trouble, "") if trouble else moment.notices(self._snapshot, with_map=self.foot.with_map)
        self.footer.show_texts(notices, said, self._offers(), warns=bool(trouble))
