"""The languages that there are: English, those that came with the package, and those whose files a user put down."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from thumbwalk.errors import LanguageError
from thumbwalk.language import ENGLISH, Language
from thumbwalk.translation.catalogue import read_language
from thumbwalk.translation.made_up import MADE_UP, made_up

CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""How a language is called: ``de``, ``pt-BR``, ``zh-Hant`` (BCP 47, as far as files need it)."""
TEMPLATE = "thumbwalk.pot"
"""All that there is to translate."""


def languages_in(folder: Path) -> tuple[str, ...]:
    """The codes of the languages that can be chosen, English first; ``folder`` is the user's own."""
    try:
        own = {path.stem for path in folder.glob("*.po")}
    except OSError:
        own = set()
    found = own | {path.stem for path in _packaged().glob("*.po")}
    return (ENGLISH.code, *sorted(code for code in found - {ENGLISH.code} if CODE.fullmatch(code)))


def language_named(code: str, folder: Path) -> Language:
    """A language by its code: the user's own file goes before the package's.

    Raises
    ------
    LanguageError
        When there is none of that name, or its file can't be read; the message says so in a line.
    """
    if code == ENGLISH.code:
        return ENGLISH
    for path in (folder / f"{code}.po", _packaged() / f"{code}.po"):
        if CODE.fullmatch(code) and path.is_file():
            return read_language(path, code)
    if code in MADE_UP:
        return made_up(code, (_packaged() / TEMPLATE).read_text(encoding="utf-8"))
    there = ", ".join(languages_in(folder))
    raise LanguageError(f"no language '{code}'; there are: {there}; put its file at {folder / f'{code}.po'}")


def _packaged() -> Path:
    return Path(str(resources.files("thumbwalk"))) / "data" / "languages"
