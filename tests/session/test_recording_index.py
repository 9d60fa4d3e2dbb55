"""An index says of each block how the stream stands, and is another's or damaged in no way that is believed."""

from __future__ import annotations

import pytest

from thumbwalk.session.recording_index import BlockStart, RecordingIndex

INDEX = RecordingIndex(
    (
        BlockStart(None, has_news=True),
        BlockStart((4_294_967_000, 4_294_967_000), has_news=False),
        BlockStart((704, 4_294_968_000), has_news=True),
        BlockStart((1704, 4_294_969_000), has_news=False),
    ),
    first_us=4_294_966_500,
    newest_us=4_294_970_000,
)


def test_it_is_read_as_it_was_written() -> None:
    assert RecordingIndex.from_bytes(INDEX.to_bytes()) == INDEX


@pytest.mark.parametrize(
    ("stream_us", "block"),
    [(0, 0), (66_536, 0), (4_294_967_000, 0), (4_295_032_536, 0), (4_295_032_537, 1), (4_295_034_000, 2), (2**62, 3)],
)
def test_the_block_before_a_time_is_the_last_that_surely_begins_before_it(stream_us: int, block: int) -> None:
    assert INDEX.block_before(stream_us) == block


@pytest.mark.parametrize("damage", ["cut", "longer", "another mark", "a later version", "empty"])
def test_another_s_or_a_damaged_one_is_none(damage: str) -> None:
    data = INDEX.to_bytes()
    spoilt = {
        "cut": data[:-1],
        "longer": data + b"\0",
        "another mark": b"T" + data[1:],
        "a later version": data[:16] + b"\x02" + data[17:],
        "empty": b"",
    }[damage]
    assert RecordingIndex.from_bytes(spoilt) is None
