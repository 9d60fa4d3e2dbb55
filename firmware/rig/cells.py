"""Load cells under a plate: their readings on the way from the board to frames, and how each cell is.

Their converters have clocks of their own, so each reading has a time of its own. One that has lost step, or falls
silent, is switched off for a while, which resets it; the others go on. ``plate4`` says which cells there are.
"""

from array import array
from collections import OrderedDict

import micropython
from micropython import const

from rig import plate4
from rig.kernels import pack_cells

MOST = const(4)
NONE = const(0)  # nothing has come yet, and there is still time
RUNNING = const(1)
MISSING = const(2)  # silent
SHORTED = const(3)  # its data line does not rise
STATES = ("none", "running", "missing", "shorted")

PATIENCE_US = const(180000)  # the slower of an HX711's rates has a reading every 100 ms
SETTLE_US = const(800000)  # from a reset to the first reading; the HX711's data sheet says 400 ms at that rate
OFF_US = const(100000)  # a converter is off after 60 us
_MASK = const(0x3FFFFFFF)
_HALF = const(0x20000000)
_DEPTH = const(64)

# Words of the ring of readings, and of what is known of the cells. ``kernels`` knows them by the same names.
_HEAD = const(0)
_TAIL = const(1)
_READING = const(2)  # three words each: ticks; cell and, from bit 8 on, flags; code
_READINGS = const(0)  # codes that were sent, or would have been
_MISSED = const(1)
_FIRST = const(2)  # time of the frame's first
_LOST_STEP = const(3)  # cells whose line did not rise, a bit each, since they were last looked after
_SETTLE = const(4)  # readings that are dropped after a reset
_LAST = const(5)  # of each cell: when it was last heard, or up to when its silence is counted
_PERIOD = const(9)  # its step, smoothed, in us; 0 before it is known
_RUN = const(13)  # readings since its reset
_COUNT = const(17)  # readings that were good, since power-up
_SINCE = const(21)  # when it was switched off or on
_N_WORDS = const(25)

_FULL_SCALE = const(1 << 23)
_OPEN = const(7549747)  # nine tenths of it: three and a half times what a cell of 1 mV/V gives under its nominal load
_NOISY = const(1000)  # codes; an HX711 has some 60 at 80 Hz (90 nV, by its data sheet)
_FEW = const(3)  # fewer readings tell no noise


