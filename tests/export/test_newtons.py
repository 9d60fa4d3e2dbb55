"""A recording's newtons: whatever the supply did, with what a dead taxel would have said missing, not zero."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.session.streams import PAD, SAGS, scans, streamed

from thumbwalk.cli.main import run
from thumbwalk.errors import RecordingError
from thumbwalk.export.formats import export_file
from thumbwalk.link.wire import Scans, WireDecoder, encode_scans
from thumbwalk.pad import load_pad
from thumbwalk.session.padtable import read_pad_table
from thumbwalk.session.recording import RecordingWriter
from thumbwalk.session.replay import read_recording
from thumbwalk.signal.calibration import Calibration

STUCK = PAD.names.index("heel_lateral")
STREAM_MS = 16_000


def recorded(path: Path, wire: bytes) -> Path:
    with RecordingWriter(path, PAD, Calibration.generic(16)) as writer:
        writer.raw(wire)
    return path


def exported(path: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    assert export_file(path, "csv").path == path.with_suffix(".csv")
    table = read_pad_table(path.with_suffix(".csv"), PAD)
    return table.time_s, np.asarray(table.values)


def with_a_stuck_taxel(wire: bytes) -> bytes:
    """The same scans with one channel that never moves off the top of the range."""
    frames: list[bytes] = []
    for event in WireDecoder().feed(wire):
        if isinstance(event, Scans):
            counts = event.counts.copy()
            counts[:, STUCK] = 4095
            for at in range(0, len(counts), 50):
                frames.append(encode_scans(1 + len(frames), event.time_us[at : at + 50], counts[at : at + 50]))
    return wire[: wire.index(b"\0") + 1] + b"".join(frames)


def test_a_table_has_the_newtons_that_were_analysed_on_their_even_grid(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.twr", streamed((1.0,), STREAM_MS))
    time_s, force_n = exported(path)
    blocks = read_recording(path, forces=True).forces
    np.testing.assert_allclose(force_n, np.concatenate([block.force_n for block in blocks]), atol=1e-6)
    assert np.diff(time_s) == pytest.approx(0.01)
    assert time_s[-1] == pytest.approx(1e-3 * STREAM_MS, abs=0.03)
    assert force_n.sum(axis=1).max() > 8.0


def test_a_supply_that_sags_is_not_in_the_newtons(tmp_path: Path) -> None:
    _, steady = exported(recorded(tmp_path / "steady.twr", streamed((1.0,), STREAM_MS)))
    _, sagged = exported(recorded(tmp_path / "sagged.twr", streamed(SAGS, STREAM_MS)))
    # what is left is the rounding of lower codes; a sag of 7 % that is not taken out is over a newton
    np.testing.assert_allclose(sagged, steady, atol=0.1, rtol=0.01)


def test_what_a_dead_taxel_would_have_said_is_missing(tmp_path: Path) -> None:
    wire = streamed((1.0,), STREAM_MS)
    _, whole = exported(recorded(tmp_path / "whole.twr", wire))
    _, spoilt = exported(recorded(tmp_path / "spoilt.twr", with_a_stuck_taxel(wire)))
    late = slice(len(spoilt) // 2, None)
    assert np.isnan(spoilt[late, STUCK]).all()
    others = [i for i in range(16) if i != STUCK]
    assert len(spoilt) == len(whole)
    np.testing.assert_allclose(spoilt[:, others], whole[:, others], atol=0.3)
    table = (tmp_path / "spoilt.csv").read_text(encoding="utf-8").splitlines()
    assert table[-1].split(",")[1 + STUCK] == "nan", "which a pad table may have, and a zero would be a lie"


def test_a_layout_in_counts_has_its_newtons_all_the_same(tmp_path: Path) -> None:
    in_counts = tmp_path / "counts.toml"
    in_counts.write_text(PAD.text.replace('unit = "N"', 'unit = "counts"'), encoding="utf-8")
    path = tmp_path / "a.twr"
    with RecordingWriter(path, load_pad(in_counts), Calibration.generic(16)) as writer:
        writer.raw(streamed((1.0,), 4000))
    _, force_n = exported(path)
    _, expected = exported(recorded(tmp_path / "b.twr", streamed((1.0,), 4000)))
    np.testing.assert_array_equal(force_n, expected)


def test_a_recording_without_a_scan_gives_no_table(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.twr", b"")
    with pytest.raises(RecordingError, match="no scan is in it; nothing was written"):
        export_file(path, "csv")
    assert not (tmp_path / "a.csv").exists()


def test_a_layout_of_other_taxels_is_refused_for_a_recording(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recorded(tmp_path / "a.twr", scans(0, 50, 13))
    layout = tmp_path / "other.toml"
    layout.write_text(PAD.text.replace('"hallux"', '"toe"'), encoding="utf-8")
    for command in (["analyse"], ["score", "--technique", "hold"], ["export", "--format", "track"]):
        assert run([command[0], str(path), *command[1:], "--layout", str(layout)]) == 2, command
        (line,) = capsys.readouterr().err.splitlines()
        assert f"its taxels are not those of {path}; leave --layout out" in line.replace("thumbwalk: ", "")
    assert not list(tmp_path.glob("*.csv"))
