"""A plate from its emulated cells to the score, by the real firmware, and what a plate can't do in a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from thumbwalk.cli.main import run
from thumbwalk.link.wire import CellReadings, Hello, Scans
from thumbwalk.places import calibration_path
from thumbwalk.rig import plate_weighing
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed
from thumbwalk.signal.plate_calibration import PlateCalibration
from thumbwalk.virtual.foot import FootSpec

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


@pytest.mark.slow
def test_a_virtual_plate_is_calibrated_tared_looked_at_and_recorded_by_the_firmware(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(plate_weighing, "READ_S", 0.5)
    monkeypatch.setattr(plate_weighing, "SETTLES_S", 0.3)
    asked = list[str]()

    def enter(prompt: str) -> str:
        asked.append(prompt)
        return ""

    monkeypatch.setattr("builtins.input", enter)
    assert run(["calibrate", *ON_PLATE, "--seed", "3", "--load-weight", "2000"]) == 0
    out = capsys.readouterr().out
    assert "found to 0." in out
    assert len(asked) == 11
    kept = PlateCalibration.load(calibration_path("7468756d62706c61"))
    truth = FootSpec(layout="plate4", seed=3).build_plate().codes_per_n
    found = [cell.n_per_code for cell in kept.cells]
    assert found == pytest.approx((1.0 / truth).tolist(), rel=0.01)
    assert run(["tare", *ON_PLATE, "--seed", "3"]) == 0
    assert PlateCalibration.load(calibration_path("7468756d62706c61")).differs_in_rest_alone(kept)
    assert run(["doctor", *ON_PLATE, "--seed", "3", "--seconds", "1"]) == 0
    assert "The rig is healthy." in capsys.readouterr().out
    recorded = tmp_path / "a.twr"
    assert run(["record", *ON_PLATE, "--seed", "3", "--seconds", "1", "--out", str(recorded)]) == 0
    assert isinstance(open_recording(recorded).calibration, PlateCalibration)
    assert replayed(open_recording(recorded)).duration_s >= 1.0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("open:heel_medial", "heel_medial: open: it reads the end of its range"),
        ("missing:toe_medial", "toe_medial: silent: its converter sends nothing"),
        ("shorted:toe_medial", "toe_medial: shorted: its data line does not rise"),
    ],
)
def test_the_doctor_names_a_faulty_cell_in_a_line(fault: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", *ON_PLATE, "--seconds", "1", "--fault", fault]) == 1
    (problem,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Problem: ")]
    assert said in problem


@pytest.mark.parametrize("option", ["--quick", "--tile=heel", "--weights=100,500"])
def test_what_is_for_tiles_is_refused_of_a_plate(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["calibrate", *ON_PLATE, option]) == 2
    assert "is for a rig of tiles" in capsys.readouterr().err
