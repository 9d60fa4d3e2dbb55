"""A recording that is over is compressed whole or not at all, and is the same recording."""

from __future__ import annotations

import gzip
import io
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.session.packed import (
    FIRST_US,
    N_FRAMES,
    SCANS_A_FRAME,
    STEP_US,
    ends_of_pieces,
    pair,
    raw_size_before,
    same_scans,
    scans_of,
)

from thumbwalk.errors import RecordingError
from thumbwalk.filekind import DIFFERENCES, kind_of
from thumbwalk.link.wire import FrameType, encode_frame, encode_scans
from thumbwalk.session import packing
from thumbwalk.session.differences import as_differences
from thumbwalk.session.packing import damaged_beside, mend_recording, pack_recording
from thumbwalk.session.recorded_bytes import raw_chunks
from thumbwalk.session.recording import is_recording, open_recording, recording_decoder
from thumbwalk.session.recording_index import RecordingIndex
from thumbwalk.session.zstd_blocks import contents_of, packed, unpacked

RECORDING_BEGINS = encode_frame(FrameType.RECORDING, 0, 0, b"{}")
DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return pair(tmp_path_factory.mktemp("packed"))


def test_it_holds_the_same_bytes_in_less_room_and_says_the_same(both: tuple[Path, Path]) -> None:
    raw, small = (open_recording(path) for path in both)
    assert b"".join(small.chunks()) == raw.path.read_bytes()
    assert small.path.stat().st_size < 0.6 * raw.path.stat().st_size
    before, after = list(raw.events()), list(small.events())
    assert len(scans_of(after)[0]) == (N_FRAMES - 250) * SCANS_A_FRAME
    for one, other in zip(scans_of(before), scans_of(after), strict=True):
        assert np.array_equal(one, other)
    said = [[line.partition(": ")[2] for line in recording.warnings] for recording in (raw, small)]
    assert said[0] == said[1]
    assert any("250 frames" in line for line in said[0])


@pytest.mark.parametrize("lacks", ["nothing", "its last frame but two", "every scan"])
def test_its_index_has_the_times_of_its_first_and_its_newest_scan(
    lacks: str, both: tuple[Path, Path], tmp_path: Path
) -> None:
    frames, path = both[0].read_bytes().split(b"\0")[:-1], tmp_path / "a.twr"
    if lacks == "its last frame but two":
        # without an end, those behind it are waited for
        frames = [*frames[:-4], *frames[-3:-1]]
    elif lacks == "every scan":
        frames = [*frames[:3], frames[-1]]
    path.write_bytes(b"\0".join([*frames, b""]))
    assert pack_recording(path)
    with path.open("rb") as file:
        contents = contents_of(file)
    assert contents is not None
    index = RecordingIndex.from_bytes(contents.note)
    assert index is not None
    newest_us = FIRST_US + STEP_US * (N_FRAMES * SCANS_A_FRAME - 1)
    assert (index.first_us, index.newest_us) == ((-1, -1) if lacks == "every scan" else (FIRST_US, newest_us))
    assert len(index.starts) == len(contents.blocks)
    assert bool(contents.beginning) == (lacks != "every scan")


def test_a_first_scan_at_the_very_start_of_the_boards_clock_is_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = [encode_scans(n, 2000 * n + np.arange(2), np.full((2, 3), 300, np.uint16)) for n in range(8)]
    path = tmp_path / "a.twr"
    path.write_bytes(RECORDING_BEGINS + b"".join(frames))
    monkeypatch.setattr(packing, "BLOCK", 60)
    assert pack_recording(path)
    with path.open("rb") as file:
        contents = contents_of(file)
    assert contents is not None
    index = RecordingIndex.from_bytes(contents.note)
    assert index is not None
    assert (index.first_us, index.newest_us, len(index.starts) > 3) == (0, 14_001, True)


def test_a_practice_of_a_real_session_comes_back_from_the_first_way_to_compress_and_from_todays(tmp_path: Path) -> None:
    raw, today = DATA / "practice_version_1" / "practice.twr", tmp_path / "a.twr"
    shutil.copy(raw, today)
    assert pack_recording(today)
    of_old = DATA / "packed_version_1" / "practice.twr"
    for path in (today, of_old):
        assert kind_of(path).in_blocks
        assert b"".join(raw_chunks(path)) == raw.read_bytes()
    # what was compressed once stays as it is
    kept = tmp_path / "old.twr"
    shutil.copy(of_old, kept)
    assert not pack_recording(kept)
    assert kept.read_bytes() == of_old.read_bytes()


def test_it_is_told_by_what_is_in_it_also_within_gzip(both: tuple[Path, Path], tmp_path: Path) -> None:
    renamed = tmp_path / "renamed"
    renamed.write_bytes(both[1].read_bytes())
    assert is_recording(renamed)
    twice = tmp_path / "twice"
    twice.write_bytes(gzip.compress(both[1].read_bytes(), mtime=0))
    assert is_recording(twice)
    assert b"".join(open_recording(twice).chunks()) == both[0].read_bytes()


