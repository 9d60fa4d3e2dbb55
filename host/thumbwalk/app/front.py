"""The window with all its rooms: each is made when it is first opened, and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEventLoop, QTimer

from thumbwalk.app.actions import Actions
from thumbwalk.app.desk import Desk
from thumbwalk.app.room import Room
from thumbwalk.app.rooms.today import TodayRoom
from thumbwalk.app.shell import Shell
from thumbwalk.app.theme import theme_named
from thumbwalk.app.window import application, end, first_fault_closes, png_of
from thumbwalk.app.words.doors import (
    CALIBRATE,
    DEMO,
    DRILLS,
    FREE,
    GIVE,
    HELP,
    PRACTICE,
    PROGRESS,
    RIG,
    SETTINGS,
    STRENGTH,
    TODAY,
    TRIALS,
    TWO_WEIGHTS,
    WELCOME,
)
from thumbwalk.app.words.rig_page import plain
from thumbwalk.app.words.trials import trial_said
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.interrupts import noted
from thumbwalk.language import spoken
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.sound.sounds import Sounds

if TYPE_CHECKING:
    from thumbwalk.app.resting import RestingRoom
    from thumbwalk.app.rooms.calibrate import CalibrateRoom
    from thumbwalk.app.rooms.practice import PracticeRoom

_SHOWN = "first-steps"
"""What a scripted hand shows to who is new."""
_BETWEEN_MS = 120
"""So long between two steps of what is made ahead."""
_AHEAD = (PRACTICE, DRILLS, GIVE, STRENGTH, PROGRESS, RIG, SETTINGS, HELP)
"""The rooms that are made before somebody opens them, the likelier ones first."""
_PARTS = {PRACTICE: ("foot.sole_view", "panes.result_view"), GIVE: ("giving_layout",)}
"""Modules of rooms that take long, each loaded in a step of its own."""
_KINDS = {
    PRACTICE: ("rooms.practice", "PracticeRoom"),
    DRILLS: ("rooms.drills", "DrillsRoom"),
    GIVE: ("rooms.give", "GiveRoom"),
    STRENGTH: ("rooms.strength", "StrengthRoom"),
    PROGRESS: ("rooms.progress", "ProgressRoom"),
    RIG: ("rooms.rig", "RigRoom"),
    CALIBRATE: ("rooms.calibrate", "CalibrateRoom"),
    TRIALS: ("rooms.trials", "TrialsRoom"),
    SETTINGS: ("rooms.settings", "SettingsRoom"),
    WELCOME: ("rooms.welcome", "WelcomeRoom"),
    HELP: ("rooms.help", "HelpRoom"),
}
"""Where each room is, and what it is called there."""
_IDLE_MS = 400
"""So long after the window is shown its first room is on the screen."""


class Front:
    """Makes rooms, leads from one to the other, and does what the practice room asks for.

    Parameters
    ----------
    desk : Desk
    sounds : Sounds or None
        What makes the practice audible; closed by whoever made it.

    Attributes
    ----------
    window : Shell
        To be shown; Today is its first room.
    """

    def __init__(self, desk: Desk, sounds: Sounds | None = None) -> None:
        self.desk = desk
        self._sounds = sounds
        self._rooms: dict[str, Room] = {}
        self.to_make = self._steps_ahead()
        self._spoken = spoken()
        today = TodayRoom(desk, self.go)
        self._rooms[TODAY] = today
        ask = Actions(
            start=desk.start,
            pause=desk.sitting.pause,
            resume=desk.sitting.resume,
            end=desk.sitting.end,
            repeat=desk.again,
            this_set=desk.this_set,
            guess=desk.sitting.guess,
            tempo=desk.turn_tempo,
            bites=desk.turn_bites,
            trial=desk.play_trial,
            show=self._show_chosen,
            next=self._next,
            help=partial(self.go, HELP),
        )
        now = desk.preferences
        looks, zoom = theme_named(now.looks), now.text_size
        self.window = Shell(desk, today, actions=ask, theme=looks, zoom=zoom, stays=True)
        self.window.over.connect(self._keep_picture)
        self.window.looked.connect(self._keep_looks)
        self.window.hushed.connect(desk.hush)
        self._listened_in: Room = today
        self.window.heard = self._follow_moment
        self._making = QTimer(self.window, interval=_BETWEEN_MS)
        self._making.timeout.connect(self.make_ahead)
        desk.changed.append(self._follow)
        desk.sitting.onsets.tell(self.window.wake.emit)

    def go(self, name: str) -> None:
        """Show a room by its name; the practice room and the help lie upon the one that is left."""
        if name == FREE:
            self.desk.choose(None)
        if name == DEMO:
            self._show_first()
            return
        room = self._room({FREE: PRACTICE, TWO_WEIGHTS: CALIBRATE}.get(name, name))
        if name in (CALIBRATE, TWO_WEIGHTS):
            cast("CalibrateRoom", room).quick = name == TWO_WEIGHTS
        if name in (PRACTICE, FREE):
            self._prepare(cast("PracticeRoom", room))
        if name in (PRACTICE, HELP, FREE):
            self.window.open(room, keep=True)
        else:
            self.window.go(room)

    def _show_first(self) -> None:
        """Have a scripted hand show the first drill."""
        drills = self.desk.drills
        self._show(drills[_SHOWN if _SHOWN in drills else next(iter(drills))])

    def _show_chosen(self) -> None:
        """Have a scripted hand show the drill that waits."""
        if self.desk.chosen is not None:
            self._show(self.desk.chosen)

    def _show(self, drill: Drill) -> None:
        """Have a scripted hand show a drill, upon the room that is left."""
        from thumbwalk.app.rooms.demo import DemoRoom  # noqa: PLC0415

        desk = self.desk
        desk.show_me(drill)
        over = partial(_is_over, desk)
        self.window.open(
            DemoRoom(desk.sitting.pad, drill.foot or desk.preferences.foot, over, desk.end_show, desk.turn_hand)
        )

    def make_ready(self) -> None:
        """Have the learner's past read and, while nobody waits for them, the rooms made."""
        self.desk.past.held = False
        self._making.start()

    def make_ahead(self) -> None:
        """Do one step of what is made ahead, while nothing is done in any room."""
        if not self.to_make or not self.window.is_open:
            self._making.stop()
        elif not self.desk.sitting.state.practising and self.desk.show is None:
            self.make_next()

    def make_next(self) -> None:
        """Do the next step, a frame's work or two."""
        _name, step = self.to_make.pop(0)
        step()

    def _steps_ahead(self) -> list[tuple[str, Callable[[], object]]]:
        """What is to be made ahead: a room's parts, the room, and its colours and size; by the room's name."""
        steps: list[tuple[str, Callable[[], object]]] = []
        for name in _AHEAD:
            steps += [(name, partial(import_module, f"thumbwalk.app.{part}")) for part in _PARTS.get(name, ())]
            steps += [(name, partial(step, name)) for step in (_kind, self._room, self._dress)]
        return steps

    def _dress(self, name: str) -> None:
        """Give a room its colours and its size, as it will have them when it is shown."""
        self.window.prepare(self._room(name))

    def _room(self, name: str) -> Room:
        if name not in self._rooms:
            self._rooms[name] = self._made(name)
        return self._rooms[name]

    def _made(self, name: str) -> Room:
        """Make a room; only now is it loaded."""
        desk, kind = self.desk, _kind(name)
        if name == PRACTICE:
            return cast("type[PracticeRoom]", kind)(desk.sitting.pad, desk.preferences.foot)
        return cast("type[RestingRoom]", kind)(desk, self.go)

    def _prepare(self, room: PracticeRoom) -> None:
        """Give the practice room the rig that is open, and what is wished for."""
        now, sitting = self.desk.preferences, self.desk.sitting
        room.habits = replace(
            room.habits,
            unit=now.unit,
            by_touch=now.starts_by_touch,
            with_map=now.map,
            calm=now.calm,
            freely=self._freely,
            wrong=self._wrong,
            unplugged=lambda: sitting.trial is not None and ("unplug", "") in sitting.trial.faults,
            trouble=lambda: plain(sitting.state.trouble),
            best=self.desk.best_before,
        )
        room.hold(sitting.pad, now.foot, sitting.hand, turned=now.view == "receiver")

    def _freely(self) -> tuple[bool, FreeSummary | None]:
        state = self.desk.sitting.state
        return state.practising, state.free

    def _wrong(self) -> tuple[str, ...]:
        trial = self.desk.sitting.trial
        return () if trial is None else tuple(trial_said(*one) for one in trial.faults)

    def _next(self) -> None:
        """Have the next drill wait: behind a result the one for what cost most, else the ladder's."""
        snapshot = self.window.snapshot
        if snapshot is not None:
            self.desk.sitting.end()
            self.desk.choose(self.desk.after(snapshot))

    def _follow_moment(self, snapshot: Snapshot) -> None:
        """Have a moment sound, and do what was wished by the foot in the room that is shown."""
        self._hear(snapshot)
        remote, room = self.desk.sitting.remote, self.window.room
        if room is not self._listened_in:
            # a press that began in another room was meant for that
            self._listened_in = room
            remote.forget()
        wish = remote.asked()
        if not wish or not self.desk.preferences.starts_by_touch:
            return
        if room.name == PRACTICE:
            cast("PracticeRoom", room).obey(wish)
        elif room.name == TODAY and wish == "start":
            cast("TodayRoom", room).begin.click()

    def _hear(self, snapshot: Snapshot) -> None:
        """Have it sound where a drill runs, also below the help; elsewhere a weight on a tile is no fault."""
        if self._sounds is None:
            return
        room = self.window.room
        if room.name in (PRACTICE, DEMO, HELP):
            self._sounds.show(snapshot)
        else:
            self._sounds.call(cast("RestingRoom", room).called())

    def _keep_picture(self, _score: object) -> None:
        if self.window.room.name == PRACTICE:
            self.desk.sitting.keep_picture(png_of(self.window))
        if self._sounds is not None and self._sounds.learn():
            self.desk.change(sound_lead_ms=self._sounds.lead_ms)

    def _keep_looks(self) -> None:
        self.desk.change(text_size=round(self.window.zoom, 2), looks=self.window.theme.name)

    def _follow(self) -> None:
        """Take over changed settings."""
        now = self.desk.preferences
        looks = theme_named(now.looks)
        if looks is not self.window.theme:
            self.window.use_theme(looks)
        if abs(now.text_size - self.window.zoom) > 0.01:
            self.window.use_zoom(now.text_size)
        if self._sounds is not None:
            self._sounds.use_volume(now.volume)
        if self._spoken is not spoken():
            self._say_anew()

    def _say_anew(self) -> None:
        """Make every room anew: what they say was made in another language."""
        self._spoken, name = spoken(), self.window.room.name
        self._rooms = {TODAY: TodayRoom(self.desk, self.go)}
        self.window.restart(self._rooms[TODAY])
        self.to_make = self._steps_ahead()
        self._making.start()
        if name != TODAY:
            self.go(name)


