"""The mouse's hand presses where the mouse is, as hard as the wheel says, and always lets go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.app import scenes
from tests.app.conftest import Opener

from thumbwalk.app.foot.mouse import FIRST_N, LEAST_N, MOST_N
from thumbwalk.app.rooms.practice import PracticeRoom
from thumbwalk.errors import LinkLost

LEFT = Qt.MouseButton.LeftButton


class RecordingHand:
    def __init__(self) -> None:
        self.did: list[tuple[float, float, float] | None] = []
        self.broken = False

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        if self.broken:
            raise LinkLost("the virtual rig has ended")
        self.did.append((x_mm, y_mm, force_n))

    def release(self) -> None:
        self.did.append(None)


@pytest.fixture
def hand() -> RecordingHand:
    return RecordingHand()


@pytest.fixture(params=["right", "left"])
def room(request: pytest.FixtureRequest, opened: Opener, hand: RecordingHand) -> PracticeRoom:
    return opened(scenes.quiet(), foot=request.param, hand=hand).room


def pixel(room: PracticeRoom, x_mm: float, y_mm: float) -> QPoint:
    return room.foot.frame.to_px(x_mm, y_mm).toPoint()


def wheel(room: PracticeRoom, angle: int) -> None:
    at = QPointF(pixel(room, 100.0, 60.0))
    buttons, none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, at, QPoint(), QPoint(0, angle), buttons, none, phase, False)
    QApplication.sendEvent(room.foot, event)


def test_a_press_is_where_the_mouse_is(room: PracticeRoom, hand: RecordingHand) -> None:
    QTest.mousePress(room.foot, LEFT, pos=pixel(room, 150.0, 30.0))
    assert hand.did == [pytest.approx((150.0, 30.0, FIRST_N), abs=0.6)]


def test_a_drag_moves_and_a_release_lifts(room: PracticeRoom, hand: RecordingHand) -> None:
    QTest.mousePress(room.foot, LEFT, pos=pixel(room, 150.0, 40.0))
    QTest.mouseMove(room.foot, pixel(room, 60.0, 50.0))
    QTest.mouseRelease(room.foot, LEFT, pos=pixel(room, 60.0, 50.0))
    assert hand.did[1] == pytest.approx((60.0, 50.0, FIRST_N), abs=0.6)
    assert hand.did[-1] is None


def test_beside_the_foot_nothing_is_pressed(room: PracticeRoom, hand: RecordingHand) -> None:
    QTest.mousePress(room.foot, LEFT, pos=QPoint(2, 2))
    QTest.mouseRelease(room.foot, LEFT, pos=QPoint(2, 2))
    assert hand.did == []


def test_a_drag_over_the_edge_stays_on_the_foot(room: PracticeRoom, hand: RecordingHand) -> None:
    QTest.mousePress(room.foot, LEFT, pos=pixel(room, 150.0, 40.0))
    QTest.mouseMove(room.foot, QPoint(2, 2))
    assert hand.did == [pytest.approx((150.0, 40.0, FIRST_N), abs=0.6)]


def test_other_buttons_do_not_press(room: PracticeRoom, hand: RecordingHand) -> None:
    QTest.mousePress(room.foot, Qt.MouseButton.RightButton, pos=pixel(room, 150.0, 40.0))
    assert hand.did == []


def test_the_wheel_sets_the_force_at_once_while_pressing(room: PracticeRoom, hand: RecordingHand) -> None:
    wheel(room, 240)
    assert hand.did == []
    QTest.mousePress(room.foot, LEFT, pos=pixel(room, 150.0, 40.0))
    wheel(room, -120)
    assert [act[2] for act in hand.did if act is not None] == [FIRST_N + 2, FIRST_N + 1]


def test_fine_wheels_add_up_to_steps(room: PracticeRoom) -> None:
    assert room.mouse is not None
    for _ in range(7):
        wheel(room, 40)
    assert room.mouse.force_n == FIRST_N + 2


@pytest.mark.parametrize(("angle", "force_n"), [(12000, MOST_N), (-12000, LEAST_N)])
def test_the_force_has_limits(room: PracticeRoom, angle: int, force_n: float) -> None:
    assert room.mouse is not None
    wheel(room, angle)
    assert room.mouse.force_n == force_n


def test_closing_the_window_lifts_the_hand(room: PracticeRoom, hand: RecordingHand) -> None:
    QTest.mousePress(room.foot, LEFT, pos=pixel(room, 150.0, 40.0))
    room.widget.window().close()
    assert hand.did[-1] is None


def test_a_rig_that_ended_does_not_break_the_mouse(room: PracticeRoom, hand: RecordingHand) -> None:
    hand.broken = True
    QTest.mousePress(room.foot, LEFT, pos=pixel(room, 150.0, 40.0))
    assert room.mouse is not None
    assert not room.mouse.pressing
    assert hand.did == []
