"""What cost points in a set, marked where it happened: on its force trace, and in a row each below it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from thumbwalk.app import theme as themes
from thumbwalk.app.panes.pane import Align, draw_text, shrunk, text_height, text_width
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.lanes import Lane
from thumbwalk.app.words.ledger import Entry
from thumbwalk.coach.score.lost_when import CostSpan

ROW_PX, BADGE_PX = 30.0, 18.0
"""A row's height, and the breadth of the numbered badge that ties it to the ledger and to the trace."""
_LEAST_PX = 3.0
"""No moment is so short that it is not seen."""


def badge(
    painter: QPainter, centre: QPointF, row: Lane | Entry, theme: Theme, unit: float, size_px: float = BADGE_PX
) -> None:
    """A row's number: in a circle, of what the receiver felt in a square; of the ledger and of a trace alike."""
    half = 0.5 * size_px * unit
    box = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("alert" if row.is_limit else "caution"))
    if row.is_limit:
        painter.drawRoundedRect(box, 3 * unit, 3 * unit)
    else:
        painter.drawEllipse(box)
    ink = theme.color("on_alert" if row.is_limit else "background")
    number = themes.font(0.62 * size_px * unit, bold=True)
    draw_text(painter, box, str(row.number), number, ink, align=Align.AlignHCenter)


def paint_rows(
    painter: QPainter, area: QRectF, lanes: Sequence[Lane], seconds: float, theme: Theme, unit: float
) -> None:
    """The rows one below the other, on the trace's axis: what it is and what it cost, and when.

    What has no moment has a dotted line from end to end, and says why.
    """
    font, bold = themes.font(13 * unit), themes.font(13 * unit, bold=True)
    high = text_height(font)
    for index, lane in enumerate(lanes):
        top = area.top() + index * ROW_PX * unit
        row = QRectF(area.left(), top, area.width(), high)
        badge(painter, QPointF(area.left() - 16 * unit, top + 0.5 * ROW_PX * unit), lane, theme, unit)
        cost = f"−{lane.points}"
        role = "alert" if lane.is_limit else "caution"
        draw_text(painter, row, cost, bold, theme.color(role), align=Align.AlignRight)
        row.setRight(row.right() - text_width(bold, cost) - 8 * unit)
        words, name = lane.name, shrunk(font, lane.name, row)
        if text_width(name, words) > row.width() + 1.0:
            # the ledger's row of this number has all of it
            words = words.partition(": ")[0]
            name = shrunk(font, words, row)
        draw_text(painter, row, words, name, theme.color("ink"))
        row.setLeft(row.left() + text_width(name, words) + 8 * unit)
        if lane.when and text_width(font, lane.when) <= row.width():
            draw_text(painter, row, lane.when, font, theme.color("muted"))
        _paint_when(painter, QRectF(area.left(), top + high + unit, area.width(), 5 * unit), lane, seconds, theme)


def _paint_when(painter: QPainter, bar: QRectF, lane: Lane, seconds: float, theme: Theme) -> None:
    color = theme.color("alert" if lane.is_limit else "caution")
    if not lane.spans:
        painter.setPen(QPen(color, 0.4 * bar.height(), Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(bar.left(), bar.center().y()), QPointF(bar.right(), bar.center().y()))
        return
    painter.fillRect(bar, theme.color("line"))
    for span in lane.spans:
        painter.fillRect(_within(bar, span, seconds), color)


def _within(bar: QRectF, span: CostSpan, seconds: float) -> QRectF:
    left, right = (
        bar.left() + min(max(at / max(seconds, 1e-9), 0.0), 1.0) * bar.width() for at in (span.start_s, span.end_s)
    )
    right = min(max(right, left + _LEAST_PX), bar.right())
    return QRectF(QPointF(min(left, right - _LEAST_PX), bar.top()), QPointF(right, bar.bottom()))


def paint_on_trace(
    painter: QPainter,
    line: Sequence[QPointF],
    plot: QRectF,
    lanes: Sequence[Lane],
    seconds: float,
    theme: Theme,
    unit: float,
) -> None:
    """Draw the trace thick where it cost points, and each row's number above the moment that cost most.

    Parameters
    ----------
    line : sequence of QPointF
        The trace as it is drawn, from left to right.
    plot : QRectF
        Its area; ``seconds`` from left to right.
    """
    x = np.array([point.x() for point in line])
    for lane in reversed(lanes):
        painter.setPen(QPen(theme.color("alert" if lane.is_limit else "caution"), 3 * unit))
        for span in lane.spans:
            box = _within(plot, span, seconds)
            first, stop = np.searchsorted(x, [box.left(), box.right()]).tolist()
            if stop - first > 1:
                painter.drawPolyline(QPolygonF(line[first:stop]))
    if plot.height() < 3 * BADGE_PX * unit:
        return  # they would hide it; the rows say it all
    half, taken = 0.5 * BADGE_PX * unit, list[float]()
    for lane in lanes:
        if lane.dearest is None:
            continue
        at = _within(plot, lane.dearest, seconds).center().x()
        at = _beside(min(max(at, plot.left() + half), plot.right() - half), taken, 2.2 * half, plot.left() + half)
        taken.append(at)
        badge(painter, QPointF(at, plot.top() + half), lane, theme, unit)


def _beside(at: float, taken: Sequence[float], apart: float, least: float) -> float:
    """A place that is free, the nearest one to the left of those that are not."""
    for other in sorted(taken, reverse=True):
        if abs(at - other) < apart and other - apart >= least:
            at = other - apart
    return at
