"""The rooms Strength and Give in the states that people meet; a hand's touch is fed as the reader thread would."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.app import pasts, scenes
from tests.app.desks import sitting_of, still_desk
from tests.coach.conftest import _touch_at

from thumbwalk.app.front import Front
from thumbwalk.app.rooms.give import GiveRoom
from thumbwalk.app.rooms.strength import StrengthRoom
from thumbwalk.app.words.doors import GIVE, STRENGTH
from thumbwalk.coach.strength.protocol import TestName, strength_test
from thumbwalk.session.sitting_state import SittingState
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.strong_hand import strong_presses

Scene = Callable[[], Front]
REAL = SittingState("open", virtual=False, calibrated=True)


def strength_front(*, past: bool = True) -> Front:
    front = Front(still_desk(scenes.quiet(), REAL, past=pasts.weeks() if past else pasts.first_day()))
    front.go(STRENGTH)
    return front


def strength_room(front: Front) -> StrengthRoom:
    room = front.window.room
    assert isinstance(room, StrengthRoom)
    return room


def pressed(name: TestName, until_s: float) -> TouchBlock:
    """What a strong hand does in a test, up to a time; 100 Hz."""
    time_s = np.arange(0.0, until_s, 0.01)
    force_n = np.zeros_like(time_s)
    for one in strong_presses(strength_test(name), 46.0):
        within = (time_s >= one.start_s + 0.3) & (time_s < one.end_s - 0.1)
        part = (time_s[within] - one.start_s) / (one.end_s - one.start_s)
        force_n[within] = one.force_n + part * (one.end_n - one.force_n)
    return _touch_at(force_n)


def testing(name: TestName, until_s: float, row: int) -> Scene:
    """In the middle of a test."""

    def show() -> Front:
        front = strength_front()
        room = strength_room(front)
        room._point(row)
        room._enter_key()
        touch = pressed(name, until_s)
        for at in range(0, len(touch), 100):
            sitting_of(front.desk).touches.hear(touch.cut(at, at + 100))
        return front

    return show


def tested() -> Front:
    """Behind a test that was done."""
    front = testing("peak", strength_test("peak").duration_s + 0.5, 1)()
    front.window.room.show(scenes.quiet())
    return front


def hurting() -> Front:
    """Pain in the middle of a test."""
    front = testing("peak", 40.0, 1)()
    strength_room(front)._hurts()
    return front


def give_front(*, past: bool = True, row: int = 1, who: str = "Mira") -> Front:
    front = Front(still_desk(scenes.quiet(), REAL, past=pasts.weeks() if past else pasts.first_day()))
    front.go(GIVE)
    room = give_room(front)
    room.who.setText(who)
    room._point(row)
    return front


def give_room(front: Front) -> GiveRoom:
    room = front.window.room
    assert isinstance(room, GiveRoom)
    return room


def giving(at_s: float, *, less: bool = False) -> Scene:
    """In the middle of the routine."""

    def show() -> Front:
        front = give_front()
        room, now = give_room(front), [0.0]
        room.now_s = lambda: now[0]
        room._enter_key()
        for now[0] in np.arange(0.0, at_s + 0.1, 5.0).tolist():
            room.tell()
        now[0] = at_s
        if less:
            room._less()
        room.tell()
        return front

    return show


def thanked() -> Front:
    """Behind the routine, answered in part."""
    front = giving(130.0)()
    room = give_room(front)
    room._stop()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(front.window, key)
    room.thanks.word.setText("Softer than last time, thank you.")
    return front


def matching(*forces_n: float, seconds: float = 2.0) -> Scene:
    """Some presses into a matching of the heel."""

    def show() -> Front:
        front = give_front(row=9)
        give_room(front)._enter_key()
        for force_n in forces_n:
            ramp, rest = np.linspace(0.0, 1.0, 20), np.zeros(100)
            one = np.concatenate([ramp, np.ones(round(100 * seconds) - 20), rest])
            sitting_of(front.desk).touches.hear(_touch_at(force_n * one, 35.0, 45.0))
        front.window.room.show(scenes.quiet())
        return front

    return show


def no_safety_yet() -> Front:
    """Before anybody was ever practised on."""
    front = give_front(past=False)
    give_room(front)._enter_key()
    return front


def nobody_named() -> Front:
    """A matching that was asked for without a name."""
    front = give_front(row=9, who="")
    give_room(front)._enter_key()
    return front


def on_pain() -> Front:
    """A day with pain: no test."""
    front = strength_front()
    front.desk.note("pain", {"site": "thumb", "what": "pain", "side": "right"})
    front.go("Today")
    front.go(STRENGTH)
    return front


PEOPLE_SCENES: dict[str, Scene] = {
    "strength": strength_front,
    "strength-first": lambda: strength_front(past=False),
    "strength-press": testing("peak", strength_test("peak").presses[1].start_s + 2.5, 1),
    "strength-rest": testing("peak", 45.0, 1),
    "strength-many": testing("critical", strength_test("critical").presses[14].start_s + 4.0, 5),
    "strength-result": tested,
    "strength-pain": hurting,
    "strength-no-rig-today": on_pain,
    "give": give_front,
    "give-first": no_safety_yet,
    "give-match-whom": nobody_named,
    "give-match": matching(9.0),
    "give-match-short": matching(9.0, 14.0, seconds=0.5),
    "give-match-above": matching(9.0, 30.0, 10.0, 32.0, 11.0, 31.0),
    "give-match-kept": matching(9.0, 15.0, 10.0, 16.0, 11.0, 15.0),
    "give-routine": giving(265.0),
    "give-routine-less": giving(420.0, less=True),
    "give-between": giving(601.0),
    "give-thanks": thanked,
}
