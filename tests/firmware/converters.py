"""HX711s on the pins of an emulated RP2040: ready when they are, off when their clock is high for too long.

What the data sheet says, and two things that it does not: a conversion that nobody read makes the line high for 75 us
before the next one is ready (measured by others: olkal/HX711_ADC, issue 81), and one that ends while its predecessor is
clocked out replaces it there and then, which is the worst that can be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

N_BITS = 24
OFF_AFTER_NS = 60_000.0
SETTLES_IN = 4
UNREAD_NS = 75_000.0


def code_of(cell: int, conversion: int) -> int:
    """A code that looks like noise, and tells of which cell and conversion it is: 24 bits, signed."""
    mixed = (conversion * 4 + cell + 1) * 0x9E3779B1 & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 15) * 0x85EBCA77 & 0xFFFFFFFF
    code = mixed >> 7 & 0xFFFFFF
    return code - (code >> 23 << 24)


@dataclass(eq=False)
class Converter:
    """One HX711, with an oscillator of its own.

    ``fault`` is "" or one of: "dead", it is never ready; "shorted", its data line is at ground; "deaf", it takes no
    notice of the 25th pulse until it is reset.
    """

    mcu: Any
    cell: int
    data: int
    clock: int
    period_us: float
    fault: str = ""
    conversions: int = 0
    pulses: int = N_BITS + 1
    is_ready: bool = False
    is_off: bool = False
    ready_us: dict[int, float] = field(default_factory=dict)
    read: list[int] = field(default_factory=list)
    unread: int = 0
    resets: int = 0
    pulse_us: list[float] = field(default_factory=list)
    _code: int = 0
    _rose_ns: float = 0.0

    def __post_init__(self) -> None:
        self.line, self.clock_pin = self.mcu.gpio[self.data], self.mcu.gpio[self.clock]
        self.converted = self.mcu.clock.create_alarm(self._convert)
        self.low_again = self.mcu.clock.create_alarm(self._offer)
        self.power_down = self.mcu.clock.create_alarm(self._switch_off)
        self._is_high = bool(self.clock_pin.output_value)
        self.clock_pin.add_listener(self._clocked)
        self._put(True)
        # each was switched on at its own moment
        self.converted.schedule(1e3 * (3000.0 + 1777.0 * self.cell))

    @property
    def wants_time(self) -> bool:
        """Whether its line is low, so that somebody may be about to read it."""
        return not self.line.input_value

    def break_down(self, fault: str) -> None:
        """Have a fault from now on, or none."""
        self.fault = fault
        self._put(not self.is_ready)

    def _put(self, level: bool) -> None:
        self.line.set_input_value(level and self.fault != "shorted")

    def _convert(self, *_: object) -> None:
        self.converted.schedule(1e3 * self.period_us)
        if self.is_off or self.fault == "dead":
            return
        self.conversions += 1
        self._code = code_of(self.cell, self.conversions) & 0xFFFFFF
        if 0 < self.pulses <= N_BITS:
            return
        if self.is_ready:
            self.unread += 1
            self._put(True)
            self.low_again.schedule(UNREAD_NS)
        else:
            self._offer()

    def _offer(self, *_: object) -> None:
        if not self.is_off:
            self.is_ready, self.pulses = True, 0
            self.ready_us[self.conversions] = self.mcu.clock.nanos / 1e3
            self._put(False)

    def _clocked(self, *_: object) -> None:
        is_high = bool(self.clock_pin.output_value)
        if is_high == self._is_high:
            return
        self._is_high = is_high
        if is_high:
            self._rose_ns = self.mcu.clock.nanos
            self.power_down.schedule(OFF_AFTER_NS)
            self._pulse()
        else:
            self.power_down.cancel()
            if self.is_off:
                self._reset()
            else:
                self.pulse_us.append((self.mcu.clock.nanos - self._rose_ns) / 1e3)

    def _pulse(self) -> None:
        if self.is_off or not self.is_ready:
            return
        self.pulses += 1
        if self.pulses <= N_BITS:
            self._put(bool(self._code >> N_BITS - self.pulses & 1))
        elif self.fault == "deaf":
            self._put(False)
        else:
            self.read.append(self.conversions)
            self.is_ready = False
            self._put(True)

    def _switch_off(self, *_: object) -> None:
        self.is_off, self.is_ready, self.pulses = True, False, N_BITS + 1
        self._put(True)

    def _reset(self) -> None:
        self.is_off = False
        self.resets += 1
        if self.fault == "deaf":
            self.fault = ""
        self.converted.schedule(1e3 * SETTLES_IN * self.period_us)
