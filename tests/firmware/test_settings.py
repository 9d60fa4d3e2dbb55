"""Settings that a board keeps: changed by commands, whole or not at all, and never believed when damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from cobs import cobs

Converse = Callable[..., tuple[bytes, bytes]]
ERROR, ACK, CONFIG = 4, 6, 9
DEFAULTS = {"name": "T", "layout": "sole16", "channels": 16, "rate_hz": 1000, "oversampling": 1, "divider_ohm": 3300}
DEFAULTS |= {"load_cell": 0, "watchdog": 0, "cells": 0}


@pytest.fixture
def say(converse: Converse, tmp_path: Path) -> Callable[[bytes], list[tuple[int, str]]]:
    """Start a board with a settings file, say something, give the types and texts of its answers."""

    def talk(said: bytes) -> list[tuple[int, str]]:
        wire, _ = converse(said, b"", "--settings", str(tmp_path / "settings.json"))
        frames = [cobs.decode(one) for one in wire.split(b"\0")[:-1]]
        return [(frame[0], frame[7:-4].decode()) for frame in frames[:-1]]

    return talk


def shown(say: Callable[[bytes], list[tuple[int, str]]]) -> dict[str, Any]:
    ((kind, text),) = say(b"config\n")
    assert kind == CONFIG
    settings: dict[str, Any] = json.loads(text)
    return settings


def test_a_board_that_was_never_set_has_the_defaults(say: Any, tmp_path: Path) -> None:
    assert shown(say) == DEFAULTS | {"state": "defaults", "why": ""}
    assert list(tmp_path.iterdir()) == []


def test_settings_are_in_force_at_once_and_after_the_power_was_off(say: Any, tmp_path: Path) -> None:
    said = b"config name Left foot 2\nconfig rate_hz 250\nconfig divider_ohm 4700\nconfig layout my-sole\nhello\n"
    *answers, (_, hello) = say(said)
    assert [kind for kind, _ in answers] == [ACK] * 4
    assert answers[0][1] == "config name Left foot 2"
    expected = {"name": "Left foot 2", "rate_hz": 250, "divider_ohm": 4700, "layout": "my-sole"}
    assert expected.items() <= json.loads(hello).items()
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"], "no half file is left"
    assert shown(say) == DEFAULTS | expected | {"state": "file", "why": ""}
    ((_, later),) = say(b"hello\n")
    assert expected.items() <= json.loads(later).items()
    assert say(b"config reset\n") == [(ACK, "config reset")]
    assert shown(say) == DEFAULTS | {"state": "defaults", "why": ""}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"config rate_hz 0", "rate_hz is from 1 to 2000"),
        (b"config rate_hz fast", "rate_hz needs a whole number"),
        (b"config rate_hz 12.5", "rate_hz needs a whole number"),
        (b"config oversampling 3", "oversampling is 1, 2, 4 or 8"),
        (b"config channels 17", "channels is from 16 to 16"),
        (b"config load_cell 2", "load_cell is 0 or 1"),
        (b"config cells 1", "cells is from 0 to 0"),
        (b"config watchdog on", "watchdog needs a whole number"),
        (b"config divider_ohm 5", "divider_ohm is from 100 to 1000000"),
        (b"config layout Sole/16", "layout has small letters, digits, _ and -"),
        (b"config name " + b"x" * 25, "name has 1 to 24 characters"),
    ],
)
def test_a_bad_value_changes_nothing(say: Any, tmp_path: Path, line: bytes, reason: str) -> None:
    assert say(line + b"\n") == [(ERROR, f"{reason}; nothing was changed")]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", [b"config rate_hz", b"config colour red", b"config reset all"])
def test_a_malformed_config_names_the_keys(say: Any, line: bytes) -> None:
    ((kind, text),) = say(line + b"\n")
    assert kind == ERROR
    assert (
        text == "config takes nothing, reset, or one of name, layout, channels, rate_hz, oversampling, divider_ohm, "
        "load_cell, watchdog, cells and its value"
    )


def test_rate_and_oversampling_must_leave_time(say: Any) -> None:
    answers = say(b"config oversampling 8\nrate 2000\nconfig rate_hz 2000\nrate 1500\n")
    assert [kind for kind, _ in answers] == [ACK, ERROR, ERROR, ACK]


def test_settings_are_not_changed_while_streaming(say: Any) -> None:
    answers = say(b"start\nconfig rate_hz 500\nselftest\nconfig\nstop\n")
    assert [kind for kind, _ in answers] == [ACK, ERROR, ERROR, CONFIG, ACK]
    assert answers[1][1] == "config needs a rig that is stopped; send stop first"


def damaged(data: bytes) -> dict[str, bytes]:
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 1
    halves = {f"cut to {n}": data[:n] for n in (0, 1, len(data) // 2, len(data) - 2)}
    others = {"flipped": bytes(flipped), "doubled": data * 2, "noise": bytes(range(256)) * 40, "other": b"[]\n00\n"}
    return halves | others


def test_what_stands_there_already_is_not_written_again(say: Any, tmp_path: Path) -> None:
    say(b"config rate_hz 250\n")
    before = (tmp_path / "settings.json").stat()
    assert say(b"config rate_hz 250\n") == [(ACK, "config rate_hz 250")]
    after = (tmp_path / "settings.json").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns), "flash memory wears"
    say(b"config rate_hz 200\n")
    assert (tmp_path / "settings.json").stat().st_mtime_ns > before.st_mtime_ns


def test_a_damaged_file_leaves_the_defaults_and_is_said_so(say: Any, tmp_path: Path) -> None:
    say(b"config rate_hz 250\nconfig name A\n")
    file = tmp_path / "settings.json"
    whole = file.read_bytes()
    for what, data in damaged(whole).items():
        file.write_bytes(data)
        assert shown(say) == DEFAULTS | {"state": "damaged", "why": "it is cut short or overwritten"}, what
    assert say(b"config rate_hz 100\n") == [(ACK, "config rate_hz 100")], "and the next setting mends it"
    assert shown(say) == DEFAULTS | {"rate_hz": 100, "state": "file", "why": ""}


def test_a_file_from_before_a_setting_existed_leaves_it_its_default(say: Any, tmp_path: Path) -> None:
    line = b'{"name": "Old", "layout": "sole16", "rate_hz": 250, "oversampling": 1, "divider_ohm": 3300}'
    (tmp_path / "settings.json").write_bytes(line + b"\n%08x\n" % crc32(line))
    assert shown(say) == DEFAULTS | {"name": "Old", "rate_hz": 250, "state": "file", "why": ""}


def test_a_file_that_can_not_be_written_is_refused(converse: Converse, tmp_path: Path) -> None:
    wire, _ = converse(b"config rate_hz 250\nconfig\n", b"", "--settings", str(tmp_path / "no" / "settings.json"))
    refused, settings, _ = (cobs.decode(one)[7:-4].decode() for one in wire.split(b"\0")[:-1])
    assert refused.startswith("the settings can't be written")
    assert json.loads(settings)["rate_hz"] == 1000
