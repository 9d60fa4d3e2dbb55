"""Starts Qt, runs one practice window to its end, and draws its picture.

Importing this module loads Qt: call ``platform.prepare`` first, which says in words what a missing library would hide.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QIODevice, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from thumbwalk.app import platform
from thumbwalk.app.theme import theme_named
from thumbwalk.app.window import PracticeWindow
from thumbwalk.coach.drill.drill import Drill
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


def png_of(window: PracticeWindow) -> bytes:
    """What the window shows, as a PNG."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    return bytes(content.data())


def end(window: PracticeWindow) -> None:
    """Close a window and destroy it, here and now.

    A window is a ring of references: left to itself it is garbage until Python collects that, in whatever thread does
    so, and a window that dies in another thread than Qt's ends the process.
    """
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)


def picture(source: SnapshotSource, *, pad: Pad, drill: Drill | None, foot: Foot, theme: str = "light") -> bytes:
    """The picture (PNG) of a window that nobody sees, showing a source's newest snapshot.

    Raises whatever the source raises.
    """
    application()
    window = PracticeWindow(source, pad=pad, drill=drill, foot=foot, theme=theme_named(theme))
    try:
        if window.failure is not None:
            raise window.failure
        return png_of(window)
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
    close_when: Callable[[PracticeWindow], bool] | None = None,
    on_open: Callable[[PracticeWindow], None] | None = None,
) -> None:
    """Show the practice window and come back when it is closed.

    Parameters
    ----------
    theme : "light", "dark" or anything else
        Colours; anything else means the desktop's choice.
    close_when : callable or None
        Asked ten times a second; True closes the window.
    on_open : callable or None
        Called with the window once it is shown (to hook ``painted``, for example).

    Raises
    ------
    KeyboardInterrupt
        After an orderly close, when Ctrl-C or a SIGTERM ended it.
    RigError
        When Qt's libraries are missing; and whatever the source raised.
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
            window.close()

    # The window's own timer wakes Python often enough for signals to be seen.
    watcher = QTimer(window, interval=100)
    watcher.timeout.connect(watch)
    watcher.start()
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        window.show()
        if on_open is not None:
            on_open(window)
        app.exec()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        watcher.stop()
        window.close()
    try:
        if window.failure is not None:
            raise window.failure
    finally:
        end(window)
    if asked_to_stop:
        raise KeyboardInterrupt
