"""Raspberry Pi Pico (RP2040) and Pico 2 (RP2350): one or two CD74HC4067 on the ADC, scanned by DMA (``mux``).

Unproven on real chips so far. The register addresses are those of the two data sheets.

The HX711 is read by a PIO state machine: its clock must never stay high for 60 us, and USB's interrupts may hold up the
main loop for longer, so bits that it clocked would now and then be torn; the state machine takes none of its time.
"""

import select
import sys
import time

import machine
import micropython
import rp2
from machine import mem32
from micropython import const

from rig import sole16
from rig.arm import append_frame
from rig.console import CtrlC
from rig.hx711 import Bank
from rig.hx711 import fetch as fetch_readings
from rig.mux import CONVERSION_US, N_SELECTS, Scanner, doze, fetch, select_program

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
CELL0_DATA = const(8)
CELL1_DATA = const(9)
CELL2_DATA = const(10)
CELL3_DATA = const(11)
CELL0_CLOCK = const(16)
CELL1_CLOCK = const(17)
CELL2_CLOCK = const(18)
CELL3_CLOCK = const(19)
MUX1_COM = const(26)
MUX2_COM = const(27)
SUPPLY_SENSE = const(28)
STATUS_LED = const(25)

_FIRST_ADC_PIN = const(26)
_WRITE_CHUNK = const(128)  # half the queue; a frame of 16 channels in one go
_WIDE_CHUNK = const(160)  # a frame of 32
_FIFO = const(256)  # what TinyUSB's queue holds
_RESET_US = const(100)  # the HX711 is off after 60
_BLOCKED_US = const(1500)  # a write that finds room takes a tenth of that
_WATCHDOG_MS = const(8000)  # the chip's most is 8388
_MASK = const(0x3FFFFFFF)
_HALF = const(0x20000000)
_POLLIN = const(1)
_POLLOUT = const(4)
_LAST = const(4)  # word of the sampler's ring

_MACHINE = sys.implementation._machine  # noqa: SLF001  it has no public name
_IS_RP2350 = "RP2350" in _MACHINE
_IS_WIRELESS = " W " in _MACHINE  # there GPIO 23 and 25 are the radio's
# RP2040 data sheet 4.9.6, 4.6.5, 2.5.3.1 and 2.19.6.1, RP2350 data sheet 12.4.8, 12.8.5, 12.6.4.1 and 9.11.1.
_ADC_BASE = 0x400A0000 if _IS_RP2350 else 0x4004C000
_TIMER_BASE = 0x400B0000 if _IS_RP2350 else 0x40054000
_ADC_DREQ = 48 if _IS_RP2350 else 36
_PINS_BASE = 0x40028000 if _IS_RP2350 else 0x40014000
_OUTPUT_HIGH = 3 << 12 if _IS_RP2350 else 3 << 8
_WATCHDOG_BASE = 0x400D8000 if _IS_RP2350 else 0x40058000
_REASON = const(0x08)
_BY_TIMER = const(1)
_SCRATCH3 = const(0x18)  # keeps its value while the power is on; MicroPython and the boot ROM use others
_MOST_BITES = const(3)
_BOOT_MS = const(5000)  # longer after a reset it is not the reset that begins this, but somebody at the REPL
_SMPS_MODE = const(23)  # high: the regulator switches all the time, which makes less ripple (Pico data sheet, 4.4)
_HX711_MACHINE = const(0)  # of PIO 0
_CELLS_MACHINE = const(1)
_CELLS_FIFO = const(0x50200024)  # its receive FIFO
_CELLS_DREQ = const(5)  # its request for a transfer from there, on both chips
_SELECT_MACHINE = const(4)  # the first of PIO 1
_SELECT_FIFO = const(0x50300010)  # its transmit FIFO


