"""The tiles of the virtual foot, pressed with the mouse where they are shown: in Rig, and in Faults."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.app import scenes
from tests.app.desks import sitting_of, still_desk
from tests.app.foot.test_mouse import RecordingHand

from thumbwalk.app.foot.mouse import FIRST_N
from thumbwalk.app.front import Front
from thumbwalk.app.window import end
from thumbwalk.app.words.doors import RIG, TODAY, TRIALS

LEFT = Qt.MouseButton.LeftButton


@pytest.mark.parametrize("name", [RIG, TRIALS])
def test_the_mouse_presses_on_them_and_lets_go_when_the_room_is_left(qapp: QApplication, name: str) -> None:
    desk, hand = still_desk(scenes.quiet()), RecordingHand()
    sitting_of(desk).hand = hand
    front = Front(desk)
    try:
        front.go(name)
        front.window.show()
        room: Any = front.window.room
        QTest.mousePress(room.tiles, LEFT, pos=room.tiles.frame.to_px(150.0, 30.0).toPoint())
        assert hand.did == [pytest.approx((150.0, 30.0, FIRST_N), abs=0.6)]
        QTest.mouseRelease(room.tiles, LEFT)
        assert hand.did[1:] == [None]
        QTest.mousePress(room.tiles, LEFT, pos=room.tiles.frame.to_px(150.0, 30.0).toPoint())
        front.go(TODAY)
        assert hand.did[-1] is None
        # another rig is connected, which has no hand
        front.go(name)
        sitting_of(desk).hand = None
        room.tell()
        QTest.mousePress(room.tiles, LEFT, pos=room.tiles.frame.to_px(150.0, 30.0).toPoint())
        assert len(hand.did) == 4
    finally:
        end(front.window)
