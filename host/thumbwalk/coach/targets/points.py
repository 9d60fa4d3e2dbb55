"""Points of a sole, by name: where a drill asks the thumb to be.

The points are the traditional reflexology map, shown for pressing practice. It does not diagnose or treat anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from thumbwalk.errors import DrillError
from thumbwalk.pad import Foot, Pad
from thumbwalk.tomlfile import FileKind, TomlFile, Where

POINTS_FILE = FileKind("points", DrillError)


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
            raise DrillError(f"point '{self.name}' is on the {self.foot} foot only, and this is a {pad.foot} one")
        return pad.place(self.u, self.w)


@cache
def load_points() -> dict[str, Point]:
    """Every named point, by its name."""
    file = TomlFile.packaged("points.toml", POINTS_FILE)
    points: dict[str, Point] = {}
    for index, row in enumerate(file.rows(file.table, (), "point", "point")):
        where: Where = (("point", index),)
        file.known(row, where, ("name", "u", "w", "foot"))
        name = file.words(row, where, "name")
        u, w = (file.number(row, where, key, least=0.0, most=1.0, needed="a point needs u and w") for key in ("u", "w"))
        foot = file.choice(row, where, "foot", get_args(Foot), 'foot must be "left" or "right"')
        points[name] = Point(name, u or 0.0, w or 0.0, cast("Foot | None", foot))
    file.done()
    return points


def point_named(name: str) -> Point:
    """A point by its name. Raises DrillError, naming those that there are."""
    points = load_points()
    if name not in points:
        raise DrillError(f"no point '{name}'; there are: {', '.join(points)}")
    return points[name]
