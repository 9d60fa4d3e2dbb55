"""Load cells on one grid: what lies on a line comes back, silence is a hole, and chunks don't matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.link.cells import NOT_LIFTED, CellBank, CellReading, CellReadings
from thumbwalk.link.even_cells import EvenCells

Array = NDArray[np.float64]
PERIODS_US = (12_500, 12_412, 12_650, 12_312)
"""Of four converters' own clocks, -1.5 to +1.2 % of 80 Hz."""


def ramp(cell: int, time_us: int) -> int:
    """A force that rises evenly, each cell's at its own pace."""
    return 1000 * cell + (cell + 1) * time_us // 100


def readings(seconds: float, silent: tuple[int, int, int] | None = None) -> list[tuple[int, int, int, int]]:
    """(time_us, cell, code, flags) in order; ``silent`` is a cell, from when and until when in us."""
    found = [
        (time_us, cell, ramp(cell, time_us), 0)
        for cell, period_us in enumerate(PERIODS_US)
        for time_us in range(700 * cell + 5_000, round(seconds * 1e6), period_us)
        if silent is None or cell != silent[0] or not silent[1] <= time_us < silent[2]
    ]
    return sorted(found)


def frames(found: list[tuple[int, int, int, int]], sizes: list[int]) -> list[CellReadings]:
    """As a board would send them, so many in each frame in turn."""
    made, at, turn = [], 0, 0
    while at < len(found):
        some = found[at : at + sizes[turn % len(sizes)]]
        first_us = some[0][0]
        rows = tuple(CellReading(t - first_us, cell, code, flags) for t, cell, code, flags in some)
        made.append(CellReadings(first_us, rows, at + len(some), 0))
        at, turn = at + len(some), turn + 1
    return made


def rows_of(heard: list[CellReadings], rate_hz: float = 79.0) -> tuple[NDArray[np.int64], Array]:
    even = EvenCells(4, rate_hz)
    pieces = [even.feed(one) for one in heard]
    return np.concatenate([times for times, _ in pieces]), np.concatenate([codes for _, codes in pieces])


def test_a_line_comes_back_at_every_row() -> None:
    time_us, codes = rows_of(frames(readings(3.0), [3]))
    assert (np.diff(time_us) == round(1e6 / 79.0)).all()
    assert len(time_us) == pytest.approx(3.0 * 79.0, abs=8)
    wanted = [[ramp(cell, int(t)) for cell in range(4)] for t in time_us]
    np.testing.assert_allclose(codes, wanted, atol=2.0)


def test_a_cell_that_is_silent_is_missing_and_the_others_go_on() -> None:
    time_us, codes = rows_of(frames(readings(3.0, silent=(2, 1_000_000, 1_600_000)), [3]))
    hole = np.isnan(codes[:, 2])
    assert not np.isnan(np.delete(codes, 2, axis=1)).any()
    assert (time_us[hole].min(), time_us[hole].max()) == (pytest.approx(1e6, abs=3e4), pytest.approx(1.6e6, abs=3e4))
    assert hole.sum() == pytest.approx(0.6 * 79.0, abs=3)


def test_a_dead_cell_costs_the_others_nothing_from_the_start_on() -> None:
    time_us, codes = rows_of(frames(readings(1.0, silent=(1, 0, 1_000_000)), [5]))
    assert np.isnan(codes[:, 1]).all()
    assert not np.isnan(codes[:, [0, 2, 3]]).any()
    assert len(time_us) >= 70


def test_a_reading_that_is_lost_or_not_believed_is_bridged() -> None:
    found = readings(1.0)
    bad = next(i for i, one in enumerate(found) if one[0] > 500_000 and one[1] == 3)
    found[bad] = (found[bad][0], 3, 8_000_000, NOT_LIFTED)
    _, codes = rows_of(frames(found, [4]))
    assert not np.isnan(codes).any()
    assert codes[:, 3].max() < 100_000


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), st.integers(0, 3), st.integers(0, 900_000))
def test_chunks_do_not_matter(sizes: list[int], cell: int, from_us: int) -> None:
    found = readings(1.2, silent=(cell, from_us, from_us + 150_000))
    whole, parts = rows_of(frames(found, [len(found)])), rows_of(frames(found, sizes))
    n = len(parts[0])
    assert len(whole[0]) == n
    np.testing.assert_array_equal(whole[0][:n], parts[0])
    np.testing.assert_array_equal(whole[1][:n], parts[1])


def test_rows_lie_on_whole_steps_of_the_streams_time_so_that_a_part_has_those_of_the_whole() -> None:
    found = readings(3.0)
    whole, part = rows_of(frames(found, [3])), rows_of(frames([one for one in found if one[0] > 1_234_567], [4]))
    assert (whole[0] % round(1e6 / 79.0) == 0).all()
    same = np.isin(whole[0], part[0])
    assert same.sum() == len(part[0]) > 100
    np.testing.assert_array_equal(whole[1][same], part[1])


def test_where_all_cells_are_silent_there_is_no_row() -> None:
    found = [one for one in readings(3.0) if not 1_000_000 <= one[0] < 2_000_000]
    time_us, codes = rows_of(frames(found, [3]))
    assert not np.isnan(codes).all(axis=1).any()
    assert np.diff(time_us).max() == pytest.approx(1e6, abs=60_000)


def test_a_reading_that_is_not_after_its_cells_last_and_one_of_another_cell_are_none() -> None:
    found = readings(1.0)
    odd = [(one[0] - 100_000, one[1], 8_000_000, 0) for one in found[100:110]] + [(found[100][0], 6, 1, 0)]
    plain, mixed = EvenCells(4, 79.0), EvenCells(4, 79.0)
    codes = [plain.feed(one)[1] for one in frames(found, [3])]
    before, after = frames(found[:100], [3]), frames(found[100:], [3])
    also = [mixed.feed(one)[1] for one in [*before, *frames(odd[:1], [1]), *frames(odd[-1:], [1]), *after]]
    assert np.nanmax(np.concatenate(also)) < 100_000
    assert sum(map(len, also)) == pytest.approx(sum(map(len, codes)), abs=1)


@pytest.mark.parametrize(
    ("told_hz", "rate_hz"), [(None, 80.0), (79.6, 80.0), (92.8, 80.0), (10.4, 10.0), (332.0, 320.0), (0.5, 10.0)]
)
def test_the_grid_has_the_rate_that_converters_are_made_for(told_hz: float | None, rate_hz: float) -> None:
    bank = CellBank(("a", "b", "c"), "HX711", 24, told_hz, 128, 49.0, 1.0)
    assert EvenCells.of_bank(bank).rate_hz == rate_hz
