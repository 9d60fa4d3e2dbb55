"""The window switches rooms, keeps what belongs to all of them, and closes in good order."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from tests.app import scenes
from tests.app.conftest import Opened, Opener, Until

from thumbwalk.app.actions import Act, Actions
from thumbwalk.app.theme import DARK, LIGHT, Theme
from thumbwalk.errors import LinkLost
from thumbwalk.session.screen.snapshot import Snapshot


class Clock:
    """A room that shows the stream's time."""

    name = "Clock"

    def __init__(self) -> None:
        self.widget = QLabel()
        self.did: list[str] = []
        self.actions = Actions()
        self.style = ""

    def enter(self, actions: Actions) -> None:
        self.actions = actions
        self.did.append("enter")

    def leave(self) -> None:
        self.did.append("leave")

    def taken_keys(self) -> Mapping[Qt.Key, Act]:
        return {Qt.Key.Key_X: self.actions.close} if self.actions.close is not None else {}

    def restyle(self, theme: Theme, unit: float) -> None:
        self.style = f"{theme.name} at {unit:.1f}"

    def show(self, snapshot: Snapshot) -> None:
        self.widget.setText(f"{snapshot.time_s:.2f}")

    def show_words(self, snapshot: Snapshot) -> None:
        self.widget.setToolTip(snapshot.stream.identity)


@pytest.fixture
def shown(opened: Opener) -> Opened:
    return opened(scenes.in_drill(8.4))


@pytest.fixture
def clock(shown: Opened) -> Iterator[Clock]:
    room = Clock()
    shown.window.open(room)
    yield room
    assert room.did.count("enter") <= 2


def test_another_room_takes_the_screen_and_the_snapshots(shown: Opened, clock: Clock) -> None:
    assert shown.window.accessibleName() == "Clock"
    assert clock.widget.isVisible()
    assert not shown.room.widget.isVisible()
    assert clock.widget.size() == shown.window.size()
    assert (clock.widget.text(), clock.widget.toolTip()) == ("8.41", "Virtual rig")
    before = shown.room.task.text
    shown.show(scenes.in_drill(12.2))
    assert clock.widget.text() == "12.21"
    assert shown.room.task.text == before


def test_escape_goes_back_to_the_room_below_and_then_closes(shown: Opened, clock: Clock) -> None:
    shown.show(scenes.in_drill(12.2))
    QTest.keyClick(shown.window, Qt.Key.Key_Escape)
    assert clock.did == ["enter", "leave"]
    assert shown.room.widget.isVisible()
    assert shown.room.task.text is not None
    assert shown.room.task.text.heading == "Rest, then set 2 of 3"
    QTest.keyClick(shown.window, Qt.Key.Key_Escape)
    assert not shown.window.isVisible()


def test_colours_and_text_size_are_the_windows_and_hold_in_every_room(shown: Opened, clock: Clock) -> None:
    assert clock.style == "light at 1.0"
    QTest.keyClick(shown.window, Qt.Key.Key_T)
    QTest.keyClick(shown.window, Qt.Key.Key_Plus)
    assert clock.style == "dark at 1.1"
    shown.window.back()
    assert shown.room.coach.theme is DARK
    assert shown.room.coach.unit == pytest.approx(1.1)


def test_a_room_gets_the_keys_that_the_window_does_not_take_and_only_while_it_is_shown(shown: Opened) -> None:
    QTest.keyClick(shown.window, Qt.Key.Key_X)
    assert shown.window.isVisible()
    shown.window.open(Clock())
    QTest.keyClick(shown.window, Qt.Key.Key_X)
    assert not shown.window.isVisible()


def test_closing_leaves_the_room_that_is_shown_once(shown: Opened, clock: Clock) -> None:
    shown.window.close()
    shown.window.close()
    assert clock.did == ["enter", "leave"]


def test_a_snapshot_that_is_not_new_is_not_painted_again(shown: Opened, until: Until) -> None:
    until(lambda: shown.window._waiting is None)
    painted: list[Snapshot] = []
    shown.window.painted = painted.append
    again = Counting(scenes.in_drill(8.4))
    shown.window._source = again
    until(lambda: again.calls > 8)
    assert painted == []


class Counting:
    """Gives one snapshot again and again, or fails after some."""

    def __init__(self, snapshot: Snapshot, last: int | None = None) -> None:
        self.now, self.last, self.calls = snapshot, last, 0

    def snapshot(self) -> Snapshot:
        self.calls += 1
        if self.last is not None and self.calls > self.last:
            raise LinkLost("the rig is gone")
        return self.now


def test_a_wake_from_another_thread_shows_the_newest_at_once(shown: Opened, qapp: QApplication) -> None:
    shown.window._timer.stop()
    shown.source.now = scenes.in_drill(12.2)
    thread = threading.Thread(target=shown.window.wake.emit)
    thread.start()
    thread.join()
    qapp.processEvents()
    assert shown.window.snapshot is shown.source.now


def test_a_source_that_fails_closes_the_window_and_is_remembered(opened: Opener, until: Until) -> None:
    closed: list[bool] = []
    source = Counting(scenes.in_drill(8.4), last=1)
    window = opened(scenes.in_drill(8.4), source=source, on_close=lambda: closed.append(True)).window
    until(lambda: bool(closed))
    assert isinstance(window.failure, LinkLost)
    assert not window.isVisible()
    assert closed == [True]
    assert source.calls == 2


def test_of_several_failures_the_first_is_kept(shown: Opened) -> None:
    shown.window.fail(LinkLost("first"))
    shown.window.fail(ValueError("second"))
    assert str(shown.window.failure) == "first"


def test_the_end_of_a_drill_is_told_once_for_each_drill(shown: Opened) -> None:
    told: list[object] = []
    shown.window.over.connect(told.append)
    end = scenes.finished()
    shown.show(end)
    shown.show(scenes.with_stream(end, lost_frames=1))
    assert told == [end.result]
    shown.show(scenes.in_drill(1.4))
    shown.show(end)
    assert told == [end.result, end.result]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Q])
def test_a_key_closes_and_tells_once(opened: Opener, key: Qt.Key) -> None:
    closed: list[bool] = []
    window = opened(scenes.in_drill(8.4), on_close=lambda: closed.append(True)).window
    QTest.keyClick(window, key)
    window.close()
    assert closed == [True]
    assert not window.isVisible()


def test_text_size_has_limits_and_colours_reach_the_ground(shown: Opened) -> None:
    for _ in range(20):
        QTest.keyClick(shown.window, Qt.Key.Key_Minus)
    assert shown.room.coach.unit == pytest.approx(0.7)
    QTest.keyClick(shown.window, Qt.Key.Key_T)
    assert shown.window.theme is DARK
    assert shown.window.grab().toImage().pixelColor(2, 300).name() == DARK.background
    QTest.keyClick(shown.window, Qt.Key.Key_T)
    assert shown.window.theme is LIGHT


def test_texts_follow_without_a_new_turn(opened: Opener, until: Until) -> None:
    """The seconds run down within a set: nothing turns, and the ring must count all the same."""
    shown = opened(scenes.in_drill(20.6))
    shown.source.now = scenes.in_drill(22.6)
    until(lambda: shown.room.task.text is not None and shown.room.task.text.seconds == 4)
