"""The ESP32's board module on stand-ins for MicroPython's modules; nothing of it has been tried on a chip."""

from __future__ import annotations

import importlib
import select
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from cobs import cobs

CODES = [[5 + 240 * i for i in range(16)], [3 + 190 * i for i in range(16)]]
SELECTS, COMS, SUPPLY, DATA, CLOCK = (16, 17, 18, 19), (32, 33), 34, 21, 22


class Esp32:
    """Pins by number, multiplexers behind two of them, an HX711 behind two others, and a clock that the test moves."""

    def __init__(self) -> None:
        self.now_us = 0
        self.levels: dict[int, int] = {}
        self.irq_off = False
        self.supply_uv = 1_650_000
        self.reading: list[int] | None = None
        self.has_hx711 = True
        self.torn = 0
        self.tick: Callable[[object], None] | None = None
        self.written = bytearray()
        self.typed = bytearray()
        self.kbd_intr = 3

    def read_uv(self, pin: int) -> int:
        self.now_us += 40
        if pin == SUPPLY:
            return self.supply_uv
        channel = sum(self.levels[select] << bit for bit, select in enumerate(SELECTS))
        return (CODES[COMS.index(pin)][channel] * 3_300_000 + 2048) // 4096 + 1

    def level(self, pin: int, level: int | None) -> int:
        if level is not None:
            if pin == CLOCK and level:
                self.torn += not self.irq_off
                if self.reading:
                    self.levels[DATA] = self.reading.pop(0)
                elif self.has_hx711:
                    self.levels[DATA] = 1
            self.levels[pin] = level
        return self.levels[pin]

    def convert(self, code: int) -> None:
        self.reading = [code >> (23 - bit) & 1 for bit in range(24)]
        self.levels[DATA] = 0

    def modules(self) -> dict[str, ModuleType]:
        machine: Any = ModuleType("machine")
        chip = self

        class Pin:
            OUT, IN, PULL_UP = 1, 0, 2

            def __init__(self, gpio: int, mode: int = 0, pull: int | None = None, value: int = 1) -> None:
                self.gpio = gpio
                chip.levels[gpio] = value

            def value(self, level: int | None = None) -> int:
                return chip.level(self.gpio, level)

            def on(self) -> None:
                self.value(1)

            def off(self) -> None:
                self.value(0)

        class ADC:
            ATTN_11DB = 3

            def __init__(self, pin: Pin, atten: int) -> None:
                assert atten == ADC.ATTN_11DB
                self.gpio = pin.gpio

            def read_uv(self) -> int:
                return chip.read_uv(self.gpio)

        machine.Pin, machine.ADC = Pin, ADC
        machine.unique_id = lambda: bytes(6)
        machine.disable_irq = lambda: setattr(self, "irq_off", True)
        machine.enable_irq = lambda _: setattr(self, "irq_off", False)
        machine.Timer = lambda _id: SimpleNamespace(init=self.start, deinit=lambda: setattr(self, "tick", None))
        machine.Timer.PERIODIC = 1
        return {"machine": machine}

    def start(self, *, mode: int, freq: int, callback: Callable[[object], None]) -> None:
        self.freq, self.tick = freq, callback

    def poll(self) -> Any:
        wanted: list[int] = []

        def ipoll(_timeout_ms: int) -> Iterator[int]:
            yield from wanted if wanted[0] == select.POLLOUT or self.typed else []

        return SimpleNamespace(register=lambda _, what: wanted.append(what), ipoll=ipoll)

    def write(self, buffer: bytearray, start: int, n: int) -> int:
        self.written += buffer[start : start + n]
        return n

    def readinto(self, buffer: bytearray) -> None:
        buffer[0] = self.typed.pop(0)


@pytest.fixture
def chip(monkeypatch: pytest.MonkeyPatch) -> Esp32:
    chip = Esp32()
    for name, module in chip.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    micropython = importlib.import_module("micropython")
    monkeypatch.setattr(micropython, "kbd_intr", lambda code: setattr(chip, "kbd_intr", code), raising=False)
    monkeypatch.setattr(select, "poll", chip.poll)
    monkeypatch.setattr(time, "ticks_us", lambda: chip.now_us, raising=False)
    monkeypatch.setattr(time, "ticks_diff", lambda a, b: a - b, raising=False)
    monkeypatch.setattr(time, "sleep_ms", lambda ms: setattr(chip, "now_us", chip.now_us + 1000 * ms), raising=False)
    return chip


@pytest.fixture
def board(chip: Esp32, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.delitem(sys.modules, "rig.board_esp32", raising=False)
    module: Any = importlib.import_module("rig.board_esp32")
    monkeypatch.setattr(
        module, "sys", SimpleNamespace(stdin=SimpleNamespace(buffer=chip), stdout=SimpleNamespace(buffer=chip))
    )
    monkeypatch.setattr(module.Board, "settings_path", None)
    yield module.Board()
    sys.modules.pop("rig.board_esp32", None)


@pytest.mark.parametrize("n_channels", [16, 32])
@pytest.mark.parametrize("oversampling", [1, 8])
def test_every_channel_is_read_where_it_is_wired(board: Any, n_channels: int, oversampling: int) -> None:
    board.set_channels(n_channels)
    board.set_oversampling(oversampling)
    slot = array("H", [0] * n_channels)
    board.scan_into(slot)
    assert list(slot) == [*CODES[0], *CODES[1]][:n_channels]


@pytest.mark.parametrize("code", [0, 1, -1, -8388608, 8388607, 123456])
def test_a_reading_comes_whole_and_no_pulse_can_be_torn(chip: Esp32, board: Any, code: int) -> None:
    chip.now_us += 20_000
    assert not board.poll_load()
    chip.convert(code)
    assert board.poll_load()
    assert board.load_code == code
    assert chip.torn == 0
    assert not board.poll_load()


def test_a_data_line_that_is_held_low_is_no_load_cell(chip: Esp32, board: Any) -> None:
    chip.has_hx711, chip.levels[DATA] = False, 0
    for _ in range(10):
        chip.now_us += 20_000
        assert not board.poll_load()


def test_the_whole_firmware_streams_within_the_boards_limits(chip: Esp32, board: Any) -> None:
    stream: Any = importlib.import_module("rig.stream")
    rig = stream.Rig(board)
    chip.typed += b"rate 101\nhello\nrate 50\nstart\n"
    for _ in range(30):
        board.wait(False)
        if chip.tick is not None:
            chip.now_us += 20_000 - 1000
            chip.tick(None)
        rig.turn()
    frames = [cobs.decode(one) for one in bytes(chip.written).split(b"\0")[:-1]]
    assert [frame[0] for frame in frames[:4]] == [4, 1, 6, 6]
    assert b"1 to 100 Hz" in frames[0]
    assert b'"board":"esp32"' in frames[1]
    assert chip.freq == 50
    data = [frame for frame in frames if frame[0] == 2]
    assert len(data) >= 28
    assert memoryview(data[-1][18:-4]).cast("H").tolist() == CODES[0]
    status = [frame for frame in frames if frame[0] == 10][-1]
    assert int.from_bytes(status[7:9], "little") == pytest.approx(32768, abs=16)
    chip.now_us += 100_000
    chip.typed += b"\x03\x01"
    rig.run()
    assert chip.kbd_intr == 3
    assert chip.tick is None
    assert chip.typed == b"\x01"
