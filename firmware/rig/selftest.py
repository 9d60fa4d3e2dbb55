"""The board's look at itself: a fifth of a second of scans that go into a report in place of frames.

It tells, by channel: o an open wire, ? open or just not pressed (without the 1 M-ohm bleeds nobody can know),
s shorted, k stuck, n noisy, p pressed, . well. Codes are 12-bit.
"""

import gc
from array import array
from collections import OrderedDict

import micropython
from micropython import const

from rig import kernels

N_SCANS = const(200)  # the sums of squares of 200 scans fit 32 bits, whatever the codes
MIN_RATE_HZ = const(100)
JITTER_EDGES_US = (5, 10, 20, 50, 100, 200, 500)
_MASK = const(0x3FFFFFFF)
_TOP = const(4094)
_BLEED = const(5)  # codes; a 1 M-ohm bleed makes 13 with 3.3 k
_PRESSED = const(40)
_NOISY = const(12)


class SelfTest:
    """Takes scans until there are enough; then ``report`` says what they were like."""

    def __init__(self, n_channels, period_us, n_cells=0):
        self.n_channels = n_channels
        self.period_us = period_us
        self.n = 0
        self.last = -1
        self.least = array("H", [0xFFFF] * n_channels)
        self.most = array("H", [0] * n_channels)
        self.first = array("H", [0] * n_channels)
        self.sums = array("I", [0] * n_channels)
        self.squares = array("I", [0] * n_channels)
        self.codes = [array("i") for _ in range(n_cells)]  # of the load cells
        self.jitter = [0] * (len(JITTER_EDGES_US) + 1)

    @micropython.native
    def take(self, ticks, slot):
        """Add one scan; True when there are enough."""
        if self.n == 0:
            kernels.copy_u16(self.first, 0, slot, self.n_channels)
        kernels.accumulate(slot, self.first, self.least, self.most, self.sums, self.squares, self.n_channels)
        if self.last >= 0:
            off_us = abs(((ticks - self.last) & _MASK) - self.period_us)
            bin_at = 0
            while bin_at < len(JITTER_EDGES_US) and off_us >= JITTER_EDGES_US[bin_at]:
                bin_at += 1
            self.jitter[bin_at] += 1
        self.last = ticks
        self.n += 1
        return self.n >= N_SCANS

    def report(self, board, missed, load_cell, cells=None):
        """What is answered to ``selftest``; ``missed`` scans were due meanwhile and not taken."""
        means = [total / self.n for total in self.sums]
        noises = []
        for i in range(self.n_channels):
            off = means[i] - self.first[i]
            noises.append(max(self.squares[i] / self.n - off * off, 0.0) ** 0.5)
        has_bleed = 2 * sum(1 for mean in means if mean >= _BLEED) > self.n_channels
        lively = 2 * sum(1 for i in range(self.n_channels) if self.most[i] > self.least[i]) > self.n_channels
        gc.collect()
        report = OrderedDict(
            (
                ("scans", self.n),
                ("missed", missed),
                ("period_us", self.period_us),
                ("scan_us", board.scan_us()),
                ("jitter", self.jitter),
                ("supply_mv", board.supply_mv()),
                ("load_cell", load_cell),
                ("memory_free", gc.mem_free() if hasattr(gc, "mem_free") else None),
                ("memory_used", gc.mem_alloc() if hasattr(gc, "mem_alloc") else None),
                ("bleed", has_bleed),
                (
                    "states",
                    "".join([self._state(i, means[i], noises[i], has_bleed, lively) for i in range(len(means))]),
                ),
                ("mean", [round(10 * mean) / 10 for mean in means]),
                ("noise", [round(10 * noise) / 10 for noise in noises]),
            )
        )
        if cells is not None:
            report["cells"] = cells
        return report

    def _state(self, i, mean, noise, has_bleed, lively):
        if self.least[i] >= _TOP:
            return "s"
        if mean < _BLEED:
            return "o" if has_bleed else "?"
        if lively and self.least[i] == self.most[i]:
            return "k"
        if noise > _NOISY:
            return "n"
        return "p" if mean > _PRESSED else "."
