"""JSON: every number comes back to the bit, and what is missing is null."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from thumbwalk.cli.main import run
from thumbwalk.export.session_columns import SessionColumns


def test_all_columns_come_back_to_the_bit_with_units_and_sources(
    recording: Path, columns: SessionColumns, tmp_path: Path
) -> None:
    out = tmp_path / "a.json"
    assert run(["export", str(recording), "--format", "json", "--out", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert "NaN" not in text
    document = json.loads(text)
    assert {key: document[key] for key in columns.about} == columns.about
    assert document["rows"] == len(columns.columns[0].values)
    assert [one["name"] for one in document["columns"]] == [one.name for one in columns.all_columns()]
    for read, one in zip(document["columns"], columns.all_columns(), strict=True):
        assert read["unit"] == one.unit
        values = np.array([np.nan if value is None else value for value in read["values"]])
        assert np.array_equal(values, one.values, equal_nan=True), one.name


def test_a_part_has_the_part_s_rows_at_the_whole_s_times(recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    arguments = ["export", str(recording), "--format", "json", "--from", "4", "--to", "5", "--out", str(out)]
    assert run(arguments) == 0
    time_s = json.loads(out.read_text(encoding="utf-8"))["columns"][0]["values"]
    assert len(time_s) == 100
    assert 4.0 <= time_s[0] < time_s[-1] < 5.0


def test_a_part_that_ends_before_it_begins_is_refused(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.json"
    assert run(["export", str(recording), "--from", "5", "--to", "4", "--out", str(out)]) == 2
    assert "--to 4: is not after --from 5; name a later one" in capsys.readouterr().err
    assert not out.exists()
