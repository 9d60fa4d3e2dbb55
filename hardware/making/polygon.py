"""Plane polygons as lists of corners: what outlines and tiles are made of, in numpy alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.float64]
"""Corners (n, 2) of a closed polygon, in millimetres; the last is joined to the first."""


def area_mm2(corners: Corners) -> float:
    """Area; positive when the corners run counter-clockwise."""
    x, y = corners.T
    return float(0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def counter_clockwise(corners: Corners) -> Corners:
    """The same polygon with its corners counter-clockwise."""
    return corners if area_mm2(corners) > 0 else corners[::-1]


def centroid_mm(corners: Corners) -> NDArray[np.float64]:
    """Centre of the area, (2,)."""
    x, y = corners.T
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    middle = np.array([np.sum((x + np.roll(x, -1)) * cross), np.sum((y + np.roll(y, -1)) * cross)])
    return np.asarray(middle / (3.0 * np.sum(cross)))


def clipped(corners: Corners, point: NDArray[np.float64], normal: NDArray[np.float64]) -> Corners:
    """What lies on the side of a line that its normal points away from (Sutherland and Hodgman, 1974)."""
    side = (corners - point) @ normal
    kept: list[NDArray[np.float64]] = []
    for here, there, s, t in zip(corners, np.roll(corners, -1, axis=0), side, np.roll(side, -1), strict=True):
        if s <= 0:
            kept.append(here)
        if (s < 0 < t) or (t < 0 < s):
            kept.append(here + s / (s - t) * (there - here))
    return np.array(kept)


def half(corners: Corners, x_mm: float, *, toes: bool) -> Corners:
    """What of a polygon lies heelward or toeward of a straight cut across."""
    return clipped(corners, np.array([x_mm, 0.0]), np.array([-1.0 if toes else 1.0, 0.0]))


def offset(corners: Corners, outward_mm: float) -> Corners:
    """A polygon moved outward (inward where negative) by mitred corners; right for smooth outlines and small moves."""
    corners = counter_clockwise(corners)
    before, after = corners - np.roll(corners, 1, axis=0), np.roll(corners, -1, axis=0) - corners
    normals = [np.column_stack((d[:, 1], -d[:, 0])) / np.linalg.norm(d, axis=1)[:, None] for d in (before, after)]
    middle = normals[0] + normals[1]
    # |middle|^2 / 2 is 1 + cos of the turn: the mitre's length follows from it.
    return np.asarray(corners + 2.0 * outward_mm * middle / np.sum(middle**2, axis=1)[:, None])


def contains(corners: Corners, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether points (n, 2) lie inside, by the even-odd rule; (n,)."""
    inside = np.zeros(len(points), dtype=np.bool_)
    for (xa, ya), (xb, yb) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if ya != yb:
            crosses = (ya > points[:, 1]) != (yb > points[:, 1])
            inside ^= crosses & (points[:, 0] < (xb - xa) * (points[:, 1] - ya) / (yb - ya) + xa)
    return inside


def rectangle(middle: NDArray[np.float64], long_mm: float, wide_mm: float, angle_deg: float) -> Corners:
    """A rectangle about its middle, its length along an angle from x to y; counter-clockwise."""
    u = np.array([np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))])
    v = np.array([-u[1], u[0]])
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [long_mm / 2, wide_mm / 2]
    return np.asarray(middle + half[:, :1] * u + half[:, 1:] * v)


def circle(middle: NDArray[np.float64], diameter_mm: float, n: int = 48) -> Corners:
    """A regular polygon about a circle (its sides touch it from outside)."""
    angle = 2.0 * np.pi * np.arange(n) / n
    radius = 0.5 * diameter_mm / np.cos(np.pi / n)
    return np.asarray(middle + radius * np.column_stack((np.cos(angle), np.sin(angle))))


def distance_mm(one: Corners, other: Corners) -> float:
    """How far two polygons are apart; 0 where they overlap."""
    if contains(one, other[:1]).any() or contains(other, one[:1]).any() or _crossing(one, other):
        return 0.0
    return min(_corners_to_sides(one, other), _corners_to_sides(other, one))


def depth_inside_mm(outer: Corners, inner: Corners) -> float:
    """The least distance from the inner polygon to the outer one's sides; negative where a corner is outside."""
    least = _corners_to_sides(inner, outer)
    return least if contains(outer, inner).all() and not _crossing(outer, inner) else -least


def _corners_to_sides(one: Corners, other: Corners) -> float:
    start, along = other, np.roll(other, -1, axis=0) - other
    away = one[:, None, :] - start[None, :, :]
    part = np.clip(np.sum(away * along, axis=2) / np.maximum(np.sum(along**2, axis=1), 1e-12), 0.0, 1.0)
    return float(np.linalg.norm(away - part[:, :, None] * along, axis=2).min())


def _crossing(one: Corners, other: Corners) -> bool:
    a, b = one[:, None, :], np.roll(one, -1, axis=0)[:, None, :]
    c, d = other[None, :, :], np.roll(other, -1, axis=0)[None, :, :]
    abc, abd, cda, cdb = (_turn(*three) for three in ((a, b, c), (a, b, d), (c, d, a), (c, d, b)))
    return bool(((abc * abd < 0) & (cda * cdb < 0)).any())


def _turn(a: Corners, b: Corners, c: Corners) -> NDArray[np.float64]:
    turn = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    return np.asarray(turn)
