"""A hand for those who have no rig: the mouse presses and drags on the drawn sole, the wheel sets the force."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from thumbwalk.errors import RigError
from thumbwalk.session.screen.snapshot import MouseHand

if TYPE_CHECKING:
    from thumbwalk.app.foot.sole_view import SoleView
    from thumbwalk.app.foot.tile_view import TileView

LEAST_N, MOST_N, FIRST_N = 1.0, 40.0, 10.0
_WHEEL_STEP = 120


class FootMouse(QObject):
    """Watches a foot view's mouse; ``force_n`` is what the wheel has set, ``on_change`` hears of every change."""

    def __init__(self, view: SoleView | TileView, hand: MouseHand, on_change: Callable[[], None]) -> None:
        super().__init__(view)
        self.force_n = FIRST_N
        self.pressing = False
        self._view = view
        self._hand = hand
        self._on_change = on_change
        self._place_mm = (0.0, 0.0)
        self._turned = 0
        view.setMouseTracking(True)
        view.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the mouse's events; everything else goes on to the view."""
        if isinstance(event, QWheelEvent):
            self._turn(event.angleDelta().y())
            return True
        if not isinstance(event, QMouseEvent):
            return False
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            if event.button() == Qt.MouseButton.LeftButton:
                self._press(event.position())
        elif kind == QEvent.Type.MouseMove:
            self._move(event.position())
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            self.lift()
        return True

    @property
    def hand(self) -> MouseHand:
        """The hand that it moves."""
        return self._hand

    def let_go(self) -> None:
        """Move no hand any more."""
        self.pressing = False
        self._view.removeEventFilter(self)
        self._view.setMouseTracking(False)
        self.deleteLater()

    def lift(self) -> None:
        """Take the hand away, if it presses."""
        if self.pressing:
            self.pressing = False
            self._tell(self._hand.release)
            self._on_change()

    def _press(self, point: QPointF) -> None:
        place = self._view.frame.to_mm(point)
        if self._view.frame.holds(*place):
            self.pressing = True
            self._place_mm = place
            self._send()
            self._on_change()

    def _move(self, point: QPointF) -> None:
        place = self._view.frame.to_mm(point)
        on_foot = self._view.frame.holds(*place)
        self._view.setCursor(Qt.CursorShape.CrossCursor if on_foot else Qt.CursorShape.ArrowCursor)
        # A drag over the edge keeps pressing at the last place on the foot, as a thumb held back by it would.
        if self.pressing and on_foot:
            self._place_mm = place
            self._send()

    def _turn(self, angle: int) -> None:
        # Fine wheels and touch pads report parts of a step.
        self._turned += angle
        steps = int(self._turned / _WHEEL_STEP)
        if not steps:
            return
        self._turned -= steps * _WHEEL_STEP
        self.force_n = min(MOST_N, max(LEAST_N, self.force_n + steps))
        if self.pressing:
            self._send()
        self._on_change()

    def _send(self) -> None:
        x_mm, y_mm = self._place_mm
        self._tell(lambda: self._hand.press(x_mm, y_mm, self.force_n))

    def _tell(self, act: Callable[[], None]) -> None:
        # A virtual rig that has just ended shows as a lost link; a mouse movement is no place to fail.
        try:
            act()
        except (RigError, OSError):
            self.pressing = False
