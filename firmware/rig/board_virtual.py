"""A board without a chip: its scans come as records from the host's virtual foot, all else is the real firmware.

A record is ``device_time u64 us | counts u16 * n_channels``, little-endian. With ``--load-cell`` a reading of the load
cell follows (i32; none where its top byte is neither 0 nor 255), and with ``--cells N`` one of each of N cells under a
plate (the same, and ``age u16 us | flags u8 | 0``: how long before the scan it was read, and CELLS's flags). The board
tells the foot what its timer is set to with the lines "start RATE" and "stop". The foot answers a start with a mark, a
record whose time is all ones: what came before it belongs to a timer that no longer runs.

In lock-step the board's time is the records' time and the wire is waited for, so that nothing is ever dropped and
the bytes on the wire depend on nothing but the records and on the commands before ``start``.
"""

import sys
import time

from micropython import const

from rig import kernels, sole16
from rig.channels import Waiter, open_channel

_TICKS_MASK = const(0x3FFFFFFF)
_TIME = const(8)  # bytes of a record's time
_LOAD = const(4)  # bytes of a load cell's reading
_CELL = const(8)  # bytes of a plate's cell's
_NO_LOAD = const(0x1000000)
_HALF = const(0x20000000)
# Words of the cells' ring; see ``cells``.
_HEAD = const(0)
_TAIL = const(1)
_READING = const(2)
_CELLS_DEPTH = const(64)
_RECORDS = const(32)  # read at once; fewer than the sampler's ring holds


