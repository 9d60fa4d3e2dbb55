"""ESP32: one or two CD74HC4067 on the converter, scanned from MicroPython's timer. Unproven on any chip so far.

What it can do is less than a Pico, and here is why: MicroPython's timers on the ESP32 call back between two bytecodes
and not from an interrupt, so a scan waits for a garbage collection or a write; a conversion takes tens of microseconds;
and most boards talk through a 115200 baud bridge, which 16 channels at 100 Hz fill by half. The converter ends at
about 3.1 V and is bent below 0.15 V and above 2.5 V; its factory calibration is applied. Count on 100 scans a second
and on jitter of a millisecond.
"""

import select
import sys
import time
from array import array

import machine
import micropython
from machine import ADC, Pin
from micropython import const

from rig import sole16
from rig.console import CtrlC

# hardware/pins.toml is the one assignment; a test holds these to it.
MUX_S0 = const(16)
MUX_S1 = const(17)
MUX_S2 = const(18)
MUX_S3 = const(19)
HX711_DATA = const(21)
HX711_CLOCK = const(22)
MUX1_COM = const(32)
MUX2_COM = const(33)
SUPPLY_SENSE = const(34)
STATUS_LED = const(2)

_MUX_INPUTS = const(16)
# 4096 codes are 3.3 V; the fraction is cut so far that no product is a heap object.
_CODES = const(256)
_MICROVOLTS = const(206250)
_WRITE_CHUNK = const(64)
_WATCHDOG_MS = const(8000)


