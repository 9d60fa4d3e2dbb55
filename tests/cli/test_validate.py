"""The commands about held-out hands: what they write, print and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from thumbwalk.cli.main import run
from thumbwalk.pad import builtin_pad, load_pad
from thumbwalk.session.padtable import read_pad_table
from thumbwalk.validate.draw import TECHNIQUES
from thumbwalk.validate.findings import Findings, KindFindings
from thumbwalk.validate.judged_session import Judged, Live
from thumbwalk.validate.kinds import held_out
from thumbwalk.validate.live_names import LiveNames
from thumbwalk.validate.naming import NAMES
from thumbwalk.validate.plan import Plan
from thumbwalk.validate.recordings import Checked
from thumbwalk.validate.recovery import Error
from thumbwalk.virtual.feet import foot_of_size


@pytest.fixture
def found() -> Findings:
    errors = (Error("walk", "bite_mm", 6.0, 6.3, 0.05),)
    one = Judged(np.eye(len(NAMES), dtype=np.int64), errors, None, 0.0, 0.0, Live((0.2,), True, LiveNames(1, 1, 1)))
    checked = Checked("presses", "how many", "11", "11", True)
    return Findings(3, "a machine", {"hard": KindFindings.of("hard", [one])}, recordings=(checked,))


@pytest.fixture
def planned(found: Findings, monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """The plans that were run, in place of running them."""
    plans: list[Plan] = []

    def instead(plan: Plan, progress: object) -> Findings:
        plans.append(plan)
        return found

    monkeypatch.setattr("thumbwalk.cli.validate.run_plan", instead)
    return plans


def test_a_validation_prints_its_figures_and_writes_its_report(
    planned: list[Plan], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["validate", "--kind", "hard", "--sessions", "1", "--seed", "3", "--jobs", "1", "--out", str(tmp_path)]
    assert run(arguments) == 0
    assert planned == [Plan(sessions=1, seed=3, kind="hard", jobs=1)]
    out = capsys.readouterr().out
    assert "macro-F1" in out
    assert "Wrote" in out
    assert (tmp_path / "validation.md").read_text().startswith("# Validation")
    assert (tmp_path / "validation" / "limits.svg").exists()


def test_another_foot_is_validated_by_its_name_and_one_that_there_is_not_is_refused(
    planned: list[Plan], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--layout", "plate4", "--sessions", "2", "--jobs", "1"]) == 0
    (plan,) = planned
    assert (plan.kinds, plan.is_whole) == (("designed", "people"), False)
    capsys.readouterr()
    assert run(["validate", "--layout", "plate5"]) == 2
    assert "no built-in layout 'plate5'" in capsys.readouterr().err
    assert len(planned) == 1


def test_with_json_stdout_holds_one_document(planned: list[Plan], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["version"] == 1
    assert document["kinds"][0]["kind"] == "hard"
    assert planned[0].kind is None


def test_options_out_of_range_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--sessions", "0"], ["--kind", "octopus"], ["--seed", "-1"]):
        assert run(["validate", *arguments]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_a_session_of_hands_is_a_pad_table_with_its_layout_and_truth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "session"
    arguments = ["--kind", "people", "--seed", "4", "--size", "39", "--foot", "left", "--hand", "uneven"]
    assert run(["hands", "--out", str(out), *arguments]) == 0
    pad = load_pad(out / "layout.toml")
    assert (pad.name, pad.foot) == ("sole16-39", "left")
    table = read_pad_table(out / "session.csv", pad)
    wanted = held_out("people", 4, foot_of_size(builtin_pad(), 39, "left"), hand="uneven")
    np.testing.assert_array_equal(table.values, wanted.values)
    truth = json.loads((out / "truth.json").read_text())
    assert len(truth["segments"]) == len(TECHNIQUES)
    assert truth["sensors"]["dead"] == list(wanted.errors.dead)
    capsys.readouterr()
    assert run(["analyse", str(out / "session.csv"), "--layout", str(out / "layout.toml"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["layout"] == "sole16-39"


def test_a_session_on_a_plate_is_read_back_by_the_plates_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["hands", "--out", str(tmp_path / "plate"), "--layout", "plate4", "--seed", "5"]) == 0
    table, named = str(tmp_path / "plate" / "session.csv"), "plate4"
    capsys.readouterr()
    truth = json.loads((tmp_path / "plate" / "truth.json").read_text())
    for layout in (named, str(tmp_path / "plate" / "layout.toml")):
        assert run(["analyse", table, "--layout", layout, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert [one["technique"] for one in found["segments"]] == [one["technique"] for one in truth["segments"]]
        assert {one["hands"] for one in found["segments"]} == {1}
    # tiles are no cells: the columns are asked for
    assert run(["analyse", table]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert run(["hands", "--out", str(tmp_path / "other"), "--layout", "plate5"]) == 2
    assert "plate4, sole16" in capsys.readouterr().err


def test_a_session_is_never_written_over_another_nor_for_a_foot_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["hands", "--out", str(tmp_path / "none"), "--size", "52"]) == 2
    assert "from 35 to 48" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
    (tmp_path / "truth.json").write_text("mine")
    assert run(["hands", "--out", str(tmp_path)]) == 2
    assert "already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["truth.json"]
