"""The main loop, and the way of scans, load cells and supply into frames."""

import json
import struct

import micropython
from micropython import const

from rig import framing, kernels, selftest
from rig.cells import Cells
from rig.clock import Clock
from rig.commands import Commands
from rig.framing import Outbox
from rig.load_cell import LoadCell
from rig.sampler import DEPTH, Sampler
from rig.settings import Settings

_PAIRS_FROM_HZ = const(500)
_STATUS_EVERY_US = const(100000)
_CELLS_HZ = const(125)  # their frames, at most; a reading is then 8 ms old
_MOST_FAULTS = const(10)
_MASK = const(0x3FFFFFFF)
_HALF = const(0x20000000)
# Words of the sampler's ring; see there.
_TAIL = const(1)
_TICKS = const(6)
_END = const(9)  # word of the outbox; see ``framing``
_CELLS_FIRST = const(2)  # word of the cells; see there


class Rig:
    """A board, the scans that its timer takes, and the host at the other end of the wire."""

    def __init__(self, board):
        self.board = board
        self.clock = Clock(board.ticks_us(), board.boot_wraps)
        self.outbox = Outbox(board, self.clock)
        self.settings = Settings(board)
        self.sampler = Sampler(board)
        self.load_cell = LoadCell(board)
        self.cells = Cells(board)
        self.write = board.write  # looked up once, as a bound method is a new object
        self.selftest = None
        self.overruns_before = 0
        self.commands = Commands(self)
        self.inbox = bytearray(64)
        self.running = False
        self.rate_hz = 0
        self.scans_per_frame = 0
        self.frames_per_cells = self.cells_in = 1
        self.status_ticks = -1
        self.heard_ticks = board.ticks_us()
        self.read_in = self.load_in = 1
        self.faults = 0
        self.apply_settings()

    def run(self):
        """Serve the host until the board says that there will be nothing more."""
        try:
            while self.board.wait(self.outbox.end > 0):
                try:
                    self.turn()
                    while self.send_frames():
                        self.turn()
                    self.faults = 0
                except Exception as error:
                    self._survive(error)
            self.turn()
            self.end_selftest()
            self.send_scans(True)
            # What the host obeys is the type, never the words.
            self.outbox.send_text(framing.OVER if self.board.lockstep else framing.LOG, "end of scans")
            self.outbox.drain()
        finally:
            self.board.close()  # whatever ends it must not leave the timer running behind the REPL

    @micropython.native
    def turn(self):
        """One turn of the main loop: obey what has come in, send what has been scanned."""
        left = self.read_in - 1
        if left > 0 and self.running:
            self.read_in = left
            self.send_scans(False)
        else:
            self.read_in = self.board.turns_per_read
            self._look_around()
        if self.outbox.end:
            self.outbox.flush()

    @micropython.native
    def send_frames(self):
        """Send frames and do nothing else, for some frames or until the host says something; allocates nothing.

        False if this is not the time, or not the board, for it. Most of the time goes by here: what is looked up once
        is not looked up in every frame.
        """
        board, outbox = self.board, self.outbox
        wait, port, known = board.wait_for_scans, board.ready, board.words
        words = outbox.words
        if wait is None or not self.running or self.selftest is not None or words[_END]:
            return False
        if board.interrupted or board.load_held or self.load_cell.pending:
            return False  # a reading has its place between two scans
        if not self.sampler.n_channels:
            return False  # there is nothing to send of a scan
        sampler, batch = self.sampler, self.scans_per_frame
        ring, counts = sampler.ring, sampler.counts
        frame, tx, table = outbox.frame, outbox.tx, outbox.table
        write, pack, append = self.write, kernels.pack_scans, board.append_frame
        outbox.tell(batch, sampler.n_channels)
        left = board.frames_per_turn
        while left and wait(known, port, ring, counts, batch):
            pack(ring, counts, frame, words)
            n = append(tx, frame, table, words)
            sent = write(tx, 0, n)
            if sent < n:
                outbox.start = sent
                return False
            words[_END] = 0
            left -= 1
        if left < board.frames_per_turn:
            self._mind_status()
        return True

    @micropython.native
    def _look_around(self):
        """One turn with all that need not be done in each."""
        board = self.board
        n = board.read(self.inbox)
        ticks = board.ticks_us()
        if n > 0:
            self.heard_ticks = ticks
            self.commands.feed(self.inbox, n)
        if self.selftest is not None:
            self._feed_selftest(self.selftest)
        elif self.running:
            self.send_scans(False)
            self._mind_the_host(ticks)
        else:
            self.clock.update(ticks)
            self.load_cell.idle(ticks)
            self._drop_cells(ticks)

    def _survive(self, error):
        """Say what went wrong and go on; but not for ever, so that a REPL or a watchdog gets its turn."""
        self.faults += 1
        if self.faults >= _MOST_FAULTS:
            raise error
        self.outbox.send_text(framing.LOG, "fault in the firmware: %s: %s" % (type(error).__name__, error))

    @micropython.native
    def _mind_the_host(self, ticks):
        """Stop when the host has gone without a word; it is not to be seen whether anybody has the port open."""
        patience_us = self.board.host_patience_us
        if patience_us and patience_us <= (ticks - self.heard_ticks) & _MASK < _HALF:
            self.stop()
            self.cells.asked = False
            self.outbox.send_text(
                framing.LOG, "stopped: no word from the host for %d s; it must ping" % (patience_us // 1000000)
            )

    def apply_settings(self):
        """Do what the settings say; they are only changed while nothing streams."""
        values = self.settings.values
        self.board.set_channels(values["channels"])
        self.sampler.fit(len(self.board.channels))
        self.board.set_oversampling(values["oversampling"])
        self.load_cell.expected = values["load_cell"] == 1
        self.cells.fit(values["cells"])
        if values["watchdog"]:
            self.board.start_watchdog()
        self.set_rate(values["rate_hz"])

    def begin_selftest(self):
        """Let the timer's scans go into a self-test until it has enough; nothing must be streaming."""
        rate_hz = max(self.rate_hz, selftest.MIN_RATE_HZ)
        test = selftest.SelfTest(self.sampler.n_channels, 1000000 // rate_hz, self.cells.n)
        self.overruns_before = self.sampler.overruns
        self.sampler.restart(1000000 // rate_hz)
        self.board.start(rate_hz, self.sampler)
        self.selftest = test

    def end_selftest(self):
        """Stop a self-test, if there is one; its scans are no stream's losses. Gives what it missed."""
        if self.selftest is None:
            return 0
        self.board.stop()
        self.selftest = None
        missed = self.sampler.overruns - self.overruns_before
        self.sampler.overruns = self.overruns_before
        self.sampler.restart(1000000 // self.rate_hz)
        return missed

    @micropython.native
    def _feed_selftest(self, test):
        sampler = self.sampler
        self.load_cell.drop()
        while sampler.waiting():
            ticks = sampler.oldest_ticks()
            enough = test.take(ticks, sampler.oldest())
            self._hear_cells(test, ticks)
            sampler.release()
            if enough:
                self.load_cell.check(ticks)
                cells = self.cells.report(test.codes) if self.cells.n else None
                report = test.report(self.board, self.end_selftest(), self.load_cell.report(), cells)
                self.outbox.send_text(framing.SELFTEST, json.dumps(report, separators=(",", ":")))
                return

    def set_rate(self, rate_hz):
        """Scan at ``rate_hz`` from now on."""
        was_running = self.running
        self.stop()
        self.rate_hz = rate_hz
        # Two scans a frame make a frame 2 ms old at 1 kHz; below 500 Hz waiting for a second one costs more.
        self.scans_per_frame = self.sampler.batch = 2 if rate_hz >= _PAIRS_FROM_HZ else 1
        self.frames_per_cells = max(rate_hz // (_CELLS_HZ * self.scans_per_frame), 1)
        if was_running:
            self.start()

    def start(self):
        """Start the timer, if it is not running."""
        if not self.running:
            self.status_ticks = -1
            self.heard_ticks = self.board.ticks_us()
            self.clock.update(self.heard_ticks)
            self.load_cell.idle(self.heard_ticks)
            self._drop_cells(self.heard_ticks)
            self.cells_in = self.frames_per_cells
            self.sampler.restart(1000000 // self.rate_hz)
            self.board.start(self.rate_hz, self.sampler)
            self.running = True  # last: it is not, if the board could not

    def stop(self):
        """Stop the timer and send what had been scanned."""
        if self.running:
            self.board.stop()
            self.send_scans(True)
            self.running = False

    @micropython.native
    def send_scans(self, all_of_them):
        """Send the scans that fill frames, or really all of them; allocates nothing."""
        sampler, batch = self.sampler, self.scans_per_frame
        left = self.load_in - 1
        if left <= 0:
            left = self.board.turns_per_load
            self._send_load()
            if not self.board.cells_need_scans:
                self._send_cells(self.board.ticks_us())
        self.load_in = left
        waiting = sampler.waiting()
        while waiting >= batch:
            self._send_frame(batch)
            waiting = sampler.waiting()
        while all_of_them and waiting:
            self._send_frame(waiting)
            waiting = sampler.waiting()
        if all_of_them:
            self._send_cells(self.board.ticks_us())

    @micropython.native
    def _send_frame(self, n_scans):
        sampler, outbox, ring = self.sampler, self.outbox, self.sampler.ring
        first = ring[_TICKS + ring[_TAIL]]
        outbox.tell(n_scans, sampler.n_channels)
        kernels.pack_scans(ring, sampler.counts, outbox.frame, outbox.words)
        if sampler.n_channels:  # else the scans are the beat alone to which cells and status are sent
            outbox.append()
        if self.load_cell.pending or self.board.turns_per_load == 1:
            self._send_load()
        if self.status_ticks < 0:
            self.status_ticks = first
        if self.cells.n and self.board.cells_need_scans:
            self.cells_in -= 1
            if self.cells_in <= 0:
                self.cells_in = self.frames_per_cells
                self._send_cells(self._newest_sent())
        self._mind_status()

    @micropython.native
    def _newest_sent(self):
        """When the newest scan was taken that was sent."""
        ring = self.sampler.ring
        sent = ring[_TAIL] - 1
        return ring[_TICKS + sent if sent >= 0 else _TICKS + DEPTH - 1]

    @micropython.native
    def _send_cells(self, until):
        """Send what the load cells have said by ``until``, or throw it away where nobody has asked."""
        cells, outbox = self.cells, self.outbox
        if cells.n:
            n = cells.pack(outbox.frame, until)
            while n:
                if self.running and cells.asked:
                    outbox.send(framing.CELLS, cells.words[_CELLS_FIRST], n)
                n = cells.pack(outbox.frame, until) if cells.waiting() else 0
            cells.look_after(until)

    def _hear_cells(self, test, until):
        """Have a self-test hear what the load cells have said by ``until``."""
        cells = self.cells
        if cells.n:
            self.board.fetch_cells(cells.ring, until)
            cells.tell(test.codes)
            self._send_cells(until)

    @micropython.native
    def _drop_cells(self, ticks):
        """Nothing streams: the load cells are listened to, and nothing of them is sent."""
        if self.board.cells_need_scans:
            self.cells.rest(ticks)
        else:
            self._send_cells(ticks)

    @micropython.native
    def _mind_status(self):
        """Send a STATUS if the newest scan that was sent is so much later than the one of the last STATUS."""
        newest = self._newest_sent()
        if self.status_ticks < 0:
            self.status_ticks = newest
        if _STATUS_EVERY_US <= (newest - self.status_ticks) & _MASK < _HALF:
            self._send_status(newest)

    @micropython.native
    def _send_load(self):
        """Send the load cell's readings that are older than every scan that still waits, so that time goes forward."""
        load, sampler = self.load_cell, self.sampler
        while load.poll():
            if sampler.waiting() and (load.ticks - sampler.oldest_ticks()) & _MASK < _HALF:
                return
            load.count()
            struct.pack_into("<iII", self.outbox.frame, framing.HEADER, load.code, load.readings, load.missed)
            self.outbox.send(framing.LOADCELL, load.ticks, 12)

    def _send_status(self, ticks):
        self.status_ticks = ticks
        self.clock.update(ticks)
        load = self.load_cell
        load.check(ticks)
        struct.pack_into(
            "<HBBIII",
            self.outbox.frame,
            framing.HEADER,
            self.board.supply_code(),
            load.state,
            self.board.busy_percent(),
            load.readings,
            load.missed,
            self.commands.refused,
        )
        self.outbox.send(framing.STATUS, ticks, 16)
