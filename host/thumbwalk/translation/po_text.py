"""A translation's file as gettext knows it (.po): read whole by polib, or refused with the line that is wrong.

Translators' tools write it, and nothing has to be compiled: what is read here is what is spoken. The format is that of
the GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polib

from thumbwalk.errors import LanguageError

_QUOTED = re.compile(r'[a-z_]*(\[\d\])?\s*"(?:[^"\\]|\\.)*"$')
"""A line with a text; polib itself takes one whose last quotation mark is missing, and cuts a letter off."""
_AT = re.compile(r"\(line (\d+)\)")
"""Where polib says that it stopped."""


@dataclass(frozen=True)
class Message:
    """One sentence: English, its English for many where it has a number in it, and what a translator made of it.

    ``line`` is where its English begins; ``forms`` has one text, or one a form of the number. ``is_done`` is one that
    is translated whole, and that nobody has marked as to be looked at.
    """

    line: int
    english: str
    many: str
    forms: Mapping[int, str]
    is_done: bool


@dataclass(frozen=True)
class PoText:
    """A file's messages, and what its header says, by name; ``rule_line`` is where its rule for numbers stands."""

    messages: tuple[Message, ...]
    header: Mapping[str, str]
    rule_line: int


def read_po_text(text: str, source: str) -> PoText:
    """Read a file's text.

    Raises
    ------
    LanguageError
        When a line is none of a .po file's; the message names source and line.
    """
    lines = [line.strip() for line in text.splitlines()]
    for number, line in enumerate(lines, start=1):
        if line and not line.startswith("#") and not _QUOTED.match(line):
            raise _refused(lines, number, source)
    try:
        # a text that ends a line is no file's name, which polib would take as well
        found = polib.pofile(f"{text}\n")
    except OSError as error:
        at = _AT.search(str(error))
        raise _refused(lines, int(at[1]) if at else 1, source) from error
    rule = next((number for number, line in enumerate(lines, start=1) if "Plural-Forms" in line), 1)
    kept = (one for one in found if one.msgid and not one.obsolete)
    return PoText(tuple(_message(one, lines) for one in kept), dict(found.metadata), rule)


def _message(one: polib.POEntry, lines: list[str]) -> Message:
    # polib's own line is where the remarks before it begin
    at = next(number for number in range(max(one.linenum, 1), len(lines) + 1) if lines[number - 1].startswith("msgid"))
    forms = one.msgstr_plural or {0: one.msgstr}
    return Message(at, one.msgid, one.msgid_plural, forms, one.translated())


def _refused(lines: list[str], number: int, source: str) -> LanguageError:
    line = lines[number - 1] if lines else ""
    return LanguageError(f'{source}:{number}: {line[:40]!r} is no line of a .po file; write msgid "..." or "..."')
