"""The board's microseconds as the wire carries them: 32 bits, out of ticks that wrap at 30.

On a 32-bit chip an integer above 2**30 is a heap object, so the time is kept as its low and high 16 bits.
"""

import micropython
from micropython import const

_MASK = const(0x3FFFFFFF)
_HALF = const(0x20000000)


class Clock:
    """Counts the wraps of the ticks; needs ``update`` at least once in 2**29 us (nine minutes)."""

    def __init__(self, ticks, wraps=0):
        self.ticks = ticks
        self.wraps = wraps
        self.low = 0
        self.high = 0

    @micropython.native
    def update(self, ticks):
        """Set the clock to now; a moment before the last one leaves it as it is, and is no wrap."""
        if (ticks - self.ticks) & _MASK < _HALF:
            if ticks < self.ticks:
                self.wraps += 1
            self.ticks = ticks

    @micropython.native
    def place(self, ticks):
        """Put the time of ``ticks``, which lie within nine minutes of now, into ``low`` and ``high``."""
        wraps = self.wraps
        if (ticks - self.ticks) & _MASK < _HALF:
            if ticks < self.ticks:
                wraps += 1
        elif ticks > self.ticks:
            wraps -= 1
        self.low = ticks & 0xFFFF
        self.high = (ticks >> 16) | ((wraps & 3) << 14)
