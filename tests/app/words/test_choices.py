"""The settings in words."""

from __future__ import annotations

from thumbwalk.app.words.choices import CHOICES, sound_said
from thumbwalk.session.preferences import Preferences


def test_every_choice_has_a_word_for_each_value_and_the_default_is_one_of_them() -> None:
    now = Preferences()
    for one in CHOICES:
        assert len(one.values) == len(one.shown)
        assert getattr(now, one.key) in one.values


def test_sound_says_why_there_is_none_how_early_it_comes_or_nothing() -> None:
    now = Preferences()
    assert sound_said(now, "") == ""
    assert sound_said(now, "no sound: failed to open").startswith(
        "No sound: failed to open. All of it is on the screen"
    )
    assert sound_said(now.with_value(sound_lead_ms=38.2), "") == "Sounds come 38 ms early, as your presses have shown."
    assert sound_said(now.with_value(volume=0.0), "no sound: failed") == ""


def test_a_volume_between_two_choices_is_shown_as_the_nearer_one() -> None:
    volume = next(one for one in CHOICES if one.key == "volume")
    assert volume.shown[volume.at(Preferences(volume=0.55))] == "normal"
    assert volume.moved(Preferences(volume=0.0), -1) == 0.0
