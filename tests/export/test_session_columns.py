"""What is written of a session by several formats: its columns with units, and what they are of."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from tests.export.exported import columns_of
from tests.export.pressed import PAD, pressed

from thumbwalk import __version__
from thumbwalk.export.session_columns import SessionColumns, session_columns
from thumbwalk.session.replay import read_recording, read_touch


def test_a_recording_s_columns_are_its_contacts_and_its_sensors_on_one_grid(
    recording: Path, columns: SessionColumns
) -> None:
    read = read_recording(recording, forces=True)
    named = {one.name: one for one in columns.all_columns()}
    assert list(named)[:3] == ["time_s", "touching", "total_n"]
    assert [name for name in named if name.startswith("tile_")] == [f"tile_{name}_n" for name in PAD.names]
    assert np.array_equal(named["total_n"].values, read.touch.total_n)
    tiles = np.column_stack([named[f"tile_{name}_n"].values for name in PAD.names])
    assert tiles.sum(axis=1) == pytest.approx(named["total_n"].values, abs=1e-9)
    assert {one.unit for one in named.values()} == {"s", "", "N", "mm"}
    assert all(one.name.endswith(f"_{one.unit.lower()}") for one in named.values() if one.unit)
    assert all(one.about for one in named.values())


def test_it_says_what_it_is_of(recording: Path, columns: SessionColumns) -> None:
    about = columns.about
    assert about["thumbwalk"] == __version__
    assert about["source"]["name"] == "a.twr"
    assert about["source"]["sha256"] == hashlib.sha256(recording.read_bytes()).hexdigest()
    assert about["created"] == "2026-01-02T03:04:05+00:00"
    assert about["layout"] == PAD.text
    assert about["calibrated"] is True
    assert about["left_out"] == {}


def test_a_pad_table_has_no_sensors_of_its_own_and_no_rig(tmp_path: Path) -> None:
    columns = columns_of(pressed(tmp_path))
    assert columns.tile_names == ()
    assert not [one for one in columns.all_columns() if one.name.startswith("tile_")]
    assert "calibrated" not in columns.about


def test_a_layout_in_counts_says_counts(tmp_path: Path) -> None:
    data = Path(__file__).parents[1] / "data" / "stappone_insole12"
    columns = session_columns(read_touch(data / "walk.csv", data / "layout.toml"))
    assert {one.name for one in columns.columns if one.unit == "counts"} == {
        "total_counts",
        "contact_counts",
        "second_counts",
        "resting_counts",
    }
