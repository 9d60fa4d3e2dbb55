"""A trace: what a teacher's hand did over a set, as a line for the eye, thinned to what an eye can tell apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.targets.timeline import Timeline
from thumbwalk.language import told
from thumbwalk.tomlfile import is_number

Array = NDArray[np.float64]
Trace = tuple[tuple[float, ...], ...]
"""Rows of a time, seconds of the set, and what was there then; between two rows it goes straight."""

MOST_ROWS = 20000
"""No set's trace has more rows: an hour of kneading, thinned, has so many."""
_LEAST_ROWS = 2
"""A line has a beginning and an end."""


def read_trace(value: object, *limits: tuple[float, float]) -> Trace:
    """A trace of a document: rows of a time and a value within each of ``limits``.

    Raises
    ------
    ValueError
        With why it is none.
    """
    if value is None or value == []:
        return ()
    if not isinstance(value, list) or not _LEAST_ROWS <= len(value) <= MOST_ROWS:
        raise ValueError(
            told("must be a list of {least_rows} to {most_rows} rows", least_rows=_LEAST_ROWS, most_rows=MOST_ROWS)
        )
    bounds = ((0.0, 3600.0), *limits)
    before_s = -1.0
    for number, row in enumerate(value, start=1):
        if not isinstance(row, list) or len(row) != len(bounds) or not all(map(is_number, row)):
            raise ValueError(
                told("has row {number}, which is not {n_bounds} numbers", number=number, n_bounds=len(bounds))
            )
        if not all(least <= one <= most for one, (least, most) in zip(row, bounds, strict=True)):
            they = ", ".join(f"{least:g} to {most:g}" for least, most in bounds)
            raise ValueError(told("has row {number} out of its limits: {limits}", number=number, limits=they))
        if row[0] < before_s:
            raise ValueError(told("has row {number}, whose time runs backward", number=number))
        before_s = row[0]
    return tuple(tuple(float(one) for one in row) for row in value)


def lines_of(trace: Trace) -> tuple[Timeline, ...]:
    """A line for each value of a trace."""
    times_s, *columns = zip(*trace, strict=True)
    return tuple(Timeline(times_s, column) for column in columns)


def thinned(time_s: Array, values: Array, within: float) -> NDArray[np.int64]:
    """Which samples make a line that stays ``within`` so much of all of them.

    The farthest sample from the straight line is kept, and both sides go on alike (Douglas and Peucker 1973), with the
    distance taken of the values alone.

    Parameters
    ----------
    time_s : (n,) float64
        Never falling.
    values : (n, k) float64
    within : float
        In the values' own unit.
    """
    n = len(time_s)
    kept = np.zeros(n, dtype=np.bool_)
    kept[[0, -1]] = True
    spans: list[tuple[int, int]] = [(0, n - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < _LEAST_ROWS:
            continue
        lasts_s = time_s[last] - time_s[first]
        part = (time_s[first : last + 1] - time_s[first]) / lasts_s if lasts_s > 0.0 else np.zeros(last - first + 1)
        straight = values[first] + part[:, None] * (values[last] - values[first])
        away = np.sqrt(np.sum((values[first : last + 1] - straight) ** 2, axis=1))
        farthest = int(np.argmax(away))
        if away[farthest] > within:
            kept[first + farthest] = True
            spans += [(first, first + farthest), (first + farthest, last)]
    return np.flatnonzero(kept)


def rows_of(time_s: Array, *columns: Array, digits: Sequence[int]) -> Trace:
    """Rows of a trace, rounded: the time to a thousandth, each column to its digits."""
    rounded = [np.round(time_s, 3), *(np.round(one, places) for one, places in zip(columns, digits, strict=True))]
    return tuple(tuple(row) for row in np.column_stack(rounded).tolist())
