"""A block's pieces come back byte for byte from their differences, and as many of them as are there whole."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.filekind import DIFFERENCES
from thumbwalk.session import differences
from thumbwalk.session.differences import Restoring, as_differences

# few lengths, so that there are several pieces of each
PIECES = st.lists(st.integers(1, 5).flatmap(lambda n: st.binary(min_size=n, max_size=n)), min_size=1, max_size=12)


def restored(block: bytes, portion: int = 1 << 20) -> bytes:
    restoring = Restoring()
    given_at_once = [restoring.feed(block[at : at + portion]) for at in range(0, len(block), portion)]
    return b"".join([*given_at_once, restoring.rest()])


@given(pieces=PIECES, portion=st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_any_pieces_come_back_however_they_are_read(pieces: list[bytes], portion: int) -> None:
    block = as_differences(pieces)
    assert list(map(len, block[1:])) == list(map(len, pieces))
    assert restored(b"".join(block), portion) == b"".join(pieces)


@given(pieces=PIECES)
@settings(max_examples=25, deadline=None)
def test_cut_anywhere_all_pieces_come_back_that_are_whole(pieces: list[bytes]) -> None:
    head, *changes = as_differences(pieces)
    whole, ends = b"".join([head, *changes]), list(accumulate(map(len, changes), initial=len(head)))
    for cut in range(len(DIFFERENCES), len(whole) + 1):
        n_whole = sum(end <= cut for end in ends[1:])
        assert restored(whole[:cut]) == b"".join(pieces[:n_whole])


def test_each_piece_is_what_changed_since_the_last_one_as_long() -> None:
    head, *changes = as_differences([b"\x05\xff\x07", b"pong", b"\x05\x01\x06", b"pong"])
    assert head == DIFFERENCES + bytes([4, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0])
    assert changes == [b"\x05\xff\x07", b"pong", b"\x00\x02\xff", bytes(4)]


@given(block=st.binary(max_size=30), portion=st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_a_block_without_the_mark_comes_as_it_is(block: bytes, portion: int) -> None:
    assert restored(block, portion) == block
    assert restored(DIFFERENCES[:-1] + b"\x01" + block, portion) == DIFFERENCES[:-1] + b"\x01" + block


@given(block=st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_a_forged_head_gives_no_more_than_there_is(block: bytes) -> None:
    assert len(restored(DIFFERENCES + block)) <= len(block)
    assert len(restored(DIFFERENCES + b"\x03\0\0\0" + block)) <= len(block)


def test_a_block_longer_than_any_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "MOST", 100)
    restoring = Restoring()
    restoring.feed(DIFFERENCES)
    restoring.feed(bytes(100))
    with pytest.raises(ValueError, match="more than 100 bytes"):
        restoring.feed(b"\0")
    as_it_is = Restoring()
    assert as_it_is.feed(bytes(5000)) + as_it_is.feed(bytes(5000)) == bytes(10_000)
