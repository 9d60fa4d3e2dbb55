"""Four load cells' converters on an emulated chip's registers: PIO, DMA and the whole firmware, beside its scans."""

from __future__ import annotations

import importlib
import json
from typing import Any

import numpy as np
import pytest
from tests.firmware.test_board_rp2 import ACK, DATA, ERROR, LOADCELL, STATUS, Firmware, board, chip, firmware, unread

from thumbwalk.link.cells import CellReadings
from thumbwalk.link.selftest import SelfTest
from thumbwalk.link.wire import Event, FrameType, Hello, Scans, Status, WireDecoder, encode_frame

__all__ = ["board", "chip", "firmware", "unread"]
pytestmark = pytest.mark.emulated

chips = pytest.importorskip("tests.firmware.chip")
converters_of = pytest.importorskip("tests.firmware.converters")
code_of = converters_of.code_of
PERIODS_US = (12500.0, 12412.0, 12650.0, 12312.0)
SETTLED_MS = 260
"""Switched off for 100, four conversions to the first reading, and four that are dropped."""


@pytest.fixture
def converters(chip: Any, firmware: Firmware) -> Any:
    found = chip.attach_converters(PERIODS_US)
    assert [frame[0] for frame in firmware.say("config cells 4")] == [ACK]
    return found


def events_of(frames: list[bytes]) -> list[Event]:
    decoder = WireDecoder()
    wire = b"".join(
        encode_frame(frame[0], int.from_bytes(frame[1:3], "little"), int.from_bytes(frame[3:7], "little"), frame[7:-4])
        for frame in frames
    )
    events = decoder.feed(wire)
    assert (decoder.tally.bad_frames, decoder.tally.lost_frames) == (0, 0)
    return events


def judged(frames: list[bytes], converters: Any) -> dict[int, tuple[list[int], list[float]]]:
    """Of each cell which conversions came, and how long after it was ready each was read; every code is right."""
    found: dict[int, tuple[list[int], list[float]]] = {one.cell: ([], []) for one in converters}
    for event in events_of(frames):
        if isinstance(event, CellReadings):
            for time_us, reading in zip(event.time_us, event.readings, strict=True):
                one = converters[reading.cell]
                known = {code_of(one.cell, n): n for n in one.ready_us}
                conversion = known[reading.code]
                found[one.cell][0].append(conversion)
                found[one.cell][1].append(float(time_us) - one.ready_us[conversion] % (1 << 32))
    return found


def test_every_conversion_of_four_free_clocks_is_read_at_its_time_beside_sixteen_tiles_at_1_khz(
    firmware: Firmware, chip: Any, converters: Any
) -> None:
    firmware.run(SETTLED_MS)
    firmware.say("cells 1", "start")
    firmware.run(500)
    frames = firmware.frames()
    found = judged(frames, converters)
    for cell, (conversions, late_us) in found.items():
        assert len(conversions) >= 38
        assert set(np.diff(conversions).tolist()) == {1}, f"cell {cell}: every conversion, once"
        assert min(late_us) >= 24
        assert max(late_us) < 400
        assert converters[cell].unread <= 9, "but for those before the firmware read it"
        assert converters[cell].resets == 1
        assert max(converters[cell].pulse_us) < 50
        assert min(converters[cell].pulse_us) >= 0.2
    heard = [event for event in events_of(frames) if isinstance(event, CellReadings)]
    assert heard[-1].missed == 0
    scans = [event for event in events_of(frames) if isinstance(event, Scans)]
    times_us = np.concatenate([one.time_us for one in scans])
    assert set(np.diff(times_us).tolist()) == {1000}
    assert (np.concatenate([one.counts for one in scans]) == chip.codes[0]).all()
    assert {frame[0] for frame in frames} <= {DATA, STATUS, FrameType.CELLS}


@pytest.mark.parametrize("fault", ["dead", "shorted", "deaf"])
def test_a_cell_that_is_dead_shorted_or_out_of_step_costs_the_others_nothing(
    firmware: Firmware, unread: None, converters: Any, fault: str
) -> None:
    firmware.run(SETTLED_MS)
    firmware.say("cells 1", "start")
    firmware.run(30)
    converters[1].break_down(fault)
    firmware.run(440)
    found = judged(firmware.frames(), converters)
    for cell in (0, 2, 3):
        conversions, late_us = found[cell]
        assert len(conversions) >= 36
        assert set(np.diff(conversions).tolist()) == {1}
        assert max(late_us) < 700, "beside one that is read again and again until it is switched off"
    gone = np.diff(found[1][0])
    if fault == "deaf":
        assert (gone > 1).sum() == 1, "its reset has healed it"
        assert len(found[1][0]) >= 15
    else:
        assert set(gone.tolist()) <= {1}
        assert len(found[1][0]) <= 4
    state = importlib.import_module("rig.cells").STATES[firmware.rig.cells.states[1]]
    assert state == {"dead": "missing", "shorted": "shorted", "deaf": "running"}[fault]


