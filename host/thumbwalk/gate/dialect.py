"""How a table is written: what parts its fields, points or commas in its numbers, and where its rows begin.

Told from its first lines. What has one meaning only is read; anything else is refused, and the cause is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from thumbwalk.errors import RecordingError
from thumbwalk.gate.header import TIME, Columns, columns_of, fields_of, n_known, shown
from thumbwalk.pad import Pad

HEAD_LINES = 60
"""So many lines of a file's beginning are enough to tell."""

_SEPARATORS = (",", ";", "\t", "|", " ")
_CALLED = {",": "','", ";": "';'", "\t": "tabs", "|": "'|'", " ": "blanks"}
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?|[+-]?nan|", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d+")
_SEP_LINE = re.compile(r'\s*"?sep=(.|\\t)"?\s*[,;\t]*\s*', re.IGNORECASE)
_COMMENTS = ("#", "//", "%")


@dataclass(frozen=True, slots=True)
class Dialect:
    """``separator`` between fields (" " is any blanks), the ``columns``, and the line of the file its rows begin in."""

    separator: str
    columns: Columns
    first_row_line: int


def dialect_of(head: Sequence[str], pad: Pad, source: str) -> Dialect:
    """Tell a table's dialect from its first lines; ``source`` is what messages call it. Raises RecordingError."""
    at, told = _header_line(head)
    header, separator, fields = _split(head[at] if at < len(head) else "", told, pad)
    if at and _numbers(fields) and head[at - 1].lstrip().startswith(_COMMENTS):
        # some writers make a comment of the header
        commented, its_separator, its_fields = _split(head[at - 1].lstrip().lstrip("#/% "), told, pad)
        if n_known(its_fields, pad) > 1:
            at, header, separator, fields = at - 1, commented, its_separator, its_fields
    where = f"{source}:{at + 1}"
    rows = [fields_of(line, separator) for line in head[at + 1 :] if line.strip()]
    if _numbers(fields):
        raise RecordingError(
            f"{where}: the table has no header, its first line is numbers; put {TIME} and the taxels' names before it, "
            f"in the order of the columns ({TIME},{shown(pad.names[0])[1:-1]},...)"
        )
    if n_known(fields, pad) == 0 and len(fields) == 1 and header.strip():
        raise RecordingError(
            f"{where}: column 1 is {shown(fields[0])}, layout '{pad.name}' has '{TIME}' there; a pad table has a "
            f"header {TIME},<taxels' names>: name such a table, or the layout that it was made with by --layout"
        )
    columns = _fitted(columns_of(fields, pad, where), rows)
    return Dialect(separator, columns, at + 2)


def _split(header: str, told: str | None, pad: Pad) -> tuple[str, str, list[str]]:
    """A header with what parts its fields, the one that makes most of them names of the layout's."""
    if told is None:
        told = max(_SEPARATORS, key=lambda one: (n_known(fields_of(header, one), pad), header.count(one)))
    return header, told, fields_of(header, told)


def _numbers(fields: Sequence[str]) -> bool:
    return any(fields) and all(_NUMBER.fullmatch(field) for field in fields)


def _header_line(head: Sequence[str]) -> tuple[int, str | None]:
    """Where the header stands behind blank lines, comments and a ``sep=`` line, and what that line says."""
    separator = None
    at = 0
    while at < len(head):
        line = head[at]
        told = _SEP_LINE.fullmatch(line.rstrip("\r\n"))
        if told:
            separator = "\t" if told[1] == "\\t" else told[1]
        elif line.strip() and not line.lstrip().startswith(_COMMENTS):
            return at, separator
        at += 1
    return 0, separator


def _fitted(columns: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """The columns as the rows have them: some writers end each with a separator, or number them without a name."""
    if not rows:
        return columns
    n, times = Counter(map(len, rows)).most_common(1)[0]
    if times < len(rows) / 2 or n == columns.n_columns:
        return columns
    usual = [row for row in rows if len(row) == n]
    if n == columns.n_columns + 1 and not any(row[-1] for row in usual):
        return replace(columns, n_columns=n, empty=(*columns.empty, n - 1))
    if n == columns.n_columns - 1 and columns.n_columns - 1 in columns.empty:
        return replace(columns, n_columns=n, empty=tuple(index for index in columns.empty if index != n))
    if n == columns.n_columns + 1 and _counts_up([row[0] for row in usual]):
        return replace(columns, order=tuple(index + 1 for index in columns.order), n_columns=n)
    return columns


def _counts_up(fields: Sequence[str]) -> bool:
    if len(fields) < 3 or not all(_WHOLE.fullmatch(field) for field in fields):
        return False
    return all(int(b[-18:]) - int(a[-18:]) == 1 for a, b in pairwise(fields))


def why_not_its_columns(fields: Sequence[str], dialect: Dialect) -> str:
    """Why a row may have another number of fields than the header, and what to do: for messages."""
    if dialect.separator == "," and len(fields) > dialect.columns.n_columns and all(map(_in_pieces, fields)):
        return (
            "its numbers have decimal commas, and commas part the fields too, so nobody can tell them apart; "
            "save it with decimal points, or with ';' between the fields"
        )
    others = [one for one in _SEPARATORS[:-1] if one != dialect.separator and any(one in field for field in fields)]
    if len(fields) == 1 and others:
        parts = f"{_CALLED[dialect.separator]}, this line's by {_CALLED[others[0]]}"
        return f"the header's fields are parted by {parts}; part all by one of them"
    return "mend or remove that line"


def _in_pieces(field: str) -> bool:
    return _WHOLE.fullmatch(field) is not None
