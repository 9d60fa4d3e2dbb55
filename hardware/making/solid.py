"""Solids from plane polygons: the few strokes that all printed parts are made with. Needs build123d."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import build123d as bd
import numpy as np

from making.polygon import Corners, rectangle

Solid = Any
"""A build123d part; the kernel ships types of its own, which only the hardware's environment has."""


def prism(corners: Corners, low_mm: float, high_mm: float, *holes: Corners) -> Solid:
    """A polygon raised from one height to another, with holes all through."""
    face = _face(corners)
    for hole in holes:
        face -= _face(hole)
    return bd.Pos(0, 0, low_mm) * bd.extrude(face, high_mm - low_mm)


def _face(corners: Corners) -> Solid:
    return bd.make_face(bd.Wire.make_polygon([(float(x), float(y)) for x, y in corners], close=True).edges())


def block(
    middle: Iterable[float], long_mm: float, wide_mm: float, low_mm: float, high_mm: float, angle_deg: float = 0.0
) -> Solid:
    """A box about a place, its length along an angle."""
    return prism(rectangle(np.array(list(middle)), long_mm, wide_mm, angle_deg), low_mm, high_mm)


def post(middle: Iterable[float], diameter_mm: float, low_mm: float, high_mm: float) -> Solid:
    """An upright cylinder."""
    x, y = middle
    high = high_mm - low_mm
    return bd.Pos(x, y, low_mm + high / 2) * bd.Cylinder(diameter_mm / 2, high)


def cone(middle: Iterable[float], low_d_mm: float, high_d_mm: float, low_mm: float, high_mm: float) -> Solid:
    """An upright cone, for countersunk heads and chamfers."""
    x, y = middle
    high = high_mm - low_mm
    return bd.Pos(x, y, low_mm + high / 2) * bd.Cone(low_d_mm / 2, high_d_mm / 2, high)


def rod(start: tuple[float, float, float], end: tuple[float, float, float], diameter_mm: float) -> Solid:
    """A cylinder between two places."""
    a, b = np.array(start), np.array(end)
    plane = bd.Plane(origin=tuple((a + b) / 2), z_dir=tuple(b - a))
    return plane * bd.Cylinder(diameter_mm / 2, float(np.linalg.norm(b - a)))


def tear_rod(
    start: tuple[float, float, float], end: tuple[float, float, float], diameter_mm: float, *, up: float
) -> Solid:
    """A level hole with a roof of 45 degrees, which prints without supports; ``up`` is -1 in a part that is turned."""
    a, b = np.array(start), np.array(end)
    along = (b - a) / np.linalg.norm(b - a)
    plane = bd.Plane(origin=tuple(a), x_dir=(float(along[1]), float(-along[0]), 0.0), z_dir=tuple(along))
    r = diameter_mm / 2
    # The tangents' feet and the tip, cut off a little so that the tip is no knife.
    flank, tip = r * np.sqrt(0.5), r * (np.sqrt(2.0) - 0.25)
    side = r * np.sqrt(2.0) - tip
    roof = np.array([[-flank, 0.0], [flank, 0.0], [flank, flank], [side, tip], [-side, tip], [-flank, flank]])
    lift = up * float(plane.y_dir.Z)
    face = _face(roof * [1.0, lift])
    length = float(np.linalg.norm(b - a))
    return joined([rod(start, end, diameter_mm), plane * bd.extrude(face, length, dir=(0, 0, 1))])


def ring(outer: Corners, inner: Corners, low_mm: float, high_mm: float) -> Solid:
    """A wall between two polygons."""
    return prism(outer, low_mm, high_mm, inner)


def joined(solids: Iterable[Solid]) -> Solid:
    """All of them as one."""
    first, *rest = list(solids)
    return first.fuse(*rest) if rest else first


def without(solid: Solid, cuts: Iterable[Solid]) -> Solid:
    """What is left after all the cuts."""
    tools = list(cuts)
    return solid.cut(*tools) if tools else solid
