"""The language of a window that shows one practice: that of the settings, and English where it can't be had."""

from __future__ import annotations

from thumbwalk.cli.show import warn
from thumbwalk.errors import RigError
from thumbwalk.language import ENGLISH, speak
from thumbwalk.places import languages_dir, settings_path
from thumbwalk.session.preferences import read_preferences


def speak_as_set() -> None:
    """Speak the language of the settings; a file that can't be read is told in a line.

    Raises
    ------
    OptionError
        When the settings can't be read.
    """
    code = read_preferences(settings_path()).language
    if code == ENGLISH.code:
        return
    # nobody who speaks English waits for it
    from thumbwalk.translation.shelf import language_named  # noqa: PLC0415

    try:
        speak(language_named(code, languages_dir()))
    except RigError as error:
        warn([str(error)])
