"""plate4's printed parts as solids, each where it sits in the finished rig."""

from __future__ import annotations

import numpy as np

from making.measures import Measures
from making.plate4_shape import (
    BASE_X_MM,
    BASE_Y_MM,
    CRADLE_HOLE_MM,
    TIE_HOLE_MM,
    TIE_MM,
    TIE_THICK_MM,
    Plate4,
    cradle_screws,
    grid_marks,
)
from making.polygon import half, offset, rectangle
from making.solid import Solid, block, cone, joined, post, prism, rod, tear_rod, without

PLATE_MARGIN_MM = 11.0


def base(plate4: Plate4, prints: Measures, *, toes: bool) -> Solid:
    """One half of the base: floor, walls, cell seats, overload stops, the modules' rims, and what joins the halves."""
    m, z, c = plate4.measures, plate4.z, prints["clearance_mm"]
    outline, wall = plate4.around(BASE_X_MM, BASE_Y_MM), m["base", "wall_mm"]
    mine = half(outline, plate4.split_x, toes=toes)
    inner = half(offset(outline, -wall), plate4.split_x + (-1 if toes else 1) * 20.0, toes=toes)
    top = z["floor"] + m["base", "wall_height_mm"]
    solid = joined([prism(mine, 0.0, z["floor"]), prism(mine, 0.0, top, inner)])
    cells = [cell for cell in plate4.cells if cell.name.startswith("toe") == toes]
    first, seats, cuts = m["cell", "hole_from_end_mm"], [], []
    length, across, pitch = m["cell", "length_mm"], m["cell", "breadth_mm"], m["cell", "hole_pitch_mm"]
    for cell in cells:
        fixed = [cell.at(length - first - back, first) for back in (0.0, pitch)]
        seats.append(block((fixed[0] + fixed[1]) / 2, pitch + 12.0, across, z["floor"], z["cell"]))
        stop = cell.at(first + pitch / 2, first)
        seats.append(post(stop, 10.0, z["floor"], z["cell"] - 1.0))
        cuts.append(post(stop, m["base", "stop_screw_mm"] - 0.6, 0.0, z["cell"]))
        for hole in fixed:
            d = m["cell", "fixed_thread_mm"]
            cuts += [post(hole, d + 2 * c, 0.0, z["cell"]), cone(hole, 2 * d + 2 * c, d + 2 * c, 0.0, d / 2)]
    for y in plate4.corners[:2, 1]:
        sign = 1.0 if toes else -1.0
        seats.append(block((plate4.split_x + sign * 12.0, y), 24.0, 14.0, z["floor"], top))
        axis = z["floor"] + 2.8
        cuts.append(_dowel(prints, plate4.split_x, y, axis, sign, up=1.0))
        cuts.append(
            post((plate4.split_x + sign * TIE_MM / 2, y), prints["screw_m3", "bite_mm"], top - TIE_HOLE_MM, top)
        )
    rims = [
        _module_rim(m, place, z["floor"])
        for name, place in plate4.modules().items()
        if (place[0] > plate4.split_x) == toes
    ]
    cable = [block((outline[:, 0].min(), plate4.middle_y), 24.0, 12.0, z["floor"], top)] if not toes else []
    tie_hole = [
        post((outline[:, 0].min() + 8.0, plate4.middle_y + side * 18.0), 3.6, 0.0, z["floor"]) for side in (-1, 1)
    ]
    return without(joined([solid, *seats, *rims]), [*cuts, *cable, *([] if toes else tie_hole)])


def tie(plate4: Plate4, prints: Measures, index: int) -> Solid:
    """A strap over the base's joint, one on each side."""
    m = plate4.measures
    low = plate4.z["floor"] + m["base", "wall_height_mm"]
    middle = (plate4.split_x, float(plate4.corners[index, 1]))
    holes = [
        post((middle[0] + s * TIE_MM / 2, middle[1]), prints["screw_m3", "hole_mm"], low, low + TIE_THICK_MM)
        for s in (-1, 1)
    ]
    return without(block(middle, TIE_MM + 12.0, 12.0, low, low + TIE_THICK_MM), holes)


