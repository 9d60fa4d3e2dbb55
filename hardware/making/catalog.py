"""Every printed part of every rig: its name, how often it is printed, for which build, how it lies on the bed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from making.measures import Measures, read_measures
from making.plate4_shape import Plate4, plate4_of
from thumbwalk.pad import Foot

BUILDS = ("plate4", "mosaic", "both", "school")
"""The builds of the parts list. ``both`` is a mosaic on a plate4; ``school`` is one plate4 a seat."""


@dataclass(frozen=True)
class PrintedPart:
    """One part to print.

    ``upside_down`` is how it lies, ``supports`` whether it is declared to need them, ``bridge_mm`` the longest bridge
    that it declares, ``sized`` whether it differs from size to size, ``thinnest_mm`` a wall below the usual limit that
    is meant, ``builds`` which of "plate4" and "mosaic" it belongs to (none: it is printed before either).
    """

    name: str
    quantity: int
    builds: tuple[str, ...]
    about: str
    upside_down: bool = False
    supports: bool = False
    sized: bool = True
    bridge_mm: float = 0.0
    thinnest_mm: float | None = None

    def file_stem(self, sole: str) -> str:
        """How its files are called: with its quantity, and the sole's name where it differs from size to size."""
        return f"{self.name}_x{self.quantity}" + (f"_{sole}" if self.sized else "")


P, M, BOTH = ("plate4",), ("mosaic",), ("plate4", "mosaic")

FIXED = (
    PrintedPart("coupon", 1, (), "every fit once; print it first", sized=False, bridge_mm=8.0),
    PrintedPart("test_rig_block", 1, (), "one tile's pocket in a block", sized=False),
    PrintedPart("test_rig_tile", 1, (), "a tile with five dimples, for the block", upside_down=True, sized=False),
    PrintedPart("plate4_base_heel", 1, P, "base, heel half: two cell seats, stops, the Pico's place"),
    PrintedPart("plate4_base_toe", 1, P, "base, toe half: two cell seats, stops, three amplifiers' places"),
    PrintedPart("plate4_base_tie", 2, P, "strap over the base's joint", sized=False),
    PrintedPart("plate4_plate_heel", 1, P, "plate, heel half: two domes, ribs, dowel holes", upside_down=True),
    PrintedPart("plate4_plate_toe", 1, P, "plate, toe half", upside_down=True),
    PrintedPart("plate4_splice", 2, P, "bar beside a rib, over the plate's joint", sized=False),
    PrintedPart("plate4_cradle_heel", 1, P, "cradle of the silicone foot, heel half"),
    PrintedPart("plate4_cradle_toe", 1, P, "cradle of the silicone foot, toe half"),
    PrintedPart("mould_heel", 1, BOTH, "ring to pour the silicone in, heel half"),
    PrintedPart("mould_toe", 1, BOTH, "ring to pour the silicone in, toe half"),
    PrintedPart("mosaic_plate_heel", 1, M, "plate with the pockets of the tiles, heel half"),
    PrintedPart("mosaic_plate_toe", 1, M, "plate with the pockets of the tiles, toe half"),
    PrintedPart("mosaic_tray_heel", 1, M, "tray under the plate, heel half: the Pico's place"),
    PrintedPart("mosaic_tray_toe", 1, M, "tray under the plate, toe half: the multiplexer's place"),
    PrintedPart(
        "flexure", 16, M, "frame, hub and six leaves, one under each tile", sized=False, bridge_mm=8.0, thinnest_mm=0.6
    ),
    PrintedPart("puck", 16, M, "disc between hub and sensor", sized=False),
)
"""All but the tiles, which the layout names."""


def printed_parts(taxels: tuple[str, ...]) -> list[PrintedPart]:
    """All parts of a layout: the fixed ones, and a tile for each of its taxels."""
    tiles = [PrintedPart(f"tile_{name}", 1, M, f"the tile of {name}", upside_down=True) for name in taxels]
    return [*FIXED, *tiles]


