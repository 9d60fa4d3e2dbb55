"""What the rp2 board module sees of a chip: an emulated RP2040's registers and PIO, and MicroPython's modules.

There is no MicroPython in it: the firmware's files run in CPython, on registers, DMA channels, pins and state machines
that the emulator answers for. Time is the emulated chip's, and the test moves it.
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
from typing import Any, ClassVar, Self

import pytest
from rp2040py.boards import build_rp2040
from rp2040py.utils import pio_assembler as pio
from tests.firmware.converters import Converter

IO_BANK0_BASE, PADS_BASE, SIO_BASE, PIO_BASES = 0x40014000, 0x4001C000, 0xD0000000, (0x50200000, 0x50300000)
DMA_BASE, DMA_ABORT, RAM_BASE = 0x50000000, 0x50000444, 0x20010000
INPUT_ENABLE = 1 << 6
SIO_FUNCTION, PIO_FUNCTIONS, GPIO_OE_SET, GPIO_OUT_SET, GPIO_OUT_CLR = 5, (6, 7), 0x024, 0x014, 0x018
MUX_SELECTS, MUX_COMS, SUPPLY_ADC = (2, 3, 4, 5), (0, 1), 2
HX711_DATA, HX711_CLOCK = 6, 7
CELL_DATA, CELL_CLOCKS = (8, 9, 10, 11), (16, 17, 18, 19)
USB_QUEUE, USB_TIMEOUT_US = 256, 500_000
SYSTEM_HZ = 125_000_000
PIO_ROOM = 32
CELLS_STEP_NS, CELLS_STEP_CYCLES, READ_IN_NS = 250.0, 32, 400_000.0
"""How long an instruction of the cells' state machine takes, and how long it is at it after a line was low."""


class Registers:
    """Memory and registers of the emulated chip as viper's pointers see them, in units of 2 or 4 bytes."""

    def __init__(self, mcu: Any, base: int, width: int = 4) -> None:
        self.base, self.width = base, width
        self.read, self.write = (
            (mcu.read_uint32, mcu.write_uint32) if width == 4 else (mcu.read_uint16, mcu.write_uint16)
        )

    def __getitem__(self, index: int) -> int:
        return int(self.read(self.base + self.width * index))

    def __setitem__(self, index: int, value: int) -> None:
        self.write(self.base + self.width * index, value & 0xFFFFFFFF)


class Dma:
    """``rp2.DMA``, as far as it is used, on the emulated controller."""

    FIELDS: ClassVar[dict[str, int]] = {
        "enable": 0, "high_pri": 1, "size": 2, "inc_read": 4, "inc_write": 5, "ring_size": 6, "ring_sel": 10,
        "chain_to": 11, "treq_sel": 15, "irq_quiet": 21,
    }  # fmt: skip

    def __init__(self, mcu: Any, channel: int) -> None:
        self.mcu, self.channel = mcu, channel
        self.at = DMA_BASE + 0x40 * channel
        self.wakes = False

    def pack_ctrl(self, **fields: int) -> int:
        usual = {"enable": 1, "size": 2, "inc_read": 1, "inc_write": 1, "chain_to": self.channel, "treq_sel": 63}
        values = {**usual, "irq_quiet": 1, **fields}
        return sum(int(value) << self.FIELDS[name] for name, value in values.items())

    def config(self, *, trigger: bool = False, **registers: int) -> None:
        for name, value in registers.items():
            setattr(self, name, value)
        if trigger:
            self.mcu.write_uint32(self.at + 0x0C, registers["ctrl"])

    def __setattr__(self, name: str, value: Any) -> None:
        offsets = {"read": 0x00, "write": 0x04, "count": 0x08, "ctrl": 0x10}
        if name in offsets:
            self.mcu.write_uint32(self.at + offsets[name], value)
        else:
            object.__setattr__(self, name, value)

    def active(self, on: int) -> None:
        assert not on
        self.mcu.write_uint32(DMA_ABORT, 1 << self.channel)

    def irq(self, handler: object = None, hard: bool = False) -> None:
        assert hard or handler is None
        self.wakes = handler is not None


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
        what = (select.POLLIN if self.usb.typed else 0) | (select.POLLOUT if self.usb.room() > 0 else 0)
        yield from [(self.usb, what & self.wanted)] if what & self.wanted else []


class Instruction:
    """One PIO instruction; ``side`` gives its side-set bit, of which there is one, without an enable, [n] its delay."""

    def __init__(self, word: int, target: str | None = None) -> None:
        self.word, self.target = word, target

    def side(self, value: int) -> Self:
        self.word |= value << 12
        return self

    def __getitem__(self, delay: int) -> Self:
        self.word |= delay << 8
        return self


