"""Run by tests under MicroPython and CPython: prints what the firmware makes of four load cells' readings."""

# mypy: ignore-errors

import json
from array import array

import micropython
from memory_board import Chip
from rig.cells import OFF_US, PATIENCE_US, SETTLE_US
from rig.stream import Rig

PERIODS_US = (12500, 12412, 12650, 12312)
DEPTH = 64


class Plate(Chip):
    """A board in memory with four converters, each of which is ready by its own clock while it is on."""

    most_cells = 4
    cells_settle = 4

    def __init__(self, ticks=0):
        Chip.__init__(self, ticks)
        self.out = bytearray(1 << 17)
        self.next = array("I", [ticks + 3000 + 1777 * cell for cell in range(4)])
        self.n = array("I", [0] * 4)
        self.on = bytearray(4)
        self.flags = bytearray(4)
        self.dead = bytearray(4)
        self.resets = bytearray(4)

    def read(self, buffer):
        return Chip.read(self, buffer) if self.typed else 0  # a slice would be allocated

    def set_cells(self, n):
        pass

    def switch_cell(self, cell, on):
        if on and not self.on[cell]:
            self.resets[cell] += 1
            self.next[cell] = (self.ticks + 4 * PERIODS_US[cell]) & 0x3FFFFFFF
        self.on[cell] = on

    def fetch_cells(self, ring, until):
        while True:
            cell, first = -1, 0x20000000
            i = 0
            while i < 4:
                past = (self.ticks - self.next[i]) & 0x3FFFFFFF
                if self.on[i] and not self.dead[i] and past < 0x20000000 and (cell < 0 or past > first):
                    cell, first = i, past
                i += 1
            head = ring[0]
            following = head + 1 if head + 1 < DEPTH else 0
            if cell < 0 or following == ring[1]:
                return
            ring[2 + 3 * head] = self.next[cell]
            ring[3 + 3 * head] = cell | self.flags[cell] << 8
            ring[4 + 3 * head] = (self.n[cell] * 4 + cell) & 0xFFFFFF
            ring[0] = following
            self.n[cell] += 1
            self.next[cell] = (self.next[cell] + PERIODS_US[cell]) & 0x3FFFFFFF


def plate(ticks=0):
    """A board that reads its four cells, and the firmware on it."""
    chip = Plate(ticks)
    served = Rig(chip)
    served.settings.values["cells"] = 4
    served.apply_settings()
    return chip, served


def turns(chip, served, n):
    """So many milliseconds."""
    i = 0
    while i < n:
        chip.ticks = (chip.ticks + 1000) & 0x3FFFFFFF
        if served.running:
            served.sampler.take()
        served.turn()
        i += 1


def asked(chip, served, settle_ms=400):
    """Let the cells settle, ask for their readings and start."""
    turns(chip, served, settle_ms)
    chip.typed = b"cells 1\nstart\n"
    turns(chip, served, 1)


def wire(chip):
    """What was written since this was last asked."""
    text = bytes(chip.out[: chip.n_written]).hex()
    chip.n_written = 0
    return text


def streamed(ticks):
    """A quarter of a second with the heap locked."""
    chip, served = plate(ticks)
    asked(chip, served)
    lock = getattr(micropython, "heap_lock", lambda: None)
    unlock = getattr(micropython, "heap_unlock", lambda: None)
    turns(chip, served, 2)
    lock()
    turns(chip, served, 250)
    unlock()
    return [wire(chip), list(chip.resets)]


def faulty(how):
    """A cell that falls silent, or loses step, and is well again later; with the heap locked."""
    chip, served = plate()
    asked(chip, served)
    turns(chip, served, 50)
    lock = getattr(micropython, "heap_lock", lambda: None)
    unlock = getattr(micropython, "heap_unlock", lambda: None)
    where = chip.dead if how == "silent" else chip.flags
    states = []
    before = chip.n_written
    lock()
    where[2] = 1 if how == "silent" else 2
    turns(chip, served, 450)
    unlock()
    states.append(list(served.cells.states))
    lock()
    where[2] = 0
    turns(chip, served, 700)
    unlock()
    states.append(list(served.cells.states))
    return [wire(chip), states, chip.resets[2], before]


def reported(how):
    """What the self-test says."""
    chip, served = plate()
    chip.scan_us = lambda: 100
    chip.supply_mv = lambda: 3300
    if how == "dead":
        chip.dead[1] = 1
    elif how == "shorted":
        chip.flags[1] = 2
    turns(chip, served, 1400)
    served.begin_selftest()
    chip.n_written = 0
    i = 0
    while served.selftest is not None and i < 300:
        chip.ticks += 1000
        served.sampler.take()
        served.turn()
        i += 1
    return wire(chip)


def conversation():
    """Who asks, who does not, and who asks no more."""
    results = []
    chip, served = plate()
    turns(chip, served, 400)
    for line in (b"hello\n", b"start\n", b"cells 1\n", b"cells 0\n", b"cells 1\nstop\n", b"start\n", b"cells 2\n"):
        chip.typed = line
        turns(chip, served, 60)
        results.append(wire(chip))
    chip.typed = b"cells 1\n"
    chip.host_patience_us = 200000
    turns(chip, served, 400)
    chip.typed = b"start\n"
    wire(chip)
    turns(chip, served, 60)
    results.append(wire(chip))
    return results


print(
    json.dumps(
        {
            "us": [OFF_US, PATIENCE_US, SETTLE_US],
            "streamed": streamed(0),
            "wrapped": streamed(0x3FFFFFFF - 500000),
            "silent": faulty("silent"),
            "lost step": faulty("lost step"),
            "well": reported("well"),
            "dead": reported("dead"),
            "shorted": reported("shorted"),
            "conversation": conversation(),
        }
    )
)
