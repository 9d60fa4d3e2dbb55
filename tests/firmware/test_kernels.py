"""The loops of the firmware, in MicroPython's native code and as plain Python, against independent implementations."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from cobs import cobs

DATA, LOADCELL, STATUS = 2, 7, 10


@pytest.fixture
def results(run_script: Callable[..., str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run_script(Path(__file__).with_name("portable.py")))
    return found


def test_checksum_and_stuffing_are_those_of_zlib_and_cobs(results: dict[str, Any]) -> None:
    for frame_hex, stuffed_hex in results["encodings"]:
        frame, stuffed = bytes.fromhex(frame_hex), bytes.fromhex(stuffed_hex)
        assert stuffed == cobs.encode(frame) + b"\0"
    checked = [bytes.fromhex(frame_hex) for frame_hex, _ in results["encodings"]]
    assert [crc32(frame) for frame in checked] == [0x2144DF1C] * 17 * 4, "17 lengths with 4 kinds of contents"


def test_time_goes_on_over_both_wraps(results: dict[str, Any]) -> None:
    assert results["times"] == [0xFFFFFFF5, 0xFFFFFFFF, 3, 9, 0x20000000]


def test_streaming_allocates_nothing_nor_do_load_cell_and_supply(results: dict[str, Any]) -> None:
    n_written, overruns, dropped, wire_hex = results["without_allocating"]
    assert n_written > 125 * 80
    assert (overruns, dropped) == (0, 0)
    kinds = [cobs.decode(one)[0] for one in bytes.fromhex(wire_hex).split(b"\0")[:-1]]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {DATA: 125, LOADCELL: 19, STATUS: 2}


def test_every_lost_scan_and_frame_is_counted(results: dict[str, Any]) -> None:
    in_ring, after_full_ring, after_gap, sent, dropped, wire_hex = results["losses"]
    assert in_ring == 63
    assert after_full_ring == 10, "64 + 9 ticks, 63 places"
    assert after_gap == 13, "a tick 4 ms after the last one is 3 missed"
    assert sent + dropped == 501
    *stuffed, rest = bytes.fromhex(wire_hex).split(b"\0")
    frames = [cobs.decode(one) for one in stuffed]
    assert rest == b""
    assert all(crc32(frame) == 0x2144DF1C for frame in frames), "what was begun is finished, what is dropped is whole"
    assert [int.from_bytes(frame[1:3], "little") for frame in frames] == list(range(1 + sent))
    assert frames[-1][7:-4] == b"after"
