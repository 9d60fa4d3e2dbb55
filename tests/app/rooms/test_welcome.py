"""The first minute: foot, hand, safety, rig, tare, one hold; nothing begins before the page was read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.app import scenes
from tests.app.desks import sitting_of
from tests.app.drawn_texts import texts_in
from tests.app.room_scenes import press, shown

from thumbwalk.app.front import Front
from thumbwalk.app.words.doors import DEMO, PRACTICE, TODAY, WELCOME

pytestmark = pytest.mark.usefixtures("qapp")


def asked(front: Front) -> list[Any]:
    return sitting_of(front.desk).asked


def test_foot_and_hand_are_chosen_by_arrows_and_kept_at_once() -> None:
    with shown("welcome-virtual-alone", 1280, 800) as front:
        press(front, Qt.Key.Key_Left)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right):
            press(front, key)
        assert (front.desk.preferences.foot, front.desk.preferences.hand) == ("left", "right")


def test_nothing_begins_before_the_page_was_read_and_the_button_says_so() -> None:
    with shown("welcome-virtual-alone", 800, 520) as front:
        room: Any = front.window.room
        press(front, Qt.Key.Key_Return)
        assert (room.begin.text(), front.window.room.name) == ("Tick 2 to begin", WELCOME)
        before = front.desk.preferences
        assert not before.safety_read
        press(front, Qt.Key.Key_Space)
        assert room.begin.text() == "Begin"
        press(front, Qt.Key.Key_Return)
        assert front.desk.preferences.safety_read
        assert front.window.room.name == PRACTICE
        assert asked(front)[-1] == ("plan", "first-steps-set-1")
        assert "tare" not in asked(front), "the virtual foot is zero"
        press(front, Qt.Key.Key_Escape)
        assert front.window.room.name == TODAY


def test_a_rig_is_connected_and_tared_before_the_hold() -> None:
    with shown("welcome", 1280, 800) as front:
        room: Any = front.window.room
        sitting = sitting_of(front.desk)
        for _ in range(2):
            press(front, Qt.Key.Key_Down)
        QTest.mouseClick(room.tick, Qt.MouseButton.LeftButton)
        sitting.state = replace(sitting.state, stage="opening", virtual=False)
        QTest.mouseClick(room.begin, Qt.MouseButton.LeftButton)
        assert asked(front)[-1] == ("connect", "/dev/ttyACM0")
        assert room.begin.text() == "Connecting …"
        sitting.state = replace(sitting.state, stage="open")
        room.refresh()
        assert asked(front)[-1] == "tare"
        sitting.state = replace(sitting.state, busy="taring")
        room.refresh()
        assert room.begin.text() == "Hands off the foot …"
        sitting.state = replace(sitting.state, busy="")
        room.refresh()
        assert front.window.room.name == PRACTICE


def test_a_rig_that_cannot_be_opened_leads_back_to_the_choice() -> None:
    with shown("welcome", 1280, 800) as front:
        room: Any = front.window.room
        sitting = sitting_of(front.desk)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space):
            press(front, key)
        sitting.state = replace(sitting.state, stage="opening", virtual=False)
        press(front, Qt.Key.Key_Return)
        why = "/dev/ttyACM0 is in use by another program; close it"
        sitting.state = replace(sitting.state, stage="failed", trouble=why)
        room.refresh()
        assert (room.waits, room.begin.text()) == (False, "Begin")
        assert any("in use by another program" in one.text for one in texts_in(front.window))


def test_a_page_that_is_longer_than_the_window_is_scrolled_by_keys() -> None:
    with shown("welcome", 800, 520) as front:
        front.window.use_zoom(1.3)
        room: Any = front.window.room
        texts_in(front.window)
        press(front, Qt.Key.Key_PageDown)
        assert room.once.scrolled > 0.0
        press(front, Qt.Key.Key_PageUp)
        assert room.once.scrolled == 0.0


def test_a_show_is_labelled_can_be_left_and_goes_back_by_itself() -> None:
    with shown("welcome-virtual-alone", 1280, 800) as front:
        room: Any = front.window.room
        for _ in range(3):
            press(front, Qt.Key.Key_Down)
        assert room.begin.text() == "Show me"
        press(front, Qt.Key.Key_Return)
        show: Any = front.desk.show
        assert front.window.room.name == DEMO
        front.window.pull()
        front.window.room.show_words(front.desk.snapshot())
        assert "DEMO · an expert · First steps" in [one.text for one in texts_in(front.window)]
        key = Qt.Key
        acts = {key.Key_Space, key.Key_Return, key.Key_R, key.Key_S, key.Key_N}
        assert acts.isdisjoint(front.window.room.taken_keys()), "it is nobody's practice"
        press(front, Qt.Key.Key_Escape)
        assert (front.window.room.name, show.is_closed, front.desk.show) == (WELCOME, True, None)
        press(front, Qt.Key.Key_Return)
        again: Any = front.desk.show
        again.over, again.now = True, scenes.untouched()
        front.window.pull()
        assert (front.window.room.name, again.is_closed) == (WELCOME, True)
        assert not front.desk.preferences.safety_read


def test_escape_leaves_it_for_later() -> None:
    with shown("welcome", 1280, 800) as front:
        press(front, Qt.Key.Key_Escape)
        assert front.window.room.name == TODAY
        assert not front.desk.preferences.safety_read
