"""The window speaks what the settings say; nothing of translations is loaded for who speaks English."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from thumbwalk.cli.speaking import codes, named, speak_as_set
from thumbwalk.language import ENGLISH, _, speak, spoken
from thumbwalk.places import languages_dir, settings_path, write_whole
from thumbwalk.session.preferences import Preferences, keep_preferences


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak(ENGLISH)


def test_without_settings_it_is_english() -> None:
    speak_as_set()
    assert spoken() is ENGLISH
    assert tuple(codes()) == ("en",)


def test_the_language_of_the_settings_is_read_from_the_users_folder() -> None:
    write_whole(languages_dir() / "de.po", ['msgid "Rest"\nmsgstr "Pause"\n'])
    keep_preferences(settings_path(), Preferences(language="de"))
    speak_as_set()
    assert _("Rest") == "Pause"
    assert tuple(codes()) == ("en", "de")
    assert named("en") is ENGLISH


def test_a_language_without_a_file_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    keep_preferences(settings_path(), Preferences(language="eo"))
    speak_as_set()
    assert spoken() is ENGLISH
    (line,) = capsys.readouterr().err.splitlines()
    assert "no language 'eo'; there are: en; put its file at" in line


def test_who_speaks_english_waits_for_no_translation() -> None:
    code = (
        "import sys, thumbwalk.cli.practice, thumbwalk.cli.app, thumbwalk.cli.speaking as speaking;"
        "speaking.named('en');"
        "print([name for name in sys.modules if 'babel' in name or name.startswith('thumbwalk.translation')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
