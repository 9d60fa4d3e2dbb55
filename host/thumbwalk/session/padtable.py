"""Pad tables (CSV): a column of times, a column a taxel, a row a sample, in the layout's own unit.

Irregular times, gaps and missing values are legal and survive; anything else that is not a number, or time that runs
backward, is refused with the file, line and column where it stands.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.pad import Pad
from thumbwalk.places import write_whole

TIME = "time_s"
_ROWS_A_CHUNK = 4096
"""A megabyte of text at a time."""
_MISSING = ("", "nan")


@dataclass(frozen=True)
class PadTable:
    """A pad table as it stands in its file.

    ``time_s`` is (n,), never falling; ``values`` is (n, n_taxels) in the pad's unit, NaN where a value is missing.
    """

    time_s: NDArray[np.float64]
    values: NDArray[np.float64]
    pad: Pad

    def __len__(self) -> int:
        return len(self.time_s)


def read_pad_table(path: Path, pad: Pad) -> PadTable:
    """Read a pad table that was made with a layout.

    Raises
    ------
    RecordingError
        When the file can't be read, its header is not that of the layout, a value is no number, or time runs backward;
        the message names file, line, column and value.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            header = file.readline()
        _check_header(header, pad, str(path))
        table = _numbers(path, 1 + pad.n_taxels, header_rows=1)
        if table is None or not _sound(table):
            return parse_pad_table(path.read_text(encoding="utf-8-sig"), pad, str(path))
    except UnicodeDecodeError as error:
        raise RecordingError(
            f"{path}: not a pad table: byte {error.start} is not UTF-8 text; "
            "name a pad table (CSV) or a recording (.twr)"
        ) from error
    except OSError as error:
        raise RecordingError(
            f"{path}: can't read the pad table: {error.strerror}; name a pad table (CSV) or a recording (.twr)"
        ) from error
    return PadTable(table[:, 0].copy(), table[:, 1:], pad)


def parse_pad_table(text: str, pad: Pad, source: str) -> PadTable:
    """Read a pad table from its text; ``source`` is what messages call it. Raises RecordingError."""
    header, _, body = text.partition("\n")
    _check_header(header, pad, source)
    table = _numbers(io.StringIO(body), 1 + pad.n_taxels)
    if table is None or not _sound(table):
        table = _numbers_one_by_one(body, pad, source)
        _check_times(table[:, 0], body, source)
    return PadTable(table[:, 0].copy(), table[:, 1:], pad)


def write_pad_table(path: Path, table: PadTable) -> None:
    """Write a pad table, whole or not at all; read again it has the same bits.

    Raises
    ------
    RecordingError
        When the folder or file can't be written.
    """
    write_columns(path, table.pad.names, table.time_s, table.values)


def write_columns(path: Path, names: Sequence[str], time_s: NDArray[np.float64], values: NDArray[np.float64]) -> None:
    """Write ``time_s`` (n,) and named columns (n, n_names) as CSV, whole or not at all. Raises RecordingError."""
    try:
        write_whole(path, _lines(names, time_s, values))
    except OSError as error:
        raise RecordingError(
            f"{path}: can't write the table: {error.strerror}; choose a folder that can be written"
        ) from error


def _lines(names: Sequence[str], time_s: NDArray[np.float64], values: NDArray[np.float64]) -> Iterator[str]:
    yield ",".join([TIME, *names]) + "\n"
    for at in range(0, len(time_s), _ROWS_A_CHUNK):
        times, rows = time_s[at : at + _ROWS_A_CHUNK].tolist(), values[at : at + _ROWS_A_CHUNK].tolist()
        # repr is the shortest text that reads back as the same double
        yield "".join(",".join([repr(time), *map(repr, row)]) + "\n" for time, row in zip(times, rows, strict=True))


