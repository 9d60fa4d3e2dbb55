"""Languages that nobody speaks, made by rule of all that can be translated: to see what does not fit, or escapes.

``en-XA`` is English with accents, about two fifths longer, in brackets; ``ar-XB`` is English from right to left. Places
for values stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from thumbwalk.language import Language
from thumbwalk.translation.po_text import read_po_text

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "áƀçđéƒğĥíĵķļɱñóþɋŕšťúṽŵẋýžÁɃÇĐÉƑĞĤÍĴĶĻṀÑÓÞɊŔŠŤÚṼŴẊÝŽ"
_TABLE = str.maketrans(_PLAIN, _ACCENTED)
_LONGER = re.compile(r"[aeiounr]")
_PLACE = re.compile(r"(\{[^{}]*\})")
_WORD = re.compile(r"[^\W\d_]+")
_FROM_RIGHT, _END, _FORCED = "\u202b", "\u202c", "\u202e"
"""Unicode's embedding from the right, the end of one, and the override that turns Latin letters round as well."""


def accented(text: str) -> str:
    """A sentence with accents on every letter and the commonest letters twice, in brackets: ``[Ŕééšť]`` of ``Rest``."""
    parts = _PLACE.split(text)
    longer = [part if _PLACE.match(part) else _LONGER.sub(r"\g<0>\g<0>", part).translate(_TABLE) for part in parts]
    return f"[{''.join(longer)}]"


def from_right(text: str) -> str:
    """A sentence whose words stand, and are spelt, from right to left; figures stay as they are."""
    parts = _PLACE.split(text)
    turned = [
        part if _PLACE.match(part) else _WORD.sub(lambda word: f"{_FORCED}{word[0]}{_END}", part) for part in parts
    ]
    return f"{_FROM_RIGHT}{''.join(turned)}{_END}"


MADE_UP: dict[str, Callable[[str], str]] = {"en-XA": accented, "ar-XB": from_right}
"""By code: XA and XB are no country's."""


def made_up(code: str, template: str) -> Language:
    """One of the languages, of a template's text: all that there is to translate, without a translation."""
    rule = MADE_UP[code]
    sentences: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for one in read_po_text(template, "thumbwalk.pot").messages:
        if one.many:
            plurals[one.english] = rule(one.english), rule(one.many)
        else:
            sentences[one.english] = rule(one.english)
    return Language(code, sentences, plurals, right_to_left=code.startswith("ar"))
