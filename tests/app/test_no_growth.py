"""Drills and room changes in one window leave no widget, thread or file behind: on a board of bytes, in no time."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from tests.app.conftest import Until
from tests.app.real_windows import RealWindow, real_window, short
from tests.session.living import Boards

from thumbwalk.app.words.doors import NAMES

pytestmark = pytest.mark.usefixtures("qapp")
OPEN = Path("/proc/self/fd")


def size(window: RealWindow) -> tuple[int, int, int]:
    """Widgets, threads and open files."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    files = sum(1 for _ in OPEN.iterdir()) if OPEN.is_dir() else 0
    return len(window.front.window.findChildren(QWidget)), threading.active_count(), files


def test_drills_and_room_changes_leave_nothing_behind(until: Until) -> None:
    boards = Boards()
    drill = replace(short(1.0), count_in_s=0.2)

    def practise(window: RealWindow, n: int) -> None:
        sitting = window.desk.sitting
        for _ in range(n):
            before = sitting.state.folder
            window.prepare(drill)
            window.desk.start()
            until(lambda: sitting.state.folder not in (None, before) and not sitting.state.practising)  # noqa: B023
            until(lambda: not sitting.state.busy)
            for name in NAMES:
                window.front.go(name)
            window.front.window.back()

    with real_window(until, door=boards.door) as window:
        practise(window, 2)
        before = size(window)
        practise(window, 4)
        # fewer may be open: what was waiting to be swept up at first
        assert all(now <= then for now, then in zip(size(window), before, strict=True))
        assert len(boards.opened) == 1, "one rig is kept open for all of it"
