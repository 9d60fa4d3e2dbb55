"""TOML that a user may edit: read whole, checked value by value, and refused with the line that is wrong."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection
from importlib import resources
from pathlib import Path
from typing import Any

from thumbwalk.errors import DrillError

Where = tuple[tuple[str, int], ...]
"""The way to a table in a file: header names as they are written, each with its count under the one before."""


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
        try:
            self.table: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise DrillError(f"{source}: not valid TOML: {error}; mend that line") from error

    @staticmethod
    def packaged(name: str) -> TomlText:
        """Read a file that comes with the package."""
        return TomlText((resources.files("thumbwalk") / "data" / name).read_text(encoding="utf-8"), name)

    @staticmethod
    def of_user(path: Path) -> TomlText | None:
        """Read a user's file; None when there is none."""
        try:
            return TomlText(path.read_text(encoding="utf-8"), str(path))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise DrillError(f"{path}: can't be read: {reason}; mend or remove it") from error

    def refuse(self, where: Where, key: str | None, value: object, why: str) -> DrillError:
        """The error for a bad value, with the line where its key (or its table) stands."""
        shown = "missing" if value is None else repr(value)
        what = f"{key} is {shown}" if key else where[-1][0] if where else "file"
        return DrillError(f"{self.source}:{self.line_of(where, key)}: {what}: {why}")

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
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.refuse(where, key, value, f"{key} must be a finite number")
        if not least <= value <= most:
            raise self.refuse(where, key, value, f"{key} must be from {least:g} to {most:g}")
        return float(value)
