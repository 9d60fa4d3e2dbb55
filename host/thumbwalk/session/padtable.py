"""Pad tables (CSV): a column of times, a column a taxel, a row a sample, in the layout's own unit.

Irregular times, gaps and missing values are legal and survive; anything else that is not a number, or time that runs
backward, is refused with the file, line and column where it stands. What a table means is told by `gate`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.filekind import READ_FAULTS, kind_of, open_bytes, reason_of
from thumbwalk.gate.dialect import HEAD_LINES, dialect_of
from thumbwalk.gate.header import TIME
from thumbwalk.gate.lines import LineIndex, blocks_of
from thumbwalk.gate.order import check_order
from thumbwalk.gate.rows import RowReader, Rows
from thumbwalk.gate.times import Times, judged_times
from thumbwalk.gate.values import told_of_values
from thumbwalk.pad import Pad
from thumbwalk.places import write_whole

_ROWS_A_CHUNK = 4096
_NEXT_STEP = "name a pad table (CSV) or a recording (.twr)"


@dataclass(frozen=True)
class PadTable:
    """A pad table as it stands in its file.

    ``time_s`` is (n,), never falling; ``values`` is (n, n_taxels) in the pad's unit, NaN where a value is missing;
    ``warnings`` is what the gate found, a line each.
    """

    time_s: NDArray[np.float64]
    values: NDArray[np.float64]
    pad: Pad
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.time_s)


def read_pad_table(path: Path, pad: Pad) -> PadTable:
    """Read a pad table that was made with a layout, and take it through the gate (`gate`).

    Its times become seconds, packets are spread, a leap of the clock is a pause; ``warnings`` says so.

    Raises
    ------
    RecordingError
        When the file can't be read or is no table, its header is not that of the layout, a value is no number, time
        runs backward or its samples are too far apart; the message names file, line, column and value.
    """
    try:
        kind = kind_of(path)
        if kind.sort == "missing":
            raise RecordingError(f"{path}: can't read the pad table: no such file; {_NEXT_STEP}")
        if kind.sort != "text":
            raise RecordingError(f"{path}: not a pad table: it is {kind.what}; {kind.mend or _NEXT_STEP}")
        with open_bytes(path, kind) as file:
            times, values, lines = _read(file, pad, str(path), path.stat().st_size)
    except READ_FAULTS as error:
        raise RecordingError(f"{path}: can't read the pad table: {reason_of(error)}; {_NEXT_STEP}") from error
    judged = judged_times(times, values, lines.line_of, str(path))
    told = told_of_values(pad, values)
    return PadTable(
        judged.time_s, values, pad, judged.warnings if told is None else (*judged.warnings, f"{path}: {told}")
    )


def parse_pad_table(text: str, pad: Pad, source: str) -> PadTable:
    """Read a pad table from its text, as it stands; ``source`` is what messages call it. Raises RecordingError."""
    times, values, lines = _read(io.BytesIO(text.encode()), pad, source, len(text))
    check_order(times.written, (times.name, times.column), lines.line_of, source)
    return PadTable(times.seconds(), values, pad)


def _read(file: BinaryIO, pad: Pad, source: str, n_bytes: int) -> tuple[Times, NDArray[np.float64], LineIndex]:
    """Times and values (n, n_taxels) of a table, and which line each row stood in."""
    reader, lines, line = None, LineIndex(), 1
    rows = Rows(1 + pad.n_taxels, 0)
    columns = None
    for block in blocks_of(file, source):
        text = block
        if reader is None:
            dialect = dialect_of(text.split("\n", HEAD_LINES)[:HEAD_LINES], pad, source)
            reader, columns = RowReader(dialect, pad, source), dialect.columns
            text = "".join(text.splitlines(keepends=True)[dialect.first_row_line - 1 :])
            line = dialect.first_row_line
        found = reader.rows_of(text, line)
        if not rows.n and len(found):
            likely = round(1.02 * len(found) * n_bytes / len(text))
            rows = Rows(1 + pad.n_taxels, min(likely, n_bytes // (2 * pad.n_taxels)))
        lines.note(rows.n, len(found), line, text)
        rows.add(found)
        line += text.count("\n")
    if columns is None:
        raise RecordingError(f"{source}: not a pad table: it is empty; {_NEXT_STEP}")
    table = rows.table()
    return Times(table[:, 0].copy(), columns.time_unit, columns.time_name, columns.order[0] + 1), table[:, 1:], lines


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