def test_what_is_compressed_already_or_no_recording_stays_as_it_is(both: tuple[Path, Path], tmp_path: Path) -> None:
    table, zipped = tmp_path / "a.csv", tmp_path / "a.twr.gz"
    table.write_text("time_s,heel\n0,1\n")
    zipped.write_bytes(gzip.compress(both[0].read_bytes(), mtime=0))
    for path in (both[1], table, zipped, tmp_path / "nothing.twr"):
        before = path.read_bytes() if path.exists() else None
        assert not pack_recording(path)
        assert (path.read_bytes() if path.exists() else None) == before


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_disk_that_is_full_leaves_the_recording_as_it_was_written(
    after: int, both: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, chunks: Callable[[], bytes]) -> None:
        for _number, _chunk in zip(range(after), chunks, strict=False):  # type: ignore[call-overload]
            pass
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.twr"
    path.write_bytes(both[0].read_bytes())
    monkeypatch.setattr(packing, "write_whole", full)
    assert not pack_recording(path)
    assert path.read_bytes() == both[0].read_bytes()


@given(at=st.one_of(st.floats(0.0, 1.0), st.floats(0.0, 0.02)))
@settings(max_examples=30, deadline=None)
def test_cut_at_any_byte_it_loses_at_most_the_frame_that_was_cut(both: tuple[Path, Path], at: float) -> None:
    raw, small = both[0].read_bytes(), both[1].read_bytes()
    with both[1].open("rb") as file:
        contents = contents_of(file)
    assert contents is not None
    cut = round(at * len(small))
    path = both[1].with_name("cut.twr")
    path.write_bytes(small[:cut])
    before = raw[: raw_size_before(ends_of_pieces(both[1]), cut)]
    if before.count(b"\0") < 3:  # of what the bytes mean
        with pytest.raises(RecordingError, match="not a recording"):
            open_recording(path)
        return
    recording = open_recording(path)
    events = list(recording.events())
    assert b"".join(recording.chunks()) in (before, before + b"\0")
    whole = recording_decoder()
    assert same_scans(events, [*whole.feed(before), *whole.rest()])
    data_end = contents.blocks[-1].offset + contents.blocks[-1].size
    assert any("cut off" in line for line in recording.warnings) == (cut < data_end - 7)


def test_of_a_small_one_with_garbage_in_it_all_is_there_before_any_byte_that_it_is_cut_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = [encode_scans(n, FIRST_US + np.arange(2), np.full((2, 3), 300 + n, np.uint16)) for n in range(40)]
    garbage = [b"log: a board's own words\n", b"\0", bytes(29), frames[3][:11], b"\x03\0" + frames[4][5:], b"\xff" * 99]
    stream = (
        b"".join(piece for pair in zip(frames, 8 * [*garbage, b""], strict=False) for piece in pair) + frames[0][:-4]
    )
    path = tmp_path / "a.twr"
    path.write_bytes(RECORDING_BEGINS + stream)
    monkeypatch.setattr(packing, "BLOCK", 700)
    assert pack_recording(path)
    small, ends, told = path.read_bytes(), ends_of_pieces(path), 0
    for cut in range(len(small) + 1):
        read = partial(io.BytesIO(small[:cut]).read, 500)
        got = b"".join(unpacked(read))
        before = (RECORDING_BEGINS + stream)[: raw_size_before(ends, cut)]
        assert got in (before, before + b"\0")
        told += got == before
    assert got == RECORDING_BEGINS + stream
    # a zero byte more stands for a block or frame of which no more than three bytes are there
    with path.open("rb") as whole:
        contents = contents_of(whole)
    assert contents is not None
    assert told > len(small) - 3 * (len(contents.blocks) + 4)


def test_no_piece_holds_two_frames_and_all_of_them_hold_all(both: tuple[Path, Path]) -> None:
    raw = both[0].read_bytes()
    pieces = list(packing._pieces([raw[:777], raw[777:]]))
    assert b"".join(pieces) == raw
    assert pieces == [piece + b"\0" for piece in raw.split(b"\0")[:-1]]
    shortest = encode_frame(FrameType.HELLO, 0, 0, b"")
    assert len(shortest) == 13
    assert list(packing._pieces([11 * b"x" + b"\0" + shortest])) == [11 * b"x" + b"\0" + shortest]
    assert list(packing._pieces([b"\0\0\x01\0" + shortest + shortest + b"ab"])) == [
        b"\0\0\x01\0" + shortest,
        shortest,
        b"ab",
    ]


@given(at=st.integers(0, 10**9), flip=st.integers(1, 255))
@example(at=46_863, flip=1)  # a piece's length, which is longer then than all that is left of its block
@settings(max_examples=30, deadline=None)
def test_a_byte_that_is_another_is_noticed_and_costs_its_block_at_most(
    both: tuple[Path, Path], at: int, flip: int
) -> None:
    raw, small = both[0].read_bytes(), bytearray(both[1].read_bytes())
    with both[1].open("rb") as file:
        contents = contents_of(file)
    assert contents is not None
    at %= contents.blocks[-1].offset + contents.blocks[-1].size
    small[at] ^= flip
    path = both[1].with_name("flipped.twr")
    path.write_bytes(small)
    hit = next(one for one in reversed(contents.blocks) if one.offset <= at)
    harmed: list[int] = []
    got = b"".join(raw_chunks(path, lambda: harmed.append(1)))
    assert harmed or got == raw
    ends = ends_of_pieces(both[1])
    # of the first block the copy stands in
    assert got.startswith(raw[: raw_size_before(ends, hit.offset)] if hit.offset else contents.beginning)
    assert got.endswith(raw[raw_size_before(ends, hit.offset + hit.size) :])