class Cells:
    """The cells of one board.

    Attributes
    ----------
    n : how many are read, by the settings
    asked : whether the host wants their readings
    words : readings and missed since power-up, and what ``kernels.pack_cells`` knows of each cell
    states : of each
    """

    def __init__(self, board):
        self.board = board
        self.n = 0
        self.asked = False
        self.ring = array("I", [0] * (_READING + 3 * _DEPTH))
        self.words = array("I", [0] * _N_WORDS)
        self.states = bytearray(MOST)
        self.off = bytearray(MOST)  # which are switched off
        self.is_any_off = False
        self.looked = board.ticks_us()

    def fit(self, n):
        """Read so many from now on; each begins with a reset."""
        if n != self.n:
            self.n = n
            self.board.set_cells(n)
            self.words[_SETTLE] = self.board.cells_settle
            for cell in range(n):
                self.words[_PERIOD + cell] = self.words[_COUNT + cell] = 0
                self.states[cell] = NONE
                if self.words[_SETTLE]:
                    self._switch_off(cell, self.board.ticks_us())
                else:
                    self.words[_SINCE + cell] = self.board.ticks_us()

    @micropython.native
    def pack(self, frame, until):
        """Put what the cells have said by ``until`` into a frame's payload; its length, 0 if they have said nothing."""
        self.board.fetch_cells(self.ring, until)
        return pack_cells(self.ring, self.words, frame)

    @micropython.native
    def waiting(self):
        """Whether there are readings that one frame could not hold."""
        ring = self.ring
        return ring[_HEAD] != ring[_TAIL]

    @micropython.native
    def look_after(self, ticks):
        """Switch off what has lost step or is silent, and on again what was off long enough. Allocates nothing."""
        words, off = self.words, self.off
        lost_step = words[_LOST_STEP]
        if not lost_step and not self.is_any_off and (ticks - self.looked) & _MASK < OFF_US:
            return
        self.looked = ticks
        words[_LOST_STEP] = 0
        self.is_any_off = False
        cell = 0
        while cell < self.n:
            run = words[_RUN + cell]
            silent_us = (ticks - words[_LAST + cell if run else _SINCE + cell]) & _MASK
            if silent_us >= _HALF:
                silent_us = 0
            if off[cell]:
                if silent_us >= OFF_US:
                    words[_RUN + cell] = off[cell] = 0
                    words[_SINCE + cell] = ticks
                    self.board.switch_cell(cell, True)
                else:
                    self.is_any_off = True
            elif lost_step >> cell & 1:
                self.states[cell] = SHORTED
                self._switch_off(cell, ticks)
            elif silent_us >= (PATIENCE_US if run else SETTLE_US):
                self.states[cell] = MISSING
                self._switch_off(cell, ticks)
            elif run > words[_SETTLE]:
                self.states[cell] = RUNNING
            cell += 1

    def rest(self, ticks):
        """Nothing scans, on a board that hears of cells with its scans: what does not come is not missed."""
        for cell in range(self.n):
            self.words[_LAST + cell] = self.words[_SINCE + cell] = ticks
            self.words[_RUN + cell] = 0

    @micropython.native
    def _switch_off(self, cell, ticks):
        """Have a cell say nothing for a while; what was due since it was last heard is missed."""
        words = self.words
        period_us = words[_PERIOD + cell]
        silent_us = (ticks - words[_LAST + cell]) & _MASK
        if words[_COUNT + cell] and period_us and silent_us < _HALF:
            missed = silent_us // period_us
            words[_MISSED] += missed
            words[_LAST + cell] = (words[_LAST + cell] + missed * period_us) & _MASK
        words[_SINCE + cell] = ticks
        words[_RUN + cell] = 0
        self.off[cell] = 1
        self.is_any_off = True
        self.board.switch_cell(cell, False)

    def rate_hz(self, cell):
        """How often it has a reading, by its last ones; None before that is known, or while it does not run."""
        period_us = self.words[_PERIOD + cell]
        return round(10000000 / period_us) / 10 if period_us and self.states[cell] == RUNNING else None

    def card(self):
        """What HELLO says of them."""
        rates = [self.rate_hz(cell) for cell in range(self.n)]
        known = [rate for rate in rates if rate is not None]
        return OrderedDict(
            (
                ("names", list(plate4.NAMES[: self.n])),
                ("converter", plate4.CONVERTER),
                ("bits", plate4.BITS),
                ("rate_hz", round(10 * sum(known) / len(known)) / 10 if known else None),
                ("gain", plate4.GAIN),
                ("rating_n", plate4.RATING_N),
                ("mv_per_v", plate4.MV_PER_V),
            )
        )

    def tell(self, codes):
        """Add the good codes in the ring to a list a cell, for the self-test; ``pack`` takes them out."""
        ring, at = self.ring, self.ring[_TAIL]
        while at != ring[_HEAD]:
            what, code = ring[_READING + 3 * at + 1], ring[_READING + 3 * at + 2]
            if what < 256 and self.words[_RUN + what] >= self.words[_SETTLE]:
                codes[what].append(code - 2 * _FULL_SCALE if code >= _FULL_SCALE else code)
            at = at + 1 if at + 1 < _DEPTH else 0

    def report(self, codes):
        """What the self-test says of them, by the codes of each that it has heard."""
        return [self._report_of(cell, codes[cell]) for cell in range(self.n)]

    def _report_of(self, cell, codes):
        n = len(codes)
        mean = sum(codes) / n if n else None
        noise = None
        if n >= _FEW:
            # by the steps from code to code, so that a weight that moves is no noise
            noise = (sum([(codes[i] - codes[i - 1]) ** 2 for i in range(1, n)]) / (2 * (n - 1))) ** 0.5
        state = STATES[self.states[cell]]
        if self.states[cell] == NONE:
            state = "running" if n else "missing"
        if state == "running" and mean is not None:
            if abs(mean) >= _OPEN:
                state = "open"
            elif noise == 0:
                state = "stuck"
            elif noise is not None and noise > _NOISY:
                state = "noisy"
        return OrderedDict(
            (
                ("state", state),
                ("rate_hz", self.rate_hz(cell)),
                ("mean", None if mean is None else round(mean)),
                ("noise", None if noise is None else round(10 * noise) / 10),
            )
        )
