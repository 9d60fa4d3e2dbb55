"""What the window reads of the past is what `thumbwalk next` and `thumbwalk progress` say, in one look."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.store.rows import put

from thumbwalk.app.best_before import BestWanted
from thumbwalk.app.learners_past import Wanted
from thumbwalk.cli import learning, reading_back, reading_best, what_next
from thumbwalk.cli import progress as progress_command
from thumbwalk.cli.keeping import opened_store
from thumbwalk.cli.main import run
from thumbwalk.coach.drill.drills_file import packaged_drills, read_drills
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import StoreError
from thumbwalk.places import store_path

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
ANNA = Wanted("Anna", False, "right", "sole16", NOON.date())


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)
    for module in (learning, what_next, progress_command):
        monkeypatch.setattr(module, "now", lambda: NOON)


def document(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert run([*words, "--learner", "Anna", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_says_what_the_commands_say(capsys: pytest.CaptureFixture[str]) -> None:
    with opened_store(None).writing() as db:
        for number in range(6):
            put(db, number + 1, 60.0 + number, at=NOON - timedelta(days=6 - number), duration_s=120.0)
        put(db, 9, 99.0, virtual=True, at=NOON)
    found = reading_back.read_back(ANNA, packaged_drills())
    asked = document(capsys, "next", "--foot", "right")
    assert [one.drill for one in found.suggestions] == [one["drill"] for one in asked["suggestions"]]
    assert [one.reason for one in found.suggestions] == [one["reason"] for one in asked["suggestions"]]
    assert (found.virtual, found.load_s) == (False, asked["load_today_s"])
    told = document(capsys, "progress")
    assert [one.to_json() for one in found.curves] == told["curves"]
    assert found.streak.days == told["streak"]["days"]
    assert sum(found.seconds_by_day.values()) == 720.0


def test_whoever_practised_on_the_virtual_foot_alone_is_told_of_that(capsys: pytest.CaptureFixture[str]) -> None:
    with opened_store(None).writing() as db:
        put(db, 1, virtual=True, at=NOON)
    found = reading_back.read_back(ANNA, packaged_drills())
    assert (found.virtual, found.load_s, len(found.curves)) == (True, None, 1)
    assert document(capsys, "next", "--foot", "right")["virtual"]


def test_a_store_that_is_none_is_one_line() -> None:
    store_path().parent.mkdir(parents=True, exist_ok=True)
    store_path().write_text("no database")
    with pytest.raises(StoreError, match="is damaged"):
        reading_back.read_back(ANNA, packaged_drills())


def test_the_best_sets_are_followed_from_their_recordings_but_for_that_which_is_looked_at(
    begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(begun, home)
    monkeypatch.setenv("THUMBWALK_HOME", str(home))
    (folder,) = (home / "sessions").iterdir()
    drill = read_drills(home / "drills.toml", packaged_targets())["short"]
    mine = BestWanted("Anna", True, "right", "sole16", drill)
    best = reading_best.read_best(mine)[0]
    told = json.loads((folder / "score.json").read_text())["sets"][0]["score"]
    assert best.score == pytest.approx(told)
    assert (best.review.index, best.review.technique, len(best.review.way_s) > 10) == (0, "hold", True)
    assert reading_best.read_best(replace(mine, but=folder)) == {}
    assert reading_best.read_best(replace(mine, learner="Ben")) == {}
    (folder / "practice.twr").write_bytes(b"no recording any more")
    assert reading_best.read_best(mine) == {}
    (folder / "practice.twr").unlink()
    assert reading_best.read_best(mine) == {}
