"""What leads the hand on the foot: the next bite, the circling dot, the front, and the arrow back to the place."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from thumbwalk.app.foot.frame import FootFrame
from thumbwalk.app.foot.targets import BITE_MM, arrow_head, cased_line, chevron, through, unit_vector
from thumbwalk.app.theme import Theme
from thumbwalk.coach.drill.figure import Figure
from thumbwalk.session.screen.snapshot import Snapshot

DOT_MM, RING_MM, FRONT_MM = 4.0, 4.4, 9.0
"""Radii of the dot and of the next bite's ring, and half of the front's width."""
ON_BITE_MM = 3.5
"""Half a bite: a thumb so near is on it."""
BEAK_UNDER_MM = 15.0
"""A place that is nearer has no room for an arrow: the thumb gets a beak toward it."""
Place = tuple[float, float]
_STEPS = 4
"""Of a beat: a dot that goes round jumps a quarter of its turn."""
_GAP_MM = 8.0
"""Between the thumb's middle and an arrow's tail, and its tip and the place."""


@dataclass(frozen=True)
class Lead:
    """One hand's lead: where it should be now; ``behind`` are the bites it has left behind."""

    figure: Figure | None
    at_mm: tuple[float, float]
    behind: int = 0

    @property
    def is_bite(self) -> bool:
        """Whether it is a walk's next bite."""
        return self.figure is not None and self.figure.kind == "bites"


def leads_of(snapshot: Snapshot) -> tuple[Lead, ...]:
    """The leads of a moment, one a hand; a still target leads nobody."""
    state = snapshot.drill if snapshot.result is None else None
    if state is None or state.guide is None:
        return ()
    figures = state.guide.figures
    found = []
    for number, place in enumerate((state.guide_mm, state.guide_second_mm)):
        figure = figures[number] if number < len(figures) else None
        still = figure.centre_mm if figure is not None else state.guide.target_mm
        if place is None or (place == still and (figure is None or figure.kind in ("point", "line"))):
            continue
        if figure is not None and figure.kind == "bites":
            found.append(_next_bite(figure, place, (_thumb_mm(snapshot), snapshot.touch.second_mm)[number]))
        else:
            found.append(Lead(figure, place))
    return tuple(found)


def _thumb_mm(snapshot: Snapshot) -> tuple[float, float] | None:
    touch = snapshot.touch
    return (touch.x_mm, touch.y_mm) if touch.touching else None


def _next_bite(figure: Figure, place: tuple[float, float], thumb_mm: tuple[float, float] | None) -> Lead:
    """The bite that is due, or the one after it, once the thumb is there."""
    due = figure.has_come(*place)
    is_there = thumb_mm is not None and math.dist(thumb_mm, place) < ON_BITE_MM
    after = min(due + is_there, len(figure.places_mm) - 1)
    return Lead(figure, figure.places_mm[after], after)


class CalmLeads:
    """Has what leads go by steps, for those whom motion troubles: four a beat, or two a second where there is none."""

    def __init__(self) -> None:
        self._step: tuple[object, ...] = ()
        self._held: tuple[Place | None, Place | None] = None, None

    def calmed(self, snapshot: Snapshot) -> Snapshot:
        """The same moment, with the hands' places those at which the step began."""
        state = snapshot.drill
        if state is None or snapshot.result is not None:
            return snapshot
        since_s = snapshot.time_s - (0.0 if state.begins_s is None else state.begins_s)
        beats = since_s * 0.5 if state.beat is None else float(state.beat.count_at(np.array([since_s]))[0])
        step = state.phase, int(_STEPS * beats)
        if step != self._step:
            self._step, self._held = step, (state.guide_mm, state.guide_second_mm)
        one, other = self._held
        return replace(snapshot, drill=replace(state, guide_mm=one, guide_second_mm=other))


