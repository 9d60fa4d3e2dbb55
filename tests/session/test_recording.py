"""A recording is cut, damaged and refused as the file format promises."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thumbwalk.errors import NotKept, OptionError, RecordingError
from thumbwalk.link.device_clock import ClockPair
from thumbwalk.link.wire import Event, FrameType, HostFrame, Scans, encode_frame, encode_scans
from thumbwalk.pad import builtin_pad
from thumbwalk.session.marks import clock_frame, mark_frame
from thumbwalk.session.recording import RecordingWriter, is_recording, open_recording
from thumbwalk.signal.calibration import Calibration

N_FRAMES = 30


def frames() -> list[bytes]:
    rng = np.random.default_rng(5)
    return [
        encode_scans(i, np.arange(2) * 1000 + i * 2000, rng.integers(0, 4096, (2, 16)).astype(np.uint16))
        for i in range(N_FRAMES)
    ]


def written(path: Path, portions: list[bytes]) -> Path:
    with RecordingWriter(path, builtin_pad(), Calibration.generic(16), created="2026-01-02T03:04:05+00:00") as writer:
        for number, portion in enumerate(portions):
            writer.raw(portion)
            if number == 1:
                writer.host(mark_frame("pause", 17))
                writer.host(clock_frame(ClockPair(1.0, 1.001, 17)))
    return path


def scans_in(events: list[Event]) -> int:
    return sum(len(event.counts) for event in events if isinstance(event, Scans))


def test_what_was_written_comes_back_with_the_hosts_frames_between_whole_frames(tmp_path: Path) -> None:
    wire = b"".join(frames())
    # portions that end inside frames: the host's frames must wait for the frame's end
    path = written(tmp_path / "a.twr", [wire[:37], wire[37:200], wire[200:]])
    recording = open_recording(path)
    events = list(recording.events())
    assert scans_in(events) == 2 * N_FRAMES
    kinds = [event.kind for event in events if isinstance(event, HostFrame)]
    assert kinds == [
        FrameType.RECORDING,
        FrameType.LAYOUT,
        FrameType.CALIBRATION,
        FrameType.EVENT,
        FrameType.CLOCK,
        FrameType.END,
    ]
    assert recording.warnings == []
    assert recording.pad == builtin_pad()
    assert recording.calibration == Calibration.generic(16)
    assert recording.created == "2026-01-02T03:04:05+00:00"


@given(at=st.floats(0.0, 1.0))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cut_at_any_byte_it_loses_at_most_its_last_frame(tmp_path: Path, at: float) -> None:
    kept = tmp_path / "whole.twr"
    whole = (kept if kept.exists() else written(kept, [b"".join(frames())])).read_bytes()
    beginning = whole.index(frames()[0])
    cut = beginning + int(at * (len(whole) - beginning))
    path = tmp_path / "cut.twr"
    path.write_bytes(whole[:cut])
    whole_frames = sum(beginning + len(b"".join(frames()[: i + 1])) <= cut for i in range(N_FRAMES))
    recording = open_recording(path)
    assert scans_in(list(recording.events())) == 2 * whole_frames
    assert len(recording.warnings) == (cut < len(whole))


def test_damage_in_the_middle_costs_the_frames_it_hits_and_is_said(tmp_path: Path) -> None:
    path = written(tmp_path / "a.twr", [b"".join(frames())])
    data = bytearray(path.read_bytes())
    at = data.index(frames()[10])
    data[at + 5 : at + 9] = b"\x11\x22\x33\x44"
    path.write_bytes(data)
    recording = open_recording(path)
    assert scans_in(list(recording.events())) == 2 * (N_FRAMES - 1)
    assert any("damaged" in warning for warning in recording.warnings)


@pytest.mark.parametrize("spoil", ["empty", "text", "damaged head", "layout gone", "future"])
def test_an_unreadable_beginning_is_refused_in_one_line(tmp_path: Path, spoil: str) -> None:
    path = written(tmp_path / "a.twr", [b"".join(frames())])
    data = path.read_bytes()
    head_end = data.index(b"\0") + 1
    layout_end = data.index(b"\0", head_end) + 1
    future = encode_frame(FrameType.RECORDING, 0, 0, b'{"format": "thumbwalk-recording", "version": 99}')
    path.write_bytes(
        {
            "empty": b"",
            "text": b"time_s,a\n0,1\n",
            "damaged head": b"x" + data[1:],
            "layout gone": data[:head_end] + data[layout_end:],
            "future": future + data[head_end:],
        }[spoil]
    )
    with pytest.raises(RecordingError) as refused:
        open_recording(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="can't write"):
        RecordingWriter(tmp_path / "no" / "a.twr", builtin_pad(), Calibration.generic(16))


def test_a_recording_is_never_written_over_another(tmp_path: Path) -> None:
    path = written(tmp_path / "a.twr", [b""])
    before = path.read_bytes()
    with pytest.raises(OptionError, match="can't write"):
        RecordingWriter(path, builtin_pad(), Calibration.generic(16))
    assert path.read_bytes() == before


def test_what_follows_a_whole_recording_is_left_out_and_said(tmp_path: Path) -> None:
    path = written(tmp_path / "a.twr", [b"".join(frames())])
    path.write_bytes(path.read_bytes() * 2)
    recording = open_recording(path)
    assert scans_in(list(recording.events())) == 2 * N_FRAMES
    assert "another recording" in recording.warnings[0]


@pytest.mark.parametrize("damage", ["cut off", "in the middle", "its sum", "rubbish behind"])
def test_a_compressed_recording_that_is_damaged_gives_what_came_before(tmp_path: Path, damage: str) -> None:
    path = written(tmp_path / "a.twr", [b"".join(frames())])
    packed = bytearray(gzip.compress(path.read_bytes(), mtime=0))
    if damage == "in the middle":
        packed[len(packed) // 2] ^= 0xFF
    elif damage == "its sum":
        packed[-6] ^= 0xFF
    packed = packed[: -len(packed) // 3] if damage == "cut off" else packed
    path.write_bytes(packed + b"rubbish" * (damage == "rubbish behind"))
    recording = open_recording(path)
    n_scans = scans_in(list(recording.events()))
    assert n_scans <= 2 * N_FRAMES
    assert (n_scans == 2 * N_FRAMES) == (damage in ("its sum", "rubbish behind"))
    assert (recording.warnings != []) == (n_scans < 2 * N_FRAMES)


def test_what_was_never_written_behind_a_recording_takes_no_time_and_no_frames(tmp_path: Path) -> None:
    path = written(tmp_path / "a.twr", [b"".join(frames())])
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size + 50_000_000)
    recording = open_recording(path)
    assert sum(map(len, recording.chunks())) < 1_000_000
    assert scans_in(list(recording.events())) == 2 * N_FRAMES
    assert recording.warnings == []


def test_recordings_and_pad_tables_are_told_apart(tmp_path: Path) -> None:
    recording = written(tmp_path / "renamed", [b"".join(frames())])
    table = tmp_path / "table.csv"
    table.write_text("time_s,a\n0,1\n")
    assert is_recording(recording)
    assert not is_recording(table)


def test_a_recording_that_loses_its_name_is_noticed_within_a_second_of_stream(tmp_path: Path) -> None:
    path = tmp_path / "a.twr"
    writer = RecordingWriter(path, builtin_pad(), Calibration.generic(16))
    path.rename(tmp_path / "b.twr")
    path.touch()  # another file of its name is not it

    def second() -> None:
        for _ in range(64):
            writer.raw(b"\0")

    with writer, pytest.raises(NotKept, match="was deleted or moved"):
        second()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_disk_that_is_full_is_said_and_closing_says_it_no_second_time(tmp_path: Path) -> None:
    writer = RecordingWriter(tmp_path / "a.twr", builtin_pad(), Calibration.generic(16))
    writer.raw(b"".join(frames()))
    whole = (tmp_path / "a.twr").read_bytes()
    with writer._file, Path("/dev/full").open("wb") as full:
        writer._file = full
        with pytest.raises(NotKept, match="can't go on recording: No space left on device; make room first"):
            writer.raw(frames()[0])
        writer.close()
    assert (tmp_path / "a.twr").read_bytes() == whole


def test_what_was_taken_is_on_its_way_to_the_disk_before_the_next_is_taken(tmp_path: Path) -> None:
    # a process that dies loses what it did not flush
    with RecordingWriter(tmp_path / "a.twr", builtin_pad(), Calibration.generic(16)) as writer:
        for number, frame in enumerate(frames(), start=1):
            writer.raw(frame)
            assert (tmp_path / "a.twr").read_bytes().endswith(frame), number
        mark = mark_frame("pause", 17)
        writer.host(mark)
        assert (tmp_path / "a.twr").read_bytes().endswith(encode_frame(mark.kind, 0, 0, mark.payload.encode()))
