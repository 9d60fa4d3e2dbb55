"""`thumbwalk config`: what a board remembers, shown and changed; all that was asked for or nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from thumbwalk.cli.main import run
from thumbwalk.link.configure import KEYS

DEFAULTS = {
    "name": "Virtual rig", "layout": "sole16", "channels": 16, "rate_hz": 1000, "oversampling": 1, "divider_ohm": 3300,
    "load_cell": False, "watchdog": False, "cells": 0,
}  # fmt: skip


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def asked(kept: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    """Run it on the virtual board that keeps its settings there, and give them."""
    capsys.readouterr()
    assert run(["config", "--virtual", "--settings", str(kept), "--json", *options]) == 0
    settings: dict[str, Any] = json.loads(capsys.readouterr().out)["settings"]
    return settings


def refused(kept: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    capsys.readouterr()
    assert run(["config", "--virtual", "--settings", str(kept), "--json", *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    return err


def values(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: settings[key] for key in KEYS}


def test_a_board_that_was_never_set_shows_its_defaults(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = asked(kept, capsys)
    assert values(settings) == DEFAULTS
    assert settings["state"] == "defaults"
    assert not kept.exists()
    assert run(["config", "--virtual"]) == 0
    shown = capsys.readouterr().out
    assert "rate_hz" in shown
    assert "These are the defaults." in shown


def test_what_is_set_is_kept_and_shown_and_in_force_the_next_time(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = asked(kept, capsys, "--set", "rate_hz=500", "--set", "name=Left foot, green")
    assert values(changed) == DEFAULTS | {"rate_hz": 500, "name": "Left foot, green"}
    assert asked(kept, capsys) == changed | {"state": "file"}
    assert run(["doctor", "--virtual", "--settings", str(kept), "--seconds", "0.5", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["identity"]["rate_hz"] == 500.0
    assert report["rate_hz"] == pytest.approx(500.0, rel=0.01)


def test_a_reset_brings_the_defaults_back(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked(kept, capsys, "--set", "rate_hz=500", "--set", "divider_ohm=4700")
    assert values(asked(kept, capsys, "--reset")) == DEFAULTS
    assert not kept.exists()
    both = asked(kept, capsys, "--reset", "--set", "rate_hz=250")
    assert values(both) == DEFAULTS | {"rate_hz": 250}


def test_if_one_setting_is_refused_none_is_changed(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked(kept, capsys, "--set", "rate_hz=500", "--set", "name=Mine", "--set", "watchdog=1")
    before = kept.read_bytes()
    line = refused(kept, capsys, "--set", "name=Yours", "--set", "rate_hz=9999")
    assert "rate_hz is from 1 to 2000" in line
    assert kept.read_bytes() == before
    line = refused(kept, capsys, "--reset", "--set", "oversampling=3")
    assert "oversampling is 1, 2, 4 or 8" in line
    assert kept.read_bytes() == before


def test_a_refusal_leaves_a_board_with_defaults_without_a_file(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused(kept, capsys, "--set", "name=Yours", "--set", "rate_hz=0")
    assert values(asked(kept, capsys)) == DEFAULTS
    assert not kept.exists()


def test_settings_that_only_fit_together_are_taken_in_any_order(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fast = ["--set", "rate_hz=2000", "--set", "oversampling=1"]
    fine = ["--set", "oversampling=8", "--set", "rate_hz=500"]
    for options, rate_hz, oversampling in ((fast, 2000, 1), (fine, 500, 8), (fast, 2000, 1)):
        settings = asked(kept, capsys, *options)
        assert (settings["rate_hz"], settings["oversampling"]) == (rate_hz, oversampling)
    assert "longer than there is time" in refused(kept, capsys, "--set", "oversampling=8")


def test_a_damaged_file_is_said_and_the_defaults_hold(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked(kept, capsys, "--set", "rate_hz=500")
    kept.write_bytes(kept.read_bytes()[:40])
    capsys.readouterr()
    assert run(["config", "--virtual", "--settings", str(kept), "--json"]) == 0
    out, err = capsys.readouterr()
    settings = json.loads(out)["settings"]
    assert settings["state"] == "damaged"
    assert values(settings) == DEFAULTS
    assert "damaged (it is cut short or overwritten)" in err
    assert "config --reset" in err
    assert run(["doctor", "--virtual", "--settings", str(kept), "--seconds", "0.5"]) == 1
    assert "settings are damaged" in " ".join(capsys.readouterr().out.split())
    assert asked(kept, capsys, "--reset")["state"] == "defaults"
    assert run(["doctor", "--virtual", "--settings", str(kept), "--seconds", "0.5"]) == 0


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--set", "rate_hz"], "KEY=VALUE"),
        (["--set", "colour=red"], "colour=red"),
        (["--set", "name="], "KEY=VALUE"),
        (["--set", "name=Füße"], "ASCII"),
        (["--set", "name=a\nstart"], "ASCII"),
        (["--set", "name=" + "x" * 60], "at most 64 bytes"),
        (["--set", "layout=Sole 16"], "small letters"),
        (["--set", "watchdog=yes"], "whole number"),
        (["--set", "rate_hz=5", "--set", "rate_hz=6"], "twice"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(
    kept: Path, capsys: pytest.CaptureFixture[str], options: list[str], word: str
) -> None:
    assert word in refused(kept, capsys, *options)
    assert not kept.exists()


def test_a_file_for_a_real_board_is_refused(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "--settings", str(kept)]) == 2
    assert "--virtual" in capsys.readouterr().err
