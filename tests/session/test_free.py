"""A recording without a drill, summed up: what was done, and what it lost."""

from __future__ import annotations

import json
from pathlib import Path

from thumbwalk.cli.main import run
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.session.free import free_practice


def test_a_recording_is_summed_up_and_what_it_lost_is_told(tmp_path: Path) -> None:
    whole = tmp_path / "whole.twr"
    out = tmp_path / "out"
    assert run(["practice", "--virtual", "--fast", "--free", "--drill", "first-steps", "--out", str(out)]) == 0
    whole = out / "practice.twr"
    done = free_practice(whole, packaged_targets(), packaged_drills())
    assert {one.technique for one in done.summary.techniques} == {"hold", "knead"}
    assert "losses" not in done.to_json()
    assert json.loads((out / "free.json").read_text(encoding="utf-8")) == json.loads(json.dumps(done.to_json()))
    data = whole.read_bytes()
    harmed = tmp_path / "harmed.twr"
    middle = len(data) // 2
    harmed.write_bytes(data[:middle] + data[middle + 4000 :])
    assert free_practice(harmed, packaged_targets(), packaged_drills()).to_json()["losses"]
