"""All settings that were asked for, or none: in any order, and undone in an order that the board allows."""

from __future__ import annotations

from dataclasses import asdict, replace
from types import SimpleNamespace
from typing import Any

import pytest

from thumbwalk.errors import LinkLost, RigError
from thumbwalk.link.configure import KEYS, change_settings, parse_change, settings_of, values_of
from thumbwalk.link.selftest import Settings

START = Settings("Rig", "sole16", 16, 1000, 4, 3300, True, False, "file", "")


class Rig:
    """A board that takes rate times oversampling up to 4000, and refuses layouts but 'sole16' and 'mat'."""

    hello = SimpleNamespace(firmware="0.0.9")
    link = SimpleNamespace(url="/dev/ttyACM0")

    def __init__(self, settings: Settings | None = START) -> None:
        self.now: Any = settings
        self.said: list[str] = []
        self.lost_at = -1

    def settings(self) -> Settings | None:
        now: Settings | None = self.now
        return now

    def configure(self, words: str) -> None:
        if len(self.said) == self.lost_at:
            raise LinkLost("gone")
        self.said.append(words)
        if words == "reset":
            self.now = replace(self.now, state="defaults")
            return
        key, value = words.split(" ", 1)
        kind = type(getattr(START, key))
        new = replace(self.now, state="file", **{key: kind(int(value)) if kind is not str else value})
        if new.rate_hz * new.oversampling > 4000 or new.layout not in ("sole16", "mat"):
            self.said.pop()
            raise RigError(f"refused {words}")
        self.now = new


def test_what_waits_for_another_setting_is_tried_again() -> None:
    rig = Rig()
    after = change_settings(rig, {"rate_hz": "2000", "oversampling": "2"})  # type: ignore[arg-type]
    assert (after.rate_hz, after.oversampling) == (2000, 2)
    assert rig.said == ["oversampling 2", "rate_hz 2000"]


def test_a_refusal_puts_back_what_was_changed_in_an_order_that_the_board_allows() -> None:
    rig = Rig()
    with pytest.raises(RigError, match="refused layout moon"):
        change_settings(rig, {"oversampling": "2", "rate_hz": "2000", "layout": "moon"})  # type: ignore[arg-type]
    assert rig.now == START
    # 1000 before 4: 2000 times 4 would be refused
    assert rig.said == ["oversampling 2", "rate_hz 2000", "rate_hz 1000", "oversampling 4"]


def test_a_board_of_defaults_is_of_defaults_again_after_a_refusal() -> None:
    rig = Rig(replace(START, state="defaults"))
    with pytest.raises(RigError):
        change_settings(rig, {"name": "Mine", "layout": "moon"})  # type: ignore[arg-type]
    assert rig.now == replace(START, state="defaults")
    assert rig.said[-1] == "reset"


def test_when_the_first_change_is_refused_nothing_is_touched() -> None:
    rig = Rig(replace(START, state="defaults"))
    with pytest.raises(RigError):
        change_settings(rig, {"layout": "moon"})  # type: ignore[arg-type]
    assert rig.said == []


def test_of_several_refusals_the_first_is_told() -> None:
    with pytest.raises(RigError, match="refused layout moon"):
        change_settings(Rig(), {"layout": "moon", "rate_hz": "9000"})  # type: ignore[arg-type]


def test_a_port_that_goes_is_not_taken_for_a_refusal() -> None:
    rig = Rig()
    rig.lost_at = 1
    with pytest.raises(LinkLost):
        change_settings(rig, {"name": "Mine", "rate_hz": "500"})  # type: ignore[arg-type]
    assert rig.said == ["name Mine"]


def test_firmware_without_settings_is_refused_with_the_way_out() -> None:
    with pytest.raises(RigError, match=r"firmware 0.0.9 keeps no settings.*thumbwalk flash"):
        settings_of(Rig(None))  # type: ignore[arg-type]


def test_switches_are_written_as_0_and_1() -> None:
    assert values_of(START) == {
        "name": "Rig",
        "layout": "sole16",
        "channels": "16",
        "rate_hz": "1000",
        "oversampling": "4",
        "divider_ohm": "3300",
        "load_cell": "1",
        "watchdog": "0",
        "cells": "0",
    }
    assert set(KEYS) == set(asdict(START)) - {"state", "why"}


def test_a_change_is_a_key_and_a_value() -> None:
    assert parse_change(" rate_hz = 500 ") == ("rate_hz", "500")
    assert parse_change("name=a=b") == ("name", "a=b")


@pytest.mark.parametrize("text", ["rate_hz", "rate_hz=", "=500", "state=file", "speed=3", "name=Füße", "name=a\tb"])
def test_what_is_no_change_is_refused(text: str) -> None:
    with pytest.raises(RigError, match="setting"):
        parse_change(text)
