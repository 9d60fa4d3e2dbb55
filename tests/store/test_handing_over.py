"""All that is kept of a person can be taken along, and forgotten so that nothing of it is left."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.store.homes import Home

from thumbwalk.errors import NotKept, OptionError
from thumbwalk.learner.folder import LearnerFolder
from thumbwalk.store import handing_over
from thumbwalk.store.forgetting import forget_learner
from thumbwalk.store.handing_over import write_everything
from thumbwalk.store.spoken import say

AT = datetime(2026, 3, 4, 12, tzinfo=UTC)
WORD = "a word of Xaverius only"


@pytest.fixture
def two(practised: Home) -> Home:
    """Anna's three practices, and one of Xaverius's with a note in his folder and a word about it."""
    folder = practised.practise(5, learner="Xaverius")
    say(folder, "note", AT, {"text": WORD})
    (folder / "photo of the garden.jpg").write_bytes(b"somebody's own")
    LearnerFolder(practised.kept.learners, "Xaverius").add("pain", AT, {"site": "thumb"})
    LearnerFolder(practised.kept.learners, "Anna").add("pain", AT, {"site": "wrist"})
    practised.catch_up()
    return practised


def test_all_files_of_a_person_are_in_it_byte_for_byte_and_nobody_else_s(two: Home, tmp_path: Path) -> None:
    out = tmp_path / "all.zip"
    assert write_everything(two.store(), two.kept, "Xaverius", out) == (1, 0)
    folder = two.kept.sessions / "2026-03-05_181500_frozen"
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        inside = {name: archive.read(name) for name in names}
    assert len(names) == len(set(names))
    for name in ("practice.twr", "score.json", "session.json"):
        assert inside[f"sessions/4/{name}"] == (folder / name).read_bytes()
    (word,) = [data for name, data in inside.items() if name.startswith("sessions/4/said_")]
    assert WORD in word.decode()
    assert [name for name in names if name.startswith("learner/") and b"thumb" in inside[name]]
    (session,) = json.loads(inside["sessions.json"])["sessions"]
    assert (session["session"], session["learner"], len(session["sets"])) == (4, "Xaverius", 2)
    assert not [name for name, data in inside.items() if b"Anna" in data or "garden" in name]


def test_what_is_forgotten_is_nowhere_any_more_and_others_have_all_of_theirs(two: Home, tmp_path: Path) -> None:
    before = tmp_path / "before.zip"
    write_everything(two.store(), two.kept, "Anna", before)
    for behind in (".0001.old", ".damaged-1", ".damaged-1-wal"):
        shutil.copy(two.file, two.file.with_name(two.file.name + behind))
    store = two.store()
    with store.writing() as db:
        assert forget_learner(store, two.kept, db, "Xaverius") == []
    store.engine.dispose()
    left = [path for path in two.path.rglob("*") if path.is_file()]
    assert [path.name for path in left if b"Xaverius" in path.read_bytes() or WORD.encode() in path.read_bytes()] == []
    own = {path.name for path in left if path.parent.name.startswith("2026-03-05")}
    assert own == {"photo of the garden.jpg", "SOURCE.txt"}
    with pytest.raises(OptionError, match="nothing is kept of anybody called so"):
        write_everything(two.store(), two.kept, "Xaverius", tmp_path / "x.zip")
    after = tmp_path / "after.zip"
    write_everything(two.store(), two.kept, "Anna", after)
    with zipfile.ZipFile(before) as one, zipfile.ZipFile(after) as other:
        assert {name: one.read(name) for name in one.namelist()} == {
            name: other.read(name) for name in other.namelist()
        }


def test_a_disk_that_is_full_leaves_nothing_behind(two: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handing_over, "_zip", full)
    out = tmp_path / "there" / "all.zip"
    out.parent.mkdir()
    with pytest.raises(NotKept, match="No space left on device: nothing was written"):
        write_everything(two.store(), two.kept, "Anna", out)
    assert list(out.parent.iterdir()) == []
