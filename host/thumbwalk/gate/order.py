"""Times that run backward: which of the causes it is, and what mends that one. Sorting mends single stray rows only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.gate.header import PER_SECOND
from thumbwalk.language import told

Array = NDArray[np.float64]

_COUNTERS = (8, 16, 24, 30, 31, 32)  # bits; 30 as MicroPython's ticks count
_TICKS: dict[str, float] = {told(" of milliseconds"): 1e-3, told(" of microseconds"): 1e-6}
"""Seconds of each tick that boards count in."""
_STRAY_ROWS, _STRAY = 3, 0.02
_OFTEN, _MOSTLY = 0.05, 0.9
"""Up to three rows, or 2 %, are stray ones; falls in 5 % of the rows are two clocks, in nine of ten a table upside
down."""
_SEARCHED = 100_000
"""Rows among which a few that changed places are sought, one by one: a tenth of a second."""
_HOLE, _TAKEN, _JITTER = 1.5, 0.25, 5.0
"""Steps: more is room for a row that is missing, less from another is the same time, and falls up to that are times
that jitter."""


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
    span = told("from {before} to {after}", before=_number(before), after=_number(after))
    if len(falls) > _MOSTLY * (len(time) - 1) and len(time) > _STRAY_ROWS:
        raise RecordingError(
            told("{where} runs backward in nearly every row, {span}; turn the rows round", where=where, span=span)
        )
    late = np.flatnonzero(time < np.maximum.accumulate(time))
    few = max(_STRAY_ROWS, _STRAY * len(time))
    # one that stands too early, or whose time is too high, has all behind it stand too late
    early = np.flatnonzero(time > np.minimum.accumulate(time[::-1])[::-1])
    for stray in (late, early, _out_of_place(time, int(early[0]), int(late[-1]) + 1)):
        if len(stray) and len(stray) <= few and _longest_run(stray) <= _STRAY_ROWS:
            _refuse_stray(time, stray, told("{where} runs backward, {span}", where=where, span=span))
    more = told(" ({n_falls} times in all)", n_falls=len(falls)) if len(falls) > 1 else ""
    wrapped = _wrapped(time, falls, unit)
    if wrapped is not None:
        counter, size = wrapped
        raise RecordingError(
            told(
                "{where} begins again, {span} (a counter of {counter} wrapped): add {size:.15g} to the times from "
                "there on{each}{more}",
                where=where,
                span=span,
                counter=counter,
                size=size,
                each=" each time" if more else "",
                more=more,
            )
        )
    back = time[falls - 1] - time[falls]
    usual = usual_step(np.sort(time)) or 0.0
    if len(falls) > _STRAY_ROWS and float(np.quantile(back, 0.9)) <= _JITTER * usual:
        raise RecordingError(
            told(
                "{where} runs backward {n} times, by {number} at the most, first {span}: times that jitter, as those "
                "of packets' arrival, or rows out of order; write each row with the sensor's own time",
                where=where,
                n=len(falls),
                number=_number(float(back.max())),
                span=span,
            )
        )
    if len(falls) > max(_STRAY_ROWS, _OFTEN * len(time)):
        raise RecordingError(
            told(
                "{where} runs backward {n} times, first {span}: rows of two clocks, or out of order; part the file "
                "by its clocks, or write the rows as they were taken",
                where=where,
                n=len(falls),
                span=span,
            )
        )
    leap = _leap_before(time, row)
    if leap is not None:
        _refuse_leap(time, leap, row, (where, span, f"line {line_of(leap)}"))
    raise RecordingError(told("{where} {time}{more}", where=where, time=_why(time, row), more=more))


def _refuse_leap(time: Array, leap: int, row: int, said: tuple[str, str, str]) -> NoReturn:
    """Raise RecordingError for times that leap ahead at one row and fall back at a later one."""
    where, span, line = said
    usual = usual_step(np.sort(time)) or 0.0
    n_rows = _block_end(time, row, usual) - row
    if abs(time[leap] - time[leap - 1] - (n_rows + 1) * usual) < 0.5 * (n_rows + 1) * usual:
        raise RecordingError(
            told(
                "{where} runs backward, {span}: the {n_rows} rows from there on were taken earlier; put them before "
                "{line}, where they are missing",
                where=where,
                span=span,
                n_rows=n_rows,
                line=line,
            )
        )
    raise RecordingError(
        told(
            "{where} falls back, {span}, having leapt ahead from {number} in {line}: the clock was wrong in between; "
            "mend the times of those lines, or take the lines out",
            where=where,
            span=span,
            number=_number(float(time[leap - 1])),
            line=line,
        )
    )


def _refuse_stray(time: Array, late: NDArray[np.intp], where: str) -> None:
    """Raise RecordingError for a few rows that stand elsewhere, have a wrong time, or are there twice.

    Returns for rows at the very end whose times are taken: there time begins again.
    """
    others = np.delete(time, late)
    usual = usual_step(others) or 0.0
    stands = late - np.arange(len(late))
    inside = stands < len(others)
    around = others[np.minimum(stands, len(others) - 1)] - others[np.maximum(stands - 1, 0)]
    at = np.searchsorted(others, time[late])
    left, right = others[np.maximum(at - 1, 0)], others[np.minimum(at, len(others) - 1)]
    if ((at > 0) & (at < len(others)) & (right - left >= _HOLE * usual)).all():
        raise RecordingError(told("{where}; sort the rows ({n} stand in a wrong place)", where=where, n=len(late)))
    if (inside & (around >= _HOLE * usual)).mean() > 0.5:
        few = told(", or sort the rows") if len(late) <= _STRAY_ROWS else ""
        raise RecordingError(
            told(
                "{where}, where the rows beside it leave room for it: its time is wrong, not its place; mend the "
                "times of such lines ({n}), or take the lines out{few}",
                where=where,
                n=len(late),
                few=few,
            )
        )
    nearest = np.minimum(np.abs(right - time[late]), np.abs(left - time[late]))
    taken = nearest <= _TAKEN * usual
    if not taken.any():
        raise RecordingError(told("{where}; sort the rows ({n} stand in a wrong place)", where=where, n=len(late)))
    if inside.all():
        raise RecordingError(
            told(
                "{where}, a time that is there already; take such lines out ({n} stand in a wrong place)",
                where=where,
                n=len(late),
            )
        )


def _wrapped(time: Array, falls: NDArray[np.intp], unit: str) -> tuple[str, float] | None:
    """Which counter wrapped at nearly all falls, and its size, in the times' unit; None where none did."""
    step = usual_step(time[: falls[0]]) or usual_step(time) or 0.0
    fell = time[falls - 1] + step - time[falls]
    for what, tick in (*((what, tick_s * PER_SECOND[unit]) for what, tick_s in _TICKS.items()), ("", 1.0)):
        for bits in _COUNTERS:
            size = 2.0**bits * tick
            if (
                np.ptp(time) <= size + step
                and size > 5.0 * step
                and (np.abs(fell - size) <= min(2.0 * step, 0.1 * size)).mean() > _MOSTLY
            ):
                return f"{bits} bits{what}", size
    return None