@rp2.asm_pio(sideset_init=rp2.PIO.OUT_LOW, in_shiftdir=rp2.PIO.SHIFT_LEFT)
def hx711_program():
    """Clock out 24 bits whenever the data line says that there are some; one step takes a microsecond.

    HX711 data sheet, "Serial Interface": a bit is there 0.1 us after the clock has risen; the 25th pulse selects
    channel A with a gain of 128, and after it the data line is high until the next reading: whether it is comes as the
    word's last bit. A line that is held low, by a short, gives one word and no more.
    """
    wrap_target()
    set(x, 23).side(0)
    wait(0, pin, 0).side(0)
    label("bit")
    nop().side(1)
    in_(pins, 1).side(0)
    jmp(x_dec, "bit").side(0)
    nop().side(1)
    nop().side(0)
    in_(pins, 1).side(0)
    push(noblock).side(0)
    wait(1, pin, 0).side(0)
    wrap()


@micropython.native
def wait_for_scans(words, ready, ring, counts, n, fetch=fetch, doze=doze):
    """Rest until so many scans wait; False if the host has said something. ``words`` are the scanner's.

    USB's code in MicroPython runs when the port is polled: at once, for what is sent by now, and at the first
    interrupt from then on, which most often says that a frame's first packet is sent and its rest can follow.
    A function, not a method, and given all it needs, because what is looked up by name takes 3 us each time.
    """
    for _, what in ready(0):
        if what & _POLLIN:
            return False
    if fetch(words, ring, counts) < n:
        doze(words)
        for _, what in ready(0):
            if what & _POLLIN:
                return False
        while fetch(words, ring, counts) < n:
            doze(words)
    return True


def _watchdog_bites():
    """How often the watchdog has reset the chip since the power came, if that is what this begins with."""
    count_at = _WATCHDOG_BASE + _SCRATCH3
    if not mem32[_WATCHDOG_BASE + _REASON] & _BY_TIMER:
        mem32[count_at] = 0
    elif time.ticks_ms() < _BOOT_MS:  # type: ignore[operator]  # they count from the reset
        mem32[count_at] = mem32[count_at] + 1
    return mem32[count_at]


