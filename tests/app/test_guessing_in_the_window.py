"""A force is guessed and told in the real room on the virtual rig, and the guess is kept with the learner."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.app.conftest import Until
from tests.app.real_windows import real_window, short

from thumbwalk.cli.learning import folder_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]


def test_a_force_is_guessed_in_the_rest_and_behind_the_last_set_and_kept(until: Until) -> None:
    with real_window(until) as window:
        # a rest that is longer than any computer takes to hear a click: what is asked for in it lapses with it
        window.prepare(replace(short(1.2, 1.2, guess=True), rest_s=8.0))
        window.press(8.0)
        window.key(Qt.Key.Key_Space)
        window.until(lambda now: now.asks_guess)
        assert window.room.coach.text.word == "How hard was it?"
        # a mouse presses "+" twice, and the clock waits for who thinks
        for _ in range(2):
            QTest.mouseClick(window.room.buttons[1], Qt.MouseButton.LeftButton)
        window.until(lambda now: now.drill is not None and now.drill.stand == "paused")
        assert window.room.coach.text.force == "12 N"
        window.key(Qt.Key.Key_Space)
        window.until(lambda now: bool(now.guesses))
        assert window.room.coach.text.detail.startswith("You said 12 N:")
        window.until(lambda now: now.drill is not None and now.drill.stand == "" and now.drill.phase.set_index == 1)
        window.until(lambda now: now.result is not None)
        window.key(Qt.Key.Key_9, Qt.Key.Key_Return)
        until(window.room.result.score.isVisible)
        assert "You said 9.0 N" in window.room.result.score.text.praise
        until(lambda: bool(folder_of("Jo").history().entries))
    (kept,) = folder_of("Jo").history().entries
    assert [one["said_n"] for one in kept.facts["guesses"]] == [12.0, 9.0]
    assert all(4.0 < one["was_n"] < 12.0 for one in kept.facts["guesses"])
