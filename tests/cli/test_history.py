"""Practices keep themselves, are found again, compared, noted and forgotten, by the commands alone."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_practice import with_short_drill
from tests.docs.pages import COMMANDS_PAGE, block
from tests.store.homes import Home, everything

from thumbwalk.cli.main import run
from thumbwalk.places import home_dir, settings_path
from thumbwalk.session.preferences import Preferences, keep_preferences, read_preferences
from thumbwalk.store import engines

PAGE = {"history": (), "show": ("1",), "compare": ("1", "3"), "progress": (), "next": ()}
"""Commands whose documents the page shows, with what they are asked."""


@pytest.fixture(scope="module")
def _thrice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which somebody practised three times, once freely and once into a folder of their own."""
    home = tmp_path_factory.mktemp("thrice") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THUMBWALK_HOME", str(home))
        patch.delenv("THUMBWALK_DATABASE", raising=False)
        home.mkdir()
        drill = with_short_drill(home)
        virtual = ["practice", "--virtual", "--fast", "--learner", "Anna", "--side", "left"]
        assert run([*virtual, *drill]) == 0
        assert run([*virtual, *drill, "--free"]) == 0
        assert run([*virtual, *drill, "--hand", "beginner", "--out", str(home / "mine")]) == 0
    return home


@pytest.fixture
def thrice(_thrice: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    shutil.copytree(_thrice, home_dir())
    # what is kept elsewhere is known by its whole path
    for note in (home_dir() / "elsewhere").glob("*/session.json"):
        note.write_text(note.read_text(encoding="utf-8").replace(str(_thrice), str(home_dir())), encoding="utf-8")
    with closing(sqlite3.connect(home_dir() / "thumbwalk.sqlite3")) as db, db:
        db.execute("UPDATE sessions SET place = replace(place, ?, ?)", (str(_thrice), str(home_dir())))
    monkeypatch.delenv("THUMBWALK_DATABASE")
    return Home(home_dir())


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_practices_are_listed_with_whose_they_are_and_found_by_what_they_were(
    thrice: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = told(capsys, "history")["sessions"]
    assert [(one["session"], one["kind"], one["learner"], one["side"]) for one in rows] == [
        (1, "drill", "Anna", "left"),
        (2, "free", "Anna", "left"),
        (3, "drill", "Anna", "left"),
    ]
    score = json.loads((Path(rows[0]["folder"]) / "score.json").read_text(encoding="utf-8"))
    assert rows[0]["score"] == score["score"]
    assert [one["session"] for one in told(capsys, "history", "--drill", "short")["sessions"]] == [1, 3]
    assert told(capsys, "history", "--learner", "Ben")["sessions"] == []
    assert told(capsys, "history", "--since", "2999-01-01")["sessions"] == []
    assert [one["session"] for one in told(capsys, "history", "--newest", "1")["sessions"]] == [3]


def test_the_documents_are_as_on_the_page(thrice: Home, capsys: pytest.CaptureFixture[str]) -> None:
    real = {name: told(capsys, name, *more) for name, more in PAGE.items()}
    for name, document in real.items():
        shown = json.loads(block(COMMANDS_PAGE, name))
        assert shown.keys() == document.keys(), name
        for key in ("sessions", "sets", "curves", "suggestions"):
            for one, other in zip(shown.get(key, ()), document.get(key, ()), strict=False):
                assert one.keys() == other.keys(), f"{name}: {key}"
    assert json.loads(block(COMMANDS_PAGE, "progress"))["curves"][0]["headline"].keys() == (
        real["progress"]["curves"][0]["headline"].keys()
    )


def test_a_session_has_many_names(thrice: Home, capsys: pytest.CaptureFixture[str]) -> None:
    day = told(capsys, "show", "1")["day"]
    names = {name: told(capsys, "show", name)["session"] for name in ("1", "first", "last", day)}
    assert names == {"1": 1, "first": 1, "last": 3, day: 3}
    scores = {one["session"]: one["score"] for one in told(capsys, "history")["sessions"] if one["complete"]}
    best = told(capsys, "show", "best")["session"]
    assert scores[best] == max(scores.values())
    for name, why in (("7", "there is no session 7"), ("soon", "names no session"), ("2026-99-99", "is no day")):
        assert run(["show", name]) == 2
        assert why in capsys.readouterr().err


def test_two_sessions_are_set_beside_each_other(thrice: Home, capsys: pytest.CaptureFixture[str]) -> None:
    document = told(capsys, "compare", "1", "3")
    (row,) = document["sets"]
    shown = [told(capsys, "show", name)["sets"][0] for name in ("1", "3")]
    assert row["score"] == [one["score"] for one in shown]
    assert row["same_task"]


def test_what_was_said_and_trimmed_survives_a_store_that_is_made_anew(
    thrice: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["note", "1", "slept badly"]) == 0
    assert run(["trim", "3", "0", "99"]) == 0
    before = everything(thrice.store())
    (thrice.path / "thumbwalk.sqlite3").unlink()
    assert run(["recover"]) == 0
    assert everything(thrice.store()) == before
    assert [one["text"] for one in told(capsys, "note", "1")["notes"]] == ["slept badly"]
    assert [one["counts"] for one in told(capsys, "trim", "3")["sets"]] == [False]
    assert {one["session"] for curve in told(capsys, "progress")["curves"] for one in curve["points"]} == {1}
    assert run(["trim", "3", "--undo"]) == 0
    assert [one["counts"] for one in told(capsys, "show", "3")["sets"]] == [True]


def test_made_anew_over_the_old_one_all_rows_are_the_same(thrice: Home) -> None:
    """The rows of practices that were taken in as they ended are those of their replays, to the last digit."""
    before = everything(thrice.store())
    assert run(["recover"]) == 0
    assert everything(thrice.store()) == before
    assert list(before["sessions"]) == [1, 2, 3]


def test_a_session_is_forgotten_on_the_disk_and_in_the_store(thrice: Home, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(told(capsys, "show", "1")["folder"])
    (folder / "my own.txt").write_text("stays", encoding="utf-8")
    assert run(["forget", "1", "--yes"]) == 0
    assert [path.name for path in folder.iterdir()] == ["my own.txt"]
    assert run(["recover"]) == 0
    assert [one["session"] for one in told(capsys, "history")["sessions"]] == [2, 3]


def test_without_a_yes_nothing_is_forgotten(thrice: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda *_: "no")
    assert run(["forget", "1"]) == 2
    assert list(everything(thrice.store())["sessions"]) == [1, 2, 3]


def test_of_somebody_who_is_forgotten_nothing_stays(thrice: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pain", "thumb", "--learner", "Anna"]) == 0
    keep_preferences(settings_path(), Preferences(learner="Anna", view="receiver"))
    assert run(["forget", "--learner", "Anna", "--yes"]) == 0
    assert read_preferences(settings_path()) == Preferences(view="receiver")
    settings_path().unlink()
    assert told(capsys, "history")["sessions"] == []
    left = [path for path in thrice.path.rglob("*") if path.is_file() and "sqlite" not in path.name]
    assert sorted(path.name for path in left) == ["drills.toml", "folder.json"]
    assert b"Anna" not in b"".join(path.read_bytes() for path in left)


def test_a_newcomer_is_told_what_next_after_the_first_practices(
    thrice: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    document = told(capsys, "next")
    assert document["learner"] == "Anna"
    assert document["suggestions"]
    assert all(one["reason"] for one in document["suggestions"])
    assert run(["next", "--want", "mix"]) == 0
    assert told(capsys, "next")["suggestions"][0]["sort"] == "chosen"


@pytest.mark.parametrize("fault", ["locked", "newer"])
def test_a_store_that_cant_be_used_costs_no_practice_and_has_it_later(
    fault: str, thrice: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_MS", 10)
    sound = thrice.file.read_bytes()
    with closing(sqlite3.connect(thrice.file, isolation_level=None)) as other:
        if fault == "locked":
            other.execute("BEGIN EXCLUSIVE")
        else:
            other.execute("UPDATE alembic_version SET version_num = '0999'")
        assert run(["practice", "--virtual", "--fast", "--drill", "short", "--learner", "Anna"]) == 0
    shown, err = capsys.readouterr()
    assert "Kept in" in shown
    assert err.count("\n") == 1
    assert "all is kept in its folder, and taken in the next time" in err
    if fault != "locked":
        thrice.file.write_bytes(sound)
        for behind in ("-wal", "-shm"):
            thrice.file.with_name(thrice.file.name + behind).unlink(missing_ok=True)
    assert [one["session"] for one in told(capsys, "history")["sessions"]] == [1, 2, 3, 4]


def test_one_that_crashed_is_taken_in_for_its_learner_when_the_store_is_opened_next(
    thrice: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = next(iter((thrice.path / "sessions").glob("*_short")))
    assert run(["forget", "3", "--yes"]) == 0
    crashed = folder.with_name("2026-03-01_181500_short")
    shutil.copytree(folder, crashed)
    about = json.loads((crashed / "session.json").read_text(encoding="utf-8"))
    (crashed / "session.json").write_text(json.dumps({**about, "id": "crashed", "number": None}), encoding="utf-8")
    whole = (crashed / "practice.twr").read_bytes()
    (crashed / "practice.twr").write_bytes(whole[: len(whole) // 2])
    (crashed / "score.json").unlink()
    assert run(["history"]) == 0
    assert "session 3 had not come to its end" in capsys.readouterr().err
    assert (crashed / "score.json").exists()
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in thrice.path.glob("learners/*/*_practice_*")]
    assert str(crashed) in [one["session"] for one in documents]


def test_before_its_first_frame_a_practice_loads_nothing_of_the_store(tmp_path: Path) -> None:
    """In an interpreter of its own, in which the first frame ends the program."""
    program = """
import sys
from thumbwalk.session.live import LiveSession
took = LiveSession._take
def take(self, reading):
    took(self, reading)
    if self.snapshot().time_s > 0.0:
        print([name for name in sys.modules if name.split(".")[0] in ("sqlalchemy", "alembic", "fsrs")], flush=True)
        import os; os._exit(0)
LiveSession._take = take
from thumbwalk.cli.main import run
run(["practice", "--virtual", "--fast", "--out", sys.argv[1]])
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "out")], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_recording_is_in_the_store_too(thrice: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a.twr"
    assert run(["record", "--virtual", "--seconds", "0.5", "--out", str(out)]) == 0
    last = told(capsys, "show", "last")
    assert (last["kind"], last["folder"], last["learner"]) == ("recording", str(out), "Anna")
    assert last["duration_s"] >= 0.5
    assert run(["note", "last", "just so"]) == 0
    before = everything(thrice.store())
    assert run(["recover"]) == 0
    assert everything(thrice.store()) == before
