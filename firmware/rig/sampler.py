"""Scans on their way to frames, in a ring that was allocated once; what finds no place is counted."""

from array import array

import micropython
from micropython import const

_MASK = const(0x3FFFFFFF)
DEPTH = const(64)

# Words of the ring. ``kernels`` and ``mux`` know them by the same names, since a constant of another module costs time.
_HEAD = const(0)
_TAIL = const(1)
_OVERRUNS = const(2)
_PERIOD = const(3)
_LAST = const(4)
_HAS_LAST = const(5)
_TICKS = const(6)  # one for each place


class Sampler:
    """The ring between who takes the scans (``take`` on a timer's tick, or ``mux.fetch``) and the main loop.

    One writer and one reader: the one who takes them moves the head alone, the main loop the tail alone.

    Attributes
    ----------
    ring : its state and the ticks of its scans, one array, so that a kernel need be given but one
    counts : the codes, scan by scan
    batch : how many scans are worth waking up for
    """

    def __init__(self, board):
        self.board = board
        self.n_channels = -1
        self.batch = 1
        self.counts = memoryview(array("H"))
        self.slots = []
        self.ring = array("I", [0] * (_TICKS + DEPTH))
        self.fit(len(board.channels))

    def fit(self, n_channels):
        """Make room for scans of so many channels; only while the timer does not run."""
        if n_channels != self.n_channels:
            self.n_channels = -1  # so that it is tried again, should there be no room
            self.counts = memoryview(array("H", [0] * (DEPTH * n_channels)))
            self.slots = [self.counts[i * n_channels : (i + 1) * n_channels] for i in range(DEPTH)]
            self.n_channels = n_channels

    def restart(self, period_us):
        """Empty the ring and expect a scan every ``period_us`` from the next one on."""
        ring = self.ring
        ring[_TAIL] = ring[_HEAD]
        ring[_PERIOD] = period_us
        ring[_HAS_LAST] = 0

    @property
    def overruns(self):
        """Scans that were due and not taken, since power-up."""
        return self.ring[_OVERRUNS]

    @overruns.setter
    def overruns(self, n):
        self.ring[_OVERRUNS] = n

    @micropython.native
    def take(self, _timer=None):
        """Take one scan; called from a timer, so it must not allocate."""
        ring = self.ring
        head = ring[_HEAD]
        following = head + 1 if head + 1 < DEPTH else 0
        if following == ring[_TAIL]:
            self.board.skip_scan()
            return  # seen as a gap in time by the next scan that finds room
        ticks = self.board.scan_into(self.slots[head])
        if ring[_HAS_LAST]:
            # A tick that was missed altogether leaves no other trace than the time that passed.
            period_us = ring[_PERIOD]
            missed = (((ticks - ring[_LAST]) & _MASK) + (period_us >> 1)) // period_us - 1
            if missed > 0:
                ring[_OVERRUNS] += missed
        ring[_LAST] = ticks
        ring[_HAS_LAST] = 1
        ring[_TICKS + head] = ticks
        ring[_HEAD] = following

    @micropython.native
    def waiting(self):
        """How many scans are in the ring."""
        ring = self.ring
        n = ring[_HEAD] - ring[_TAIL]
        return n if n >= 0 else n + DEPTH

    def oldest_ticks(self):
        """When the oldest scan was taken."""
        return self.ring[_TICKS + self.ring[_TAIL]]

    def oldest(self):
        """The oldest scan's codes."""
        return self.slots[self.ring[_TAIL]]

    def release(self):
        """Give the oldest scan's place back to the timer."""
        tail = self.ring[_TAIL] + 1
        self.ring[_TAIL] = tail if tail < DEPTH else 0
