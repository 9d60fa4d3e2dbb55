"""A trace stays as near to its samples as it says, and what is no trace is refused with why."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.drill.trace import MOST_ROWS, lines_of, read_trace, rows_of, thinned

N = (0.0, 60.0)


@given(st.lists(st.floats(0.0, 30.0), min_size=2, max_size=200), st.floats(0.01, 5.0))
def test_a_thinned_line_is_nowhere_farther_off_than_it_says(values: list[float], within: float) -> None:
    time_s, column = 0.01 * np.arange(len(values), dtype=np.float64), np.array(values)
    kept = thinned(time_s, column[:, None], within)
    assert (kept[0], kept[-1]) == (0, len(values) - 1)
    assert np.abs(np.interp(time_s, time_s[kept], column[kept]) - column).max() <= within + 1e-9


def test_a_straight_line_is_two_rows_and_a_corner_a_third() -> None:
    time_s = np.linspace(0.0, 1.0, 101)
    assert thinned(time_s, (3.0 * time_s)[:, None], 0.1).tolist() == [0, 100]
    corner = np.minimum(time_s, 1.0 - time_s)[:, None]
    assert thinned(time_s, corner, 0.1).tolist() == [0, 50, 100]
    assert thinned(time_s, np.hstack([np.zeros((101, 1)), corner]), 0.1).tolist() == [0, 50, 100]


def test_rows_are_read_back_and_give_a_line_a_value() -> None:
    rows = rows_of(np.array([0.0, 1.00049]), np.array([2.004, 4.006]), digits=(2,))
    assert rows == ((0.0, 2.0), (1.0, 4.01))
    assert read_trace([list(row) for row in rows], N) == rows
    (line,) = lines_of(rows)
    assert line.at(np.array([0.5])) == pytest.approx([3.005])
    assert read_trace(None, N) == read_trace([], N) == ()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("x", "list of 2"),
        ([[0.0, 1.0]], "list of 2"),
        ([[0.0, 1.0], [1.0]], "row 2, which is not 2 numbers"),
        ([[0.0, True], [1.0, 1.0]], "row 1, which is not 2 numbers"),
        ([[0.0, 1.0], [1.0, 61.0]], "row 2 out of its limits"),
        ([[2.0, 1.0], [1.0, 1.0]], "row 2, whose time runs backward"),
        ([[0.0, 1.0]] * (MOST_ROWS + 1), "list of 2"),
    ],
)
def test_what_is_no_trace_is_refused(value: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_trace(value, N)
