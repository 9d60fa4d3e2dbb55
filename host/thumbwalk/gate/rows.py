"""A table's rows, from blocks of its lines to numbers: the fast way where every field is one, else field by field.

The numbers of a file are the same however it is cut into blocks, and however its fields are quoted or parted.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.gate.dialect import Dialect, why_not_its_columns
from thumbwalk.gate.header import TIME, fields_of, n_known, shown
from thumbwalk.language import told
from thumbwalk.longtable import Filed, Table, folder
from thumbwalk.pad import Pad

Array = NDArray[np.float64]

_IN_MEMORY = 1 << 23
"""Numbers of a table that are held in memory, 64 MB: eight minutes of 1 kHz x 16."""
_QUOTE = '"'
_MISSING = ("", "nan", "+nan", "-nan", "na", "n/a", "#n/a", "null", "none")
"""What programs write where there is no value."""
_NO_VALUE = r"[^\S\t\n]*(?:(?:#?n/?a|null|none)[^\S\t\n]*)?"
_QUOTED_COMMA = re.compile(r'"(\s*[+-]?\d*),(\d+(?:[eE][+-]?\d+)?\s*)"')
_COMMA = re.compile(r"[+-]?\d*,\d+")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*|\d{1,2}:\d\d(:\d\d.*)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+[.,]\d*|[+-]?\d{1,3}(,\d{3}){2,}")
_WITH_UNIT = re.compile(r"[+-]?\d+([.,]\d*)?\s*[A-Za-z%\u00b5]{1,8}")


class RowReader:
    """Turns lines into rows (n, 1 + n_taxels): the time and each taxel in the layout's order, NaN where there is none.

    Parameters
    ----------
    dialect, pad
        How the table is written, and what its columns are called.
    source : str
        What messages call the file.
    """

    def __init__(self, dialect: Dialect, pad: Pad, source: str) -> None:
        self._dialect = dialect
        self._pad = pad
        self._source = source
        self._names = (TIME, *pad.names)
        self._point_line: int | None = None
        self._comma_line: int | None = None
        separator = re.escape(dialect.separator)
        flags = re.MULTILINE | re.IGNORECASE
        self._empty = re.compile(rf"(?:(?<=^)|(?<={separator})){_NO_VALUE}(?={separator}|$)", flags)

    def rows_of(self, text: str, first_line: int) -> Array:
        """The rows of whole lines, the first of which is line ``first_line`` of the file.

        Raises
        ------
        RecordingError
            When a field is no finite number, or a row has other columns; the message names line, column and value.
        """
        plain = self._with_points(text, first_line)
        table = self._fast(plain.split("\n"))
        if table is None and self._dialect.separator != " ":
            table = self._fast([self._empty.sub("nan", line) for line in plain.split("\n") if line.strip()])
        return self._one_by_one(text, first_line) if table is None else table

    def _with_points(self, text: str, first_line: int) -> str:
        """The text with points in its numbers; commas in some and points in others are refused."""
        pattern = _QUOTED_COMMA if self._dialect.separator == "," else _COMMA
        comma = pattern.search(text) if self._comma_line is None else None
        if comma is not None:
            self._comma_line = first_line + text.count("\n", 0, comma.start())
            if all(_THOUSANDS.fullmatch(one[0].strip(_QUOTE)) for one in pattern.finditer(text)):
                number = comma[0].strip(_QUOTE)
                raise RecordingError(
                    told(
                        "{source}:{comma_line}: is the comma of {number} a decimal one, or one between thousands? "
                        "Save it with decimal points and nothing between thousands",
                        source=self._source,
                        comma_line=self._comma_line,
                        number=shown(number),
                    )
                )
        if self._point_line is None and "." in text:
            self._point_line = first_line + text.count("\n", 0, text.index("."))
        if self._comma_line is None:
            return text
        if self._point_line is not None:
            raise RecordingError(
                told(
                    "{source}:{comma_line}: a comma in a number, and a point in one of line {point_line}: which is "
                    "the decimal sign? Save it with decimal points and nothing between thousands",
                    source=self._source,
                    comma_line=self._comma_line,
                    point_line=self._point_line,
                )
            )
        if self._dialect.separator == ",":
            return _QUOTED_COMMA.sub(r"\1.\2", text)
        return text.replace(",", ".")

    def _fast(self, lines: Sequence[str]) -> Array | None:
        """The rows if every field is a number, and none of them infinite, else None."""
        columns = self._dialect.columns
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # a header alone is a table of no rows
                table = np.loadtxt(
                    lines,
                    delimiter=None if self._dialect.separator == " " else self._dialect.separator,
                    ndmin=2,
                    comments=None,
                    dtype=np.float64,
                    quotechar=_QUOTE,
                )
        except (ValueError, RuntimeError):
            return None
        if not table.size:
            return np.empty((0, len(self._names)))
        if table.shape[1] != columns.n_columns or not np.isfinite(table[:, columns.order[0]]).all():
            return None
        if np.isinf(table).any() or (columns.empty and not np.isnan(table[:, columns.empty]).all()):
            return None
        return table if columns.in_order else table[:, columns.order]

    def _one_by_one(self, text: str, first_line: int) -> Array:
        """The rows with empty fields as NaN; refuses the first field that is neither."""
        columns = self._dialect.columns
        rows: list[list[float]] = []
        for number, line in enumerate(text.split("\n"), start=first_line):
            if not line.strip():
                continue
            fields = fields_of(line, self._dialect.separator)
            self._check_words(fields, number)
            if len(fields) != columns.n_columns:
                raise RecordingError(
                    told(
                        "{source}:{number}: {n} columns where the header has {n_columns}; {fields}",
                        source=self._source,
                        number=number,
                        n=len(fields),
                        n_columns=columns.n_columns,
                        fields=why_not_its_columns(fields, self._dialect),
                    )
                )
            for index in columns.empty:
                if fields[index].lower() not in _MISSING:
                    raise RecordingError(
                        told(
                            "{source}:{number}: column {index} has no name in the header, but {shown} in it; name "
                            "it, or take the column out",
                            source=self._source,
                            number=number,
                            index=index + 1,
                            shown=shown(fields[index]),
                        )
                    )
            rows.append([self._number(fields[index], at, index, number) for at, index in enumerate(columns.order)])
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(self._names))

    def _check_words(self, fields: Sequence[str], line: int) -> None:
        """Refuse a header in the middle, and a second line of one."""
        if not any(field[:1].isalpha() or field[:1] in "([\ufeff" for field in fields[:2]):
            return  # as nearly all rows
        if n_known(fields, self._pad) > len(self._names) / 2:
            raise RecordingError(
                told(
                    "{source}:{line}: the header stands there again (two tables in one file?): part the file there",
                    source=self._source,
                    line=line,
                )
            )
        first = line == self._dialect.first_row_line
        if first and len(fields) > 1 and all(field[-1:].isalpha() or not field.strip("()[]") for field in fields):
            raise RecordingError(
                told(
                    "{source}:{line}: a second line of header (units?): take it out; a unit stands in a column's "
                    "name, as in '{time}' and '{names} ({unit})'",
                    source=self._source,
                    line=line,
                    time=TIME,
                    names=self._pad.names[0],
                    unit=self._pad.unit,
                )
            )

    def _number(self, field: str, at: int, column: int, line: int) -> float:
        where = f"{self._source}:{line}: column {column + 1} ({self._names[at]})"
        if field.lower() in _MISSING:
            if at == 0:
                raise RecordingError(told("{where}: the time is missing; every sample needs one", where=where))
            return float("nan")
        try:
            text = field.replace(",", ".") if field.count(",") == 1 and "." not in field else field
            value = float(text.replace("_", "x"))  # Python's own 1_000 is no number to anybody else
        except ValueError:
            raise RecordingError(
                told(
                    "{where}: {field} is not a number; {advice}",
                    where=where,
                    field=shown(field),
                    advice=self._advice(field, at),
                )
            ) from None
        if not np.isfinite(value):
            raise RecordingError(
                told(
                    "{where}: {field} is not a finite number; mend it, or leave the field empty",
                    where=where,
                    field=shown(field),
                )
            )
        return value

    @staticmethod
    def _advice(field: str, at: int) -> str:
        if at == 0 and _DATE.fullmatch(field):
            return told("write the time in seconds since the first sample")
        if _GROUPED.fullmatch(field):
            return told("write numbers with nothing between thousands")
        if _WITH_UNIT.fullmatch(field):
            return told("write numbers alone, their unit in the column's name")
        if field.startswith("'"):
            return told("write numbers without apostrophes")
        return told("mend it") if at == 0 else told("mend it, or leave the field empty")


class Rows:
    """Rows (n, n_columns) that are put together block by block; of many the most part lies in a file."""

    def __init__(self, n_columns: int, source: str = "") -> None:
        self._n_columns = n_columns
        self._source = source
        self._blocks: list[Array] = []
        self._n = 0
        self._filed: Filed | None = None

    def add(self, rows: Array) -> None:
        """Put rows behind those that are there. Raises RecordingError where no folder has room for so many."""
        self._blocks.append(rows)
        self._n += len(rows)
        if self._filed is None and self._n * self._n_columns <= _IN_MEMORY:
            return
        try:
            if self._filed is None:
                self._filed = Filed(self._n_columns)
            for block in self._blocks:
                self._filed.add(block)
        except OSError as error:
            raise RecordingError(
                told(
                    "{source}: a table so long lies in {folder} while it is read, and that can't be written: {why}; "
                    "make room there, or name another folder by TMPDIR",
                    source=self._source,
                    folder=folder(),
                    why=error.strerror,
                )
            ) from error
        self._blocks.clear()

    def table(self) -> Table:
        """All rows; nothing can be added afterwards."""
        if self._filed is None:
            return np.concatenate(self._blocks) if self._blocks else np.empty((0, self._n_columns))
        return self._filed.complete()
