"""A recording means the same whoever reads it: replay, analyse, score and export end where the live session did."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from cobs import cobs

from thumbwalk.cli.main import run
from thumbwalk.errors import RecordingError
from thumbwalk.link.wire import FrameType, encode_frame, encode_scans
from thumbwalk.pad import builtin_pad
from thumbwalk.session.padtable import PadTable, write_pad_table
from thumbwalk.session.recording import RecordingWriter, open_recording
from thumbwalk.session.replay import read_recording, read_touch, replayed
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.response import LayerResponse

COMMANDS = (["replay", "--json"], ["analyse", "--json"], ["score", "--technique", "knead", "--json"], ["export"])
ANOTHER = {"protocol": 1, "firmware": "0", "id": "another", "board": "b", "name": "B", "channels": ["a"]}
ANOTHER |= {"rate_hz": 1000, "bits": 12, "divider_ohm": 3300, "layout": "sole16"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The frames of a practice's recording."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THUMBWALK_HOME", str(folder / "home"))
        assert run(["practice", "--virtual", "--fast", "--hand", "beginner", "--out", str(folder / "out")]) == 0
    return b"".join(open_recording(folder / "out" / "practice.twr").chunks())


def another_board(_before: bytes) -> bytes:
    return encode_frame(FrameType.HELLO, 0, 0, json.dumps(ANOTHER).encode())


def other_channels(before: bytes) -> bytes:
    """The scans that would come next, of half as many channels: nothing is lost but what they are."""
    last = cobs.decode(before.split(b"\0")[-2])
    number, at_us = int.from_bytes(last[1:3], "little"), int.from_bytes(last[3:7], "little")
    return encode_scans(number + 1, at_us + 2000 + np.arange(2) * 1000, np.zeros((2, 8), np.uint16))


def in_the_middle(recording: bytes, frame: Callable[[bytes], bytes]) -> tuple[bytes, bytes]:
    """The first half of a recording, and the whole with a frame between its halves."""
    frames = recording.split(b"\0")
    half = b"\0".join(frames[: len(frames) // 2]) + b"\0"
    return half, half + frame(half) + recording[len(half) :]


def told(command: list[str], path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, list[str]]:
    """How a command ends: its code, what it gives (the file of an export), and its warnings and errors."""
    name, *options = command
    out = ["--out", str(path.with_suffix(".csv"))] if name == "export" else []
    capsys.readouterr()
    code = run([name, str(path), *options, *out])
    captured = capsys.readouterr()
    given = path.with_suffix(".csv").read_text() if name == "export" and code == 0 else captured.out
    return code, given, captured.err.splitlines()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (another_board, "was replaced by another"),
        (other_channels, "8 channels"),
    ],
    ids=["another board", "other channels"],
)
def test_where_another_rig_comes_in_everybody_uses_what_came_before(
    command: list[str],
    frame: Callable[[bytes], bytes],
    said: str,
    whole: bytes,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    half, mixed = in_the_middle(whole, frame)
    (tmp_path / "half.twr").write_bytes(half)
    (tmp_path / "mixed.twr").write_bytes(mixed)
    code, given, (warning,) = told(command, tmp_path / "mixed.twr", capsys)
    assert code == 0
    assert warning.startswith("thumbwalk: warning: ")
    assert said in warning
    assert warning.endswith("; what came before is used")
    assert given == told(command, tmp_path / "half.twr", capsys)[1]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_drill_that_cannot_be_read_matters_to_its_replay_alone(
    command: list[str], whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = whole.split(b"\0")
    (at,) = (i for i, frame in enumerate(frames) if b'"event": "drill"' in frame)
    broken = json.dumps({"event": "drill", "drill": {"sets": 3}, "foot": "left"}).encode()
    frames[at] = encode_frame(FrameType.EVENT, 0, 0, broken)[:-1]
    (tmp_path / "whole.twr").write_bytes(whole)
    (tmp_path / "broken.twr").write_bytes(b"\0".join(frames))
    code, given, lines = told(command, tmp_path / "broken.twr", capsys)
    if command[0] == "replay":
        assert code == 2
        (line,) = lines
        assert "analyse the recording instead" in line
    else:
        assert (code, lines) == (0, [])
        assert given == told(command, tmp_path / "whole.twr", capsys)[1]
    assert read_recording(tmp_path / "broken.twr").pad.foot == "left"


def test_an_event_that_is_no_event_is_refused_by_everybody(
    whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    no_event = encode_frame(FrameType.EVENT, 0, 0, b"[]")
    (tmp_path / "a.twr").write_bytes(in_the_middle(whole, lambda _before: no_event)[1])
    for command in COMMANDS:
        code, _, (line,) = told(command, tmp_path / "a.twr", capsys)
        assert (code, "event that can't be read" in line) == (2, True), command


def test_the_forces_are_kept_where_they_are_asked_for(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.twr"
    path.write_bytes(whole)
    touched, plain = read_recording(path, forces=True), read_recording(path)
    assert sum(len(block.time_s) for block in touched.forces) == len(touched.touch)
    assert plain.forces == ()
    np.testing.assert_array_equal(plain.touch.contact_n, touched.touch.contact_n)


def test_a_damaged_rig_event_is_refused_with_its_reason(whole: bytes, tmp_path: Path) -> None:
    frames = whole.split(b"\0")
    (at,) = (i for i, frame in enumerate(frames) if b'"event": "rig"' in frame)
    frames[at] = encode_frame(FrameType.EVENT, 0, 0, b'{"event": "rig", "hello": {}}')[:-1]
    (tmp_path / "a.twr").write_bytes(b"\0".join(frames))
    with pytest.raises(RecordingError, match="rig can't be read"):
        replayed(open_recording(tmp_path / "a.twr"))


@pytest.mark.parametrize(("until_s", "ending"), [(60.0, " s on the sensors"), (43.0, " s to 4")])
def test_a_step_of_the_baseline_in_a_table_is_said_with_its_time_and_force(
    tmp_path: Path, until_s: float, ending: str
) -> None:
    pad, time_s = builtin_pad(), np.arange(0.0, 50.0, 0.005)
    # five times eight seconds of kneading somewhere else, with two seconds off between
    force_n = np.where(time_s % 10.0 < 8.0, 12.0 * np.sin(np.pi * time_s) ** 2, 0.0)
    x_mm = np.array([200.0, 110.0, 70.0, 170.0, 190.0])[(time_s // 10.0).astype(int)]
    tiles_n = LayerResponse(pad, 10.0, 7.0).fraction(x_mm, np.full(len(x_mm), 50.0)) * force_n[:, None]
    tiles_n += 0.02 * np.random.default_rng(4).standard_normal(tiles_n.shape)
    tiles_n[(time_s >= 13.3) & (time_s < until_s), pad.names.index("mth4")] += 2.0
    path = tmp_path / "a.csv"
    write_pad_table(path, PadTable(time_s, tiles_n, pad))
    (warning,) = read_touch(path).warnings
    assert warning.startswith(f"{path}: from 13.3{ending}")
    assert "read 2.0 N at rest (mth4 the most)" in warning


def test_what_drifts_and_what_reads_force_in_every_rest_is_said_with_its_sensor(tmp_path: Path) -> None:
    pad, time_s = builtin_pad(), np.arange(0.0, 90.0, 0.005)
    force_n = np.where(time_s % 10.0 < 8.0, 12.0 * np.sin(np.pi * time_s) ** 2, 0.0)
    x_mm = np.array([200.0, 110.0, 70.0, 170.0, 190.0])[(time_s // 10.0).astype(int) % 5]
    tiles_n = LayerResponse(pad, 10.0, 7.0).fraction(x_mm, np.full(len(x_mm), 50.0)) * force_n[:, None]
    tiles_n += 0.02 * np.random.default_rng(4).standard_normal(tiles_n.shape)
    tiles_n[:, pad.names.index("heel_medial")] += 3.0
    tiles_n += time_s[:, None] / 60.0 * np.linspace(0.4, 0.6, 16)
    path = tmp_path / "a.csv"
    write_pad_table(path, PadTable(time_s, tiles_n, pad))
    said = " ".join(read_touch(path).warnings)
    assert "heel_medial reads 3.0 N in every rest and 16 sensors drift, heel_lateral the most, by +0.6" in said
    assert said.endswith("N a minute; it is taken off; tare or calibrate the rig")


def test_a_tables_duration_is_from_its_first_row_to_its_last(tmp_path: Path) -> None:
    pad, time_s = builtin_pad(), 100.0 + np.arange(0.0, 12.0, 0.01)
    path = tmp_path / "late.csv"
    write_pad_table(path, PadTable(time_s, np.zeros((len(time_s), 16)), pad))
    assert read_touch(path).duration_s == pytest.approx(11.99)


def test_what_a_recording_leaves_out_is_told(tmp_path: Path) -> None:
    path = tmp_path / "open.twr"
    time_us = np.arange(0, 4000, dtype=np.int64) * 1000
    counts = np.full((len(time_us), 16), 13, np.uint16) + np.random.default_rng(1).integers(0, 3, (len(time_us), 16))
    counts[:, 3] = 4095
    with RecordingWriter(path, builtin_pad(), Calibration.generic(16)) as writer:
        writer.raw(
            encode_frame(FrameType.HELLO, 0, 0, json.dumps(ANOTHER | {"channels": builtin_pad().names}).encode())
        )
        for at in range(0, len(time_us), 50):
            writer.raw(encode_scans(at // 50 + 1, time_us[at : at + 50], counts[at : at + 50].astype(np.uint16)))
    assert set(read_recording(path).left_out) == {"mth1"}
