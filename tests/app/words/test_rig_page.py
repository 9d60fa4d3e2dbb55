"""How a rig is, in words that a person without a command line can use."""

from __future__ import annotations

from dataclasses import replace

from tests.app import scenes
from tests.app.desks import BOARD
from tests.app.plate_scenes import on_plate
from tests.session.plated import PLATE

from thumbwalk.app.words.rig_page import plain, rig_page, rig_rows, tare_page
from thumbwalk.session.screen.preview import nothing_open
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.session.sitting_state import SittingState

OPEN = SittingState("open", virtual=True, calibrated=True)


def told(snapshot: Snapshot, state: SittingState = OPEN) -> dict[str, str]:
    return {block.text: block.more for block in rig_page(snapshot, state, scenes.PAD)}


def test_a_healthy_rig_is_named_and_nothing_is_lost() -> None:
    page = told(scenes.quiet())
    assert "Virtual foot" in page
    assert page["Scans"] == "none lost"
    assert page["Tiles"] == "all answer"
    assert page["Most on a tile"] == "untouched"
    assert page["Calibrated"] == "yes"


def test_losses_and_left_out_tiles_are_told_by_number_and_name() -> None:
    lossy = scenes.with_stream(scenes.silent_tile(), lost_frames=3, overruns=2, calibrated=False)
    page = told(lossy, replace(OPEN, virtual=False))
    assert page["Scans"] == "3 frames lost, 2 scans missed"
    assert page["Tiles"] == "1 left out"
    assert "mth1: no signal. It is left out." in page
    assert page["Calibrated"] == "no"
    assert any("not scored" in text for text in page)


def test_a_rig_that_is_away_or_was_never_there_says_why() -> None:
    away = told(scenes.link_lost(drill=False))
    assert "Virtual foot does not answer" in away
    none = told(nothing_open(scenes.PAD), SittingState("failed", trouble="no rig is plugged in; or use --virtual"))
    assert "No rig" in none
    assert "No rig is plugged in. Plug it in and press Connect, or choose the virtual foot." in none
    assert "Connecting …" in told(nothing_open(scenes.PAD), SittingState("opening"))
    assert "Taring, hands off the foot …" in told(scenes.quiet(), replace(OPEN, busy="taring"))


def test_a_remedy_of_the_command_line_is_left_out_and_others_stay() -> None:
    assert plain("the port is busy; close what uses it") == "The port is busy; close what uses it"
    assert plain("it is not calibrated; run `thumbwalk calibrate`") == "It is not calibrated."
    assert plain("/home/jo/x.sqlite3: is damaged; `thumbwalk recover` mends it") == "x.sqlite3: is damaged."
    assert plain("/dev/ttyACM0: is in use; close what uses it") == "/dev/ttyACM0: is in use; close what uses it"
    assert plain("") == ""


def test_the_list_has_the_boards_and_the_virtual_foot_last() -> None:
    rows = rig_rows([BOARD])
    assert [row.title for row in rows] == ["What to press on", "Pico", "Virtual foot"]
    assert rows[0].is_heading
    assert "/dev/ttyACM0" in rows[1].second


def test_what_came_of_a_tare_is_said() -> None:
    assert any(block.text == "Tared." for block in tare_page(replace(OPEN, said="Tared.")))
    assert any(block.kind == "warning" for block in tare_page(replace(OPEN, trouble="hands off")))
    assert not any(block.kind == "warning" for block in tare_page(OPEN))


def test_a_plate_is_told_as_cells_with_what_presses_on_all_of_it() -> None:
    now = on_plate(drill=False)
    page = {block.text: block.more for block in rig_page(now, OPEN, PLATE)}
    assert "A plate on 4 load cells, 80 readings a second, a right foot" in page
    assert (page["Readings"], page["Load cells"]) == ("none lost", "all answer")
    pressed = page["On the plate"]
    assert pressed.endswith(" N")
    assert abs(float(pressed.removesuffix(" N")) - now.touch.total_n) < 0.6
    silent = {block.text: block.more for block in rig_page(on_plate(drill=False, silent=True), OPEN, PLATE)}
    assert silent["Load cells"] == "1 left out"
    assert "toe medial: no signal. Without it nothing is known." in silent
    assert silent["On the plate"] == "untouched", "three cells say nothing of a force"