class Program:
    """A PIO program out of the statements that MicroPython's assembler knows, as far as they are used."""

    def __init__(
        self, body: Callable[[], None], *, autopull: bool = False, autopush: bool = False, joins_rx: bool = False
    ) -> None:
        # shifts in to the left, out to the right; pushes and pulls at 32 bits
        self.shift = 1 << 19 | autopull << 17 | autopush << 16 | joins_rx << 31
        self.instructions: list[Instruction] = []
        self.labels: dict[str, int] = {}
        self.wrap_target = self.wrap = 0
        words = {
            "x": 1, "y": 2, "pins": 0, "pin": 1, "null": 3, "isr": 6, "noblock": 1, "block": 0,
            "x_dec": 2, "x_not_y": 5,
            "invert": lambda source: source | 1 << 3,
            "nop": lambda: self._add(pio.pio_mov(2, 2)),
            "mov": lambda where, source: self._add(pio.pio_mov(where, source & 7, source >> 3)),
            "set": lambda where, value: self._add(pio.pio_set(where, value)),
            "wait": lambda level, source, index: self._add(pio.pio_wait(bool(level), source, index)),
            "in_": lambda source, bits: self._add(pio.pio_in(source, bits)),
            "out": lambda where, bits: self._add(pio.pio_out(where, bits)),
            "push": lambda no_block: self._add(pio.pio_push(False, bool(no_block))),
            "jmp": lambda *to: self._add(pio.pio_jmp(0, to[0] if len(to) > 1 else 0), to[-1]),
            "label": lambda name: self.labels.__setitem__(name, len(self.instructions)),
            "wrap_target": lambda: setattr(self, "wrap_target", len(self.instructions)),
            "wrap": lambda: setattr(self, "wrap", len(self.instructions) - 1),
        }  # fmt: skip
        statements: Any = body
        exec(statements.__code__, words)  # noqa: S102  the program's text means these words

    def words(self, offset: int) -> list[int]:
        """The instructions as they stand in a PIO's memory from a place on."""
        return [one.word | (0 if one.target is None else offset + self.labels[one.target]) for one in self.instructions]

    def _add(self, word: int, target: str | None = None) -> Instruction:
        self.instructions.append(Instruction(word, target))
        return self.instructions[-1]