@pytest.mark.parametrize("at", range(4))
def test_one_whose_first_bytes_are_others_is_told_by_its_end(at: int, both: tuple[Path, Path], tmp_path: Path) -> None:
    small, path = bytearray(both[1].read_bytes()), tmp_path / "a.twr"
    small[at] ^= 0x10
    path.write_bytes(small)
    assert kind_of(path).in_blocks
    recording = open_recording(path)
    events = list(recording.events())
    assert recording.is_harmed
    assert len(scans_of(events)[0]) > 0.8 * (N_FRAMES - 250) * SCANS_A_FRAME
    path.write_bytes(b"none of that " + bytes(90))
    assert not kind_of(path).in_blocks


def test_a_recording_called_so_whose_first_block_is_damaged_is_one_with_a_damaged_beginning(
    both: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "a.twr"
    data = bytearray(both[1].read_bytes())
    data[9:60] = bytes(51)
    path.write_bytes(data)
    assert kind_of(path).sort == "recording"


def test_one_that_is_compressed_in_a_newer_way_is_refused_as_such_and_left_alone(
    both: tuple[Path, Path], tmp_path: Path
) -> None:
    head, *pieces = as_differences([both[0].read_bytes()[:900]])
    path = tmp_path / "a.twr"
    newer = DIFFERENCES[:-1] + b"\x03" + head[len(DIFFERENCES) :]
    path.write_bytes(b"".join(packed([[newer, *pieces]], lambda: b"?")))
    before = path.read_bytes()
    with pytest.raises(
        RecordingError, match=r"a\.twr: can't read it: it is a recording compressed in a newer way; upd"
    ):
        open_recording(path)
    assert not pack_recording(path)
    assert mend_recording(path, harmed=True) == ""
    assert path.read_bytes() == before


@pytest.mark.parametrize("harm", ["block", "cut", "end"])
def test_a_damaged_one_is_mended_to_what_could_be_read_of_it_and_kept_beside(
    harm: str, both: tuple[Path, Path], tmp_path: Path
) -> None:
    path, data = tmp_path / "a [1].twr", bytearray(both[1].read_bytes())
    with both[1].open("rb") as file:
        contents = contents_of(file)
    assert contents is not None
    if harm == "block":
        at = contents.blocks[2].offset + contents.blocks[2].size // 2
        data[at : at + 40] = bytes(40)
    path.write_bytes(data[: len(data) // 2] if harm == "cut" else data[:-1] if harm == "end" else data)
    damaged = open_recording(path)
    before, said = list(damaged.events()), damaged.warnings
    line = mend_recording(path, harmed=damaged.is_harmed)
    (aside,) = damaged_beside(path)
    assert line.endswith(f"the damaged file is kept as {aside}")
    assert aside.read_bytes() == (data[: len(data) // 2] if harm == "cut" else data[:-1] if harm == "end" else data)
    mended = open_recording(path)
    after = list(mended.events())
    for one, other in zip(scans_of(before), scans_of(after), strict=True):
        assert np.array_equal(one, other)
    assert (mended.is_cut, mended.is_harmed, mended.warnings) == (damaged.is_cut, False, said)
    with path.open("rb") as file:
        assert contents_of(file) is not None
    assert mend_recording(path, harmed=False) == ""


def test_one_that_was_compressed_in_the_first_way_is_mended_into_todays(tmp_path: Path) -> None:
    path, data = tmp_path / "a.twr", bytearray((DATA / "packed_version_1" / "practice.twr").read_bytes())
    contents = contents_of(io.BytesIO(data))
    assert contents is not None
    at = contents.blocks[4].offset + contents.blocks[4].size // 2
    data[at : at + 40] = bytes(40)
    path.write_bytes(data)
    damaged = open_recording(path)
    before = b"".join(damaged.chunks())
    assert damaged.is_harmed
    assert mend_recording(path, harmed=True)
    mended = open_recording(path)
    assert b"".join(mended.chunks()) == before
    assert not mended.is_harmed


def test_one_that_can_not_be_mended_for_want_of_room_stays_as_it_is(
    both: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.twr"
    path.write_bytes(both[1].read_bytes()[:-1])
    with monkeypatch.context() as patch:
        patch.setattr(packing, "write_whole", full)
        assert mend_recording(path, harmed=False) == ""
    assert [one.name for one in tmp_path.iterdir()] == ["a.twr"]
    # ended between the two steps it has both names, and needs no third
    path.with_name("a.twr.damaged-1").hardlink_to(path)
    assert mend_recording(path, harmed=False)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.twr", "a.twr.damaged-1"]
