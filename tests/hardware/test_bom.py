"""The parts list is whole, within its prices, and has the same parts as netlist, models and guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from making.bom import (
    MOST_USD,
    Line,
    check_against,
    check_circuit_parts,
    check_orphans,
    check_totals,
    read_bom,
    references,
    total_usd,
)
from making.catalog import parts_of_build
from making.circuits import circuit_of
from making.errors import PartsListError
from making.fasteners import check_screws, fasteners, joints
from making.made import build_grams, read_manifest
from making.measures import HARDWARE, read_measures
from making.plate4_shape import plate4_of
from thumbwalk.pad import builtin_pad

BOM = (HARDWARE / "bom.csv").read_text(encoding="utf-8")
NAMES = builtin_pad("sole16").names
USED_BY_HAND = {"wire", "tape", "film", "filament", "silicone", "zip_tie"}
"""Parts that neither netlist nor models count: the guide names them."""


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return read_bom()


def broken(tmp_path: Path, old: str, new: str) -> Path:
    assert old in BOM
    path = tmp_path / "bom.csv"
    path.write_text(BOM.replace(old, new, 1), encoding="utf-8")
    return path


def test_every_build_is_within_its_price(lines: list[Line]) -> None:
    assert (MOST_USD["plate4"], MOST_USD["mosaic"]) == (60.0, 100.0)
    totals = check_totals(lines)
    assert 40 < totals["plate4"] < totals["mosaic"] < totals["both"] < totals["plate4"] + totals["mosaic"]
    assert totals["school"] < totals["plate4"]


def test_prices_say_that_nobody_has_verified_them(lines: list[Line]) -> None:
    assert all(line.status == "unverified" and line.price_date for line in lines)


@pytest.mark.parametrize("build", ["plate4", "mosaic", "both"])
def test_the_netlists_parts_are_listed(lines: list[Line], build: str) -> None:
    check_circuit_parts(lines, circuit_of(build))


@pytest.mark.parametrize("build", list(MOST_USD))
def test_the_models_fasteners_are_listed(lines: list[Line], build: str) -> None:
    plate4 = plate4_of(read_measures("plate4"), 42, "right")
    check_against(lines, build, fasteners(build, plate4, len(NAMES), read_manifest()["mosaic_screws"]), "model")


def test_every_screw_holds_and_is_not_too_long_for_its_hole(tmp_path: Path) -> None:
    wanted = joints(
        plate4_of(read_measures("plate4"), 42, "right"),
        *(read_measures(name) for name in ("mosaic", "print", "mould")),
    )
    assert {joint.key for joint in wanted} <= {line.key for line in read_bom()}
    check_screws(read_bom(), wanted)
    with pytest.raises(PartsListError, match=r"tie: screw M3 x 6 pan head leaves 2\.0 mm behind 4\.0"):
        check_screws(read_bom(broken(tmp_path, "screw M3 x 8 pan", "screw M3 x 6 pan")), wanted)
    with pytest.raises(PartsListError, match="flexure to plate: screw M2 x 20"):
        check_screws(read_bom(broken(tmp_path, "screw M2 x 16", "screw M2 x 20")), wanted)


@pytest.mark.parametrize("build", list(MOST_USD))
def test_there_is_filament_for_all_that_is_printed(lines: list[Line], build: str) -> None:
    grams = build_grams(read_manifest(), {part.name: part.quantity for part in parts_of_build(build, NAMES)})
    filament = next(line for line in lines if line.key == "filament")
    assert 1.08 * grams < 1000 * filament.quantity[build] / (10 if build == "school" else 1) < 1.35 * grams


def test_nothing_is_orphaned(lines: list[Line]) -> None:
    plate4 = plate4_of(read_measures("plate4"), 42, "right")
    known = set(circuit_of("both").kinds()) | set(fasteners("both", plate4, 16, 8)) | USED_BY_HAND
    check_orphans(lines, known)
    with pytest.raises(PartsListError, match="nothing uses H13"):
        check_orphans(lines, known - {"zip_tie"})


def test_a_boards_stepping_is_said(lines: list[Line]) -> None:
    board = next(line for line in lines if line.ref == "U1")
    assert "A4" in board.note


def test_ranges_of_references_are_their_members() -> None:
    assert references("R2-R4") == ["R2", "R3", "R4"]
    assert references("U1") == ["U1"]


# What is broken on purpose.


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("2.50,2.20,2025-01", "0,2.20,2025-01", r"\(FSR1-FSR16\): unit_price_usd is '0'"),
        ("2025-01,unverified", "soon,unverified", "price_date is 'soon'"),
        ("2025-01,unverified", "2025-01,believed", "status is 'believed'"),
        ("Interlink 402", "", "alternative_1 is empty"),
        ("U2,mux,0,1,1,0", "U2,mux,0,0,0,0", "it is in no build and no option"),
        ("U2,mux,0,1,1,0", "U1,mux,0,1,1,0", "U1 is listed twice"),
        ("U2,mux,0,1,1,0", "U2,mux,0,one,1,0", "mosaic is 'one'"),
        ("ref,key", "ref,name", "its columns are not"),
    ],
)
def test_a_line_that_is_not_whole_is_named(tmp_path: Path, old: str, new: str, match: str) -> None:
    with pytest.raises(PartsListError, match=match):
        read_bom(broken(tmp_path, old, new))


def test_a_build_that_costs_too_much_is_named(tmp_path: Path) -> None:
    dear = read_bom(broken(tmp_path, "3.50,3.00", "9.50,9.00"))
    assert total_usd(dear, "plate4") > 60
    with pytest.raises(PartsListError, match=r"plate4 costs \d+\.\d+, 60 is the most"):
        check_totals(dear)


def test_a_part_too_few_or_missing_is_named(tmp_path: Path) -> None:
    few = read_bom(broken(tmp_path, "B1-B4,cell,4,0,4,42", "B1-B4,cell,3,0,4,42"))
    with pytest.raises(PartsListError, match="cell: 3 listed, 4 in the netlist"):
        check_circuit_parts(few, circuit_of("plate4"))
    renamed = read_bom(broken(tmp_path, "R18-R19,r_1k", "R28-R29,r_1k"))
    with pytest.raises(PartsListError, match="does not list R18, R19"):
        check_circuit_parts(renamed, circuit_of("plate4"))
    with pytest.raises(PartsListError, match="m4x20: 4 listed, 5 in the model"):
        check_against(read_bom(), "plate4", {"m4x20": 5}, "model")
