"""The check of a rig through the command line: on the virtual rig to its figures, its page, its bundle, refusals."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from thumbwalk.cli import check_rig
from thumbwalk.cli.connect import opened
from thumbwalk.cli.main import run
from thumbwalk.errors import LinkLost
from thumbwalk.link.wire import Tally
from thumbwalk.pad import builtin_pad, load_pad
from thumbwalk.rig.opening import OpenRig
from thumbwalk.session.following import follow
from thumbwalk.session.padtable import read_pad_table
from thumbwalk.trueness.check_plan import plan_for
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.weighing_hand import moments_of_visits


def test_the_virtual_rig_is_as_true_as_it_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["check-rig", "--virtual", "--weight", "500", "--bundle", str(tmp_path / "b"), "--json"]
    assert run(asked) == 0
    document = json.loads(capsys.readouterr().out)
    assert document == json.loads((tmp_path / "b" / "rig-check.json").read_text())
    assert [step["kind"] for step in document["steps"]] == ["weight"] * 4 + ["walk", "hold"]
    assert document["weights"] == 4
    # sensors within 10 % of the generic curve, places as sole16 has them
    assert document["force_percent"] < 10.0
    assert document["place_mm"] < 4.0
    assert document["walk_mm"] < 5.0
    assert abs(document["hold_percent"]) < 12.0
    table = read_pad_table(tmp_path / "b" / "forces.csv", load_pad(tmp_path / "b" / "layout.toml"))
    first = document["steps"][0]
    some = (table.time_s > first["from_s"]) & (table.time_s < first["to_s"])
    assert np.asarray(table.values)[some].sum(axis=1).mean() == pytest.approx(first["force_n"], rel=0.1)


def test_the_page_is_written_and_no_rig_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check-rig", "--page", str(tmp_path / "grid.html")]) == 0
    assert "print it at 100 %" in capsys.readouterr().out
    assert builtin_pad().name in (tmp_path / "grid.html").read_text()


def test_a_bundle_that_is_there_is_refused_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rig-check.json").write_text("{}")
    monkeypatch.setattr("thumbwalk.cli.check_rig.opened", None)
    assert run(["check-rig", "--virtual", "--bundle", str(tmp_path)]) == 2
    assert "name another --bundle" in capsys.readouterr().err


@pytest.fixture
def plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A virtual rig that is taken for a real one, with a hand that does the check, in lock-step."""
    moments = moments_of_visits([check_rig._visit(step) for step in plan_for(builtin_pad(), (500.0,)).steps], 3)

    def as_real(port: str | None, virtual: bool, spec: FootSpec, **options: Any) -> AbstractContextManager[OpenRig]:
        return opened(None, True, spec if virtual else FootSpec(seed=3, moments=moments), lockstep=True)

    monkeypatch.setattr(check_rig, "opened", as_real)
    monkeypatch.setattr(check_rig, "follow", _in_lockstep)


def _in_lockstep(*listening: Any, **options: Any) -> Tally:
    return follow(*listening, **(options | {"lockstep": True}))


@pytest.mark.usefixtures("plugged_in")
def test_a_real_rig_is_told_what_is_next_its_figures_and_then_the_virtual_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["check-rig", "--port", "somewhere", "--weight", "500"]) == 0
    said = capsys.readouterr()
    assert "1 of 6: put 500 g on A" in said.err
    own, promised = said.out.split("The virtual rig in the same check:")
    assert "6 of 6 steps were done." in own
    assert own.count("RMS") == promised.count("RMS") == 3
    assert own.splitlines()[:4] != promised.splitlines()[1:5], "another foot and hand"


@pytest.mark.usefixtures("plugged_in")
def test_a_rig_that_goes_away_leaves_what_was_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def is_lost(rig: Any, practice: Any, take: Any, _over: Any, **options: Any) -> Tally:
        follow(rig, practice, take, lambda: practice.duration_s > 15.0, **(options | {"lockstep": True}))
        raise LinkLost("somewhere: the rig went away")

    monkeypatch.setattr(check_rig, "follow", is_lost)
    assert run(["check-rig", "--port", "somewhere", "--weight", "500", "--bundle", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "2 of 6 steps were done." in said.out or "3 of 6 steps were done." in said.out
    assert "virtual" not in said.out
    assert "went away" in said.err
    assert (tmp_path / "rig-check.json").exists()


@pytest.mark.parametrize("grams", ["10", "5000", "nan"])
def test_a_weight_that_tells_nothing_is_refused(grams: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check-rig", "--virtual", "--weight", grams]) == 2
    assert "50 to 3000 g" in capsys.readouterr().err
