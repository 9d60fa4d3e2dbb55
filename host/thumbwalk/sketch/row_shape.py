"""How a board's lines are written: what parts their numbers, which sign is the decimal one, labels before them.

Told from the first lines; each later one is then a row of numbers, or damaged, by one pattern.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from thumbwalk.gate.header import fields_of
from thumbwalk.sketch.damage import Kind

_PARTED = {",": r"\s*,\s*", ";": r"\s*;\s*", "\t": r"[ ]*\t[ ]*", "|": r"\s*\|\s*", " ": r"\s+"}
"""Each separator, the likelier first, as it may stand between two fields."""
_POINT = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_COMMA = r"[+-]?[0-9]+(?:,[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_NUMBERS = {".": _POINT, ",": _COMMA}
_NO_NUMBER = r"[+-]?(?:nan|inf|infinity|ovf)"
"""What C's and Arduino's printing make of values that are no numbers."""
_LABEL = r"[^\W\d][^:=,;\t|]*?"
_LABELLED = re.compile(rf"({_LABEL})\s*[:=]\s*({_POINT}|{_NO_NUMBER})(?=[\s,;|]|$)[\s,;|]*", re.IGNORECASE)
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
"""About a line, as Python prints a tuple or a list, and JSON an object."""
_UNIT = re.compile(r"(?<=[\d.])\s*(kg|g|N)(?![\w.])")
"""Behind a number, as scales print it."""
_ENDS = (",", ";", "|", "\t")
"""Signs that sketches put behind the last number."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_AS_OFTEN = 0.75
"""A way that three quarters as many lines are written in is as likely: the others are torn."""
_MOST_FIELDS = 257
"""A time, and as many channels as a rig may have."""


@dataclass(frozen=True)
class RowShape:
    """``n_fields`` numbers a line, parted by ``separator``, or each behind its label where there are ``labels``.

    All of it stands between ``bracket`` and its other half, if it is not "", and ``end`` is the sign behind the last
    number, if there is one; a line without what the others have is torn. ``unit`` is what stands behind the numbers.
    """

    separator: str
    decimal: str
    n_fields: int
    labels: tuple[str, ...] = ()
    bracket: str = ""
    end: str = ""
    unit: str = ""

    @property
    def called(self) -> str:
        """The way it is written, in words."""
        behind = f", {self.unit} behind each" if self.unit else ""
        if self.labels:
            return f"LABEL:VALUE{behind}"
        parted = {"\t": "tabs", " ": "blanks"}.get(self.separator, f"'{self.separator}'")
        how = "a number a line" if self.n_fields == 1 else f"parted by {parted}"
        return how + behind if self.decimal == "." else f"{how}, with decimal commas{behind}"

    def values_of(self, line: str) -> list[float] | Kind | None:
        """The numbers of a line; what is wrong with it; or None for a line of text, which is no damage."""
        inner = self._inner(line)
        found = None if inner is None else self._pattern.fullmatch(inner)
        if found is None:
            return self._why_not(line if inner is None else inner)
        values = [float(field.replace(",", ".")) for field in found.groups()]
        return values if all(map(math.isfinite, values)) else "not_finite"

    def _inner(self, line: str) -> str | None:
        """The numbers without brackets and units; None where those are not whole."""
        if self.bracket:
            line = line.strip()
            if not (line.startswith(self.bracket) and line.endswith(_BRACKETS[self.bracket])):
                return None
            line = line[1:-1].replace('"', "") if self.bracket == "{" else line[1:-1]
        return _UNIT.sub("", line) if self.unit else line

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return self._with(_NUMBERS[self.decimal])

    @cached_property
    def _loose(self) -> re.Pattern[str]:
        return self._with(f"{_NUMBERS[self.decimal]}|{_NO_NUMBER}")

    def _with(self, number: str) -> re.Pattern[str]:
        if self.labels:
            fields = [rf"{re.escape(label)}\s*[:=]\s*({number})" for label in self.labels]
            return re.compile(r"\s*" + r"[\s,;|]+".join(fields) + r"[\s,;|]*", re.IGNORECASE)
        parted = _PARTED[self.separator]
        end = rf"\s*{re.escape(self.end)}"
        return re.compile(rf"\s*{parted.join([f'({number})'] * self.n_fields)}{end}\s*", re.IGNORECASE)

    def _why_not(self, line: str) -> Kind | None:
        if self._loose.fullmatch(line):
            return "not_finite"
        if self.labels:
            found = [label for label, _ in _LABELLED.findall(line)]
            if not any(label in line for label in self.labels):
                return None
            return "columns" if len(found) > self.n_fields else "torn"
        fields = _fields(line, self.separator)
        if _WORD.search(re.sub(_NO_NUMBER, "", line, flags=re.IGNORECASE)):
            return None
        return "columns" if len(fields) > self.n_fields else "torn"


