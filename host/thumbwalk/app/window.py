"""Starts Qt, runs one window to its end, and draws pictures of it. Nothing is saved here: whoever asks keeps it.

Importing this module loads Qt: call ``platform.prepare`` first, which says in words what a missing library would hide.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QEventLoop, QIODevice, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from thumbwalk.app import icons, platform
from thumbwalk.app.actions import Actions
from thumbwalk.app.room import Room
from thumbwalk.app.shell import Shell
from thumbwalk.app.theme import theme_named
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.interrupts import noted
from thumbwalk.pad import Foot, Pad
from thumbwalk.session.screen.snapshot import MouseHand, SnapshotSource
from thumbwalk.sound.sounds import Sounds

_NO_ACTIONS = Actions()
_TURN_S = 0.0005
"""How long Python lets one thread go on while another waits. The reader reckons for up to 18 ms at a time; by Python's
own 5 ms a frame may wait for it so long. (Three interleaved runs of 36 presses each could not tell the two apart for
sure: p99 of press to pixel 10.6 to 13.1 ms without, 9.0 to 12.0 ms with it.)"""


def application() -> QApplication:
    """The one Qt application of this process, made on the first call; offscreen where there is no display."""
    running = QCoreApplication.instance()
    if isinstance(running, QApplication):
        return running
    platform.prepare()
    sys.setswitchinterval(_TURN_S)
    QGuiApplication.setDesktopFileName("thumbwalk")
    made = QApplication(["thumbwalk"])
    made.setApplicationName("Thumbwalk")
    return made


def png_of(window: Shell) -> bytes:
    """What the window shows, as a PNG."""
    if window.isVisible():
        # a picture that is kept does not wait for them
        icons.load()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def end(window: Shell) -> None:
    """Close a window and destroy it, here and now.

    A window is a ring of references: left to itself it is garbage until Python collects that, in whatever thread does
    so, and a window that dies in another thread than Qt's ends the process.
    """
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)


def _practice_room(pad: Pad, foot: Foot, hand: MouseHand | None = None) -> Room:
    """Make the room; a window that begins with another one does not wait for what it is made of."""
    from thumbwalk.app.rooms.practice import PracticeRoom  # noqa: PLC0415

    return PracticeRoom(pad, foot, hand)


def _free_end_room(pad: Pad, foot: Foot, done: FreeSummary) -> Room:
    """Make the room; a practice does not wait for what its end is made of."""
    from thumbwalk.app.rooms.free_end import FreeEndRoom  # noqa: PLC0415
    from thumbwalk.app.words.free_card import free_card  # noqa: PLC0415

    return FreeEndRoom(pad, foot, free_card(done))


def picture(
    source: SnapshotSource, *, pad: Pad, foot: Foot, theme: str = "light", free: FreeSummary | None = None
) -> bytes:
    """The picture (PNG) of a window that nobody sees, showing a source's newest snapshot.

    Of a ``free`` practice that is over it shows what that came to. Raises whatever the source raises.
    """
    application()
    room = _practice_room(pad, foot) if free is None else _free_end_room(pad, foot, free)
    window = Shell(source, room, theme=theme_named(theme))
    try:
        window.pull()
        if window.failure is not None:
            raise window.failure
        return png_of(window)
    finally:
        end(window)


def show_free_end(
    source: SnapshotSource,
    done: FreeSummary,
    *,
    pad: Pad,
    foot: Foot,
    theme: str = "system",
    close_when: Callable[[Shell], bool] | None = None,
) -> None:
    """Show what a free practice came to, and come back when the window is closed; see `run_practice`.

    Raises
    ------
    Interrupted
        After an orderly close, when a signal ended it.
    """
    application()
    window = Shell(source, _free_end_room(pad, foot, done), theme=theme_named(theme))
    try:
        with noted(window.close_soon) as ended, first_fault_closes(window):
            window.show()
            _run(window, None, close_when)
        if window.failure is not None:
            raise window.failure
    finally:
        end(window)
    ended.again()


def run_practice(
    source: SnapshotSource,
    *,
    pad: Pad,
    foot: Foot,
    hand: MouseHand | None = None,
    actions: Actions = _NO_ACTIONS,
    theme: str = "system",
    sounds: Sounds | None = None,
    on_open: Callable[[Shell], None] | None = None,
    on_over: Callable[[DrillScore, bytes], None] | None = None,
    on_close: Callable[[], None] | None = None,
    on_closed: Callable[[bytes], None] | None = None,
    close_when: Callable[[Shell], bool] | None = None,
) -> None:
    """Show the practice window and come back when it is closed.

    Parameters
    ----------
    actions : Actions
        What the window's rooms may ask for.
    theme : "light", "dark" or anything else
        Colours; anything else means the desktop's choice.
    sounds : Sounds or None
        What makes it audible; closed by whoever made it.
    on_open : callable or None
        Called with the window once it is shown (to hook ``painted``, for example).
    on_over : callable or None
        Called whenever a drill is over, with its score and a picture (PNG) of the window that shows it. It may take
        its time and raise: it runs outside of Qt, and what it raises closes the window and reaches the caller.
    on_close : callable or None
        Called while the window closes, before its sources are gone.
    on_closed : callable or None
        Called with a picture (PNG) of the window as it looked when it closed, also after Ctrl-C.
    close_when : callable or None
        Asked ten times a second; True closes the window.

    Raises
    ------
    Interrupted
        After an orderly close, when Ctrl-C or another signal ended it; the window's timer has Python see signals.
    RigError
        When Qt's libraries are missing.
    Exception
        The first of what the source, a callable above or the window itself raised.
    """
    application()
    room = _practice_room(pad, foot, hand)
    window = Shell(source, room, actions=actions, on_close=on_close, theme=theme_named(theme))
    if sounds is not None:
        window.heard = sounds.show
        window.hushed.connect(sounds.hush)
        window.over.connect(lambda _score: sounds.learn())
    try:
        with noted(window.close_soon) as ended, first_fault_closes(window):
            window.show()
            if on_open is not None:
                on_open(window)
            _run(window, on_over, close_when)
        if window.failure is not None:
            raise window.failure
        if on_closed is not None:
            on_closed(png_of(window))
    finally:
        end(window)
    ended.again()


def _run(
    window: Shell,
    on_over: Callable[[DrillScore, bytes], None] | None,
    close_when: Callable[[Shell], bool] | None,
) -> None:
    """Let Qt run until the window is closed, and step out of it whenever a drill is over."""
    loop, results = QEventLoop(), list[DrillScore]()

    def note(result: DrillScore) -> None:
        results.append(result)
        loop.quit()

    def watch() -> None:
        if close_when is not None and close_when(window):
            window.pull()
            window.close()

    watcher = QTimer(window, interval=100)
    watcher.timeout.connect(watch)
    watcher.start()
    window.over.connect(note)
    window.closed.connect(loop.quit)
    window.start()
    while window.is_open or results:
        while results:
            result = results.pop(0)
            if on_over is not None:
                on_over(result, png_of(window))
        if window.is_open:
            loop.exec()


@contextmanager
def first_fault_closes(window: Shell) -> Iterator[None]:
    """Keep the first of what is raised under Qt, where nobody can catch it, and close; Python would print them all."""

    def keep(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        window.fail(error)

    before, sys.excepthook = sys.excepthook, keep
    try:
        yield
    finally:
        sys.excepthook = before
