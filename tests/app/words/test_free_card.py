"""The end of free practice in the window's words."""

from __future__ import annotations

from tests.app import scenes

from thumbwalk.app.words.free_card import FreeRow, free_card
from thumbwalk.coach.free.said import sentences


def test_forces_are_said_in_the_unit_of_the_settings() -> None:
    assert free_card(scenes.free_summary(), "g").rows[0].detail == "0:40 · 30 strokes · 1140 g · 45 a minute"


def test_each_technique_has_a_row_and_the_sentences_are_the_terminals() -> None:
    done = scenes.free_summary()
    card = free_card(done)
    assert card.title == "Free practice: 1:15 minutes, 1:03 of them in touch"
    assert card.rows == (
        FreeRow("Knead", "0:40 · 30 strokes · 11.2 N · 45 a minute", 92.0),
        FreeRow("Hold", "0:20 · 1 stroke", None),
    )
    assert card.sentences == tuple(sentences(done))
    assert card.sentences[-1] == "Next: thumbwalk practice --drill knead-3 (all was even; knead was done most)"