def parts_of_build(build: str, taxels: tuple[str, ...]) -> list[PrintedPart]:
    """What one seat of a build prints; ``both`` prints both rigs and one mould."""
    wanted = {"plate4": {"plate4"}, "school": {"plate4"}, "mosaic": {"mosaic"}, "both": {"plate4", "mosaic"}}[build]
    return [part for part in printed_parts(taxels) if wanted & set(part.builds)]


@dataclass(frozen=True)
class Rig:
    """Both rigs worked out for one foot; ``mosaic`` is None where the foot is too small for it."""

    prints: Measures
    plate4: Plate4
    mosaic: Any
    mould: Measures

    @property
    def name(self) -> str:
        """How files of this size end."""
        return self.plate4.sole.name


def rig_of(eu: int, foot: Foot) -> Rig:
    """Work everything out for a foot. Raises GeometryError when something can't be built."""
    from making.mosaic_parts import mosaic_of  # noqa: PLC0415  needs the CAD kernel

    prints, mosaic = read_measures("print"), read_measures("mosaic")
    fits = eu >= mosaic["smallest_eu"]
    return Rig(
        prints,
        plate4_of(read_measures("plate4"), eu, foot),
        mosaic_of(mosaic, prints, eu, foot) if fits else None,
        read_measures("mould"),
    )


def solids_of(rig: Rig) -> dict[str, Any]:
    """Every part of a rig as a solid, where it sits; of parts that are printed often, one."""
    from making import mosaic_parts as mp  # noqa: PLC0415
    from making import mould_parts as first  # noqa: PLC0415
    from making import plate4_parts as pp  # noqa: PLC0415

    p4, prints, mosaic = rig.plate4, rig.prints, rig.mosaic
    makers: dict[str, Callable[[], Any]] = {
        "plate4_base_tie": partial(pp.tie, p4, prints, 0),
        "plate4_splice": partial(pp.splice, p4, prints, 0),
    }
    for end, toes in (("heel", False), ("toe", True)):
        makers |= {
            f"plate4_base_{end}": partial(pp.base, p4, prints, toes=toes),
            f"plate4_plate_{end}": partial(pp.plate, p4, prints, toes=toes),
            f"plate4_cradle_{end}": partial(pp.cradle, p4, prints, toes=toes),
            f"mould_{end}": partial(first.mould, p4.sole, rig.mould, prints, toes=toes),
        }
        if mosaic is not None:
            makers |= {
                f"mosaic_plate_{end}": partial(mp.plate, mosaic, toes=toes),
                f"mosaic_tray_{end}": partial(mp.tray, mosaic, toes=toes),
            }
    solids = {name: make() for name, make in makers.items()}
    if mosaic is not None:
        solids |= {
            "flexure": mp.flexure(mosaic, first.test_rig_pocket(mosaic)),
            "puck": mp.puck(mosaic, first.test_rig_pocket(mosaic)),
            "coupon": first.coupon(mosaic, p4.measures),
            "test_rig_block": first.test_rig_block(mosaic),
            "test_rig_tile": first.test_rig_tile(mosaic),
        }
        solids |= {f"tile_{p.name}": one for p, one in zip(mosaic.pockets, mp.tiles(mosaic), strict=True)}
    return solids


def unbridged_of(rig: Rig) -> dict[str, Any]:
    """The parts with declared bridges, without them: the slicer, which takes a bridge for an overhang, sees these."""
    from making import mosaic_parts as mp  # noqa: PLC0415
    from making import mould_parts as first  # noqa: PLC0415

    if rig.mosaic is None:
        return {}
    return {
        "flexure": mp.flexure(rig.mosaic, first.test_rig_pocket(rig.mosaic), bridges=False),
        "coupon": first.coupon(rig.mosaic, rig.plate4.measures, bridges=False),
    }
