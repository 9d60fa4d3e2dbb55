"""Tables too long to be in memory: rows and columns of numbers that are read, or made, a part at a time.

Whoever looks through a table takes a `Table`: an array, or columns that lie in a file, or ones made of another table as
they are asked for. They are asked in the same way and give the same numbers, in the same layout of memory: sums go in
the order of that, and are to be the same to the bit.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_AT_ONCE, _LEAST_ROWS = 1 << 18, 64
"""Numbers that are worked on at once, two megabytes, which the cache nearly holds; but no fewer rows than that."""
_BYTES = 8
"""Of a number."""
_VAR_TMP = Path("/var/tmp")  # noqa: S108  only asked for; the file in it has no name
"""Where large files may lie for a while: /tmp is a part of the memory on many a system."""


class Table(Protocol):
    """Numbers (n_rows, n_columns), an array's or some `Columns`': of both some rows, or a column, are got alike."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows and columns."""

    def __len__(self) -> int: ...

    def __getitem__(self, key: Any, /) -> Any: ...

    def __array__(self) -> Array: ...


class Columns(ABC):
    """A table (n_rows, n_columns) that is asked for parts of its columns.

    ``table[4:8]`` are rows, ``table[rows]`` those of an array of rising places, ``table[:, 3]`` is a column,
    ``table[4:8, some]`` a part of some columns: each an array as numpy's would be. ``table[:, 1:]`` is a table again.
    """

    def __init__(self, n_rows: int, n_columns: int) -> None:
        self.shape: tuple[int, ...] = (n_rows, n_columns)

    @abstractmethod
    def part(self, index: int, first: int, stop: int) -> Array:
        """A column's rows from ``first`` up to ``stop``, which nobody else has."""

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, key: Any, /) -> Any:
        rows, columns = key if isinstance(key, tuple) else (key, None)
        if isinstance(columns, slice) and rows == slice(None):
            return _Picked(self, range(self.shape[1])[columns])
        if columns is None:
            return self._stacked(rows, np.arange(self.shape[1]), "C")
        if isinstance(columns, (int, np.integer)):
            return self._column(int(columns), rows)
        # numpy lays rows of picked columns column by column
        return self._stacked(rows, np.arange(self.shape[1])[columns], "F")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        """All of it in memory."""
        return np.asarray(self[:], dtype=dtype)

    def _stacked(self, rows: Any, columns: NDArray[np.intp], order: Any) -> Array:
        if isinstance(rows, (int, np.integer)):
            return np.array([self._column(index, rows) for index in columns.tolist()])
        n = len(range(*rows.indices(len(self)))) if isinstance(rows, slice) else len(rows)
        out = np.empty((n, len(columns)), order=order)
        for at, index in enumerate(columns.tolist()):
            out[:, at] = self._column(index, rows)
        return out

    def _column(self, index: int, rows: Any) -> Any:
        if isinstance(rows, (int, np.integer)):
            row = int(rows) % len(self)
            return self.part(index, row, row + 1)[0]
        if isinstance(rows, slice):
            first, stop, step = rows.indices(len(self))
            part = self.part(index, first, max(first, stop))
            return part if step == 1 else part[::step]
        return self._at(index, np.asarray(rows))

    def _at(self, index: int, rows: NDArray[np.intp]) -> Array:
        """A column's rows at places that rise, those near each other got at once."""
        edges = [0, *(np.flatnonzero(np.diff(rows // rows_at_once(self))) + 1).tolist(), len(rows)]
        parts = [rows[lo:hi] for lo, hi in pairwise(edges) if hi > lo]
        found = [self.part(index, int(some[0]), int(some[-1]) + 1)[some - some[0]] for some in parts]
        return np.concatenate(found) if found else np.empty(0)


class Made(Columns):
    """A table made of another's columns, as they are asked for.

    ``make`` is given a part of a column, which it may work on, the column's index, and its first row.
    """

    def __init__(self, table: Table, make: Callable[[Array, int, int], Array]) -> None:
        super().__init__(*table.shape)
        self._table = table
        self._make = make

    def part(self, index: int, first: int, stop: int) -> Array:
        """A column's rows from ``first`` up to ``stop``."""
        some = self._table[first:stop, index]
        return self._make(some if isinstance(self._table, Columns) else some.copy(), index, first)


def without(table: Table, out: NDArray[np.bool_], value: float = 0.0, *, missing: float = np.nan) -> Table:
    """A table as one in which the columns that are ``out`` (n_columns,) read ``value``, and what is NaN ``missing``."""

    def made(part: Array, index: int, _first: int) -> Array:
        if out[index]:
            part[:] = value
        elif not np.isnan(missing):
            part[np.isnan(part)] = missing
        return part

    out = out.copy()
    return Made(table, made)


class _Picked(Columns):
    def __init__(self, table: Columns, columns: range) -> None:
        super().__init__(len(table), len(columns))
        self._table = table
        self._columns = columns

    def part(self, index: int, first: int, stop: int) -> Array:
        return self._table.part(self._columns[index], first, stop)


class Filed(Columns):
    """A table in a file without a name, which is gone with it; rows are added until it is ``complete``.

    In the file stand parts of as many rows one behind the other, and in each of them column behind column.
    Where a folder has no room for it OSError is raised.
    """

    def __init__(self, n_columns: int) -> None:
        super().__init__(0, n_columns)
        self._file = tempfile.TemporaryFile(prefix="thumbwalk-", dir=folder(), buffering=0)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._rows = rows_at_once(self)
        self._waiting: list[Array] = []
        self._n_waiting = 0

    def add(self, rows: Array) -> None:
        """Put rows (k, n_columns) behind those that are there."""
        self._waiting.append(rows)
        self._n_waiting += len(rows)
        while self._n_waiting >= self._rows:
            self._write(self._rows)

    def complete(self) -> Self:
        """Itself, with all its rows: none can be added afterwards."""
        if self._n_waiting:
            self._write(self._n_waiting)
        return self

    def _write(self, n_rows: int) -> None:
        rows = np.concatenate(self._waiting)
        self._waiting, self._n_waiting = [rows[n_rows:].copy()], len(rows) - n_rows
        left = np.ascontiguousarray(rows[:n_rows].T).data.cast("B")
        while left:
            left = left[self._file.write(left) :]
        self.shape = (self.shape[0] + n_rows, self.shape[1])

    def part(self, index: int, first: int, stop: int) -> Array:
        """A column's rows from ``first`` up to ``stop``."""
        out = np.empty(stop - first)
        for lo, hi in parts(self, first, stop):
            begins = lo - lo % self._rows
            long = min(self._rows, len(self) - begins)
            self._file.seek(_BYTES * (begins * self.shape[1] + index * long + lo - begins))
            left = out[lo - first : hi - first].data.cast("B")
            while left:
                n_read = self._file.readinto(left)
                if not n_read:
                    raise EOFError
                left = left[n_read:]
        return out


def rows_at_once(table: Table) -> int:
    """So many rows of a table are worked on at once."""
    return max(_LEAST_ROWS, _AT_ONCE // max(table.shape[1], 1))


def parts(table: Table, first: int = 0, stop: int | None = None) -> Iterator[tuple[int, int]]:
    """A table's rows from ``first`` up to ``stop`` (its end), some at a time: where each part begins and ends."""
    stop, rows = len(table) if stop is None else stop, rows_at_once(table)
    while first < stop:
        end = min(stop, first - first % rows + rows)
        yield first, end
        first = end


def folder() -> str:
    """Where a long table lies while it is read: the folder for temporary files, by TMPDIR if that is set."""
    asked = any(os.environ.get(one) for one in ("TMPDIR", "TEMP", "TMP"))
    return str(_VAR_TMP) if not asked and os.access(_VAR_TMP, os.W_OK) else tempfile.gettempdir()
