"""A translation's file is a language, or is refused in a line that says what is wrong and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from thumbwalk.errors import LanguageError
from thumbwalk.language import ENGLISH
from thumbwalk.translation.catalogue import MOST_BYTES, language_of, placeholders, read_language

POLISH = """msgid ""
msgstr "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "{n} set"
msgid_plural "{n} sets"
msgstr[0] "jedna seria"
msgstr[1] "{n} serie"
msgstr[2] "{n} serii"

msgid "about {force} N"
msgstr "{force} N, mniej więcej"

msgid "Rest"
msgstr ""
"""


def test_a_file_is_a_language() -> None:
    polish = language_of(POLISH, "pl", "pl.po")
    assert polish.sentences == {"about {force} N": "{force} N, mniej więcej"}
    assert [polish.plurals["{n} set"][polish.form(n)] for n in (1, 3, 5, 22)] == [
        "jedna seria", "{n} serie", "{n} serii", "{n} serie",
    ]  # fmt: skip
    assert not polish.right_to_left


@pytest.mark.parametrize(("code", "is_from_right"), [("ar", True), ("he-IL", True), ("de", False), ("arn", False)])
def test_some_are_written_from_the_right(code: str, is_from_right: bool) -> None:
    assert language_of(POLISH, code, "any.po").right_to_left is is_from_right


def test_without_a_rule_plurals_are_as_in_english() -> None:
    assert language_of('msgid "Rest"\nmsgstr "Pause"\n', "de", "de.po").form is ENGLISH.form


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('msgid "about {n} N"\nmsgstr "etwa {m} N"\n', "x.po:1: 'etwa {m} N' has other places"),
        ('msgid "about {n} N"\nmsgstr "etwa N"\n', "its English: {n}"),
        ('msgid "Rest"\nmsgstr "{0.__class__}"\n', "its English: none"),
        ('msgid "about {n} N"\nmsgstr "etwa {n N"\n', "braces"),
        ('msgid "{n} set"\nmsgid_plural "{n} sets"\nmsgstr[0] "{n} Satz"\n', "1 forms of"),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n ! 1);\\n"\n', "Plural-Forms"),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=n;\\n"\n', "Plural-Forms"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(text: str, says: str) -> None:
    with pytest.raises(LanguageError) as told:
        language_of(text, "xx", "x.po")
    assert says in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(("content", "says"), [(b"\xff\xfe\x00", "UTF-8"), (b"#" * (MOST_BYTES + 1), "MB")])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "de.po"
    path.write_bytes(content)
    with pytest.raises(LanguageError, match=says):
        read_language(path, "de")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"de\.po: can't be read"):
        read_language(tmp_path / "de.po", "de")


def test_places_for_values_are_names_with_their_format() -> None:
    assert placeholders("{a} {b:.1f} {{c}} {d!r}") == {"a", "b:.1f", "d!r"}
