"""Which taxels are left out, row by row, in the order of the rows' own times."""

from __future__ import annotations

import numpy as np

from thumbwalk.signal.grid import GridBlock
from thumbwalk.signal.health import Begun
from thumbwalk.signal.left_out_rows import LeftOutRows

NONE, FIRST, BOTH = (False, False), (True, False), (True, True)
TIMES = np.arange(10) / 10.0


def parts(rows: LeftOutRows, holes: np.ndarray | None = None) -> list[tuple[int, int, tuple[bool, ...]]]:
    return [(some.start, some.stop, out) for some, out in rows.cut(TIMES, holes)]


def test_what_is_left_out_changes_behind_the_row_of_that_time() -> None:
    rows = LeftOutRows(NONE, 3)
    rows.change([(0.4, FIRST), (5.0, BOTH)])
    assert rows.newest == BOTH
    assert parts(rows) == [(0, 5, NONE), (5, 10, FIRST)]
    assert parts(rows) == [(0, 10, FIRST)]  # the other one is still to come


def test_a_fault_is_left_out_from_where_it_began_to_where_it_was_known() -> None:
    rows = LeftOutRows(NONE, 3)
    rows.begin([Begun(1, 0.2, 0.5)])
    assert parts(rows) == [(0, 2, NONE), (2, 6, (False, True)), (6, 10, NONE)]


def test_a_filter_feels_a_hole_for_its_own_length_and_not_over_a_restart() -> None:
    rows, values = LeftOutRows(NONE, 3), np.zeros((10, 2))
    missing = np.zeros((10, 2), dtype=np.bool_)
    missing[8, 0] = True
    assert rows.holes(GridBlock(TIMES, values, None, 0, 0), 0, 1) is None
    first = rows.holes(GridBlock(TIMES, values, missing, 0, 0), 0, 1)
    assert first is not None
    assert first[:, 0].tolist() == [False] * 8 + [True] * 2
    after = rows.holes(GridBlock(TIMES + 1.0, values, None, 0, 10), 0, 1)
    assert after is not None
    assert after[:, 0].tolist() == [True, True] + [False] * 8
    assert not after[:, 1].any()
    assert parts(rows, after) == [(0, 2, FIRST), (2, 10, NONE)]
    rows.holes(GridBlock(TIMES, values, missing, 0, 0), 0, 1)
    rows.restart()
    assert rows.holes(GridBlock(TIMES + 2.0, values, None, 1, 0), 0, 1) is None


def test_what_a_layout_leaves_out_is_left_out_from_the_first_row_on() -> None:
    rows = LeftOutRows(FIRST, 3)
    rows.leave_out({1})
    assert parts(rows) == [(0, 10, BOTH)]
