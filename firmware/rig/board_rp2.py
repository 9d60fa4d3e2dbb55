"""Raspberry Pi Pico (RP2040) and Pico 2 (RP2350): one or two CD74HC4067 on the ADC, scanned from a hard timer.

Unproven on real chips so far. The register addresses are those of the two data sheets.

The HX711 is read by a PIO state machine: its clock must never stay high for 60 us, and a scan's interrupt takes longer
than that, so bits that the main loop clocked would now and then be torn; the state machine takes no time of either.
"""

import select
import sys
import time
from array import array

import machine
import micropython
import rp2
from micropython import const

from rig import mux, sole16
from rig.console import CtrlC
from rig.sampler import DEPTH

TYPE_CHECKING = False
if TYPE_CHECKING:  # a type checker takes it for true; the assembler below brings these words itself
    from rp2.asm_pio import in_, jmp, label, noblock, nop, pin, pins, push, set, wait, wrap, wrap_target, x, x_dec  # noqa: A004

# hardware/pins.toml is the one assignment; a test holds these to it.
MUX_S0 = const(2)
MUX_S1 = const(3)
MUX_S2 = const(4)
MUX_S3 = const(5)
HX711_DATA = const(6)
HX711_CLOCK = const(7)
MUX1_COM = const(26)
MUX2_COM = const(27)
SUPPLY_SENSE = const(28)
STATUS_LED = const(25)

_FIRST_ADC_PIN = const(26)
_WRITE_CHUNK = const(128)  # half the queue; a frame of 16 channels in one go
_FIFO = const(256)  # what TinyUSB's queue holds
_BLOCKED_US = const(1500)  # a write that finds room takes a tenth of that
_SUPPLY_POWER = const(3)  # conversions averaged, as a power of two
_WAKES = const(4)  # interrupts, of which a scan is one
_WATCHDOG_MS = const(8000)  # the chip's most is 8388

_IS_RP2350 = "RP2350" in sys.implementation._machine  # noqa: SLF001  it has no public name
# RP2040 data sheet 4.9.6, 2.3.1.7 and 4.6.5, RP2350 data sheet 12.4.8, 3.1.11 and 12.8.5.
_ADC_BASE = 0x400A0000 if _IS_RP2350 else 0x4004C000
_SIO_BASE = 0xD0000000
_TIMER_BASE = 0x400B0000 if _IS_RP2350 else 0x40054000
_GPIO_OUT_SET = 0x018 if _IS_RP2350 else 0x014
_GPIO_OUT_CLR = 0x020 if _IS_RP2350 else 0x018


@rp2.asm_pio(sideset_init=rp2.PIO.OUT_LOW, in_shiftdir=rp2.PIO.SHIFT_LEFT)
def hx711_program():
    """Clock out 24 bits whenever the data line says that there are some; one step takes a microsecond.

    HX711 data sheet, "Serial Interface": a bit is there 0.1 us after the clock has risen; the 25th pulse selects
    channel A with a gain of 128, and after it the data line is high until the next reading. A line that is held low,
    by a short, gives one reading and no more.
    """
    wrap_target()
    set(x, 23).side(0)
    wait(0, pin, 0).side(0)
    label("bit")
    nop().side(1)
    in_(pins, 1).side(0)
    jmp(x_dec, "bit").side(0)
    push(noblock).side(1)
    nop().side(0)
    wait(1, pin, 0).side(0)
    wrap()


