"""What needs the hardware's own environment: CAD kernel, SKiDL, PrusaSlicer, ngspice. `make hardware` runs it."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh

from making.circuits import circuit_of
from making.errors import CircuitError, GuideError, MeshError
from making.made import MADE
from making.measures import read_measures
from making.mesh import check_free_play, check_mesh, overlap_mm3
from making.slicing import check_supports, sliced

PRINTS = read_measures("print")


def needs(module: str) -> pytest.MarkDecorator:
    there = importlib.util.find_spec(module) is not None
    return pytest.mark.skipif(not there, reason=f"{module} is only in the environment of `make hardware`")


def program(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not there; `make hardware` installs it")


@needs("skidl")
@pytest.mark.parametrize("build", ["plate4", "mosaic", "both"])
def test_skidl_has_nothing_to_say(build: str) -> None:
    from making.erc import skidl_check  # noqa: PLC0415

    assert skidl_check(circuit_of(build)) == len(circuit_of(build).nets)


@needs("skidl")
def test_a_warning_of_skidls_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    from making import erc  # noqa: PLC0415

    circuit = circuit_of("plate4")
    circuit.unused.discard(("U10", "B+"))
    monkeypatch.setattr(erc, "check_circuit", lambda one: None)
    with pytest.raises(CircuitError, match="SKiDL counts 0 errors and 1 warnings"):
        erc.skidl_check(circuit)


@needs("build123d")
def test_a_solid_is_what_its_numbers_say(tmp_path: Path) -> None:
    from making.build import write_stl  # noqa: PLC0415
    from making.polygon import rectangle  # noqa: PLC0415
    from making.solid import joined, post, prism, tear_rod, without  # noqa: PLC0415

    plate = prism(rectangle(np.array([0.0, 0.0]), 40.0, 20.0, 0.0), 0.0, 5.0)
    assert plate.volume == pytest.approx(4000.0)
    holed = without(plate, [post((0.0, 0.0), 10.0, 0.0, 5.0)])
    assert holed.volume == pytest.approx(4000.0 - np.pi * 25 * 5)
    drop = tear_rod((0.0, -10.0, 2.5), (0.0, 10.0, 2.5), 2.0, up=1.0)
    assert drop.bounding_box().max.Z > 3.5 + 0.1
    assert pytest.approx(1.5) == drop.bounding_box().min.Z
    assert len(joined([plate, post((10.0, 0.0), 4.0, 4.0, 9.0)]).solids()) == 1
    write_stl(holed, tmp_path / "a.stl")
    write_stl(holed, tmp_path / "b.stl")
    assert (tmp_path / "a.stl").read_bytes() == (tmp_path / "b.stl").read_bytes()
    assert check_mesh(tmp_path / "a.stl", PRINTS).volume_mm3 == pytest.approx(holed.volume, rel=1e-3)


@needs("build123d")
@pytest.mark.parametrize("eu", [36, 46])
def test_plate4_is_one_body_a_part_at_both_ends_of_the_sizes(eu: int) -> None:
    from making.plate4_parts import base, cradle, plate  # noqa: PLC0415
    from making.plate4_shape import plate4_of  # noqa: PLC0415

    plate4 = plate4_of(read_measures("plate4"), eu, "left")
    for make in (base, plate, cradle):
        for toes in (False, True):
            solid = make(plate4, PRINTS, toes=toes)
            assert solid.is_valid
            assert len(solid.solids()) == 1
            assert max(solid.bounding_box().size.X, solid.bounding_box().size.Y) < PRINTS["bed_mm"] - 10


@needs("build123d")
def test_an_empty_picture_is_refused_and_two_drawings_are_the_same(tmp_path: Path) -> None:
    from making.pictures import draw  # noqa: PLC0415
    from making.solid import block  # noqa: PLC0415

    for name in ("a.svg", "b.svg"):
        draw(tmp_path / name, [block((0, 0), 10, 10, 0, 5)], dim=[block((0, 0), 30, 30, -5, 0)])
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert text == (tmp_path / "b.svg").read_text(encoding="utf-8")
    assert text.count("<path") == 2


@needs("manifold3d")
def test_what_runs_into_its_neighbour_when_it_moves_is_named() -> None:
    below, above = trimesh.creation.box((20, 20, 4)), trimesh.creation.box((10, 10, 4))
    above.apply_translation([0, 0, 4.5])
    sunk = np.eye(4)
    sunk[2, 3] = -0.4
    check_free_play("a tile", above, below, {"sunk": sunk})
    sunk[2, 3] = -0.6
    with pytest.raises(MeshError, match="a tile: sunk, it runs"):
        check_free_play("a tile", above, below, {"sunk": sunk})
    with pytest.raises(MeshError, match="seated, it runs"):
        check_free_play("a tile", below.copy(), below, {})
    assert overlap_mm3(above, below) == 0.0


@program("prusa-slicer")
def test_an_overhang_needs_supports_and_a_box_needs_none(tmp_path: Path) -> None:
    box = trimesh.creation.box((20, 20, 10))
    box.apply_translation([0, 0, 5])
    box.export(tmp_path / "box_x1.stl")
    found = sliced(tmp_path / "box_x1.stl", tmp_path / "box.gcode", PRINTS)
    check_supports("box", found, declared=False)
    assert 1.0 < found.grams < 5.1
    roof = trimesh.creation.box((40, 40, 2))
    roof.apply_translation([0, 0, 11])
    mushroom: Any = trimesh.util.concatenate([box, roof])
    mushroom.export(tmp_path / "mushroom_x1.stl")
    found = sliced(tmp_path / "mushroom_x1.stl", tmp_path / "mushroom.gcode", PRINTS)
    with pytest.raises(MeshError, match="needs supports, and the catalog does not declare them"):
        check_supports("mushroom", found, declared=False)


@program("ngspice")
def test_ngspice_gives_what_is_kept() -> None:
    from dataclasses import asdict  # noqa: PLC0415

    from making.spice import run_front_end  # noqa: PLC0415

    kept = json.loads((MADE / "spice.json").read_text(encoding="utf-8"))
    for key, value in asdict(run_front_end()).items():
        assert kept[key] == pytest.approx(list(value) if isinstance(value, tuple) else value, rel=0.02, abs=0.1)


@needs("schemdraw")
def test_a_schematic_is_the_same_when_it_is_drawn_again(tmp_path: Path) -> None:
    from making.schematic import draw_schematic  # noqa: PLC0415

    for name in ("a.svg", "b.svg"):
        draw_schematic(circuit_of("plate4"), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@needs("markdown")
def test_the_guide_is_one_page_that_needs_nothing_else() -> None:
    from making.bom import read_bom  # noqa: PLC0415
    from making.guide import _check_page, build_page, sources  # noqa: PLC0415

    page = build_page(sources(read_bom()))
    assert page.count("<section") == 10
    assert page.count("<svg") >= 18
    assert page.count('class="check"') >= 15
    for broken in ('<img src="https://example.org/a.png">', '<a href="#nowhere">', "{{part:x}}"):
        with pytest.raises(GuideError, match="not whole"):
            _check_page(page + broken)
