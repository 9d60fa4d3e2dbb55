"""The scan of an RP2's multiplexer, taken by the chip's DMA: the processor only fetches what lies ready.

The converter never rests: it converts every 2 us, and that is the clock. A DMA channel (the worker) takes its results
one by one; what it does with them stands in a program of four words a step, with which another channel (the foreman)
sets the worker's registers. So many results are dropped while a channel of the multiplexer settles, the next are kept,
then the select lines move on: a word for a PIO state machine, because DMA can not reach the pins. After the last
channel the supply is read, a third channel (the carrier) copies the finished record to the next place of a ring, and
results are dropped until the period is over. No scan is early or late by more than the microsecond in which its time is
taken, whatever the processor does. Scans that nobody fetched in time are written over, and counted by their times.

RP2040 data sheet 2.5 (DMA), 4.9 (ADC) and 3 (PIO); "control blocks" are in 2.5.6.2. Unproven on real chips so far.
"""

from array import array

import micropython
import rp2
import uctypes
from machine import mem32
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:  # a type checker takes it for true; the assemblers below bring these words themselves
    from typing import Any

    from rp2.asm_pio import out, pins

    _word: Any = None
    add = beq = bne = cmp = cpsid = cpsie = label = ldr = lsl = lsr = mov = str = sub = wfi = _word  # noqa: A001
    r1 = r2 = r3 = r4 = i = AWAKE = END = _word

N_SELECTS = const(16)
CONVERSION_US = const(2)  # 96 clocks of 48 MHz
_SETTLE = const(
    2
)  # results that are dropped: the second begins 2 us after the select lines have moved, is done 2 later
_PLACES = const(64)
_NOTHING = (-1, -1)  # what a program that is not there was made for
_RING_BYTES = const(16384)  # at most
_MOST_STEPS = const(4 * 32 + 12)
_MOST_VALUES = const(2 * 32 + 6)
_MOST_RECORD = const(1024)  # 32 channels, each converted 8 times

_DMA_BASE = const(0x50000000)
_DMA_STRIDE = const(0x40)
_WRITE_ADDR = const(0x04)
_COUNT_TRIG = const(0x1C)
_READ_TRIG = const(0x3C)
_CS, _FCS, _FIFO = const(0x00), const(0x08), const(0x0C)  # of the converter
_EN = const(1 << 0)
_START_MANY = const(1 << 3)
_AINSEL = const(12)  # first bit of the input's number
_FIFO_ON = const(1 << 24 | 1 << 11 | 1 << 10 | 1 << 3 | 1 << 0)  # a result is a request; overflows are forgotten
_TIMERAWL = const(0x28)
_UNPACED = const(63)
_HALFWORD = const(1)
_WORD = const(2)

# Words of a record; the codes follow, each as often as it was converted.
_BEGUN = const(0)
_DONE = const(1)
_SUPPLY = const(2)
_CODES = const(3)

# Words of what ``fetch`` and ``doze`` know.
_POSITION = const(0)  # address of the register that says where the carrier is
_TIMER = const(1)  # address of the microseconds
_SEEN = const(2)  # where the carrier was when it was last looked at
_RESTED = const(3)  # microseconds, modulo 2**30
_RING_AT = const(4)
_RECORD_SHIFT = const(5)
_DEPTH = const(6)  # of the carrier's ring
_NEXT = const(7)  # place of the record to fetch next
_N = const(8)
_POWER = const(9)  # of two: conversions that are averaged
_SUPPLY_SUM = const(10)
_SUPPLY_N = const(11)
_LONGEST = const(12)  # scan since the start, in us

# Words of the sampler's ring, and its depth; see there.
_HEAD = const(0)
_TAIL = const(1)
_OVERRUNS = const(2)
_PERIOD = const(3)
_LAST = const(4)
_HAS_LAST = const(5)
_TICKS = const(6)
_SAMPLER_DEPTH = const(64)


