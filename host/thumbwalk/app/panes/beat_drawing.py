"""The beat as it moves: a press that swells as the guide does, a blow, a dot on its circle, or to and fro."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from thumbwalk.app.panes.pane import draw_dot
from thumbwalk.app.theme import Theme
from thumbwalk.app.words.moment import PulseText

CALM_STEPS = 4.0
"""Of a beat, where motion is reduced: a dot jumps a quarter of its turn, a press has two sizes."""


def draw_beat(
    painter: QPainter, centre: QPointF, most: float, text: PulseText, phase: float, theme: Theme, *, calm: bool = False
) -> None:
    """Draw a beat of which the part ``phase`` is over, within ``most`` pixels of the centre; ``calm`` has two sizes."""
    if text.form == "orbit":
        _orbit(painter, centre, most, text.turn, phase, theme)
    elif text.form == "rub":
        _rub(painter, centre, most, phase, theme)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("line"), max(1.0, 0.05 * most)))
        painter.drawEllipse(centre, most, most)
        level = swell(phase, blow=text.form == "blow")
        level = float(round(level)) if calm else level
        draw_dot(painter, centre, most * (0.30 + 0.62 * level), theme.color("aim", 0.40 + 0.60 * level))


def swell(phase: float, *, blow: bool = False) -> float:
    """How far a press is sunk in, 0 to 1: as the guide has it, softly up and down; a blow bounces off at once."""
    return math.exp(-4.0 * phase) if blow else math.sin(math.pi * phase) ** 2


def _orbit(painter: QPainter, centre: QPointF, most: float, turn: int, phase: float, theme: Theme) -> None:
    radius = 0.76 * most
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("guide"), max(1.5, 0.07 * most)))
    painter.drawEllipse(centre, radius, radius)
    angle = 2.0 * math.pi * phase * turn
    # from the top, where the toes are
    at = centre + QPointF(radius * math.sin(angle), -radius * math.cos(angle))
    draw_dot(painter, at, 0.22 * most, theme.color("aim"))


def _rub(painter: QPainter, centre: QPointF, most: float, phase: float, theme: Theme) -> None:
    half = 0.76 * most
    pen = QPen(theme.color("guide"), max(2.0, 0.14 * most), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(centre - QPointF(half, 0.0), centre + QPointF(half, 0.0))
    draw_dot(painter, centre + QPointF(half * math.cos(2.0 * math.pi * phase), 0.0), 0.22 * most, theme.color("aim"))
