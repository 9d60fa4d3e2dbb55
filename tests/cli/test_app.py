"""The window's command where nobody would see a window, and what stands behind it."""

from __future__ import annotations

import pytest

from thumbwalk.app import platform
from thumbwalk.cli import app as command
from thumbwalk.cli.main import run
from thumbwalk.places import learners_dir, settings_path


def test_without_a_display_it_says_what_to_do_instead(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["app"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("thumbwalk: the window needs a display")
    assert "thumbwalk practice" in told


def test_alone_it_opens_the_window_where_there_is_a_display_and_else_prints_the_help(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run([]) == 2
    assert "practice" in capsys.readouterr().out
    opened: list[bool] = []

    def has_display() -> bool:
        opened.append(True)
        return True

    monkeypatch.setattr(platform, "has_display", has_display)
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text('foot = "both"\n')
    assert run([]) == 2
    assert opened
    refused = capsys.readouterr().err
    assert "settings.toml:1" in refused
    assert "left, right" in refused


def test_what_was_tried_is_read_with_the_learner_and_nothing_is_made_by_looking() -> None:
    known = command._known("Jo", True)
    assert (known.tried, known.history.entries) == ({}, ())
    assert not learners_dir().exists()
