"""A board's state beside the scans: what is read, and what is refused."""

from __future__ import annotations

import struct

import pytest

from thumbwalk.link.board_state import LOAD_STATES, LoadReading, Status


def load(code: int, readings: int = 7, missed: int = 2) -> bytes:
    return struct.pack("<iII", code, readings, missed)


def status(supply: int = 0x8000, state: int = 1, busy: int = 40) -> bytes:
    return struct.pack("<HBBIII", supply, state, busy, 7, 2, 5)


@pytest.mark.parametrize("code", [-(1 << 23), -1, 0, (1 << 23) - 1])
def test_a_load_reading_is_a_signed_code_of_24_bits(code: int) -> None:
    assert LoadReading.from_payload(9, load(code)) == LoadReading(9, code, 7, 2)


@pytest.mark.parametrize("payload", [load(1 << 23), load(-(1 << 23) - 1), load(0)[:-1], load(0) + b"\0", b""])
def test_what_no_amplifier_sends_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"24 bits|has 12 bytes"):
        LoadReading.from_payload(0, payload)


@pytest.mark.parametrize(("supply", "ratio", "mv"), [(0x8000, 1.0, 3300.0), (0x7000, 0.875, 2887.5), (0, None, None)])
def test_a_supply_is_by_the_reference_or_was_not_measured(supply: int, ratio: float | None, mv: float | None) -> None:
    told = Status.from_payload(4, status(supply))
    assert (told.device_us, told.supply_ratio, told.supply_mv) == (4, ratio, mv)


@pytest.mark.parametrize(("state", "name"), list(enumerate(LOAD_STATES)))
def test_a_load_cell_has_one_of_three_states(state: int, name: str) -> None:
    told = Status.from_payload(0, status(state=state))
    assert (told.load_cell, told.load_readings, told.load_missed, told.refused) == (name, 7, 2, 5)


def test_a_board_that_never_rests_is_told_from_one_that_does_not_say() -> None:
    assert Status.from_payload(0, status(busy=0)).busy_percent is None
    assert Status.from_payload(0, status(busy=100)).busy_percent == 100


@pytest.mark.parametrize("payload", [status(state=3), status()[:-1], status() + b"\0"])
def test_what_is_no_status_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"no state 3|has 16 bytes"):
        Status.from_payload(0, payload)
