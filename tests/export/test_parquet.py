"""Parquet: what a data frame gets is what was found, to the bit, with its units."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from thumbwalk.cli.main import run
from thumbwalk.export.session_columns import SessionColumns

parquet = pytest.importorskip("pyarrow.parquet", reason="the package pyarrow is not installed")


def test_all_columns_come_back_to_the_bit_with_units_and_sources(
    recording: Path, columns: SessionColumns, tmp_path: Path
) -> None:
    out = tmp_path / "a.parquet"
    assert run(["export", str(recording), "--format", "parquet", "--out", str(out)]) == 0
    table = parquet.read_table(out)
    assert table.column_names == [one.name for one in columns.all_columns()]
    for one in columns.all_columns():
        assert np.array_equal(table.column(one.name).to_numpy(), one.values, equal_nan=True), one.name
        assert table.schema.field(one.name).metadata[b"unit"].decode() == one.unit
    assert json.loads(table.schema.metadata[b"thumbwalk"]) == columns.about


def test_without_its_package_one_line_says_what_to_install_and_nothing_is_written(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    out = tmp_path / "a.parquet"
    assert run(["export", str(recording), "--format", "parquet", "--out", str(out)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "needs the package pyarrow, which is not installed; pip install pyarrow" in line
    assert not out.exists()
