"""The room Give: the safety page once, what a receiver likes, the routine by its clock, and words that are kept."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.app import scenes
from tests.app.desks import history_of, sitting_of
from tests.app.drawn_texts import texts_in
from tests.app.room_scenes import press, shown

from thumbwalk.app.front import Front
from thumbwalk.app.words.doors import GIVE, PROGRESS
from thumbwalk.sound.calls import CallEar

pytestmark = pytest.mark.usefixtures("qapp")


def said(front: Front) -> str:
    return " | ".join(one.text for one in texts_in(front.window))


def newest(front: Front, kind: Any) -> dict[str, Any]:
    return dict(history_of(front.desk).of(kind)[-1].facts)


def test_before_the_first_person_the_safety_page_is_said_yes_to_once() -> None:
    with shown("give-first", 1280, 800) as front:
        room: Any = front.window.room
        assert (room.stand, history_of(front.desk).has_seen_safety()) == ("safety", False)
        press(front, Qt.Key.Key_Escape)
        assert (room.stand, history_of(front.desk).has_seen_safety()) == ("choose", False)
        press(front, Qt.Key.Key_Return)
        press(front, Qt.Key.Key_Return)
        assert (room.stand, history_of(front.desk).has_seen_safety()) == ("give", True)


def test_the_routine_goes_by_its_clock_pauses_and_is_put_on() -> None:
    with shown("give-routine", 1280, 800) as front:
        room: Any = front.window.room
        now = [285.0]
        room.now_s = lambda: now[0]
        assert (room.cue.text.word, room.cue.text.next) == ("Circles", "Walk: Line A, heel to toes, twice")
        press(front, Qt.Key.Key_Space)
        now[0] = 500.0
        room.tell()
        assert room.task.text.heading == "right foot, paused"
        assert room.cue.text.done == "4:45 of 10:00"
        press(front, Qt.Key.Key_Space)
        press(front, Qt.Key.Key_Right)
        assert room.cue.text.words == "Line B"
        press(front, Qt.Key.Key_L)
        assert "Softer than before." in room.cue.text.words


def test_behind_both_feet_comfort_and_a_word_are_asked_for_and_kept() -> None:
    with shown("give-between", 1280, 800) as front:
        room: Any = front.window.room
        press(front, Qt.Key.Key_Return)
        assert (room.stand, room.task.text.heading if room.task.text else "") == ("give", "left foot")
        room.now_s = lambda: 1300.0
        room.tell()
        assert room.stand == "after"
        QTest.mouseClick(room.thanks.scales, Qt.MouseButton.LeftButton, pos=centre(room, 0, 9))
        press(front, Qt.Key.Key_Down)
        press(front, Qt.Key.Key_Right)
        press(front, Qt.Key.Key_Slash)
        QTest.keyClicks(room.thanks.word, "Warm hands")
        QTest.keyClick(room.thanks.word, Qt.Key.Key_Return)
        press(front, Qt.Key.Key_Return)
        facts = newest(front, "guide")
        assert (facts["comfort"], facts["relaxation"], facts["word"]) == (9, 5, "Warm hands")
        assert (facts["receiver"], facts["feet"], facts["whole"], facts["done_s"]) == ("Mira", "both", True, 1200.0)
        assert "“Warm hands”" in said(front)


def centre(room: Any, scale: int, value: int) -> QPoint:
    found: QPoint = room.thanks.scales.cell(scale, value).center().toPoint()
    return found


def test_who_leaves_in_the_middle_keeps_what_was_done_without_a_word() -> None:
    with shown("give-routine", 1280, 800) as front:
        room: Any = front.window.room
        room.now_s = lambda: 285.0
        front.window.close()
        facts = newest(front, "guide")
        assert (facts["whole"], facts["done_s"], facts["comfort"]) == (False, 285.0, None)


def test_what_was_left_out_of_a_routine_was_on_nobodys_feet() -> None:
    with shown("give-routine", 1280, 800) as front:
        room: Any = front.window.room
        now = [285.0]
        room.now_s = lambda: now[0]
        while room.stand == "give":
            press(front, Qt.Key.Key_Right)
            now[0] += 1.0
            room.tell()
        press(front, Qt.Key.Key_Escape)
        room.leave()
        facts = newest(front, "guide")
        assert facts["done_s"] == pytest.approx(now[0], abs=1.5)


def test_a_pedal_pauses_skips_and_changes_the_foot() -> None:
    with shown("give-routine", 1280, 800) as front:
        room: Any = front.window.room
        room.now_s = lambda: 285.0
        press(front, Qt.Key.Key_PageDown)
        assert room.task.text.heading == "right foot, paused"
        press(front, Qt.Key.Key_PageDown)
        before = room.cue.text.words
        press(front, Qt.Key.Key_MediaNext)
        assert room.cue.text.words != before
    with shown("give-between", 1280, 800) as front:
        press(front, Qt.Key.Key_PageDown)
        assert front.window.room.stand == "give"  # type: ignore[attr-defined]  # a room at rest


def test_what_was_found_is_said_in_the_unit_of_the_settings() -> None:
    with shown("give-match-kept", 1280, 800) as front:
        front.desk.change(unit="kg")
        room: Any = front.window.room
        room.tell()
        assert "1.02 kg is just right" in said(front)
        assert "1.53 kg" in said(front)


def test_while_hands_are_on_a_person_no_number_leads_away() -> None:
    with shown("give-routine", 1280, 800) as front:
        press(front, Qt.Key.Key_6)
        assert front.window.room.name == GIVE
        press(front, Qt.Key.Key_Escape)
        press(front, Qt.Key.Key_Return)
        press(front, Qt.Key.Key_6)
        assert front.window.room.name == PROGRESS


def test_six_presses_become_a_target_and_a_cap() -> None:
    with shown("give-match-kept", 1280, 800) as front:
        facts = newest(front, "match")
        assert (facts["receiver"], facts["zone"], facts["virtual"]) == ("Mira", "heel", False)
        assert (facts["target_n"], facts["cap_n"]) == (pytest.approx(10.0), pytest.approx(15.0))
        assert "Kept: 10.0 N is the target, 15.0 N the cap." in said(front)


def test_a_cap_above_the_default_takes_a_second_yes() -> None:
    for button, cap_n in (("begin", 25.0), ("second", 31.0)):
        with shown("give-match-above", 1280, 800) as front:
            room: Any = front.window.room
            assert not [one for one in history_of(front.desk).of("match") if one.facts["cap_n"] > 20.0]
            QTest.mouseClick(getattr(room, button), Qt.MouseButton.LeftButton)
            assert newest(front, "match")["cap_n"] == pytest.approx(cap_n)


def test_a_press_that_was_too_short_or_a_lost_rig_is_said_and_leaves_nothing() -> None:
    with shown("give-match-short", 1280, 800) as front:
        assert "hold it for 1 s and more" in said(front)
        before = len(history_of(front.desk).of("match"))
        gone = scenes.with_stream(scenes.quiet(), connected=False, message=scenes.PLUG_IN)
        front.window.room.show(gone)
        assert "The rig went away; nothing is kept. Match it again." in said(front)
        assert len(history_of(front.desk).of("match")) == before
        assert sitting_of(front.desk).touches._take is None


def test_matching_needs_a_name() -> None:
    with shown("give-match-whom", 1280, 800) as front:
        room: Any = front.window.room
        assert "Say whose foot it is" in said(front)
        assert room.stand == "choose"


def test_a_part_of_the_routine_is_called_counted_out_and_the_change_of_feet_told() -> None:
    with shown("give-routine", 1280, 800) as front:
        room: Any = front.window.room
        ear, now = CallEar(), [285.0]
        room.now_s = lambda: now[0]
        room.tell()
        assert ear.hear(room.called()) == ("go",)
        heard: list[str] = []
        for step in range(400):
            now[0] = 285.0 + 0.1 * step
            room.tell()
            heard += ear.hear(room.called())
        assert heard[:4] == ["count", "count", "count", "go"]
    with shown("give-between", 1280, 800) as front:
        assert CallEar().hear(front.window.room.called()) == ("set_over",)  # type: ignore[attr-defined]  # a room at rest
