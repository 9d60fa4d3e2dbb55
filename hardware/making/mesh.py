"""What a printed part's mesh has to be: closed, one body, its volume and size, on the bed, with walls that print.

Needs trimesh and numpy, no CAD kernel. ``free_play`` needs manifold3d as well.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from numpy.typing import NDArray

from making.errors import MeshError
from making.measures import Measures

Mesh = Any
"""A trimesh.Trimesh."""

BED_MARGIN_MM = 5.0
_SAMPLES = 400
_NEAR_MM = 1e-4


@dataclass(frozen=True)
class MeshFacts:
    """What a mesh is like; ``thinnest_mm`` is the 2nd percentile of the wall under sampled places of its surface."""

    sha256: str
    triangles: int
    extents_mm: tuple[float, float, float]
    volume_mm3: float
    thinnest_mm: float


def read_mesh(path: Path) -> Mesh:
    """Read an STL file. Raises MeshError when it is none."""
    try:
        mesh = trimesh.load_mesh(path, file_type="stl")
    except Exception as error:  # trimesh raises whatever its readers raise
        raise MeshError(f"{path.name}: no mesh can be read from it: {error}; make it again") from error
    if len(mesh.faces) == 0:
        raise MeshError(f"{path.name}: it has no triangles; make it again")
    return mesh


def check_mesh(path: Path, prints: Measures, *, thinnest_mm: float | None = None) -> MeshFacts:
    """Look at one part's STL as it lies on the bed.

    Raises
    ------
    MeshError
        When it is open, inside out, several bodies, not on the bed, too large for it, or too thin.
    """
    mesh, name = read_mesh(path), path.name
    if not mesh.is_watertight:
        raise MeshError(f"{name}: its surface is open; mend the solid it is made of")
    if not mesh.is_winding_consistent or mesh.volume <= 0:
        raise MeshError(f"{name}: its surface is inside out (volume {mesh.volume:.0f} mm3); mend the solid")
    bodies = int(mesh.body_count)
    if bodies != 1:
        raise MeshError(f"{name}: it is {bodies} bodies, a part is one; join or part them")
    low, size = mesh.bounds[0], mesh.extents
    if abs(float(low[2])) > 0.01:
        raise MeshError(f"{name}: it lies {low[2]:.2f} mm above the bed; lay it down")
    room = prints["bed_mm"] - 2 * BED_MARGIN_MM
    if max(size[0], size[1]) > room or size[2] > prints["height_mm"]:
        raise MeshError(
            f"{name}: {size[0]:.1f} x {size[1]:.1f} x {size[2]:.1f} mm does not fit a bed of "
            f"{prints['bed_mm']:g} mm with {BED_MARGIN_MM:g} mm to spare; split it"
        )
    wall = thickness_mm(mesh)
    least = prints["wall_mm"] if thinnest_mm is None else thinnest_mm
    if wall < least - 0.02:
        raise MeshError(f"{name}: walls of {wall:.2f} mm, {least:g} mm is the thinnest that prints; thicken them")
    return MeshFacts(
        hashlib.sha256(path.read_bytes()).hexdigest(),
        len(mesh.faces),
        (round(float(size[0]), 2), round(float(size[1]), 2), round(float(size[2]), 2)),
        round(float(mesh.volume), 1),
        round(wall, 2),
    )


def thickness_mm(mesh: Mesh, samples: int = _SAMPLES) -> float:
    """How thick the part is below its surface: 2nd percentile over places drawn evenly by area, straight inward.

    The few places beside an edge, where a ray leaves through the next side, are what the percentile passes over.
    """
    rng = np.random.default_rng(5)
    triangles, normals = np.asarray(mesh.triangles), np.asarray(mesh.face_normals)
    chosen = rng.choice(len(triangles), samples, p=mesh.area_faces / mesh.area)
    r1, r2 = np.sqrt(rng.random(samples)), rng.random(samples)
    a, b, c = (triangles[chosen, k] for k in range(3))
    places = (1 - r1)[:, None] * a + (r1 * (1 - r2))[:, None] * b + (r1 * r2)[:, None] * c
    return float(np.percentile(_ways_through(places, -normals[chosen], triangles), 2.0))


def _ways_through(
    places: NDArray[np.float64], directions: NDArray[np.float64], triangles: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far from each place its ray meets the surface again (Moeller and Trumbore, 1997)."""
    origin, edge1, edge2 = triangles[:, 0], triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    far = np.full(len(places), np.inf)
    for index, (place, direction) in enumerate(zip(places, directions, strict=True)):
        p = np.cross(direction, edge2)
        det = np.einsum("ij,ij->i", edge1, p)
        ok = np.abs(det) > 1e-12
        inverse = np.where(ok, 1.0 / np.where(ok, det, 1.0), 0.0)
        to_place = place - origin
        u = np.einsum("ij,ij->i", to_place, p) * inverse
        q = np.cross(to_place, edge1)
        v = (q @ direction) * inverse
        t = np.einsum("ij,ij->i", edge2, q) * inverse
        hit = ok & (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1 + 1e-9) & (t > _NEAR_MM)
        if hit.any():
            far[index] = t[hit].min()
    return far


def overlap_mm3(one: Mesh, other: Mesh) -> float:
    """Volume that two meshes share."""
    shared = trimesh.boolean.intersection([one, other], engine="manifold")
    return 0.0 if shared.is_empty else float(shared.volume)


def check_free_play(what: str, moving: Mesh, fixed: Mesh, moves: dict[str, NDArray[np.float64]]) -> None:
    """See that a part touches nothing where it sits, nor where its moves (4, 4) take it.

    Raises
    ------
    MeshError
        When it does.
    """
    for move, matrix in {"seated": np.eye(4), **moves}.items():
        moved = moving.copy()
        moved.apply_transform(matrix)
        shared = overlap_mm3(moved, fixed)
        if shared > 0.01:
            raise MeshError(f"{what}: {move}, it runs {shared:.2f} mm3 into what is beside it; give it more room")
