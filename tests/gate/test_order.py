"""Time that runs backward: each cause gets the advice that mends it, and sorting is for stray rows alone."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.gate.order import check_order, usual_step

EVEN = np.arange(1000) / 100.0


def refused(time: NDArray[np.float64]) -> str:
    with pytest.raises(RecordingError) as error:
        check_order(time, ("time_s", 1), lambda row: row + 2, "t.csv")
    return str(error.value)


def swapped(*rows: int) -> NDArray[np.float64]:
    time = EVEN.copy()
    for row in rows:
        time[[row, row + 1]] = time[[row + 1, row]]
    return time


def test_times_that_rise_or_stand_are_none_of_its_business() -> None:
    check_order(np.array([0.0, 0.0, 1.0, 1.0, 5.0]), ("time_s", 1), lambda row: row, "t.csv")


@pytest.mark.parametrize(
    ("time", "line", "says"),
    [
        (swapped(300), 303, "sort the rows (1 stand too late)"),
        (EVEN[::-1], 3, "turn the rows round"),
        (np.concatenate((EVEN[:500], EVEN[:500])), 502, "begins again"),
        (np.where(EVEN < 5.0, EVEN, EVEN - 2**16 * 1e-3 + 60.0), 502, "part the file there"),
        (np.where(EVEN < 5.0, EVEN + 60.536, EVEN + 60.536 - 2**16 * 1e-3), 502, "16 bits of milliseconds wrapped"),
        (np.where((EVEN >= 3.0) & (EVEN < 6.0), EVEN + 5e4, EVEN), 602, "the clock was wrong in between"),
        (np.ravel(np.column_stack((EVEN, EVEN + 100.0))), 4, "rows of two clocks"),
    ],
)
def test_each_cause_is_told_from_the_others(time: NDArray[np.float64], line: int, says: str) -> None:
    told = refused(time)
    assert told.startswith(f"t.csv:{line}: column 1 (time_s): time ")
    assert says in told
    assert ("sort" in told) == says.startswith("sort")


def test_the_usual_step_is_not_that_of_the_pauses() -> None:
    time = np.concatenate((EVEN, EVEN + 100.0))
    assert usual_step(time) == pytest.approx(0.01)
    assert usual_step(np.zeros(3)) is None
