"""Tables for other programs: what a track says of contacts that are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.export.pressed import PAD, pressed

from thumbwalk.cli.main import run

NAMES = [
    "time_s", "touching", "total_n", "contact_n", "x_mm", "y_mm", "sigma_mm", "second_n", "second_x_mm", "second_y_mm",
    "resting_n",
]  # fmt: skip


def columns(path: Path) -> dict[str, np.ndarray]:
    names = path.read_text(encoding="utf-8").partition("\n")[0].split(",")
    return dict(zip(names, np.loadtxt(path, delimiter=",", skiprows=1).T, strict=True))


def test_a_track_has_the_thumbs_way_and_its_uncertainty_holds(tmp_path: Path) -> None:
    assert run(["export", str(pressed(tmp_path)), "--format", "track"]) == 0
    track = columns(tmp_path / "pressed.track.csv")
    assert list(track) == NAMES
    time_s, firm = track["time_s"], (track["time_s"] > 1.4) & (track["time_s"] < 5.6)
    off_mm = np.hypot(track["x_mm"] - np.interp(time_s, [1.0, 5.0], [160.0, 200.0]), track["y_mm"] - 48.0)[firm]
    assert np.median(off_mm) < 1.0
    assert np.mean(off_mm < 2.5 * track["sigma_mm"][firm]) > 0.95
    assert np.abs(np.diff(track["x_mm"][firm])).max() < 0.5  # smooth: 0.1 mm a row is its own way
    assert np.median(track["contact_n"][firm]) == pytest.approx(8.0, rel=0.04)
    assert (track["second_n"] == 0.0).all()
    untouched = track["touching"] == 0.0
    assert untouched[time_s < 0.9].all()
    assert np.isnan(track["x_mm"][untouched]).all()
    assert (track["contact_n"][untouched] == 0.0).all()


def test_a_track_of_a_layout_in_counts_says_so(tmp_path: Path) -> None:
    data = Path(__file__).parents[1] / "data" / "stappone_insole12"
    out = tmp_path / "walk.csv"
    arguments = ["export", str(data / "walk.csv"), "--layout", str(data / "layout.toml"), "--format", "track"]
    assert run([*arguments, "--out", str(out)]) == 0
    track = columns(out)
    assert {"total_counts", "contact_counts", "second_counts", "resting_counts"} <= set(track)
    assert np.isnan(track["x_mm"]).all()


def test_a_pad_table_is_no_recording_to_export_and_a_layout_is_for_tracks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = str(pressed(tmp_path))
    assert run(["export", table, "--out", str(tmp_path / "again.csv")]) == 2
    assert "not a recording" in capsys.readouterr().err
    layout = str(Path(__file__).parents[1] / "data" / "stappone_insole12" / "layout.toml")
    assert run(["export", table, "--layout", layout, "--out", str(tmp_path / "again.csv")]) == 2
    assert "--layout" in capsys.readouterr().err
    assert not (tmp_path / "again.csv").exists()


def test_a_file_without_a_row_gives_no_track(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text(",".join(["time_s", *PAD.names]) + "\n", encoding="utf-8")
    assert run(["export", str(empty), "--format", "track"]) == 2
    assert "nothing" in capsys.readouterr().err
    assert not (tmp_path / "empty.track.csv").exists()
