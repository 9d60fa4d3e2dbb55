"""The board's microseconds as the wire carries them: 32 bits, out of ticks that wrap at 30.

On a 32-bit chip an integer above 2**30 is a heap object, so the wraps are kept apart from the ticks; a frame's time is
put together from both as it is written (``kernels.append_frame``).
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

    @micropython.native
    def update(self, ticks):
        """Set the clock to now; a moment before the last one leaves it as it is, and is no wrap."""
        if (ticks - self.ticks) & _MASK < _HALF:
            if ticks < self.ticks:
                self.wraps += 1
            self.ticks = ticks
