"""The room Progress: chosen by keys and mouse, empty or with weeks in it, and without a store it goes on."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.app import pasts, scenes
from tests.app.desks import still_desk
from tests.app.drawn_texts import texts_in
from tests.app.room_scenes import LOCKED, press, shown

from thumbwalk.app.front import Front
from thumbwalk.app.learners_past import LookBack, Wanted
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import PROGRESS, TODAY

pytestmark = pytest.mark.usefixtures("qapp")


def titles(room: Any) -> list[str]:
    return [row.title for row in room.topics.rows]


def test_the_cold_sets_come_first_and_the_arrows_pass_over_headings() -> None:
    with shown("progress", 1280, 800) as front:
        room: Any = front.window.room
        assert titles(room)[:4] == ["Cold sets, by technique", "Knead", "Hold", "Walk"]
        assert room.chart.text.title == "knead, 12 weeks"
        for _ in range(3):
            press(front, Qt.Key.Key_Down)
        assert titles(room)[room.topics.chosen] == "Where it went"
        assert room.map.isVisible()
        assert not room.chart.isVisible()
        for _ in range(20):
            press(front, Qt.Key.Key_Down)
        assert titles(room)[room.topics.chosen] == "What they said"
        assert any("Softer than last time" in one.text for one in texts_in(front.window))


def test_a_click_chooses_and_left_and_right_look_further_back() -> None:
    with shown("progress", 1280, 800) as front:
        room: Any = front.window.room
        row = titles(room).index("Hold")
        y = round((row + 0.5) * room.topics.row_px * room.topics.unit - room.topics.scrolled)
        QTest.mouseClick(room.topics, Qt.MouseButton.LeftButton, pos=QPoint(40, y))
        assert room.chart.text.title == "hold, 12 weeks"
        press(front, Qt.Key.Key_Left)
        assert room.chart.text.title == "hold, 52 weeks"
        press(front, Qt.Key.Key_Right)
        press(front, Qt.Key.Key_Right)
        press(front, Qt.Key.Key_Right)
        assert room.chart.text.title == "hold, 4 weeks"


def test_better_is_said_beyond_the_spread_which_stands_in_words() -> None:
    with shown("progress", 1280, 800) as front:
        said = [one.text for one in texts_in(front.window)]
        assert any(text.endswith(", better") for text in said)
        assert any(text.startswith("your usual spread, ±") for text in said)


def test_who_did_nothing_yet_is_led_to_a_drill() -> None:
    with shown("progress-empty", 800, 520) as front:
        assert any("One drill" in one.text or "one drill" in one.text for one in texts_in(front.window))
        press(front, Qt.Key.Key_Return)
        assert front.window.room.name == TODAY


def test_a_store_that_is_locked_is_said_and_read_again_when_somebody_asks() -> None:
    desk = still_desk(scenes.quiet(), past=LOCKED)
    front = Front(desk)
    front.window.show()
    try:
        front.go(PROGRESS)
        room: Any = front.window.room
        assert any("in use by another program" in one.text for one in texts_in(front.window))
        desk.past._read = lambda _wanted: pasts.weeks()
        press(front, Qt.Key.Key_Return)
        assert "Knead" in titles(room)
        assert not room.act.isVisible()
    finally:
        end(front.window)


def test_the_past_of_the_chosen_learner_is_shown_and_anew_when_something_was_added() -> None:
    asked: list[Wanted] = []

    def read(wanted: Wanted) -> LookBack:
        asked.append(wanted)
        return pasts.weeks() if wanted.learner == "Jo" else pasts.first_day()

    desk = still_desk(scenes.quiet(), learner="me")
    desk.past._read = read
    front = Front(desk)
    try:
        front.go(PROGRESS)
        room: Any = front.window.room
        assert "Nothing yet" in titles(room)
        desk.change(learner="Jo")
        room.refresh()
        assert "Knead" in titles(room)
        desk.note("pain", {"site": "thumb"})
        room.refresh()
        assert [one.learner for one in asked] == ["me", "Jo", "Jo"]
        assert {one.layout for one in asked} == {"sole16"}
    finally:
        end(front.window)
