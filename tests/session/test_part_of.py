"""A part of a recording is the same whether it was found by the index or by reading up to it."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.session.packed import FIRST_US, SECONDS, pair, same_scans, scans_of

from thumbwalk.errors import RecordingError
from thumbwalk.link.wire import HostFrame
from thumbwalk.session import part_of
from thumbwalk.session.part_of import PartOf, Span
from thumbwalk.session.recording import open_recording
from thumbwalk.session.replay import read_recording
from thumbwalk.session.zstd_blocks import Block, read_block


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return pair(tmp_path_factory.mktemp("parts"))


@given(from_s=st.floats(0.0, SECONDS - 0.2), long_s=st.floats(1.1, 5.0))
@settings(max_examples=15, deadline=None)
def test_a_part_is_the_same_by_the_index_and_by_reading_up_to_it(
    both: tuple[Path, Path], from_s: float, long_s: float
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(part_of, "SETTLES_S", 0.1)
        parts = [PartOf(open_recording(path), Span(from_s, from_s + long_s)) for path in both]
        events = [list(part.events()) for part in parts]
    assert [part.first_us for part in parts] == [FIRST_US, FIRST_US]
    (time_us, counts), (other_us, other) = map(scans_of, events)
    assert np.array_equal(time_us, other_us)
    assert np.array_equal(counts, other)
    since_s = (time_us - FIRST_US) * 1e-6
    assert since_s[0] >= from_s - 0.1
    assert since_s[-1] < from_s + long_s
    news = [[event.payload for event in one if isinstance(event, HostFrame)][:3] for one in events]
    assert news[0] == news[1]


def test_only_the_blocks_about_a_part_are_unpacked(both: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Block] = []

    def noted(file: BinaryIO, block: Block) -> bytes:
        read.append(block)
        return read_block(file, block)

    monkeypatch.setattr(part_of, "SETTLES_S", 0.0)
    monkeypatch.setattr(part_of, "read_block", noted)
    list(PartOf(open_recording(both[1]), Span(8.0, 8.1)).events())
    assert 0 < len(read) <= 5  # the greeting's, two with marks, and the part's
    assert sum(block.size for block in read) < 0.5 * both[1].stat().st_size


def test_of_one_compressed_in_the_first_way_a_part_is_the_same_as_of_what_was_written() -> None:
    data = Path(__file__).parents[1] / "data"
    parts = [
        PartOf(open_recording(data / name / "practice.twr"), Span(7.0, 8.0))
        for name in ("practice_version_1", "packed_version_1")
    ]
    events = [list(part.events()) for part in parts]
    assert len(scans_of(events[0])[0]) == 6000
    assert parts[0].first_us == parts[1].first_us
    assert same_scans(*events)


def test_a_part_keeps_the_whole_s_times_and_forces(both: tuple[Path, Path]) -> None:
    whole = read_recording(both[0]).touch
    for path in both:
        part = read_recording(path, span=Span(4.0, 4.5)).touch
        assert part.time_s[0] == pytest.approx(4.0, abs=0.011)
        assert part.time_s[-1] < 4.5
        between = np.interp(part.time_s, whole.time_s, whole.total_n)
        assert part.total_n == pytest.approx(between, abs=0.05)


@pytest.mark.parametrize("index", ["there", "missing"])
def test_a_part_behind_the_end_is_refused(index: str, both: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "a.twr"
    data = both[1].read_bytes()
    path.write_bytes(data if index == "there" else data[:-9])
    with pytest.raises(RecordingError, match="nothing is in it from 17 s to 18 s"):
        read_recording(path, span=Span(17.0, 18.0))


def test_without_its_index_a_compressed_recording_is_read_from_its_beginning(
    both: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "a.twr"
    path.write_bytes(both[1].read_bytes()[:-9])
    part, whole = (PartOf(open_recording(one), Span(1.0, 1.5)) for one in (path, both[1]))
    for one, other in zip(scans_of(list(part.events())), scans_of(list(whole.events())), strict=True):
        assert len(one)
        assert np.array_equal(one, other)
