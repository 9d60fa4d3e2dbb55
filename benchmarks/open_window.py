"""The window with all its rooms on the virtual rig, opened in a home of its own for a benchmark."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from thumbwalk.app.front import Front
from thumbwalk.app.window import application, end
from thumbwalk.app.words.doors import FREE, HELP, PRACTICE
from thumbwalk.cli.app import desk_of
from thumbwalk.session.preferences import Preferences

UPON_OTHERS = (FREE, PRACTICE, HELP)
"""Rooms that lie upon the one that is left."""
_PATIENCE_S = 120.0


@contextmanager
def open_window(learner: str, fill_home: Callable[[Path], object] = lambda _home: None) -> Iterator[Front]:
    """Open the window for a learner, with whatever is put into the home before; it is closed and forgotten behind."""
    with tempfile.TemporaryDirectory() as home, ThreadPoolExecutor(1) as storing:
        os.environ["THUMBWALK_HOME"] = home
        fill_home(Path(home))
        application()
        desk = desk_of(Preferences(rig="virtual", learner=learner, safety_read=True), storing)
        desk.begin()
        front = Front(desk)
        front.window.show()
        front.window.start()
        try:
            yield front
        finally:
            desk.end_show()
            end(front.window)
            desk.sitting.close()


def until(true: Callable[[], bool]) -> None:
    """Let the window go on until something is so."""
    last_s = time.monotonic() + _PATIENCE_S
    while not true():
        if time.monotonic() > last_s:
            raise TimeoutError("the window stands still")
        QApplication.processEvents()
        time.sleep(0.002)
