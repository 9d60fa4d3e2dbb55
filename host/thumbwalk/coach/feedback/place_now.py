"""Where the hand is now, and which way it is from there to where a set asks it to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.feedback.verdict import Verdict
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.points import load_points, places_along
from thumbwalk.language import marked, told
from thumbwalk.pad import Pad
from thumbwalk.touch.resolution import resolution_of
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZONES, ZoneMap, zone_centre_mm

Array = NDArray[np.float64]

_FAR_MM = 20.0
"""Off a place whose distance is not scored: farther than a thumb is broad, and what is pressed there is another."""
BESIDE_MM = 15.0
"""Off a way: beyond what a thumb on it touches, and what a place errs. Lower, and a bend of it is told."""
_NAMED_MM = 15.0
"""So near to a point of the map, and nearer to no other, is what was pressed in place of the one asked for."""
_SHARE = 0.5
"""Of the last touch, outside of the zone: half of a thumb on its border is no matter."""
ABOUT_MM = {"knead": 7.0}
"""Farther than it may be in the mean a hand may be for a while that moves about its place, as kneading does."""
_NEAR = 0.7
"""Of the way to being wrong, where praise ends."""


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """Where the hand is; ``astray`` is what to say if that is wrong, ``near`` how near it is to being wrong."""

    astray: Verdict | None = None
    near: float = 0.0


class Places:
    """What a set asks for of places: a point, a zone or a way.

    Parameters
    ----------
    one : DrillSet
    zones : ZoneMap
        Of the sole.
    task : Task
        The set's, as the score is told it.
    bands : mapping of measure name to Band

    Attributes
    ----------
    most_mm : float
        How far from its place a hand may be for a while.
    """

    def __init__(self, one: DrillSet, zones: ZoneMap, task: Task, bands: Mapping[str, Band]) -> None:
        self._set, self._pad, self._zones, self._task = one, zones.pad, zones, task
        self._way_mm = None if task.path_mm is None else places_along(task.path_mm, 2.0)
        band = bands.get("off_point_mm")
        about_mm = ABOUT_MM.get(one.technique, 0.0)
        self.most_mm = _FAR_MM if band is None or band.hi is None or band.weight <= 0.0 else band.hi + about_mm

    def of(self, touch: TouchBlock, *, part: bool = False) -> PlaceNow:
        """Where a touch of the last moments is; nowhere where it has no place.

        Of ``part`` of a turn only what is far off is told.
        """
        there = touch.touching & ~np.isnan(touch.x_mm)
        if not there.any() or not self._pad.has_positions:
            return PlaceNow()
        weight = np.maximum(touch.contact_n[there], 1e-9)
        x, y = (float(np.average(place[there], weights=weight)) for place in (touch.x_mm, touch.y_mm))
        found = [PlaceNow()]
        if self._way_mm is not None:
            found.append(self._of_way(x, y))
        if self._task.target_mm is not None:
            found.append(self._of_target(x, y, max(self.most_mm, _FAR_MM) if part else self.most_mm))
        if self._task.zone is not None and self._pad.is_sole:
            found.append(self._of_zone(touch, there, x, y))
        return max(found, key=lambda one: one.near)

    def _of_way(self, x: float, y: float) -> PlaceNow:
        way = self._way_mm
        assert way is not None  # noqa: S101  asked by who has one
        apart = np.hypot(way[:, 0] - x, way[:, 1] - y)
        at = way[int(np.argmin(apart))]
        return self._judged(float(apart.min()), BESIDE_MM, (x, y), (float(at[0]), float(at[1])))

    def _of_target(self, x: float, y: float, most_mm: float) -> PlaceNow:
        target = self._task.target_mm
        assert target is not None  # noqa: S101  asked by who has one
        mat = resolution_of(self._pad)
        if mat is not None and mat.poor_behind_mm is not None and target[0] < mat.poor_behind_mm:
            return PlaceNow()
        return self._judged(float(np.hypot(x - target[0], y - target[1])), most_mm, (x, y), target)

    def _of_zone(self, touch: TouchBlock, there: NDArray[np.bool_], x: float, y: float) -> PlaceNow:
        zone = self._task.zone or ""
        index = self._zones.index(touch.x_mm[there], touch.y_mm[there])
        outside = float(np.mean(index != ZONES.index(zone)))
        return self._judged(outside, _SHARE, (x, y), self._task.target_mm or zone_centre_mm(self._pad, zone))

    def _judged(self, off: float, most: float, here: tuple[float, float], asked: tuple[float, float]) -> PlaceNow:
        near = off / most / _NEAR
        if off <= most:
            return PlaceNow(None, near)
        return PlaceNow(Verdict(told("To the {side}", side=told(way_to(here, asked))), "place", self._told(here)), near)

    def _told(self, here: tuple[float, float]) -> str:
        """What was asked and what was pressed instead, as far as they have names."""
        asked = self._set.point or self._set.zone
        if asked is None or not self._pad.is_sole:
            return ""
        pressed = self._zones.at(*here)
        if self._set.point is not None:
            pressed = _nearest(self._pad, here) or pressed
        return (
            ""
            if pressed in (None, asked)
            else told("Asked {asked}, pressed {pressed}.", asked=told(asked), pressed=told(pressed or ""))
        )


def _nearest(pad: Pad, here: tuple[float, float]) -> str | None:
    """The point of this foot that is nearest, if it is near."""
    points = [one for one in load_points().values() if one.foot is None or pad.foot is None or one.foot == pad.foot]
    apart = {one.name: float(np.hypot(*np.subtract(pad.place(one.u, one.w), here))) for one in points}
    name = min(apart, key=lambda one: apart[one], default=None)
    return name if name is not None and apart[name] <= _NAMED_MM else None


def way_to(here: tuple[float, float], asked: tuple[float, float]) -> str:
    """The way to go, by a sole's directions."""
    along, across = asked[0] - here[0], asked[1] - here[1]
    if abs(along) >= abs(across):
        return marked("toes") if along > 0.0 else marked("heel")
    return marked("outer side") if across > 0.0 else marked("inner side")
