"""TOML that a user may edit: read whole, checked value by value, and refused with the line that is wrong."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection
from importlib import resources
from pathlib import Path
from typing import Any

from thumbwalk.errors import DrillError, RigError
from thumbwalk.filekind import DOCUMENT_BYTES, read_document

Where = tuple[tuple[str, int], ...]
"""The way to a table in a file: header names as they are written, each with its count under the one before."""


_MOST_DIGITS, _DEEPEST, _MOST_PARTS, _MOST_SHOWN, _MOST_SAID = 100, 16, 16, 60, 400
_TOKEN = re.compile(
    r"#[^\n]*"
    r'|"{3}(?:[^\\]|\\.)*?"{3,5}'
    r"|'{3}.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|[\w+-]+|[][{}.,=\n]",
    re.DOTALL,
)


def checked_toml(text: str, source: str, error: type[RigError]) -> dict[str, Any]:
    """Give the tables of TOML that a stranger may have written.

    Raises
    ------
    RigError
        ``error``, with file and line, when it is not TOML, or beyond the limits of any document here: 256 kB, numbers
        of 100 digits, nesting and keys of 16 parts.
    """
    if len(text) > DOCUMENT_BYTES:
        raise error(f"{source}: longer than {DOCUMENT_BYTES // 1024} kB, the most; take out what is too much")
    _check_shape(text, source, error)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        at = re.search(r"at line (\d+), column (\d+)", str(fault))
        where = f"{at[1]}:{at[2]}" if at else f"{text.count(chr(10)) + 1}"
        raise error(f"{source}:{where}: not valid TOML: {fault}; mend that line") from fault
    except (ValueError, RecursionError, MemoryError, OverflowError) as fault:
        raise error(f"{source}: not valid TOML: a value that nobody can read; mend it") from fault


def _check_shape(text: str, source: str, error: type[RigError]) -> None:
    """Refuse what would take a parser's breath, before it is parsed."""
    depth, line, dots = 0, 1, 0
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word == ".":
            dots += 1
            if dots >= _MOST_PARTS:
                raise error(f"{source}:{line}: a key of more than {_MOST_PARTS} parts; mend that line")
            continue
        if word in "[]{},=\n":
            dots = 0
            line += word == "\n"
            depth += (word in "[{") - (word in "]}")
            if depth > _DEEPEST:
                raise error(f"{source}:{line}: nested deeper than {_DEEPEST}, the most; mend that line")
        elif len(word) > _MOST_DIGITS:
            if word[0] in "+-0123456789":
                raise error(f"{source}:{line}: a number of more than {_MOST_DIGITS} digits; mend that line")
            line += word.count("\n")
        elif word[:3] in ('"""', "'''"):
            line += word.count("\n")


def _short(text: str, most: int = _MOST_SHOWN) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."


def shown(value: object) -> str:
    """A value of a document as messages show it: in short, whatever it is."""
    if value is None:
        return "missing"
    if isinstance(value, dict | list):
        return ("a table" if isinstance(value, dict) else "a list") if value else repr(value)
    if isinstance(value, int) and value.bit_length() > 4 * _MOST_DIGITS:
        return "an integer of absurd length"
    return _short(repr(value))


class TomlText:
    """One TOML file's tables, and where in the text they stand.

    Raises
    ------
    DrillError
        When the text is not TOML; the message names file and line.
    """

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.table = checked_toml(text, source, DrillError)

    @staticmethod
    def packaged(name: str) -> TomlText:
        """Read a file that comes with the package."""
        return TomlText((resources.files("thumbwalk") / "data" / name).read_text(encoding="utf-8"), name)

    @staticmethod
    def of_user(path: Path) -> TomlText | None:
        """Read a user's file; None when there is none."""
        if not path.exists() and not path.is_symlink():
            return None
        return TomlText(read_document(path, "file", DrillError, "mend or remove it"), str(path))

    def refuse(self, where: Where, key: str | None, value: object, why: str) -> DrillError:
        """The error for a bad value, with the line where its key (or its table) stands."""
        what = f"{_short(key)} is {shown(value)}" if key else _short(where[-1][0]) if where else "file"
        return DrillError(f"{self.source}:{self.line_of(where, key)}: {what}: {_short(why, _MOST_SAID)}")

    def line_of(self, where: Where, key: str | None) -> int:
        """Line of a key in a table, of the table's header where the key is missing, or 1."""
        start, stop = 0, len(self.text)
        for header, index in where:
            pattern = re.compile(rf"(?m)^[ \t]*\[\[?\s*{re.escape(header)}\s*\]\]?")
            found = [match.start() for match in pattern.finditer(self.text, start, stop)]
            if index < len(found):
                start = found[index]
                stop = found[index + 1] if index + 1 < len(found) else stop
        at = start
        if key is not None:
            match = re.compile(rf'(?m)(?:^|[{{,])[ \t]*"?({re.escape(key)})"?\s*=').search(self.text, start, stop)
            at = match.start(1) if match else start
        # A header's match may begin with the blank before it.
        at += len(self.text[at:]) - len(self.text[at:].lstrip()) if at < len(self.text) else 0
        return self.text.count("\n", 0, at) + 1

    def known(self, table: dict[str, Any], where: Where, keys: Collection[str]) -> None:
        """Refuse a key that means nothing here: it is most often a misspelt one."""
        for key, value in table.items():
            if key not in keys:
                raise self.refuse(where, key, value, f"no such setting; there are: {', '.join(keys)}")

    def words(self, table: dict[str, Any], where: Where, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        value = table.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(where, key, value, f"{key} must be a text")
        return value

    def number(
        self, table: dict[str, Any], where: Where, key: str, *, least: float = -math.inf, most: float = math.inf
    ) -> float | None:
        """A finite number within limits; None when it is not there."""
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < math.inf:
            raise self.refuse(where, key, value, f"{key} must be a finite number")
        if not least <= value <= most:
            raise self.refuse(where, key, value, f"{key} must be from {least:g} to {most:g}")
        return float(value)
