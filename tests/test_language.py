"""What is said in another language, and what stays English."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator

import pytest

from thumbwalk.errors import RigError
from thumbwalk.language import (
    ENGLISH,
    Language,
    Told,
    _,
    before_semicolon,
    marked,
    plural,
    speak,
    spoken,
    told,
    told_n,
    with_values,
)

SOUTH = Language(
    "de",
    {"Rest": "Pause", "off the {place}": "neben {place}", "place": "der Stelle"},
    {"{n} press": ("{n} Druck", "{n} Drücke"), "{n} of {all} bite": ("{n} Biss von {all}", "{n} Bisse von {all}")},
)
SLAVIC = Language(
    plurals={"{n} press": ("one", "few", "many")}, form=lambda n: 0 if n == 1 else 1 if 2 <= n % 10 <= 4 else 2
)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak(ENGLISH)


def test_without_a_translation_everything_is_said_as_it_stands() -> None:
    assert spoken() is ENGLISH
    assert _("Rest") == "Rest"
    assert [plural("{n} press", "{n} presses", n).format(n=n) for n in (0, 1, 2)] == [
        "0 presses",
        "1 press",
        "2 presses",
    ]


def test_a_language_is_heard_from_the_next_sentence_on() -> None:
    word = marked("Rest")
    assert word == "Rest"
    speak(SOUTH)
    assert _(word) == "Pause"
    assert _("Hold on") == "Hold on"
    assert plural("{n} press", "{n} presses", 3).format(n=3) == "3 Drücke"


def test_a_number_takes_the_form_that_its_language_gives_it() -> None:
    speak(SLAVIC)
    assert [plural("{n} press", "{n} presses", n) for n in (1, 3, 5)] == ["one", "few", "many"]


def test_what_the_core_told_is_english_wherever_it_is_kept() -> None:
    speak(SOUTH)
    text = told("off the {place}", place=told("place"))
    assert text == "off the place"
    assert hash(text) == hash("off the place")
    assert f"{text}" == "off the place"
    assert json.dumps([text]) == '["off the place"]'
    assert _(text) == "neben der Stelle"


def test_a_name_among_the_values_stays() -> None:
    speak(SOUTH)
    assert _(told("off the {place}", place="Rest")) == "neben Rest"


@pytest.mark.parametrize(
    ("n", "english", "said"), [(1, "1 of 4 bite", "1 Biss von 4"), (2, "2 of 4 bites", "2 Bisse von 4")]
)
def test_what_the_core_told_of_a_number_has_its_form(n: int, english: str, said: str) -> None:
    text = told_n("{n} of {all} bite", "{n} of {all} bites", n, all=4)
    assert text == english
    speak(SOUTH)
    assert _(text) == said


def test_an_error_gives_on_what_it_was_told() -> None:
    speak(SOUTH)
    assert _(str(RigError(told("off the {place}", place="heel")))) == "neben heel"


def test_what_happened_is_said_without_what_to_do() -> None:
    speak(Language("de", {"{url}: is gone; plug it in": "{url}: ist weg; bitte anstecken", "{lost}!": "{lost}!!"}))
    lost = before_semicolon(told("{url}: is gone; plug it in", url="a"))
    assert lost == before_semicolon("a: is gone; plug it in") == "a: is gone"
    assert _(told("{lost}!", lost=lost)) == "a: ist weg!!"


def test_what_was_told_can_be_copied_and_sent() -> None:
    text = told_n("{n} press", "{n} presses", 2)
    assert copy.copy(before_semicolon(told("a {b}; c", b=1))) == "a 1"
    for again in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):  # noqa: S301 - our own bytes
        assert type(again) is Told
        assert (again, again.template, again.values, again.many) == (text, text.template, text.values, text.many)


def test_braces_without_values_are_letters() -> None:
    assert told("a {b}") == "a {b}"
    for language in (ENGLISH, SOUTH):
        speak(language)
        assert _(told("a {b}")) == "a {b}"
        assert _(told("DEMO {title}", title=told("my {best}, 50 % {"))) == "DEMO my {best}, 50 % {"


def test_a_sentence_can_be_told_with_other_values_of_those_that_it_has() -> None:
    said = told("Wait, and {again}", again=told("press enter"))
    here = with_values(said, again=told("measure"), commands="none of its")
    assert here == "Wait, and measure"
    assert said == "Wait, and press enter"
    speak(Language("de", {"Wait, and {again}": "Warte, dann {again}", "measure": "miss"}))
    assert _(here) == "Warte, dann miss"
    assert with_values("plain", again="x") == "plain"
