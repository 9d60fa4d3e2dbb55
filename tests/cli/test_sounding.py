"""The sounds of a window that shows one practice: as loud as the settings say, and what changed is kept."""

from __future__ import annotations

import pytest

from thumbwalk.cli.sounding import sounding
from thumbwalk.errors import OptionError
from thumbwalk.places import settings_path
from thumbwalk.session.preferences import Preferences, keep_preferences, read_preferences


def test_it_is_as_loud_as_the_settings_say_and_what_was_turned_off_stays_off() -> None:
    keep_preferences(settings_path(), Preferences(foot="left", volume=0.3, sound_lead_ms=25.0))
    with sounding(windowed=True) as sounds:
        assert sounds is not None
        assert (sounds.volume, sounds.lead_ms) == (0.3, 25.0)
        sounds.hush()
    assert read_preferences(settings_path()) == Preferences(foot="left", volume=0.0, sound_lead_ms=25.0)


def test_what_did_not_change_writes_nothing_and_without_a_window_there_are_no_sounds() -> None:
    with sounding(windowed=True) as sounds:
        assert sounds is not None
        assert sounds.volume == Preferences.volume
    assert not settings_path().exists()
    with sounding(windowed=False) as none:
        assert none is None


def test_settings_that_cannot_be_read_are_refused_before_anything_begins() -> None:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text("volume = 9\n", encoding="utf-8")
    with pytest.raises(OptionError, match="volume"), sounding(windowed=True):
        raise AssertionError("nothing begins")


def test_a_home_that_cannot_be_written_to_costs_no_practice(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("thumbwalk.cli.sounding.keep_preferences", refuse)
    with sounding(windowed=True) as sounds:
        assert sounds is not None
        sounds.hush()
    assert sounds.volume == 0.0
