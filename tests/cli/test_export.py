"""Exporting all of a person by the command, and what does not go together."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.cli.test_report import PRACTICE, kept

from thumbwalk.cli.main import run


def test_all_of_a_person_is_one_zip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)
    monkeypatch.setenv("THUMBWALK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    kept(tmp_path / "home", "2026-03-01_181500_first-steps", "Ada", "2026-03-01T18:15:00+01:00")
    assert run(["export", "--learner", "Ada", "--everything"]) == 0
    assert "Wrote all that is kept of Ada, 1 sessions: thumbwalk-Ada.zip" in capsys.readouterr().out
    with zipfile.ZipFile("thumbwalk-Ada.zip") as archive:
        assert archive.read("sessions/1/practice.twr") == PRACTICE.read_bytes()
    assert run(["export", "--learner", "Ada", "--everything"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_session_is_exported_by_its_name_into_the_folder_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)
    monkeypatch.setenv("THUMBWALK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    folder = kept(tmp_path / "home", "2026-03-01_181500_first-steps", "Ada", "2026-03-01T18:15:00+01:00")
    assert run(["export"]) == 0
    assert run(["export", "1", "--format", "track"]) == 0
    assert run(["export", str(folder), "--format", "track"]) == 0
    assert "session-1.csv" in capsys.readouterr().out
    track = (tmp_path / "session-1.track.csv").read_bytes()
    assert track == (folder / "practice.track.csv").read_bytes()
    assert run(["export", "99"]) == 2
    assert "there is no session 99" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "last: no such file; without a store a folder or a recording is to be named"),
        (["--format", "none"], "no format 'none'"),
        (["--learner", "Ada"], "--learner and --everything go together"),
        (["--everything"], "--learner and --everything go together"),
        (["a.twr", "--learner", "Ada", "--everything"], "a.twr is a file; leave one out"),
    ],
)
def test_what_does_not_go_together_is_one_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line
