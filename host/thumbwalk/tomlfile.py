"""TOML that a user may edit: read whole, checked value by value, and refused with every line that is wrong.

A reader goes through the whole file: what is wrong is noted and a stand-in goes on in its place, and at the end
`TomlFile.done` refuses the file with all that was noted, in one line.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeGuard

from thumbwalk.errors import RigError
from thumbwalk.filekind import DOCUMENT_BYTES, read_document
from thumbwalk.language import in_a_line, told

Where = tuple[tuple[str, int], ...]
"""The way to a table in a file: header names as they are written, each with its count under the one before."""

_MOST_TOLD, _MOST_PLACED = 10, 100
"""So many faults are spelt out, and so many are looked for in the text; more of them are counted."""
_MOST_SHOWN, _MOST_SAID, _LONGEST_LINE = 60, 400, 900
"""Letters of a value, of what is wrong with it, and of all that is told in one line."""
_MOST_DIGITS, _DEEPEST, _MOST_PARTS = 100, 16, 16
"""No number, nesting or key that means anything here has more digits, levels or parts (docs/files.md)."""
_TOKEN = re.compile(
    r"#[^\n]*"
    r'|"{3}(?:[^\\]|\\.)*?"{3,5}'
    r"|'{3}.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|[\w+-]+|[][{}.,=\n]",
    re.DOTALL,
)
_LIKELY = (
    ("[\u2018\u2019\u201a-\u201f\u00ab\u00bb]", told("a typographic quotation mark"), told('write plain ones (")')),
    ("[\u00a0\u2007\u202f\u200b\u2060\ufeff]", told("a space that is none"), told("write plain blanks")),
    ("[\u2010-\u2015\u2212]", told("a dash or minus sign of typesetters"), told("write a plain one (-)")),
    ("[\uff01-\uff5e]", told("a wide letter"), told("write plain ones")),
    ("[\x00-\x08\x0b-\x1f]", told("a control character"), told("take it out")),
    (r"[=\[]\s*[+-]?\d+,\d+\s*($|#|[,}])", told("a decimal comma"), told("write a decimal point")),
    (r"^\s*[\w\"-]+\s*:", told("a colon behind a key"), told("write = there")),
    (r";\s*$", told("a semicolon at its end"), told("take it out")),
)
"""What is often in a line that is no TOML."""
_BOM = "\ufeff"
_HEADER = re.compile(r"(?m)^[ \t]*\[\[?\s*[\"'A-Za-z_]")
"""A table's header; not the next row of an array of arrays."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What sort of file is read: its name for messages, the error that refuses it, and what to do about it."""

    what: str
    error: type[RigError]
    mend: str = ""
    """What ends a message about a value, a file that is no TOML included."""
    missing: str = told("mend or remove it")
    """What ends a message about a file that can't be read."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """One thing that is wrong, at a line and column."""

    line: int
    column: int
    says: str


class TomlFile:
    """One TOML file's tables, where in the text they stand, and what was found wrong with them so far.

    Parameters
    ----------
    text : str
        A byte order mark at its beginning is left out.
    source : str
        What messages call it.
    kind : FileKind

    Raises
    ------
    RigError
        The kind's, when the text is not TOML, or beyond the limits of any document here: 256 kB, numbers of 100
        digits, nesting and keys of 16 parts; the message names file and line.
    """

    def __init__(self, text: str, source: str, kind: FileKind) -> None:
        self.text = text.removeprefix(_BOM)
        self.source = source
        self.kind = kind
        self._faults: list[_Fault] = []
        self._n_faults = 0
        self.table: dict[str, Any] = {}
        found = _shape_fault(self.text) or _tables(self.text)
        if isinstance(found, _Fault):
            self._faults.append(found)
            self._n_faults = 1
            self.done()
        else:
            self.table = found

    @staticmethod
    def packaged(name: str, kind: FileKind) -> TomlFile:
        """Read a file that comes with the package."""
        source = resources.files("thumbwalk") / "data" / name
        return TomlFile(source.read_text(encoding="utf-8"), name.rpartition("/")[2], kind)

    @staticmethod
    def of(path: Path, kind: FileKind) -> TomlFile:
        """Read a file. Raises the kind's error."""
        return TomlFile(read_document(path, kind.what, kind.error, kind.missing), str(path), kind)

    @staticmethod
    def of_own(path: Path | None, kind: FileKind) -> TomlFile | None:
        """Read a file that a user need not have; None when there is none. A link that leads nowhere is a fault."""
        try:
            if path is not None:
                path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise kind.error(
                told(
                    "{path}: can't read the {what}: {strerror}; {missing}",
                    path=path,
                    what=kind.what,
                    strerror=error.strerror,
                    missing=kind.missing,
                )
            ) from error
        return None if path is None else TomlFile.of(path, kind)

    def fault(self, where: Where, key: str | None, value: object, why: str) -> None:
        """Note that a value is wrong, at the line where its key (or its table) stands."""
        self._n_faults += 1
        if self._n_faults > _MOST_PLACED:
            return
        what = _short(where[-1][0]) if where else told("file")
        if key:
            what = told("{key} is {value}", key=_short(key), value=shown(value))
        said = told("{what}: {why}", what=what, why=_short(why, _MOST_SAID))
        self._faults.append(_Fault(*self.place_of(where, key), said))

    def done(self) -> None:
        """Refuse the file if anything was wrong: all of it in one line, by lines, the first ten spelt out."""
        if not self._faults:
            return
        first, *others = sorted(self._faults, key=lambda fault: (fault.line, fault.column))
        where = f"{self.source}:{first.line}:{first.column}"
        said: list[str] = [told("{where}: {why}", where=where, why=first.says)]
        for fault in others[: _MOST_TOLD - 1]:
            one = told("line {line}:{column}: {why}", line=fault.line, column=fault.column, why=fault.says)
            if sum(map(len, said)) + len(one) > _LONGEST_LINE:
                break
            said.append(one)
        if self._n_faults > len(said):
            said.append(told("and {n} more", n=self._n_faults - len(said)))
        if self.kind.mend:
            said.append(self.kind.mend)
        raise self.kind.error(in_a_line(said))

    def place_of(self, where: Where, key: str | None) -> tuple[int, int]:
        """Line and column of a key's value in a table; of the table's header where the key is missing."""
        start, stop = 0, len(self.text)
        for header, index in where:
            pattern = re.compile(rf'(?m)^[ \t]*\[\[?\s*"?{re.escape(header)}"?\s*\]\]?')
            found = [match.start() for match in pattern.finditer(self.text, start, stop)]
            if index < len(found):
                start = found[index]
                stop = found[index + 1] if index + 1 < len(found) else stop
        first = _HEADER.search(self.text) if not where else None
        stop = stop if first is None else first.start()
        at = start
        if key is not None:
            match = re.compile(rf'(?m)(?:^|[{{,])[ \t]*"?{re.escape(key)}"?\s*=\s*').search(self.text, start, stop)
            at = match.end() if match else start
        # a header's match may begin with the blank before it
        at += len(self.text[at:]) - len(self.text[at:].lstrip()) if at < len(self.text) else 0
        return self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at)

    def known(self, table: dict[str, Any], where: Where, keys: Collection[str]) -> None:
        """Note keys that mean nothing here: they are most often misspelt ones."""
        for key, value in table.items():
            if key not in keys:
                self.fault(where, key, value, told("no such setting; there are: {keys}", keys=", ".join(keys)))

    def rows(
        self, table: dict[str, Any], where: Where, key: str, header: str, *, needed: str = "", most: int = 1000
    ) -> list[Any]:
        """An array of ``most`` tables, written ``[[header]]``. ``needed`` says why there is one."""
        rows = table.get(key)
        if rows is None or rows == []:
            if needed:
                self.fault(where, key, rows, needed)
            return []
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.fault((*where, (header, 0)), None, rows, told("it is written as [[{header}]]", header=header))
            return []
        if len(rows) > most:
            self.fault(
                (*where, (header, most)),
                None,
                rows,
                told("there are {n_rows}, and {most} are the most", n_rows=len(rows), most=most),
            )
            return []
        return rows

    def words(self, table: dict[str, Any], where: Where, key: str, default: str | None = None) -> str:
        """A text that is not empty; without one that is, an empty one."""
        value = table.get(key, default)
        if not isinstance(value, str) or not value.strip():
            self.fault(where, key, value, told("must be a text"))
            return ""
        return value

    def text_in(self, table: dict[str, Any], where: Where, key: str) -> str | None:
        """Any text; None when it is not there."""
        value = table.get(key)
        if value is not None and not isinstance(value, str):
            self.fault(where, key, value, told("must be text in quotes"))
            return None
        return value

    def choice(self, table: dict[str, Any], where: Where, key: str, names: Collection[str], why: str) -> str | None:
        """One of some texts; None when it is not there."""
        value = table.get(key)
        if value is not None and (not isinstance(value, str) or value not in names):
            self.fault(where, key, value, why)
            return None
        return value

    def switch(self, table: dict[str, Any], where: Where, key: str, default: bool) -> bool:
        """True or false."""
        value = table.get(key, default)
        if not isinstance(value, bool):
            self.fault(where, key, value, told("must be true or false"))
            return default
        return value

    def whole(self, table: dict[str, Any], where: Where, key: str, *, least: int, most: int) -> int | None:
        """A whole number within limits that has to be there; None where it is wrong."""
        value = table.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(where, key, value, told("must be a whole number from {least} to {most}", least=least, most=most))
            return None
        return value

    def number(
        self,
        table: dict[str, Any],
        where: Where,
        key: str,
        *,
        least: float = -math.inf,
        most: float = math.inf,
        needed: str = "",
    ) -> float | None:
        """A finite number within limits; None when it is not there or wrong. ``needed`` says why it has to be there."""
        value = table.get(key)
        if value is None:
            if needed:
                self.fault(where, key, None, needed)
            return None
        if not is_number(value):
            self.fault(where, key, value, told("must be a finite number"))
        elif not least <= value <= most:
            self.fault(where, key, value, told("must be from {least:g} to {most:g}", least=least, most=most))
        else:
            return float(value)
        return None

    def numbers(self, table: dict[str, Any], where: Where, key: str, *, n_most: int = 1000) -> tuple[float, ...]:
        """A list of ``n_most`` numbers; an empty one stands in for a wrong one."""
        values = table.get(key)
        if not isinstance(values, list) or not all(is_number(value) for value in values):
            self.fault(where, key, values, told("must be a list of numbers"))
            return ()
        if len(values) > n_most:
            self.fault(
                where,
                key,
                values,
                told("has {n_values} numbers, and {n_most} are the most", n_values=len(values), n_most=n_most),
            )
            return ()
        return tuple(float(value) for value in values)


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value of a file is a finite number that fits a double; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def shown(value: object) -> str:
    """A value of a document as messages show it: in short, whatever it is."""
    if value is None:
        return told("missing")
    if isinstance(value, int) and value.bit_length() > 4 * _MOST_DIGITS:
        return told("an integer of absurd length")
    try:
        return _short(repr(value))
    except RecursionError:
        return told("nested too deep")