class Board:
    """See ``board_rp2`` for the same methods on a chip."""

    kind = "virtual"
    default_rate_hz = 1000
    most_rate_hz = 2000
    conversion_us = 3
    bites = 0  # of the watchdog: it has none
    load_needs_scans = True  # a reading comes with a scan's record
    turns_per_read = 1
    turns_per_load = 1
    wait_for_scans = ready = words = None  # every turn is one of the main loop
    load_settle_us = 0
    cells_need_scans = True
    cells_settle = 0  # its foot's have settled

    def __init__(self, arguments=None):
        options = _options(sys.argv[1:] if arguments is None else arguments)
        self.unique_id = options.get("id", "0000000000000000")
        self.name = options.get("name", "Virtual rig")
        self.layout = options.get("layout", sole16.LAYOUT)
        named = options.get("channels", ",".join(sole16.CHANNELS))
        self.channels = tuple(named.split(",")) if named else ()
        self.bits = int(options.get("bits", sole16.BITS))
        self.divider_ohm = int(options.get("divider-ohm", sole16.DIVIDER_OHM))
        self.settings_path = options.get("settings")
        self.given_supply_mv = int(options.get("supply-mv", 3300))
        self.lockstep = "lockstep" in options
        # In lock-step a second may be an hour of the host's, or a millisecond.
        self.host_patience_us = 0 if self.lockstep else int(options.get("patience-ms", 10000)) * 1000
        self.epoch_us = int(options.get("epoch-us", 0))
        self.lockstep_us = int(options.get("clock-us", 0))
        self.boot_wraps = self._now_us() >> 30

        n_channels = len(self.channels)
        self.fewest_channels = self.fewest_with_cells = self.most_channels = n_channels
        self.has_load = "load-cell" in options
        counts_end = _TIME + 2 * n_channels
        self.fewest_cells = self.most_cells = int(options.get("cells", 0))
        self.cells_at = counts_end + (_LOAD if self.has_load else 0)
        self.record_size = self.cells_at + _CELL * self.most_cells
        self.records = bytearray(_RECORDS * self.record_size)
        view = memoryview(self.records)
        starts = range(0, _RECORDS * self.record_size, self.record_size)
        self.counts = [view[at + _TIME : at + counts_end] for at in starts]
        self.n_channels = n_channels
        self.n_records = 0
        self.next_record = 0
        self.load_code = 0
        self.load_ticks = 0
        self.loads = []
        self.cells = []
        self.cells_off = bytearray(self.most_cells)
        self.on_tick = None
        self.marked = False
        self.waiter = Waiter()
        self.foot = open_channel(options["foot"])
        self.wire = open_channel(options["wire"])
        self._tell_foot("ready\n")

    # -- time

    def _now_us(self):
        if self.lockstep:
            return self.lockstep_us
        return _monotonic_us() - self.epoch_us

    def ticks_us(self):
        """Now, modulo 2**30 us."""
        return self._now_us() & _TICKS_MASK

    # -- scans

    def start(self, rate_hz, sampler):
        """Let the timer have the sampler take a scan so many times a second."""
        self.on_tick = sampler.take
        self.marked = False
        self.loads = []
        self.cells = []
        self._tell_foot("start %d\n" % rate_hz)

    def stop(self):
        self.on_tick = None
        self._tell_foot("stop\n")

    def scan_into(self, slot):
        """Put the counts of all channels into ``slot``, return the ticks."""
        i = self.next_record
        kernels.copy_u16(slot, 0, self.counts[i], self.n_channels)
        return kernels.ticks_at(self.records, i * self.record_size)

    def set_channels(self, n_channels):
        """Nothing to do: the foot has as many as it has."""

    def set_oversampling(self, n):
        """Nothing to do: a record is one conversion, and there is no converter to ask again."""

    def scan_us(self):
        """None: no converter's time is spent."""

    def supply_mv(self):
        """The supply, as given."""
        return self.given_supply_mv

    def busy_percent(self):
        """0: not measured."""
        return 0

    def supply_code(self):
        """Half the supply in 65536ths of 3.3 V, as given."""
        return min((self.given_supply_mv << 15) // 3300, 0xFFFF)

    def poll_load(self):
        """Whether the load cell has a new reading, which is then in ``load_code``, its time in ``load_ticks``."""
        if not self.loads:
            return False
        self.load_ticks, self.load_code = self.loads.pop(0)
        return True

    def set_cells(self, n):
        """Nothing to do: a record has as many as it has."""

    def switch_cell(self, cell, on):
        """Hear of a cell, or not."""
        self.cells_off[cell] = not on

    def fetch_cells(self, ring, until):
        """Put what the cells have said by ``until`` into their ring, as far as there is room."""
        while self.cells and (until - self.cells[0][0]) & _TICKS_MASK < _HALF:
            if self.cells_off[self.cells[0][1] & 7]:
                self.cells.pop(0)
                continue
            head = ring[_HEAD]
            following = head + 1 if head + 1 < _CELLS_DEPTH else 0
            if following == ring[_TAIL]:
                return
            at = _READING + 3 * head
            ring[at], ring[at + 1], ring[at + 2] = self.cells.pop(0)
            ring[_HEAD] = following

    def start_watchdog(self):
        """Nothing to do: a process that stands still is its host's business."""

    def skip_scan(self):
        """The ring is full; the record goes by."""

    def wait(self, backlog):
        """Sleep until there is something to do, and take the scans that are due; False when all has ended.

        With a ``backlog`` a wire that takes bytes again is something to do, too.
        """
        wire = self.wire
        try:
            self.waiter.wait([self.foot.reader, wire.reader], [wire.writer] if backlog else [])
            n = self.foot.read_into(self.records)
            while n and n % self.record_size:  # a stream may break anywhere
                self.waiter.wait([self.foot.reader], [])
                n += self.foot.read_into(memoryview(self.records)[n:]) or 0
                if self.foot.lost:
                    return False
        except OSError:
            return False
        self._take((n or 0) // self.record_size)
        return not (self.foot.lost or wire.lost)

    def _take(self, n):
        for i in range(n):
            ticks = kernels.ticks_at(self.records, i * self.record_size)
            if ticks < 0:
                self.marked = True
            elif self.marked and self.on_tick:
                if self.lockstep:
                    now_us = self.lockstep_us
                    self.lockstep_us = now_us + ((ticks - now_us) & _TICKS_MASK)
                self.next_record = i
                self.on_tick()
                if self.has_load:
                    code = kernels.code24_at(self.records, i * self.record_size + self.cells_at - _LOAD)
                    if code != _NO_LOAD:
                        self.loads.append((ticks, code))
                if self.most_cells:
                    self._take_cells(i * self.record_size + self.cells_at, ticks)

    def _take_cells(self, at, ticks):
        """Take what a record says of the cells, in order of time; those of one time in order of the cells."""
        found = []
        for cell in range(self.most_cells):
            code = kernels.code24_at(self.records, at)
            if code != _NO_LOAD:
                age_us = self.records[at + 4] | self.records[at + 5] << 8
                found.append((-age_us, cell, self.records[at + 6], code & 0xFFFFFF))
            at += _CELL
        for age_us, cell, flags, code in sorted(found):
            self.cells.append(((ticks + age_us) & _TICKS_MASK, cell | flags << 8, code))

    def _tell_foot(self, line):
        data = line.encode()
        sent = 0
        try:
            while sent < len(data):
                sent += self.foot.write(data, sent, len(data) - sent) or 0
        except OSError:
            self.foot.lost = True

    # -- wire

    def read(self, buffer):
        """Read what has come from the host into ``buffer``; 0 if there is nothing."""
        try:
            return self.wire.read_into(buffer) or 0
        except OSError:
            self.wire.lost = True
            return 0

    def write(self, buffer, start, n):
        """Write up to n bytes to the host; returns how many it took."""
        try:
            return self.wire.write(buffer, start, n) or 0
        except OSError:
            self.wire.lost = True
            return 0

    def wait_to_write(self):
        """Whether it is worth trying again: True once the wire takes bytes, False if they had better be dropped."""
        if not self.lockstep or self.wire.lost or not self.wire.connected:
            return False
        if self.waiter.wait([], [self.wire.writer]):
            self.wire.lost = True
        return not self.wire.lost

    def close(self):
        """End; a TCP host that is still reading is given the time to, since hanging up can cost it the last bytes."""
        rest = bytearray(16)
        while self.lockstep and self.wire.connected and not self.wire.keeps_unread:
            self.waiter.wait([self.wire.reader], [])
            self.wire.read_into(rest)
        self.wire.close()
        self.foot.close()


def _options(arguments):
    """``--name value`` pairs and the flags ``--lockstep`` and ``--load-cell``, as a dictionary.

    A pair that comes again goes on with its value: MicroPython dies of an argument of over 255 bytes.
    """
    options = {}
    i = 0
    while i < len(arguments):
        name = arguments[i]
        if not name.startswith("--"):
            raise ValueError("not an option: " + name)
        if name in ("--lockstep", "--load-cell"):
            options[name[2:]] = ""
            i += 1
        else:
            options[name[2:]] = options.get(name[2:], "") + arguments[i + 1]
            i += 2
    return options


if sys.implementation.name == "micropython":

    def _monotonic_us():
        return time.ticks_us()  # of CLOCK_MONOTONIC in the unix port, and so wide that it does not wrap
elif hasattr(time, "clock_gettime_ns"):

    def _monotonic_us():
        return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
else:

    def _monotonic_us():
        return time.monotonic_ns() // 1000
