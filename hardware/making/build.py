"""`make hardware`: every part made, laid down, checked and sliced, and written with what it weighs and takes."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from making.catalog import PrintedPart, Rig, printed_parts, rig_of, solids_of, unbridged_of
from making.errors import MeshError
from making.made import inputs_sha256
from making.mesh import check_free_play, check_mesh
from making.slicing import Sliced, check_supports, sliced
from thumbwalk.pad import Foot

_WORKERS = 2
_TOLERANCE_MM, _TOLERANCE_RAD = 0.03, 0.25


def laid(solid: Any, part: PrintedPart) -> Any:
    """A part as it lies on the bed, about the middle of it."""
    import build123d as bd  # noqa: PLC0415

    turned = bd.Rot(180, 0, 0) * solid if part.upside_down else solid
    box = turned.bounding_box()
    return bd.Pos(-box.center().X, -box.center().Y, -box.min.Z) * turned


def write_stl(solid: Any, path: Path) -> None:
    """Write a solid as STL; the same solid gives the same bytes."""
    import build123d as bd  # noqa: PLC0415

    bd.export_stl(solid, str(path), tolerance=_TOLERANCE_MM, angular_tolerance=_TOLERANCE_RAD)


def build_parts(eu: int, foot: Foot, out: Path, *, step: bool = True) -> tuple[Rig, dict[str, Any], dict[str, Any]]:
    """Make every part of a foot's rigs into ``out``; gives the rig, its solids and the manifest.

    Raises
    ------
    HardwareError
        When a part can't be made, its mesh is wrong, or it needs supports that it does not declare.
    """
    import build123d as bd  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    rig = rig_of(eu, foot)
    solids, unbridged = solids_of(rig), unbridged_of(rig)
    parts = [part for part in printed_parts(rig.plate4.sole.pad.names) if part.name in solids]
    jobs = []
    for part in parts:
        solid, stem = laid(solids[part.name], part), out / part.file_stem(rig.name)
        write_stl(solid, stem.with_suffix(".stl"))
        if step:
            bd.export_step(solid, str(stem.with_suffix(".step")))
        if part.name in unbridged:
            write_stl(laid(unbridged[part.name], part), stem.with_suffix(".unbridged.stl"))
        jobs.append((part, stem))
    with ThreadPoolExecutor(_WORKERS) as pool:
        facts = dict(pool.map(lambda job: (job[0].name, _made(job[0], job[1], rig)), jobs))
    free_play(rig, solids)
    manifest = {"version": 1, "eu": eu, "foot": foot, "inputs_sha256": inputs_sha256(), "parts": facts}
    return rig, solids, manifest


def _made(part: PrintedPart, stem: Path, rig: Rig) -> dict[str, Any]:
    """Check and slice one part's file."""
    if part.bridge_mm > rig.prints["bridge_mm"]:
        raise MeshError(f"{stem.name}: a bridge of {part.bridge_mm:g} mm, {rig.prints['bridge_mm']:g} is the most")
    stl = stem.with_suffix(".stl")
    facts = check_mesh(stl, rig.prints, thinnest_mm=part.thinnest_mm)
    found = sliced(stl, stem.with_suffix(".gcode"), rig.prints)
    probe = stem.with_suffix(".unbridged.stl")
    seen = sliced(probe, stem.with_suffix(".probe.gcode"), rig.prints) if probe.exists() else found
    check_supports(stl.name, Sliced(found.grams, found.minutes, seen.supported), declared=part.supports)
    for scrap in (probe, stem.with_suffix(".gcode"), stem.with_suffix(".probe.gcode")):
        scrap.unlink(missing_ok=True)
    return {
        **asdict(facts),
        "file": stl.name,
        "quantity": part.quantity,
        "grams": found.grams,
        "minutes": round(found.minutes),
    }


def free_play(rig: Rig, solids: Mapping[str, Any]) -> None:
    """See that what moves in use touches nothing: plate4's plate on its cells, and every tile of the mosaic."""
    from making.plate4_parts import cell_bars, splice, tie  # noqa: PLC0415

    p4, prints = rig.plate4, rig.prints
    down = -p4.measures["cell", "travel_mm"] * p4.measures["cell", "safe_part"] - 0.1
    moves = {"moved down": _shift(down), "moved up": _shift(0.5)}
    bars = [_mesh(bar.moved(_down_by(0.02))) for bar in cell_bars(p4)]
    below = [_mesh(solids[f"plate4_base_{end}"]) for end in ("heel", "toe")] + [
        _mesh(tie(p4, prints, i)) for i in (0, 1)
    ]
    above = [_mesh(solids[f"plate4_plate_{end}"]) for end in ("heel", "toe")]
    above += [_mesh(splice(p4, prints, i)) for i in (0, 1)]
    for moving in above:
        for fixed in below:
            check_free_play("plate4's plate beside its base", moving, fixed, moves)
        for bar in bars:
            check_free_play("plate4's plate on a bar", moving, bar, {"moved up": _shift(0.5)})
    if rig.mosaic is None:
        return
    sink = -rig.mosaic.measures["tile", "rim_gap_mm"] + 0.1
    plates = [_mesh(solids[f"mosaic_plate_{end}"]) for end in ("heel", "toe")]
    for pocket in rig.mosaic.pockets:
        moving = _mesh(solids[f"tile_{pocket.name}"])
        for fixed in plates:
            check_free_play(f"tile {pocket.name}", moving, fixed, {"sunk": _shift(sink)})
        for other in rig.mosaic.pockets:
            if other.name > pocket.name and np.linalg.norm(other.middle - pocket.middle) < 80.0:
                neighbour = _mesh(solids[f"tile_{other.name}"])
                check_free_play(f"tile {pocket.name} beside {other.name}", moving, neighbour, {"sunk": _shift(sink)})


def _shift(z_mm: float) -> np.ndarray:
    matrix = np.eye(4)
    matrix[2, 3] = z_mm
    return matrix


def _down_by(z_mm: float) -> Any:
    import build123d as bd  # noqa: PLC0415

    return bd.Location((0, 0, -z_mm))


def _mesh(solid: Any) -> Any:
    import trimesh  # noqa: PLC0415

    places, triangles = solid.tessellate(0.1, 0.4)
    return trimesh.Trimesh([tuple(place) for place in places], triangles)
