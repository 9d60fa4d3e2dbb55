"""The room Today: what the store advises, one button, rest without blame, and a store that can't be read."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.app import pasts, scenes
from tests.app.desks import sitting_of, still_desk
from tests.app.drawn_texts import texts_in
from tests.app.room_scenes import press, shown

from thumbwalk.app.front import Front
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import DRILLS, PRACTICE
from thumbwalk.session.sitting_state import SittingState

pytestmark = pytest.mark.usefixtures("qapp")


def said(front: Front) -> str:
    return " | ".join(one.text for one in texts_in(front.window))


def test_the_first_of_what_is_advised_waits_and_enter_leads_to_it() -> None:
    with shown("today", 1280, 800) as front:
        assert sitting_of(front.desk).planned is front.desk.drills["walk-2"]
        assert "the pace cost the most of late" in said(front)
        press(front, Qt.Key.Key_Return)
        assert front.window.room.name == PRACTICE


def test_what_else_is_advised_is_a_click_away() -> None:
    with shown("today", 1280, 800) as front:
        room: Any = front.window.room
        assert [row.title for row in room.instead.rows[1:3]] == [
            front.desk.drills[name].title for name in ("hold-1", "mix")
        ]
        QTest.mouseClick(room.instead, Qt.MouseButton.LeftButton, pos=QPoint(40, round(1.5 * 56 * room.unit)))
        assert sitting_of(front.desk).planned is front.desk.drills["hold-1"]
        assert front.window.room.name == PRACTICE


def test_a_week_has_its_minutes_and_the_hands_their_load() -> None:
    with shown("today", 800, 520) as front:
        told = said(front)
        assert "4 days, 29 minutes" in told
        assert "27 % of a day’s" in told
        assert "one off in between is no break" in told


def test_hands_that_ask_for_rest_get_no_drill_and_no_blame() -> None:
    with shown("today-rest", 1280, 800) as front:
        assert "Rest today" in said(front)
        press(front, Qt.Key.Key_Return)
        assert front.window.room.name == DRILLS


def test_without_a_store_the_bests_of_the_documents_advise_and_why_is_said() -> None:
    with shown("today-store-locked", 1280, 800) as front:
        assert "is in use by another program" in said(front)
        press(front, Qt.Key.Key_Return)
        assert front.window.room.name == PRACTICE


def test_until_the_past_is_read_nothing_is_advised_to_who_has_one() -> None:
    desk = still_desk(scenes.quiet(), past=pasts.weeks())
    desk.past.held = True
    front = Front(desk)
    front.window.show()
    try:
        assert "One moment …" in said(front)
        assert sitting_of(desk).planned is None
        desk.past.held = False
        front.window.room.show_words(scenes.quiet())
        assert sitting_of(desk).planned is desk.drills["walk-2"]
    finally:
        end(front.window)


@pytest.mark.parametrize(("stage", "waits"), [("opening", True), ("failed", False)])
def test_a_rig_that_is_being_connected_alarms_nobody(stage: Any, waits: bool) -> None:
    front = Front(still_desk(scenes.quiet(), SittingState(stage)))
    try:
        room: Any = front.window.room
        room.show_words(scenes.quiet())
        assert (room.nav.waits, room.nav.connected) == (waits, False)
    finally:
        end(front.window)
