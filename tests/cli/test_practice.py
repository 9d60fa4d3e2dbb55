"""Practising from the command line with the real firmware on the virtual rig, and what it leaves behind."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from thumbwalk.app import window as app_window
from thumbwalk.cli.main import run
from thumbwalk.errors import RigError
from thumbwalk.link.board_state import LoadReading
from thumbwalk.places import home_dir, sessions_dir
from thumbwalk.session.about import ABOUT
from thumbwalk.session.kept import SessionFolder
from thumbwalk.session.live import LiveSession
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.signal.calibration import LOAD_CODES_PER_N, Calibration

LEFT = ["practice.twr", "score.json", "session.json", "window.png"]


SHORT = Path(__file__).with_name("short_drill.toml")


def with_short_drill(home: Path) -> tuple[str, str]:
    """The options that ask for a drill of a second, where what it is does not matter."""
    home.mkdir(exist_ok=True)
    shutil.copy(SHORT, home / "drills.toml")
    return "--drill", "short"


def practised(out: Path, *options: str) -> Path:
    assert run(["practice", "--virtual", "--fast", "--out", str(out), *options]) == 0
    assert sorted(path.name for path in out.iterdir()) == LEFT
    return out


def started(*arguments: str, in_background: bool = False) -> subprocess.Popen[str]:
    """Start the program; in the background, as a shell without job control does it, Ctrl-C is ignored at first."""
    shell = ["sh", "-c", 'trap "" INT; exec "$@"', "sh"] if in_background else []
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.Popen(
        [*shell, sys.executable, "-m", "thumbwalk", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an expert's practice, for tests that only read it."""
    folder = tmp_path_factory.mktemp("plain")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THUMBWALK_HOME", str(folder / "home"))
        return practised(folder / "out")


def test_a_fast_practice_leaves_its_folder_and_the_replay_equals_it_to_the_last_digit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = practised(tmp_path / "out", "--seed", "3", "--hand", "beginner")
    assert (out / "window.png").read_bytes().startswith(b"\x89PNG")
    score = json.loads((out / "score.json").read_text())
    assert list(score) == ["version", "drill", "score", "stars", "sets"]
    assert [one["technique"] for one in score["sets"]] == ["hold", "knead", "knead"]
    assert 0 < score["score"] < 100
    capsys.readouterr()
    assert run(["replay", str(out / "practice.twr"), "--json"]) == 0
    assert capsys.readouterr().out == (out / "score.json").read_text()


def test_lock_step_gives_the_same_bytes_for_the_same_seed_and_others_for_another(tmp_path: Path) -> None:
    seeds = {"one": "1", "same": "1", "other": "2"}
    short = with_short_drill(tmp_path / "home")
    one, same, other = (practised(tmp_path / name, *short, "--seed", seed) for name, seed in seeds.items())
    recorded = [(folder / "practice.twr").read_bytes() for folder in (one, same, other)]
    assert recorded[0] == recorded[1]
    assert recorded[0] != recorded[2]
    assert (one / "score.json").read_text() == (same / "score.json").read_text()


def test_a_practice_is_never_written_over_another(plain: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = plain
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert run(["practice", "--virtual", "--fast", "--out", str(out)]) == 2
    assert "already" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_two_practices_of_the_same_second_get_a_folder_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SessionFolder, "dated", lambda *_: SessionFolder(tmp_path / "now", asked_for=False))
    short = with_short_drill(tmp_path / "home")
    for _ in range(2):
        assert run(["practice", "--virtual", "--fast", *short]) == 0
    assert sorted(path.name for path in tmp_path.glob("now*")) == ["now", "now-2"]
    assert all(sorted(path.name for path in folder.iterdir()) == LEFT for folder in tmp_path.glob("now*"))


def test_a_hand_of_any_skill_with_a_fault_shows_the_drill_and_a_skilled_beginner_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    practised(tmp_path / "out", "--hand", "tiring", "--skill", "0.4")
    capsys.readouterr()
    assert run(["practice", "--virtual", "--hand", "beginner", "--skill", "0.4", "--out", str(tmp_path / "none")]) == 2
    assert "a beginner's skill is 0" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_a_left_foot_is_practised_and_remembered(tmp_path: Path) -> None:
    out = practised(tmp_path / "out", "--foot", "left", *with_short_drill(tmp_path / "home"))
    assert replayed(open_recording(out / "practice.twr")).pad.foot == "left"


