"""A master's file becomes a drill of one's own: added, shown, practised and handed on like any other."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.played import LESSON, PAD

from thumbwalk.cli.main import run
from thumbwalk.places import drills_dir
from thumbwalk.virtual.habits import RATE_HZ
from thumbwalk.virtual.play import Thumb, felt, perform


def table(path: Path, *, rows: int | None = None) -> Path:
    """A pad table of a lesson, a hundred samples a second."""
    tiles = felt(PAD, perform(LESSON, Thumb(), 1)).tiles_n[::10][:rows]
    lines = [f"time_s,{','.join(PAD.names)}"]
    for at, row in enumerate(tiles):
        lines.append(f"{at * 10 / RATE_HZ:.2f}," + ",".join(f"{value:.4f}" for value in row))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return table(tmp_path_factory.mktemp("lesson") / "lesson.csv")


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert run(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_a_table_becomes_a_drill_that_the_table_fits(lesson: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["drills", "make", str(lesson), "--name", "as she did"]) == 0
    told = capsys.readouterr().out
    assert "The file itself scores" in told
    assert "as she did: added" in told
    (kept,) = drills_dir().iterdir()
    assert kept.name == "as-she-did.toml"
    assert run(["score", str(lesson), "--drill", "as she did", "--json"]) == 0
    score = json.loads(capsys.readouterr().out)
    assert [one["technique"] for one in score["sets"]] == ["knead", "hold", "walk"]
    assert score["score"] >= 95.0
    assert run(["drills", "check", str(kept)]) == 0
    assert run(["drills", "show", "as she did"]) == 0
    assert "As in lesson.csv." in capsys.readouterr().out
    text = kept.read_text(encoding="utf-8")
    assert run(["drills", "remove", "as she did"]) == 0
    assert list(drills_dir().iterdir()) == []
    theirs = lesson.with_name("handed-on.toml")
    theirs.write_text(text, encoding="utf-8")
    assert run(["drills", "add", str(theirs)]) == 0


def test_the_document_has_the_drill_and_what_was_left_out(lesson: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["drills", "make", str(lesson), "--name", "one", "--level", "1", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {"version", "drill", "left_out", "eased", "fit"}
    assert (document["version"], document["left_out"], document["eased"]) == (1, [], [])
    assert document["fit"] >= 95.0
    assert document["drill"]["name"] == "one"
    wide = document["drill"]["sets"][0]["targets"]["rate_per_min"]
    assert wide["hi"] / wide["lo"] == pytest.approx(1.25 / 0.75, rel=0.01)


def test_a_recording_becomes_a_drill_that_a_virtual_hand_can_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["practice", "--virtual", "--fast", "--drill", "first-steps", "--out", str(out)]) == 0
    assert run(["drills", "make", str(out / "practice.twr"), "--name", "again"]) == 0
    capsys.readouterr()
    assert run(["score", str(out / "practice.twr"), "--drill", "again", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["score"] >= 95.0
    other = tmp_path / "other"
    assert run(["practice", "--virtual", "--fast", "--drill", "again", "--seed", "3", "--out", str(other)]) == 0
    score = json.loads((other / "score.json").read_text(encoding="utf-8"))
    assert score["score"] >= 85.0


def test_nothing_recognisable_makes_no_drill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nobody = table(tmp_path / "nobody.csv", rows=90)
    told = refused(capsys, "drills", "make", str(nobody), "--name", "none")
    assert "nobody.csv: nobody touches the foot in it" in told
    assert not drills_dir().exists()
    values = np.full((300, PAD.n_taxels), 0.0)
    values[100:160, 5] = 6.0
    brief = tmp_path / "brief.csv"
    rows = [f"{at / 100:.2f}," + ",".join(map(str, row)) for at, row in enumerate(values.tolist())]
    brief.write_text(f"time_s,{','.join(PAD.names)}\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert "nothing in it can be recognised" in refused(capsys, "drills", "make", str(brief), "--name", "none")
    assert not drills_dir().exists()


def test_a_name_that_is_taken_or_none_is_refused_and_nothing_written(
    lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make = ("drills", "make", str(lesson))
    assert "needs --name" in refused(capsys, *make)
    assert "needs --name" in refused(capsys, *make, "--name", " ")
    assert "one line of up to 60 letters" in refused(capsys, *make, "--name", "a\nb")
    assert "one line of up to 60 letters" in refused(capsys, *make, "--name", "x" * 61)
    assert "comes with Thumbwalk" in refused(capsys, *make, "--name", "first-steps")
    assert not drills_dir().exists()
    assert run([*make, "--name", "mine"]) == 0
    before = (drills_dir() / "mine.toml").read_bytes()
    assert "you have a drill 'mine' already" in refused(capsys, *make, "--name", "mine")
    assert (drills_dir() / "mine.toml").read_bytes() == before


def test_what_goes_with_make_goes_with_nothing_else(lesson: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--name goes with `thumbwalk drills make`" in refused(capsys, "drills", "show", "mix", "--name", "a")
    assert "--level goes with `thumbwalk drills make`" in refused(capsys, "drills", "--level", "1")
    assert "drills make needs a file" in refused(capsys, "drills", "make", "--name", "a")
    assert run(["drills", "make", str(lesson), "--name", "a", "--level", "4"]) == 2
    assert "can't read" in refused(capsys, "drills", "make", str(lesson.with_name("none.csv")), "--name", "a")
