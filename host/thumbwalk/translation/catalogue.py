"""What a translation's file says, as a language: sentences and plurals, and that every figure has its place in them."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter

from thumbwalk.errors import LanguageError
from thumbwalk.language import ENGLISH, Language
from thumbwalk.translation.po_text import Message, PoText, read_po_text

MOST_BYTES = 4_000_000
"""A longer file is no translation of a window: it is refused before it is read."""
_FROM_RIGHT = ("ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi")
"""Languages that are written from right to left (those of the Unicode CLDR's, by their code)."""
_FORMS = re.compile(r"nplurals\s*=\s*(\d)\s*;\s*plural\s*=\s*([^;]+);?")


def read_language(path: Path, code: str) -> Language:
    """Read a translation.

    Raises
    ------
    LanguageError
        When the file can't be read or says what makes no sense; the message names file, line and what to do.
    """
    return language_of(_text(path), code, path.name)


def language_of(text: str, code: str, source: str) -> Language:
    """The language that a .po file's text is. Raises LanguageError."""
    sentences: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    po = read_po_text(text, source)
    n_forms, form = _plural_rule(po, source)
    for one in po.messages:
        if one.is_done and one.many:
            plurals[one.english] = _forms(one, n_forms, source)
        elif one.is_done:
            _check(one, one.forms[0], source)
            sentences[one.english] = one.forms[0]
    return Language(code, sentences, plurals, form, code.partition("-")[0] in _FROM_RIGHT)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise LanguageError(f"{path}: longer than {MOST_BYTES // 1_000_000} MB, the most; it is no translation")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LanguageError(f"{path}: can't be read: {error.strerror}; make it readable") from error
    except UnicodeDecodeError as error:
        raise LanguageError(f"{path}: is no UTF-8; save it as UTF-8") from error


def _plural_rule(po: PoText, source: str) -> tuple[int, Callable[[int], int]]:
    """How many forms a number has, and which one it takes; without a word of it those of English."""
    rule = po.header.get("Plural-Forms")
    if rule is None:
        return 2, ENGLISH.form
    found = _FORMS.match(rule)
    try:
        if found is None:
            raise ValueError(rule)
        form: Callable[[int], int] = gettext.c2py(found[2])
        n_forms = int(found[1])
        if any(not 0 <= form(n) < n_forms for n in range(200)):
            raise ValueError(rule)
    except (ValueError, RecursionError, ZeroDivisionError) as error:
        raise LanguageError(
            f"{source}:{po.rule_line}: Plural-Forms {rule[:60]!r} makes no sense; write nplurals=2; plural=(n != 1);"
        ) from error
    return n_forms, form


def _forms(one: Message, n_forms: int, source: str) -> tuple[str, ...]:
    if sorted(one.forms) != list(range(n_forms)):
        raise LanguageError(f"{source}:{one.line}: {len(one.forms)} forms of {one.english[:40]!r}, it needs {n_forms}")
    for said in one.forms.values():
        _check(one, said, source)
    return tuple(one.forms[number] for number in range(n_forms))


def _check(one: Message, said: str, source: str) -> None:
    """Whether a translation has the places that its English has for values, and no others; a form may be without n."""
    asked = placeholders(one.english) | placeholders(one.many)
    try:
        given = placeholders(said)
    except ValueError as error:
        raise LanguageError(
            f"{source}:{one.line}: braces of {said[:40]!r} do not match; write them as {{n}}"
        ) from error
    lacks = asked - given - ({"n"} if one.many else set())
    if lacks or given - asked:
        shown = ", ".join(f"{{{name}}}" for name in sorted(asked)) or "none"
        raise LanguageError(f"{source}:{one.line}: {said[:40]!r} has other places for values than its English: {shown}")


def placeholders(text: str) -> set[str]:
    """The names of a sentence's places for values. Raises ValueError where braces do not match."""
    found = set()
    for _literal, name, spec, conversion in Formatter().parse(text):
        if name is not None:
            # a name alone: whatever reaches further or formats otherwise is nobody's to write
            found.add(name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else ""))
    return found