def test_what_was_practised_can_be_analysed_scored_and_exported(
    plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording, table = str(plain / "practice.twr"), str(tmp_path / "table.csv")
    capsys.readouterr()
    assert run(["analyse", recording, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [segment["technique"] for segment in document["segments"]] == ["hold", "knead", "knead"]
    assert run(["score", recording, "--technique", "knead", "--json"]) == 0
    score = json.loads(capsys.readouterr().out)
    # the hold of eight seconds is another technique's time
    assert next(metric for metric in score["metrics"] if metric["name"] == "flow")["value"] < 0.9
    assert run(["export", recording, "--out", table]) == 0
    capsys.readouterr()
    assert run(["analyse", table, "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert [segment["technique"] for segment in again["segments"]] == ["hold", "knead", "knead"]
    for first, second in zip(document["segments"], again["segments"], strict=True):
        assert second["measures"]["force_n"] == pytest.approx(first["measures"]["force_n"], rel=0.03)


def test_a_cut_recording_is_used_with_a_warning(
    plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "cut.twr"
    data = (plain / "practice.twr").read_bytes()
    cut.write_bytes(data[: len(data) // 2])
    capsys.readouterr()
    assert run(["analyse", str(cut), "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["segments"]
    assert "cut off" in captured.err


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be written any more but for a recording that is open."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("thumbwalk.session.kept.write_whole", full)


def said_once(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What could not be kept is one line, and the recording is whole."""
    shown, err = capsys.readouterr()
    assert err == f"thumbwalk: {out / LEFT[1]}: can't be written: No space left on device; make room first\n"
    assert "Kept in" not in shown
    assert sorted(path.name for path in out.iterdir()) == [LEFT[0], ABOUT]
    recording = open_recording(out / LEFT[0])
    result = replayed(recording).result()
    assert recording.warnings == []
    assert result is not None
    assert f"{result.score:.1f}" in shown


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_at_the_end_is_one_line_and_the_recording_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = with_short_drill(tmp_path / "home")
    assert run(["practice", "--virtual", "--fast", "--out", str(tmp_path / "out"), *short]) == 1
    said_once(tmp_path / "out", capsys)


@pytest.mark.slow
@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_at_the_end_of_a_drill_in_the_window_is_one_line_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    short = with_short_drill(tmp_path / "home")
    seen: list[bool] = []

    def closed_after_the_drill(session: LiveSession, **options: Any) -> None:
        def over(_: object) -> bool:
            # some more turns of the window's timers, in which nothing may go wrong again and again
            seen.append(not session.running)
            return sum(seen) > 5

        run_practice(session, **(options | {"close_when": over}))

    run_practice = app_window.run_practice
    monkeypatch.setattr(app_window, "run_practice", closed_after_the_drill)
    monkeypatch.setattr("thumbwalk.app.platform.has_display", lambda: True)
    assert run(["practice", "--virtual", "--out", str(tmp_path / "out"), *short]) == 1
    assert seen
    said_once(tmp_path / "out", capsys)


def wait_for_bytes(path: Path, number: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60.0
    while not (path.exists() and path.stat().st_size > number):
        assert time.monotonic() < deadline
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
        assert process.poll() is None, process.communicate()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_recording_in_the_background_is_ended_like_any_other(number: signal.Signals, tmp_path: Path) -> None:
    out = tmp_path / "a.twr"
    process = started("record", "--virtual", "--out", str(out), in_background=True)
    try:
        wait_for_bytes(out, 10_000, process)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, "Traceback" in err) == (128 + number, False), err
    recording = open_recording(out)
    replayed(recording)
    assert recording.warnings == []


@pytest.mark.slow
def test_ctrl_c_ends_a_practice_cleanly_with_the_recording_complete(tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = started("practice", "--virtual", "--out", str(out))
    try:
        wait_for_bytes(out / LEFT[0], 150_000, process)  # some seconds of the drill
        # an impatient second one, and third, must not cost what is being saved
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
        _, err = process.communicate()
    finally:
        process.kill()
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert sorted(path.name for path in out.iterdir()) == LEFT
    recording = open_recording(out / LEFT[0])
    again = replayed(recording)
    assert recording.warnings == []
    result = again.result()
    assert result is not None
    assert json.loads((out / LEFT[1]).read_text())["score"] == result.score


@pytest.mark.slow
def test_doctor_finds_the_virtual_rig_healthy_by_the_devices_clock() -> None:
    process = started("doctor", "--virtual", "--seconds", "1.5", "--json")
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    report = json.loads(out)
    assert report["healthy"]
    assert report["rate_hz"] == pytest.approx(1000.0, rel=0.01)
    assert (report["gaps"], report["overruns"], report["bad_frames"]) == (0, 0, 0)
    assert {one["state"] for one in report["channels"]} == {"ok"}
    assert {one["state"] for one in report["self_test"]["channels"]} == {"ok"}
    assert report["settings"]["state"] == "defaults"


@pytest.mark.slow
def test_doctor_names_each_fault_that_the_virtual_foot_was_given() -> None:
    faults = ["dead:mth1", "stuck:heel_lateral", "noisy:toes_2_3", "swapped:mth3,midfoot_central"]
    given = [word for fault in faults for word in ("--fault", fault)]
    process = started("doctor", "--virtual", "--seconds", "0.5", "--load-cell", "80", "--press", "--json", *given)
    out, err = process.communicate(timeout=90)
    assert process.returncode == 1, err
    assert "16 of 16: press heel_lateral" in err
    report = json.loads(out)
    found = {one["name"]: one["state"] for one in report["press"] if one["state"] != "ok"}
    swapped = {"mth3": "swapped", "midfoot_central": "swapped"}
    assert found == {"mth1": "dead", "heel_lateral": "stuck", "toes_2_3": "noisy"} | swapped
    named = {problem.split(":")[0] for problem in report["problems"]}
    assert set(found) <= named
    assert report["load_check"]["load_n"] == pytest.approx(15.0, abs=0.2)
    assert 8.0 < report["load_check"]["tiles_n"] < 16.0


@pytest.mark.slow
def test_a_weight_gives_the_load_cell_its_scale_and_the_tiles_keep_theirs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answered(prompt: str) -> str:
        asked.append(prompt)
        return ""

    monkeypatch.setattr("builtins.input", answered)
    assert run(["calibrate", "--virtual", "--load-cell", "80", "--load-weight", "2000"]) == 0
    assert ["everything off" in asked[0], "2000 g" in asked[1]] == [True, True]
    (kept,) = (tmp_path / "home" / "calibrations").iterdir()
    calibration = Calibration.load(kept)
    assert calibration.load_codes_per_n == pytest.approx(LOAD_CODES_PER_N, rel=0.01)
    assert calibration.channels == Calibration.generic(16).channels
    assert run(["calibrate", "--virtual", "--load-weight", "2000"]) == 2
    assert "no reading" in capsys.readouterr().err


@pytest.mark.slow
def test_tare_is_kept_for_the_board_and_record_writes_what_it_can_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tare", "--virtual"]) == 0
    (kept,) = (tmp_path / "home" / "calibrations").iterdir()
    assert kept.read_text().count("tare_counts") == 16
    out = tmp_path / "a.twr"
    assert run(["record", "--virtual", "--load-cell", "80", "--seconds", "1", "--out", str(out)]) == 0
    loads = [event for event in open_recording(out).events() if isinstance(event, LoadReading)]
    assert len(loads) == pytest.approx(80, abs=25)
    capsys.readouterr()
    assert run(["analyse", str(out), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["segments"] == []
    assert document["duration_s"] == pytest.approx(1.0, abs=0.5)
    assert run(["replay", str(out)]) == 0
    assert "Nobody touched the foot." in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells which signals a process catches")
def test_sessions_ended_at_random_moments_leave_whole_files_and_the_right_code() -> None:
    script = Path(__file__).parents[2] / "benchmarks" / "kills.py"
    done = subprocess.run(
        [sys.executable, str(script), "--kills", "10", "--signals", "10", "--at-once", "4", "--seed", str(os.getpid())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 things wrong in 10 kills and 10 signals" in done.stdout


def test_a_practice_that_can_not_start_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_window(*_: object) -> None:
        raise RigError("the screen needs system libraries")

    monkeypatch.setattr("thumbwalk.cli.practice.show_practice", no_window)
    monkeypatch.setattr("thumbwalk.app.platform.has_display", lambda: True)
    assert run(["practice", "--virtual"]) == 2
    assert not (tmp_path / "home").exists()


def test_a_session_folder_that_is_deleted_meanwhile_is_said_and_what_can_be_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    scores = SessionFolder.keep_scores

    def deleted_before(folder: SessionFolder, *arguments: Any) -> None:
        shutil.rmtree(out)
        scores(folder, *arguments)

    monkeypatch.setattr(SessionFolder, "keep_scores", deleted_before)
    short = with_short_drill(tmp_path / "home")
    assert run(["practice", "--virtual", "--fast", "--out", str(out), *short]) == 1
    shown, err = capsys.readouterr()
    assert (
        err
        == f"thumbwalk: {out / LEFT[0]}: was deleted or moved while it was written; begin again, and leave it there\n"
    )
    assert "Short" in shown
    assert sorted(path.name for path in out.iterdir()) == [LEFT[1], LEFT[3]]


def test_a_drill_with_the_name_of_a_path_stays_in_the_folder_of_sessions() -> None:
    drill = '[[drill]]\nname = "../../evil"\ntitle = "Evil"\n[[drill.set]]\ntechnique = "hold"\nduration_s = 1\n'
    drill += 'zone = "heel"\n'
    home_dir().mkdir(parents=True)
    (home_dir() / "drills.toml").write_text(drill)
    assert run(["practice", "--virtual", "--fast", "--drill", "../../evil"]) == 0
    assert sorted(path.name for path in home_dir().iterdir()) == ["drills.toml", "sessions"]
    (folder,) = sessions_dir().iterdir()
    assert folder.name.endswith("_evil")
    assert not (home_dir().parent / "evil").exists()


def test_a_foot_that_is_built_otherwise_reads_otherwise_and_a_real_one_is_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    peaks = []
    for name, built in (("plain", []), ("creeping", ["--built", "creep:0.3", "--built", "bonded"])):
        assert run(["practice", "--virtual", "--fast", "--seed", "4", *built, "--out", str(tmp_path / name)]) == 0
        score = json.loads((tmp_path / name / "score.json").read_text())
        peaks.append(score["sets"][0]["metrics"][0]["value"])
    assert peaks[0] != peaks[1]
    capsys.readouterr()
    assert run(["practice", "--built", "bonded"]) == 2
    assert "--built is for the virtual rig" in capsys.readouterr().err
    assert run(["practice", "--virtual", "--built", "glued"]) == 2
    assert "built 'glued': must be one of half-space, bonded, tipping, layer:NUMBER" in capsys.readouterr().err
