"""A recording's bytes come as far as they can be had, also where the block is damaged that says what they mean."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from tests.session.packed import SCANS_A_FRAME, pair, scans_of
from tests.session.streams import PAD

from thumbwalk.errors import RecordingError
from thumbwalk.link.wire import Hello
from thumbwalk.session.packing import mend_recording
from thumbwalk.session.part_of import PartOf, Span
from thumbwalk.session.recorded_bytes import raw_chunks
from thumbwalk.session.recording import open_recording, recording_decoder
from thumbwalk.session.zstd_blocks import contents_of, read_block


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return pair(tmp_path_factory.mktemp("packed"))


def harmed(source: Path, to: Path, at: int) -> Path:
    """A copy in which some bytes are others."""
    data = bytearray(source.read_bytes())
    data[at : at + 30] = bytes(30)
    to.write_bytes(data)
    return to


def test_the_copy_of_the_beginning_is_all_up_to_the_first_scan(both: tuple[Path, Path]) -> None:
    with both[1].open("rb") as file:
        contents = contents_of(file)
        assert contents is not None
        assert read_block(file, contents.blocks[0]).startswith(contents.beginning)
    events = list(open_recording(both[0]).events())
    first = b"".join(open_recording(both[0]).chunks())[: len(contents.beginning)]
    assert first == contents.beginning
    assert any(isinstance(one, Hello) for one in events[:6])
    copied = [*(decoder := recording_decoder()).feed(contents.beginning), *decoder.rest()]
    assert len(scans_of(copied)[0]) == SCANS_A_FRAME
    assert scans_of(copied)[0][0] == scans_of(events)[0][0]


@pytest.mark.parametrize("at", [20, 700])
def test_where_the_first_block_is_damaged_its_copy_stands_in_and_the_rest_follows(
    at: int, both: tuple[Path, Path], tmp_path: Path
) -> None:
    path = harmed(both[1], tmp_path / "a.twr", at)
    with both[1].open("rb") as file:
        contents = contents_of(file)
        assert contents is not None
        lost = len(read_block(file, contents.blocks[0]))
    raw = both[0].read_bytes()
    told: list[int] = []
    assert b"".join(raw_chunks(path, lambda: told.append(1))) == contents.beginning + raw[lost:]
    assert told == [1]
    recording = open_recording(path)
    events = list(recording.events())
    assert (recording.pad.names, recording.is_harmed, recording.is_cut) == (PAD.names, True, False)
    assert any("frames" in line for line in recording.warnings)
    time_us, counts = scans_of(list(open_recording(both[0]).events()))
    kept_us, kept = scans_of(events)
    assert np.array_equal(kept, counts[np.isin(time_us, kept_us)])
    assert kept_us[0] == time_us[0], "times are told from the first scan on"
    assert len(kept_us) > 0.8 * len(time_us)


def test_such_a_one_is_mended_whole_beginning_and_opens_anywhere(both: tuple[Path, Path], tmp_path: Path) -> None:
    path = harmed(both[1], tmp_path / "a.twr", 700)
    span = Span(6.0, 7.0)
    before = scans_of(list(PartOf(open_recording(path), span).events()))
    assert mend_recording(path, harmed=True)
    mended = open_recording(path)
    after = scans_of(list(PartOf(mended, span).events()))
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))
    assert list(mended.events())
    assert not mended.is_harmed


def test_without_its_copy_or_within_gzip_a_damaged_beginning_is_told(both: tuple[Path, Path], tmp_path: Path) -> None:
    path = harmed(both[1], tmp_path / "a.twr", 700)
    cut = tmp_path / "cut.twr"
    cut.write_bytes(path.read_bytes()[:-1])
    zipped = tmp_path / "zipped.twr.gz"
    zipped.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    for one in (cut, zipped):
        with pytest.raises(RecordingError, match="its beginning is damaged"):
            open_recording(one)
