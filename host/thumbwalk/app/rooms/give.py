"""On a person: what force they like, the routine on a real foot by one huge cue at a time, and their word of thanks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt

from thumbwalk.app import theme as themes
from thumbwalk.app.actions import Act, Actions, Offer
from thumbwalk.app.desk import Desk
from thumbwalk.app.foot.mouse import FootMouse
from thumbwalk.app.foot.sole_view import SoleView
from thumbwalk.app.giving_layout import GivingLayout, Stand
from thumbwalk.app.hand_of import moved_by
from thumbwalk.app.matched_zone import MatchedZone
from thumbwalk.app.paced_routine import PacedRoutine
from thumbwalk.app.panes.button import Button
from thumbwalk.app.panes.cue_pane import CuePane
from thumbwalk.app.panes.field import Field
from thumbwalk.app.panes.row_list import RowList
from thumbwalk.app.panes.status import TaskPane
from thumbwalk.app.panes.text_page import PagePane
from thumbwalk.app.panes.thanks_form import ThanksForm
from thumbwalk.app.resting import RestingRoom, field_style
from thumbwalk.app.theme import LIGHT, Theme
from thumbwalk.app.words import giving_said as words
from thumbwalk.app.words import hands_said
from thumbwalk.app.words.doors import GIVE, Go
from thumbwalk.app.words.given_page import words_page
from thumbwalk.app.words.pieces import Page, Row
from thumbwalk.app.words.rig_page import plain
from thumbwalk.coach.person.routines_file import routine_named
from thumbwalk.errors import OptionError
from thumbwalk.language import _, told
from thumbwalk.learner.folder import checked_name
from thumbwalk.learner.history import History
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.sound.calls import Call

_ROW_PX = 52.0
_MOST_NAME, _LONGEST_WORD = 60, 200
"""Letters of a name and of a word of thanks."""
_ROUTINE = "ten-minutes"
_PEDAL = (Qt.Key.Key_PageDown, Qt.Key.Key_MediaPlay, Qt.Key.Key_MediaTogglePlayPause)
"""What a pedal or a remote sends, for who has both hands on a foot."""


class GiveRoom(RestingRoom):
    """Nothing is scored here; ``now_s`` is the clock that a routine is paced by, seconds."""

    name = GIVE

    def __init__(self, desk: Desk, go: Go, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(desk, go)
        self.now_s = now_s
        self.who = Field(self.widget, _("Whose feet, such as Mira"), _MOST_NAME)
        self.list = RowList(self.widget, LIGHT, _("On a person"), self._point, self._open, _ROW_PX)
        self.page = PagePane(self.widget, LIGHT)
        self.said = PagePane(self.widget, LIGHT)
        self.task = TaskPane(self.widget, LIGHT)
        self.cue = CuePane(self.widget, LIGHT)
        self.foot = SoleView(self.widget, LIGHT, desk.sitting.pad, desk.preferences.foot)
        self.thanks = ThanksForm(
            self.widget, LIGHT, Field(self.widget, _("A word for these hands"), _LONGEST_WORD), self.refresh
        )
        self.who.textChanged.connect(self._named)
        self.second = Button(self.widget, LIGHT, "", lambda: self._keep_match(above=True))
        self.begin = Button(self.widget, LIGHT, _("Begin"), self._enter_key, "primary")
        self.begin.key = "Enter"
        self.panes += [self.list, self.page, self.said, self.task, self.cue, self.foot, self.thanks.scales]
        self.buttons += [self.second, self.begin]
        self.mouse: FootMouse | None = None
        self.stand: Stand = "choose"
        self._plan = routine_named(_ROUTINE)
        self.routine: PacedRoutine | None = None
        self.match: MatchedZone | None = None
        self._row, self._trouble = 1, ""
        self._laid: Stand | None = None
        self._layout = GivingLayout(self)

    @property
    def _history(self) -> History:
        """What is known of the hands by now; `_refused` lets nothing begin before it is."""
        return self.desk.history() or History()

    @property
    def is_live(self) -> bool:
        """Whether hands are on a person."""
        return self.stand in ("match", "give", "between", "after")

    def enter(self, actions: Actions) -> None:
        """Take over what is known of the hands and of those whose feet they were on."""
        self.mouse = moved_by(self.mouse, self.foot, self.desk.sitting.hand)
        super().enter(actions)

    def leave(self) -> None:
        """Keep a routine that runs as it is; a matching that is not whole leaves nothing."""
        if self.stand in ("give", "between"):
            self._stop()
        if self.stand == "after":
            self._keep()
        if self.stand == "match":
            self._to("choose")
        if self.mouse is not None:
            self.mouse.lift()

    def called(self) -> Call | None:
        """The part of the routine, or what they are to say next, as it stands on the screen."""
        cue, task = self.cue.text, self.task.text
        if self.stand not in ("give", "between", "match") or cue is None:
            return None
        seconds = None if task is None or self.stand != "give" else task.seconds
        return Call(f"{self.stand}: {cue.word} {cue.words}", seconds, is_act=self.stand != "between")

    def offers(self) -> tuple[Offer, ...]:
        """What can be asked for where one stands."""
        enter = self._enter_key
        rows: dict[Stand, tuple[Offer, ...]] = {
            "choose": (
                Offer("↑ ↓", _("choose"), None),
                Offer("/", _("name"), self._name),
                Offer("Enter", _("begin"), enter),
            ),
            "safety": (Offer("Enter", _("none of it is true"), enter), Offer("Esc", _("not today"), self._back)),
            "match": (Offer("Esc", _("end, keep nothing"), self._back),),
            "found": (Offer("Enter", _("go on"), enter), Offer("Esc", _("back"), self._back)),
            "give": (
                Offer("Space", _("go on") if self.routine and self.routine.clock.stands else _("pause"), self._pause),
                Offer("→", _("next part"), self._skip),
                Offer("L", _("less, please"), self._less),
                Offer("Esc", _("end with resting hands"), self._stop),
            ),
            "between": (Offer("Enter", _("the other foot"), enter), Offer("Esc", _("end it here"), self._stop)),
            "after": (
                Offer("↑ ↓", _("scale"), None),
                Offer("← →", _("answer"), None),
                Offer("/", _("word"), self._name),
                Offer("Enter", _("keep"), enter),
            ),
        }
        tail = super().offers() if self.stand == "choose" else (Offer("?", _("all keys"), self.actions.help),)
        return (*rows[self.stand], *(tail if self.stand in ("choose", "found", "safety") else ()))

    def keys(self) -> Mapping[Qt.Key, Act]:
        """The keys of where one stands."""
        key = Qt.Key
        acts: dict[Qt.Key, Act] = {key.Key_Return: self._enter_key, key.Key_Enter: self._enter_key}
        if self.stand != "choose":
            acts[key.Key_Escape] = self._stop if self.stand in ("give", "between") else self._back
        if self.stand == "give":
            paused = dict.fromkeys((key.Key_Space, *_PEDAL), self._pause)
            skipped = dict.fromkeys((key.Key_Right, key.Key_MediaNext), self._skip)
            return paused | skipped | {key.Key_L: self._less, key.Key_Escape: self._stop}
        if self.stand == "between":
            acts |= dict.fromkeys(_PEDAL, self._enter_key)
        if self.stand == "choose":
            acts |= {key.Key_Up: lambda: self._move(-1), key.Key_Down: lambda: self._move(1)}
        if self.stand == "after":
            acts |= self.thanks.keys()
        return acts

    def restyle(self, theme: Theme, unit: float) -> None:
        """Colour the fields, which Qt draws itself, as well."""
        super().restyle(theme, unit)
        for field in (self.who, self.thanks.word):
            field.setFont(themes.font(16 * unit))
            field.setStyleSheet(field_style(theme, unit))

    def show(self, snapshot: Snapshot) -> None:
        """Show the foot while a press is matched; a rig that goes away ends that."""
        super().show(snapshot)
        if self.stand != "match":
            return
        self.show_foot(self.foot)
        self.foot.show_snapshot(snapshot)
        if self.match is not None:
            if why := self.match.look(snapshot):
                self._trouble = why
                self._to("choose")
            elif self.match.found is not None:
                self._to("found")

    def tell(self) -> None:
        """Say what there is to say where one stands."""
        if self._laid != self.stand:
            self._laid = self.stand
            self.lay(self.widget.width(), self.widget.height())
        if self.stand == "give" and self.routine is not None:
            self._pace(self.routine)
        if self.stand == "match" and self.match is not None:
            task, cue = self.match.texts()
            self.task.show_text(task)
            self.cue.show_text(cue)
        self.list.show_rows([row for _, row in self._doings()], self._row)
        self.page.show_text(self._page())
        self.said.show_text(words_page(self._history))
        self.thanks.show()
        asks = self.stand == "found" and self.match is not None and not self.match.kept
        self.begin.show_text(words.button_says(self.stand, asks=asks))
        self.begin.show_icon("play" if self.stand in ("choose", "between") else None)
        self.second.show_text(_("May be so much"))
        self.second.setVisible(asks)

    def lay(self, wide: int, high: int) -> None:
        """Place what is seen where one stands."""
        self._layout.lay(self.stand, wide, high, self.unit)

    def _named(self, _text: str) -> None:
        self._trouble = ""
        self.tell()

    def _name(self) -> None:
        (self.thanks.word if self.stand == "after" else self.who).setFocus()

    def _receiver(self) -> str:
        return self.who.text().strip()

    def _doings(self) -> list[tuple[words.Doing | None, Row]]:
        virtual = self.desk.sitting.state.virtual
        known = self._history.matched(self._receiver(), virtual=virtual) if self._receiver() else {}
        return words.doings(self._plan, known, self.desk.preferences.unit)

    def _doing(self) -> words.Doing:
        doing = self._doings()[self._row][0]
        assert doing is not None  # noqa: S101  a heading is never chosen
        return doing

    def _page(self) -> Page:
        if self.stand == "safety":
            return words.safety_to_agree()
        if self.stand == "found" and self.match is not None:
            return self.match.page()
        if self.stand == "after" and self.routine is not None:
            giving = self.routine.giving
            return words.thanks_page(self._receiver(), giving.done_s, whole=giving.whole)
        trouble = self._trouble or plain(self.desk.trouble)
        return words.doing_page(self._doing(), self._plan, self._receiver(), trouble)

    def _to(self, stand: Stand) -> None:
        if self.stand == "match" and self.match is not None:
            self.match.end()
        self.stand = stand
        self.refresh()

    def _back(self) -> None:
        if self.stand == "after":
            self._keep()
        self._to("choose")

    def _point(self, row: int) -> None:
        self._row, self._trouble = row, ""
        self._to("choose")

    def _open(self, row: int) -> None:
        self._point(row)
        self._enter_key()

    def _move(self, by: int) -> None:
        known = [row for row, (doing, _) in enumerate(self._doings()) if doing is not None]
        self._point(known[min(max(known.index(self._row) + by, 0), len(known) - 1)])

    def _enter_key(self) -> None:
        if self.stand == "choose":
            self._begin()
        elif self.stand == "safety":
            if self.desk.note("safety", {}):
                self._begin()
        elif self.stand == "between" and self.routine is not None:
            self.routine.next_foot(self.now_s())
            self._to("give")
        elif self.stand == "after":
            self._back()
        elif self.stand == "found" and self.match is not None:
            if not self.match.kept:
                self._keep_match(above=False)
            else:
                self._to("choose")

    def _begin(self) -> None:
        """Begin what is chosen, behind the safety page where it was not read yet."""
        doing, whose = self._doing(), self._receiver()
        try:
            if whose:
                checked_name(whose, told("The name"))
            self._trouble = self._refused(doing)
        except OptionError as error:
            self._trouble = plain(str(error))
        if self._trouble:
            self.tell()
        elif not self._history.has_seen_safety():
            self._to("safety")
        elif doing.feet is not None:
            self.routine = PacedRoutine(self._plan, doing.feet, self.now_s())
            self.thanks.clear()
            self._to("give")
        elif doing.zone is not None:
            self.match = MatchedZone(self.desk, doing.zone, whose)
            self._to("match")

    def _refused(self, doing: words.Doing) -> str:
        state = self.desk.sitting.state
        if self.desk.history() is None:
            return _(hands_said.UNREAD)
        if doing.zone is None:
            return ""
        if not self._receiver():
            return _("Say whose foot it is: press / and write the name.")
        if state.stage != "open" or state.busy:
            return _("Matching needs the rig: connect one in the room Rig.")
        if not state.calibrated:
            return _("The rig’s newtons are a guess, and no cap can be made of them: calibrate it first.")
        pain = "" if state.virtual else self._history.pain_said(self.desk.today())
        return _("Your hands asked for rest: {pain}. No rig today.").format(pain=_(pain)) if pain else ""

    def _pace(self, routine: PacedRoutine) -> None:
        """Show what is due; a foot that is over leads on."""
        texts = routine.look(self.now_s())
        if texts is None:
            self._lead_on(routine)
            return
        task, cue = texts
        self.task.show_text(task)
        self.cue.show_text(cue)

    def _lead_on(self, routine: PacedRoutine) -> None:
        giving = routine.giving
        if giving.foot is None:
            self._to("after")
        else:
            self.cue.show_text(words.between_cue(giving.routine, giving.foot))
            self._to("between")

    def _pause(self) -> None:
        if self.routine is not None:
            self.routine.pause(self.now_s())
            self.refresh()

    def _skip(self) -> None:
        if self.routine is not None:
            self.routine.skip(self.now_s())
            self.tell()

    def _less(self) -> None:
        if self.routine is not None:
            self.routine.less()
            self.tell()

    def _stop(self) -> None:
        """End it with resting hands."""
        if self.routine is not None:
            self.routine.stop(self.now_s())
            self._to("after")

    def _keep(self) -> None:
        """Keep the routine with what was said, which may be nothing."""
        routine, self.routine = self.routine, None
        if routine is None:
            return
        thanks, whose = self.thanks, self._receiver() or None
        said = {"comfort": thanks.comfort, "relaxation": thanks.relaxation}
        facts = routine.giving.facts(whose, **said, word=thanks.said)
        self.desk.note("guide", facts)
        self.stand = "choose"

    def _keep_match(self, *, above: bool) -> None:
        if self.match is not None:
            self.match.keep(above=above)
            self.refresh()
