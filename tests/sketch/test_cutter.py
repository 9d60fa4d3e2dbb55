"""Bytes to lines: the same lines however the bytes are cut, whatever ends them; what is no text is told from it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.sketch.cutter import MOST_BYTES, LineCutter


@given(
    lines=st.lists(st.text("0123456789,.;: \tAµ", min_size=1, max_size=12).filter(str.strip), max_size=20),
    end=st.sampled_from(["\n", "\r\n"]),
    cuts=st.lists(st.integers(0, 300), max_size=12),
)
def test_lines_are_the_same_however_the_bytes_are_cut(lines: list[str], end: str, cuts: list[int]) -> None:
    data = ("half" + end + "".join(line + end for line in lines)).encode()
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    cutter = LineCutter()
    found = [line for a, b in itertools.pairwise(edges) for line in cutter.feed(data[a:b])]
    assert found == lines


def test_a_first_half_line_is_dropped_unless_it_is_asked_for() -> None:
    assert LineCutter().feed(b"12,3\n4,5\n") == ["4,5"]
    assert LineCutter(keeps_first=True).feed(b"a,b\n4,5\n") == ["a,b", "4,5"]


@pytest.mark.parametrize("odd", [b"\xff\xfe1,2", b"1,\x002", b"1\x1b[2J,2", b"\xc3"])
def test_bytes_that_are_no_text_are_no_line(odd: bytes) -> None:
    assert LineCutter(keeps_first=True).feed(odd + b"\n1,2\n") == [None, "1,2"]


def test_a_line_without_an_end_is_one_piece_of_garbage_and_takes_no_memory() -> None:
    cutter = LineCutter(keeps_first=True)
    for _ in range(20):
        assert cutter.feed(b"1" * MOST_BYTES) == []
        assert len(cutter._rest) <= MOST_BYTES
    assert cutter.feed(b"\n1,2\n") == [None, "1,2"]


def test_after_a_restart_the_first_piece_is_half_a_line_again() -> None:
    cutter = LineCutter()
    cutter.feed(b"\n1,2\n3,")
    cutter.restart()
    assert cutter.feed(b"4\n5,6\n") == ["5,6"]
