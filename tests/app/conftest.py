"""One Qt application for the room, and an ear for what Qt complains about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.app import scenes

from thumbwalk.app.rooms.practice import PracticeRoom
from thumbwalk.app.shell import Shell
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.window import application, end
from thumbwalk.pad import Foot, Pad, builtin_pad
from thumbwalk.session.screen.snapshot import MouseHand, Snapshot, SnapshotSource


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The program's own, also for pytest-qt."""
    return application()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take pytest-qt's ear for what Qt prints off: it would be off when a test's windows are ended."""
    for item in items:
        item.add_marker("no_qt_log")


@pytest.fixture(autouse=True)
def no_complaints_from_qt(qapp: QApplication) -> Iterator[None]:
    """A painter left open or a bad geometry is only printed by Qt: here it fails the test."""
    said: list[str] = []

    def listen(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        # "This plugin does not support ..." is the offscreen platform's way to decline a request.
        if kind != QtMsgType.QtDebugMsg and "This plugin does not support" not in message:
            said.append(message)

    qInstallMessageHandler(listen)
    yield
    qapp.processEvents()
    qInstallMessageHandler(None)
    assert said == []


@dataclass(frozen=True)
class Opened:
    """A window on the practice room, shown; ``source`` gives what a test puts there, unless it brought its own."""

    window: Shell
    room: PracticeRoom
    source: scenes.StillSource

    def show(self, snapshot: Snapshot) -> None:
        """Let the window pull another snapshot."""
        self.source.now = snapshot
        self.window.pull()


Opener = Callable[..., Opened]
Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    """Let Qt run until something is so; two minutes are for a machine that does much else."""
    return partial(qtbot.waitUntil, timeout=120_000)


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Opener]:
    windows: list[Shell] = []

    def make(
        snapshot: Snapshot,
        *,
        foot: Foot = "right",
        pad: Pad | None = None,
        hand: MouseHand | None = None,
        source: SnapshotSource | None = None,
        **more: Any,
    ) -> Opened:
        still = scenes.StillSource(snapshot)
        room = PracticeRoom(pad or builtin_pad(), foot, hand)
        more.setdefault("theme", LIGHT)
        windows.append(Shell(source or still, room, **more))
        windows[-1].show()
        windows[-1].start()
        qapp.processEvents()
        return Opened(windows[-1], room, still)

    yield make
    while windows:
        end(windows.pop())
