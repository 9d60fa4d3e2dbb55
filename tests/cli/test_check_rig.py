"""The check of a rig through the command line: on the virtual rig to its figures, its page, its bundle, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from thumbwalk.cli.main import run
from thumbwalk.pad import builtin_pad, load_pad
from thumbwalk.session.padtable import read_pad_table


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


@pytest.mark.parametrize("grams", ["10", "5000", "nan"])
def test_a_weight_that_tells_nothing_is_refused(grams: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check-rig", "--virtual", "--weight", grams]) == 2
    assert "50 to 3000 g" in capsys.readouterr().err
