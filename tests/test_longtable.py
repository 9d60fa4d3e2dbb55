"""A table that lies in a file, or is made as it is asked for, has the numbers and the layout of an array's."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk import longtable
from thumbwalk.longtable import Filed, Made, Table, folder, parts, rows_at_once, without

Array = NDArray[np.float64]
N_ROWS, N_COLUMNS = 1000, 5


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(longtable, "_AT_ONCE", 7 * N_COLUMNS)
    monkeypatch.setattr(longtable, "_LEAST_ROWS", 1)


def numbers() -> Array:
    values = np.random.default_rng(0).standard_normal((N_ROWS, N_COLUMNS))
    values[::9, 2] = np.nan
    values[5] = -0.0
    return values


def filed(values: Array, block: int = 13) -> Filed:
    table = Filed(values.shape[1])
    for at in range(0, len(values), block):
        table.add(values[at : at + block])
    return table.complete()


def same(found: Any, wanted: Any) -> bool:
    return np.asarray(found).tobytes() == np.asarray(wanted).tobytes() and np.shape(found) == np.shape(wanted)


@pytest.mark.parametrize("block", [1, 7, 13, N_ROWS])
def test_a_filed_table_has_its_rows_to_the_bit_in_whatever_blocks_they_came(block: int) -> None:
    values = numbers()
    table = filed(values, block)
    assert table.shape == values.shape
    assert same(table, values)


@pytest.mark.parametrize(
    "key",
    [
        slice(0, 3),
        slice(5, 40),
        slice(990, 2000),
        slice(40, 5),
        slice(-3, None),
        slice(2, 900, 11),
        np.array([0, 3, 4, 6, 7, 500, 999]),
        np.empty(0, np.intp),
        0,
        -1,
        (slice(None), 3),
        (slice(4, 30), 0),
        (12, 2),
        (slice(6, 60), np.array([3, 1])),
        (slice(None), np.array([True, False, True, True, False])),
    ],
    ids=str,
)
def test_rows_and_columns_are_got_as_of_an_array_and_lie_as_its_do(key: Any) -> None:
    values = numbers()
    wanted = values[key]
    for table in (filed(values), Made(values, lambda part, _index, _first: part)):
        found = table[key]
        assert same(found, wanted)
        if np.ndim(found) == 2 and min(found.shape) > 1:
            assert found.flags.c_contiguous == wanted.flags.c_contiguous or not wanted.flags.contiguous
            assert same(found.sum(axis=1), wanted.sum(axis=1))


def test_some_of_the_columns_are_a_table_again() -> None:
    values = numbers()
    rest = filed(values)[:, 1:]
    assert rest.shape == (N_ROWS, N_COLUMNS - 1)
    assert same(rest[30:50], values[30:50, 1:])
    assert same(rest[:, 0], values[:, 1])


@pytest.mark.parametrize("first", [0, 3, 7, 8, 998])
def test_parts_cover_the_rows_once_and_are_the_file_s(first: int) -> None:
    table = np.zeros((N_ROWS, N_COLUMNS))
    found = list(parts(table, first))
    assert [row for lo, hi in found for row in range(lo, hi)] == list(range(first, N_ROWS))
    assert all(lo // 7 == (hi - 1) // 7 for lo, hi in found)
    assert rows_at_once(table) == 7
    assert list(parts(table, N_ROWS)) == []


def test_what_a_table_is_made_of_stays_as_it_is() -> None:
    values = numbers()
    before = values.copy()
    for table in list[Table]([values, filed(values)]):
        out = np.array([False, True, False, False, False])
        made = without(without(table, out, np.nan), out[::-1], missing=0.5)
        out[:] = True  # whoever asked may go on with it
        wanted = np.where(np.isnan(before), 0.5, before)
        wanted[:, 1], wanted[:, 3] = 0.5, 0.0
        assert same(made, wanted)
        assert same(made[:, 1], np.full(N_ROWS, 0.5))
        assert same(table, before)


def test_a_made_column_is_told_which_rows_it_is_asked_for() -> None:
    values = numbers()
    made = Made(filed(values), lambda part, index, first: part + 10.0 * index + np.arange(first, first + len(part)))
    wanted = values + 10.0 * np.arange(N_COLUMNS) + np.arange(N_ROWS)[:, None]
    assert same(made[600:700], values[600:700] + 10.0 * np.arange(N_COLUMNS) + np.arange(600, 700)[:, None])
    assert np.allclose(np.asarray(made), wanted, equal_nan=True)


def test_a_table_s_file_is_gone_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert folder() == str(tmp_path)
    table = filed(numbers())
    file = table._file
    assert len(table) == N_ROWS
    del table
    assert file.closed
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_cut_under_its_reader_is_an_error_and_no_wait_for_ever() -> None:
    table = filed(numbers())
    table._file.truncate(100)
    with pytest.raises(EOFError):
        table[:, 4]
