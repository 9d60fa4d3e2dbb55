"""A plate from its emulated cells to the score, by the real firmware, and what a plate can't do in a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from thumbwalk.cli.main import run
from thumbwalk.link.wire import CellReadings, Hello, Scans
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.signal.plate_calibration import PlateCalibration

ON_PLATE = ["--virtual", "--layout", "plate4"]


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an expert's drill, done by the firmware in lock-step."""
    out = tmp_path_factory.mktemp("plate") / "done"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THUMBWALK_HOME", str(out.parent / "home"))
        patch.setenv("THUMBWALK_DATABASE", "none")
        assert run(["practice", *ON_PLATE, "--fast", "--seed", "2", "--out", str(out)]) == 0
    return out


def test_an_expert_scores_85_at_least_from_the_emulated_cells(practised: Path) -> None:
    document = json.loads((practised / "score.json").read_text())
    assert document["score"] >= 85.0
    assert all(one["score"] is not None for one in document["sets"])


def test_the_recording_has_cells_and_their_calibration_and_its_replay_is_the_same(practised: Path) -> None:
    recording = open_recording(practised / "practice.twr")
    assert isinstance(recording.calibration, PlateCalibration)
    assert recording.calibration.is_measured, "its maker weighed it"
    events = list(recording.events())
    (hello, *_) = [event for event in events if isinstance(event, Hello)]
    assert (hello.protocol, hello.channels, hello.layout) == (2, (), "plate4")
    assert not [event for event in events if isinstance(event, Scans)]
    assert len([event for event in events if isinstance(event, CellReadings)]) > 4000
    assert recording.warnings == []
    again = replayed(recording)
    assert not again.losses.any
    result = again.result()
    assert result is not None
    assert result.score == json.loads((practised / "score.json").read_text())["score"]


def test_what_was_recorded_on_a_plate_is_analysed_and_exported(
    practised: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(practised / "practice.twr")
    assert run(["analyse", file, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["layout"] == "plate4"
    assert {one["technique"] for one in found["segments"]} == {"hold", "knead"}
    assert run(["replay", file]) == 0
    assert run(["export", file, "--format", "csv", "--out", str(tmp_path / "a.csv")]) == 0
    assert len((tmp_path / "a.csv").read_text().splitlines()) > 2000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["practice", *ON_PLATE, "--fast", "--drill", "two-together"], "is for two hands"),
        (["practice", *ON_PLATE, "--fast", "--built", "tipping"], "warm and creep"),
        (["practice", *ON_PLATE, "--fast", "--e11"], "leave"),
        (["record", *ON_PLATE, "--load-cell", "80", "--seconds", "1", "--out", "a.twr"], "is a plate on load cells"),
    ],
)
def test_what_a_plate_cannot_do_is_refused_in_a_line(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(words) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
