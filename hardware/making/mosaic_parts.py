"""The mosaic's printed parts as solids, each where it sits in the finished rig; z from the plate's underside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from making.errors import GeometryError
from making.foot import Sole, sole_of
from making.measures import Measures
from making.pockets import (
    HUB_FLOOR_MM,
    LEDGE_FLOOR_MM,
    SHOULDER_MM,
    TRAY_HOLE_MM,
    Pocket,
    check_mosaic,
    flexure_size,
    plate_outline,
    split_line,
)
from making.polygon import Corners, distance_mm, half, offset, rectangle
from making.solid import Solid, block, cone, joined, post, prism, ring, without
from thumbwalk.pad import Foot

PICO_MM, MUX_MM = (51.0, 21.0), (46.0, 20.0)
"""Raspberry Pi Pico data sheet; the usual CD74HC4067 breakout (measure yours: unverified)."""


@dataclass(frozen=True)
class Mosaic:
    """Everything of the mosaic that its parts share."""

    sole: Sole
    measures: Measures
    prints: Measures
    pockets: tuple[Pocket, ...]
    z: dict[str, float]

    @property
    def outline(self) -> Corners:
        """The plate's outline."""
        return plate_outline(self.sole, self.measures)

    def screws(self) -> list[NDArray[np.float64]]:
        """Where plate and tray are screwed together: along the side, clear of pockets and of the split."""
        line, split = offset(self.outline, -4.2), split_line(self.sole, self.measures)
        shapes = [shape for pocket in self.pockets for shape in (pocket.frame, pocket.pit)]
        found: list[NDArray[np.float64]] = []
        order = sorted(range(len(line)), key=lambda i: -abs(float((line[i] - split.at) @ split.normal)))
        for index in order:
            place = line[index]
            around = rectangle(place, 7.0, 7.0, 0.0)
            clear = min(distance_mm(around, shape) for shape in shapes)
            far = min((float(np.linalg.norm(place - other)) for other in found), default=np.inf)
            if clear > 0.4 and far > 62.0 and abs((place - split.at) @ split.normal) > 8.0:
                found.append(place)
        return found


def mosaic_of(measures: Measures, prints: Measures, eu: int, foot: Foot) -> Mosaic:
    """Work the mosaic out for a foot. Raises GeometryError when it can't be built."""
    sole = sole_of(measures.text("layout"), eu, foot)
    pockets = check_mosaic(sole, measures, prints["clearance_mm"])
    floor = measures["plate", "floor_mm"]
    ledge = floor + measures["sensor", "thickness_mm"] + measures["puck", "height_mm"]
    top = ledge + flexure_size(measures).height
    tile = top + measures["tile", "rim_gap_mm"]
    z = {"floor": floor, "ledge": ledge, "top": top, "tile": tile, "layer": tile + measures["tile", "thickness_mm"]}
    return Mosaic(sole, measures, prints, tuple(pockets), z)


def _axes(pocket: Pocket) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    turn = np.radians(pocket.angle_deg)
    u = np.array([np.cos(turn), np.sin(turn)])
    return u, np.array([-u[1], u[0]])


