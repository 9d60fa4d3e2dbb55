"""What the window takes in: a master's table under its file's name, drills that were handed on, and refusals whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.test_make_drill import table

from thumbwalk.cli.taken_drills import taken_file
from thumbwalk.errors import DrillError, RigError
from thumbwalk.places import drills_dir


def test_a_masters_table_is_taken_in_under_its_files_name_and_handed_on_and_no_name_is_taken_twice(
    tmp_path: Path,
) -> None:
    drills, said = taken_file(table(tmp_path / "old lee.csv", rows=1400))
    assert list(drills) == ["old-lee"]
    assert drills["old-lee"].sets
    assert any("scores" in line for line in said)
    (kept,) = drills_dir().iterdir()
    handed_on = tmp_path / "handed-on.toml"
    handed_on.write_text(kept.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(DrillError, match="already"):
        taken_file(handed_on)
    kept.unlink()
    again, said = taken_file(handed_on)
    assert list(again) == ["old-lee"]
    assert said == []


def test_a_name_of_the_package_and_a_file_that_is_none_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(DrillError, match="comes with Thumbwalk"):
        taken_file(tmp_path / "knead-1.csv")
    bad = tmp_path / "notes.csv"
    bad.write_text("hello\n", encoding="utf-8")
    with pytest.raises(RigError, match=r"notes\.csv"):
        taken_file(bad)
    assert not drills_dir().exists() or not list(drills_dir().iterdir())
