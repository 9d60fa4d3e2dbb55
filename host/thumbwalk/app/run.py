"""Starts Qt, runs one practice window to its end, and takes its picture.

Importing this module loads Qt: call ``platform.prepare`` first, which says in words what a missing library would hide.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from thumbwalk.app import platform
from thumbwalk.app.rooms.practice import PracticeWindow
from thumbwalk.app.theme import theme_named
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.errors import RigError
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.screen.snapshot import MouseHand, SnapshotSource


def application() -> QApplication:
    """The one Qt application of this process, made on the first call; offscreen where there is no display."""
    running = QCoreApplication.instance()
    if isinstance(running, QApplication):
        return running
    platform.prepare()
    QGuiApplication.setDesktopFileName("thumbwalk")
    made = QApplication(["thumbwalk"])
    made.setApplicationName("Thumbwalk")
    return made


def grab(window: PracticeWindow, path: Path) -> None:
    """Save what the window shows as a picture (its format by the name's ending). Raises RigError."""
    if not window.grab().save(str(path)):
        raise RigError(f"{path}: can't save the picture; name a file ending in .png in a folder that can be written")


def end(window: PracticeWindow) -> None:
    """Close a window and destroy it, here and now.

    A window is a ring of references: left to itself it is garbage until Python collects that, in whatever thread does
    so, and a window that dies in another thread than Qt's ends the process.
    """
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)


def picture(
    source: SnapshotSource, path: Path, *, pad: Pad, drill: Drill | None, foot: Foot, theme: str = "light"
) -> None:
    """Save the picture of a window that nobody sees, showing a source's newest snapshot.

    Raises RigError when it can't be saved, and whatever the source raises.
    """
    application()
    window = PracticeWindow(source, pad=pad, drill=drill, foot=foot, theme=theme_named(theme))
    try:
        if window.failure is not None:
            raise window.failure
        grab(window, path)
    finally:
        end(window)


def run_practice(
    source: SnapshotSource,
    *,
    pad: Pad,
    drill: Drill | None,
    foot: Foot,
    hand: MouseHand | None = None,
    on_close: Callable[[], None] | None = None,
    theme: str = "system",
    screenshot: Path | None = None,
    close_when: Callable[[PracticeWindow], bool] | None = None,
    on_open: Callable[[PracticeWindow], None] | None = None,
) -> None:
    """Show the practice window and come back when it is closed.

    Parameters
    ----------
    theme : "light", "dark" or anything else
        Colours; anything else means the desktop's choice.
    screenshot : Path or None
        Where to save a picture of the window as it looked when it closed.
    close_when : callable or None
        Asked ten times a second; True closes the window.
    on_open : callable or None
        Called with the window once it is shown (to hook ``painted``, for example).

    Raises
    ------
    KeyboardInterrupt
        After an orderly close, when Ctrl-C ended it.
    RigError
        When no picture can be saved or Qt's libraries are missing; and whatever the source raised.
    """
    app = application()
    window = PracticeWindow(
        source, pad=pad, drill=drill, foot=foot, hand=hand, on_close=on_close, theme=theme_named(theme)
    )
    asked_to_stop = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    def watch() -> None:
        if asked_to_stop or (close_when is not None and close_when(window)):
            if screenshot is not None and window.isVisible():
                window.pull()
            window.close()

    # The window's own timer wakes Python often enough for signals to be seen.
    watcher = QTimer(window, interval=100)
    watcher.timeout.connect(watch)
    watcher.start()
    before = signal.signal(signal.SIGINT, stop)
    try:
        window.show()
        if on_open is not None:
            on_open(window)
        app.exec()
    finally:
        signal.signal(signal.SIGINT, before)
        watcher.stop()
        window.close()
    try:
        if window.failure is not None:
            raise window.failure
        if screenshot is not None:
            grab(window, screenshot)
    finally:
        end(window)
    if asked_to_stop:
        raise KeyboardInterrupt