class StateMachine:
    """``rp2.StateMachine`` on an emulated PIO."""

    def __init__(self, chip: Chip, number: int, program: Program, freq: int = SYSTEM_HZ, **bases: Any) -> None:
        self.pio, self.index, self.mcu = number // 4, number % 4, chip.mcu
        self.base = PIO_BASES[self.pio]
        self.registers = self.base + 0x0C8 + 0x18 * self.index
        set_register = self.mcu.write_uint32
        offset = chip.place_of(self.pio, program)
        for index, word in enumerate(program.words(offset)):
            set_register(self.base + 0x48 + 4 * (offset + index), word)
        set_register(self.registers, (SYSTEM_HZ << 8) // freq << 8)
        set_register(self.registers + 0x04, offset + program.wrap << 12 | offset + program.wrap_target << 7)
        set_register(self.registers + 0x08, program.shift)
        pins: list[int] = []
        control = 0
        if "in_base" in bases:
            control |= bases["in_base"].gpio << 15
        if "out_base" in bases:
            control |= 4 << 20 | bases["out_base"].gpio
            pins = list(range(bases["out_base"].gpio, bases["out_base"].gpio + 4))
        if "sideset_base" in bases:
            control |= 1 << 29 | bases["sideset_base"].gpio << 10
            pins = [bases["sideset_base"].gpio]
        set_register(self.registers + 0x14, control)
        self.active(0)
        set_register(self.registers + 0x10, pio.pio_jmp(offset))
        for gpio in pins:  # outputs, as MicroPython makes of those that the program drives
            set_register(IO_BANK0_BASE + 8 * gpio + 4, PIO_FUNCTIONS[self.pio])
            self.mcu.pio[self.pio].pin_directions_changed(1, gpio, 1)
        self.mcu.pio[self.pio].check_changed_pins()

    def active(self, on: int) -> None:
        running = self.mcu.read_uint32(self.base) & 0xF & ~(1 << self.index)
        self.mcu.write_uint32(self.base, running | on << self.index)

    def rx_fifo(self) -> int:
        return int(self.mcu.pio[self.pio].machines[self.index].rx_fifo.item_count)

    def get(self) -> int:
        return int(self.mcu.read_uint32(self.base + 0x020 + 4 * self.index))


class Hx711:
    """The load cell's amplifier: holds its data line low when it has a reading, and gives a bit for every pulse."""

    def __init__(self, chip: Chip) -> None:
        self.chip = chip
        self.pulses = 25
        self.code = 0
        self.is_deaf = False  # to the 25th pulse
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
            behind = self.pulses > 24
            self.data.set_input_value(not self.is_deaf if behind else bool(self.code >> (24 - self.pulses) & 1))
        elif self._was_high and not is_high:
            self.high_us.append((self.chip.cycles - self._rose) * 1e6 / SYSTEM_HZ)
        self._was_high = is_high


class Pin:
    """``machine.Pin`` on the emulated chip."""

    OUT, IN, PULL_UP = 1, 0, 1

    def __init__(
        self, chip: Chip, gpio: int, mode: int | None = None, _pull: int | None = None, value: int = 0
    ) -> None:
        self.gpio = gpio
        if mode == self.IN:
            chip.mcu.write_uint32(PADS_BASE + 4 + 4 * gpio, INPUT_ENABLE)
        if mode == self.OUT:
            chip.mcu.write_uint32(IO_BANK0_BASE + 8 * gpio + 4, SIO_FUNCTION)
            chip.mcu.write_uint32(SIO_BASE + (GPIO_OUT_SET if value else GPIO_OUT_CLR), 1 << gpio)
            chip.mcu.write_uint32(SIO_BASE + GPIO_OE_SET, 1 << gpio)

    def value(self, level: int) -> None: ...


class Chip:
    """The chip, what is wired to it, and MicroPython's modules."""

    def __init__(self, codes: Sequence[Sequence[int]]) -> None:
        self.mcu: Any = build_rp2040("pico")
        vars(self)["mcu"].simulator = SimpleNamespace()  # else its PIO wants an event loop
        self.mcu.clock.tick(5e9)  # it has been on for a while
        self.codes = codes
        self.cycles = 0
        self.dma: list[Dma] = []
        self.at_each_doze: Callable[[], None] = lambda: None
        self.ram: dict[int, tuple[object, int]] = {}
        self.ram_end = RAM_BASE
        self.kbd_intr: int = 3
        self.fed = 0
        self.usb = Usb(self)
        self.hx711 = Hx711(self)
        self.converters: list[Converter] = []
        self.busy_until_ns = 0.0
        self.programs: list[list[Program]] = [[], []]
        for gpio in MUX_SELECTS:
            self.mcu.gpio[gpio].add_listener(self._select)
        self._select()

    def _select(self, *_: object) -> None:
        channel = sum(int(self.mcu.gpio[gpio].output_value) << bit for bit, gpio in enumerate(MUX_SELECTS))
        for com, codes in zip(MUX_COMS, self.codes, strict=False):
            self.mcu.adc.channel_values[com] = codes[channel]

    @property
    def now_us(self) -> int:
        return int(self.mcu.clock.nanos // 1000)

    @property
    def scans(self) -> bool:
        """Whether the converter converts without end."""
        return bool(self.mcu.adc.cs & 1 << 3)

    def pass_time(self, microseconds: int) -> None:
        """Let so much time pass: from alarm to alarm, and a state machine's instruction at a time while it reads."""
        clock, select = self.mcu.clock, self.mcu.pio[1]
        end = clock.nanos + 1000 * microseconds
        while (self.scans or self.converters) and clock.nanos < end:
            step = min(max(clock.nanos_to_next_alarm, 0.0), end - clock.nanos)
            if self.converters:
                if any(one.wants_time for one in self.converters):
                    self.busy_until_ns = clock.nanos + READ_IN_NS
                if clock.nanos < self.busy_until_ns:
                    delayed = 1 + (self.mcu.pio[0].instructions[self.mcu.pio[0].machines[1].pc] >> 8 & 0x1F)
                    step = min(step, CELLS_STEP_NS * delayed)
                    self.mcu.pio[0].advance(CELLS_STEP_CYCLES * delayed)
            clock.tick(step)
            select.advance(1)
        clock.tick(max(end - clock.nanos, 0.0))
        self.usb.pump(microseconds // 1000)

    def place_of(self, pio_index: int, program: Program) -> int:
        """Where a program stands in a PIO's 32 instructions."""
        programs = self.programs[pio_index]
        if program not in programs:
            programs.append(program)
            assert sum(len(one.instructions) for one in programs) <= PIO_ROOM
        return sum(len(one.instructions) for one in programs[: programs.index(program)])

    def address_of(self, memory: bytearray) -> int:
        """Where the chip has what is a bytearray here; its contents are there only."""
        if id(memory) not in self.ram:
            self.ram[id(memory)] = memory, self.ram_end
            self.ram_end += (len(memory) + 7) & ~7
        return self.ram[id(memory)][1]

    def attach_converters(self, periods_us: Sequence[float]) -> list[Converter]:
        """Wire four HX711s to the pins of the plate's cells."""
        self.converters = [
            Converter(self.mcu, cell, data, clock, period_us)
            for cell, (data, clock, period_us) in enumerate(zip(CELL_DATA, CELL_CLOCKS, periods_us, strict=True))
        ]
        return self.converters

    def doze(self, _words: object) -> int:
        """Sleep for a millisecond, as if USB had nothing to say."""
        self.pass_time(1000)
        self.at_each_doze()
        return 1

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
        module.mem32 = Memory(self.mcu)
        module.WDT = lambda timeout: SimpleNamespace(feed=lambda: setattr(self, "fed", self.fed + 1), timeout=timeout)
        module.unique_id = lambda: bytes.fromhex("e6614103")
        return module  # type: ignore[no-any-return]

    def claim_dma(self) -> Dma:
        self.dma.append(Dma(self.mcu, len(self.dma) + 2))  # MicroPython may use some itself
        return self.dma[-1]

    def rp2(self) -> ModuleType:
        module: Any = ModuleType("rp2")
        module.PIO = SimpleNamespace(OUT_LOW=2, SHIFT_LEFT=0, SHIFT_RIGHT=1, JOIN_RX=2)
        module.asm_pio = lambda *, autopull=False, autopush=False, fifo_join=0, **_: (
            lambda body: Program(body, autopull=autopull, autopush=autopush, joins_rx=fifo_join == module.PIO.JOIN_RX)
        )
        module.StateMachine = lambda number, program, **options: StateMachine(self, number, program, **options)
        module.DMA = self.claim_dma
        return module  # type: ignore[no-any-return]


class Memory:
    """``machine.mem32``."""

    def __init__(self, mcu: Any) -> None:
        self.mcu = mcu

    def __getitem__(self, address: int) -> int:
        return int(self.mcu.read_uint32(address))

    def __setitem__(self, address: int, value: int) -> None:
        self.mcu.write_uint32(address, value)


@pytest.fixture
def chip(monkeypatch: pytest.MonkeyPatch) -> Chip:
    """A chip with two multiplexers, and the modules that ``rig.board_rp2`` imports."""
    chip = Chip([[13 + 217 * i for i in range(16)], [4000 - 211 * i for i in range(16)]])
    monkeypatch.setitem(sys.modules, "machine", chip.machine())
    monkeypatch.setitem(sys.modules, "rp2", chip.rp2())
    micropython = importlib.import_module("micropython")
    monkeypatch.setattr(micropython, "kbd_intr", lambda code: setattr(chip, "kbd_intr", code), raising=False)
    kernels: Any = importlib.import_module("rig.kernels")
    inline = {"doze": chip.doze, "append_frame": kernels.append_frame}
    monkeypatch.setattr(micropython, "asm_thumb", lambda body: inline[body.__name__], raising=False)
    uctypes: Any = ModuleType("uctypes")
    uctypes.addressof = chip.address_of
    monkeypatch.setitem(sys.modules, "uctypes", uctypes)
    monkeypatch.setattr(sys.implementation, "_machine", "Raspberry Pi Pico with RP2040", raising=False)
    monkeypatch.setattr(select, "poll", lambda: Poll(chip.usb))
    monkeypatch.setattr(time, "ticks_us", lambda: chip.now_us & 0x3FFFFFFF, raising=False)
    monkeypatch.setattr(time, "ticks_ms", lambda: chip.now_us // 1000 & 0x3FFFFFFF, raising=False)
    monkeypatch.setattr(time, "sleep_ms", lambda _milliseconds: None, raising=False)
    monkeypatch.setattr(time, "ticks_diff", lambda a, b: a - b, raising=False)
    for name, width in (("ptr16", 2), ("ptr32", 4)):
        monkeypatch.setitem(vars(builtins), name, pointer(chip.mcu, vars(builtins)[name], width))
    return chip


def pointer(mcu: Any, on_a_buffer: Callable[[Any], Any], width: int) -> Callable[[Any], Any]:
    """What viper's ``ptr16`` or ``ptr32`` is: an address points into the chip, a buffer at itself."""
    return lambda at: Registers(mcu, at, width) if isinstance(at, int) else on_a_buffer(at)
