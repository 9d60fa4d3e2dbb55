"""Where the foot lies on the screen: anatomical millimetres to pixels and back.

Practitioner's view, facing the sole with the toes up: a right foot's big toe (y = 0) is on the right, a left foot's
on the left. Turned round, with the toes down, it is as its owner sees it. This is the only place that mirrors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from thumbwalk.pad import Foot, Pad
from thumbwalk.zones import MIDDLE_W, ZONES, zone_named

_EDGE_STEPS = 24


@dataclass(frozen=True)
class FootFrame:
    """A pad drawn into a rectangle; ``scale`` is pixels per millimetre."""

    pad: Pad
    foot: Foot
    left_px: float
    top_px: float
    scale: float
    low_mm: tuple[float, float]
    high_mm: tuple[float, float]
    turned: bool = False

    @staticmethod
    def fitted(pad: Pad, foot: Foot, area: QRectF, *, turned: bool = False) -> FootFrame:
        """The largest drawing of the pad that fits into ``area``, centred there."""
        low, high = extent_mm(pad)
        long_mm, wide_mm = high[0] - low[0], high[1] - low[1]
        scale = max(0.05, min(area.height() / long_mm, area.width() / wide_mm))
        return FootFrame(
            pad=pad,
            foot=foot,
            left_px=area.center().x() - 0.5 * wide_mm * scale,
            top_px=area.center().y() - 0.5 * long_mm * scale,
            scale=scale,
            low_mm=low,
            high_mm=high,
            turned=turned,
        )

    @property
    def rect(self) -> QRectF:
        """The pixels that the foot takes."""
        wide = (self.high_mm[1] - self.low_mm[1]) * self.scale
        return QRectF(self.left_px, self.top_px, wide, (self.high_mm[0] - self.low_mm[0]) * self.scale)

    def to_px(self, x_mm: float, y_mm: float) -> QPointF:
        """A place on the sole, in pixels."""
        across = self.high_mm[1] - y_mm if self.foot == "right" else y_mm - self.low_mm[1]
        at = QPointF(self.left_px + across * self.scale, self.top_px + (self.high_mm[0] - x_mm) * self.scale)
        return self._other_way_round(at) if self.turned else at

    def to_mm(self, point: QPointF) -> tuple[float, float]:
        """A pixel's place on the sole (x, y), inside the outline or not."""
        point = self._other_way_round(point) if self.turned else point
        across = (point.x() - self.left_px) / self.scale
        y_mm = self.high_mm[1] - across if self.foot == "right" else self.low_mm[1] + across
        return self.high_mm[0] - (point.y() - self.top_px) / self.scale, y_mm

    def _other_way_round(self, point: QPointF) -> QPointF:
        middle = self.rect.center()
        return QPointF(2.0 * middle.x() - point.x(), 2.0 * middle.y() - point.y())

    def rect_px(self, x_mm: tuple[float, float], y_mm: tuple[float, float]) -> QRectF:
        """The pixels of a rectangle given by its extents along and across the foot."""
        return QRectF(self.to_px(x_mm[0], y_mm[0]), self.to_px(x_mm[1], y_mm[1])).normalized()

    def holds(self, x_mm: float, y_mm: float) -> bool:
        """Whether a place is on the pad."""
        if self.pad.outline_mm is not None:
            return bool(self.pad.contains(np.array([x_mm]), np.array([y_mm]))[0])
        return self.low_mm[0] <= x_mm <= self.high_mm[0] and self.low_mm[1] <= y_mm <= self.high_mm[1]

    def polygon(self, places_mm: NDArray[np.float64]) -> QPolygonF:
        """Places (n, 2) as a polygon or line in pixels."""
        x_mm, y_mm = places_mm.T
        across = self.high_mm[1] - y_mm if self.foot == "right" else y_mm - self.low_mm[1]
        x_px, y_px = self.left_px + across * self.scale, self.top_px + (self.high_mm[0] - x_mm) * self.scale
        if self.turned:
            middle = self.rect.center()
            x_px, y_px = 2.0 * middle.x() - x_px, 2.0 * middle.y() - y_px
        return QPolygonF([QPointF(x, y) for x, y in zip(x_px.tolist(), y_px.tolist(), strict=True)])

    def outline(self) -> QPainterPath:
        """The sole's edge; a rounded box where the layout has no outline."""
        path = QPainterPath()
        if self.pad.outline_mm is None:
            path.addRoundedRect(self.rect, 8 * self.scale, 8 * self.scale)
        else:
            path.addPolygon(self.polygon(self.pad.outline_mm))
            path.closeSubpath()
        return path

    def zone(self, name: str) -> QPainterPath:
        """The part of the sole that a zone is; empty where the layout has no zones or none of that name."""
        path = QPainterPath()
        if not self.pad.is_sole or self.pad.length_mm is None or name not in ZONES:
            return path
        asked = zone_named(name)
        length_mm = self.pad.length_mm
        ends_u = asked.low_u, asked.high_u
        low_mm, high_mm = (float(np.clip(u * length_mm, self.low_mm[0], self.high_mm[0])) for u in ends_u)
        if asked.side is not None:
            along = np.linspace(*ends_u, _EDGE_STEPS + 1)
            middle = [self.pad.place(float(u), MIDDLE_W) for u in along]
            side = self.low_mm[1] if asked.side == "medial" else self.high_mm[1]
            path.addPolygon(self.polygon(np.array([*middle, (high_mm, side), (low_mm, side)])))
            path.closeSubpath()
        else:
            path.addRect(self.rect_px((low_mm, high_mm), (self.low_mm[1], self.high_mm[1])))
        part = path.intersected(self.outline())
        # Qt leaves the last edge of an intersection out, which a pen would not draw.
        part.closeSubpath()
        return part


def extent_mm(pad: Pad) -> tuple[tuple[float, float], tuple[float, float]]:
    """Smallest and largest (x, y) of what is drawn of a pad; a square where nothing has a place."""
    if pad.outline_mm is not None:
        places, margin = pad.outline_mm, 0.0
    elif pad.has_positions:
        places, margin = pad.positions_mm, 14.0
    else:
        return (0.0, 0.0), (200.0, 100.0)
    low, high = places.min(axis=0) - margin, places.max(axis=0) + margin
    return (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))