def flexure(mosaic: Mosaic, pocket: Pocket, *, bridges: bool = True) -> Solid:
    """Frame, hub and six leaves, printed as one: the lower leaves lie on the bed, the upper ones are bridges.

    Without ``bridges`` the upper leaves are left out: what a slicer is asked about overhangs.
    """
    m, size, low = mosaic.measures, flexure_size(mosaic.measures), mosaic.z["ledge"]
    u, v = _axes(pocket)
    angle, middle = pocket.angle_deg, pocket.middle
    frame = ring(
        rectangle(middle, size.long, size.wide, angle),
        rectangle(middle, size.open_long, size.open_wide, angle),
        low,
        low + size.height,
    )
    hub, across = m["flexure", "hub_mm"], m["flexure", "hub_across_mm"]
    rise = m["tile", "rim_gap_mm"] + m["flexure", "boss_mm"]
    solids = [frame, block(middle, hub, across, low, low + size.height + rise, angle)]
    broad, thick = m["flexure", "leaf_breadth_mm"], m["flexure", "leaf_thickness_mm"]
    reach = m["flexure", "leaf_length_mm"] + 1.0
    side = across / 2 - broad / 4
    for z in (low, low + m["flexure", "planes_mm"]) if bridges else (low,):
        along = hub / 2 + reach / 2 - 0.5
        solids.append(block(middle + along * u, reach, broad, z, z + thick, angle))
        solids += [block(middle - along * u + s * side * v, reach, broad / 2, z, z + thick, angle) for s in (-1, 1)]
    ends = [middle + s * (size.long / 2 - m["flexure", "screw_from_end_mm"]) * u for s in (-1, 1)]
    hole, top = mosaic.prints["screw_m2", "hole_mm"], low + size.height
    cuts = [part for end in ends for part in (post(end, hole, low, top), cone(end, hole, 4.2, top - 1.0, top))]
    cuts += [
        post(middle, mosaic.prints["screw_m3", "bite_mm"], low + HUB_FLOOR_MM, top + rise),
        post(middle, PIN_MM + 2 * mosaic.prints["clearance_mm"], low, low + PIN_MM),
    ]
    return without(joined(solids), cuts)


PIN_MM = 2.4
"""The puck's pin, in a hole of the hub."""


def puck(mosaic: Mosaic, pocket: Pocket) -> Solid:
    """The disc between hub and sensor: its edge is broken, its pin centres it."""
    m, low = mosaic.measures, mosaic.z["floor"] + mosaic.measures["sensor", "thickness_mm"]
    d, high, edge = m["puck", "diameter_mm"], m["puck", "height_mm"], m["puck", "edge_mm"]
    return joined(
        [
            cone(pocket.middle, d - 2 * edge, d, low, low + edge),
            post(pocket.middle, d, low + edge, low + high),
            post(pocket.middle, PIN_MM, low + high, low + high + PIN_MM - 0.4),
        ]
    )


def tile(mosaic: Mosaic, index: int, corners: Corners) -> Solid:
    """One tile: flat above, with a seat for the hub's boss below and a countersunk screw in its middle."""
    m, c, low, high = mosaic.measures, mosaic.prints["clearance_mm"], mosaic.z["tile"], mosaic.z["layer"]
    pocket = mosaic.pockets[index]
    hub, across = m["flexure", "hub_mm"] + 2 * c, m["flexure", "hub_across_mm"] + 2 * c
    screw, head, deep = (mosaic.prints["screw_m3", key] for key in ("hole_mm", "head_mm", "head_height_mm"))
    cuts = [
        block(pocket.middle, hub, across, low, low + m["flexure", "boss_mm"], pocket.angle_deg),
        post(pocket.middle, screw, low, high),
        cone(pocket.middle, screw, head, high - deep, high),
    ]
    return without(prism(corners, low, high), cuts)


def tiles(mosaic: Mosaic) -> list[Solid]:
    """Every tile, in the layout's order."""
    m = mosaic.measures
    corners = mosaic.sole.tiles(m["tile", "gap_mm"], m["tile", "edge_inset_mm"])
    return [tile(mosaic, index, one) for index, one in enumerate(corners)]


SLOT_MM = 4.6
"""Length of the slot through which a sensor's tail goes down."""


