"""The load cell under the plate: its readings on their way from the board to frames, and whether it is there at all.

The board reads it (an HX711, 10 or 80 times a second, 24 bits) without holding up a scan; here its readings wait for
their turn on the wire, and the time without one is counted.
"""

import micropython
from micropython import const

NONE = const(0)  # none was ever seen, and none is expected
RUNNING = const(1)
MISSING = const(2)
STATES = ("none", "running", "missing")

PATIENCE_US = const(180000)  # the slower of an HX711's rates has a reading every 100 ms
_MASK = const(0x3FFFFFFF)
_HALF = const(0x20000000)


class LoadCell:
    """The newest reading, and the counting.

    Attributes
    ----------
    pending : whether a reading waits to be sent
    code, ticks : that reading, signed 24 bits, and the board's ticks when it was read
    readings : how many there were since power-up, sent or not
    missed : how often PATIENCE_US passed without one, though a load cell is expected or was seen before
    expected : the setting; what was seen once is expected from then on
    period_us : between the last two readings, 0 before there were two
    """

    def __init__(self, board):
        self.board = board
        self.pending = False
        self.code = 0
        self.ticks = 0
        self.last = 0
        self.readings = 0
        self.missed = 0
        self.expected = False
        self.state = NONE
        self.period_us = 0
        self.silent_since = (board.ticks_us() + board.load_settle_us) & _MASK

    @micropython.native
    def poll(self):
        """Take the board's next reading, if the last one is done with; whether there is one. Allocates nothing."""
        board = self.board
        if not self.pending and board.poll_load():
            self.code = board.load_code
            self.ticks = board.load_ticks
            self.pending = True
        return self.pending

    def count(self):
        """Be done with the pending reading: here it counts, so that what is told at a moment knows no later one."""
        self.pending = False
        self.readings += 1
        self.period_us = (self.ticks - self.last) & _MASK if self.state == RUNNING else 0
        self.last = self.silent_since = self.ticks
        self.state = RUNNING

    @micropython.native
    def check(self, ticks):
        """Count the silence until ``ticks``."""
        if not (self.expected or self.readings):
            self.silent_since = ticks
            self.state = NONE
        elif PATIENCE_US <= (ticks - self.silent_since) & _MASK < _HALF:
            self.silent_since = ticks
            self.state = MISSING
            self.period_us = 0
            self.missed += 1

    @micropython.native
    def idle(self, ticks):
        """Nothing streams: its readings are listened to and not sent."""
        self.drop()
        if self.board.load_needs_scans:
            self.silent_since = ticks
        else:
            self.check(ticks)

    @micropython.native
    def drop(self):
        """Count what the board has and send none of it."""
        while self.poll():
            self.count()

    def report(self):
        """What the self-test says of it."""
        rate_hz = round(10000000 / self.period_us) / 10 if self.period_us else None
        return {"state": STATES[self.state], "rate_hz": rate_hz, "readings": self.readings, "missed": self.missed}
