"""Faults and checks in the real window on the virtual rig: each is told, a drill waits, nothing is lost."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from tests.app.conftest import Until
from tests.app.real_windows import real_window, short

from thumbwalk.app.words.doors import PRACTICE, RIG, TRIALS
from thumbwalk.places import sessions_dir

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]


def test_a_drill_that_is_unplugged_waits_and_goes_on_and_a_stuck_tile_is_left_out(until: Until) -> None:
    with real_window(until) as window:
        window.front.go(RIG)
        window.key(Qt.Key.Key_X)
        assert window.room.name == TRIALS
        # "unplug" is chosen; three above it is the stuck tile
        window.key(*[Qt.Key.Key_Up] * 3, Qt.Key.Key_Right, Qt.Key.Key_Return)
        trial = window.desk.sitting.trial
        assert trial is not None
        assert trial.faults == [("stuck", window.desk.sitting.pad.names[1])]
        window.until(lambda now: now.touch.left_out[1])
        window.key(*[Qt.Key.Key_Down] * 3)
        window.prepare(short(2.0))
        window.key(Qt.Key.Key_Space)
        window.until(lambda now: now.drill is not None and now.drill.phase.kind == "set")
        assert window.room.name == PRACTICE
        window.key(Qt.Key.Key_X)
        window.until(lambda now: not now.stream.connected)
        until(lambda: "VIRTUAL Unplug" in window.room.footer.mouse)
        assert window.room.coach.text.word == "Paused"
        assert "plug it in again" in window.room.coach.text.detail
        # a click does what the key does
        plugs = next(one for one in window.room.buttons if one.isVisible() and one.text() == "Plug in")
        plugs.click()
        window.until(lambda now: now.stream.connected and now.drill is not None and now.drill.stand == "")
        window.until(lambda now: now.result is not None)
        until(lambda: not window.desk.sitting.state.practising)
        assert window.desk.sitting.state.trouble == ""
    (folder,) = sessions_dir().iterdir()
    assert json.loads((folder / "score.json").read_text())["losses"]["away"] == 1


def test_closing_in_the_midst_of_a_drill_keeps_what_there_is_of_it(until: Until) -> None:
    with real_window(until) as window:
        window.prepare(replace(short(30.0), count_in_s=0.0))
        window.key(Qt.Key.Key_Space)
        window.press(8.0)
        window.until(lambda now: now.drill is not None and now.drill.phase_left_s < 29.5)
        window.key(Qt.Key.Key_Q)
        assert not window.front.window.isVisible()
    (folder,) = sessions_dir().iterdir()
    assert (folder / "practice.twr").stat().st_size > 1000
    assert json.loads((folder / "score.json").read_text())["drill"] == "short"


def test_a_count_in_that_is_left_early_keeps_nothing(until: Until) -> None:
    with real_window(until) as window:
        window.prepare(replace(short(5.0), count_in_s=30.0))
        window.key(Qt.Key.Key_Space)
        window.until(lambda now: now.drill is not None and now.drill.stand == "")
        window.key(Qt.Key.Key_Escape)
        until(lambda: not window.desk.sitting.state.practising and not window.desk.sitting.state.busy)
        window.until(lambda now: now.drill is not None and now.drill.stand == "ready")
        assert window.room.name == PRACTICE, "the drill waits for another start"
    assert not sessions_dir().exists() or not list(sessions_dir().iterdir())


def test_the_tiles_are_checked_against_the_load_cell_in_the_room_rig(until: Until) -> None:
    with real_window(until) as window:
        window.front.go(RIG)
        until(lambda: any(block.text == "Load cell" for block in window.room.help.text))
        window.key(Qt.Key.Key_L)
        until(lambda: any("Now press" in block.text for block in window.room.help.text))
        window.press(14.0)
        until(lambda: any("N by the load cell" in block.text for block in window.room.help.text))
        found = window.desk.sitting.load.moment.found
    assert found is not None
    assert found.load_n == pytest.approx(14.0, abs=1.0)