class Board:
    """See ``board_rp2`` for the same methods on a Pico."""

    kind = "esp32"
    name = "Thumbwalk"
    layout = sole16.LAYOUT
    bits = sole16.BITS
    divider_ohm = sole16.DIVIDER_OHM
    fewest_channels = fewest_with_cells = 1
    most_channels = 2 * _MUX_INPUTS
    default_rate_hz = 100
    most_rate_hz = 100
    conversion_us = 80  # not measured; an estimate from the driver's two conversions and the calls around them
    boot_wraps = 0
    settings_path = "settings.json"
    host_patience_us = 10000000
    lockstep = False
    fewest_cells = most_cells = 0
    cells_need_scans = False
    bites = 0  # of the watchdog; nobody counts them here
    load_needs_scans = False
    turns_per_read = 1
    turns_per_load = 1
    wait_for_scans = ready = words = None  # every turn is one of the main loop
    load_settle_us = 800000

    def __init__(self):
        self.unique_id = machine.unique_id().hex()
        self.selects = [Pin(pin, Pin.OUT, value=0) for pin in (MUX_S0, MUX_S1, MUX_S2, MUX_S3)]
        self.commons = [ADC(Pin(pin), atten=ADC.ATTN_11DB) for pin in (MUX1_COM, MUX2_COM)]
        self.supply = ADC(Pin(SUPPLY_SENSE), atten=ADC.ATTN_11DB)
        self.led = Pin(STATUS_LED, Pin.OUT, value=0)
        # GPIO 21 has a pull-up, which makes a missing HX711 one that is never ready.
        self.data = Pin(HX711_DATA, Pin.IN, Pin.PULL_UP)
        self.clock = Pin(HX711_CLOCK, Pin.OUT, value=0)
        self.load_code = 0
        self.load_ticks = self.load_read = time.ticks_us()
        self.oversampling = 1
        self.set_channels(len(sole16.CHANNELS))
        self.timer = machine.Timer(0)
        self.on_tick = self.skip_scan
        self.watchdog = None
        self.byte = bytearray(1)
        self.interrupted = False
        self.ctrl_c = CtrlC(time.ticks_us())
        self.incoming = select.poll()
        self.incoming.register(sys.stdin, select.POLLIN)
        self.outgoing = select.poll()
        self.outgoing.register(sys.stdout, select.POLLOUT)
        micropython.kbd_intr(-1)

    def ticks_us(self):
        """Now, modulo 2**30 us."""
        return time.ticks_us()

    def set_channels(self, n_channels):
        """Scan so many; from 17 on with the second multiplexer."""
        self.channels = sole16.names(n_channels)

    def set_oversampling(self, n):
        """Average so many conversions of each channel: 1, 2, 4 or 8."""
        self.oversampling = n

    def start(self, rate_hz, sampler):
        """Let the timer have the sampler take a scan so many times a second."""
        self.on_tick = sampler.take
        self.timer.init(mode=machine.Timer.PERIODIC, freq=rate_hz, callback=self._tick)
        self.led.on()

    def stop(self):
        self.timer.deinit()
        self.led.off()

    def _tick(self, _timer):
        self.on_tick()

    def scan_into(self, slot):
        """Put the counts of all channels into ``slot``, return the ticks at its beginning."""
        ticks = time.ticks_us()
        selects = self.selects
        kept = self.oversampling
        for channel in range(len(slot)):
            for bit in range(4):
                selects[bit].value(channel >> bit & 1)
            common = self.commons[channel // _MUX_INPUTS]
            common.read_uv()  # the time to settle
            total_uv = kept >> 1
            for _ in range(kept):
                total_uv += common.read_uv()
            slot[channel] = min(total_uv // kept * _CODES // _MICROVOLTS, 4095)
        return ticks

    def scan_us(self):
        """How long a scan takes, the longest of eight; only when the timer does not run."""
        slot = array("H", [0] * len(self.channels))
        longest = 0
        for _ in range(8):
            begun = self.scan_into(slot)
            longest = max(longest, time.ticks_diff(time.ticks_us(), begun))
        return longest

    def supply_mv(self):
        """The sensors' supply, by the converter's factory calibration."""
        return round(self.supply.read_uv() * 2 / 1000)

    def busy_percent(self):
        """0: not measured."""
        return 0

    def supply_code(self):
        """Half the supply in 65536ths of the 3.3 V that counts are by."""
        return min(self.supply.read_uv() * _CODES // _MICROVOLTS << 4, 0xFFFF)

    def poll_load(self):
        """Whether the load cell has a new reading, which is then in ``load_code``, its time in ``load_ticks``.

        Here the main loop clocks it out, 25 pulses with interrupts off during each, since the clock must not stay
        high for 60 us; a scan comes before or after it, and never in between two halves of a pulse.
        """
        now = time.ticks_us()
        # A line that is held low would be a reading every turn; the amplifier's fastest is one in 12 ms.
        if self.data.value() or time.ticks_diff(now, self.load_read) < 10000:
            return False
        raw = self._clocked_out()
        self.load_read = now
        if not self.data.value():
            return False  # after the 25th pulse it is high, or it is no HX711's
        self.load_code = raw - 0x1000000 if raw & 0x800000 else raw
        self.load_ticks = now
        return True

    def _clocked_out(self):
        clock, data = self.clock, self.data
        raw = 0
        for _ in range(25):
            state = machine.disable_irq()
            clock.value(1)
            clock.value(0)
            machine.enable_irq(state)
            raw = raw << 1 | data.value()
        return raw >> 1  # the 25th pulse selects channel A with a gain of 128

    def skip_scan(self):
        """The ring is full; nothing to do, the scan was never begun."""

    def start_watchdog(self):
        """Have the chip reset itself when the main loop stands still; nothing but a reset ends that."""
        if self.watchdog is None:
            self.watchdog = machine.WDT(timeout=_WATCHDOG_MS)

    def wait(self, backlog):
        """Rest a moment, in which the timer's callbacks run; False when somebody wants the REPL."""
        if self.watchdog is not None:
            self.watchdog.feed()
        time.sleep_ms(1)
        return not self.interrupted

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
            stdin.readinto(self.byte)
            self.interrupted = self.ctrl_c.heard(self.byte[0], time.ticks_us())
            buffer[n] = self.byte[0]
            n += 1
        return n

    def write(self, buffer, start, n):
        """Write up to n bytes to the host; returns how many it took. A serial bridge takes all, at its pace."""
        for _ in self.outgoing.ipoll(0):
            return sys.stdout.buffer.write(buffer, start, min(n, _WRITE_CHUNK)) or 0
        return 0

    def wait_to_write(self):
        """Whether it is worth trying again at once: never, scans must go on."""
        return False

    def close(self):
        """Leave the chip as the REPL expects it."""
        self.stop()
        micropython.kbd_intr(3)
