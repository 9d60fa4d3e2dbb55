"""The live session: one reader thread that owns the port and runs the chain; the recording is one more listener."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from thumbwalk.errors import LinkLost
from thumbwalk.link.device_clock import ClockPair, DeviceClock
from thumbwalk.link.ports import RigLink
from thumbwalk.link.watch import StreamWatch
from thumbwalk.link.wire import Break, Event, Over, Pong, Scans, Tally, WireDecoder
from thumbwalk.session.practice import Practice
from thumbwalk.session.recording import RecordingWriter
from thumbwalk.session.screen.snapshot import Snapshot
from thumbwalk.signal.noise import TOUCH_OFF_N, TOUCH_ON_N

_MOST_TO_STOP_S = 10.0


class LiveSession:
    """Runs a practice on a rig until the drill is over, the rig is gone, or `stop` is called.

    Parameters
    ----------
    rig : RigLink
        The open rig; it is not closed here.
    practice : Practice
        What the stream is fed to.
    writer : RecordingWriter or None
        Gets every byte as it came, before anything else sees it.
    lockstep : bool
        The stream's clock is not the wall's: no pings, and it ends with the board's OVER.
    """

    def __init__(
        self, rig: RigLink, practice: Practice, writer: RecordingWriter | None = None, *, lockstep: bool = False
    ) -> None:
        self.clock = DeviceClock()
        self.error: Exception | None = None
        self._rig, self._practice, self._writer, self._lockstep = rig, practice, writer, lockstep
        self._stopping = threading.Event()
        # an event, not Thread.join: a join that Ctrl-C interrupts takes the thread for ended (Python 3.11)
        self._done = threading.Event()
        self._decoder = WireDecoder(in_order=True)
        self._snapshot = practice.snapshot(self._decoder.tally, connected=True)
        self._watch: StreamWatch | None = None
        self._on_onset: Callable[[], None] | None = None
        self._pressed = False
        self._thread = threading.Thread(target=self._run, name="thumbwalk-reader", daemon=True)

    def start(self) -> None:
        """Start the reader thread and the stream."""
        self._thread.start()

    def snapshot(self) -> Snapshot:
        """Give the newest snapshot."""
        return self._snapshot

    def tell_onset(self, call: Callable[[], None] | None) -> None:
        """Call back, from the reader thread, when a touch begins, so that a screen need not wait for its turn."""
        self._on_onset = call

    @property
    def tally(self) -> Tally:
        """What was received and lost so far."""
        return self._decoder.tally

    @property
    def running(self) -> bool:
        """Whether the reader is still at work."""
        return self._thread.ident is not None and not self._done.is_set()

    def stop(self) -> None:
        """End the stream, and wait until what was read is taken."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._done.wait(_MOST_TO_STOP_S)

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end; whether it has come."""
        return self._done.wait(timeout_s)

    def _run(self) -> None:
        for part in (self._stream, self._finish):
            try:
                part()
            except Exception as error:  # noqa: BLE001  nobody above a thread would see it: whoever waits raises it
                self.error = self.error or error
        try:
            message = "" if self.error is None else str(self.error)
            connected = self.error is None
            self._snapshot = self._practice.snapshot(self._decoder.tally, connected=connected, message=message)
        finally:
            self._done.set()

    def _stream(self) -> None:
        link = self._rig.link
        # the hello is asked for again so that it stands in the recording, before the first scan
        link.send("hello")
        link.send("start")
        watch = self._watch = StreamWatch(link, self._rig.hello.rate_hz, speaks=not self._lockstep)
        while not self._stopping.is_set():
            data = link.read()
            scans = self._decoder.tally.scans
            if data and self._take(data):
                break
            watch.attend(scans=self._decoder.tally.scans > scans, data=bool(data))
            if (lost_s := watch.lost_s) is not None:
                raise LinkLost(f"{link.url}: the rig sent no scan for {lost_s:.1f} s; unplug it and plug it in again")

    def _take(self, data: bytes) -> bool:
        """Feed bytes to everybody; whether the session is over."""
        if self._writer is not None:
            self._writer.raw(data)
        over = self._take_events(self._decoder.feed(data))
        return over or (self._practice.finished and not self._lockstep)

    def _take_events(self, events: list[Event]) -> bool:
        over = False
        for event in events:
            if isinstance(event, Pong):
                self._pong(event)
            elif isinstance(event, Break) and event.kind != "lost":
                self.clock.restart()
            self._practice.take(event)
            over |= self._lockstep and isinstance(event, Over)
            if isinstance(event, Scans):
                self._snapshot = self._practice.snapshot(self._decoder.tally, connected=True)
                self._watch_onset(self._snapshot.total_n)
        return over

    def _finish(self) -> None:
        self._take_events(self._decoder.rest())
        self._practice.finish()

    def _watch_onset(self, total_n: float) -> None:
        was, self._pressed = self._pressed, total_n > (TOUCH_OFF_N if self._pressed else TOUCH_ON_N)
        call = self._on_onset
        if self._pressed and not was and call is not None:
            call()

    def _pong(self, pong: Pong) -> None:
        sent_s = None if self._watch is None else self._watch.sent_s(pong.token)
        if sent_s is None:
            return
        pair = ClockPair(sent_s, time.monotonic(), pong.device_us)
        self.clock.add(pair)
        if self._writer is not None:
            self._writer.clock(pair)
