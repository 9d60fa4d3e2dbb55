"""Free practice from the command line: named, summed up, kept, and the same when it is replayed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from thumbwalk.cli.main import run
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.free.summary import FreeSummary
from thumbwalk.session.screen.snapshot import SnapshotSource

FREE = ["practice", "--free", "--virtual", "--fast", "--drill", "first-steps"]
SIX_SECONDS = ["practice", "--free", "--virtual", "--drill", "first-steps", "--minutes", "0.1"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("free") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THUMBWALK_HOME", str(folder.parent / "home"))
        assert run([*FREE, "--out", str(folder)]) == 0
    return folder


def test_what_was_done_is_kept_beside_the_recording_and_a_picture(kept: Path) -> None:
    assert sorted(path.name for path in kept.iterdir()) == ["free.json", "practice.twr", "session.json", "window.png"]
    done = json.loads((kept / "free.json").read_text(encoding="utf-8"))
    assert {one["technique"] for one in done["techniques"]} == {"hold", "knead"}
    seconds = {one["technique"]: one["seconds"] for one in done["techniques"]}
    assert seconds["knead"] == pytest.approx(22.0, abs=3.0)
    assert seconds["hold"] == pytest.approx(8.0, abs=1.0)
    assert done["drill"]["name"] in packaged_drills()
    assert (kept / "window.png").read_bytes().startswith(b"\x89PNG")


def test_a_replay_tells_the_same_to_the_last_digit(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["replay", str(kept / "practice.twr"), "--json"]) == 0
    assert capsys.readouterr().out == (kept / "free.json").read_text(encoding="utf-8")
    assert run(["replay", str(kept / "practice.twr")]) == 0
    told = capsys.readouterr().out
    assert "Free practice: 0:41 minutes" in told
    assert "Next: thumbwalk practice --drill" in told


def test_techniques_are_named_while_they_are_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*FREE, "--out", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert "Free practice, without a display" in told
    assert "Kept in" in told
    assert "free.json" in told
    named = [line.split()[1] for line in told.splitlines() if line[:1].isdigit()]
    # how often it is looked is chance, what it was then is not
    assert set(named) <= {"hold", "knead"}


@pytest.mark.slow
def test_ctrl_c_ends_it_with_everything_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "-m", "thumbwalk", "practice", "--free", "--virtual", "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    recording = out / "practice.twr"
    try:
        while not (recording.exists() and recording.stat().st_size > 150_000):
            assert process.poll() is None, process.communicate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
        process.send_signal(signal.SIGINT)
        told, err = process.communicate(timeout=120)
    finally:
        process.kill()
    assert (process.returncode, "Traceback" in err) == (130, False), err
    assert "Free practice: 0:" in told
    assert sorted(path.name for path in out.iterdir()) == ["free.json", "practice.twr", "session.json", "window.png"]
    done = json.loads((out / "free.json").read_text(encoding="utf-8"))
    assert done["duration_s"] > 3.0


@pytest.mark.slow
def test_the_window_ends_it_after_its_minutes_leaves_a_picture_and_shows_what_it_came_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[FreeSummary] = []

    def closed_at_once(_source: SnapshotSource, done: FreeSummary, **_: Any) -> None:
        shown.append(done)

    monkeypatch.setattr("thumbwalk.app.platform.has_display", lambda: True)
    monkeypatch.setattr("thumbwalk.app.window.show_free_end", closed_at_once)
    out = tmp_path / "out"
    assert run([*SIX_SECONDS, "--out", str(out)]) == 0
    assert [one.duration_s >= 5.5 for one in shown] == [True]
    assert sorted(path.name for path in out.iterdir()) == ["free.json", "practice.twr", "session.json", "window.png"]
    assert json.loads((out / "free.json").read_text(encoding="utf-8"))["duration_s"] >= 5.5


@pytest.mark.slow
def test_it_ends_after_the_minutes_that_were_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run([*SIX_SECONDS, "--out", str(out)]) == 0
    done = json.loads((out / "free.json").read_text(encoding="utf-8"))
    assert 5.5 <= done["duration_s"] < 41.0


def test_a_folder_that_holds_one_is_refused(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kept.parent / "other").mkdir(exist_ok=True)
    (kept.parent / "other" / "free.json").write_text("{}", encoding="utf-8")
    assert run([*FREE, "--out", str(kept.parent / "other")]) == 2
    assert "there is a free.json in it already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--free", "--drill", "mix"], "--free has no drill"),
        (["--minutes", "2"], "--minutes goes with --free"),
        (["--free", "--minutes", "2", "--virtual", "--fast"], "--minutes goes without --fast"),
        (["--free", "--drill", "none", "--virtual", "--fast"], "no drill 'none'"),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_is_made(
    options: list[str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["practice", "--out", str(tmp_path / "out"), *options]) == 2
    assert why in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
