"""What each picture of the guide shows: which solids, which of them as already there, and from where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from making.catalog import Rig
from making.pictures import draw

SCENES = (
    "coupon", "test_rig", "flexure", "mould", "plate4_base", "plate4_cells", "plate4_plate_below", "plate4_plate",
    "plate4_cradle", "plate4_whole", "plate4_bay", "plate4_weight", "mosaic_plate", "mosaic_station", "mosaic_tiles",
    "mosaic_tray", "mosaic_whole", "both_whole",
)  # fmt: skip
"""The pictures that are made from the models; the guide may name these and the drawings of the circuits."""


FOOT_MM = 3.5
"""Height of a rubber foot."""


@dataclass(frozen=True)
class Scene:
    """What is new in a picture, what is dim because it was there before, and the view."""

    strong: list[Any]
    dim: list[Any]
    view: str = "above"


def draw_scenes(rig: Rig, solids: Mapping[str, Any], folder: Path, names: Iterable[str] = SCENES) -> None:
    """Draw scenes into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    makers = _makers(rig, solids)
    for name in names:
        scene = makers[name]()
        draw(folder / f"{name}.svg", scene.strong, view=scene.view, dim=scene.dim)


def _makers(rig: Rig, solids: Mapping[str, Any]) -> dict[str, Callable[[], Scene]]:
    from making import plate4_parts as pp  # noqa: PLC0415
    from making.solid import block, post  # noqa: PLC0415

    p4, prints = rig.plate4, rig.prints
    ends = ("heel", "toe")
    base = [solids[f"plate4_base_{end}"] for end in ends]
    plate = [solids[f"plate4_plate_{end}"] for end in ends]
    cradle = [solids[f"plate4_cradle_{end}"] for end in ends]
    ties, splices = ([make(p4, prints, i) for i in (0, 1)] for make in (pp.tie, pp.splice))
    bars, sole = pp.cell_bars(p4), pp.silicone_foot(p4)
    floor = p4.z["floor"]
    boards = [block((x, y), long, wide, floor + 0.5, floor + 4.0) for x, y, long, wide in p4.modules().values()]
    middle = p4.corners.mean(axis=0)
    at = middle + 0.5 * (p4.corners[1] - middle)
    weight = post(at, 46.0, p4.z["top"], p4.z["top"] + 50.0)
    made = {
        "coupon": lambda: Scene([solids["coupon"]], []),
        "flexure": lambda: Scene([solids["flexure"]], []),
        "mould": lambda: Scene([solids["mould_heel"], solids["mould_toe"]], []),
        "plate4_base": lambda: Scene([*base, *ties], []),
        "plate4_cells": lambda: Scene(bars, [*base, *ties]),
        "plate4_bay": lambda: Scene(boards, [*base, *ties, *bars]),
        "plate4_plate_below": lambda: Scene(splices, plate, "below"),
        "plate4_plate": lambda: Scene([*plate, *splices], [*base, *ties, *bars]),
        "plate4_cradle": lambda: Scene(cradle, [*plate, *base, *bars]),
        "plate4_whole": lambda: Scene([sole], [*cradle, *plate, *base, *bars]),
        "plate4_weight": lambda: Scene([weight], [*plate, *base, *bars]),
    }
    return made | _mosaic_makers(rig, solids, [*plate, *base, *bars])


def _mosaic_makers(rig: Rig, solids: Mapping[str, Any], below: list[Any]) -> dict[str, Callable[[], Scene]]:
    import build123d as bd  # noqa: PLC0415

    from making import mosaic_parts as mp  # noqa: PLC0415
    from making.polygon import circle  # noqa: PLC0415
    from making.solid import prism  # noqa: PLC0415

    mosaic = rig.mosaic
    ends = ("heel", "toe")
    plate, tray = ([solids[f"mosaic_{name}_{end}"] for end in ends] for name in ("plate", "tray"))
    tiles = [solids[f"tile_{pocket.name}"] for pocket in mosaic.pockets]
    flexures = [mp.flexure(mosaic, pocket) for pocket in mosaic.pockets]
    layer = prism(mosaic.sole.outline(), mosaic.z["layer"], mosaic.z["layer"] + (mosaic.sole.pad.layer_mm or 0.0))
    step = 26.0
    low = mosaic.z["floor"]
    high = low + mosaic.measures["sensor", "thickness_mm"]
    middle = np.array([30.0, 30.0])
    sensor = prism(circle(middle, mosaic.measures["sensor", "diameter_mm"]), low, high)
    stack = [sensor, solids["puck"], solids["flexure"], solids["test_rig_tile"]]
    exploded = [bd.Pos(0, 0, step * (i + 0.6)) * one for i, one in enumerate(stack)]
    lifted = rig.plate4.z["top"] + FOOT_MM + rig.mosaic.measures["tray", "height_mm"]
    whole = [*tray, *plate, *tiles, layer]
    return {
        "test_rig": lambda: Scene([solids["test_rig_tile"]], [solids["test_rig_block"]]),
        "mosaic_station": lambda: Scene(exploded, [solids["test_rig_block"]], "front"),
        "mosaic_plate": lambda: Scene(flexures, plate),
        "mosaic_tiles": lambda: Scene(tiles, plate),
        "mosaic_tray": lambda: Scene(tray, []),
        "mosaic_whole": lambda: Scene([layer], [*tray, *plate, *tiles]),
        "both_whole": lambda: Scene([bd.Pos(0, 0, lifted) * one for one in whole], below),
    }
