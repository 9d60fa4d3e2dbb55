"""The languages of the window, by the user's folder: those that there are, and the one that the settings ask for.

Nothing of translations is loaded for who speaks English.
"""

from __future__ import annotations

from collections.abc import Sequence

from thumbwalk.cli.show import warn
from thumbwalk.errors import LanguageError
from thumbwalk.language import ENGLISH, Language, speak
from thumbwalk.places import languages_dir, settings_path
from thumbwalk.session.preferences import read_preferences


def codes() -> Sequence[str]:
    """The codes of the languages that can be chosen."""
    from thumbwalk.translation.shelf import languages_in  # noqa: PLC0415

    return languages_in(languages_dir())


def named(code: str) -> Language:
    """A language by its code. Raises LanguageError."""
    if code == ENGLISH.code:
        return ENGLISH
    from thumbwalk.translation.shelf import language_named  # noqa: PLC0415

    return language_named(code, languages_dir())


def speak_as_set() -> None:
    """Speak the language of the settings; one that can't be had is told in a line, and English is spoken.

    Raises
    ------
    OptionError
        When the settings can't be read.
    """
    code = read_preferences(settings_path()).language
    try:
        speak(named(code))
    except LanguageError as error:
        warn([str(error)])
