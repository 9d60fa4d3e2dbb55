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


def with_times(change: dict[int, float]) -> NDArray[np.float64]:
    time = EVEN.copy()
    time[list(change)] = list(change.values())
    return time


MOVED = np.concatenate((EVEN[:300], EVEN[320:600], EVEN[300:320], EVEN[600:]))
JITTER = np.random.default_rng(2).normal(0.0, 0.004, len(EVEN))


def test_times_that_rise_or_stand_are_none_of_its_business() -> None:
    check_order(np.array([0.0, 0.0, 1.0, 1.0, 5.0]), ("time_s", 1), lambda row: row, "t.csv")


@pytest.mark.parametrize(
    ("time", "line", "says"),
    [
        (swapped(300), 303, "sort the rows (1 stand in a wrong place)"),
        (with_times({300: 3.07, 307: 3.0}), 303, "sort the rows (2 stand in a wrong place)"),
        (
            with_times({300: 9.005}),
            303,
            "its time is wrong, not its place; mend the times of such lines (1), or take the lines out, or sort",
        ),
        (EVEN[::-1], 3, "turn the rows round"),
        (np.concatenate((EVEN[:500], EVEN[:500])), 502, "begins again"),
        (np.where(EVEN < 5.0, EVEN, EVEN - 2**16 * 1e-3 + 60.0), 502, "part the file there"),
        (np.where(EVEN < 5.0, EVEN + 60.536, EVEN + 60.536 - 2**16 * 1e-3), 502, "16 bits of milliseconds wrapped"),
        (np.where((EVEN >= 3.0) & (EVEN < 6.0), EVEN + 5e4, EVEN), 602, "the clock was wrong in between"),
        (np.ravel(np.column_stack((EVEN, EVEN + 100.0))), 4, "rows of two clocks"),
        (np.random.default_rng(1).permutation(EVEN), 3, "rows of two clocks, or out of order"),
        (with_times({500: 0.0}), 502, "mend the times of such lines (1), or take the lines out, or sort the rows"),
        (with_times(dict.fromkeys(range(5, 1000, 60), 0.0)), 7, "mend the times of such lines (17)"),
        (np.concatenate((EVEN[:500], [2.0], EVEN[500:])), 502, "a time that is there already; take such lines out"),
        (np.concatenate((EVEN, EVEN[:2])), 1002, "begins again, from 9.99 to 0 (a reset"),
        (MOVED, 582, "the 20 rows from there on were taken earlier; put them before line 302"),
        (np.round(EVEN * 1e3) % 256 / 1e3, 28, "(a counter of 8 bits of milliseconds wrapped): add 0.256"),
        ((np.round(EVEN * 1e3) + 60_000) % 2**16, 556, "(a counter of 16 bits wrapped): add 65536"),
        (EVEN + JITTER, 29, "times that jitter, as those of packets' arrival"),
    ],
)
def test_each_cause_is_told_from_the_others(time: NDArray[np.float64], line: int, says: str) -> None:
    told = refused(time)
    assert told.startswith(f"t.csv:{line}: column 1 (time_s): time ")
    assert says in told
    assert ("sort" in told) == ("sort" in says)


def test_the_usual_step_is_not_that_of_the_pauses() -> None:
    time = np.concatenate((EVEN, EVEN + 100.0))
    assert usual_step(time) == pytest.approx(0.01)
    assert usual_step(np.zeros(3)) is None
