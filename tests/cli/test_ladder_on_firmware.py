"""Drills of the ladder, and one that waits, through the real firmware at its own pace, and from their recordings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from thumbwalk.cli.main import run
from thumbwalk.places import json_text
from thumbwalk.session.outcome import scores_document
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import replayed

WAITS = """
[[drill]]
name = "waits"
count_in_s = 2
[[drill.set]]
technique = "walk"
count = 8
line = "C"
force_n = 8
rate_per_min = 70
step = true
targets = { contact_kept = { min = 0.25 }, force_cv = { max = 0.12 } }
"""
"""A drill that waits costs a stream as long as the waits are: one set of it is enough."""


@pytest.mark.parametrize(
    ("drill", "hand"),
    [("waits", "beginner"), ("pressure-ladder", "expert"), ("tap-1", "expert"), ("two-knead", "expert")],
    ids=["waits", "ladder and ramp", "short touches", "two thumbs"],
)
def test_a_drill_is_done_to_its_end_and_replayed_to_the_last_digit(
    drill: str, hand: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THUMBWALK_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "drills.toml").write_text(WAITS, encoding="utf-8")
    out = tmp_path / "out"
    command = ["practice", "--virtual", "--fast", "--drill", drill, "--hand", hand, "--out", str(out)]
    assert run(command) == 0
    score = json.loads((out / "score.json").read_text(encoding="utf-8"))
    assert "complete" not in score, "every set is done"
    assert (score["score"] >= 85.0) == (hand == "expert")
    again = replayed(open_recording(out / "practice.twr"))
    told = scores_document([result for _, result in again.results()], again.losses)
    assert json.loads(json_text(told)) == score
    assert again.run is not None
    assert (again.run.clock.ahead_s(30.0) > 5.0) == (drill == "waits")


def test_the_virtual_foot_is_the_drills_own_and_another_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THUMBWALK_HOME", str(tmp_path / "home"))
    drill = (
        '[[drill]]\nname = "left-one"\nfoot = "left"\ncount_in_s = 0\n[[drill.set]]\ntechnique = "hold"\n'
        'duration_s = 5\npoint = "spleen"\n'
    )
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "drills.toml").write_text(drill, encoding="utf-8")
    command = ["practice", "--virtual", "--fast", "--drill", "left-one", "--out", str(tmp_path / "out")]
    assert run(command) == 0
    assert run([*command[:-1], str(tmp_path / "other"), "--foot", "right"]) == 2
    assert "'left-one' is for the left foot, and this is a right one" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()