def test_a_board_that_was_reset_in_the_midst_of_a_reading_begins_with_a_reset_of_the_converters(
    firmware: Firmware, chip: Any, unread: None
) -> None:
    """What ended the firmware may have left the clock high, or a converter with some of its pulses."""
    converters = chip.attach_converters(PERIODS_US)
    firmware.run(4)
    assert converters[0].is_ready
    converters[0].pulses = 10
    firmware.say("config cells 4")
    firmware.run(SETTLED_MS)
    firmware.say("cells 1", "start")
    firmware.run(60)
    found = judged(firmware.frames(), converters)
    assert [set(np.diff(found[cell][0]).tolist()) for cell in range(4)] == [{1}] * 4
    assert [one.resets for one in converters] == [1] * 4
    # 4 conversions settle it, 4 more are dropped
    assert all(found[one.cell][0][0] > 4 for one in converters)


def test_readings_of_a_blocked_host_wait_in_the_ring_with_their_times(
    firmware: Firmware, chip: Any, unread: None, converters: Any
) -> None:
    firmware.run(SETTLED_MS)
    firmware.say("cells 1", "start")
    firmware.run(10)
    chip.pass_time(300_000)  # the main loop stands still, as in a write that nobody reads
    firmware.run(30)
    found = judged(firmware.frames(), converters)
    for conversions, late_us in found.values():
        assert set(np.diff(conversions).tolist()) == {1}
        assert max(late_us) < 400
        assert len(conversions) >= 26


def test_the_self_test_on_the_chip_tells_who_runs_and_how_fast(
    firmware: Firmware, unread: None, converters: Any
) -> None:
    firmware.board.scanner.longest_us = lambda: 96
    converters[3].break_down("dead")
    converters[2].break_down("shorted")
    firmware.run(1000)
    firmware.say("selftest")
    firmware.run(230)
    (report,) = [event for event in events_of(firmware.frames()) if isinstance(event, SelfTest)]
    # codes that look like noise are the stand-in's
    assert [one.state for one in report.cells] == ["noisy", "noisy", "shorted", "missing"]
    assert [one.rate_hz for one in report.cells[:2]] == pytest.approx([80.0, 1e6 / 12412], abs=0.2)
    (hello,) = [event for event in events_of(firmware.say("hello")) if isinstance(event, Hello)]
    assert hello.cells is not None
    assert hello.cells.rate_hz == pytest.approx(80.3, abs=0.2)


def test_a_plate_alone_has_its_cells_supply_and_status_without_any_tile(
    firmware: Firmware, chip: Any, converters: Any
) -> None:
    chip.mcu.adc.channel_values[chips.SUPPLY_ADC] = 1986
    answers = firmware.say("config channels 0", "config rate_hz 125", "config cells 0", "hello")
    assert [frame[0] for frame in answers] == [ACK, ACK, ERROR, FrameType.HELLO], "a board without anything is none"
    assert json.loads(answers[-1][7:-4])["protocol"] == 2
    firmware.run(SETTLED_MS)
    firmware.say("cells 1", "start")
    firmware.run(130)
    frames = firmware.frames()
    found = judged(frames, converters)
    assert [set(np.diff(conversions).tolist()) for conversions, _ in found.values()] == [{1}] * 4
    assert {frame[0] for frame in frames} == {FrameType.CELLS, STATUS}
    status = [event for event in events_of(frames) if isinstance(event, Status)][-1]
    assert status.supply_mv == pytest.approx(3200, abs=1)


def test_without_cells_nobody_touches_their_pins_and_what_is_left_of_them_is_low(
    firmware: Firmware, chip: Any, unread: None
) -> None:
    driven = [chip.mcu.gpio[gpio] for gpio in chips.CELL_CLOCKS]
    assert [pin.output_enable for pin in driven] == [False] * 4
    converters = chip.attach_converters(PERIODS_US)
    firmware.say("config cells 4")
    assert [pin.output_enable for pin in driven] == [True] * 4
    firmware.run(SETTLED_MS)
    chip.pass_time(3000)
    firmware.say("config cells 0")
    assert [pin.output_value for pin in driven] == [False] * 4, "a clock that stayed high would switch it off"
    read = [len(one.read) for one in converters]
    firmware.run(30)
    assert [len(one.read) for one in converters] == read
    firmware.say("config cells 2")
    firmware.run(SETTLED_MS)
    firmware.say("cells 1", "start")
    firmware.run(60)
    found = judged(firmware.frames(), converters)
    assert [len(found[cell][0]) > 3 for cell in range(4)] == [True, True, False, False]
    firmware.board.close()
    assert [pin.output_value for pin in driven] == [False] * 4
    assert LOADCELL not in [frame[0] for frame in firmware.frames()]
