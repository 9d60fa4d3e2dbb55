"""A user's folder adds languages; what is not there is told, with the place where its file would go."""

from __future__ import annotations

from pathlib import Path

import pytest

from thumbwalk.errors import LanguageError
from thumbwalk.language import ENGLISH
from thumbwalk.translation.made_up import MADE_UP
from thumbwalk.translation.shelf import language_named, languages_in


def test_a_file_in_the_folder_is_a_language(tmp_path: Path) -> None:
    (tmp_path / "de.po").write_text('msgid "Rest"\nmsgstr "Pause"\n', encoding="utf-8")
    (tmp_path / "No Language.po").write_text("", encoding="utf-8")
    assert languages_in(tmp_path) == ("en", "de")
    assert language_named("de", tmp_path).sentences == {"Rest": "Pause"}


def test_english_needs_no_file(tmp_path: Path) -> None:
    assert language_named("en", tmp_path / "nothing") is ENGLISH
    assert languages_in(tmp_path / "nothing") == ("en",)


@pytest.mark.parametrize("code", MADE_UP)
def test_made_up_languages_say_all_that_there_is(code: str, tmp_path: Path) -> None:
    language = language_named(code, tmp_path)
    assert len(language.sentences) > 900
    assert len(language.plurals) > 20


@pytest.mark.parametrize("code", ["de", "../de", "", "/etc/passwd"])
def test_a_language_that_is_not_there_is_told(code: str, tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="there are: en; put its file at"):
        language_named(code, tmp_path / "home")