def _dowel(prints: Measures, split_x: float, y: float, z: float, sign: float, *, up: float) -> Solid:
    """Hole for half of a dowel that lies along x across a joint."""
    d, reach = prints["dowel", "diameter_mm"] + 2 * prints["clearance_mm"], prints["dowel", "length_mm"] / 2 + 0.5
    return tear_rod((split_x - sign * 1.0, y, z), (split_x + sign * reach, y, z), d, up=up)


def _module_rim(m: Measures, place: tuple[float, float, float, float], floor: float) -> Solid:
    """A rim that a module lies in, open at both ends for plugs and wires."""
    x, y, long, wide = place
    rim, high = m["bay", "rim_mm"], m["bay", "rim_height_mm"]
    outer = rectangle(np.array([x, y]), long + 1.0, wide + 0.6 + 2 * rim, 0.0)
    inner = rectangle(np.array([x, y]), long + 3.0, wide + 0.6, 0.0)
    low = floor - 0.2
    return without(prism(outer, low, floor + high), [prism(inner, low, floor + high)])


def plate(plate4: Plate4, prints: Measures, *, toes: bool) -> Solid:
    """One half of the plate: it stands on the cells with a dome at each corner, its ribs hang between them."""
    m, z = plate4.measures, plate4.z
    mine = half(plate4.around(PLATE_MARGIN_MM, PLATE_MARGIN_MM), plate4.split_x, toes=toes)
    sign = 1.0 if toes else -1.0
    cells = [cell for cell in plate4.cells if cell.name.startswith("toe") == toes]
    end = max(cell.inward * -1.0 * cell.corner[0] for cell in cells) * sign
    rib = m["plate", "rib_breadth_mm"]
    solids, cuts = [prism(mine, z["plate"], z["top"])], []
    rib_low = z["plate"] - m["plate", "rib_depth_mm"]
    for y in plate4.ribs_y():
        middle = ((plate4.split_x + end) / 2, y)
        solids.append(block(middle, abs(end - plate4.split_x), rib, rib_low, z["plate"]))
        cuts.append(_dowel(prints, plate4.split_x, y, z["plate"] - 0.5, sign, up=-1.0))
        for x in splice_screws(m):
            at = plate4.split_x + sign * x
            low_z = z["plate"] - SPLICE_SCREW_MM
            cuts.append(tear_rod((at, y - rib, low_z), (at, y + rib, low_z), prints["screw_m3", "hole_mm"], up=-1.0))
        for cell in cells:
            behind = float(cell.at(m["cell", "length_mm"] + 10.0, m["cell", "hole_from_end_mm"])[0])
            cuts.append(block((behind, y), 8.0, rib + 1.0, rib_low - 1.0, rib_low + m["plate", "cable_notch_mm"]))
    for cell in cells:
        high, d = m["plate", "dome_height_mm"], m["plate", "dome_diameter_mm"]
        solids.append(dome(cell.corner, d, m["plate", "dome_radius_mm"], high, z["plate"]))
        cuts.append(post(cell.corner, m["plate", "screw_hole_mm"], z["dome"] - 1.0, z["top"]))
    mine_of = [place for place in cradle_screws(plate4) if (place[0] > plate4.split_x) == toes]
    cuts += [post(place, prints["screw_m3", "bite_mm"], z["plate"] - CRADLE_HOLE_MM, z["top"]) for place in mine_of]
    marks = [place for place in grid_marks(plate4) if (place[0] > plate4.split_x) == toes]
    cuts += [cone(place, 0.4, 2.0, z["top"] - 1.0, z["top"]) for place in marks]
    return without(joined(solids), cuts)


SPLICE_SCREW_MM = 8.0
"""How far below the plate's underside the splice's cross bolts lie."""


def splice_screws(m: Measures) -> tuple[float, float]:
    """Distances of the splice's bolts from the joint."""
    outer = m["splice", "length_mm"] / 2 - m["splice", "screw_from_end_mm"]
    return outer, outer - m["splice", "screw_pitch_mm"]


