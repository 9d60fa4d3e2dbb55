"""Blocks of whole lines, however a file ends them and wherever it is cut; and where a row stands."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.errors import RecordingError
from thumbwalk.gate import lines
from thumbwalk.gate.lines import blocks_of, line_of_row


@given(
    rows=st.lists(st.text("0123,.\u00e4", max_size=9), min_size=1, max_size=30),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.booleans(),
    size=st.integers(1, 60),
)
def test_blocks_are_whole_lines_with_one_end_and_no_mark(rows: list[str], end: str, mark: bool, size: int) -> None:
    data = end.join(rows).encode("utf-8-sig" if mark else "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_BLOCK_BYTES", size)
        blocks = list(blocks_of(io.BytesIO(data), "t.csv"))
    assert "".join(blocks) == "\n".join(rows)
    assert all(block.endswith("\n") for block in blocks[:-1])


def test_a_byte_that_is_no_text_is_named_where_it_stands_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_BLOCK_BYTES", 4)
    with pytest.raises(RecordingError, match="byte 9 is not UTF-8 text"):
        list(blocks_of(io.BytesIO(b"0123\n567\n\xe4"), "t.csv"))


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_BLOCK_BYTES", 64)
    monkeypatch.setattr(lines, "_LONGEST_LINE", 1000)
    file = io.BytesIO(b"1" * 100_000)
    with pytest.raises(RecordingError, match="a line of more than"):
        list(blocks_of(file, "t.csv"))
    assert file.tell() < 2000


def test_a_file_of_one_endless_line_is_told_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_LONGEST_LINE", 100)
    monkeypatch.setattr(lines, "_BLOCK_BYTES", 50)
    assert len("".join(blocks_of(io.BytesIO(b"0,1\r" * 400), "t.csv"))) == 1600
    with pytest.raises(RecordingError, match="zero bytes of more than"):
        list(blocks_of(io.BytesIO(b"0,1\n" + bytes(1000)), "t.csv"))


@pytest.mark.parametrize(("row", "line"), [(0, 3), (1, 4), (2, 7), (3, 8)])
def test_blank_lines_are_no_rows_but_are_counted(row: int, line: int) -> None:
    blocks = ["# a comment\ntime_s,a\n0,1\n1,1\n", "\n \n2,1\n", "3,1"]
    assert line_of_row(blocks, 3, row) == line
