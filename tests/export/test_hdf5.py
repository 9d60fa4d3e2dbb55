"""HDF5: datasets and attributes come back as they were found."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from thumbwalk.cli.main import run
from thumbwalk.export.session_columns import SessionColumns

h5py = pytest.importorskip("h5py", reason="the package h5py is not installed")


def test_all_columns_come_back_to_the_bit_with_units_and_sources(
    recording: Path, columns: SessionColumns, tmp_path: Path
) -> None:
    out = tmp_path / "a.h5"
    assert run(["export", str(recording), "--format", "hdf5", "--out", str(out)]) == 0
    with h5py.File(out) as file:
        for one in columns.columns:
            assert np.array_equal(file[one.name][()], one.values, equal_nan=True), one.name
            assert file[one.name].attrs["unit"] == one.unit
        tiles = file["tile_force"]
        assert tuple(tiles.attrs["names"]) == columns.tile_names
        assert np.array_equal(tiles[()], columns.tile_forces, equal_nan=True)
        assert tiles.attrs["unit"] == "N"
        assert json.loads(file.attrs["source"]) == columns.about["source"]
        assert file.attrs["layout"] == columns.about["layout"]
        assert file.attrs["version"] == 1


def test_without_its_package_one_line_says_what_to_install(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "h5py", None)
    assert run(["export", str(recording), "--format", "hdf5", "--out", str(tmp_path / "a.h5")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "needs the package h5py, which is not installed; pip install h5py" in line
    assert not (tmp_path / "a.h5").exists()