def shape_of(lines: Sequence[str], n_wanted: Sequence[int] = ()) -> RowShape | None:
    """Tell how lines are written, of which most are rows and some may be text; None if hardly any is a row.

    ``n_wanted`` are numbers of fields that are expected; they decide where the lines leave more than one meaning.
    """
    candidates = Counter(shape for line in lines for shape in _shapes_in(line))
    if not candidates:
        return None
    order, most = list(_PARTED), max(candidates.values())

    def likely(shape: RowShape) -> tuple[bool, bool, int, bool, int]:
        wanted = shape.n_fields in n_wanted
        often = candidates[shape] > _AS_OFTEN * most
        return often, wanted, shape.n_fields, shape.decimal == ".", -order.index(shape.separator)

    best = max(candidates, key=likely)
    return best if 2 * candidates[best] > sum(map(_is_like_a_row, lines)) else None


def names_in(line: str, shape: RowShape) -> tuple[str, ...] | None:
    """A line's fields as names of a shape's columns; None if it is no header of such rows."""
    fields = _fields(line.strip().lstrip("#/% ([{").rstrip(")]}"), shape.separator)
    numbers = [re.fullmatch(_NUMBERS[shape.decimal], field) for field in fields]
    return tuple(fields) if len(fields) == shape.n_fields and not any(numbers) else None


def without_odd_values(line: str) -> str:
    """The line with 0 for what is no number, to see whether it would be a row."""
    return re.sub(rf"(?<![\w.]){_NO_NUMBER}(?![\w.])", "0", line, flags=re.IGNORECASE)


def _fields(line: str, separator: str) -> list[str]:
    fields = fields_of(line, separator)
    return fields[:-1] if fields and not fields[-1] else fields


def _is_like_a_row(line: str) -> bool:
    return any(character.isdigit() for character in line) and not _WORD.search(line.partition(":")[0])


def _shapes_in(line: str) -> list[RowShape]:
    """Every way in which a line may be a row."""
    bracket = line.strip()[:1] if line.strip()[:1] in _BRACKETS else ""
    inner = line.strip()[1:-1] if bracket else line
    inner = inner.replace('"', "") if bracket == "{" else inner
    found = _UNIT.search(inner)
    unit = "" if found is None else found[1]
    inner = _UNIT.sub("", inner) if unit else inner
    labelled = _LABELLED.findall(inner)
    if labelled:
        labels = tuple(label.strip() for label, _ in labelled)
        one = RowShape(",", ".", len(labels), labels, bracket, unit=unit)
        return [one] if _is_row(one, line) and len(labels) <= _MOST_FIELDS else []
    shapes = []
    for separator in _PARTED:
        body, end = _without_end(inner, separator)
        n_fields = len(fields_of(body, separator))
        for decimal in _NUMBERS:
            one = RowShape(separator, decimal, n_fields, bracket=bracket, end=end, unit=unit)
            if 0 < n_fields <= _MOST_FIELDS and separator != decimal and _is_row(one, line):
                shapes.append(one)
    return shapes


def _without_end(line: str, separator: str) -> tuple[str, str]:
    """A line without the sign behind its last number, and that sign."""
    body = line.rstrip(" " if separator == "\t" else " \t")
    return (body[:-1], body[-1]) if body.endswith(_ENDS) else (body, "")


def _is_row(shape: RowShape, line: str) -> bool:
    return isinstance(shape.values_of(line), list)
