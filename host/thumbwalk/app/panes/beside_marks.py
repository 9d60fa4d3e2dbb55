"""What is seen in step with a set that is watched, each by its own shape: on the foot, in the trace, in a legend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from thumbwalk.app import theme as themes
from thumbwalk.app.panes.pane import draw_text, shrunk, text_height, text_width
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.beside import Beside, Who

_ASKED_PX, _BEST_PX = 15.0, 12.0
"""Half of what their marks measure on the foot, design pixels."""
_STEPS = 400
"""A line over a set has so many points: as many as there are pixels."""


def paint_mark(painter: QPainter, at: QPointF, who: Who, size: float, theme: Theme) -> None:
    """A ring with dashes for what was asked, a diamond for the best, a ring with a dot for the hand; half as large."""
    color = theme.color({"asked": "guide", "best": "muted", "you": "ink"}[who])
    style = Qt.PenStyle.DashLine if who == "asked" else Qt.PenStyle.SolidLine
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ground, width in ((True, 0.42), (False, 0.2)):
        pen = QPen(theme.color("background") if ground else color, max(width * size, 1.6))
        pen.setStyle(Qt.PenStyle.SolidLine if ground else style)
        painter.setPen(pen)
        if who == "best":
            painter.drawPolygon(QPolygonF([at + QPointF(x * size, y * size) for x, y in _DIAMOND]))
        else:
            painter.drawEllipse(at, size, size)
    if who == "you":
        painter.setBrush(color)
        painter.drawEllipse(at, 0.35 * size, 0.35 * size)


_DIAMOND = ((0.0, -1.15), (1.15, 0.0), (0.0, 1.15), (-1.15, 0.0))


def paint_asked(painter: QPainter, at: QPointF, theme: Theme, unit: float) -> None:
    """Where the hand should have been."""
    paint_mark(painter, at, "asked", _ASKED_PX * unit, theme)


def paint_best(painter: QPainter, at: QPointF, theme: Theme, unit: float) -> None:
    """Where the best hand was."""
    paint_mark(painter, at, "best", _BEST_PX * unit, theme)


def paint_beside(
    painter: QPainter, corner: QPointF, rows: Sequence[Beside], theme: Theme, unit: float, way: int
) -> None:
    """The rows of a legend with what each presses, from a corner down; to the right, or with ``way`` -1 to the left."""
    bold = themes.font(14 * unit, bold=True)
    high = text_height(bold) + 4 * unit
    wide = max(text_width(bold, one.words) for one in rows) + 30 * unit
    left = corner.x() if way > 0 else corner.x() - wide
    plate = QRectF(left, corner.y(), wide, high * len(rows) + 6 * unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("background", 0.85))
    painter.drawRoundedRect(plate, 6 * unit, 6 * unit)
    for number, one in enumerate(rows):
        row = QRectF(left, corner.y() + 3 * unit + number * high, wide, high)
        paint_mark(painter, QPointF(left + 12 * unit, row.center().y()), one.who, 6 * unit, theme)
        draw_text(painter, row.adjusted(25 * unit, 0, 0, 0), one.words, bold, theme.color("ink"))


def pen_of(who: Who, theme: Theme, unit: float) -> QPen:
    """What a force over a set is drawn with: broad and pale, thin, and of dots, so that no colour is needed."""
    if who == "asked":
        return QPen(theme.color("guide", 0.6), 3.4 * unit)
    pen = QPen(theme.color("ink" if who == "you" else "muted"), 1.4 * unit)
    pen.setStyle(Qt.PenStyle.SolidLine if who == "you" else Qt.PenStyle.DotLine)
    return pen


def even_times(seconds: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Times over a set at which a line is drawn that is known at any."""
    return np.linspace(0.0, seconds, _STEPS)


def paint_lines_legend(
    painter: QPainter, area: QRectF, named: Sequence[tuple[Who, str]], theme: Theme, unit: float
) -> None:
    """Say what the lines of a trace are, in a line."""
    marks_px = 34 * unit * len(named)
    words = "".join(words for _, words in named)
    font = shrunk(themes.font(13 * unit), words, area.adjusted(marks_px, 0, 0, 0))
    left = area.left()
    for who, words in named:
        painter.setPen(pen_of(who, theme, unit))
        middle = area.center().y()
        painter.drawLine(QPointF(left, middle), QPointF(left + 18 * unit, middle))
        wide = text_width(font, words)
        row = QRectF(left + 23 * unit, area.top(), wide + 2, area.height())
        draw_text(painter, row, words, font, theme.color("muted"))
        left += wide + 34 * unit