def _short(text: str, most: int = _MOST_SHOWN) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."


def _tables(text: str) -> dict[str, Any] | _Fault:
    """A text's tables, or why it has none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 1)
        why = _likely(text.split("\n")[line - 1 : line])
        return _Fault(
            line,
            column,
            told(
                "not valid TOML: {error}; {mend}",
                error=_short(str(error), _MOST_SAID),
                mend=why or told("mend that line"),
            ),
        )
    except (ValueError, RecursionError, MemoryError, OverflowError):
        return _Fault(1, 1, told("not valid TOML: a value that nobody can read; mend it"))


def _likely(lines: list[str]) -> str | None:
    """What a line that is no TOML most likely has in it, and what to write: word processors and habits put it there."""
    for line in lines:
        for letters, what, mend in _LIKELY:
            found = re.search(letters, line)
            if found:
                return told("there is {what} in that line: {mend}", what=what, mend=mend)
    return None


def _shape_fault(text: str) -> _Fault | None:
    """What would take a parser's breath, found before it is parsed."""
    if len(text) > DOCUMENT_BYTES:
        return _Fault(
            1, 1, told("longer than {most} kB, the most; take out what is too much", most=DOCUMENT_BYTES // 1024)
        )
    depth, dots, why = 0, 0, None
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word == ".":
            dots += 1
            why = told("a key of more than {most_parts} parts", most_parts=_MOST_PARTS) if dots >= _MOST_PARTS else None
        elif word in "[]{},=\n":
            dots = 0
            depth += (word in "[{") - (word in "]}")
            why = told("nested deeper than {deepest}, the most", deepest=_DEEPEST) if depth > _DEEPEST else None
        elif len(word) > _MOST_DIGITS and word[0] in "+-0123456789":
            why = told("a number of more than {most_digits} digits", most_digits=_MOST_DIGITS)
        if why is not None:
            at = token.start()
            return _Fault(
                text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), told("{why}; mend that line", why=why)
            )
    return None
