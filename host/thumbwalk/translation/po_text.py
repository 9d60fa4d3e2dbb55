"""A translation's file as gettext knows it (.po): read whole, or refused with the line that is wrong.

Translators' tools write it, and nothing has to be compiled: what is read here is what is spoken. The format is that of
the GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from thumbwalk.errors import LanguageError

_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr\[\d\]|msgstr)?\s*("(?:[^"\\]|\\.)*")$')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_UNFINISHED = "fuzzy"
"""The flag of a sentence whose translation somebody has to look at: it is not spoken yet."""


@dataclass
class Message:
    """One sentence: English, its English for many where it has a number in it, and what a translator made of it.

    ``line`` is where it begins; ``forms`` has one text, or one a form of the number. All empty is untranslated.
    """

    line: int
    english: str = ""
    many: str = ""
    forms: dict[int, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    @property
    def is_done(self) -> bool:
        """Whether it is translated, and nobody has marked it as to be looked at."""
        return _UNFINISHED not in self.flags and bool(self.forms) and all(self.forms.values())


def messages_in(text: str, source: str) -> Iterator[Message]:
    """The messages of a file's text, the header first, whose English is empty.

    Raises
    ------
    LanguageError
        When a line is none of a .po file's; the message names source and line.
    """
    now, key, begun = Message(1), "", False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line.startswith("#") or not line:
            if begun and now.forms:
                yield now
                now, begun, key = Message(number), False, ""
            if line.startswith("#,"):
                now.flags |= {flag.strip() for flag in line[2:].split(",")}
            continue
        found = _LINE.match(line)
        if found is None or (found[1] is None and not key):
            raise LanguageError(
                f'{source}:{number}: {line[:40]!r} is no line of a .po file; write msgid "..." or "..."'
            )
        if found[1] == "msgid" and now.forms:
            yield now
            now = Message(number)
        if found[1] is not None:
            key = found[1]
            now.line = number if key == "msgid" else now.line
        begun = True
        _add(now, key, _plain(found[2]))
    if begun:
        yield now


def _add(now: Message, key: str, text: str) -> None:
    if key == "msgid":
        now.english += text
    elif key == "msgid_plural":
        now.many += text
    elif key.startswith("msgstr"):
        number = int(key[7]) if "[" in key else 0
        now.forms[number] = now.forms.get(number, "") + text


def _plain(quoted: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), quoted[1:-1])