class Board:
    """What the rest of the firmware knows of the hardware.

    Times are ``time.ticks_us``, modulo 2**30. The scans of the timer's interrupt are ``mux.Scanner``'s.
    """

    kind = "pico2" if _IS_RP2350 else "pico"
    name = "Thumbwalk"
    layout = sole16.LAYOUT
    bits = sole16.BITS
    divider_ohm = sole16.DIVIDER_OHM
    fewest_channels = 1
    most_channels = 2 * mux.N_SELECTS
    default_rate_hz = 1000
    most_rate_hz = 2000  # 16 channels take up to 160 us; the rest is for sending
    conversion_us = 3
    boot_wraps = 0  # a reset zeroes the timer
    settings_path = "settings.json"
    host_patience_us = 10000000
    load_needs_scans = False
    load_settle_us = 800000  # from power-up; the HX711's data sheet says 400 ms

    def __init__(self):
        self.unique_id = machine.unique_id().hex()
        for pin in (MUX_S0, MUX_S1, MUX_S2, MUX_S3):
            machine.Pin(pin, machine.Pin.OUT, value=0)
        self.led = machine.Pin(STATUS_LED, machine.Pin.OUT, value=0)
        self.supply = machine.ADC(machine.Pin(SUPPLY_SENSE))
        supply_plan = mux.plan_one(SUPPLY_SENSE - _FIRST_ADC_PIN, _SUPPLY_POWER, _GPIO_OUT_SET // 4, _GPIO_OUT_CLR // 4)
        self.supply_scanner = mux.Scanner(_ADC_BASE, _SIO_BASE, _TIMER_BASE, supply_plan)
        self.supply_slot = array("H", [0])
        self.supply_smooth = 0
        self.scanner = mux.Scanner(_ADC_BASE, _SIO_BASE, _TIMER_BASE, None)
        self.set_channels(len(sole16.CHANNELS))
        # The pull-up makes a missing HX711 one that is never ready.
        data = machine.Pin(HX711_DATA, machine.Pin.IN, machine.Pin.PULL_UP)
        clock = machine.Pin(HX711_CLOCK, machine.Pin.OUT, value=0)
        self.hx711 = rp2.StateMachine(0, hx711_program, freq=1000000, sideset_base=clock, in_base=data)
        self.hx711.active(1)
        self.load_code = 0
        self.load_ticks = time.ticks_us()
        self.timer = machine.Timer(-1)
        self.watchdog = None
        self.turns_per_read = self.turns_per_load = self.wakes = 1
        self.byte = bytearray(1)
        self.careful = 0
        self.interrupted = False
        self.ctrl_c = CtrlC(time.ticks_us())
        self.incoming = select.poll()
        self.incoming.register(sys.stdin, select.POLLIN)
        self.outgoing = select.poll()
        self.outgoing.register(sys.stdout, select.POLLOUT)
        # Looked up once: an attribute costs 3 us in every frame.
        self.writable, self.put = self.outgoing.ipoll, sys.stdout.buffer.write
        self.idle = machine.idle
        micropython.kbd_intr(-1)  # from here on ``console`` says which Ctrl-C is meant

    def ticks_us(self):
        """Now, modulo 2**30 us."""
        return time.ticks_us()

    def set_channels(self, n_channels):
        """Scan so many; from 17 on with the second multiplexer."""
        self.channels = sole16.names(n_channels)
        commons = (MUX1_COM, MUX2_COM)
        for pin in commons[: (n_channels + mux.N_SELECTS - 1) // mux.N_SELECTS]:
            machine.ADC(machine.Pin(pin))  # switches the converter on and the pin's digital input off
        self.scanner.plan = mux.plan(
            n_channels,
            (MUX_S0, MUX_S1, MUX_S2, MUX_S3),
            [pin - _FIRST_ADC_PIN for pin in commons],
            _GPIO_OUT_SET // 4,
            _GPIO_OUT_CLR // 4,
        )

    def start(self, rate_hz, sampler):
        """Let the timer's interrupt take a scan so many times a second.

        It does what ``sampler.take`` does, in a piece of viper: a method costs 20 us here, an attribute 3.
        """
        # While scans stream a turn is a frame: input is looked for every 4 ms, a reading every 8 of at least 12.
        self.turns_per_read = max(rate_hz // 500, 1)
        self.turns_per_load = max(rate_hz // 250, 1)
        self.wakes = _WAKES if rate_hz >= 500 else 1
        self.scanner.fill(sampler, DEPTH, time.ticks_us())
        self.supply_smooth = 0
        self.timer.init(mode=machine.Timer.PERIODIC, freq=rate_hz, callback=self.scanner.take, hard=True)
        self.led.on()

    def stop(self):
        self.timer.deinit()
        self.wakes = 1
        self.led.off()

    def set_oversampling(self, n):
        """Average so many conversions of each channel: 1, 2, 4 or 8."""
        power = 0
        while 1 << power < n:
            power += 1
        self.scanner.plan[len(self.scanner.plan) - 1] = power

    def scan_us(self):
        """How long a scan's interrupt takes, the longest of eight; only when the timer does not run."""
        slot = array("H", [0] * len(self.channels))
        longest = 0
        for _ in range(8):
            longest = max(longest, self.scanner.scan(slot))
        return longest

    def supply_mv(self):
        """The sensors' supply by the converter's reference of nominally 3.3 V; only when the timer does not run."""
        total = 0
        for _ in range(16):
            total += self.supply.read_u16()
        return round(total / 16 / 65535 * 2 * 3300)

    def busy_percent(self):
        """Share of the time since this was last asked, or since the start, in which the processor was not at rest."""
        return self.scanner.busy_percent(time.ticks_us())

    def supply_code(self):
        """Half the supply in 65536ths of the converter's reference, smoothed over some readings.

        The converter is the scan's, so that must not begin meanwhile; the main loop asks after a scan, with most of
        the time to the next one left.
        """
        before = machine.disable_irq()
        self.supply_scanner.scan(self.supply_slot)
        machine.enable_irq(before)
        code = self.supply_slot[0] << 4
        smooth = self.supply_smooth
        self.supply_smooth = smooth + ((code - smooth) >> 1) if smooth else code
        return self.supply_smooth

    @micropython.native
    def poll_load(self):
        """Whether the load cell has a new reading, which is then in ``load_code``, its time in ``load_ticks``."""
        if not self.hx711.rx_fifo():
            return False
        raw = self.hx711.get() & 0xFFFFFF
        self.load_code = raw - 0x1000000 if raw & 0x800000 else raw
        self.load_ticks = time.ticks_us()
        return True

    def start_watchdog(self):
        """Have the chip reset itself when the main loop stands still; nothing but a reset ends that."""
        if self.watchdog is None:
            self.watchdog = machine.WDT(timeout=_WATCHDOG_MS)

    @micropython.native
    def wait(self, backlog):
        """Rest until a frame's scans wait, or for some interrupts; False when somebody wants the REPL."""
        if self.watchdog is not None:
            self.watchdog.feed()
        self.scanner.rest(self.idle, 1 if backlog else self.wakes)
        return not self.interrupted

    @micropython.native
    def read(self, buffer):
        """Read what has come from the host into ``buffer``; 0 if there is nothing."""
        n = 0
        stdin = sys.stdin.buffer
        while n < len(buffer) and not self.interrupted:
            waiting = False
            for _ in self.incoming.ipoll(0):
                waiting = True
            if not waiting:
                break
            stdin.readinto(self.byte)  # a longer buffer would be waited for until it is full
            # What comes behind a Ctrl-C that is meant is left for the REPL.
            self.interrupted = self.ctrl_c.heard(self.byte[0], time.ticks_us())
            buffer[n] = self.byte[0]
            n += 1
        return n

    @micropython.native
    def write(self, buffer, start, n):
        """Write up to n bytes to the host; returns how many it took.

        With a listening host (DTR high), MicroPython blocks for up to 500 ms when the USB queue has room for less
        than is written, and how much room there is can't be asked, but whether there is any. So after a write that
        blocked, single bytes are written until the host has read a whole queue's worth of them. (With DTR low every
        write is taken, and what was not sent is overwritten.)
        """
        careful = self.careful
        for _ in self.writable(0):
            if careful:
                n = 1
            elif n > _WRITE_CHUNK:
                n = _WRITE_CHUNK
            begun = time.ticks_us()
            written = self.put(buffer, start, n) or 0
            if time.ticks_diff(time.ticks_us(), begun) > _BLOCKED_US:
                self.careful = _FIFO
            elif careful:
                self.careful = careful - 1
            return written
        if careful:
            self.careful = _FIFO
        return 0

    def wait_to_write(self):
        """Whether it is worth trying again at once: never, scans must go on."""
        return False

    def close(self):
        """Leave the chip as the REPL expects it."""
        self.stop()
        self.hx711.active(0)
        micropython.kbd_intr(3)
