"""The room Strength: a test from choosing it to what is kept, on a hand's touch; pain and a lost rig on the way."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from tests.app import scenes
from tests.app.desks import history_of, sitting_of
from tests.app.drawn_texts import texts_in
from tests.app.people_scenes import pressed
from tests.app.room_scenes import press, shown

from thumbwalk.app.front import Front
from thumbwalk.app.words.doors import PROGRESS, STRENGTH
from thumbwalk.coach.strength.hand_load import BUDGET_S
from thumbwalk.coach.strength.protocol import strength_test
from thumbwalk.learner.entry import Entry
from thumbwalk.sound.calls import CallEar

pytestmark = pytest.mark.usefixtures("qapp")


def said(front: Front) -> str:
    return " | ".join(one.text for one in texts_in(front.window))


def kept(front: Front, kind: Any = "strength") -> list[Entry]:
    return history_of(front.desk).of(kind)


def test_a_test_is_chosen_called_measured_and_kept_beside_the_own_past() -> None:
    with shown("strength", 1280, 800) as front:
        before = len(kept(front))
        press(front, Qt.Key.Key_Return)
        room: Any = front.window.room
        assert not room.nav.isVisible()
        touch, test = pressed("peak", strength_test("peak").duration_s + 0.5), strength_test("peak")
        seen = []
        for at in range(0, len(touch), 500):
            sitting_of(front.desk).touches.hear(touch.cut(at, at + 500))
            room.show_words(scenes.quiet())
            seen.append(room.coach.text.word)
        assert set(seen) == {"Get ready", "Easy", "Press", "Let go"}
        assert sorted(room.bout.peaks_n) == list(range(len(test.presses)))
        room.show(scenes.quiet())
        assert room.stand == "result"
        (entry,) = kept(front)[before:]
        assert entry.facts["figures"]["best_n"] == pytest.approx(46.0, rel=0.05)
        assert (entry.facts["side"], entry.facts["done"], entry.facts["virtual"]) == ("right", True, False)
        assert "As the last time" in said(front)


def test_escape_ends_it_and_keeps_the_presses_that_were_done() -> None:
    with shown("strength-rest", 800, 520) as front:
        before = len(kept(front))
        press(front, Qt.Key.Key_Escape)
        (entry,) = kept(front)[before:]
        assert (entry.facts["done"], len(entry.facts["presses"])) == (False, 1)
        assert "Not done. 1 press is kept." in said(front)
        press(front, Qt.Key.Key_Escape)
        assert front.window.room.name == STRENGTH
        press(front, Qt.Key.Key_6)
        assert front.window.room.name == PROGRESS


def test_pain_stops_at_once_is_noted_by_its_site_and_no_hand_is_tested_that_day() -> None:
    with shown("strength-press", 1280, 800) as front:
        press(front, Qt.Key.Key_P)
        room: Any = front.window.room
        assert room.stand == "pain"
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_S):
            press(front, key)
        press(front, Qt.Key.Key_Return)
        facts = kept(front, "pain")[-1].facts
        assert (facts["site"], facts["what"], facts["side"]) == ("thumb-base", "tingling", "both")
        assert "Your hands asked for rest: tingling in the thumb-base. No rig today." in said(front)
        press(front, Qt.Key.Key_Return)
        assert room.stand == "choose"


def test_hands_that_did_their_day_are_not_tested() -> None:
    with shown("strength", 1280, 800) as front:
        front.desk.note("practice", {"load_s": BUDGET_S})
        front.go(PROGRESS)
        front.go(STRENGTH)
        assert "Your thumbs did their day" in said(front)
        press(front, Qt.Key.Key_Return)
        room: Any = front.window.room
        assert room.bout is None


def test_a_rig_that_goes_away_ends_it_and_says_so() -> None:
    with shown("strength-rest", 1280, 800) as front:
        gone = scenes.with_stream(scenes.quiet(), connected=False, message=scenes.PLUG_IN)
        front.window.room.show(gone)
        assert "The rig went away. What was pressed until then is kept." in said(front)


def test_closing_keeps_what_was_pressed() -> None:
    with shown("strength-rest", 1280, 800) as front:
        before = len(kept(front))
        front.window.close()
        assert len(kept(front)) == before + 1


def test_parts_of_a_peak_need_one_and_each_hand_has_its_own() -> None:
    with shown("strength-first", 1280, 800) as front:
        room: Any = front.window.room
        for _ in range(5):
            press(front, Qt.Key.Key_Down)
        assert "do the peak press first" in said(front)
        press(front, Qt.Key.Key_Return)
        assert room.stand == "choose"
    with shown("strength", 1280, 800) as front:
        press(front, Qt.Key.Key_Left)
        assert "38 N" in said(front)


def test_cues_are_called_for_the_ears_as_they_stand_on_the_screen() -> None:
    with shown("strength", 1280, 800) as front:
        room: Any = front.window.room
        assert room.called() is None
        press(front, Qt.Key.Key_Return)
        touch = pressed("peak", strength_test("peak").duration_s + 0.5)
        ear, kinds = CallEar(), list[str]()
        for at in range(0, len(touch), 100):
            sitting_of(front.desk).touches.hear(touch.cut(at, at + 100))
            room.tell()
            call = room.called()
            assert call is not None
            assert call.seconds == room.task.text.seconds
            before, kinds = len(kinds), [*kinds, *ear.hear(call)]
            if "go" in kinds[before:]:
                assert room.coach.text.word in ("Press", "Easy")
        presses = len(strength_test("peak").presses)
        assert kinds.count("go") >= presses
        assert kinds.count("set_over") >= presses
        assert kinds.count("count") >= 3 * presses
