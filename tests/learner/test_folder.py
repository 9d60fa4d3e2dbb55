"""A learner's folder: nothing is lost by two programs at once, and no two learners share one."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from thumbwalk.errors import LearnerError, NotKept, OptionError
from thumbwalk.learner.folder import CARD, LearnerFolder

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_nothing_is_made_before_there_is_something_to_keep(tmp_path: Path) -> None:
    folder = LearnerFolder(tmp_path / "learners", "Anna")
    assert folder.history().entries == ()
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_comes_back_in_the_order_in_which_it_happened(tmp_path: Path) -> None:
    folder = LearnerFolder(tmp_path, "Anna")
    for hour in (12, 9, 15):
        folder.add("pain", NOON.replace(hour=hour), {"site": f"at {hour}"})
    kept = LearnerFolder(tmp_path, "Anna").history()
    assert [entry.text("site") for entry in kept.entries] == ["at 9", "at 12", "at 15"]


PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from thumbwalk.learner.folder import LearnerFolder
for number in range(25):
    LearnerFolder(Path(sys.argv[1]), "Anna").add("pain", datetime(2026, 3, 1, tzinfo=UTC), {"level": number})
"""


def test_two_programs_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    both = [subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)]) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    levels = [entry.number("level") for entry in LearnerFolder(tmp_path, "Anna").history().entries]
    assert sorted(level for level in levels if level is not None) == sorted([float(n) for n in range(25)] * 2)
    assert [path for path in (tmp_path / "Anna").iterdir() if path.suffix != ".json"] == []


def test_names_that_a_folder_can_not_have_are_still_two_learners(tmp_path: Path) -> None:
    names = ["A B", "A/B", "A-B", "../A B", "アンナ", "ハンス"]
    folders = {LearnerFolder(tmp_path, name).path for name in names}
    assert len(folders) == len(names)
    assert {folder.parent for folder in folders} == {tmp_path}


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x1b[2J", "x" * 61])
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OptionError, match=r"--learner .* is no name"):
        LearnerFolder(tmp_path, name)


def test_the_folder_of_another_is_refused_where_a_disk_takes_two_names_for_one(tmp_path: Path) -> None:
    LearnerFolder(tmp_path, "Anna").add("safety", NOON, {})
    (tmp_path / "Anna").rename(tmp_path / "anna")
    with pytest.raises(LearnerError, match="is the folder of 'Anna', not of 'anna'"):
        LearnerFolder(tmp_path, "anna")


def test_a_damaged_document_is_not_passed_over(tmp_path: Path) -> None:
    folder = LearnerFolder(tmp_path, "Anna")
    path = folder.add("pain", NOON, {"site": "thumb"})
    path.write_text(path.read_text(encoding="utf-8")[:20], encoding="utf-8")
    with pytest.raises(LearnerError, match="not valid JSON"):
        folder.history()


def test_what_a_program_that_died_left_half_written_is_no_document(tmp_path: Path) -> None:
    folder = LearnerFolder(tmp_path, "Anna")
    folder.add("pain", NOON, {"site": "thumb"})
    (tmp_path / "Anna" / ".2026.json.part").write_text("{", encoding="utf-8")
    assert len(folder.history().entries) == 1
    assert (tmp_path / "Anna" / CARD).is_file()


def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "learners").write_text("a file", encoding="utf-8")
    with pytest.raises(NotKept, match="can't be written"):
        LearnerFolder(tmp_path / "learners", "Anna").add("pain", NOON, {})