def seat_cuts(mosaic: Mosaic, pocket: Pocket) -> list[Solid]:
    """What is taken from a plate for one tile: pocket, pit, the tail's slot with its ramp, and two screws' holes."""
    m, z, c = mosaic.measures, mosaic.z, mosaic.prints["clearance_mm"]
    size, (u, _) = flexure_size(m), _axes(pocket)
    pit_mm, tail = m["sensor", "diameter_mm"] + 2 * c, m["sensor", "tail_mm"] + 2 * c
    inner = pit_mm / 2 - 1.0
    slot = pocket.middle - u * (inner + 0.5 * SLOT_MM)
    cuts = [
        prism(pocket.frame, z["ledge"], z["top"]),
        post(pocket.middle, pit_mm, z["floor"], z["top"]),
        block(slot, SLOT_MM, tail, 0.0, z["ledge"], pocket.angle_deg),
    ]
    # The ramp: three steps that the tail rounds on its way down.
    for step in range(1, 4):
        at = pocket.middle - u * (inner - 0.9 * step)
        cuts.append(block(at, 2.0, tail, z["floor"] - (4 - step) * z["floor"] / 4, z["ledge"], pocket.angle_deg))
    for sign in (-1, 1):
        end = pocket.middle + sign * (size.long / 2 - m["flexure", "screw_from_end_mm"]) * u
        cuts.append(post(end, mosaic.prints["screw_m2", "bite_mm"], LEDGE_FLOOR_MM, z["ledge"]))
    return cuts


def plate(mosaic: Mosaic, *, toes: bool) -> Solid:
    """One half of the plate, with the pockets of its tiles."""
    split = split_line(mosaic.sole, mosaic.measures)
    solid = prism(split.half(mosaic.outline, toes=toes), 0.0, mosaic.z["top"])
    cuts = [
        cut
        for pocket in mosaic.pockets
        if ((pocket.middle - split.at) @ split.normal > 0) == toes
        for cut in seat_cuts(mosaic, pocket)
    ]
    cuts += [post(place, mosaic.prints["screw_m3", "hole_mm"], 0.0, mosaic.z["top"]) for place in mosaic.screws()]
    head, deep = mosaic.prints["screw_m3", "head_mm"], mosaic.z["top"] - SHOULDER_MM
    cuts += [post(place, head, deep, mosaic.z["top"]) for place in mosaic.screws()]
    return without(solid, cuts)


def tray(mosaic: Mosaic, *, toes: bool) -> Solid:
    """One half of the tray under the plate, which holds board and wires; its joint is not where the plate's is."""
    m, prints = mosaic.measures, mosaic.prints
    high, floor, wall = m["tray", "height_mm"], m["tray", "floor_mm"], m["tray", "wall_mm"]
    cut_x = m["tray", "split_x_mm"] * mosaic.sole.scale
    outline = half(mosaic.outline, cut_x, toes=toes)
    inner = half(offset(mosaic.outline, -wall), cut_x + (-10.0 if toes else 10.0), toes=toes)
    solids = [prism(outline, -high, floor - high), prism(outline, -high, 0.0, inner)]
    cuts = []
    for place in mosaic.screws():
        if abs(place[0] - cut_x) < 6.0:
            raise GeometryError(f"{m.source}: a screw lies at x = {place[0]:.0f}, on the tray's joint; move split_x_mm")
        if (place[0] > cut_x) == toes:
            solids.append(post(place, 8.0, -high, 0.0))
            cuts.append(post(place, prints["screw_m3", "bite_mm"], -TRAY_HOLE_MM, 0.0))
    for (long, wide), x in _boards(mosaic):
        if (x > cut_x) == toes:
            middle = np.array([x, float(mosaic.outline[:, 1].mean())])
            rim = ring(
                rectangle(middle, long + 1.0, wide + 3.8, 0.0),
                rectangle(middle, long + 3.0, wide + 0.6, 0.0),
                floor - high - 0.2,
                floor - high + 3.0,
            )
            solids.append(rim)
    if not toes:
        end = mosaic.outline[int(np.argmin(mosaic.outline[:, 0]))]
        cuts.append(block((end[0], end[1] + 14.0), 30.0, 9.0, -7.0, 0.0))
    # Bosses that stick out of the side are cut off with it.
    return without(joined(solids) & prism(mosaic.outline, -high, 1.0), cuts)


def _boards(mosaic: Mosaic) -> list[tuple[tuple[float, float], float]]:
    """Sizes of board and multiplexer, and how far from the heel their middles are."""
    heel = float(mosaic.outline[:, 0].min())
    return [(PICO_MM, heel + 42.0), (MUX_MM, float(mosaic.outline[:, 0].max()) - 95.0)]
