"""Calibrating in the window, by keys and by what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.app import scenes
from tests.app.desks import sitting_of, still_desk
from tests.app.room_scenes import shown
from tests.app.weighed import Bench

from thumbwalk.app.front import Front
from thumbwalk.app.rooms.calibrate import CalibrateRoom
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import CALIBRATE, RIG
from thumbwalk.signal.calibration import GRAVITY

Opened = tuple[Front, CalibrateRoom, Bench]


@pytest.fixture
def entered(qapp: QApplication) -> Iterator[Callable[..., Opened]]:
    fronts: list[Front] = []

    def make(*, quick: bool = True) -> Opened:
        bench, desk = Bench(quick=quick), still_desk(replace(scenes.quiet(), drill=None), unit="g")
        sitting_of(desk).work = bench.work
        fronts.append(Front(desk))
        fronts[-1].go(RIG)
        fronts[-1].window.show()
        QTest.keyClick(fronts[-1].window, Qt.Key.Key_W if quick else Qt.Key.Key_C)
        return fronts[-1], cast("CalibrateRoom", fronts[-1].window.room), bench

    yield make
    while fronts:
        end(fronts.pop().window)


def load(bench: Bench, part: float = 1.0) -> None:
    """Do what is asked, without saying so."""
    doing = bench.work.moment().doing
    bench.press(doing.tile, 46.0 if doing.kind == "press in" else part * doing.weight * GRAVITY / 1000.0)


def asked(room: CalibrateRoom) -> str:
    return room.ask.spoken(room.ask.text or ())


def test_two_weights_are_measured_by_enter_alone_and_kept(entered: Callable[..., Opened]) -> None:
    front, room, bench = entered()
    assert sitting_of(front.desk).asked[-1] == ("weighing", "g", True)
    assert room.name == CALIBRATE
    assert "Take everything off" in asked(room)
    while bench.work.moment().doing.kind != "finished":
        load(bench)
        QTest.keyClick(front.window, Qt.Key.Key_Return)
    assert "All tiles are done" in asked(room)
    assert len(room.tiles.done) == 3
    QTest.keyClick(front.window, Qt.Key.Key_Return)
    assert ("calibrate", 16, "Calibrated: 3 tiles measured.") in sitting_of(front.desk).asked
    assert front.window.room.name == RIG


def test_what_the_scale_shows_is_taken_in_place_of_what_was_asked(entered: Callable[..., Opened]) -> None:
    front, room, bench = entered(quick=False)
    for _ in range(3):
        load(bench)
        QTest.keyClick(front.window, Qt.Key.Key_Return)
    load(bench, part=1.1)
    assert room.field.isVisible()
    QTest.keyClicks(room.field, "110")
    QTest.keyClick(room.field, Qt.Key.Key_Return)
    assert bench.work.moment().off[-1][0] == pytest.approx(110.0 * GRAVITY / 1000.0)
    assert room.field.text() == ""


def test_when_the_field_goes_enter_is_the_rooms_and_leaves_nothing(entered: Callable[..., Opened]) -> None:
    front, room, bench = entered()
    for _ in range(2):
        load(bench)
        QTest.keyClick(front.window, Qt.Key.Key_Return)
    room.field.setFocus()
    for _ in range(3):
        load(bench)
        QTest.keyClick(room.field, Qt.Key.Key_Return)
    assert not room.field.isVisible()
    assert bench.work.moment().doing.kind == "press in"
    assert front.window.focusWidget() is front.window
    load(bench)
    QTest.keyClick(front.window, Qt.Key.Key_Return)
    assert front.window.room is room
    assert bench.work.moment().doing.kind == "loading"


def test_every_command_of_the_wizard_can_be_clicked(entered: Callable[..., Opened]) -> None:
    front, room, bench = entered()
    offered = {offer.key: offer.act for offer in room.offers()}
    for _ in range(3):
        load(bench)
        QTest.keyClick(front.window, Qt.Key.Key_Return)
    for key, kind in (("Backspace", "loading"), ("K", "press in")):
        act = offered[key]
        assert act is not None
        act()
        assert bench.work.moment().doing.kind == kind
    assert offered["E"] is not None


def test_what_is_refused_stands_there_with_its_reason_and_nothing_goes_on(entered: Callable[..., Opened]) -> None:
    front, room, bench = entered()
    QTest.keyClick(front.window, Qt.Key.Key_Return)
    before = bench.work.moment().doing
    bench.hear()
    QTest.keyClick(front.window, Qt.Key.Key_Return)
    assert "Not accepted yet. Nobody pressed" in asked(room)
    assert bench.work.moment().doing == before


def test_what_is_refused_is_read_whole_in_a_small_window_where_there_is_room(qapp: QApplication) -> None:
    with shown("calibrate-weight-refused", 800, 520) as front:
        ask = cast("CalibrateRoom", front.window.room).ask
        ask.grab()
        assert "put them on again" in ask.spoken(ask.text or ())
        assert ask.whole_px <= ask.height()


def test_escape_leaves_and_of_no_tile_nothing_is_kept(entered: Callable[..., Opened]) -> None:
    front, _, _ = entered()
    QTest.keyClick(front.window, Qt.Key.Key_Return)
    QTest.keyClick(front.window, Qt.Key.Key_Escape)
    assert front.window.room.name == RIG
    assert not [one for one in sitting_of(front.desk).asked if one[0] == "calibrate"]


def test_without_a_rig_it_says_so(entered: Callable[..., Opened], qapp: QApplication) -> None:
    front, room, _ = entered()
    QTest.keyClick(front.window, Qt.Key.Key_Escape)
    sitting_of(front.desk).work = None
    front.go(CALIBRATE)
    assert "No rig to calibrate" in asked(room)
