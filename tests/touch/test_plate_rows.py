"""What a plate bears, asked for at the tiles' moments: between readings, over gaps, again for a stage from before."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.plate_rows import PlateRows

PLATE = builtin_pad("plate4")
WHOLE = (False,) * 4


def block(time_s: np.ndarray, total_n: np.ndarray, piece: int = 0, left_out: tuple[bool, ...] = WHOLE) -> ForceBlock:
    return ForceBlock(time_s, np.repeat(total_n[:, None] / 4.0, 4, axis=1), piece, left_out)


def test_between_two_readings_it_goes_straight() -> None:
    rows, time_s = PlateRows(PLATE, 80.0, 0.3), np.arange(10) / 80.0
    rows.take(block(time_s, 4.0 + time_s))
    asked_s = np.array([0.0, 0.01, 0.05, 9 / 80.0])
    found = rows.at(asked_s)
    np.testing.assert_allclose(found[:, 0], 4.0 + asked_s, atol=1e-12)
    middle = PLATE.positions_mm.mean(axis=0)
    np.testing.assert_allclose(found[:, 1:], found[:, :1] * middle, atol=1e-9)


def test_before_the_first_behind_the_newest_and_over_a_gap_nothing_is_known() -> None:
    rows, time_s = PlateRows(PLATE, 80.0, 0.3), 1.0 + np.arange(10) / 80.0
    rows.take(block(time_s, np.full(10, 5.0)))
    rows.take(block(time_s + 1.0, np.full(10, 5.0), piece=1))
    found = rows.at(np.array([0.9, 1.05, 1.5, 2.05, 2.2]))
    assert np.isnan(found[[0, 2, 4]]).all()
    np.testing.assert_allclose(found[[1, 3], 0], 5.0)


def test_without_one_of_its_cells_it_knows_nothing() -> None:
    rows, time_s = PlateRows(PLATE, 80.0, 0.3), np.arange(10) / 80.0
    rows.take(block(time_s, np.full(10, 5.0), left_out=(False, True, False, False)))
    assert np.isnan(rows.at(time_s[1:4])).all()


def test_a_stage_from_before_finds_what_came_since() -> None:
    rows, time_s = PlateRows(PLATE, 80.0, 0.3), np.arange(800) / 80.0
    from_before = deepcopy(rows)
    rows.take(block(time_s, np.full(800, 5.0)))
    assert rows.at(time_s[-3:])[:, 0] == pytest.approx(5.0)
    # a fault may reach back five seconds, and its rows are asked for once more
    assert from_before.at(time_s[-1:] - 5.0)[:, 0] == pytest.approx(5.0)


def test_what_nobody_asks_for_any_more_is_dropped() -> None:
    rows = PlateRows(PLATE, 80.0, 0.3)
    for second in range(200):
        time_s = second + np.arange(80) / 80.0
        rows.take(block(time_s, np.full(80, 5.0)))
        rows.at(time_s[-2:])
    assert np.isnan(rows.at(np.array([100.0]))).all()