def _is_over(desk: Desk) -> bool:
    return desk.show is None or desk.show.over


def _kind(name: str) -> type[Room]:
    """Give what a room is made of by its name; only now is it loaded."""
    module, kind = _KINDS[name]
    return cast("type[Room]", getattr(import_module(f"thumbwalk.app.{module}"), kind))


def run_app(desk: Desk, on_open: Callable[[Front], None] | None = None, sounds: Sounds | None = None) -> None:
    """Show the window and come back when it is closed; the sitting goes on, for whoever began it to close.

    Raises
    ------
    Interrupted
        After an orderly close, when a signal ended it.
    Exception
        The first fault in the window.
    """
    application()
    desk.past.held = True
    front = Front(desk, sounds)
    window = front.window
    if not desk.preferences.safety_read:
        front.go(WELCOME)
    try:
        with noted(window.close_soon) as ended, first_fault_closes(window):
            window.show()
            if on_open is not None:
                on_open(front)
            loop = QEventLoop()
            window.closed.connect(loop.quit)
            window.start()
            QTimer.singleShot(_IDLE_MS, window, front.make_ready)
            if window.is_open:
                loop.exec()
        if window.failure is not None:
            raise window.failure
    finally:
        desk.end_show()
        desk.sitting.onsets.tell(None)
        end(window)
    ended.again()
