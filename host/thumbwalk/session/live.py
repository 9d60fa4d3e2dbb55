"""The live session: one reader thread that owns the port and runs the chain; whoever listens hears of all of it."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence

from thumbwalk.errors import LinkLost, OtherRig
from thumbwalk.language import before_semicolon, told
from thumbwalk.link.ports import RigLink
from thumbwalk.link.wire import Break, Event, Over, Samples, Tally
from thumbwalk.rig.listening import Listening, Reading
from thumbwalk.rig.way_back import Way
from thumbwalk.session.controls import Controls
from thumbwalk.session.guesses import Guess
from thumbwalk.session.listener import Heard, Listener
from thumbwalk.session.marks import away_frame, clock_frame, mark_frame
from thumbwalk.session.practice import Practice
from thumbwalk.session.screen.snapshot import Snapshot

_MOST_TO_STOP_S = 10.0
"""Longer than a reading and the keeping of a score take; who waits must come free of a reader that hangs."""
_LOOK_EVERY_S = 0.5
"""How often a rig that went away is looked for."""
_STEADY_US = 250_000
"""A board that came back first sends what it still held, and then what it did not send is missing: the drill goes on
when so much of the stream came without a break."""


class LiveSession:
    """Runs a practice on a rig until its drill is over, the rig is gone, or `stop` is called.

    Parameters
    ----------
    rig : RigLink
        The open rig; closed here only if its link is lost, for its port is one program's alone, once.
    practice : Practice
        What the stream is fed to; a drill that was begun in it starts with the first scan.
    listeners : of Listener
        Hear, in this order, every portion of bytes before anything is made of it, then each event, the newest scan and
        the touch that it completes. A recording's writer is one.
    lockstep : bool
        The stream's clock is not the wall's: no pings, and it ends with the board's OVER.
    stays : bool
        The stream goes on when the drill is over, for another one.
    way_back : Way or None
        Leads back to the board when its link is lost: the drill pauses until then. Without it the session ends.
    waits_s : float
        For how long it is waited for then, by the host's clock; after that the session ends with LinkLost.
    on_end : callable
        Called on the reader thread when the stream has ended and everything is taken: to keep the score, say.
    now : callable
        The host's monotonic clock, seconds.

    Attributes
    ----------
    controls : Controls
        Begins, pauses, resumes and ends drills, from any thread.
    error : Exception or None
        What ended the session, if anything went wrong.
    lost : str
        What happened to the rig, while it is away and when the session ended meanwhile; "" while it is there.
    """

    def __init__(
        self,
        rig: RigLink,
        practice: Practice,
        listeners: Sequence[Listener] = (),
        *,
        lockstep: bool = False,
        stays: bool = False,
        way_back: Way | None = None,
        waits_s: float = math.inf,
        on_end: Callable[[], None] = lambda: None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.controls = Controls(practice)
        self.error: Exception | None = None
        self.lost = ""
        self._practice, self._listeners, self._on_end = practice, tuple(listeners), on_end
        self._lockstep, self._stays = lockstep, stays
        # the hello is asked for again so that it stands in the recording, before the first scan
        self._listening = Listening(rig, self._take, first=("hello",), speaks=not lockstep, now=now)
        self._way_back, self._waits_s, self._now = way_back, waits_s, now
        self._rig, self._links = rig, list[RigLink]()
        self._is_away = self._has_paused = False
        self._steady_from_us: int | None = None
        self._stopping = threading.Event()
        # an event, not Thread.join: a join that Ctrl-C interrupts takes the thread for ended (Python 3.11)
        self._done = threading.Event()
        self._over = False
        self._snapshot = practice.snapshot(self._listening.tally, connected=True)
        # a screen takes some 60 moments a second, the stream has 500: each is made when it is asked for
        self._is_new = False
        self._showing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="thumbwalk-reader", daemon=True)

    def start(self) -> None:
        """Start the reader thread and the stream."""
        self._thread.start()

    def snapshot(self) -> Snapshot:
        """Give this moment of the practice; the same one until the stream has gone on."""
        if self._is_new:
            with self._showing:
                if self._is_new:
                    self._is_new = False
                    # a last score is told when the stream's end was judged, too
                    over = self._stays and self._practice.finished
                    self._snapshot = self._practice.snapshot(self._listening.tally, connected=True, over=over)
        return self._snapshot

    def guess(self, said_n: float | None) -> Guess | None:
        """Take a guess, as the practice does, and show it: also when the stream has ended."""
        guess = self._practice.guess(said_n)
        with self._showing:
            self._snapshot = self._practice.with_guesses(self._snapshot)
        return guess

    @property
    def tally(self) -> Tally:
        """What was received and lost so far."""
        return self._listening.tally

    @property
    def running(self) -> bool:
        """Whether the reader is still at work."""
        return self._thread.ident is not None and not self._done.is_set()

    @property
    def moved(self) -> bool:
        """Whether the rig came back by another link meanwhile: the one that was given is closed."""
        return bool(self._links)

    def stop(self) -> None:
        """End the stream, and wait until what was read is taken; on the reader thread, which can't, only end it."""
        self._stopping.set()
        if self._thread.ident not in (None, threading.get_ident()):
            self._done.wait(_MOST_TO_STOP_S)

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end; whether it has come."""
        return self._done.wait(timeout_s)

    def _run(self) -> None:
        # what was asked after the last read still happened on this day; and a full disk must not cost the score
        for part in (self._stream, self._obey, self._finish, self._on_end, self._close_links):
            try:
                part()
            except Exception as error:  # noqa: BLE001  nobody above a thread would see it: whoever waits raises it
                self.error = self.error or error
        try:
            message = "" if self.error is None else str(self.error)
            connected = self.error is None and not self._is_away
            self._show(connected=connected, message=message)
        finally:
            self._done.set()

    def _stream(self) -> None:
        for frame in self._practice.opening():
            self._tell(frame)
        while True:
            try:
                return self._listening.run(self._is_over)
            except OtherRig:
                raise
            except LinkLost as error:
                if self._way_back is None:
                    raise
                self._stand_still()
                self.lost = before_semicolon(str(error))
                link = self._returned(self._way_back, error)
                if link is None:
                    return None
                self.lost = ""
                self._rig = link
                self._links.append(link)
                self._listening.go_on(link)

    def _stand_still(self) -> None:
        """Pause the drill, if it runs, where the stream ended: a rig that is gone is nobody's fault."""
        self._is_away, self._steady_from_us = True, None
        run, at_us = self._practice.run, self._practice.mark_us("pause")
        if run is not None and run.clock.is_running and at_us is not None:
            self._has_paused = True
            self._follow(mark_frame("pause", at_us))

    def _returned(self, way_back: Way, error: LinkLost) -> RigLink | None:
        """Wait for the board, and say so and for how long; None when the session is ended meanwhile.

        Raises LinkLost when it was waited for long enough.
        """
        since_s = self._now()
        # a board that fell silent comes back by the port that it has
        self._rig.close()
        try:
            return self._waited(
                way_back, since_s, told("{lost}; plug it in again, it is waited for", lost=told(self.lost))
            )
        except LinkLost as waited:
            raise waited from error
        finally:
            if (at_us := self._practice.mark_us("pause")) is not None:
                self._follow(away_frame(at_us, self._now() - since_s))

    def _waited(self, way_back: Way, since_s: float, lost: str) -> RigLink | None:
        message = lost
        while True:
            self._show(connected=False, message=message)
            if self._stopping.wait(_LOOK_EVERY_S):
                return None
            if (link := way_back.look()) is not None:
                return link
            if (away_s := self._now() - since_s) > self._waits_s:
                raise LinkLost(
                    told(
                        "{lost} and was not back within {duration}; what came before is kept",
                        lost=told(self.lost),
                        duration=_duration(away_s),
                    )
                )
            message = way_back.refused or lost

    def _come_back(self, events: Sequence[Event]) -> None:
        """Go on when scans come again, behind a whole reading: in a recording the mark can't stand within one."""
        newest_us = 0
        for event in events:
            if isinstance(event, Break):
                self._steady_from_us = None
            elif isinstance(event, Samples):
                newest_us = int(event.time_us[-1])
                if self._steady_from_us is None:
                    self._steady_from_us = int(event.time_us[0])
        if self._steady_from_us is None or newest_us - self._steady_from_us < _STEADY_US:
            return
        self._is_away = False
        if self._has_paused and (at_us := self._practice.mark_us("resume")) is not None:
            self._has_paused = False
            self._follow(mark_frame("resume", at_us))

    def _close_links(self) -> None:
        for link in self._links:
            link.close()

    def _is_over(self) -> bool:
        """Between two readings: whether there shall be no other; if there shall, what was asked is done first."""
        if self._over or self._stopping.is_set():
            return True
        if not self._lockstep:
            # there nobody asks, and how the bytes are cut into readings, which is chance, must not show in a recording
            self._obey()
        return False

    def _finish(self) -> None:
        self._listening.rest()
        for touch in self._practice.finish():
            if len(touch):
                self._tell(touch)

    def _obey(self) -> None:
        """Do what was asked, where the stream stands."""
        for frame in self.controls.due():
            self._follow(frame)

    def _take(self, reading: Reading) -> None:
        """Feed a reading to everybody."""
        if reading.data:
            self._tell(reading.data)
        for event in reading.events:
            self._follow(event)
            self._over |= self._lockstep and isinstance(event, Over)
            self._is_new |= isinstance(event, Samples)
        if self._is_away:
            self._come_back(reading.events)
        for pair in reading.clock:
            self._tell(clock_frame(pair))
        self._over |= self._practice.finished and not self._lockstep and not self._stays

    def _follow(self, event: Event) -> None:
        self._tell(event)
        for touch in self._practice.take(event, self._see):
            if len(touch):
                self._tell(touch)

    def _see(self) -> None:
        """Tell of the newest scan before what is made of it is known: a press is to be seen at once."""
        self._is_new = True
        self._tell(self._practice.newest)

    def _show(self, *, connected: bool, message: str) -> None:
        """Show this moment until the stream goes on."""
        with self._showing:
            self._is_new = False
            self._snapshot = self._practice.snapshot(self._listening.tally, connected=connected, message=message)

    def _tell(self, heard: Heard) -> None:
        for listener in self._listeners:
            listener.hear(heard)


def _duration(seconds: float) -> str:
    return f"{seconds / 60.0:.0f} min" if seconds >= 120.0 else f"{seconds:.0f} s"
