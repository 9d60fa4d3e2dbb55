"""Meshes of printed parts: sound ones pass, and each way to be unsound is named. trimesh alone, no CAD kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh

from making.catalog import BUILDS, parts_of_build, printed_parts
from making.errors import MeshError, ToolError
from making.made import MADE, check_manifest, inputs_sha256, read_manifest
from making.measures import read_measures
from making.mesh import BED_MARGIN_MM, check_mesh, thickness_mm
from making.slicing import Sliced, check_supports, read_gcode, slicer_options
from thumbwalk.pad import builtin_pad

PRINTS = read_measures("print")
NAMES = builtin_pad("sole16").names


def on_bed(mesh: Any) -> Any:
    mesh.apply_translation([0, 0, -mesh.bounds[0][2]])
    return mesh


def written(tmp_path: Path, mesh: Any) -> Path:
    path = tmp_path / "part_x1.stl"
    mesh.export(path)
    return path


def test_a_box_passes_with_its_facts(tmp_path: Path) -> None:
    facts = check_mesh(written(tmp_path, on_bed(trimesh.creation.box((30, 20, 4)))), PRINTS)
    assert facts.extents_mm == (30.0, 20.0, 4.0)
    assert facts.volume_mm3 == pytest.approx(2400.0)
    assert facts.triangles == 12
    assert 3.9 < facts.thinnest_mm <= 4.0


def test_the_coupon_that_is_kept_beside_the_sources_is_what_the_manifest_says() -> None:
    facts = check_mesh(MADE / "coupon_x1.stl", PRINTS)
    made = read_manifest()["parts"]["coupon"]
    assert facts.sha256 == made["sha256"]
    assert list(facts.extents_mm) == made["extents_mm"]
    assert facts.volume_mm3 == pytest.approx(made["volume_mm3"], rel=1e-4)
    assert facts.triangles == made["triangles"]


def test_what_was_made_is_of_todays_sources() -> None:
    check_manifest(read_manifest())


def test_everything_in_the_catalog_was_made_and_fits_the_bed() -> None:
    made = read_manifest()["parts"]
    parts = printed_parts(NAMES)
    assert set(made) == {part.name for part in parts}
    room = PRINTS["bed_mm"] - 2 * BED_MARGIN_MM
    for part in parts:
        facts = made[part.name]
        assert facts["quantity"] == part.quantity
        assert f"_x{part.quantity}" in facts["file"]
        assert max(facts["extents_mm"][:2]) <= room
        assert facts["thinnest_mm"] >= (part.thinnest_mm or PRINTS["wall_mm"]) - 0.02
        assert facts["grams"] > 0
        assert facts["minutes"] > 0
        assert len(facts["sha256"]) == 64


def test_every_build_prints_its_own_parts() -> None:
    names = {build: {part.name for part in parts_of_build(build, NAMES)} for build in BUILDS}
    assert names["both"] == names["plate4"] | names["mosaic"]
    assert names["school"] == names["plate4"]
    assert {"mould_heel", "mould_toe"} == names["plate4"] & names["mosaic"]
    assert {f"tile_{name}" for name in NAMES} < names["mosaic"]


# What is broken on purpose.


def test_a_manifest_of_other_sources_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    stale = dict(read_manifest())
    before = inputs_sha256()
    monkeypatch.setattr("making.made._SOURCES", ("polygon",))
    assert inputs_sha256() != before
    with pytest.raises(MeshError, match="run `make hardware`"):
        check_manifest(stale)


def test_an_open_surface_is_named(tmp_path: Path) -> None:
    mesh = on_bed(trimesh.creation.box((30, 20, 4)))
    mesh.update_faces(np.arange(len(mesh.faces)) != 3)
    with pytest.raises(MeshError, match="its surface is open"):
        check_mesh(written(tmp_path, mesh), PRINTS)


def test_a_part_inside_out_is_named(tmp_path: Path) -> None:
    mesh = on_bed(trimesh.creation.box((30, 20, 4)))
    mesh.invert()
    with pytest.raises(MeshError, match="inside out"):
        check_mesh(written(tmp_path, mesh), PRINTS)


def test_two_bodies_are_named(tmp_path: Path) -> None:
    other = trimesh.creation.box((5, 5, 4))
    other.apply_translation([40, 0, 0])
    both = on_bed(trimesh.util.concatenate([trimesh.creation.box((30, 20, 4)), other]))
    with pytest.raises(MeshError, match="it is 2 bodies"):
        check_mesh(written(tmp_path, both), PRINTS)


def test_a_part_in_the_air_is_named(tmp_path: Path) -> None:
    with pytest.raises(MeshError, match="above the bed"):
        check_mesh(written(tmp_path, trimesh.creation.box((30, 20, 4))), PRINTS)


def test_a_part_too_large_for_the_bed_is_named(tmp_path: Path) -> None:
    with pytest.raises(MeshError, match="does not fit a bed of 220 mm"):
        check_mesh(written(tmp_path, on_bed(trimesh.creation.box((250, 20, 4)))), PRINTS)


def test_a_wall_too_thin_is_named_and_one_that_is_declared_is_not(tmp_path: Path) -> None:
    sheet = written(tmp_path, on_bed(trimesh.creation.box((30, 20, 0.6))))
    with pytest.raises(MeshError, match=r"walls of 0\.60 mm"):
        check_mesh(sheet, PRINTS)
    assert check_mesh(sheet, PRINTS, thinnest_mm=0.6).thinnest_mm == pytest.approx(0.6, abs=0.01)


def test_a_tube_is_as_thick_as_its_wall() -> None:
    tube = trimesh.creation.annulus(r_min=8.0, r_max=10.0, height=20.0)
    assert thickness_mm(tube) == pytest.approx(2.0, abs=0.1)


def test_what_is_no_mesh_is_named(tmp_path: Path) -> None:
    path = tmp_path / "part_x1.stl"
    path.write_bytes(b"solid nothing\nendsolid nothing\n")
    with pytest.raises(MeshError, match=r"part_x1\.stl"):
        check_mesh(path, PRINTS)


GCODE = """;TYPE:External perimeter
G1 X10 Y10 E1
; filament used [g] = 12.34
; estimated printing time (normal mode) = 1h 2m 30s
"""


def test_a_slicers_file_says_grams_minutes_and_supports() -> None:
    assert read_gcode(GCODE, "a") == Sliced(12.34, 62.5, supported=False)
    assert read_gcode(";TYPE:Support material\n" + GCODE, "a").supported
    with pytest.raises(ToolError, match="neither grams nor minutes"):
        read_gcode("G1 X10", "a")
    assert "--support-material-auto" in slicer_options(PRINTS)


def test_supports_that_are_not_declared_and_declared_ones_that_are_not_needed_are_named() -> None:
    check_supports("a", Sliced(1, 1, supported=False), declared=False)
    check_supports("a", Sliced(1, 1, supported=True), declared=True)
    with pytest.raises(MeshError, match="needs supports, and the catalog does not declare them"):
        check_supports("a", Sliced(1, 1, supported=True), declared=False)
    with pytest.raises(MeshError, match="needs no supports, and the catalog declares them"):
        check_supports("a", Sliced(1, 1, supported=False), declared=True)
