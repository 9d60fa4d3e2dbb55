"""What the rp2 board module sees of a chip: an emulated RP2040's registers and PIO, and MicroPython's modules.

There is no MicroPython in it: the firmware's files run in CPython, on registers, pins and a state machine that the
emulator answers for. Time is a number that the test moves.
"""

from __future__ import annotations

import builtins
import importlib
import select
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any, Self

import pytest
from rp2040py.boards import build_rp2040
from rp2040py.utils import pio_assembler as pio

IO_BANK0_BASE, PADS_BASE, SIO_BASE, PIO0_BASE = 0x40014000, 0x4001C000, 0xD0000000, 0x50200000
INPUT_ENABLE = 1 << 6
SIO_FUNCTION, PIO0_FUNCTION, GPIO_OE_SET = 5, 6, 0x024
MUX_SELECTS, MUX_COMS, SUPPLY_ADC = (2, 3, 4, 5), (0, 1), 2
HX711_DATA, HX711_CLOCK = 6, 7
TIMERAWL = 0x40054028
USB_QUEUE, USB_TIMEOUT_US = 256, 500_000
SYSTEM_HZ = 125_000_000


class Registers:
    """Registers of the emulated chip as ``ptr32`` sees them; reading one takes a little of the chip's time.

    That moves the converter only: the microseconds are the test's.
    """

    def __init__(self, chip: Chip, base: int) -> None:
        self.chip, self.base = chip, base

    def __getitem__(self, word: int) -> int:
        if self.base + 4 * word == TIMERAWL:
            return self.chip.now_us & 0xFFFFFFFF
        self.chip.mcu.clock.tick(100.0)
        return int(self.chip.mcu.read_uint32(self.base + 4 * word))

    def __setitem__(self, word: int, value: int) -> None:
        self.chip.mcu.write_uint32(self.base + 4 * word, value)


class Usb:
    """MicroPython's USB serial port: a queue of 256 bytes that a host reads, or does not.

    As in MicroPython's shared/tinyusb/mp_usbd_cdc.c: it can be written to when there is any room, and a write of more
    than there is room for waits for up to 500 ms. A host that does not listen (DTR low) takes everything.
    """

    def __init__(self, chip: Chip) -> None:
        self.chip = chip
        self.typed: deque[int] = deque()
        self.queue, self.received = bytearray(), bytearray()
        self.listens = True
        self.bytes_per_ms = 10**6
        self.blocked_us: list[int] = []

    def pump(self, milliseconds: int) -> None:
        for _ in range(milliseconds):
            self.received += self.queue[: self.bytes_per_ms]
            del self.queue[: self.bytes_per_ms]

    def room(self) -> int:
        return USB_QUEUE - len(self.queue) if self.listens else USB_QUEUE

    def write(self, buffer: bytearray, start: int, n: int) -> int:
        if not self.listens:
            return n
        waited_us = 0
        while n > self.room() and waited_us < USB_TIMEOUT_US:
            waited_us += 1000
            self.chip.pass_time(1000)
        if waited_us:
            self.blocked_us.append(waited_us)
        n = min(n, self.room())
        self.queue += buffer[start : start + n]
        return n

    def readinto(self, buffer: bytearray) -> int:
        buffer[0] = self.typed.popleft()
        return 1


class Poll:
    """``select.poll`` on the USB port."""

    def __init__(self, usb: Usb) -> None:
        self.usb = usb
        self.wanted = 0

    def register(self, _stream: object, wanted: int) -> None:
        self.wanted = wanted

    def ipoll(self, _timeout_ms: int) -> Iterator[tuple[object, int]]:
        ready = self.usb.typed if self.wanted == select.POLLIN else self.usb.room() > 0
        yield from [(self.usb, self.wanted)] if ready else []


class Instruction:
    """One PIO instruction; ``side`` gives its side-set bit, of which there is one, without an enable."""

    def __init__(self, word: int, target: str | None = None) -> None:
        self.word, self.target = word, target

    def side(self, value: int) -> Self:
        self.word |= value << 12
        return self


