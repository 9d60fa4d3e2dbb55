"""Scoring again by the command: what lacks today's score gets one, and the rest is left."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.test_report import kept

from thumbwalk.cli.main import run
from thumbwalk.coach.targets.caps import SCORE_VERSION


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)
    monkeypatch.setenv("THUMBWALK_HOME", str(tmp_path / "home"))
    for day in (1, 2):
        kept(tmp_path / "home", f"2026-03-0{day}_181500_first-steps", "Ada", f"2026-03-0{day}T18:15:00+01:00")
    return tmp_path / "home"


def test_sessions_are_scored_again_once_and_what_can_t_be_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rescore", "--since", "2026-03-02", "--processes", "1", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["score_version"] == SCORE_VERSION
    assert [row["session"] for row in document["rescored"]] == [2]
    assert (document["failed"], document["had"]) == ([], 0)
    first = home / "sessions" / "2026-03-01_181500_first-steps"
    shutil.copy(first / "practice.twr", home / "copy.twr")
    (first / "practice.twr").write_bytes(b"\x02\x80 no more")
    assert run(["rescore", "--processes", "1"]) == 1
    shown, err = capsys.readouterr()
    assert "session 1: " in err
    assert shown == ""
    shutil.copy(home / "copy.twr", first / "practice.twr")
    assert run(["rescore", "--processes", "1"]) == 0
    assert "Scored 1 again by today's rules" in capsys.readouterr().out
    assert run(["rescore"]) == 0
    said = f"No session lacks scores by today's rules (version {SCORE_VERSION}): 2 have them."
    assert said in capsys.readouterr().out


def test_a_cluster_has_processes_of_its_own(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rescore", "--processes", "2", "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "leave one out" in capsys.readouterr().err