def _why(time: Array, row: int) -> str:
    before, after = float(time[row - 1]), float(time[row])
    step = usual_step(time[:row]) or usual_step(time) or 0.0
    span = told("from {before} to {after}", before=_number(before), after=_number(after))
    if abs(after - float(time[0])) > 10.0 * step and abs(after) > 10.0 * step:
        return told(
            "falls back, {span} (the clock was set): part the file there, or add what is missing, "
            "some {number}, to the times from there on",
            span=span,
            number=_number(before + step - after),
        )
    return told(
        "begins again, {span} (a reset, or a counter that wrapped): part the file there, or "
        "add what is missing to the times from there on",
        span=span,
    )


def _block_end(time: Array, row: int, usual: float) -> int:
    """Where the rows end that follow each other from ``row`` on."""
    leaps = np.flatnonzero(np.diff(time[row:]) > 20.0 * usual)
    return row + int(leaps[0]) + 1 if len(leaps) else len(time)


def _out_of_place(time: Array, first: int, stop: int) -> NDArray[np.intp]:
    """The fewest rows (k,) without which no time falls: those beside a longest rising row of rows (Fredman, 1975).

    All that falls lies from ``first`` up to ``stop``; where that is long nothing is sought, and none given.
    """
    if stop - first > _SEARCHED:
        return np.empty(0, np.intp)
    ends: list[float] = []
    last: list[int] = []
    before = np.empty(stop - first, np.intp)
    for row, value in enumerate(time[first:stop].tolist()):
        at = bisect_right(ends, value)
        before[row] = last[at - 1] if at else -1
        ends[at : at + 1], last[at : at + 1] = [value], [row]
    keep, row = np.zeros(len(before), np.bool_), last[-1]
    while row >= 0:
        keep[row] = True
        row = int(before[row])
    return first + np.flatnonzero(~keep)


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
