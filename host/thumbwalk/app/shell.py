"""The window: colours, text size, keys, the one timer that pulls snapshots, and the rooms, one upon the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QMetaObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from thumbwalk.app.actions import Actions
from thumbwalk.app.room import Room
from thumbwalk.app.theme import DARK, LIGHT, Theme, system_theme
from thumbwalk.language import _, spoken
from thumbwalk.session.preferences import TEXT_SIZES
from thumbwalk.session.screen.snapshot import Snapshot, SnapshotSource

FRAME_MS = 16
_WORDS_EVERY = 6
"""Frames from text to text: ten times a second is as fast as words can be read."""
_DESIGN = (1280, 800)
_NO_ACTIONS = Actions()


class Shell(QWidget):
    """Shows one room at a time, and keeps those below it for the way back.

    Parameters
    ----------
    source : SnapshotSource
        Where the newest snapshot is pulled from, every 16 ms.
    room : Room
        The first room; leaving it closes the window.
    actions : Actions
        What rooms may ask for.
    on_close : callable or None
        Called once when the window closes, however it is closed.
    theme : Theme or None
        Colours; None for the desktop's choice.
    zoom : float
        How large the text is beside what the window's size makes it.
    stays : bool
        Whether the way back ends at the first room, instead of closing.

    Attributes
    ----------
    snapshot : Snapshot or None
        The newest one that was shown.
    painted : callable or None
        Called with the snapshot that a repaint showed, when that repaint is finished (for measurements).
    heard : callable or None
        Called with each snapshot that is shown, to have it sound.
    failure : Exception or None
        What ended the window; whoever ran it raises it.
    """

    wake = Signal()
    """Emit it, from any thread, to have the newest snapshot shown at once rather than at the next tick."""
    over = Signal(object)
    """A drill has come to its end: its `DrillScore`, which is on the screen."""
    closed = Signal()
    looked = Signal()
    """Somebody has changed the colours or the text size by a key."""
    hushed = Signal()
    """Somebody wants the sound off, or on again."""

    def __init__(
        self,
        source: SnapshotSource,
        room: Room,
        *,
        actions: Actions = _NO_ACTIONS,
        on_close: Callable[[], None] | None = None,
        theme: Theme | None = None,
        zoom: float = 1.0,
        stays: bool = False,
    ) -> None:
        super().__init__()
        self.painted: Callable[[Snapshot], None] | None = None
        self.heard: Callable[[Snapshot], None] | None = None
        self.failure: BaseException | None = None
        self.snapshot: Snapshot | None = None
        self.theme = theme or system_theme()
        self.zoom = zoom
        self._stays = stays
        self._source = source
        self._actions = replace(actions, close=self.close, back=self.back if stays else actions.back)
        self._on_close = on_close
        self._rooms: list[Room] = []
        self._kept: list[Room] = []
        self._waiting: Snapshot | None = None
        self._was_closed = False
        self._frame = 0
        self.setWindowTitle("Thumbwalk")
        self.setMinimumSize(800, 520)
        self.resize(*_DESIGN)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.wake.connect(self.pull)
        self._turn()
        self.open(room)

    def start(self) -> None:
        """Show the newest snapshot, and from now on every new one."""
        self.pull()
        if self.is_open:
            self._timer.start()

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it yet, and nothing went wrong."""
        return not self._was_closed and self.failure is None

    @property
    def room(self) -> Room:
        """The room on the screen."""
        return self._rooms[-1]

    def open(self, room: Room, *, keep: bool = False) -> None:
        """Show another room upon this one; one to ``keep`` is not destroyed when it is left, and may come again."""
        if keep and room not in self._kept:
            self._kept.append(room)
        if self._rooms:
            self._hide()
        self._rooms = [one for one in self._rooms if one is not room]
        self._rooms.append(room)
        room.widget.setParent(self)
        self._show()

    def go(self, room: Room) -> None:
        """Show a room in place of all that lie above the first one; it is kept."""
        first = self._rooms[0]
        if room is self.room:
            return
        self._hide()
        for left in self._rooms[1:]:
            self._drop(left)
        self._rooms = [first] if room is first else [first, room]
        if room is not first and room not in self._kept:
            self._kept.append(room)
        room.widget.setParent(self)
        self._show()

    def back(self) -> None:
        """Go back to the room below; behind the first one the window closes, unless it stays."""
        if len(self._rooms) < 2:
            if not self._stays:
                self.close()
            return
        self._hide()
        self._drop(self._rooms.pop())
        self._show()

    def prepare(self, room: Room) -> None:
        """Have a room that is not shown yet as large and in the colours that it will have."""
        if room not in self._rooms and room not in self._kept:
            self._kept.append(room)
            room.widget.hide()
            room.widget.setParent(self)
            self._dress(room)

    def restart(self, room: Room) -> None:
        """Begin anew with another first room, as another language asks for; all that there are now are destroyed."""
        self._hide()
        for one in {id(one): one for one in (*self._rooms, *self._kept)}.values():
            one.widget.deleteLater()
        self._rooms, self._kept = [room], []
        room.widget.setParent(self)
        self._turn()
        self._show()

    def _turn(self) -> None:
        """Write from the side that the language is written from; panes turn themselves (`panes.turned`)."""
        from_right = spoken().right_to_left
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight)

    def _drop(self, room: Room) -> None:
        if room not in self._kept:
            room.widget.deleteLater()

    def pull(self) -> None:
        """Take the newest snapshot, and show what moves."""
        try:
            snapshot = self._source.snapshot()
        except Exception as error:  # noqa: BLE001 - an exception in a Qt slot would only be printed, again and again
            self.fail(error)
            return
        last = self.snapshot
        if snapshot is last:
            return
        self.snapshot = self._waiting = snapshot
        self.room.show(snapshot)
        if self.heard is not None:
            self.heard(snapshot)
        if _is_told(snapshot) and (last is None or not _is_told(last)):
            self.over.emit(snapshot.result)

    def fail(self, error: BaseException) -> None:
        """Close for what went wrong; the first of several is kept."""
        self.failure = self.failure or error
        self._timer.stop()
        self.close_soon()

    def close_soon(self) -> None:
        """Close when Qt's turn comes: it may be in the middle of painting."""
        QMetaObject.invokeMethod(self, "close", Qt.ConnectionType.QueuedConnection)

    def use_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.theme = theme
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Tell the measuring hook when Qt has finished a repaint of the window."""
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest and self._waiting is not None:
            shown, self._waiting = self._waiting, None
            if self.painted is not None:
                self.painted(shown)
        return done

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Place the room again."""
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back, Q closes, + and - size the text, T changes the colours, M the sound, F fills the screen.

        All other keys are the room's, and Esc where the room has something to end first.
        """
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.room.taken_keys().get(key, self.back)()
        elif key == Qt.Key.Key_Question and self._actions.help is not None:
            self._actions.help()
        elif key == Qt.Key.Key_Q:
            self.close()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._resize_text(1.1)
        elif key == Qt.Key.Key_Minus:
            self._resize_text(1 / 1.1)
        elif key == Qt.Key.Key_T:
            self.use_theme(LIGHT if self.theme.name == "dark" else DARK)
            self.looked.emit()
        elif key == Qt.Key.Key_M:
            self.hushed.emit()
        elif key == Qt.Key.Key_F:
            self.showNormal() if self.isFullScreen() else self.showFullScreen()
        elif (act := self.room.taken_keys().get(key)) is not None:
            act()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the room, stop pulling, and tell whoever waits."""
        self._timer.stop()
        super().closeEvent(event)
        if self._was_closed:
            return
        self._was_closed = True
        self.room.leave()
        if self._on_close is not None:
            self._on_close()
        self.closed.emit()

    def _tick(self) -> None:
        self.pull()
        self._frame += 1
        if self._frame % _WORDS_EVERY == 0 and self.snapshot is not None:
            self.room.show_words(self.snapshot)

    def _hide(self) -> None:
        self.room.leave()
        self.room.widget.hide()

    def _show(self) -> None:
        self.setAccessibleName(_(self.room.name))
        self.room.enter(self._actions)
        self._arrange()
        self.room.widget.show()
        if self.snapshot is not None:
            self.room.show(self.snapshot)
            self.room.show_words(self.snapshot)
        self.setFocus()

    def use_zoom(self, zoom: float) -> None:
        """Change how large the text is."""
        self.zoom = min(TEXT_SIZES[1], max(TEXT_SIZES[0], zoom))
        self._arrange()

    def _resize_text(self, factor: float) -> None:
        self.use_zoom(self.zoom * factor)
        self.looked.emit()

    def _arrange(self) -> None:
        palette = self.palette()
        palette.setColor(self.backgroundRole(), self.theme.color("background"))
        self.setPalette(palette)
        self._dress(self.room)

    def _dress(self, room: Room) -> None:
        unit = max(0.7, min(self.width() / _DESIGN[0], self.height() / _DESIGN[1])) * self.zoom
        room.widget.setGeometry(self.rect())
        room.restyle(self.theme, unit)


def _is_told(snapshot: Snapshot) -> bool:
    """Whether a drill's end is on the screen: before a force is told that was to be guessed, it is not."""
    return snapshot.result is not None and not snapshot.asks_guess
