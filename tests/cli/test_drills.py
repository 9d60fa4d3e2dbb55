"""Drills are listed, shown, checked, taken in and taken out; nothing of a bad file is ever kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from thumbwalk.cli.main import run
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.places import drills_dir, drills_path

ONE = '[[drill]]\nname = "one"\n[[drill.set]]\ntechnique = "hold"\nduration_s = 5\nzone = "heel"\n'
TWO = '\n[[drill]]\nname = "two/2"\n[[drill.set]]\ntechnique = "walk"\nduration_s = 9\nline = "C"\nlevel = 1\n'


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUMBWALK_HOME", str(tmp_path / "home"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "theirs.toml"
    path.write_text(ONE + TWO, encoding="utf-8")
    return path


def listed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert run(["drills", "--json"]) == 0
    return [one["name"] for one in json.loads(capsys.readouterr().out)["drills"]]


def test_all_are_listed_with_their_minutes_and_techniques(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["drills", "--json"]) == 0
    drills = json.loads(capsys.readouterr().out)["drills"]
    assert [one["name"] for one in drills] == list(packaged_drills())
    for one in drills:
        assert one["minutes"] == pytest.approx(packaged_drills()[one["name"]].duration_s / 60.0, abs=0.006)
        assert all(part["technique"] for part in one["sets"])


def test_what_is_added_is_there_until_it_is_removed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["drills", "add", str(file)]) == 0
    assert "one: added; 1 set, 0:08 minutes" in capsys.readouterr().out
    assert listed(capsys)[-2:] == ["one", "two/2"]
    assert sorted(path.name for path in drills_dir().iterdir()) == ["one.toml", "two-2.toml"]
    assert (drills_dir() / "one.toml").read_text(encoding="utf-8") == ONE + "\n"
    assert run(["drills", "show", "two/2"]) == 0
    assert "line C" in capsys.readouterr().out
    assert run(["drills", "remove", "two/2"]) == 0
    assert listed(capsys)[-1] == "one"


def test_a_name_that_is_taken_is_refused_and_nothing_of_the_file_kept(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drills_path().parent.mkdir(parents=True)
    drills_path().write_text(ONE, encoding="utf-8")
    assert run(["drills", "add", str(file)]) == 2
    assert "you have a drill 'one' already" in capsys.readouterr().err
    assert not drills_dir().exists()
    assert run(["drills", "remove", "one"]) == 2
    assert "which is your own; take it out of there" in capsys.readouterr().err


def test_one_of_the_packages_is_replaced_and_comes_back(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(ONE.replace('"one"', '"mix"'), encoding="utf-8")
    assert run(["drills", "add", str(file)]) == 0
    assert run(["drills", "show", "mix", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out.partition("\n")[2])["drill"]["sets"]) == 1
    assert run(["drills", "remove", "mix"]) == 0
    assert run(["drills", "remove", "mix"]) == 2
    assert "comes with Thumbwalk and stays" in capsys.readouterr().err


def test_a_check_tells_every_fault_and_keeps_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["drills", "check", str(file)]) == 0
    assert "two/2: fine; 1 set, 0:12 minutes" in capsys.readouterr().out
    file.write_text(ONE + TWO.replace('"C"', '"Q"').replace("level = 1", "level = 7\nbogus = 1"), encoding="utf-8")
    for action in ("check", "add"):
        assert run(["drills", action, str(file)]) == 2
        (said,) = capsys.readouterr().err.splitlines()
        assert all(part in said for part in ("line is 'Q'", "level is 7", "bogus is 1"))
    assert not drills_dir().exists()


def test_a_guide_outside_of_its_band_is_no_fine_drill(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(ONE + "force_n = 40\n" + TWO, encoding="utf-8")
    assert run(["drills", "check", str(file)]) == 1
    said = capsys.readouterr()
    assert "one: read, but a guide lies outside of its band; 1 set" in said.out
    assert "two/2: fine" in said.out
    assert "one: set 1, hold: its guide asks for a force of 40 N, and 8–18 N is what is scored" in said.err
    assert run(["drills", "add", str(file)]) == 0
    said = capsys.readouterr()
    assert "one: added" in said.out
    assert "its guide asks for a force of 40 N" in said.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["sing"], "drills can't 'sing'; there are: add, remove, show, check"),
        (["show"], "needs the name of a drill"),
        (["add"], "needs a file"),
        (["add", "nowhere.toml"], "nowhere.toml"),
        (["show", "nope"], "no drill 'nope'; there are: first-steps"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_2(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["drills", *arguments]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert says in said