class Program:
    """A PIO program out of the statements that MicroPython's assembler knows, as far as they are used."""

    def __init__(self, body: Callable[[], None]) -> None:
        self.instructions: list[Instruction] = []
        self.labels: dict[str, int] = {}
        self.wrap_target = self.wrap = 0
        words = {
            "x": 1, "pins": 0, "pin": 1, "noblock": 1, "x_dec": 2,
            "nop": lambda: self._add(pio.pio_mov(2, 2)),
            "set": lambda where, value: self._add(pio.pio_set(where, value)),
            "wait": lambda level, source, index: self._add(pio.pio_wait(bool(level), source, index)),
            "in_": lambda source, bits: self._add(pio.pio_in(source, bits)),
            "push": lambda _how: self._add(pio.pio_push(False, True)),
            "jmp": lambda condition, to: self._add(pio.pio_jmp(0, condition), to),
            "label": lambda name: self.labels.__setitem__(name, len(self.instructions)),
            "wrap_target": lambda: setattr(self, "wrap_target", len(self.instructions)),
            "wrap": lambda: setattr(self, "wrap", len(self.instructions) - 1),
        }  # fmt: skip
        statements: Any = body
        exec(statements.__code__, words)  # noqa: S102  the program's text means these words
        for one in self.instructions:
            one.word |= self.labels[one.target] if one.target is not None else 0

    def _add(self, word: int, target: str | None = None) -> Instruction:
        self.instructions.append(Instruction(word, target))
        return self.instructions[-1]


