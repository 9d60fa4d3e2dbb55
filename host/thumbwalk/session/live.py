"""The live session: one reader thread that owns the port and runs the chain; whoever listens hears of all of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from thumbwalk.errors import LinkLost
from thumbwalk.link.device_clock import ClockPair
from thumbwalk.link.ports import RigLink
from thumbwalk.link.watch import StreamWatch
from thumbwalk.link.wire import BoardLog, Event, Pong, Scans, WireDecoder
from thumbwalk.session.controls import Controls
from thumbwalk.session.listener import Heard, Listener
from thumbwalk.session.marks import clock_frame
from thumbwalk.session.practice import Practice
from thumbwalk.session.screen.snapshot import Snapshot

END_OF_SCANS = "end of scans"
"""What a virtual rig in lock-step logs when its hand's path is over."""
_MOST_TO_STOP_S = 10.0


class LiveSession:
    """Runs a practice on a rig until its drill is over, the rig is gone, or `stop` is called.

    Parameters
    ----------
    rig : RigLink
        The open rig; it is not closed here.
    practice : Practice
        What the stream is fed to; a drill that was begun in it starts with the first scan.
    listeners : of Listener
        Hear, in this order, every portion of bytes before anything is made of it, then each event, the touch that it
        completes and the new snapshot. A recording's writer is one.
    lockstep : bool
        The stream's clock is not the wall's: no pings, and it ends with the board's end of scans.
    stays : bool
        The stream goes on when the drill is over, for another one.
    now : callable
        The host's monotonic clock, seconds.

    Attributes
    ----------
    controls : Controls
        Begins, pauses, resumes and ends drills, from any thread.
    error : Exception or None
        What ended the session, if anything went wrong.
    """

    def __init__(
        self,
        rig: RigLink,
        practice: Practice,
        listeners: Sequence[Listener] = (),
        *,
        lockstep: bool = False,
        stays: bool = False,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.controls = Controls(practice)
        self.error: Exception | None = None
        self._rig, self._practice, self._listeners, self._now = rig, practice, tuple(listeners), now
        self._lockstep, self._stays = lockstep, stays
        self._stopping = threading.Event()
        # an event, not Thread.join: a join that Ctrl-C interrupts takes the thread for ended (Python 3.11)
        self._done = threading.Event()
        self._decoder = WireDecoder()
        self._snapshot = practice.snapshot(self._decoder.tally, connected=True)
        self._watch: StreamWatch | None = None
        self._thread = threading.Thread(target=self._run, name="thumbwalk-reader", daemon=True)

    def start(self) -> None:
        """Start the reader thread and the stream."""
        self._thread.start()

    def snapshot(self) -> Snapshot:
        """Give the newest snapshot."""
        return self._snapshot

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
        # what was asked after the last read still happened on this day; and a full disk must not cost the score
        for part in (self._stream, self._obey, self._finish):
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
        for frame in self._practice.opening():
            self._tell(frame)
        link = self._rig.link
        # the hello is asked for again so that it stands in the recording, before the first scan
        link.send("hello")
        link.send("start")
        watch = self._watch = StreamWatch(link, self._rig.hello.rate_hz, speaks=not self._lockstep, now=self._now)
        while not self._stopping.is_set():
            self._obey()
            data = link.read()
            scans = self._decoder.tally.scans
            if data and self._take(data):
                break
            watch.attend(scans=self._decoder.tally.scans > scans, data=bool(data))
            if (lost_s := watch.lost_s) is not None:
                raise LinkLost(f"{link.url}: the rig sent no scan for {lost_s:.1f} s; unplug it and plug it in again")

    def _finish(self) -> None:
        for touch in self._practice.finish():
            if len(touch):
                self._tell(touch)

    def _obey(self) -> None:
        """Do what was asked, where the stream stands."""
        for frame in self.controls.due():
            self._follow(frame)

    def _take(self, data: bytes) -> bool:
        """Feed bytes to everybody; whether the session is over."""
        self._tell(data)
        over = False
        for event in self._decoder.feed(data):
            self._follow(event)
            if isinstance(event, Pong):
                self._pong(event)
            over |= isinstance(event, BoardLog) and event.text == END_OF_SCANS
            if isinstance(event, Scans):
                self._snapshot = self._practice.snapshot(self._decoder.tally, connected=True)
                self._tell(self._snapshot)
        return over or (self._practice.finished and not self._lockstep and not self._stays)

    def _follow(self, event: Event) -> None:
        self._tell(event)
        for touch in self._practice.take(event):
            if len(touch):
                self._tell(touch)

    def _tell(self, heard: Heard) -> None:
        for listener in self._listeners:
            listener.hear(heard)

    def _pong(self, pong: Pong) -> None:
        sent_s = None if self._watch is None else self._watch.sent_s(pong.token)
        if sent_s is not None:
            self._tell(clock_frame(ClockPair(sent_s, self._now(), pong.device_us)))