def splice(plate4: Plate4, prints: Measures, index: int) -> Solid:
    """A bar beside a rib's inner face that carries the bend from half to half."""
    m, y = plate4.measures, plate4.ribs_y()[index]
    inward = 1.0 if index == 0 else -1.0
    rib, breadth, c = m["plate", "rib_breadth_mm"], m["splice", "breadth_mm"], prints["clearance_mm"]
    low, high = plate4.z["plate"] - m["plate", "rib_depth_mm"], plate4.z["plate"] - c
    middle_y = y + inward * (rib / 2 + c + breadth / 2)
    bar = block((plate4.split_x, middle_y), m["splice", "length_mm"], breadth, low, high)
    z = plate4.z["plate"] - SPLICE_SCREW_MM
    holes = [
        tear_rod((x, middle_y - breadth, z), (x, middle_y + breadth, z), prints["screw_m3", "hole_mm"], up=1.0)
        for off in splice_screws(m)
        for x in (plate4.split_x - off, plate4.split_x + off)
    ]
    return without(bar, holes)


def dome(middle: np.ndarray, diameter: float, radius: float, high: float, top: float) -> Solid:
    """A short post that ends below in part of a ball: it tilts on the cell instead of bending it."""
    import build123d as bd  # noqa: PLC0415  the kernel is only where solids are made

    stem = post(middle, diameter, top - high, top + 1.0)
    ball = bd.Pos(float(middle[0]), float(middle[1]), top - high + radius) * bd.Sphere(radius)
    return stem & ball


def cradle(plate4: Plate4, prints: Measures, *, toes: bool) -> Solid:
    """One half of the cradle: a floor and a rim around the silicone foot, screwed to the plate."""
    m, z = plate4.measures, plate4.z
    c, rim = prints["clearance_mm"], m["cradle", "rim_mm"]
    inner, outer = plate4.sole.outline(c), plate4.sole.outline(c + rim)
    mine = half(outer, plate4.cradle_split_x, toes=toes)
    hollow = half(inner, plate4.cradle_split_x + (-10.0 if toes else 10.0), toes=toes)
    floor, high = z["cradle"], z["cradle"] + m["cradle", "rim_height_mm"]
    solid = joined([prism(mine, z["top"], floor), prism(mine, z["top"], high, hollow)])
    screw, head = prints["screw_m3", "hole_mm"], prints["screw_m3", "head_mm"]
    cuts = [post(corner, 13.0, z["top"], high) for corner in plate4.corners]
    for place in cradle_screws(plate4):
        if (place[0] > plate4.cradle_split_x) == toes:
            cuts += [post(place, screw, z["top"], high), cone(place, screw, head, z["top"], floor)]
    return without(solid, cuts)


def cell_bars(plate4: Plate4) -> list[Solid]:
    """The bars themselves, for pictures and for checks of fit."""
    m, z = plate4.measures, plate4.z
    first, length = m["cell", "hole_from_end_mm"], m["cell", "length_mm"]
    d = m["cell", "free_thread_mm"]
    bars = []
    for cell in plate4.cells:
        bar = block(cell.at(length / 2, first), length, m["cell", "breadth_mm"], z["cell"], z["dome"])
        pitch = m["cell", "hole_pitch_mm"]
        holes = [post(cell.at(at, first), d, z["cell"], z["dome"]) for at in (first, first + pitch)]
        holes += [post(cell.at(length - at, first), d + 1, z["cell"], z["dome"]) for at in (first, first + pitch)]
        y, low, high = float(cell.corner[1]), z["cell"], z["dome"]
        waist = [float(cell.at(length / 2 + off, first)[0]) for off in (-6.0, 6.0)]
        middle, reach = (low + high) / 2, m["cell", "breadth_mm"]
        holes += [rod((x, y - reach, middle), (x, y + reach, middle), 9.5) for x in waist]
        bars.append(without(bar, holes))
    return bars


def silicone_foot(plate4: Plate4) -> Solid:
    """The passive silicone foot in its cradle."""
    return prism(plate4.sole.outline(), plate4.z["cradle"], plate4.z["sole"])