def _check_header(header: str, pad: Pad, source: str) -> None:
    found, wanted = header.rstrip("\r\n").split(","), [TIME, *pad.names]
    if found == wanted:
        return
    found, wanted = [name.strip().strip('"') for name in found], [name.strip() for name in wanted]
    if found == wanted:
        return
    hint = "name the table's own layout with --layout"
    for column, (is_there, is_wanted) in enumerate(zip(found, wanted, strict=False), start=1):
        if is_there != is_wanted:
            shown = is_there if len(is_there) <= 40 else is_there[:37] + "..."
            raise RecordingError(
                f"{source}:1: column {column} is {shown!r}, layout '{pad.name}' has {is_wanted!r} there; {hint}"
            )
    raise RecordingError(
        f"{source}:1: the header has {len(found)} columns, layout '{pad.name}' needs {len(wanted)} "
        f"({TIME} and {pad.n_taxels} taxels); {hint}"
    )


def _numbers(file: Path | io.StringIO, columns: int, header_rows: int = 0) -> NDArray[np.float64] | None:
    """All numbers of a file if every field is one; None if the slow way must look."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # a header alone is a table of no rows
            table = np.loadtxt(
                file,
                delimiter=",",
                ndmin=2,
                comments=None,
                dtype=np.float64,
                skiprows=header_rows,
                encoding="utf-8-sig",
            )
    except ValueError:
        return None
    if not table.size:
        return np.empty((0, columns))
    return table if table.shape[1] == columns else None


def _sound(table: NDArray[np.float64]) -> bool:
    """Whether times are there and never fall, and no value is infinite; if not, the slow way knows where."""
    time_s = table[:, 0]
    forward = bool(np.isfinite(time_s).all() and (time_s[1:] >= time_s[:-1]).all())
    return forward and not np.isinf(table).any()


def _numbers_one_by_one(body: str, pad: Pad, source: str) -> NDArray[np.float64]:
    """The body's numbers with empty fields as NaN; refuses the first field that is neither."""
    rows: list[list[float]] = []
    for number, line in _numbered(body):
        fields = line.split(",")
        if len(fields) != 1 + pad.n_taxels:
            raise RecordingError(
                f"{source}:{number}: {len(fields)} columns where the header has {1 + pad.n_taxels}; "
                "mend or remove that line"
            )
        rows.append([_number(field, column, number, pad, source) for column, field in enumerate(fields, start=1)])
    return np.array(rows, dtype=np.float64).reshape(len(rows), 1 + pad.n_taxels)


def _number(field: str, column: int, line: int, pad: Pad, source: str) -> float:
    text = field.strip()
    name = (TIME, *pad.names)[column - 1]
    where = f"{source}:{line}: column {column} ({name})"
    if text.lower() in _MISSING:
        if column == 1:
            raise RecordingError(f"{where}: the time is missing; every sample needs one")
        return float("nan")
    try:
        value = float(text.replace("_", "x"))  # Python's own 1_000 is no number to anybody else
    except ValueError:
        raise RecordingError(f"{where}: {text!r} is not a number; mend it, or leave the field empty") from None
    if not np.isfinite(value):
        raise RecordingError(f"{where}: {text!r} is not a finite number; mend it, or leave the field empty")
    return value


def _check_times(time_s: NDArray[np.float64], body: str, source: str) -> None:
    """Refuse times that run backward; equal ones are legal, and missing ones are refused already."""
    bad = np.flatnonzero(time_s[1:] < time_s[:-1])
    if not len(bad):
        return
    index = int(bad[0]) + 1
    line = next(number for row, (number, _) in enumerate(_numbered(body)) if row == index)
    raise RecordingError(
        f"{source}:{line}: column 1 ({TIME}): time runs backward, from {time_s[index - 1]:g} to {time_s[index]:g}; "
        "sort the rows"
    )


def _numbered(body: str) -> Iterator[tuple[int, str]]:
    """The body's lines that are not blank, with their numbers in the file."""
    for number, line in enumerate(body.split("\n"), start=2):
        if line.strip():
            yield number, line