class StateMachine:
    """``rp2.StateMachine`` on the emulated PIO's machine 0."""

    def __init__(self, chip: Chip, program: Program, freq: int, sideset_base: Any, in_base: Any) -> None:
        self.chip, mcu = chip, chip.mcu
        for index, one in enumerate(program.instructions):
            mcu.write_uint32(PIO0_BASE + 0x48 + 4 * index, one.word)
        mcu.write_uint32(PIO0_BASE + 0x0C8, SYSTEM_HZ // freq << 16)
        mcu.write_uint32(PIO0_BASE + 0x0CC, program.wrap << 12 | program.wrap_target << 7)
        mcu.write_uint32(PIO0_BASE + 0x0D0, 0)  # shifts in to the left, without autopush
        mcu.write_uint32(PIO0_BASE + 0x0DC, 1 << 29 | in_base.gpio << 15 | sideset_base.gpio << 10)
        mcu.write_uint32(IO_BANK0_BASE + 8 * sideset_base.gpio + 4, PIO0_FUNCTION)
        # "set pindirs, 1" for the side-set pin, as MicroPython does for a side-set that is an output
        mcu.pio[0].pin_directions_changed(1, sideset_base.gpio, 1)
        mcu.pio[0].check_changed_pins()

    def active(self, on: int) -> None:
        self.chip.mcu.write_uint32(PIO0_BASE, on)

    def rx_fifo(self) -> int:
        return int(self.chip.mcu.pio[0].machines[0].rx_fifo.item_count)

    def get(self) -> int:
        return int(self.chip.mcu.read_uint32(PIO0_BASE + 0x020))


class Hx711:
    """The load cell's amplifier: holds its data line low when it has a reading, and gives a bit for every pulse."""

    def __init__(self, chip: Chip) -> None:
        self.chip = chip
        self.pulses = 25
        self.code = 0
        self.high_us: list[float] = []
        self._rose = 0
        self.data = chip.mcu.gpio[HX711_DATA]
        self.data.set_input_value(True)
        chip.mcu.gpio[HX711_CLOCK].add_listener(self._clocked)
        self._was_high = False

    def convert(self, code: int) -> None:
        """Have a reading ready."""
        self.code, self.pulses = code & 0xFFFFFF, 0
        self.data.set_input_value(False)

    def _clocked(self, *_: object) -> None:
        is_high = bool(self.chip.mcu.gpio[HX711_CLOCK].output_value)
        if is_high and not self._was_high:
            self._rose = self.chip.cycles
            self.pulses += 1
            self.data.set_input_value(self.pulses > 24 or bool(self.code >> (24 - self.pulses) & 1))
        elif self._was_high and not is_high:
            self.high_us.append((self.chip.cycles - self._rose) * 1e6 / SYSTEM_HZ)
        self._was_high = is_high


class Pin:
    """``machine.Pin`` on the emulated chip."""

    OUT, IN, PULL_UP = 1, 0, 1

    def __init__(self, chip: Chip, gpio: int, mode: int | None = None, _pull: int | None = None, **_: int) -> None:
        self.gpio = gpio
        if mode == self.IN:
            chip.mcu.write_uint32(PADS_BASE + 4 + 4 * gpio, INPUT_ENABLE)
        if mode == self.OUT:
            chip.mcu.write_uint32(IO_BANK0_BASE + 8 * gpio + 4, SIO_FUNCTION)
            chip.mcu.write_uint32(SIO_BASE + GPIO_OE_SET, 1 << gpio)

    def on(self) -> None: ...

    def off(self) -> None: ...


class Chip:
    """The chip, what is wired to it, and MicroPython's modules."""

    def __init__(self, codes: Sequence[Sequence[int]]) -> None:
        self.mcu: Any = build_rp2040("pico")
        vars(self)["mcu"].simulator = SimpleNamespace()  # else its PIO wants an event loop
        self.codes = codes
        self.now_us = 5_000_000
        self.cycles = 0
        self.tick: Callable[[object], None] | None = None
        self.kbd_intr: int = 3
        self.fed = 0
        self.usb = Usb(self)
        self.hx711 = Hx711(self)
        for gpio in MUX_SELECTS:
            self.mcu.gpio[gpio].add_listener(self._select)
        self._select()

    def _select(self, *_: object) -> None:
        channel = sum(int(self.mcu.gpio[gpio].output_value) << bit for bit, gpio in enumerate(MUX_SELECTS))
        for com, codes in zip(MUX_COMS, self.codes, strict=False):
            self.mcu.adc.channel_values[com] = codes[channel]

    def pass_time(self, microseconds: int) -> None:
        self.now_us += microseconds
        self.usb.pump(microseconds // 1000)

    def run_pio(self, microseconds: int) -> None:
        """Let the state machine run; a microsecond of it in steps of 25 cycles."""
        for _ in range(microseconds * 5):
            self.cycles += 25
            self.mcu.pio[0].advance(25)

    def machine(self) -> ModuleType:
        module: Any = ModuleType("machine")
        module.Pin = lambda *args, **options: Pin(self, *args, **options)
        for name in ("OUT", "IN", "PULL_UP"):
            setattr(module.Pin, name, getattr(Pin, name))
        module.ADC = lambda pin: SimpleNamespace(read_u16=lambda: self.mcu.adc.channel_values[pin.gpio - 26] << 4)
        module.Timer = lambda _id: SimpleNamespace(init=self._timer, deinit=lambda: setattr(self, "tick", None))
        module.Timer.PERIODIC = 1
        module.WDT = lambda timeout: SimpleNamespace(feed=lambda: setattr(self, "fed", self.fed + 1), timeout=timeout)
        module.unique_id = lambda: bytes.fromhex("e6614103")
        module.idle = lambda: None
        module.disable_irq = lambda: 0
        module.enable_irq = lambda _before: None
        return module  # type: ignore[no-any-return]

    def _timer(self, *, mode: int, freq: int, callback: Callable[[object], None], hard: bool) -> None:
        assert hard
        assert mode == 1
        self.tick = callback

    def rp2(self) -> ModuleType:
        module: Any = ModuleType("rp2")
        module.PIO = SimpleNamespace(OUT_LOW=2, SHIFT_LEFT=0)
        module.asm_pio = lambda **_: Program
        module.StateMachine = lambda _id, program, **options: StateMachine(self, program, **options)
        return module  # type: ignore[no-any-return]


@pytest.fixture
def chip(monkeypatch: pytest.MonkeyPatch) -> Chip:
    """A chip with two multiplexers, and the modules that ``rig.board_rp2`` imports."""
    chip = Chip([[13 + 217 * i for i in range(16)], [4000 - 211 * i for i in range(16)]])
    monkeypatch.setitem(sys.modules, "machine", chip.machine())
    monkeypatch.setitem(sys.modules, "rp2", chip.rp2())
    micropython = importlib.import_module("micropython")
    monkeypatch.setattr(micropython, "kbd_intr", lambda code: setattr(chip, "kbd_intr", code), raising=False)
    monkeypatch.setattr(sys.implementation, "_machine", "Raspberry Pi Pico with RP2040", raising=False)
    monkeypatch.setattr(select, "poll", lambda: Poll(chip.usb))
    monkeypatch.setattr(time, "ticks_us", lambda: chip.now_us & 0x3FFFFFFF, raising=False)
    monkeypatch.setattr(time, "ticks_diff", lambda a, b: a - b, raising=False)
    on_a_buffer = vars(builtins)["ptr32"]
    monkeypatch.setitem(
        vars(builtins), "ptr32", lambda at: Registers(chip, at) if isinstance(at, int) else on_a_buffer(at)
    )
    return chip
