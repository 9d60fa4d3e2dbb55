"""One source of geometry: layout and tables make parts, pad and virtual sole alike, and bad ones are refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from making.errors import GeometryError
from making.foot import Sole, sole_of
from making.made import read_manifest
from making.measures import GEOMETRY, Measures, read_measures
from making.plate4_shape import plate4_of, plate_sag_mm
from making.pockets import check_mosaic, flexure_size, room_mm, split_line
from making.polygon import area_mm2, centroid_mm, clipped, depth_inside_mm, distance_mm, offset, rectangle
from thumbwalk.pad import Foot, builtin_pad
from thumbwalk.touch.response import TileGrid
from thumbwalk.virtual.feet import layout_text

FEET: tuple[Foot, ...] = ("right", "left")
PRINTS, MOSAIC, PLATE4 = (read_measures(name) for name in ("print", "mosaic", "plate4"))
CLEARANCE = PRINTS["clearance_mm"]


def changed(measures: Measures, **values: object) -> Measures:
    return Measures(measures.source, {**measures.raw, **values})


def moved(sole: Sole, name: str, dx_mm: float, dy_mm: float) -> Sole:
    taxels = tuple(
        replace(one, x_mm=(one.x_mm or 0) + dx_mm, y_mm=(one.y_mm or 0) + dy_mm) if one.name == name else one
        for one in sole.pad.taxels
    )
    return replace(sole, pad=replace(sole.pad, taxels=taxels))


def test_a_square_offset_clipped_and_measured() -> None:
    square = rectangle(np.array([5.0, 5.0]), 10.0, 10.0, 0.0)
    assert area_mm2(square) == pytest.approx(100.0)
    assert area_mm2(offset(square, 1.0)) == pytest.approx(144.0)
    assert area_mm2(offset(square, -1.0)) == pytest.approx(64.0)
    assert area_mm2(clipped(square, np.array([4.0, 0.0]), np.array([1.0, 0.0]))) == pytest.approx(40.0)
    assert centroid_mm(square) == pytest.approx([5.0, 5.0])
    assert distance_mm(square, rectangle(np.array([18.0, 5.0]), 10.0, 4.0, 0.0)) == pytest.approx(3.0)
    assert distance_mm(square, rectangle(np.array([5.0, 5.0]), 30.0, 1.0, 30.0)) == 0.0
    assert depth_inside_mm(square, rectangle(np.array([5.0, 4.0]), 4.0, 4.0, 0.0)) == pytest.approx(2.0)
    assert depth_inside_mm(square, rectangle(np.array([9.0, 5.0]), 4.0, 4.0, 0.0)) < 0


def test_tiles_are_those_of_the_layout_and_of_the_virtual_sole() -> None:
    sole, pad = sole_of("sole16"), builtin_pad("sole16")
    tiles, grid = sole.tiles(0.0, 0.0), TileGrid(pad)
    x, y = np.meshgrid(grid.x_mm, grid.y_mm, indexing="ij")
    for tile, taxel, cover in zip(tiles, pad.taxels, grid.covers, strict=True):
        assert area_mm2(tile) == pytest.approx(taxel.area_mm2, rel=0.01)
        middle = [float((cover * axis).sum() / cover.sum()) for axis in (x, y)]
        assert centroid_mm(tile) == pytest.approx(middle, abs=0.25)


def test_a_left_foot_is_the_mirror_image_and_its_big_toe_is_on_the_left() -> None:
    right, left = sole_of("sole16"), sole_of("sole16", foot="left")
    # Seen with the toes up, x is up and y grows to the left.
    assert right.middles()[0, 1] < right.outline()[:, 1].mean()
    assert left.middles()[0, 1] > left.outline()[:, 1].mean()
    assert area_mm2(left.outline()) == pytest.approx(area_mm2(right.outline()))
    assert left.middles()[:, 0] == pytest.approx(right.middles()[:, 0])


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("eu", range(36, 47))
def test_plate4_is_there_in_every_size(eu: int, foot: Foot) -> None:
    plate4 = plate4_of(PLATE4, eu, foot)
    low, high = plate4.sole.outline().min(axis=0), plate4.sole.outline().max(axis=0)
    assert (plate4.corners.min(axis=0) < (low + high) / 2).all()
    base = plate4.around(14.0, 12.0)
    assert np.ptp(base[:, 0]) - (plate4.split_x - base[:, 0].min()) < PRINTS["bed_mm"] - 10
    assert len(plate4.modules()) == 5
    assert plate_sag_mm(plate4, 30.0, PRINTS["modulus_mpa"]) < PLATE4["plate", "most_sag_mm"]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("eu", range(40, 47))
def test_the_mosaic_is_there_from_size_40_on(eu: int, foot: Foot) -> None:
    sole = sole_of("sole16", eu, foot)
    pockets = check_mosaic(sole, MOSAIC, CLEARANCE)
    assert [pocket.name for pocket in pockets] == list(sole.pad.names)
    web, edge = room_mm(pockets, sole.outline(MOSAIC["plate", "overhang_mm"]))
    assert web >= MOSAIC["plate", "web_mm"]
    assert edge >= MOSAIC["plate", "edge_mm"]


def test_tiles_have_their_gap_and_lie_over_their_own_hub() -> None:
    sole = sole_of("sole16", 40)
    gap = MOSAIC["tile", "gap_mm"]
    tiles = sole.tiles(gap, MOSAIC["tile", "edge_inset_mm"])
    for index, tile in enumerate(tiles):
        hub = rectangle(sole.middles()[index], MOSAIC["flexure", "hub_mm"], MOSAIC["flexure", "hub_across_mm"], 0.0)
        assert depth_inside_mm(tile, hub) > 1.0
        for other in tiles[index + 1 :]:
            assert distance_mm(tile, other) > gap - 0.01


def test_what_was_made_has_the_measures_of_todays_layout() -> None:
    sole = sole_of("sole16")
    tiles = sole.tiles(MOSAIC["tile", "gap_mm"], MOSAIC["tile", "edge_inset_mm"])
    made = read_manifest()["parts"]
    for name, tile in zip(sole.pad.names, tiles, strict=True):
        assert made[f"tile_{name}"]["extents_mm"][:2] == pytest.approx(np.ptp(tile, axis=0), abs=0.02)
        assert made[f"tile_{name}"]["volume_mm3"] == pytest.approx(area_mm2(tile) * 4.0, rel=0.06)
    size = flexure_size(MOSAIC)
    assert made["flexure"]["extents_mm"][:2] == pytest.approx([size.long, size.wide], abs=0.02)


def test_the_hosts_plate4_has_its_cells_where_they_are_built_and_the_foot_that_lies_on_it() -> None:
    pad, foot = builtin_pad("plate4"), builtin_pad(PLATE4.raw["outline_of"])
    assert pad.positions_mm.tolist() == PLATE4.raw["corners_mm"]
    assert (pad.outline, pad.length_mm, pad.breadth_mm) == (foot.outline, foot.length_mm, foot.breadth_mm)


# What is broken on purpose.


def test_sensors_that_would_lie_on_each_other_are_refused() -> None:
    with pytest.raises(GeometryError, match=r"'mth2' and 'mth3' are 1.* mm apart, sensors need 19.5"):
        check_mosaic(moved(sole_of("sole16"), "mth3", 2.0, -4.0), MOSAIC, CLEARANCE)


def test_a_tile_that_was_moved_into_anothers_pocket_is_refused() -> None:
    with pytest.raises(GeometryError, match="mm between two pockets"):
        check_mosaic(moved(sole_of("sole16"), "heel_anterior", -18.0, -6.0), MOSAIC, CLEARANCE)


def test_a_pocket_across_the_split_is_refused() -> None:
    broken = changed(MOSAIC, split_mm=[[150.0, 20.0], [160.0, 90.0]])
    with pytest.raises(GeometryError, match="and the split"):
        check_mosaic(sole_of("sole16"), broken, CLEARANCE)
    with pytest.raises(GeometryError, match="two places"):
        split_line(sole_of("sole16"), changed(MOSAIC, split_mm=[1.0]))


def test_a_foot_too_small_for_its_sensors_is_refused_with_what_to_build() -> None:
    with pytest.raises(GeometryError, match=r"below EU 40 .* build plate4"):
        check_mosaic(sole_of("sole16", 39), MOSAIC, CLEARANCE)


def test_a_layout_with_other_tiles_than_the_table_of_angles_is_refused() -> None:
    angles = {name: angle for name, angle in MOSAIC.table("angles_deg").items() if name != "mth4"}
    with pytest.raises(GeometryError, match="mth4"):
        check_mosaic(sole_of("sole16"), changed(MOSAIC, angles_deg=angles), CLEARANCE)


def test_a_flexure_that_pokes_out_of_the_plate_is_refused() -> None:
    plate = {**MOSAIC.table("plate"), "overhang_mm": 0.5}
    with pytest.raises(GeometryError, match="plate's side"):
        check_mosaic(sole_of("sole16"), changed(MOSAIC, plate=plate), CLEARANCE)


def test_cells_that_do_not_fit_behind_each_other_are_refused() -> None:
    with pytest.raises(GeometryError, match="heel and toe bars are"):
        plate4_of(changed(PLATE4, cell={**PLATE4.table("cell"), "length_mm": 140.0}), 42, "right")
    with pytest.raises(GeometryError, match="four places"):
        plate4_of(changed(PLATE4, corners_mm=[[0.0, 0.0], [1.0, 1.0]]), 42, "right")


def test_a_module_across_the_split_is_refused() -> None:
    bay = {**PLATE4.table("bay"), "from_heel": ["pico", "hx711_a", "hx711_b", "hx711_c"]}
    with pytest.raises(GeometryError, match="'hx711_c' lies across the split"):
        plate4_of(changed(PLATE4, bay=bay), 42, "right")


def test_a_measure_that_is_nothing_or_missing_is_refused_with_its_place(tmp_path: Path) -> None:
    text = (GEOMETRY / "print.toml").read_text(encoding="utf-8")
    (tmp_path / "print.toml").write_text(text.replace("bed_mm = 220.0", "bed_mm = -1.0"), encoding="utf-8")
    with pytest.raises(GeometryError, match=r"print\.toml: bed_mm is -1\.0"):
        read_measures("print", tmp_path)
    with pytest.raises(GeometryError, match=r"mosaic\.toml: \[plate\] depth_mm is missing"):
        MOSAIC["plate", "depth_mm"]
    with pytest.raises(GeometryError, match="EU size"):
        sole_of("sole16", 60)


def test_a_sole_of_another_size_is_a_layout_that_the_host_reads() -> None:
    sole = sole_of("sole16", 38)
    assert 'name = "sole16-38"' in layout_text(sole.pad)
