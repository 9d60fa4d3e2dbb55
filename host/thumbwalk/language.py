"""The language that the window speaks: English stands in the code, and is looked up where somebody reads it.

A sentence is translated at the screen and nowhere else: what is stored, compared or sent stays English. So the core
says `told`, an English text that remembers its template and its values, and the window says `_`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Self


def _germanic(n: int) -> int:
    """Which form a number takes in English: the first for one, the second for all else."""
    return int(n != 1)


@dataclass(frozen=True)
class Language:
    """A translation.

    Attributes
    ----------
    code
        Its name in the settings: ``en``, ``de``, ``pt-BR``.
    sentences
        Each English sentence's translation; what is missing stays English.
    plurals
        The translations of a sentence that has a number in it, a form each, by its English form for one.
    form
        Which of a plural's forms a number takes.
    right_to_left
        Whether it is written from right to left.
    """

    code: str = "en"
    sentences: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = _germanic
    right_to_left: bool = False


ENGLISH = Language()


class Told(str):
    """An English sentence that knows what it was made of, so that it can be said in another language; see `told`.

    It is a text like any other in all else: equal to its English, and written as that.
    """

    __slots__ = ("is_cut", "many", "template", "values")

    template: str
    values: dict[str, Any]
    many: str
    is_cut: bool

    def __new__(cls, template: str, values: dict[str, Any], many: str = "", is_cut: bool = False) -> Self:
        """With a form for ``many`` the values have the number ``n``; one that ``is_cut`` ends before its semicolon."""
        english = many if many and _germanic(values["n"]) else template
        said = english.format(**values) if values else english
        made = super().__new__(cls, said.partition(";")[0] if is_cut else said)
        made.template, made.values, made.many, made.is_cut = template, values, many, is_cut
        return made

    def __str__(self) -> str:
        """Itself: an error that carries it gives it on."""
        return self

    def __getnewargs__(self) -> tuple[str, dict[str, Any], str, bool]:  # type: ignore[override]  # a text's own are others
        return self.template, self.values, self.many, self.is_cut


class _Voice:
    """The one language that is spoken now; whoever speaks another puts it here, whole."""

    language = ENGLISH
    sentences: Mapping[str, str] = ENGLISH.sentences


_VOICE = _Voice()


def speak(language: Language) -> None:
    """Say everything in a language from now on; what is on the screen already stays until it is made anew."""
    _VOICE.language, _VOICE.sentences = language, language.sentences


def spoken() -> Language:
    """The language that is spoken now."""
    return _VOICE.language


def _(text: str) -> str:
    """A sentence in the language that is spoken: a literal of the code, a `marked` constant, or what the core `told`.

    Values are put in after it, ``_("about {n} N").format(n=12)``, so that the same words are asked for each time.
    """
    # words of a live screen are made ten times a second and more: one look, and nothing made in English
    said = _VOICE.sentences.get(text)
    return said or (_retold(text) if type(text) is Told else text)


def plural(one: str, many: str, n: int) -> str:
    """The one of two sentences that goes with a number, translated; the number is put in after it, as with `_`."""
    language = _VOICE.language
    forms = language.plurals.get(one)
    return forms[language.form(n)] if forms else many if _germanic(n) else one


def marked(text: str) -> str:
    """The same: says that a constant's text is to be translated, where it is shown."""
    return text


def capital(text: str) -> str:
    """The same with a capital first letter; the others stay as they are."""
    return text[:1].upper() + text[1:]


def told(template: str, /, **values: Any) -> Told:
    """An English sentence of the core with its values put in, which `_` says in another language.

    Values that are `told` themselves are translated as well; plain texts are names, and stay. What is told already is
    given back.
    """
    return template if type(template) is Told and not values else Told(template, values)


def told_n(one: str, many: str, n: int, /, **values: Any) -> Told:
    """The same of two sentences, the one that goes with the number ``n``, which stands among the values."""
    return Told(one, {"n": n, **values}, many)


def in_a_line(parts: Sequence[str]) -> str:
    """Several sentences in one line, a semicolon between them; each is said in another language by itself."""
    return reduce(lambda said, more: told("{said}; {more}", said=said, more=more), parts)


def with_values(text: str, **values: Any) -> str:
    """The same sentence with other values, of those that it has; a text that was not told stays."""
    if type(text) is not Told:
        return text
    known = {key: value for key, value in values.items() if key in text.values}
    return Told(text.template, {**text.values, **known}, text.many, text.is_cut)


def before_semicolon(text: str) -> str:
    """What happened, of a sentence that goes on with what to do: the part before its semicolon, in any language."""
    return Told(text.template, text.values, text.many, True) if type(text) is Told else text.partition(";")[0]


def _retold(text: Told) -> str:
    said = plural(text.template, text.many, text.values["n"]) if text.many else _(text.template)
    if text.values:
        # without any, braces are letters: of a title, say, that somebody gave a drill
        said = said.format(**{key: _(value) if type(value) is Told else value for key, value in text.values.items()})
    return said.partition(";")[0] if text.is_cut else said
