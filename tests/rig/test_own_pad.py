"""A pad of one's own, with 32 tiles and other names than the board knows: from the stream to the analysis."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from thumbwalk.cli.main import run
from thumbwalk.errors import LayoutError
from thumbwalk.link.wire import Hello
from thumbwalk.pad import Pad, builtin_pad, load_pad
from thumbwalk.rig.channels import pad_for
from thumbwalk.session.recording import open_recording
from thumbwalk.virtual.feet import layout_text

SOLE = builtin_pad()
UNNAMED = Hello(1, "0", "board1", "pico", "", tuple(f"c{i}" for i in range(32)), 1000.0, 12, 3300.0, "mine")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The layout file of a pad with every tile of the reference foot cut in two, across the foot."""
    halves = [
        replace(taxel, name=f"{taxel.name}_{side}", y_mm=taxel.y_mm + step_mm, area_mm2=taxel.area_mm2 / 2)
        for taxel in SOLE.taxels
        for side, step_mm in (("in", -6.0), ("out", 6.0))
        if taxel.y_mm is not None and taxel.area_mm2 is not None
    ]
    path = tmp_path / "mine.toml"
    path.write_text(layout_text(replace(SOLE, name="mine", taxels=tuple(halves))))
    return path


def renamed(pad: Pad, tmp_path: Path, name: str) -> Path:
    taxels = tuple(replace(taxel, name=f"my_{taxel.name}") for taxel in pad.taxels)
    path = tmp_path / f"{name}.toml"
    path.write_text(layout_text(replace(pad, name=name, taxels=taxels)))
    return path


def test_channels_without_names_are_the_layouts_taxels_by_their_places(mine: Path) -> None:
    pad = pad_for(UNNAMED, mine)
    assert (pad.n_taxels, pad.names[:2]) == (32, ("hallux_in", "hallux_out"))
    assert pad_for(replace(UNNAMED, layout="sole16"), mine) == pad
    with pytest.raises(LayoutError, match="31 channels"):
        pad_for(replace(UNNAMED, channels=UNNAMED.channels[:31]), mine)
    with pytest.raises(LayoutError, match="not built in; name its file with --layout"):
        pad_for(UNNAMED, None)


def test_a_board_that_was_told_of_another_layout_goes_by_places_and_one_that_was_not_is_refused(tmp_path: Path) -> None:
    board = replace(UNNAMED, channels=SOLE.names)
    own = renamed(SOLE, tmp_path, "mine")
    assert pad_for(board, own).names[0] == "my_hallux"
    with pytest.raises(LayoutError, match="config --set layout=NAME"):
        pad_for(replace(board, layout="sole16"), own)
    swapped = (SOLE.names[1], SOLE.names[0], *SOLE.names[2:])
    with pytest.raises(LayoutError, match="'toes_2_3' where the layout has"):
        pad_for(replace(board, channels=swapped, layout="sole16"), None)


def test_a_drill_on_32_tiles_is_recorded_analysed_and_replayed(
    mine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "practised"
    assert run(["practice", "--virtual", "--fast", "--layout", str(mine), "--out", str(out)]) == 0
    recording = open_recording(out / "practice.twr")
    assert recording.pad.names == load_pad(mine).names
    capsys.readouterr()
    assert run(["analyse", str(out / "practice.twr"), "--json"]) == 0
    analysis = json.loads(capsys.readouterr().out)
    assert "knead" in {segment["technique"] for segment in analysis["segments"]}
    assert run(["replay", str(out / "practice.twr"), "--json"]) == 0
    score = json.loads((out / "score.json").read_text())["score"]
    assert json.loads(capsys.readouterr().out)["score"] == score
    assert score > 50


@pytest.mark.slow
def test_32_tiles_are_tared_and_recorded(mine: Path, tmp_path: Path) -> None:
    assert run(["tare", "--virtual", "--layout", str(mine)]) == 0
    (kept,) = (tmp_path / "home" / "calibrations").iterdir()
    assert kept.read_text().count("tare_counts") == 32
    out = tmp_path / "a.twr"
    assert run(["record", "--virtual", "--layout", str(mine), "--seconds", "1", "--out", str(out)]) == 0
    assert open_recording(out).calibration.n_taxels == 32
