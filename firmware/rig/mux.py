"""The scan of a chip's multiplexer: select, let it settle, convert twice or more, drop the first.

Apart from ``board_rp2``, so that it can be tried where there is no chip: the registers are whatever is passed in.
"""

from array import array

import micropython
from micropython import const

_EN = const(1 << 0)
_START_ONCE = const(1 << 2)
_MASK = const(0x3FFFFFFF)
_TIMERAWL = const(10)  # word of the timer's microseconds, on both chips
_AINSEL = const(12)  # first bit of the ADC input's number
N_SELECTS = const(16)
_ENTRY_US = const(24)  # from the interrupt to the callback's first line and back again, an estimate
# Words of the sampler's ring; see there.
_HEAD = const(0)
_TAIL = const(1)
_OVERRUNS = const(2)
_PERIOD = const(3)
_LAST = const(4)
_HAS_LAST = const(5)
_IN_INTERRUPT = const(6)
_AT_REST = const(7)
_TICKS = const(8)


def plan(n_channels, select_pins, adc_inputs, set_word, clear_word):
    """What a scan does, as an array of 32-bit words.

    The words are n_channels, the SIO's set and clear registers (as word offsets), and for every channel the select
    lines to set, those to clear, and the value that starts its conversion. Channels 16 and up are the second
    multiplexer's, which shares the select lines and has an ADC input of its own. The last word is the power of two of
    conversions that are averaged.
    """
    all_selects = 0
    for pin in select_pins:
        all_selects |= 1 << pin
    words = [n_channels, set_word, clear_word]
    for channel in range(n_channels):
        high = 0
        for bit, pin in enumerate(select_pins):
            if channel >> bit & 1:
                high |= 1 << pin
        adc_input = adc_inputs[channel // N_SELECTS]
        words += [high, all_selects & ~high, _EN | _START_ONCE | adc_input << _AINSEL]
    words.append(0)
    return array("I", words)


def plan_one(adc_input, power, set_word, clear_word):
    """What a scan does to read one ADC input that is behind no multiplexer; 2**power conversions are averaged."""
    return array("I", [1, set_word, clear_word, 0, 0, _EN | _START_ONCE | adc_input << _AINSEL, power])


class Scanner:
    """Takes the scans of a chip's timer interrupt into a sampler's ring, and rests until there are enough.

    Registers are addresses, or arrays where there is no chip. Until it is given a sampler's ring it has one of its own.
    """

    def __init__(self, adc, sio, timer, plan_words):
        self.adc = adc
        self.sio = sio
        self.timer = timer
        self.plan = plan_words
        self.own = self.ring = array("I", [0] * (_TICKS + 2))
        self.counts = array("H")
        self.depth = 2
        self.batch = 1
        self.asked = self.rested = 0

    def fill(self, sampler, depth, ticks):
        """Put scans into this sampler's ring of ``depth`` scans from now on."""
        self.ring = sampler.ring
        self.counts = sampler.counts
        self.depth = depth
        self.batch = sampler.batch
        self.rested = self.ring[_AT_REST]
        self.asked = ticks

    def scan(self, slot):
        """Put a 12-bit code of each channel into ``slot``; only when the timer does not run.

        Returns how long an interrupt that does so takes, in microseconds.
        """
        before = self.own[_IN_INTERRUPT]
        self.ring = self.own
        self.counts = slot
        self.depth = 2
        self.take(None)
        self.ring[_HEAD] = self.ring[_HAS_LAST] = 0
        return (self.own[_IN_INTERRUPT] - before) & _MASK

    @micropython.viper
    def take(self, _timer):  # noqa: C901  a call costs 20 us here
        """Take one scan if the ring has room, as ``sampler.take`` does; the interrupt, so it must not allocate."""
        ring = ptr32(self.ring)
        timer = ptr32(self.timer)
        begun = int(timer[_TIMERAWL])
        head = int(ring[_HEAD])
        following = head + 1
        if following == int(self.depth):
            following = 0
        if following != int(ring[_TAIL]):
            adc = ptr32(self.adc)
            sio = ptr32(self.sio)
            words = ptr32(self.plan)
            slot = ptr16(self.counts)
            n = int(words[0])
            set_word = int(words[1])
            clear_word = int(words[2])
            power = int(words[3 + 3 * n])
            kept = 1 << power
            half = kept >> 1  # rounds
            to = head * n
            at = 3
            end = at + 3 * n
            while at < end:
                sio[set_word] = words[at]
                sio[clear_word] = words[at + 1]
                begin = int(words[at + 2])
                # The first conversion takes 2 us and is the time to settle (2.2 us to 1 LSB with 3.3 k); it is dropped.
                adc[0] = begin
                left = kept  # what is done here and below is done while the converter works
                total = half
                at += 3
                patience = 400  # a conversion takes some 20 turns; an interrupt must never hang
                while not int(adc[0]) & 0x100:  # READY
                    patience -= 1
                    if patience == 0:
                        break
                while left > 0:
                    adc[0] = begin
                    left -= 1
                    patience = 400
                    while not int(adc[0]) & 0x100:
                        patience -= 1
                        if patience == 0:
                            break
                    total += int(adc[1]) & 0xFFF
                slot[to] = total >> power
                to += 1
            begun_ticks = begun & 0x3FFFFFFF
            if int(ring[_HAS_LAST]):
                period = int(ring[_PERIOD])
                late = ((begun_ticks - int(ring[_LAST])) & 0x3FFFFFFF) - period - (period >> 1)
                while late >= 0:  # viper has no division
                    ring[_OVERRUNS] = int(ring[_OVERRUNS]) + 1
                    late -= period
            ring[_LAST] = begun_ticks
            ring[_HAS_LAST] = 1
            ring[head + _TICKS] = begun_ticks
            ring[_HEAD] = following
        spent = ((int(timer[_TIMERAWL]) - begun) & 0x3FFFFFFF) + _ENTRY_US
        ring[_IN_INTERRUPT] = (int(ring[_IN_INTERRUPT]) + spent) & 0x3FFFFFFF

    def busy_percent(self, ticks):
        """Share of the time since this was last asked that was spent neither resting nor asleep, 0 to 100."""
        ring = self.ring
        elapsed = (ticks - self.asked) & _MASK
        rested = (ring[_AT_REST] - self.rested) & _MASK
        self.asked = ticks
        self.rested = ring[_AT_REST]
        return 100 - min(rested // (elapsed // 100 + 1), 100)

    @micropython.viper
    def rest(self, idle, wakes: int):
        """Call ``idle`` until a batch of scans waits, or so many times; counts the time at rest, without interrupts."""
        ring = ptr32(self.ring)
        timer = ptr32(self.timer)
        batch = int(self.batch)
        depth = int(self.depth)
        while wakes > 0:
            waiting = int(ring[_HEAD]) - int(ring[_TAIL])
            if waiting < 0:
                waiting += depth
            if waiting >= batch:
                break
            begun = int(timer[_TIMERAWL]) - int(ring[_IN_INTERRUPT])
            idle()
            rested = int(timer[_TIMERAWL]) - int(ring[_IN_INTERRUPT]) - begun
            ring[_AT_REST] = (int(ring[_AT_REST]) + (rested & 0x3FFFFFFF)) & 0x3FFFFFFF
            wakes -= 1
