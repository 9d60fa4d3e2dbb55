"""What is seen of the place a set asks for: a point, a circle with its way round, bites along a line, and so on.

One a hand. It is the still part; where the hand should be at a moment is the guide's shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from thumbwalk.coach.drill.guide_shape import GuideShape
from thumbwalk.pad import Pad

if TYPE_CHECKING:
    from thumbwalk.coach.drill.drill import DrillSet

Place = tuple[float, float]
FigureKind = Literal["point", "circle", "rub", "bites", "glide", "line"]

POINT_MM = 8.0
"""A hold counts as on its point within this distance (the starter targets' value)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One hand's place; ``size_mm`` is a point's or circle's radius, half of a rub's way, or from bite to bite.

    ``turn`` is 1 where circles go from the toes' side (+x) toward the outer edge (+y), else -1. ``places_mm`` are a
    walk's bites or another way's corners, in the order in which they come; ``name`` is the line's, "" without one.
    """

    kind: FigureKind
    centre_mm: Place
    size_mm: float
    turn: int = 1
    places_mm: tuple[Place, ...] = ()
    name: str = ""

    def nearest_mm(self, x_mm: float, y_mm: float) -> Place:
        """The place of it that is nearest to another: its middle, or the nearest piece of a way."""
        if len(self.places_mm) < 2:
            return self.centre_mm
        way, here = np.array(self.places_mm), np.array([x_mm, y_mm])
        start, step = way[:-1], np.diff(way, axis=0)
        length = np.maximum((step**2).sum(axis=1), 1e-12)
        part = np.clip(((here - start) * step).sum(axis=1) / length, 0.0, 1.0)
        found = start + part[:, None] * step
        x, y = found[int(((found - here) ** 2).sum(axis=1).argmin())].tolist()
        return x, y

    def has_come(self, x_mm: float, y_mm: float) -> int:
        """How many of a walk's bites lie behind the one that is nearest to a place."""
        if not self.places_mm:
            return 0
        apart = np.hypot(*(np.array(self.places_mm) - (x_mm, y_mm)).T)
        return int(apart.argmin())


def figures_of(one: DrillSet, pad: Pad) -> tuple[Figure, ...]:
    """The figures of a set on a pad, one a hand; none where a zone alone is asked for, or no place at all."""
    hands = (one, one.of_second()) if one.hands > 1 else (one,)
    return tuple(found for each in hands if (found := _figure(each, pad)) is not None)


def _figure(one: DrillSet, pad: Pad) -> Figure | None:
    shape = GuideShape.of(one, pad, None)
    if shape.target_mm is None:
        return None
    way = () if shape.path_mm is None else tuple((float(x), float(y)) for x, y in shape.path_mm)
    if way and one.technique not in ("circles", "friction"):
        if one.technique == "walk":
            return Figure("bites", shape.target_mm, shape.size_mm, 1, shape.bites_mm(), one.line or "")
        return Figure("glide" if one.technique == "glide" else "line", shape.target_mm, 0.0, 1, way, one.line or "")
    if one.technique == "circles":
        return Figure("circle", shape.target_mm, shape.size_mm, shape.turn)
    if one.technique == "friction":
        return Figure("rub", shape.target_mm, 0.5 * shape.size_mm)
    return None if one.zone is not None else Figure("point", shape.target_mm, POINT_MM)
