"""From every room to every other, by mouse and keys; a drill from choosing it to its end; without growth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from tests.app import scenes
from tests.app.conftest import Until
from tests.app.desks import sitting_of, still_desk
from tests.app.room_scenes import press

from thumbwalk.app.front import Front
from thumbwalk.app.resting import RestingRoom
from thumbwalk.app.rooms.practice import PracticeRoom
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import (
    DRILLS,
    FREE,
    GIVE,
    HELP,
    NAMES,
    PRACTICE,
    PROGRESS,
    RIG,
    SETTINGS,
    STRENGTH,
    TODAY,
)
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.sound.sounds import Sounds
from thumbwalk.sound.speaker import Speaker

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def make_front() -> Iterator[Callable[[], Front]]:
    all_made: list[Front] = []

    def make() -> Front:
        made = Front(still_desk(scenes.quiet()))
        made.window.show()
        made.window.start()
        all_made.append(made)
        return made

    yield make
    for made in all_made:
        end(made.window)


@pytest.fixture
def front(make_front: Callable[[], Front]) -> Front:
    return make_front()


def asked(front: Front) -> list[Any]:
    return sitting_of(front.desk).asked


def here(front: Front) -> str:
    return front.window.room.name


@pytest.mark.parametrize("name", [name for name in NAMES if name != FREE])
def test_each_name_in_the_header_leads_to_its_room_and_escape_back_to_today(front: Front, name: str) -> None:
    room = front.window.room
    assert isinstance(room, RestingRoom)
    QTest.mouseClick(room.nav.tabs[name], Qt.MouseButton.LeftButton)
    assert here(front) == name
    press(front, Qt.Key.Key_Escape)
    assert here(front) == TODAY
    press(front, Qt.Key.Key_Escape)
    assert front.window.isVisible(), "the way back ends at the first room"


def test_keys_lead_to_every_room_and_help_lies_over_the_one_that_is_left(front: Front) -> None:
    keys = (Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_7, Qt.Key.Key_8, Qt.Key.Key_1)
    for key, name in zip(keys, (DRILLS, GIVE, STRENGTH, PROGRESS, RIG, SETTINGS, TODAY), strict=True):
        press(front, key)
        assert here(front) == name
    press(front, Qt.Key.Key_2)
    press(front, Qt.Key.Key_Question)
    assert here(front) == HELP
    press(front, Qt.Key.Key_Escape)
    assert here(front) == DRILLS


def test_every_room_at_rest_has_the_same_names_and_marks_its_own(front: Front) -> None:
    for name in (DRILLS, GIVE, STRENGTH, PROGRESS, RIG, SETTINGS, TODAY):
        front.go(name)
        room = front.window.room
        assert isinstance(room, RestingRoom)
        assert [tab for tab, button in room.nav.tabs.items() if button.chosen] == [name]


def test_today_starts_what_it_suggests(front: Front) -> None:
    name = front.desk.suggestions()[0].drill
    assert ("plan", name) in asked(front)
    press(front, Qt.Key.Key_Return)
    assert here(front) == PRACTICE
    press(front, Qt.Key.Key_Space)
    assert asked(front)[-1] == ("practise", name)


def test_a_drill_is_searched_chosen_by_the_mouse_and_practised(front: Front) -> None:
    front.go(DRILLS)
    room: Any = front.window.room
    press(front, Qt.Key.Key_Slash)
    QTest.keyClicks(room.search, "caterpillar")
    QTest.keyClick(room.search, Qt.Key.Key_Return)
    assert here(front) == DRILLS, "Enter ends the typing, and starts nothing"
    assert [row.title for row in room.rungs.rows] == ["The caterpillar"]
    QTest.mouseClick(room.rungs, Qt.MouseButton.LeftButton, pos=room.rungs.rect().topLeft() + room.rungs.pos() * 0)
    QTest.mouseClick(room.begin, Qt.MouseButton.LeftButton)
    assert here(front) == PRACTICE
    assert asked(front)[-1] == ("plan", "walk-1")


def test_a_drill_that_was_added_is_counted_where_drills_are_searched(front: Front) -> None:
    front.go(DRILLS)
    room: Any = front.window.room
    before = len(front.desk.drills)
    assert room.search.placeholderText() == f"Search {before} drills"
    front.desk.take_file(Path("/home/anna/old-lee.twr"))
    room.refresh()
    assert room.search.placeholderText() == f"Search {before + 1} drills"


def test_the_arrows_go_through_drills_and_shelves(front: Front) -> None:
    front.go(DRILLS)
    room: Any = front.window.room
    press(front, Qt.Key.Key_Down)
    assert room.rungs.chosen == 1
    press(front, Qt.Key.Key_Right)
    assert room.shelves.chosen == 1
    press(front, Qt.Key.Key_Return)
    assert here(front) == PRACTICE


def test_free_practice_is_started_and_ended_by_the_same_key(front: Front) -> None:
    press(front, Qt.Key.Key_3)
    assert here(front) == PRACTICE
    assert front.desk.chosen is None
    press(front, Qt.Key.Key_Space)
    assert asked(front)[-1] == ("practise", None)


def test_behind_a_drill_next_has_another_one_wait(front: Front) -> None:
    sitting: Any = front.desk.sitting
    front.desk.choose("first-steps")
    front.go(PRACTICE)
    sitting.planned, sitting.now = None, scenes.finished()
    front.window.pull()
    assert ("picture", b"\x89PNG") in asked(front)
    press(front, Qt.Key.Key_S)
    assert asked(front)[-1][0] == "practise"
    press(front, Qt.Key.Key_N)
    assert asked(front)[-2] == "end"
    assert asked(front)[-1][0] == "plan"
    assert asked(front)[-1][1] != "first-steps"


def test_settings_are_changed_by_arrows_and_by_a_click_and_hold_at_once(front: Front) -> None:
    front.go(SETTINGS)
    room: Any = front.window.room
    press(front, Qt.Key.Key_Left)
    assert front.desk.preferences.foot == "left"
    room.choices.grab()
    row = next(index for index, one in enumerate(room.choices._choices) if one.key == "looks")
    dark = next(area for area, at, value in room.choices._areas if (at, value) == (row, 2))
    QTest.mouseClick(room.choices, Qt.MouseButton.LeftButton, pos=dark.center().toPoint())
    assert front.window.theme.name == "dark"
    room.learner.setText("  Jo ")
    room.learner.editingFinished.emit()
    assert front.desk.preferences.learner == "Jo"
    press(front, Qt.Key.Key_Plus)
    assert front.desk.preferences.text_size == pytest.approx(1.1)


def test_the_rig_room_connects_and_tares(front: Front) -> None:
    front.go(RIG)
    press(front, Qt.Key.Key_0)
    press(front, Qt.Key.Key_Return)
    assert asked(front)[-2:] == ["tare", ("connect", "right")]


def test_two_hundred_changes_make_no_widget_more(front: Front) -> None:
    for name in NAMES:
        front.go(name)
    before = len(front.window.findChildren(QWidget))
    for step in range(200):
        front.go(NAMES[step % len(NAMES)])
    assert len(front.window.findChildren(QWidget)) == before


def test_a_mouse_moves_the_hand_of_the_rig_that_is_open_and_of_no_other(front: Front) -> None:
    class Hand:
        def press(self, *_place: float) -> None:
            pressed.append(self)

        def release(self) -> None:
            """Nobody asks."""

    pressed: list[Hand] = []
    sitting: Any = front.desk.sitting
    for hand in (Hand(), Hand(), None):
        sitting.hand = hand
        front.go(PRACTICE)
        room = front.window.room
        assert isinstance(room, PracticeRoom)
        room.foot.grab()
        at = room.foot.frame.to_px(60.0, 45.0).toPoint()
        QTest.mousePress(room.foot, Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseRelease(room.foot, Qt.MouseButton.LeftButton, pos=at)
        assert pressed[-1:] == ([hand] if hand is not None else pressed[-1:])
    assert len(pressed) == 2


class Heard(Sounds):
    """Sounds that note what they are shown."""

    def __init__(self) -> None:
        super().__init__(lambda _render: Speaker(lambda n, _now_s: np.zeros(n, np.float32), ("NULL",)), 0.6)
        self.shown: list[Snapshot] = []

    def show(self, snapshot: Snapshot) -> None:
        self.shown.append(snapshot)

    def learn(self) -> bool:
        self.lead_ms += 12.0
        return True


def test_what_is_shown_is_heard_and_m_turns_the_sound_off_and_on_again() -> None:
    sounds = Heard()
    front = Front(still_desk(scenes.in_drill(8.2)), sounds)
    try:
        front.window.pull()
        assert sounds.shown == [], "Today is silent"
        front.go(PRACTICE)
        for now in (scenes.in_drill(8.4), scenes.in_drill(9.0)):
            sitting_of(front.desk).now = now
            front.window.pull()
        assert [one.time_s for one in sounds.shown] == [scenes.in_drill(8.4).time_s, scenes.in_drill(9.0).time_s]
        press(front, Qt.Key.Key_M)
        assert (front.desk.preferences.volume, sounds.volume) == (0.0, 0.0)
        press(front, Qt.Key.Key_M)
        assert (front.desk.preferences.volume, sounds.volume) == (0.6, 0.6)
        front.desk.change(volume=1.0)
        assert sounds.volume == 1.0
    finally:
        end(front.window)


def test_behind_a_drill_what_was_learnt_of_the_sound_is_remembered() -> None:
    front = Front(still_desk(scenes.in_drill(8.4)), Heard())
    try:
        front.window.pull()
        sitting_of(front.desk).now = scenes.finished()
        front.window.pull()
        assert front.desk.preferences.sound_lead_ms == 12.0
    finally:
        end(front.window)


def test_the_map_is_laid_over_the_foot_by_its_key_and_by_the_settings(front: Front) -> None:
    front.go(FREE)
    room = front.window.room
    assert isinstance(room, PracticeRoom)
    before = room.foot.grab().toImage()
    press(front, Qt.Key.Key_O)
    assert room.foot.grab().toImage() != before
    assert "Traditional reflexology map" in room.footer.notices[0]
    press(front, Qt.Key.Key_O)
    assert room.foot.grab().toImage() == before
    front.desk.change(map=True, calm=True)
    press(front, Qt.Key.Key_Escape)
    front.go(FREE)
    assert room.foot.with_map
    assert room.pulse.calm


def test_a_wish_of_the_foot_is_done_where_nothing_runs_unless_it_is_turned_off_or_meant_for_another_room(
    front: Front,
) -> None:
    remote, name = front.desk.sitting.remote, front.desk.suggestions()[0].drill

    def wish() -> None:
        remote._wishes.append("start")
        sitting_of(front.desk).now = replace(scenes.quiet())
        front.window.pull()

    front.go(STRENGTH)
    wish()
    assert here(front) == STRENGTH
    front.go(TODAY)
    remote._wishes.append("start")
    wish()
    assert here(front) == TODAY, "the room has changed since"
    front.desk.change(starts_by_touch=False)
    wish()
    assert here(front) == TODAY
    front.desk.change(starts_by_touch=True)
    wish()
    assert here(front) == PRACTICE
    front.window.pull()
    wish()
    wish()
    assert asked(front)[-1] == ("practise", name)


def test_a_scripted_hand_shows_the_drill_that_waits_and_the_arrows_have_another_one_show_it(front: Front) -> None:
    front.desk.choose("hold-1")
    front.go(PRACTICE)
    front.window.pull()
    press(front, Qt.Key.Key_D)
    assert here(front) == "Demo"
    titles = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        show: Any = front.desk.show
        titles.append(str(show.title).split(" · ")[:2])
        press(front, key)
        assert show.is_closed, "the one before has ended"
    assert titles == [["DEMO", "an expert"], ["DEMO", "too heavy"], ["DEMO", "an expert"]]
    press(front, Qt.Key.Key_Escape)
    assert here(front) == PRACTICE
    assert front.desk.show is None
    assert asked(front)[-1] == ("plan", "hold-1"), "nothing was practised"


def test_rooms_are_made_ahead_a_step_at_a_time_but_not_in_the_midst_of_a_drill(front: Front, until: Until) -> None:
    sitting, n = sitting_of(front.desk), len(front.to_make)
    sitting.state = replace(sitting.state, practising=True)
    front.make_ahead()
    assert len(front.to_make) == n
    sitting.state = replace(sitting.state, practising=False)
    front.make_ahead()
    assert len(front.to_make) == n - 1
    front.make_ready()
    until(lambda: not front.to_make)
    made = dict(front._rooms)
    for name in (PRACTICE, *NAMES):
        front.go(name)
        assert front._rooms.items() >= made.items(), "none is made again"
        if name in (PRACTICE, FREE, HELP):
            front.window.back()


def test_a_room_that_was_made_ahead_looks_as_one_that_was_made_when_it_was_opened(
    front: Front, make_front: Callable[[], Front]
) -> None:
    while front.to_make:
        front.make_next()
    fresh = make_front()
    for name in (DRILLS, GIVE, STRENGTH, PROGRESS, SETTINGS):
        front.go(name)
        fresh.go(name)
        assert front.window.grab().toImage() == fresh.window.grab().toImage(), name


def test_in_another_language_they_are_made_ahead_anew(front: Front) -> None:
    n = len(front.to_make)
    while front.to_make:
        front.make_next()
    front._say_anew()
    assert len(front.to_make) == n
