"""The examples of PROTOCOL.md, byte for byte."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable

import pytest

from thumbwalk.link.configure import KEYS
from thumbwalk.virtual.firmware import firmware_dir

PROTOCOL = (firmware_dir() / "PROTOCOL.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```conversation\n(.*?)```", PROTOCOL, re.DOTALL)
N_CHANNELS = 2
NO_READING = 0x7FFFFFFF


def test_there_is_an_example_of_every_direction() -> None:
    assert len(EXAMPLES) >= 5
    assert all(any(f"\n{sign} " in f"\n{example}" for example in EXAMPLES) for sign in "><*")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.splitlines()[0][2:])
def test_the_firmware_sends_what_the_example_shows(example: str, converse: Callable[..., tuple[bytes, bytes]]) -> None:
    lines = [line.split(" ", 1) for line in example.splitlines()]
    said = "".join(text + "\n" for sign, text in lines if sign == ">").encode()
    has_load = " load " in example
    n_cells = max((text.partition(" cells ")[2].count(" ") + 1 for _, text in lines if " cells " in text), default=0)
    records = b"\xff" * (8 + 2 * N_CHANNELS + 4 * has_load + 8 * n_cells)
    for sign, text in lines:
        if sign == "*":
            scan, _, cells = text.partition(" cells ")
            scan, _, load = scan.partition(" load ")
            time_us, *counts = map(int, scan.split())
            records += time_us.to_bytes(8, "little") + b"".join(count.to_bytes(2, "little") for count in counts)
            if has_load:
                records += int(load or NO_READING).to_bytes(4, "little", signed=True)
            for cell in cells.split():
                code, _, age_us = cell.replace("none", str(NO_READING)).partition("/")
                records += int(code).to_bytes(4, "little", signed=True) + int(age_us or 0).to_bytes(4, "little")
    expected = b"".join(bytes.fromhex(text) for sign, text in lines if sign == "<")
    options = [*(["--load-cell"] if has_load else []), *(["--cells", str(n_cells)] if n_cells else [])]
    wire, _ = converse(said, records, "--channels", "a,b", *options)
    assert wire[: len(expected)] == expected
    assert b"end of scans" in wire[len(expected) :]
    assert wire[len(expected) :].count(b"\0") == 1, "and nothing but the end is left over"


def test_board_host_and_page_know_the_same_settings() -> None:
    on_the_page = re.findall(r"^\| (\w+) \|", PROTOCOL.split("### CONFIG")[1].split("## Commands")[0], re.MULTILINE)
    assert on_the_page == ["key", *KEYS, "state", "why"]
    assert importlib.import_module("rig.settings").KEYS == KEYS
