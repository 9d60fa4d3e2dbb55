"""Help, free practice and the settings in words."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from tests.app import scenes
from tests.app.made_up_languages import made_up_language

from thumbwalk.app.words.choices import CHOICES
from thumbwalk.app.words.free_page import free_page
from thumbwalk.app.words.help_page import KEYS, keys_page, safety_words
from thumbwalk.coach.feedback.amounts import force_span, shown_force, together
from thumbwalk.coach.free.fitting_drill import FittingDrill
from thumbwalk.language import ENGLISH, speak
from thumbwalk.session.preferences import Preferences

COMMANDS = (Path(__file__).parents[3] / "docs" / "commands.md").read_text(encoding="utf-8")


def test_help_names_every_key_that_the_commands_page_has() -> None:
    section = COMMANDS.partition("## app")[2].partition("\n## ")[0]
    assert section
    for key, _ in KEYS:
        for part in re.split(r", | to | ", key):
            if len(part) <= 6 and part not in (
                "a",
                "held",
                "on",
                "the",
                "foot",
                "press",
                "heel",
                "two",
                "taps",
                "toes",
            ):
                assert f"`{part}`" in section, part
    assert [block.more for block in keys_page() if block.kind == "pair"] == [key for key, _ in KEYS]


def test_safety_says_whom_to_leave_alone_and_what_it_is_not() -> None:
    page = [block.text for block in safety_words()]
    assert "a blood clot" in page
    assert any("not a medical device" in text for text in page)


def test_free_practice_is_told_before_in_and_behind_it() -> None:
    assert "Nothing is scored" in free_page(None, practising=False)[0].text
    assert "recorded" in free_page(None, practising=True)[0].text
    page = free_page(scenes.free_summary(), practising=False)
    said = {block.text: block.more for block in page}
    assert said["Knead"] == "evenness 92"
    assert said["Hold"] == ""
    assert any(block.text.startswith("Next: By feel (") for block in page)
    own = replace(scenes.free_summary(), drill=FittingDrill("my-own", "knead", "it is mine"))
    assert any(block.text == "Next: my-own (it is mine)." for block in free_page(own, practising=False))
    assert not any("thumbwalk practice" in block.text for block in page), "nobody types in a window"
    speak(made_up_language("en-XA"))
    assert not any("--" in block.text for block in free_page(scenes.free_summary(), practising=False)), (
        "in any language"
    )
    speak(ENGLISH)
    nobody = replace(scenes.free_summary(), techniques=(), touched_s=0.0, drill=None)
    assert free_page(nobody, practising=False)[-1].text == "Nobody touched the foot."


def test_every_setting_that_can_be_changed_is_one_and_its_ends_are_ends() -> None:
    known = {one.name for one in fields(Preferences)}
    for choice in CHOICES:
        assert choice.key in known
        assert len(choice.values) == len(choice.shown)
        first = Preferences().with_value(**{choice.key: choice.values[0]})
        assert choice.at(first) == 0
        assert choice.moved(first, -1) == choice.values[0]
        assert choice.moved(first, 1) == choice.values[1]
        assert choice.moved(first, 99) == choice.values[-1]
    size = next(choice for choice in CHOICES if choice.key == "text_size")
    assert size.at(Preferences(text_size=1.1)) == size.values.index(1.15)


@pytest.mark.parametrize(
    ("force_n", "newtons", "grams", "kilograms"),
    [(0.0, "0", "0", "0.00"), (6.42, "6.4", "650", "0.65"), (9.97, "10", "1020", "1.02"), (20.0, "20", "2040", "2.04")],
)
def test_a_force_in_each_unit(force_n: float, newtons: str, grams: str, kilograms: str) -> None:
    assert (shown_force(force_n, "N"), shown_force(force_n, "g"), shown_force(force_n, "kg")) == (
        *(newtons, grams, kilograms),
    )


def test_a_band_of_forces_in_words() -> None:
    assert force_span((7.2, 10.8), "N") == "7.2–10.8 N"
    assert force_span((8.0, 20.0), "g") == "820–2040 g"
    assert force_span((None, 12.0), "N") == "under 12 N"
    assert force_span((8.0, None), "kg") == "over 0.82 kg"
    assert force_span((None, None), "N") == ""


def test_a_number_keeps_its_unit_on_its_line() -> None:
    assert together("16 N; within 7.2 to 10.8 N, 5 mm and 24 %") == (
        "16\u00a0N; within 7.2 to 10.8\u00a0N, 5\u00a0mm and 24\u00a0%"
    )
    assert together("3 Nights") == "3 Nights"
