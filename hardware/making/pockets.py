"""Where the mosaic's flexures and sensors lie in its plate: a pocket and a pit a tile, and the room between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from making.errors import GeometryError
from making.foot import Sole
from making.measures import Measures
from making.polygon import Corners, circle, clipped, depth_inside_mm, distance_mm, rectangle

SHOULDER_MM, TRAY_HOLE_MM = 6.0, 12.0
"""Of the screws from plate to tray: how deep their heads lie, and their holes in the tray."""
HUB_FLOOR_MM, LEDGE_FLOOR_MM = 3.6, 0.8
"""What is left below a tile's screw in its hub, and below a flexure's screw in the plate."""


@dataclass(frozen=True)
class FlexureSize:
    """The flexure's own measures, in millimetres.

    ``long`` and ``wide`` are the frame's, ``open_wide`` what is free inside it, ``height`` the frame's.
    """

    long: float
    wide: float
    open_wide: float
    open_long: float
    height: float


FREE_MM = 0.7
"""Beside the hub, so that it touches nothing while it tilts."""


def flexure_size(mosaic: Measures) -> FlexureSize:
    """Outer measures of a flexure."""
    leaf, hub = mosaic["flexure", "leaf_length_mm"], mosaic["flexure", "hub_mm"]
    open_wide = mosaic["flexure", "hub_across_mm"] + 2 * FREE_MM
    open_long = hub + 2 * leaf
    return FlexureSize(
        open_long + 2 * mosaic["flexure", "end_mm"],
        open_wide + 2 * mosaic["flexure", "wall_mm"],
        open_wide,
        open_long,
        mosaic["flexure", "planes_mm"] + mosaic["flexure", "leaf_thickness_mm"],
    )


@dataclass(frozen=True)
class Pocket:
    """One tile's place in the plate: its middle, the flexure's angle, the frame's pocket, the sensor's pit."""

    name: str
    middle: NDArray[np.float64]
    angle_deg: float
    frame: Corners
    pit: Corners


def pockets_of(sole: Sole, mosaic: Measures, clearance_mm: float) -> list[Pocket]:
    """All pockets of a sole.

    Raises
    ------
    GeometryError
        When the table of angles and the layout do not have the same tiles.
    """
    angles = mosaic.table("angles_deg")
    if tuple(angles) != sole.pad.names:
        odd = sorted(set(angles) ^ set(sole.pad.names))
        raise GeometryError(f"{mosaic.source}: [angles_deg] and layout '{sole.pad.name}' differ: {odd or 'the order'}")
    size = flexure_size(mosaic)
    pit_mm = mosaic["sensor", "diameter_mm"] + 2 * clearance_mm
    found = []
    for name, middle in zip(sole.pad.names, sole.middles(), strict=True):
        angle = sole.built_angle(float(angles[name]))
        frame = rectangle(middle, size.long + 2 * clearance_mm, size.wide + 2 * clearance_mm, angle)
        found.append(Pocket(name, middle, angle, frame, circle(middle, pit_mm)))
    return found


def plate_outline(sole: Sole, mosaic: Measures) -> Corners:
    """Outline of the mosaic's plate."""
    return sole.outline(mosaic["plate", "overhang_mm"])


@dataclass(frozen=True)
class SplitLine:
    """The straight cut between a plate's halves; ``normal`` points to the toes."""

    at: NDArray[np.float64]
    normal: NDArray[np.float64]

    def clear_mm(self, *shapes: Corners) -> float:
        """How far shapes that belong to one side stay clear of the cut; negative where one crosses it."""
        side = np.concatenate([(shape - self.at) @ self.normal for shape in shapes])
        return float(max(side.min(), -side.max()))

    def half(self, corners: Corners, *, toes: bool) -> Corners:
        """What of a polygon lies on one side."""
        return clipped(corners, self.at, -self.normal if toes else self.normal)


def split_line(sole: Sole, mosaic: Measures) -> SplitLine:
    """The mosaic plate's cut, as it is built in this size."""
    raw = mosaic.raw.get("split_mm")
    try:
        first, last = sole.built(np.array(raw, dtype=np.float64) * sole.scale)
    except (TypeError, ValueError) as error:
        raise GeometryError(f"{mosaic.source}: split_mm is {raw!r}, two places [x, y] are needed") from error
    along = (last - first) / np.linalg.norm(last - first)
    normal = np.array([along[1], -along[0]])
    return SplitLine(first, normal if normal[0] > 0 else -normal)


def room_mm(pockets: Sequence[Pocket], outline: Corners) -> tuple[float, float]:
    """The thinnest web between two tiles' pockets or pits, and the thinnest edge to the outline."""
    webs = [
        min(distance_mm(a, b) for a in (one.frame, one.pit) for b in (two.frame, two.pit))
        for one, two in combinations(pockets, 2)
        if np.linalg.norm(one.middle - two.middle) < 60.0
    ]
    return min(webs), min(depth_inside_mm(outline, pocket.frame) for pocket in pockets)


def check_mosaic(sole: Sole, mosaic: Measures, clearance_mm: float) -> list[Pocket]:
    """Give the pockets, if a plate can be made with them.

    Raises
    ------
    GeometryError
        When the foot is too small, sensors are too near to each other, or webs and edges are too thin.
    """
    if sole.eu < mosaic["smallest_eu"]:
        raise GeometryError(
            f"a mosaic of EU {sole.eu}: below EU {mosaic['smallest_eu']:.0f} its sensors of "
            f"{mosaic['sensor', 'diameter_mm']:g} mm do not fit beside each other; build plate4 in that size"
        )
    middles = sole.middles()
    for i, j in combinations(range(len(middles)), 2):
        apart = float(np.linalg.norm(middles[i] - middles[j]))
        if apart < mosaic["sensor", "least_pitch_mm"]:
            raise GeometryError(
                f"layout '{sole.pad.name}': tiles '{sole.pad.names[i]}' and '{sole.pad.names[j]}' are {apart:.1f} mm "
                f"apart, sensors need {mosaic['sensor', 'least_pitch_mm']:g}; move one"
            )
    pockets = pockets_of(sole, mosaic, clearance_mm)
    web, edge = room_mm(pockets, plate_outline(sole, mosaic))
    if web < mosaic["plate", "web_mm"] - 1e-6:
        raise GeometryError(
            f"{mosaic.source}: EU {sole.eu}: {web:.2f} mm between two pockets, "
            f"{mosaic['plate', 'web_mm']:g} are needed; "
            "turn a flexure in [angles_deg] (`python -m making angles` looks for them)"
        )
    if edge < mosaic["plate", "edge_mm"] - 1e-6:
        raise GeometryError(
            f"{mosaic.source}: EU {sole.eu}: {edge:.2f} mm between a pocket and the plate's side, "
            f"{mosaic['plate', 'edge_mm']:g} are needed; turn its flexure, or make overhang_mm larger"
        )
    split = split_line(sole, mosaic)
    for pocket in pockets:
        wall = split.clear_mm(pocket.frame, pocket.pit)
        if wall < mosaic["plate", "split_wall_mm"] - 1e-6:
            raise GeometryError(
                f"{mosaic.source}: EU {sole.eu}: {wall:.2f} mm between the pocket of '{pocket.name}' and the split, "
                f"{mosaic['plate', 'split_wall_mm']:g} are needed; move split_mm, or turn the flexure"
            )
    return pockets
