"""Raspberry Pi Pico (RP2040) and Pico 2 (RP2350): one or two CD74HC4067 on the ADC, scanned from a hard timer.

Unproven on real chips so far. The register addresses are those of the two data sheets.
"""

import select
import sys
import time
from array import array

import machine
import micropython
from micropython import const

from rig import mux, sole16

# hardware/pins.toml is the one assignment; a test holds these to it.
MUX_S0 = const(2)
MUX_S1 = const(3)
MUX_S2 = const(4)
MUX_S3 = const(5)
MUX1_COM = const(26)
MUX2_COM = const(27)
SUPPLY_SENSE = const(28)
STATUS_LED = const(25)

_FIRST_ADC_PIN = const(26)
_WRITE_CHUNK = const(64)  # one USB packet, of the 256 bytes that TinyUSB's queue holds

_IS_RP2350 = "RP2350" in sys.implementation._machine  # noqa: SLF001  it has no public name
# RP2040 data sheet 4.9.6 and 2.3.1.7, RP2350 data sheet 12.4.8 and 3.1.11.
_ADC_BASE = 0x400A0000 if _IS_RP2350 else 0x4004C000
_SIO_BASE = 0xD0000000
_GPIO_OUT_SET = 0x018 if _IS_RP2350 else 0x014
_GPIO_OUT_CLR = 0x020 if _IS_RP2350 else 0x018


class Board:
    """What the rest of the firmware knows of the hardware.

    Times are ``time.ticks_us``, modulo 2**30. ``take`` of the sampler runs in the timer's interrupt: ``scan_into``
    and ``skip_scan`` must not allocate.
    """

    kind = "pico2" if _IS_RP2350 else "pico"
    name = "Thumbwalk"
    layout = sole16.LAYOUT
    channels = sole16.CHANNELS
    bits = sole16.BITS
    divider_ohm = sole16.DIVIDER_OHM
    boot_wraps = 0  # a reset zeroes the timer
    settings_path = "settings.json"

    def __init__(self):
        self.unique_id = machine.unique_id().hex()
        selects = (MUX_S0, MUX_S1, MUX_S2, MUX_S3)
        for pin in selects:
            machine.Pin(pin, machine.Pin.OUT, value=0)
        commons = (MUX1_COM, MUX2_COM)
        for pin in commons[: (len(self.channels) + mux.N_SELECTS - 1) // mux.N_SELECTS]:
            machine.ADC(machine.Pin(pin))  # switches the converter on and the pin's digital input off
        self.led = machine.Pin(STATUS_LED, machine.Pin.OUT, value=0)
        self.plan = mux.plan(
            len(self.channels),
            selects,
            [pin - _FIRST_ADC_PIN for pin in commons],
            _GPIO_OUT_SET // 4,
            _GPIO_OUT_CLR // 4,
        )
        self.supply = machine.ADC(machine.Pin(SUPPLY_SENSE))
        self.timer = machine.Timer(-1)
        self.byte = bytearray(1)
        self.incoming = select.poll()
        self.incoming.register(sys.stdin, select.POLLIN)
        self.outgoing = select.poll()
        self.outgoing.register(sys.stdout, select.POLLOUT)

    def ticks_us(self):
        """Now, modulo 2**30 us."""
        return time.ticks_us()

    def start(self, rate_hz, on_tick):
        """Let the timer call ``on_tick`` so many times a second, with itself as argument."""
        self.timer.init(mode=machine.Timer.PERIODIC, freq=rate_hz, callback=on_tick, hard=True)
        self.led.on()

    def stop(self):
        self.timer.deinit()
        self.led.off()

    @micropython.native
    def scan_into(self, slot):
        """Put the counts of all channels into ``slot``, return the ticks at its beginning."""
        ticks = time.ticks_us()
        mux.scan(slot, _ADC_BASE, _SIO_BASE, self.plan)
        return ticks

    def set_oversampling(self, n):
        """Average so many conversions of each channel: 1, 2, 4 or 8."""
        power = 0
        while 1 << power < n:
            power += 1
        self.plan[len(self.plan) - 1] = power

    def scan_us(self):
        """How long a scan takes, the longest of eight; only when the timer does not run."""
        slot = array("H", [0] * len(self.channels))
        longest = 0
        for _ in range(8):
            begun = self.scan_into(slot)
            longest = max(longest, time.ticks_diff(time.ticks_us(), begun))
        return longest

    def supply_mv(self):
        """The sensors' supply by the converter's reference of nominally 3.3 V; only when the timer does not run."""
        total = 0
        for _ in range(16):
            total += self.supply.read_u16()
        return round(total / 16 / 65535 * 2 * 3300)

    def skip_scan(self):
        """The ring is full; nothing to do, the scan was never begun."""

    @micropython.native
    def wait(self, backlog):
        """Rest until the next interrupt; a chip never ends."""
        machine.idle()
        return True

    @micropython.native
    def read(self, buffer):
        """Read what has come from the host into ``buffer``; 0 if there is nothing."""
        n = 0
        stdin = sys.stdin.buffer
        while n < len(buffer):
            waiting = False
            for _ in self.incoming.ipoll(0):
                waiting = True
            if not waiting:
                break
            stdin.readinto(self.byte)  # a longer buffer would be waited for until it is full
            buffer[n] = self.byte[0]
            n += 1
        return n

    @micropython.native
    def write(self, buffer, start, n):
        """Write up to n bytes to the host; returns how many it took.

        Only what the USB queue has room for: a write that does not fit blocks for up to 500 ms, and without a
        listening host (DTR low) it would overwrite what has not been sent.
        """
        for _ in self.outgoing.ipoll(0):
            return sys.stdout.buffer.write(buffer, start, min(n, _WRITE_CHUNK)) or 0
        return 0

    def wait_to_write(self):
        """Whether it is worth trying again at once: never, scans must go on."""
        return False

    def close(self):
        self.stop()
