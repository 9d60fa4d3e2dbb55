"""Points and lines of a sole, by name: where a drill asks the thumb to be, and which way to go.

The points are the traditional reflexology map, shown for pressing practice. It does not diagnose or treat anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast, get_args

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import DrillError
from thumbwalk.language import told
from thumbwalk.pad import Foot, Pad
from thumbwalk.tomlfile import FileKind, TomlFile, Where, is_number

POINTS_FILE = FileKind(told("points"), DrillError)
Found = TypeVar("Found")

_LEAST_PLACES, _MOST_PLACES = 2, 100
"""A way has a beginning and an end; no hand follows one with more corners."""


@dataclass(frozen=True, slots=True)
class Point:
    """A named point: ``u`` = x/length, ``w`` across the outline's local breadth (0 medial edge, 1 lateral).

    ``foot`` says on which foot it is, None for both.
    """

    name: str
    u: float
    w: float
    foot: Foot | None = None

    def place_mm(self, pad: Pad) -> tuple[float, float]:
        """Where it is on a sole, x and y in mm.

        Raises
        ------
        LayoutError
            When the layout has no outline or length.
        DrillError
            When the point is on the other foot only.
        """
        if self.foot is not None and pad.foot is not None and self.foot != pad.foot:
            raise DrillError(
                told(
                    "point '{name}' is on the {foot} foot only, and this is a {other_foot} one",
                    name=self.name,
                    foot=self.foot,
                    other_foot=pad.foot,
                )
            )
        return pad.place(self.u, self.w)


@dataclass(frozen=True, slots=True)
class Line:
    """A named way along a sole: places by ``u`` and ``w``, its beginning first."""

    name: str
    path: tuple[tuple[float, float], ...]


@cache
def load_points() -> dict[str, Point]:
    """Every named point, by its name."""
    file = TomlFile.packaged("points.toml", POINTS_FILE)
    points: dict[str, Point] = {}
    for index, row in enumerate(file.rows(file.table, (), "point", "point")):
        where: Where = (("point", index),)
        file.known(row, where, ("name", "u", "w", "foot"))
        name = file.words(row, where, "name")
        u, w = (
            file.number(row, where, key, least=0.0, most=1.0, needed=told("a point needs u and w"))
            for key in ("u", "w")
        )
        foot = file.choice(row, where, "foot", get_args(Foot), told('foot must be "left" or "right"'))
        points[name] = Point(name, u or 0.0, w or 0.0, cast("Foot | None", foot))
    file.done()
    return points


def point_named(name: str) -> Point:
    """A point by its name. Raises DrillError, naming those that there are."""
    return _named("point", load_points(), name)


@cache
def load_lines() -> dict[str, Line]:
    """Every named line, by its name."""
    file = TomlFile.packaged("points.toml", POINTS_FILE)
    lines: dict[str, Line] = {}
    for index, row in enumerate(file.rows(file.table, (), "line", "line")):
        where: Where = (("line", index),)
        file.known(row, where, ("name", "path"))
        name = file.words(row, where, "name")
        lines[name] = Line(name, places_in(file, row, where, "path"))
    file.done()
    return lines


def line_named(name: str) -> Line:
    """A line by its name. Raises DrillError, naming those that there are."""
    return _named("line", load_lines(), name)


def _named(what: str, known: Mapping[str, Found], name: str) -> Found:
    if name not in known:
        raise DrillError(told("no {what} '{name}'; there are: {names}", what=what, name=name, names=", ".join(known)))
    return known[name]


def places_along(way_mm: NDArray[np.float64], step_mm: float) -> NDArray[np.float64]:
    """Places (m, 2) along a way (k, 2), evenly and at most so far apart, both ends among them."""
    gone = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way_mm, axis=0).T))])
    at = np.linspace(0.0, gone[-1], max(int(np.ceil(gone[-1] / step_mm)), 1) + 1)
    return np.column_stack([np.interp(at, gone, way_mm[:, 0]), np.interp(at, gone, way_mm[:, 1])])


def places_in(file: TomlFile, row: dict[str, Any], where: Where, key: str) -> tuple[tuple[float, float], ...]:
    """A way of two places and more, each ``[u, w]``; an empty one stands in for a wrong one, which is noted."""
    rows = row.get(key)
    if not isinstance(rows, list) or not _LEAST_PLACES <= len(rows) <= _MOST_PLACES or not all(map(is_place, rows)):
        needed = told(
            "a path is {least} to {most} places [u, w], each number from 0 to 1", least=_LEAST_PLACES, most=_MOST_PLACES
        )
        file.fault(where, key, rows, needed)
        return ()
    return tuple((float(u), float(w)) for u, w in rows)


def is_place(value: object) -> bool:
    """Whether a value of a document is a place ``[u, w]`` on a sole."""
    return isinstance(value, list) and len(value) == 2 and all(is_number(one) and 0.0 <= one <= 1.0 for one in value)
