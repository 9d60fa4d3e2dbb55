"""A CSV's units, source and versions stand beside it, where the W3C's CSV on the Web has them looked for."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from thumbwalk import __version__
from thumbwalk.errors import OptionError, RecordingError
from thumbwalk.export import csv_metadata
from thumbwalk.export.csv_metadata import metadata_path, write_described
from thumbwalk.export.session_columns import Column

COLUMNS = (
    Column("time_s", "s", "time", np.array([0.0, 0.01])),
    Column("touching", "", "whether", np.array([0.0, 1.0])),
    Column("total_n", "N", "force", np.array([0.1, np.nan])),
)
ABOUT = {"thumbwalk": __version__, "source": {"name": "practice.twr", "sha256": "0" * 64}}


def test_every_column_of_the_table_is_described_with_its_unit_and_the_source_is_named(tmp_path: Path) -> None:
    out = tmp_path / "a session: 1.csv"
    assert write_described(out, COLUMNS, ABOUT) == 2
    header, first, second = out.read_text().splitlines()
    told = json.loads(metadata_path(out).read_text())
    assert metadata_path(out).name == "a session: 1.csv-metadata.json"
    assert (told["@context"], told["url"]) == ("http://www.w3.org/ns/csvw", "a%20session%3A%201.csv")
    rows = told["tableSchema"]["columns"]
    assert [row["name"] for row in rows] == header.split(",")
    assert [row.get("schema:unitText") for row in rows] == ["s", None, "N"]
    assert rows[2]["null"] in second.split(",")
    assert first.split(",")[0] == "0.0"
    assert told["schema:thumbwalk"] == ABOUT


def test_neither_is_left_where_one_can_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise RecordingError("no room")

    monkeypatch.setattr(csv_metadata, "write_columns", full)
    with pytest.raises(RecordingError, match="no room"):
        write_described(tmp_path / "a.csv", COLUMNS, ABOUT)
    assert not list(tmp_path.iterdir())


def test_what_the_same_export_left_that_was_ended_between_the_two_does_not_stand_in_its_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.csv"
    with monkeypatch.context() as patch:
        patch.setattr(csv_metadata, "write_columns", lambda *_: None)
        write_described(out, COLUMNS, ABOUT)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv-metadata.json"]
    with pytest.raises(OptionError, match="is there already"):
        write_described(out, COLUMNS, ABOUT | {"source": {"name": "another.twr", "sha256": "1" * 64}})
    assert write_described(out, COLUMNS, ABOUT) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.csv-metadata.json"]


def test_somebody_elses_metadata_are_not_written_over(tmp_path: Path) -> None:
    metadata_path(tmp_path / "a.csv").write_text("{}")
    with pytest.raises(OptionError, match=r"a\.csv-metadata\.json: is there already"):
        write_described(tmp_path / "a.csv", COLUMNS, ABOUT)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv-metadata.json"]