@rp2.asm_pio(out_init=[rp2.PIO.OUT_LOW] * 4, out_shiftdir=rp2.PIO.SHIFT_RIGHT, autopull=True, pull_thresh=32)
def select_program():
    """Put each word that comes on the select lines."""
    out(pins, 32)


class Scanner:
    """The three DMA channels, their program and their ring.

    Parameters
    ----------
    adc, timer, select : addresses of the converter, the timer, and the state machine's transmit FIFO
    adc_dreq : number of the converter's request for a transfer
    inputs : the converter's inputs, one for each multiplexer
    supply : the supply's

    Attributes
    ----------
    words : what ``fetch`` and ``doze`` are given
    """

    def __init__(self, adc, timer, select, adc_dreq, inputs, supply):
        self.adc, self.select, self.adc_dreq = adc, select, adc_dreq
        self.timer = timer + _TIMERAWL
        self.inputs, self.supply = inputs, supply
        self.foreman, self.worker, self.carrier = rp2.DMA(), rp2.DMA(), rp2.DMA()
        self.words = array("I", [0] * 13)
        self.words[_POSITION] = dma_register(self.carrier, _WRITE_ADDR)
        self.words[_TIMER] = self.timer
        self.made_for = _NOTHING
        # Taken once, while the heap is whole: DMA must never be left with memory that went back to the heap.
        self.ring, self.words[_RING_AT] = room(_RING_BYTES, _RING_BYTES)
        self.room, self.program = room(16 * _MOST_STEPS + 4 * _MOST_VALUES + _MOST_RECORD + 4, 4)
        self.gap = self.used = 0

    def start(self, n_channels, power, rate_hz):
        """Begin to scan; 2**power conversions of each channel are averaged."""
        if self.made_for != (n_channels, power):
            self._make(n_channels, power)
        # The first step of the program is the longest: what is left of the period.
        mem32[self.gap] = (1000000 // CONVERSION_US + rate_hz // 2) // rate_hz - self.used
        words, foreman, carrier = self.words, self.foreman, self.carrier
        words[_NEXT] = words[_SUPPLY_SUM] = words[_SUPPLY_N] = words[_LONGEST] = 0
        carrier.config(
            write=words[_RING_AT],
            ctrl=carrier.pack_ctrl(
                ring_size=words[_RECORD_SHIFT] + _power_of_two(words[_DEPTH]), ring_sel=True, irq_quiet=False
            ),
        )
        carrier.irq(handler=bool, hard=True)  # wakes ``doze``; there is nothing else to do
        mem32[self.adc + _FCS] = _FIFO_ON
        self._drain()
        mem32[self.select] = 0
        foreman.config(
            read=self.program,
            write=dma_register(self.worker, 0),
            count=4,
            ctrl=foreman.pack_ctrl(ring_size=4, ring_sel=True),
            trigger=True,
        )
        mem32[self.adc + _CS] = _EN | _START_MANY | self.inputs[0] << _AINSEL

    def stop(self):
        """End at once; what is finished can still be fetched."""
        mem32[self.adc + _CS] = _EN
        end((self.foreman, self.worker, self.carrier))
        self.carrier.irq(handler=None)
        mem32[self.adc + _FCS] = 0
        self._drain()

    def supply_code(self):
        """The supply in 65536ths of the reference, the mean since this was last asked; -1 if there was no scan."""
        words = self.words
        n = words[_SUPPLY_N]
        code = (words[_SUPPLY_SUM] << 4) // n if n else -1
        words[_SUPPLY_SUM] = words[_SUPPLY_N] = 0
        return code

    def longest_us(self):
        """How long the longest scan took since the start."""
        return self.words[_LONGEST]

    def rested_us(self):
        """How long the processor has slept, modulo 2**30."""
        return self.words[_RESTED]

    def _make(self, n_channels, power):
        """Write the program for so many channels."""
        self.made_for = _NOTHING  # whatever fails from here on, half a program is never started
        words, kept = self.words, 1 << power
        shift = _power_of_two(4 * _CODES + 2 * n_channels * kept)
        size = min(_PLACES << shift, _RING_BYTES)
        words[_RECORD_SHIFT], words[_DEPTH] = shift, size >> shift
        words[_N], words[_POWER] = n_channels, power
        self.step_at = self.program
        self.value_at = self.program + 16 * _MOST_STEPS
        record = self.value_at + 4 * _MOST_VALUES
        self._write_scan(n_channels, kept, record, record + (1 << shift))
        self.made_for = (n_channels, power)

    def _write_scan(self, n_channels, kept, record, dump):
        worker, carrier, fifo = self.worker, self.carrier, self.adc + _FIFO
        chain = dma_number(self.foreman)
        drop, keep = (
            worker.pack_ctrl(inc_read=False, inc_write=on, size=_HALFWORD, treq_sel=self.adc_dreq, chain_to=chain)
            for on in (False, True)
        )
        copy = worker.pack_ctrl(inc_read=False, inc_write=False, treq_sel=_UNPACED, chain_to=chain)
        inputs = self.inputs[: max((n_channels + N_SELECTS - 1) // N_SELECTS, 1)]  # without channels, time and supply
        self.gap = self.step_at + 8
        self._step(fifo, dump, 1, drop)
        self.used = 0
        self._step(self.timer, record + 4 * _BEGUN, 1, copy)
        for select in range(min(n_channels, N_SELECTS)):
            for mux, adc_input in enumerate(inputs):
                channel = select + mux * N_SELECTS
                if channel < n_channels:
                    if len(inputs) > 1:
                        self._poke(self.adc + _CS, _EN | _START_MANY | adc_input << _AINSEL, copy)
                    self._step(fifo, dump, _SETTLE, drop)
                    self._step(fifo, record + 4 * _CODES + 2 * channel * kept, kept, keep)
            self._poke(self.select, (select + 1) % min(n_channels, N_SELECTS), copy)
        self._step(self.timer, record + 4 * _DONE, 1, copy)
        self._poke(self.adc + _CS, _EN | _START_MANY | self.supply << _AINSEL, copy)
        self._step(fifo, dump, _SETTLE, drop)
        self._step(fifo, record + 4 * _SUPPLY, 1, keep)
        self._poke(self.adc + _CS, _EN | _START_MANY | inputs[0] << _AINSEL, copy)
        self._poke(dma_register(carrier, 0), record, copy)
        self._poke(dma_register(carrier, _COUNT_TRIG), 1 << (self.words[_RECORD_SHIFT] - 2), copy)
        # The worker starts the foreman anew, at the first step.
        last = worker.pack_ctrl(inc_read=False, inc_write=False, treq_sel=_UNPACED)
        self._poke(dma_register(self.foreman, _READ_TRIG), self.program, last)

    def _step(self, read, write, count, ctrl):
        at = self.step_at
        mem32[at], mem32[at + 4], mem32[at + 8], mem32[at + 12] = read, write, count, ctrl
        self.step_at = at + 16
        if read == self.adc + _FIFO:
            self.used += count

    def _poke(self, register, value, ctrl):
        mem32[self.value_at] = value
        self._step(self.value_at, register, 1, ctrl)
        self.value_at += 4

    def _drain(self):
        for _ in range(8):
            mem32[self.adc + _FIFO]


def dma_number(channel):
    return channel.channel


def dma_register(channel, offset):
    """Address of a register of a DMA channel."""
    return _DMA_BASE + _DMA_STRIDE * dma_number(channel) + offset


def end(channels):
    """End DMA channels that are chained to each other.

    All are disabled before any is aborted, or an abort could start what is chained to it (RP2350 data sheet, erratum
    E5); each is then chained to itself, which is to none.
    """
    for channel in channels:
        channel.config(ctrl=channel.pack_ctrl(enable=False))
    for channel in channels:
        channel.active(0)


def room(n_bytes, alignment):
    """Memory that DMA may use, and its address, a multiple of a power of two."""
    memory = bytearray(n_bytes + alignment)
    return memory, (uctypes.addressof(memory) + alignment - 1) & -alignment


def _power_of_two(n):
    """The least power of two that is not below n, as its exponent."""
    exponent = 0
    while 1 << exponent < n:
        exponent += 1
    return exponent


@micropython.viper
def fetch(words: ptr32, ring: ptr32, counts: ptr16) -> int:  # noqa: C901  a call costs as much as half of it
    """Move finished records to the sampler's ring while that has room; return how many scans wait there."""
    shift = int(words[_RECORD_SHIFT])
    depth = int(words[_DEPTH])
    base = int(words[_RING_AT])
    seen = int(ptr32(int(words[_POSITION]))[0])
    words[_SEEN] = seen
    done = (seen - base) >> shift
    place = int(words[_NEXT])
    behind = done - place
    if behind < 0:
        behind += depth
    if behind > depth - 3:  # the carrier may be about to write over what is read: skip the older half
        behind = depth >> 1
        place = done - behind
        if place < 0:
            place += depth
    head = int(ring[_HEAD])
    tail = int(ring[_TAIL])
    n = int(words[_N])
    power = int(words[_POWER])
    while behind > 0:
        following = head + 1
        if following == _SAMPLER_DEPTH:
            following = 0
        if following == tail:
            break
        at = base + (place << shift)
        record = ptr32(at)
        begun = int(record[_BEGUN])
        took = int(record[_DONE]) - begun
        if took > int(words[_LONGEST]):
            words[_LONGEST] = took
        words[_SUPPLY_SUM] = int(words[_SUPPLY_SUM]) + int(record[_SUPPLY])
        words[_SUPPLY_N] = int(words[_SUPPLY_N]) + 1
        begun &= 0x3FFFFFFF
        if int(ring[_HAS_LAST]):
            period = int(ring[_PERIOD])
            late = ((begun - int(ring[_LAST])) & 0x3FFFFFFF) - period - (period >> 1)
            while late >= 0:  # viper has no division
                ring[_OVERRUNS] = int(ring[_OVERRUNS]) + 1
                late -= period
        ring[_LAST] = begun
        ring[_HAS_LAST] = 1
        ring[head + _TICKS] = begun
        codes = ptr16(at + 12)
        to = head * n
        end = to + n
        source = 0
        if power == 0:
            while to < end:
                counts[to + 0] = codes[source + 0]
                to += 1
                source += 1
        else:
            kept = 1 << power
            while to < end:
                total = kept >> 1  # rounds
                left = kept
                while left > 0:
                    total += int(codes[source + 0])
                    source += 1
                    left -= 1
                counts[to + 0] = total >> power
                to += 1
        head = following
        ring[_HEAD] = head
        place += 1
        if place == depth:
            place = 0
        behind -= 1
    words[_NEXT] = place
    waiting = head - tail
    if waiting < 0:
        waiting += _SAMPLER_DEPTH
    return waiting


@micropython.asm_thumb
def doze(r0):
    """Sleep until an interrupt, unless a record was carried since ``fetch``; whether one has been by now.

    Interrupts are off from the look to the sleep, which they end all the same, so that none is missed; and they run
    when the time of waking is taken, so that none of their time counts as rest.
    """
    ldr(r1, [r0, 0])  # _POSITION
    ldr(r2, [r0, 8])  # _SEEN
    ldr(r3, [r0, 4])  # _TIMER
    cpsid(i)
    ldr(r4, [r1, 0])
    cmp(r4, r2)
    bne(AWAKE)
    ldr(r4, [r3, 0])
    wfi()
    ldr(r3, [r3, 0])
    sub(r3, r3, r4)
    ldr(r4, [r0, 12])  # _RESTED
    add(r4, r4, r3)
    lsl(r4, r4, 2)
    lsr(r4, r4, 2)
    str(r4, [r0, 12])
    label(AWAKE)
    cpsie(i)
    ldr(r4, [r1, 0])
    mov(r0, 0)
    cmp(r4, r2)
    beq(END)
    mov(r0, 1)
    label(END)
