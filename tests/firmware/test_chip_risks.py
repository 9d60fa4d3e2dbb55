"""What real chips do and an emulator hides, as far as registers show it: regulator, radio, chained DMA, watchdog."""

from __future__ import annotations

import importlib
import json
import sys
import time
from typing import Any

import pytest
from tests.firmware.test_board_rp2 import HELLO, Firmware, board, chip, firmware

__all__ = ["board", "chip", "firmware"]
pytestmark = pytest.mark.emulated

chips = pytest.importorskip("tests.firmware.chip")
LED, SMPS_MODE = 25, 23
SCRATCH3, REASON = 0x40058018, 0x40058008


def anew(chip: Any, monkeypatch: pytest.MonkeyPatch, machine: str = "Raspberry Pi Pico with RP2040") -> Any:
    """The board's module, loaded anew on a chip that has this name."""
    monkeypatch.setattr(sys.implementation, "_machine", machine, raising=False)
    for name in ("rig.board_rp2", "rig.hx711", "rig.mux", "rig.arm"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    chip.dma.clear()
    return importlib.import_module("rig.board_rp2")


def test_the_regulator_switches_all_the_time_as_the_converter_hears_its_ripple(chip: Any, board: Any) -> None:
    pin = chip.mcu.gpio[SMPS_MODE]
    assert (pin.output_enable, pin.output_value) == (True, True)


def test_on_a_board_with_a_radio_nobody_touches_the_radios_pins(chip: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    module = anew(chip, monkeypatch, "Raspberry Pi Pico W with RP2040")
    board = module.Board()
    sampler = importlib.import_module("rig.sampler").Sampler(board)
    sampler.restart(1000)
    board.start(1000, sampler)
    chip.pass_time(3000)
    board.stop()
    assert [chip.mcu.gpio[gpio].output_enable for gpio in (LED, SMPS_MODE)] == [False, False]


def test_chained_dma_is_disabled_and_unchained_as_a_whole_before_any_of_it_is_aborted(
    chip: Any, board: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RP2350 data sheet, erratum E5: an abort of an enabled channel starts what is chained to it."""
    log: list[tuple[str, int, int]] = []
    config, active = chips.Dma.config, chips.Dma.active

    def configured(one: Any, *, trigger: bool = False, **registers: int) -> None:
        log.append(("config", one.channel, registers.get("ctrl", -1)))
        config(one, trigger=trigger, **registers)

    def aborted(one: Any, on: int) -> None:
        log.append(("abort", one.channel, on))
        active(one, on)

    board.set_cells(4)
    sampler = importlib.import_module("rig.sampler").Sampler(board)
    sampler.restart(1000)
    board.start(1000, sampler)
    chip.pass_time(3000)
    monkeypatch.setattr(chips.Dma, "config", configured)
    monkeypatch.setattr(chips.Dma, "active", aborted)
    for ended, n in ((board.stop, 3), (board.cells.stop, 2)):
        log.clear()
        ended()
        assert [what for what, _, _ in log] == ["config"] * n + ["abort"] * n
        for _, channel, control in log[:n]:
            assert control & 1 == 0, "disabled"
            assert control >> chips.Dma.FIELDS["chain_to"] & 0xF == channel, "chained to itself, which is to none"


def test_a_watchdog_that_bit_three_times_is_not_armed_again_and_the_board_says_so(
    chip: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "ticks_ms", lambda: 900)
    chip.mcu.write_uint32(SCRATCH3, 0)
    module = anew(chip, monkeypatch)
    read = module.mem32.__class__.__getitem__
    bitten = {"by": 1}
    monkeypatch.setattr(
        module.mem32.__class__, "__getitem__", lambda memory, at: bitten["by"] if at == REASON else read(memory, at)
    )
    armed = []
    for _ in range(4):
        chip.dma.clear()
        board = module.Board()
        board.start_watchdog()
        armed.append((board.bites, board.watchdog is not None))
    assert armed == [(1, True), (2, True), (3, False), (4, False)]
    monkeypatch.setattr(time, "ticks_ms", lambda: 9000)
    chip.dma.clear()
    assert module.Board().bites == 4, "somebody at the REPL began it anew, no dog"
    monkeypatch.setattr(time, "ticks_ms", lambda: 900)
    bitten["by"] = 0
    chip.dma.clear()
    board = module.Board()
    board.start_watchdog()
    assert (board.bites, board.watchdog is not None) == (0, True), "the power was off, or somebody else has reset it"


def test_a_greeting_tells_of_the_watchdog_only_where_it_has_bitten(firmware: Firmware) -> None:
    (calm,) = [json.loads(frame[7:-4]) for frame in firmware.say("hello") if frame[0] == HELLO]
    assert "watchdog_resets" not in calm
    firmware.board.bites = 2
    (bitten,) = [json.loads(frame[7:-4]) for frame in firmware.say("hello") if frame[0] == HELLO]
    assert bitten["watchdog_resets"] == 2
