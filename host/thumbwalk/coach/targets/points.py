"""Points and zones of a sole, by name: where a drill asks the thumb to be.

The points are the traditional reflexology map, shown for pressing practice. It does not diagnose or treat anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from thumbwalk.errors import DrillError, LayoutError
from thumbwalk.pad import ZONES, Pad
from thumbwalk.tomlfile import TomlText

MAP_NOTE = "traditional reflexology map, shown for pressing practice. It does not diagnose or treat any condition."
_ZONE_CENTRES_UW = {
    "toes": (0.90, 0.40),
    "forefoot": (0.71, 0.50),
    "medial arch": (0.46, 0.25),
    "lateral border": (0.46, 0.75),
    "heel": (0.16, 0.50),
}


@dataclass(frozen=True, slots=True)
class Point:
    """A named point: ``u`` = x/length, ``w`` across the outline's local breadth (0 medial edge, 1 lateral).

    ``foot`` says on which foot it is, None for both.
    """

    name: str
    u: float
    w: float
    foot: Literal["left", "right"] | None = None

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
    file = TomlText.packaged("points.toml")
    points: dict[str, Point] = {}
    for index, row in enumerate(file.table.get("point", [])):
        where = (("point", index),)
        file.known(row, where, ("name", "u", "w", "foot"))
        name = file.words(row, where, "name")
        u, w = (file.number(row, where, key, least=0.0, most=1.0) for key in ("u", "w"))
        if u is None or w is None:
            raise file.refuse(where, "u" if u is None else "w", None, "a point needs u and w")
        foot = row.get("foot")
        if foot not in (None, "left", "right"):
            raise file.refuse(where, "foot", foot, 'foot must be "left" or "right"')
        points[name] = Point(name, u, w, cast("Literal['left', 'right'] | None", foot))
    return points


def point_named(name: str) -> Point:
    """A point by its name. Raises DrillError, naming those that there are."""
    points = load_points()
    if name not in points:
        raise DrillError(f"no point '{name}'; there are: {', '.join(points)}")
    return points[name]


def zone_centre_mm(pad: Pad, zone: str) -> tuple[float, float]:
    """The middle of a zone, x and y in mm. Raises LayoutError when there is no such zone, or no outline."""
    if zone not in _ZONE_CENTRES_UW:
        raise LayoutError(f"no zone '{zone}'; there are: {', '.join(ZONES)}")
    return pad.place(*_ZONE_CENTRES_UW[zone])
