"""How many screws, pins and feet the models ask for: what the parts list is held against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from making.bom import Line
from making.errors import PartsListError
from making.measures import Measures
from making.plate4_shape import CRADLE_HOLE_MM, TIE_HOLE_MM, TIE_THICK_MM, Plate4, cradle_screws
from making.pockets import HUB_FLOOR_MM, LEDGE_FLOOR_MM, SHOULDER_MM, TRAY_HOLE_MM, flexure_size


@dataclass(frozen=True)
class Joint:
    """Where a screw goes: through ``grip_mm``, then into a hole of ``room_mm``, of which it needs ``least_mm``."""

    key: str
    where: str
    grip_mm: float
    room_mm: float
    least_mm: float


def joints(plate4: Plate4, mosaic: Measures, prints: Measures, mould: Measures) -> list[Joint]:
    """Every kind of screwed joint of both rigs, by the models' own measures."""
    m, cell = plate4.measures, plate4.measures["cell", "height_mm"]
    nut = prints["screw_m3", "nut_height_mm"]
    splice = m["plate", "rib_breadth_mm"] + prints["clearance_mm"] + m["splice", "breadth_mm"]
    ledge = mosaic["plate", "floor_mm"] + mosaic["sensor", "thickness_mm"] + mosaic["puck", "height_mm"]
    flexure, boss = flexure_size(mosaic).height, mosaic["flexure", "boss_mm"]
    hub = flexure + mosaic["tile", "rim_gap_mm"] + boss - HUB_FLOOR_MM
    stop = m["base", "floor_mm"] + m["base", "seat_mm"] - 1.0
    plate = m["plate", "thickness_mm"] + CRADLE_HOLE_MM
    return [
        Joint("m5x16_csk", "cell to base", m["base", "floor_mm"] + m["base", "seat_mm"], cell, 6.0),
        Joint("m4x20", "plate to cell", m["plate", "thickness_mm"] + m["plate", "dome_height_mm"] + 1.5, cell, 6.0),
        Joint("m4x6_grub", "overload stop", 0.0, stop, 4.0),
        Joint("m3x20", "splice", splice, nut + 4.0, nut),
        Joint("m3x20", "mould", 2 * mould["lug_mm"], nut + 4.0, nut),
        Joint("m3x20", "mosaic to tray", ledge + flexure - SHOULDER_MM, TRAY_HOLE_MM, 6.0),
        Joint("m3x8_csk", "cradle to plate", m["cradle", "floor_mm"], plate, 5.0),
        Joint("m3x8", "tie", TIE_THICK_MM, TIE_HOLE_MM, 3.5),
        Joint("m3x10_csk", "tile to hub", mosaic["tile", "thickness_mm"] - boss, hub, 5.0),
        Joint("m2x16_csk", "flexure to plate", flexure, ledge - LEDGE_FLOOR_MM, 3.0),
    ]


def check_screws(lines: Sequence[Line], wanted: Sequence[Joint]) -> None:
    """Hold the screws of the parts list against the joints they go into.

    Raises
    ------
    PartsListError
        When one is too short to hold or too long for its hole.
    """
    wrong = []
    for joint in wanted:
        part = next((line.part for line in lines if line.key == joint.key), "")
        length = re.search(r"M\d x (\d+)", part)
        bite = float(length[1]) - joint.grip_mm if length else 0.0
        if not joint.least_mm <= bite <= joint.room_mm:
            wrong.append(
                f"{joint.where}: {part or joint.key} leaves {bite:.1f} mm behind {joint.grip_mm:.1f}, "
                f"{joint.least_mm:g} to {joint.room_mm:.1f} are needed"
            )
    if wrong:
        raise PartsListError(f"bom.csv: {'; '.join(wrong)}")


MOULD = {"m3x20": 2, "m3_nut": 2}
_SEATS = 10


def plate4_fasteners(plate4: Plate4) -> dict[str, float]:
    """Of one plate4, its mould's included."""
    cells = len(plate4.cells)
    splice_bolts = 2 * 4
    return {
        "m5x16_csk": 2 * cells,
        "m4x20": cells,
        "o_ring": cells,
        "m4x6_grub": cells,
        "m3x20": splice_bolts + MOULD["m3x20"],
        "m3_nut": splice_bolts + MOULD["m3_nut"],
        "m3x8_csk": len(cradle_screws(plate4)),
        "m3x8": 2 * 2,
        "dowel": 2 + 2,
        "foot": cells,
    }


def mosaic_fasteners(tiles: int, plate_screws: int) -> dict[str, float]:
    """Of one mosaic, its mould's included."""
    return {
        "m2x16_csk": 2 * tiles,
        "m3x10_csk": tiles,
        "m3x20": plate_screws + MOULD["m3x20"],
        "m3_nut": MOULD["m3_nut"],
        "foot": 4,
    }


def fasteners(build: str, plate4: Plate4, tiles: int, plate_screws: int) -> dict[str, float]:
    """Of a build; ten seats' under "school". ``both`` has one mould."""
    one, other = plate4_fasteners(plate4), mosaic_fasteners(tiles, plate_screws)
    if build == "mosaic":
        return other
    if build == "plate4":
        return one
    if build == "school":
        return {key: _SEATS * number for key, number in one.items()}
    return {key: one.get(key, 0) + other.get(key, 0) - MOULD.get(key, 0) for key in one | other}
