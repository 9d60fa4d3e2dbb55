"""A table's numbers are the same however its lines come in blocks, and each field that is none is named."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.errors import RecordingError
from thumbwalk.gate.dialect import dialect_of
from thumbwalk.gate.rows import RowReader, Rows
from thumbwalk.pad import Pad, Taxel

PAD = Pad("two", "N", (Taxel("heel"), Taxel("toe")))
LINES = ["time_s,toe,heel", *(f"{i / 100},{i % 7},{'' if i % 5 == 0 else -i / 8}" for i in range(40))]


def reader(lines: list[str] = LINES) -> RowReader:
    return RowReader(dialect_of(lines, PAD, "t.csv"), PAD, "t.csv")


@given(cuts=st.lists(st.integers(1, 40), max_size=6))
def test_any_blocks_give_the_same_rows_in_the_layout_s_order(cuts: list[int]) -> None:
    edges = sorted({1, *cuts, len(LINES)})
    rows, one = Rows(3), reader()
    for lo, hi in pairwise(edges):
        rows.add(one.rows_of("\n".join(LINES[lo:hi]) + "\n", lo + 1))
    table = rows.table()
    wanted = [[i / 100, np.nan if i % 5 == 0 else -i / 8, i % 7] for i in range(40)]
    np.testing.assert_array_equal(table, np.array(wanted))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("0.5,1,x", "t.csv:7: column 3 (heel): 'x' is not a number"),
        ("0.5,1,1e999", "column 3 (heel): '1e999' is not a finite number"),
        (",1,2", "column 1 (time_s): the time is missing"),
        ("2026-01-01 10:00,1,2", "write the time in seconds since the first sample"),
        ("0.5,1,1_0", "'1_0' is not a number"),
        ("0.5,1", "t.csv:7: 2 columns where the header has 3"),
    ],
)
def test_what_is_no_number_is_named_with_line_and_column(row: str, says: str) -> None:
    with pytest.raises(RecordingError) as refused:
        reader().rows_of(row, 7)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("row", "says"),
    [("0,5;1.5;2", "which is the decimal sign"), ("0;1,234;2,345", "or one between thousands")],
)
def test_a_comma_that_may_be_either_is_refused(row: str, says: str) -> None:
    lines = ["time_s;toe;heel", row]
    with pytest.raises(RecordingError, match=says):
        reader(lines).rows_of(row, 2)
