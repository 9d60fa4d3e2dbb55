"""Listening to a rig: the one loop that reads its port, keeps its stream going, decodes it and passes it on."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RigSilent
from thumbwalk.language import told
from thumbwalk.link.board_state import LoadReading
from thumbwalk.link.device_clock import ClockPair
from thumbwalk.link.even_cells import EvenCells
from thumbwalk.link.losses import Losses
from thumbwalk.link.patience import patient
from thumbwalk.link.ports import RigLink
from thumbwalk.link.watch import StreamWatch
from thumbwalk.link.wire import (
    Ack,
    BoardLog,
    Break,
    CellReadings,
    Event,
    Hello,
    Pong,
    Samples,
    Scans,
    Tally,
    WireDecoder,
)

_STOP_S = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the port: its bytes as they came, what is whole in them, and our clock beside the board's."""

    data: bytes
    events: Sequence[Event]
    clock: Sequence[ClockPair] = ()


Taker = Callable[[Reading], None]


class Listening:
    """One stream of a rig, from the word that starts it until whoever listens has enough.

    Parameters
    ----------
    rig : RigLink
        The open rig; it is not closed here.
    takers : callables
        Take every reading in turn, in the thread that runs this; what they raise ends the stream.
    first : sequence of str
        What is said to the board before it is told to stream.
    speaks : bool
        Whether the board is pinged and, when it falls silent, greeted again; not where its clock is not the wall's.
    now : callable
        The host's monotonic clock, seconds.

    Attributes
    ----------
    stopped : bool
        Whether the board has answered to `stop`.
    """

    def __init__(
        self,
        rig: RigLink,
        *takers: Taker,
        first: Sequence[str] = (),
        speaks: bool = True,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rig, self._takers, self._first, self._speaks, self._now = rig, takers, first, speaks, now
        self._decoder = WireDecoder(in_order=True)
        self._stopping = False
        self.stopped = False

    @property
    def tally(self) -> Tally:
        """What was received and lost so far."""
        return self._decoder.tally

    def run(self, over: Callable[[], bool]) -> None:
        """Listen until it is ``over``, which is asked before every reading; the board is not told to stop.

        Raises
        ------
        RigSilent
            When the rig has sent no scan for so long that it is lost.
        LinkLost
            When the port is gone.
        """
        link, starts = self._rig.link, self._rig.hello.words_to_start
        for word in (*self._first, *starts):
            link.send(word)
        watch = StreamWatch(link, self._rig.hello.rate_hz, starts, speaks=self._speaks, now=self._now)
        while not over():
            data, samples = link.read(), self.tally.samples
            if data:
                self._tell(data, watch)
            if self._stopping:
                continue
            watch.attend(scans=self.tally.samples > samples, data=bool(data))
            if (lost_s := watch.lost_s) is not None:
                raise RigSilent(
                    told(
                        "{url}: the rig sent no scan for {lost:.1f} s; unplug it and plug it in again",
                        url=link.url,
                        lost=lost_s,
                    )
                )

    def go_on(self, rig: RigLink) -> None:
        """Listen to the same board by another link, the next time that it is run; what was half a frame is none."""
        self._rig = rig
        self._pass_on(Reading(b"\0", self._decoder.feed(b"\0")))

    def rest(self) -> None:
        """Tell what waited for a frame that never came; for who has heard enough, and before what it makes of it."""
        if events := self._decoder.rest():
            self._pass_on(Reading(b"", events))

    def stop(self) -> None:
        """Have the board stop; who wants to hear its last words listens on. Raises LinkLost."""
        if not self._stopping:
            self._stopping = True
            self._rig.link.send("stop")

    def _tell(self, data: bytes, watch: StreamWatch) -> None:
        stopping, events = self._stopping, self._decoder.feed(data)
        self._pass_on(Reading(data, events, _pairs(events, watch, self._now())))
        self.stopped |= stopping and Ack("stop") in events

    def _pass_on(self, reading: Reading) -> None:
        for take in self._takers:
            take(reading)


def _pairs(events: Sequence[Event], watch: StreamWatch, now_s: float) -> list[ClockPair]:
    """The board's clock beside ours, for every ping that is answered."""
    answers = [(watch.sent_s(event.token), event.device_us) for event in events if isinstance(event, Pong)]
    return [ClockPair(sent_s, now_s, device_us) for sent_s, device_us in answers if sent_s is not None]


@dataclass
class Stretch:
    """A stretch of stream: its scans, a plate's readings, what was lost or logged, and the load cell's codes."""

    blocks: list[Scans] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    logs: list[str] = field(default_factory=list)
    load_codes: list[int] = field(default_factory=list)
    cells: list[CellReadings] = field(default_factory=list)

    @property
    def _samples(self) -> Sequence[Samples]:
        """What its time goes by: scans, or the cells' readings of a board without any."""
        return self.blocks or self.cells

    @property
    def seconds(self) -> float:
        """How long it is, by the device's clock."""
        samples = self._samples
        return float(samples[-1].time_us[-1] - samples[0].time_us[0]) * 1e-6 if samples else 0.0

    def cell_codes(self, hello: Hello) -> NDArray[np.float64]:
        """What the cells under a plate read, on one grid, (n, n_cells); NaN where one was silent."""
        assert hello.cells is not None  # noqa: S101  asked of a board that has some
        even = EvenCells.of_bank(hello.cells)
        rows = [even.feed(one)[1] for one in self.cells]
        return np.concatenate([np.empty((0, len(hello.cells.names))), *rows])

    @property
    def losses(self) -> Losses:
        """How much of it was lost, and when."""
        losses = Losses()
        for one in self.breaks:
            # what is broken behind the last scan is cut off with it
            if one.device_us <= self._samples[-1].time_us[-1]:
                losses.take(one, int(self._samples[0].time_us[0]))
        return losses

    def keep(self, event: Event) -> None:
        """Take what is measured."""
        if isinstance(event, Scans):
            self.blocks.append(event)
        elif isinstance(event, Break) and self._samples:
            self.breaks.append(event)
        elif isinstance(event, CellReadings):
            self.cells.append(event)
        elif isinstance(event, LoadReading):
            self.load_codes.append(event.code)

    def cut(self, seconds: float) -> None:
        """Leave out scans later than so many seconds: how the bytes came is chance, and must not show in a figure."""
        if self._samples:
            end_us = self._samples[0].time_us[0] + seconds * 1e6
            self.cells = [one for one in self.cells if one.time_us[-1] <= end_us]
            cut = [(block, block.time_us <= end_us) for block in self.blocks]
            self.blocks = [Scans(block.time_us[kept], block.counts[kept]) for block, kept in cut if kept.any()]


class _Measuring:
    """Keeps a stretch between the board's answers to "start" and to "stop", so nothing of an earlier stream."""

    def __init__(self, rig: RigLink, seconds: float, now: Callable[[], float]) -> None:
        self.stretch = Stretch()
        self.listening = Listening(rig, self._take, now=now)
        self._seconds, self._now = seconds, now
        self._started = self._has_all = False
        self._deadline = now() + patient(2.0 * seconds + 3.0)

    def over(self) -> bool:
        """Whether the board has stopped, or had all the time there is."""
        return self.listening.stopped or self._now() >= self._deadline

    def _take(self, reading: Reading) -> None:
        for event in reading.events:
            if isinstance(event, Ack):
                self._started |= event.text == "start"
            elif isinstance(event, BoardLog):
                self.stretch.logs.append(event.text)
            elif self._started and not self._has_all:
                self.stretch.keep(event)
        if not self._has_all and self.stretch.seconds >= self._seconds:
            self._has_all = True
            self._deadline = min(self._deadline, self._now() + patient(_STOP_S))
            self.listening.stop()


def stretch_of(rig: RigLink, seconds: float, *, now: Callable[[], float] = time.monotonic) -> Stretch:
    """Stream for a while by the device's clock, and give what came; of a rig that falls silent, what came before.

    What an earlier stream left in the port is not counted: scans are taken from the board's answer to "start" on.
    Raises LinkLost when the port is gone.
    """
    measuring = _Measuring(rig, seconds, now)
    with contextlib.suppress(RigSilent):  # that nothing comes is a finding, too
        measuring.listening.run(measuring.over)
    measuring.listening.rest()
    measuring.listening.stop()
    measuring.stretch.cut(seconds)
    measuring.stretch.tally = measuring.listening.tally
    return measuring.stretch
