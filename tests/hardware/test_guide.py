"""The guide names what there is, has a picture and a check a page, and okh.toml keeps to its specification."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from making.bom import read_bom
from making.errors import GuideError, HardwareError
from making.guide import DRAWINGS, GUIDE, Sources, check_guide, filled, pages, sources
from making.measures import HARDWARE
from making.okh import MANIFEST, check_okh
from making.scenes import SCENES
from making.study import Design, designs

OKH = MANIFEST.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def known() -> Sources:
    return sources(read_bom())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(GUIDE, tmp_path / "guide")
    for name in ("study.md", "wiring.md", "openness.md"):
        (tmp_path / name).write_text("", encoding="utf-8")
    return tmp_path / "guide"


def changed(folder: Path, page: str, old: str, new: str) -> None:
    path = folder / page
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_guide_is_whole(known: Sources) -> None:
    check_guide(known)
    assert [page.stem[:2] for page in pages()] == [f"{n:02d}" for n in range(1, 11)]


def test_every_picture_is_kept_and_small() -> None:
    for name in SCENES + DRAWINGS:
        path = HARDWARE / "pictures" / f"{name}.svg"
        assert 500 < path.stat().st_size < 250_000, name


def test_marks_are_filled_in_from_what_was_made(known: Sources) -> None:
    grams = known.manifest["parts"]["flexure"]["grams"]
    assert filled("part", "flexure", known) == f"**flexure** (x16, {grams:.2g} g)"
    assert filled("bom", "r_3k3", known) == "resistor 3.3 k 1 % 0.25 W [R1]"
    assert float(filled("total", "plate4", known)) <= 60
    assert filled("print-table", "mosaic", known).count("\n| tile_") == 16
    assert "upside down" in filled("faults", "", known)


def test_the_guide_says_that_nothing_has_been_built() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in pages())
    assert text.count("every figure is simulated") >= 4
    assert "Nobody has built one yet" in text


# What is broken on purpose.


@pytest.mark.parametrize(
    ("page", "old", "new", "match"),
    [
        ("03-pour.md", "{{part:mould_heel}}", "{{part:mould_front}}", r"03-pour\.md: \{\{part:mould_front"),
        ("02-print.md", "{{bom:filament}}", "{{bom:string}}", "bom:string"),
        ("04-plate4.md", "{{picture:plate4_cells|", "{{picture:plate4_sells|", "picture:plate4_sells"),
        ("04-plate4.md", "{{picture:plate4_base|the base with its two ties}}", "{{picture:plate4_base}}", "caption"),
        ("01-choose.md", "{{total:both}}", "{{total:three}}", "total:three"),
        ("03-pour.md", "{{pour}}", "{{pore}}", "pore"),
        ("07-check.md", "{{picture:plate4_weight|", "{{photo:plate4_weight|", "it has no picture"),
        ("03-pour.md", "{{check:", "{{chek:", "it has no check"),
        ("01-choose.md", "../study.md", "../studies.md", "links to ../studies.md"),
        ("05-mosaic.md", "{{part:tile_mth4}}", "the fourth", "no page names the part tile_mth4"),
        ("06-wire.md", "{{bom:mux}}", "multiplexer", "no page names mux"),
        ("09-safety.md", "|nothing that conducts can be reached from above}}", "|nothing", "is not closed|names what"),
    ],
)
def test_a_page_that_is_not_whole_is_named(
    known: Sources, copy: Path, page: str, old: str, new: str, match: str
) -> None:
    changed(copy, page, old, new)
    with pytest.raises(GuideError, match=match):
        check_guide(known, copy)


def test_okh_keeps_to_its_specification() -> None:
    table = check_okh()
    assert table["okhv"] == "2.4"
    assert table["license"] == "CERN-OHL-S-2.0"


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ('license = "CERN-OHL-S-2.0"', 'license = "MIT"', "license is 'MIT'"),
        ('okhv = "2.4"', 'okhv = "9"', "okhv is '9'"),
        ("licensor =", "licencor =", "licensor is missing; licencor is no field"),
        ('"OTRL-3"', '"OTRL-7"', "technology-readiness-level is 'OTRL-7'"),
        ('bom = "hardware/bom.csv"', 'bom = "hardware/parts.csv"', "bom names hardware/parts.csv"),
        ('source = ["hardware/making/mould_parts.py"]\nexport', "tsdc2", "part 3"),
        ("[[part]]", "[[part", "can't be read"),
    ],
)
def test_a_manifest_that_does_not_is_named(tmp_path: Path, old: str, new: str, match: str) -> None:
    for name in ("hardware", "firmware", "README.md", "CONTRIBUTING.md"):
        (tmp_path / name).symlink_to(MANIFEST.parent / name)
    path = tmp_path / "okh.toml"
    assert old in OKH
    path.write_text(OKH.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(HardwareError, match=match):
        check_okh(path)


def test_the_study_has_every_design_that_was_asked_for() -> None:
    every = designs()
    assert len(every) == len(set(every)) == 17
    assert sum(design.tiles == 0 for design in every) == 1
    for tiles in (16, 25):
        for layer in (10.0, 15.0):
            for bonded in (False, True):
                for tips in (False, True):
                    assert Design(tiles, layer, bonded=bonded, tips=tips) in every
