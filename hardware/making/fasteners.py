"""How many screws, pins and feet the models ask for: what the parts list is held against."""

from __future__ import annotations

from making.plate4_shape import Plate4, cradle_screws

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
        "m4x10_grub": cells,
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
