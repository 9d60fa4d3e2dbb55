"""The table of formats: a row more is a format more, and every row is written or refused whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.export.pressed import pressed

from thumbwalk.cli.main import run
from thumbwalk.export.formats import FORMATS, Format
from thumbwalk.session.replay import Touched


def write_peak(touched: Touched, out: Path) -> int:
    out.write_text(f"{np.max(touched.touch.total_n):.0f} N\n")
    return 1


def test_a_format_that_is_put_into_the_table_can_be_exported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "peak", Format("the highest force", ".peak.txt", "touch", write_peak))
    assert run(["export", str(pressed(tmp_path)), "--format", "peak"]) == 0
    assert "Wrote 1 rows (peak)" in capsys.readouterr().out
    assert (tmp_path / "pressed.peak.txt").read_text() == "8 N\n"


def test_a_format_that_there_is_not_names_those_that_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", str(pressed(tmp_path)), "--format", "peak"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "no format 'peak'; there are csv, track, json, parquet, hdf5" in line


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_is_written_over_what_is_there(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = pressed(tmp_path)
    there = source.with_suffix(FORMATS[name].suffix)
    there.write_text(before := there.read_text() if there.exists() else "mine\n")
    assert run(["export", str(source), "--format", name]) == 2
    assert "is there already" in capsys.readouterr().err
    assert there.read_text() == before
