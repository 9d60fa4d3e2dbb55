"""Pad tables (CSV): a column of times, a column a taxel, a row a sample, in the layout's own unit.

Irregular times, gaps and missing values are legal and survive; anything else that is not a number, or time that runs
backward, is refused with the file, line and column where it stands. What a table means is told by `gate`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.filekind import READ_FAULTS, kind_of, open_bytes, reason_of
from thumbwalk.gate.dialect import HEAD_LINES, dialect_of
from thumbwalk.gate.header import TIME
from thumbwalk.gate.lines import blocks_of, line_of_row
from thumbwalk.gate.order import check_order
from thumbwalk.gate.ramps import told_of_ramps
from thumbwalk.gate.rows import RowReader, Rows
from thumbwalk.gate.times import Times, judged_times
from thumbwalk.gate.values import check_range, oddity_of
from thumbwalk.language import marked, told
from thumbwalk.longtable import Table
from thumbwalk.pad import Pad
from thumbwalk.places import write_whole

_ROWS_A_CHUNK = 4096
"""A megabyte of text at a time."""
_NEXT_STEP = marked("name a pad table (CSV) or a recording (.twr)")


@dataclass(frozen=True)
class PadTable:
    """A pad table as it stands in its file.

    ``time_s`` is (n,), never falling; ``values`` is (n, n_taxels) in the pad's unit, NaN where a value is missing, and
    lies in a file where it is long;
    ``warnings`` is what the gate found, a line each, ``leaps`` are the rows before which its clock was set. Where its
    forces are not ``believed``, no hand makes such values.
    """

    time_s: NDArray[np.float64]
    values: Table
    pad: Pad
    warnings: tuple[str, ...] = ()
    leaps: tuple[int, ...] = ()
    believed: bool = True

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
            raise RecordingError(
                told(
                    "{path}: can't read the pad table: no such file; {next_step}", path=path, next_step=told(_NEXT_STEP)
                )
            )
        if kind.sort != "text":
            raise RecordingError(
                told(
                    "{path}: not a pad table: it is {what}; {mend}",
                    path=path,
                    what=kind.what,
                    mend=told(kind.mend or _NEXT_STEP),
                )
            )
        with open_bytes(path, kind) as file:
            written = _read(file, pad.columns, str(path))
        line_of = _lines_of(lambda: open_bytes(path, kind), written.first_line, str(path))
        check_range(written.values, pad.columns.names, line_of, str(path))
        judged = judged_times(written.times, written.values, line_of, str(path))
    except READ_FAULTS as error:
        raise RecordingError(
            told(
                "{path}: can't read the pad table: {error}; {next_step}",
                path=path,
                error=reason_of(error),
                next_step=told(_NEXT_STEP),
            )
        ) from error
    tiles = written.values[:, : pad.n_taxels] if pad.cells else written.values
    odd, ramps = oddity_of(pad, tiles), told_of_ramps(pad, judged.time_s, tiles)
    oddities = (None if odd is None else odd.says, ramps)
    warnings = (*judged.warnings, *(f"{path}: {one}" for one in oddities if one is not None))
    return PadTable(judged.time_s, written.values, pad, warnings, judged.leaps, believed=odd is None or odd.believed)


def parse_pad_table(text: str, pad: Pad, source: str) -> PadTable:
    """Read a pad table from its text, as it stands; ``source`` is what messages call it. Raises RecordingError."""
    data = text.encode()
    written = _read(io.BytesIO(data), pad.columns, source)
    times = written.times
    line_of = _lines_of(lambda: io.BytesIO(data), written.first_line, source)
    check_order(times.written, (times.name, times.column), line_of, source)
    return PadTable(times.seconds(), written.values, pad)


@dataclass(frozen=True)
class _Written:
    """What stands in a table: its times, its values (n, n_taxels), and the line its rows begin in."""

    times: Times
    values: Table
    first_line: int


def _read(file: BinaryIO, pad: Pad, source: str) -> _Written:
    blocks = blocks_of(file, source)
    text = next(blocks, None)
    if text is None:
        raise RecordingError(
            told("{source}: not a pad table: it is empty; {next_step}", source=source, next_step=told(_NEXT_STEP))
        )
    dialect = dialect_of(text.split("\n", HEAD_LINES)[:HEAD_LINES], pad, source)
    reader, line = RowReader(dialect, pad, source), dialect.first_row_line
    rows = Rows(1 + pad.n_taxels, source)
    text = "\n".join(text.split("\n")[line - 1 :])
    while text is not None:
        rows.add(reader.rows_of(text, line))
        line += text.count("\n")
        text = next(blocks, None)
    table = rows.table()
    columns = dialect.columns
    times = Times(table[:, 0].copy(), columns.time_unit, columns.time_name, columns.order[0] + 1)
    return _Written(times, table[:, 1:], dialect.first_row_line)


def _lines_of(opened: Callable[[], BinaryIO], first_line: int, source: str) -> Callable[[int], int]:
    """Give what finds a row's line: the file is read again for it, which only messages need."""

    def line_of(row: int) -> int:
        with opened() as file:
            return line_of_row(blocks_of(file, source), first_line, row)

    return line_of


def write_pad_table(path: Path, table: PadTable) -> None:
    """Write a pad table, whole or not at all; read again it has the same bits.

    Raises
    ------
    RecordingError
        When the folder or file can't be written.
    """
    write_columns(path, table.pad.columns.names, table.time_s, table.values)


def write_columns(path: Path, names: Sequence[str], time_s: NDArray[np.float64], values: Table) -> None:
    """Write ``time_s`` (n,) and named columns (n, n_names) as CSV, whole or not at all. Raises RecordingError."""
    write_table_bytes(path, _lines(names, time_s, values))


def write_table_bytes(path: Path, chunks: Iterable[str | bytes | memoryview]) -> None:
    """Write a table's file, whatever its format, whole or not at all. Raises RecordingError."""
    try:
        write_whole(path, chunks)
    except OSError as error:
        raise RecordingError(
            told(
                "{path}: can't write the table: {why}; choose a folder that can be written",
                path=path,
                why=error.strerror,
            )
        ) from error


def _lines(names: Sequence[str], time_s: NDArray[np.float64], values: Table) -> Iterator[str]:
    yield ",".join([TIME, *names]) + "\n"
    for at in range(0, len(time_s), _ROWS_A_CHUNK):
        times, rows = time_s[at : at + _ROWS_A_CHUNK].tolist(), values[at : at + _ROWS_A_CHUNK].tolist()
        # repr is the shortest text that reads back as the same double
        yield "".join(",".join([repr(time), *map(repr, row)]) + "\n" for time, row in zip(times, rows, strict=True))
