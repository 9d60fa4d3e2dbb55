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
from thumbwalk.language import told
from thumbwalk.pad import Pad

HEAD_LINES = 60
"""So many lines of a file's beginning are enough to tell."""

_SEPARATORS = (",", ";", "\t", "|", " ")
_CALLED = {",": "','", ";": "';'", "\t": "tabs", "|": "'|'", " ": "blanks"}
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?|[+-]?nan|", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d+")
_STRANGE = re.compile(r"[^\w\s\"'()\[\]-]")
_MOST_TRIED = 5
"""Such signs that are tried for one that parts a header's fields; each costs a look at all of them."""
_SEP_LINE = re.compile(r'\s*"?sep= *(\S|\t|\\t| )"?\s*[,;\t]*\s*', re.IGNORECASE)
_COMMENTS = ("#", "//", "%")


@dataclass(frozen=True, slots=True)
class Dialect:
    """``separator`` between fields (" " is any blanks), the ``columns``, and the line of the file its rows begin in."""

    separator: str
    columns: Columns
    first_row_line: int


def dialect_of(head: Sequence[str], pad: Pad, source: str) -> Dialect:
    """Tell a table's dialect from its first lines; ``source`` is what messages call it. Raises RecordingError."""
    at, parted_by = _header_line(head, pad)
    header, separator, fields = _split(head[at] if at < len(head) else "", parted_by, pad)
    if not header.strip("\ufeff \t\r\n"):
        raise RecordingError(
            told("{source}: not a pad table: it is empty; name another file, or write it again", source=source)
        )
    if at and _numbers(fields) and head[at - 1].lstrip().startswith(_COMMENTS):
        # some writers make a comment of the header
        commented, its_separator, its_fields = _split(head[at - 1].lstrip().lstrip("#/% "), parted_by, pad)
        if n_known(its_fields, pad) > 1:
            at, header, separator, fields = at - 1, commented, its_separator, its_fields
    where = f"{source}:{at + 1}"
    rows = [fields_of(line, separator) for line in head[at + 1 :] if line.strip()]
    if _numbers(fields):
        raise RecordingError(
            told(
                "{where}: the table has no header, its first line is numbers; put {time} and the taxels' names "
                "before it, in the order of the columns ({time},{shown},...)",
                where=where,
                time=TIME,
                shown=shown(pad.names[0])[1:-1],
            )
        )
    if n_known(fields, pad) == 0 and not _may_be_renamed(fields, pad):
        _refuse_foreign(header, fields, pad, where)
    columns = _fitted(columns_of(fields, pad, where), rows)
    return Dialect(separator, columns, at + 2)


def _may_be_renamed(fields: Sequence[str], pad: Pad) -> bool:
    """Whether a header without a known name may still be one: it has as many columns as are needed, or nearly."""
    return len(fields) > 1 and abs(len(fields) - 1 - pad.n_taxels) <= 1


def _refuse_foreign(header: str, fields: Sequence[str], pad: Pad, where: str) -> None:
    """Raise RecordingError for a first line that is no header, or one whose fields nothing known parts."""
    # a file that lost its line ends is one long header: what parts its fields is among the commonest signs of it
    common = [one for one, _ in Counter(_STRANGE.findall(header)).most_common(_MOST_TRIED)]
    strange = next((one for one in common if n_known(header.split(one), pad) > 1), None)
    if strange is not None:
        raise RecordingError(
            told(
                "{where}: its fields are parted by {strange}; part them by ',', ';', tabs, '|' or blanks",
                where=where,
                strange=shown(strange),
            )
        )
    raise RecordingError(
        told(
            "{where}: column 1 is {shown}, layout '{name}' has '{time}' there; a pad table has a header "
            "{time},<taxels' names>: name such a table, or the layout that it was made with by --layout",
            where=where,
            shown=shown(fields[0]),
            name=pad.name,
            time=TIME,
        )
    )


def _split(header: str, parted_by: str | None, pad: Pad) -> tuple[str, str, list[str]]:
    """A header with what parts its fields, the one that makes most of them names of the layout's."""
    if parted_by is None or (parted_by not in header and any(one in header for one in _SEPARATORS[:-1])):
        parted_by = max(_SEPARATORS, key=lambda one: (n_known(fields_of(header, one), pad), header.count(one)))
    return header, parted_by, fields_of(header, parted_by)


def _numbers(fields: Sequence[str]) -> bool:
    return any(fields) and all(_NUMBER.fullmatch(field) for field in fields)


def _header_line(head: Sequence[str], pad: Pad) -> tuple[int, str | None]:
    """Where the header stands behind blank lines, comments, a ``sep=`` line and lines about the file.

    Also what the ``sep=`` line says. The header is the first line with most of the layout's names, or, where none has
    them, the first that is no comment.
    """
    separator, first = None, None
    for at, line in enumerate(head):
        parted_by = _SEP_LINE.fullmatch(line.rstrip("\r\n"))
        if parted_by:
            separator = "\t" if parted_by[1] == "\\t" else parted_by[1]
        elif line.strip() and not line.lstrip().startswith(_COMMENTS):
            _, _, fields = _split(line, separator, pad)
            if n_known(fields, pad) > (1 + pad.n_taxels) / 2:
                return at, separator
            if first is None and _numbers(fields):
                return at, separator  # rows have begun
            first = at if first is None else first
    return first or 0, separator


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
        return told(
            "its numbers have decimal commas, and commas part the fields too, so nobody can tell "
            "them apart; save it with decimal points, or with ';' between the fields"
        )
    if any("\0" in field for field in fields):
        return told(
            "it has zero bytes, as a logger leaves that lost its power; take out what is behind the last whole line"
        )
    others = [one for one in _SEPARATORS[:-1] if one != dialect.separator and any(one in field for field in fields)]
    if len(fields) == 1 and others:
        parts = told("{called}, this line's by {other}", called=_CALLED[dialect.separator], other=_CALLED[others[0]])
        return told("the header's fields are parted by {parts}; part all by one of them", parts=parts)
    return told("mend or remove that line")


def _in_pieces(field: str) -> bool:
    return _WHOLE.fullmatch(field) is not None
