"""`thumbwalk doctor` as people read it, and on a pad of one's own; what it finds is tested in tests/session."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from thumbwalk.cli.main import run
from thumbwalk.link.ports import RigLink
from thumbwalk.link.wire import Break
from thumbwalk.pad import builtin_pad
from thumbwalk.rig.listening import Stretch, stretch_of
from thumbwalk.virtual.feet import layout_text

SOLE = builtin_pad()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The layout file of the reference foot, its taxels under names of one's own."""
    taxels = tuple(replace(taxel, name=f"my_{taxel.name}") for taxel in SOLE.taxels)
    path = tmp_path / "mine.toml"
    path.write_text(layout_text(replace(SOLE, name="mine", taxels=taxels)))
    return path


@pytest.mark.slow
def test_the_table_says_all_that_the_document_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = str(tmp_path / "settings.json")
    assert run(["config", "--virtual", "--settings", kept, "--set", "rate_hz=500"]) == 0
    capsys.readouterr()
    assert run(["doctor", "--virtual", "--settings", kept, "--seconds", "0.5", "--fault", "open:mth1"]) == 1
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert lines[0].endswith("firmware 0.1.0, protocol 1, board 'virtual', 16 channels, layout 'sole16'")
    assert lines[1].startswith(
        "500.0 Hz over 0.5 s, 0 gaps, 0 overruns, 0 dropped, 0 bad and 0 lost frames; jitter p50 "
    )
    assert "memory used, steps off: 199 by less than 5 us" in out
    assert "Settings (kept on the board): name Virtual rig, layout sole16, channels 16, rate_hz 500, oversamp" in out
    problem = next(line for line in lines if line.startswith("Problem: mth1: open: "))
    assert problem.endswith("check the plug, then the bleed resistor"), "a problem is one line, however long"


@pytest.mark.slow
def test_a_name_is_shown_as_it_is_whatever_signs_are_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = str(tmp_path / "settings.json")
    for name in ("[/x]", "[red]left[/red] :foot:"):
        assert run(["config", "--virtual", "--settings", kept, "--set", f"name={name}"]) == 0
        assert f"│ {name} " in capsys.readouterr().out
        assert run(["doctor", "--virtual", "--settings", kept, "--seconds", "0.5"]) == 0
        assert capsys.readouterr().out.startswith(f"{name} ")


@pytest.mark.slow
def test_channels_have_the_names_of_a_layout_of_ones_own(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--layout", str(own), "--press", "--fault", "dead:my_mth1", "--fault", "swapped:my_mth3,my_mth4"]
    assert run(["doctor", "--virtual", "--seconds", "0.5", "--json", *given]) == 1
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert [one["name"] for one in report["channels"]] == [f"my_{name}" for name in SOLE.names]
    states = {one["name"]: one["state"] for one in report["press"] if one["state"] != "ok"}
    assert states == {"my_mth1": "dead", "my_mth3": "swapped", "my_mth4": "swapped"}
    assert "press my_hallux, then let go" in err


def test_a_fault_of_a_tile_that_the_layout_has_not_is_refused(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--virtual", "--layout", str(own), "--fault", "dead:mth1"]) == 2
    assert "no taxel 'mth1' to be dead; there are: my_hallux" in capsys.readouterr().err


@pytest.mark.slow
def test_what_a_rig_loses_is_told_with_when_and_whether_that_is_too_much(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def disturbed(rig: RigLink, seconds: float) -> Stretch:
        stretch = stretch_of(rig, seconds)
        start_us = int(stretch.blocks[0].time_us[0])
        stretch.breaks.append(Break("lost", start_us + 300_000, 0.1, 50))
        return stretch

    arguments = ["doctor", "--virtual", "--seconds", "0.5"]
    run([*arguments, "--json"])
    assert json.loads(capsys.readouterr().out)["losses"] is None
    monkeypatch.setattr("thumbwalk.cli.doctor.stretch_of", disturbed)
    run([*arguments, "--json"])
    losses = json.loads(capsys.readouterr().out)["losses"]
    assert (losses["frames"], losses["believed"]) == (50, False)
    assert losses["spans"][0]["from_s"] == pytest.approx(0.2)
    run(arguments)
    assert "50 frames (0.1 s) are missing from 0.2 s on" in capsys.readouterr().out
