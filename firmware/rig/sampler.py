"""Scans taken on the timer's tick into a ring that was allocated once; what finds no place is counted."""

from array import array

import micropython
from micropython import const

_MASK = const(0x3FFFFFFF)
DEPTH = const(64)


class Sampler:
    """The ring between the timer's interrupt (``take``) and the main loop (``oldest``, ``release``).

    One writer and one reader: the interrupt moves ``head`` alone, the main loop ``tail`` alone.
    """

    def __init__(self, board):
        self.board = board
        self.n_channels = 0
        self.counts = memoryview(array("H"))
        self.slots = []
        self.ticks = array("I", [0] * DEPTH)
        self.head = 0
        self.tail = 0
        self.overruns = 0  # scans that were due and not taken, since power-up
        self.period_us = 1000
        self.last = -1
        self.fit(len(board.channels))

    def fit(self, n_channels):
        """Make room for scans of so many channels; only while the timer does not run."""
        if n_channels != self.n_channels:
            self.counts = memoryview(array("H", [0] * (DEPTH * n_channels)))
            self.slots = [self.counts[i : i + n_channels] for i in range(0, DEPTH * n_channels, n_channels)]
            self.n_channels = n_channels

    def restart(self, period_us):
        """Empty the ring and expect a scan every ``period_us`` from the next one on."""
        self.tail = self.head
        self.period_us = period_us
        self.last = -1

    @micropython.native
    def take(self, _timer=None):
        """Take one scan; the timer's interrupt, so it must not allocate."""
        head = self.head
        following = head + 1
        if following == DEPTH:
            following = 0
        if following == self.tail:
            self.board.skip_scan()
            return  # seen as a gap in time by the next scan that finds room
        ticks = self.board.scan_into(self.slots[head])
        if self.last >= 0:
            # A tick that was missed altogether leaves no other trace than the time that passed.
            missed = (((ticks - self.last) & _MASK) + (self.period_us >> 1)) // self.period_us - 1
            if missed > 0:
                self.overruns += missed
        self.last = ticks
        self.ticks[head] = ticks
        self.head = following

    @micropython.native
    def waiting(self):
        """How many scans are in the ring."""
        n = self.head - self.tail
        return n if n >= 0 else n + DEPTH

    @micropython.native
    def span_us(self, n):
        """Time from the oldest scan to the n-th oldest."""
        last = self.tail + n - 1
        return (self.ticks[last if last < DEPTH else last - DEPTH] - self.ticks[self.tail]) & _MASK

    @micropython.native
    def release(self):
        """Give the oldest scan's place back to the timer."""
        self.tail = self.tail + 1 if self.tail + 1 < DEPTH else 0
