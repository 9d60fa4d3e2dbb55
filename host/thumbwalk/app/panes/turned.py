"""From right to left, where the language is written so: panes lie and are drawn the other way round, letters upright.

The foot is nobody's language: it, and what is drawn over time, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from thumbwalk.language import spoken

_FROM_LEFT = "\u200e"
"""Unicode's mark that what stands beside it goes from left to right."""
_FROM_RIGHT = Qt.LayoutDirection.RightToLeft


def turn(painter: QPainter, wide: float) -> None:
    """Draw what is so wide from the right from now on, if that is how the language is written."""
    if spoken().right_to_left:
        painter.setLayoutDirection(_FROM_RIGHT)
        painter.translate(wide, 0.0)
        painter.scale(-1.0, 1.0)


def is_turned(painter: QPainter) -> bool:
    """Whether what is drawn now is drawn the other way round."""
    return painter.layoutDirection() == _FROM_RIGHT


@contextmanager
def upright(painter: QPainter, area: QRectF) -> Iterator[None]:
    """Draw in an area that lies the other way round as it is."""
    painter.save()
    painter.translate(area.left() + area.right(), 0.0)
    painter.scale(-1.0, 1.0)
    yield
    painter.restore()


def figured(text: str) -> str:
    """A text that has no letter, such as ``−40`` or ``1 / 5``: from left to right, as figures are in every language."""
    return f"{_FROM_LEFT}{text}{_FROM_LEFT}" if text and not any(map(str.isalpha, text)) else text


def placed(given: tuple[Any, ...], parent: QWidget | None) -> QRect:
    """Where a widget lies that is asked to lie at a rectangle, or at left, top, width and height."""
    rect = given[0] if len(given) == 1 else QRect(*given)
    if parent is None or not spoken().right_to_left:
        return QRect(rect)
    return QRect(parent.width() - rect.x() - rect.width(), rect.y(), rect.width(), rect.height())


def pointed(at: QPointF, pane: QWidget) -> QPointF:
    """Where in its drawing a pane is pointed at."""
    return QPointF(pane.width() - at.x(), at.y()) if spoken().right_to_left else at