class LeadPainter:
    """Draws leads and arrows; `reach` is what it may cover."""

    def __init__(self, frame: FootFrame, theme: Theme, unit: float) -> None:
        self._frame, self._theme, self._unit = frame, theme, unit

    def reach(self, lead: Lead) -> QRectF:
        """The pixels that a lead may cover: what it has left behind was covered before."""
        around = (FRONT_MM + 2.0) * self._frame.scale + 4 * self._unit
        at = self._frame.to_px(*lead.at_mm)
        return QRectF(at.x() - around, at.y() - around, 2 * around, 2 * around)

    def paint(self, painter: QPainter, lead: Lead) -> None:
        """Draw one."""
        kind = "" if lead.figure is None else lead.figure.kind
        if lead.figure is not None and kind == "bites":
            self._bite(painter, lead, lead.figure)
        elif lead.figure is not None and kind == "glide":
            self._front(painter, lead, lead.figure)
        else:
            radius = DOT_MM * self._frame.scale
            painter.setPen(QPen(self._theme.color("background", 0.75), 2.0 * self._unit))
            painter.setBrush(self._theme.color("guide"))
            painter.drawEllipse(self._frame.to_px(*lead.at_mm), radius, radius)

    def _way(self, lead: Lead, figure: Figure) -> QPointF:
        """Which way it goes on from where it is."""
        places = figure.places_mm
        nearest = min(range(len(places)), key=lambda n: math.dist(places[n], lead.at_mm))
        first = min(nearest, len(places) - 2)
        return unit_vector(self._frame.to_px(*places[first]), self._frame.to_px(*places[first + 1]))

    def _bite(self, painter: QPainter, lead: Lead, figure: Figure) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("aim"))
        dot = 1.15 * BITE_MM * self._frame.scale
        for place in figure.places_mm[: lead.behind]:
            painter.drawEllipse(self._frame.to_px(*place), dot, dot)
        centre, radius = self._frame.to_px(*lead.at_mm), RING_MM * self._frame.scale
        painter.setPen(QPen(self._theme.color("background", 0.8), 5.0 * self._unit))
        painter.setBrush(self._theme.color("surface", 0.85))
        painter.drawEllipse(centre, radius, radius)
        painter.setPen(QPen(self._theme.color("aim"), 2.6 * self._unit))
        painter.drawEllipse(centre, radius, radius)
        if len(figure.places_mm) > 1:
            mark = chevron(centre, self._way(lead, figure), 1.2 * radius)
            cased_line(painter, mark, self._theme.color("aim"), self._theme.color("surface", 0.0), 2.6 * self._unit)

    def _front(self, painter: QPainter, lead: Lead, figure: Figure) -> None:
        way, centre = self._way(lead, figure), self._frame.to_px(*lead.at_mm)
        aside, half = QPointF(-way.y(), way.x()), FRONT_MM * self._frame.scale
        bow = 0.35 * half
        places = []
        for n in range(9):
            part = n / 4.0 - 1.0
            places.append(centre + aside * (part * half) - way * (bow * part * part))
        guide, casing = self._theme.color("guide"), self._theme.color("background", 0.8)
        cased_line(painter, through(places), guide, casing, 4.0 * self._unit)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(guide)
        painter.drawPolygon(arrow_head(centre, centre + way * (0.45 * half), 11 * self._unit))

    def arrow_reach(self, thumb: QPointF, toward_mm: tuple[float, float]) -> QRectF:
        """The pixels that an arrow may cover."""
        edge = (_GAP_MM + 4.0) * self._frame.scale + 12 * self._unit
        return QRectF(thumb, self._frame.to_px(*toward_mm)).normalized().adjusted(-edge, -edge, edge, edge)

    def paint_arrow(self, painter: QPainter, thumb: QPointF, toward_mm: tuple[float, float], radius: float) -> None:
        """Draw the way from the thumb to its place: an arrow, or a beak on the thumb where that is near."""
        scale, target = self._frame.scale, self._frame.to_px(*toward_mm)
        way, apart = unit_vector(thumb, target), math.dist(thumb.toTuple(), target.toTuple())
        ink, casing = self._theme.color("thumb_edge"), self._theme.color("background", 0.85)
        if apart < BEAK_UNDER_MM * scale:
            tip = thumb + way * (radius + 0.55 * 15 * self._unit)
            painter.setPen(QPen(casing, 1.6 * self._unit))
            painter.setBrush(ink)
            painter.drawPolygon(arrow_head(thumb, tip, 15 * self._unit))
            return
        gap = _GAP_MM * scale
        tail, tip = thumb + way * gap, target - way * max(gap, 6 * self._unit)
        if (tip - tail).x() * way.x() + (tip - tail).y() * way.y() < 6 * self._unit:
            tip = tail + way * (6 * self._unit)
        cased_line(painter, through([tail, tip]), ink, casing, 4.0 * self._unit)
        painter.setPen(QPen(casing, 1.4 * self._unit))
        painter.setBrush(ink)
        painter.drawPolygon(arrow_head(tail, tip, 17 * self._unit))
