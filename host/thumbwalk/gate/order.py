"""Times that run backward: which of the causes it is, and what mends that one. Sorting mends single stray rows only."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.gate.header import PER_SECOND

Array = NDArray[np.float64]

_COUNTERS = (16, 24, 30, 31, 32)  # bits; 30 as MicroPython's ticks count
_TICKS = {"milliseconds": 1e-3, "microseconds": 1e-6}
"""Seconds of each tick that boards count in."""
_STRAY_ROWS, _STRAY = 3, 0.02
_OFTEN, _MOSTLY = 0.05, 0.9
"""Up to three rows, or 2 %, are stray ones; falls in 5 % of the rows are two clocks, in nine of ten a table upside
down."""


def usual_step(time: Array) -> float | None:
    """The usual step between samples: the mean of those no longer than half again the median; None without any."""
    steps = np.diff(time)
    steps = steps[steps > 0.0]
    return float(steps[steps <= 1.5 * np.median(steps)].mean()) if len(steps) else None


def check_order(
    time: Array, column: tuple[str, int], line_of: Callable[[int], int], source: str, unit: str = "s"
) -> None:
    """Refuse times (n,) that run backward; equal ones are legal.

    ``column`` is the name and number of the times' column, ``line_of`` the line of a row.

    Raises
    ------
    RecordingError
        Saying in which line, from what to what, why that may be, and what to do.
    """
    falls = np.flatnonzero(time[1:] < time[:-1]) + 1
    if not len(falls):
        return
    row = int(falls[0])
    before, after = float(time[row - 1]), float(time[row])
    where = f"{source}:{line_of(row)}: column {column[1]} ({column[0]}): time"
    span = f"from {_number(before)} to {_number(after)}"
    if len(falls) > _MOSTLY * (len(time) - 1) and len(time) > _STRAY_ROWS:
        raise RecordingError(f"{where} runs backward in nearly every row, {span}; turn the rows round")
    late = np.flatnonzero(time < np.maximum.accumulate(time))
    if len(late) <= max(_STRAY_ROWS, _STRAY * len(time)) and _longest_run(late) <= _STRAY_ROWS:
        raise RecordingError(f"{where} runs backward, {span}; sort the rows ({len(late)} stand too late)")
    if len(falls) > max(_STRAY_ROWS, _OFTEN * len(time)):
        raise RecordingError(
            f"{where} runs backward {len(falls)} times, first {span}: rows of two clocks, or out of order; part the "
            "file by its clocks, or write the rows as they were taken"
        )
    leap = _leap_before(time, row)
    if leap is not None:
        raise RecordingError(
            f"{where} falls back, {span}, having leapt ahead from {_number(float(time[leap - 1]))} in line "
            f"{line_of(leap)}: the clock was wrong in between; mend the times of those lines, or take the lines out"
        )
    more = f" ({len(falls)} times in all)" if len(falls) > 1 else ""
    raise RecordingError(f"{where} {_why(time, row, unit)}{more}")


def _why(time: Array, row: int, unit: str) -> str:
    before, after = float(time[row - 1]), float(time[row])
    step = usual_step(time[:row]) or usual_step(time) or 0.0
    span = f"from {_number(before)} to {_number(after)}"
    for what, tick_s in _TICKS.items():
        for bits in _COUNTERS:
            size = 2.0**bits * tick_s * PER_SECOND[unit]
            if abs(before + step - after - size) <= 2.0 * step and size > 20.0 * step:
                return (
                    f"begins again, {span} (a counter of {bits} bits of {what} wrapped): add {size:.15g} to the times "
                    "from there on"
                )
    if abs(after - float(time[0])) > 10.0 * step and abs(after) > 10.0 * step:
        return (
            f"falls back, {span} (the clock was set): part the file there, or add what is missing, some "
            f"{_number(before + step - after)}, to the times from there on"
        )
    return (
        f"begins again, {span} (a reset, or a counter that wrapped): part the file there, or add what is missing to "
        "the times from there on"
    )


def _longest_run(rows: NDArray[np.intp]) -> int:
    ends = np.flatnonzero(np.diff(rows) > 1)
    return int(np.diff(np.concatenate(([-1], ends, [len(rows) - 1]))).max())


def _leap_before(time: Array, row: int) -> int | None:
    """The row before ``row`` in which the clock leapt ahead, if it fell back there to where it would have been."""
    steps = np.diff(time[:row])
    if not len(steps):
        return None
    leap = int(np.argmax(steps)) + 1
    usual = usual_step(time) or 0.0
    back_s = float(time[row] - time[leap - 1])
    fell = float(time[row - 1] - time[row])
    if back_s >= 0.0 and steps[leap - 1] > 20.0 * usual and fell > 0.5 * steps[leap - 1] and leap < row:
        return leap
    return None


def _number(value: float) -> str:
    return f"{value:.10g}"
