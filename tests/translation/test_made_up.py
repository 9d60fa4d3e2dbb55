"""The made-up languages change every letter and no place for a value."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from thumbwalk.translation.catalogue import placeholders
from thumbwalk.translation.made_up import MADE_UP, accented, from_right, made_up

TEMPLATE = 'msgid "about {n} N"\nmsgstr ""\n\nmsgid "{n} set"\nmsgid_plural "{n} sets"\nmsgstr[0] ""\nmsgstr[1] ""\n'


def test_accents_are_longer_and_leave_no_letter_plain() -> None:
    text = "Press and hold the foot, or Space: it counts you in."
    assert 1.3 * len(text) <= len(accented(text)) <= 1.5 * len(text)
    said = accented(text + " {n} of {all:.0f}")
    assert (said[0], said[-1]) == ("[", "]")
    assert re.findall(r"[A-Za-z]", re.sub(r"\{[^}]*\}", "", said)) == []


@settings(max_examples=40)
@given(st.text(st.characters(codec="ascii", exclude_characters="{}"), max_size=30))
def test_places_for_values_stay(text: str) -> None:
    for rule in MADE_UP.values():
        assert placeholders(rule(f"{text}{{a}} {{b:.1f}}")) == {"a", "b:.1f"}


def test_from_the_right_figures_stay_and_embeddings_end() -> None:
    said = from_right("of 12 N in {n}")
    assert "12" in said
    opened = sum(unicodedata.bidirectional(letter) in ("RLE", "RLO") for letter in said)
    assert opened == sum(unicodedata.bidirectional(letter) == "PDF" for letter in said) == 4


def test_all_of_a_template_is_said() -> None:
    for code in MADE_UP:
        language = made_up(code, TEMPLATE)
        assert set(language.sentences) == {"about {n} N"}
        assert set(language.plurals) == {"{n} set"}
        assert language.right_to_left is (code == "ar-XB")
