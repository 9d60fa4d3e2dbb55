"""The traditional reflexology map over the foot: its points by name, as far as their names have room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from thumbwalk.app import theme as themes
from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.panes.pane import Align, draw_text, text_height, text_width
from thumbwalk.app.theme import Theme
from thumbwalk.coach.targets.points import load_points
from thumbwalk.language import _

_DOT = 3.4
"""Radius of a point, design pixels."""


@dataclass(frozen=True)
class Placed:
    """A point and where its name stands, pixels; None where it found no room."""

    name: str
    at: QPointF
    area: QRectF | None


def placed(
    points: Sequence[tuple[str, QPointF, float]], high: float, gap: float, room: QRectF, rings: Sequence[QRectF] = ()
) -> list[Placed]:
    """Names (name, place, width) beside their points, right, left, below or above, none upon another or a point.

    Parameters
    ----------
    points : sequence of (str, QPointF, float)
    high, gap : float
        A name's height, and how far it keeps from its point.
    room : QRectF
        Where names may stand.
    rings : sequence of QRectF
        What no name may cover; the name of a point within one stands beside it.
    """
    dots = [QRectF(at.x() - gap, at.y() - gap, 2 * gap, 2 * gap) for _name, at, _wide in points]
    taken: list[QRectF] = []
    found = []
    for index, (name, at, wide) in enumerate(points):
        around = next((0.5 * ring.width() + 3.0 for ring in rings if ring.contains(at)), gap)
        places = (
            QRectF(at.x() + around, at.y() - 0.5 * high, wide, high),
            QRectF(at.x() - around - wide, at.y() - 0.5 * high, wide, high),
            QRectF(at.x() - 0.5 * wide, at.y() + around, wide, high),
            QRectF(at.x() - 0.5 * wide, at.y() - around - high, wide, high),
        )
        others = [*taken, *rings, *(dot for number, dot in enumerate(dots) if number != index)]
        free = (one for one in places if room.contains(one) and not any(one.intersects(other) for other in others))
        area = next(free, None)
        if area is not None:
            taken.append(area)
        found.append(Placed(name, at, area))
    return found


def paint_map(
    painter: QPainter, frame: FootFrame, theme: Theme, unit: float, room: QRectF, rings: Sequence[QRectF] = ()
) -> None:
    """Draw the points of this foot; nothing on a pad that is no sole."""
    pad = frame.pad
    if not pad.is_sole:
        return
    font = themes.font(13 * unit)
    here = [one for one in load_points().values() if one.foot is None or one.foot == frame.foot]
    named = [(_(one.name), frame.to_px(*pad.place(one.u, one.w))) for one in here]
    points = [(name, at, text_width(font, name) + 6 * unit) for name, at in named]
    for one in placed(points, text_height(font), (_DOT + 3.0) * unit, room, rings):
        painter.setPen(QPen(theme.color("background", 0.8), 1.5 * unit))
        painter.setBrush(theme.color("ink"))
        painter.drawEllipse(one.at, _DOT * unit, _DOT * unit)
        if one.area is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("background", 0.7))
            painter.drawRoundedRect(one.area, 4 * unit, 4 * unit)
            draw_text(painter, one.area, one.name, font, theme.color("ink"), align=Align.AlignHCenter)