class Board:
    """What the rest of the firmware knows of the hardware.

    Times are ``time.ticks_us``, modulo 2**30. Scans are ``mux.Scanner``'s.
    """

    kind = "pico2" if _IS_RP2350 else "pico"
    name = "Thumbwalk"
    layout = sole16.LAYOUT
    bits = sole16.BITS
    divider_ohm = sole16.DIVIDER_OHM
    fewest_channels = 1
    fewest_with_cells = 0
    most_channels = 2 * N_SELECTS
    default_rate_hz = 1000
    most_rate_hz = 2000  # what can be sent
    conversion_us = CONVERSION_US + 1  # two are dropped, and ``settings.too_fast`` counts one
    boot_wraps = 0  # a reset zeroes the timer
    settings_path = "settings.json"
    host_patience_us = 10000000
    lockstep = False
    fewest_cells = 0
    most_cells = 4
    cells_need_scans = False
    cells_settle = 4  # readings; the HX711's data sheet has four conversions from a reset to one that has settled
    load_needs_scans = False
    load_settle_us = 800000  # from power-up; the HX711's data sheet says 400 ms

    def __init__(self):
        self.unique_id = machine.unique_id().hex()
        self.led = None
        if not _IS_WIRELESS:
            self.led = machine.Pin(STATUS_LED, machine.Pin.OUT, value=0)
            machine.Pin(_SMPS_MODE, machine.Pin.OUT, value=1)
        self.bites = _watchdog_bites()
        # Each switches the converter on and the pin's digital input off.
        for pin in (MUX1_COM, MUX2_COM, SUPPLY_SENSE):
            machine.ADC(machine.Pin(pin))
        self.select = rp2.StateMachine(_SELECT_MACHINE, select_program, out_base=machine.Pin(MUX_S0))
        self.select.active(1)
        self.scanner = Scanner(
            _ADC_BASE,
            _TIMER_BASE,
            _SELECT_FIFO,
            _ADC_DREQ,
            [pin - _FIRST_ADC_PIN for pin in (MUX1_COM, MUX2_COM)],
            SUPPLY_SENSE - _FIRST_ADC_PIN,
        )
        self.sampler = None  # while scans stream
        self.power = 0
        self.supply_smooth = self.rested = 0
        self.asked = time.ticks_us()
        self.set_channels(len(sole16.CHANNELS))
        # The pull-up makes a missing HX711 one that is never ready.
        data = machine.Pin(HX711_DATA, machine.Pin.IN, machine.Pin.PULL_UP)
        clock = machine.Pin(HX711_CLOCK, machine.Pin.OUT, value=0)
        self.hx711 = rp2.StateMachine(_HX711_MACHINE, hx711_program, freq=1000000, sideset_base=clock, in_base=data)
        self.load_clock_at = _PINS_BASE + 8 * HX711_CLOCK + 4  # made once: an address is a heap object
        self.load_clock_control = mem32[self.load_clock_at]
        # What ended the firmware before this may have left the converter in the midst of a reading.
        self.load_reset = time.ticks_us()
        self.load_resets = True
        mem32[self.load_clock_at] = self.load_clock_control | _OUTPUT_HIGH
        self.hx711.active(1)
        self.cells = Bank(
            _CELLS_MACHINE,
            _CELLS_FIFO,
            _CELLS_DREQ,
            _TIMER_BASE + 0x28,
            _PINS_BASE,
            _OUTPUT_HIGH,
            CELL0_DATA,
            CELL0_CLOCK,
        )
        self.load_code = 0
        self.load_ticks = time.ticks_us()
        self.load_held = False
        self.watchdog = None
        self.turns_per_read = self.turns_per_load = 1
        self.frames_per_turn = 1
        self.words = self.scanner.words
        self.wait_for_scans = wait_for_scans
        self.append_frame = append_frame
        self.byte = bytearray(1)
        self.careful = 0
        self.interrupted = False
        self.ctrl_c = CtrlC(time.ticks_us())
        port = select.poll()
        port.register(sys.stdin, _POLLIN | _POLLOUT)
        # Looked up once: an attribute costs 3 us in every frame.
        self.ready, self.put, self.now = port.ipoll, sys.stdout.buffer.write, time.ticks_us
        micropython.kbd_intr(-1)  # from here on ``console`` says which Ctrl-C is meant

    def ticks_us(self):
        """Now, modulo 2**30 us."""
        return time.ticks_us()

    def set_channels(self, n_channels):
        """Scan so many; from 17 on with the second multiplexer."""
        self.channels = sole16.names(n_channels)
        self.chunk = _WRITE_CHUNK if n_channels <= N_SELECTS else _WIDE_CHUNK

    def start(self, rate_hz, sampler):
        """Put so many scans a second into the sampler's ring."""
        self.frames_per_turn = max(rate_hz // 250, 1)  # 8 ms, as an HX711 has a reading in 12 at the most
        self.supply_smooth = 0
        self.asked, self.rested = time.ticks_us(), self.scanner.rested_us()
        self.scanner.start(len(self.channels), self.power, rate_hz)
        self.sampler = sampler  # last: while it is there, scans stream
        self._light(True)

    def stop(self):
        """End the scans; those that are finished are in the sampler's ring."""
        if self.sampler is not None:
            self.scanner.stop()
            fetch(self.scanner.words, self.sampler.ring, self.sampler.counts)
            self.sampler = None
        self._light(False)

    def set_oversampling(self, n):
        """Average so many conversions of each channel: 1, 2, 4 or 8."""
        self.power = 0
        while 1 << self.power < n:
            self.power += 1

    def scan_us(self):
        """How long the longest scan took since the last start."""
        return self.scanner.longest_us()

    def supply_mv(self):
        """The sensors' supply by the converter's reference of nominally 3.3 V, the mean of the last scans."""
        return round(max(self.scanner.supply_code(), 0) / 65536 * 2 * 3300)

    def busy_percent(self):
        """Share of the time since this was last asked, or since the start, in which the processor was not at rest."""
        ticks, rested = time.ticks_us(), self.scanner.rested_us()
        share = ((rested - self.rested) & _MASK) // (time.ticks_diff(ticks, self.asked) // 100 + 1)
        self.asked, self.rested = ticks, rested
        return 100 - min(share, 100)

    def supply_code(self):
        """Half the supply in 65536ths of the converter's reference, smoothed: every scan reads it."""
        code = self.scanner.supply_code()
        smooth = self.supply_smooth
        if code >= 0:
            self.supply_smooth = smooth + ((code - smooth) >> 1) if smooth else code
        return self.supply_smooth

    @micropython.native
    def poll_load(self):
        """Whether the load cell has a new reading, which is then in ``load_code``, its time in ``load_ticks``.

        While scans stream it is held back until one that began later is there, so that no earlier one comes after it.
        """
        if self.load_resets:
            if (time.ticks_us() - self.load_reset) & _MASK < _RESET_US:  # type: ignore[operator]
                return False
            mem32[self.load_clock_at] = self.load_clock_control
            self.load_resets = False
        if not self.load_held:
            if not self.hx711.rx_fifo():
                return False
            word = self.hx711.get() & 0x1FFFFFF
            if not word & 1:  # it has lost step, and nothing that it says is to be believed before a reset
                self.load_reset = time.ticks_us()
                self.load_resets = True
                mem32[self.load_clock_at] = self.load_clock_control | _OUTPUT_HIGH
                return False
            raw = word >> 1
            self.load_code = raw - 0x1000000 if raw & 0x800000 else raw
            self.load_ticks = time.ticks_us()
        sampler = self.sampler
        self.load_held = sampler is not None and (sampler.ring[_LAST] - self.load_ticks) & _MASK >= _HALF
        return not self.load_held

    def set_cells(self, n):
        """Read so many load cells under a plate; their pins are nobody's where there are none."""
        self.cells.stop()
        if n:
            self.cells.start()
            for cell in range(n, self.most_cells):
                self.cells.switch(cell, False)

    @micropython.native
    def switch_cell(self, cell, on):
        """Switch a cell's converter on, which resets it, or off."""
        self.cells.switch(cell, on)

    @micropython.native
    def fetch_cells(self, ring, until):
        """Put what the cells have said into their ring, as far as there is room."""
        fetch_readings(self.cells.words, ring)

    def _light(self, on):
        if self.led is not None:
            self.led.value(on)

    def start_watchdog(self):
        """Have the chip reset itself when the main loop stands still; nothing but a reset ends that.

        Not any more where that has been so three times since the power came: whoever is to mend it needs the REPL.
        """
        if self.watchdog is None and self.bites < _MOST_BITES:
            self.watchdog = machine.WDT(timeout=_WATCHDOG_MS)

    @micropython.native
    def wait(self, backlog):
        """Rest until there may be something to do; False when somebody wants the REPL."""
        sampler = self.sampler
        if sampler is None:
            time.sleep_ms(1)  # hardly a rest: awake 95 % of the time, with machine.idle all of it
        else:
            words = self.words
            if not fetch(words, sampler.ring, sampler.counts):
                doze(words)
                fetch(words, sampler.ring, sampler.counts)
        return not self.interrupted

    @micropython.native
    def read(self, buffer):
        """Read what has come from the host into ``buffer``; 0 if there is nothing."""
        if self.watchdog is not None:
            self.watchdog.feed()
        n = 0
        stdin = sys.stdin.buffer
        while n < len(buffer) and not self.interrupted:
            waiting = 0
            for _, what in self.ready(0):
                waiting = what & _POLLIN
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
        now = self.now
        if careful:
            has_room = 0
            for _, what in self.ready(0):
                has_room = what & _POLLOUT
            if not has_room:
                self.careful = _FIFO
                return 0
            n = 1
        elif n > self.chunk:
            n = self.chunk
        begun = now()
        written = self.put(buffer, start, n) or 0
        if (now() - begun) & _MASK > _BLOCKED_US:  # type: ignore[operator]  # ticks_diff would have to be looked up
            self.careful = _FIFO
        elif careful:
            self.careful = careful - 1
        return written

    def wait_to_write(self):
        """Whether it is worth trying again at once: never, scans must go on."""
        return False

    def close(self):
        """Leave the chip as the REPL expects it."""
        self.stop()
        self.hx711.active(0)
        machine.Pin(HX711_CLOCK, machine.Pin.OUT, value=0)  # high, it would switch the converter off
        self.cells.stop()
        self.select.active(0)
        micropython.kbd_intr(3)
