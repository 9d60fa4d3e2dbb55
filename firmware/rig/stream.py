"""The main loop, and the way of the scans out of the ring into DATA frames."""

import json
import struct

import micropython
from micropython import const

from rig import framing, kernels, selftest
from rig.clock import Clock
from rig.commands import Commands
from rig.framing import Outbox
from rig.sampler import DEPTH, Sampler
from rig.settings import Settings

DEFAULT_RATE_HZ = const(1000)
_PAIRS_FROM_HZ = const(500)
_OFFSETS = const(16)  # where in a DATA frame the offsets begin


class Rig:
    """A board, the scans that its timer takes, and the host at the other end of the wire."""

    def __init__(self, board):
        self.board = board
        self.clock = Clock(board.ticks_us(), board.boot_wraps)
        self.outbox = Outbox(board, self.clock)
        self.sampler = Sampler(board)
        defaults = {
            "name": board.name,
            "layout": board.layout,
            "rate_hz": DEFAULT_RATE_HZ,
            "oversampling": 1,
            "divider_ohm": board.divider_ohm,
        }
        self.settings = Settings(board.settings_path, defaults, self.sampler.n_channels)
        self.selftest = None
        self.overruns_before = 0
        self.commands = Commands(self)
        self.inbox = bytearray(64)
        self.running = False
        self.rate_hz = 0
        self.scans_per_frame = 0
        self.apply_settings()

    def run(self):
        """Serve the host until the board says that there will be nothing more."""
        try:
            while self.board.wait(self.outbox.end > 0):
                self.turn()
            self.turn()
            self.end_selftest()
            self.send_scans(True)
            self.outbox.send_text(framing.LOG, "end of scans")
            self.outbox.drain()
        finally:
            self.board.close()  # a Ctrl-C must not leave the timer running behind the REPL

    @micropython.native
    def turn(self):
        """One turn of the main loop: obey what has come in, send what has been scanned."""
        n = self.board.read(self.inbox)
        if n > 0:
            self.commands.feed(self.inbox, n)
        if self.selftest is not None:
            self._feed_selftest()
        elif self.running:
            self.send_scans(False)
        self.outbox.flush()

    def apply_settings(self):
        """Do what the settings say; they are only changed while nothing streams."""
        self.board.set_oversampling(self.settings.values["oversampling"])
        self.set_rate(self.settings.values["rate_hz"])

    def begin_selftest(self):
        """Let the timer's scans go into a self-test until it has enough; nothing must be streaming."""
        rate_hz = max(self.rate_hz, selftest.MIN_RATE_HZ)
        self.selftest = selftest.SelfTest(self.sampler.n_channels, 1000000 // rate_hz)
        self.overruns_before = self.sampler.overruns
        self.sampler.restart(1000000 // rate_hz)
        self.board.start(rate_hz, self.sampler.take)

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

    def _feed_selftest(self):
        sampler, test = self.sampler, self.selftest
        while sampler.waiting():
            enough = test.take(sampler.ticks[sampler.tail], sampler.slots[sampler.tail])
            sampler.release()
            if enough:
                report = test.report(self.board, self.end_selftest())
                self.outbox.send_text(framing.SELFTEST, json.dumps(report, separators=(",", ":")))
                return

    def set_rate(self, rate_hz):
        """Scan at ``rate_hz`` from now on."""
        was_running = self.running
        self.stop()
        self.rate_hz = rate_hz
        # Two scans a frame make a frame 2 ms old at 1 kHz; below 500 Hz waiting for a second one costs more.
        self.scans_per_frame = 2 if rate_hz >= _PAIRS_FROM_HZ else 1
        if was_running:
            self.start()

    def start(self):
        """Start the timer, if it is not running."""
        if not self.running:
            self.running = True
            self.sampler.restart(1000000 // self.rate_hz)
            self.board.start(self.rate_hz, self.sampler.take)

    def stop(self):
        """Stop the timer and send what had been scanned."""
        if self.running:
            self.board.stop()
            self.send_scans(True)
            self.running = False

    @micropython.native
    def send_scans(self, all_of_them):
        """Send the scans that fill frames, or really all of them; allocates nothing."""
        sampler = self.sampler
        self.clock.update(self.board.ticks_us())
        while sampler.waiting() >= self.scans_per_frame:
            self._send_frame(self.scans_per_frame)
        while all_of_them and sampler.waiting():
            self._send_frame(sampler.waiting())

    @micropython.native
    def _send_frame(self, n_scans):
        sampler = self.sampler
        frame = self.outbox.frame
        tail = sampler.tail
        first = sampler.ticks[tail]
        if n_scans > 1 and sampler.span_us(n_scans) > 0xFFFF:
            n_scans = 1  # an offset has 16 bits; the scan after so long a gap begins a frame of its own
        struct.pack_into("<IIB", frame, framing.HEADER, sampler.overruns, self.outbox.dropped, n_scans)
        n = sampler.n_channels
        sampler.tail = kernels.pack_scans(sampler.counts, sampler.ticks, n, tail, DEPTH, frame, _OFFSETS // 2, n_scans)
        self.outbox.send(framing.DATA, first, 9 + 2 * n_scans * (1 + n))
