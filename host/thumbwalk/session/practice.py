"""A practice: the events of one stream, live or recorded, followed through the chain and the drills in it.

It owns no port, clock, thread or file. The same events give the same score to the last digit, however they came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.errors import OtherRig
from thumbwalk.language import told
from thumbwalk.link.board_state import Status
from thumbwalk.link.losses import Losses
from thumbwalk.link.wire import PROTOCOLS, Break, Event, FrameType, Hello, HostFrame, Samples, Tally
from thumbwalk.pad import Pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.guesses import MOST_N, Guess
from thumbwalk.session.marks import Mark, away_in, drill_frame, drill_in, event_in, hello_in, mark_in, rig_frame
from thumbwalk.session.pad_rows import RowSource, rows_for
from thumbwalk.session.screen.snapshot import Snapshot, StreamState
from thumbwalk.session.screen.view import Newest, ScreenView
from thumbwalk.session.stream_gaps import StreamGaps
from thumbwalk.signal.any_calibration import AnyCalibration
from thumbwalk.signal.force_block import ForceBlock
from thumbwalk.touch.touch_block import TouchBlock

VIRTUAL_BOARD = "virtual"
"""What the virtual rig says it is: its sensors follow the generic curve, which so is its calibration."""


class Practice:
    """Follows a stream, and the drills that are begun in it, one after the other.

    Parameters
    ----------
    pad : Pad
        The layout of the rig's channels.
    calibration : AnyCalibration
        What their counts mean.
    stored : bool
        Whether the events come out of a file: nobody waits for what is in the midst of them.
    hindsight : bool
        Whether a faulty sensor is left out from where its fault began, which a live session can't know.
    drills : bool
        Whether the drills in a recording are followed; one that can't be read is no matter if not.
    forces : callable or None
        Told of the newtons on their way to touch.
    named : bool
        Whether what is done without a drill is named on the screen.
    origin_us : int or None
        The stream's time that counts as its beginning; None for that of the first scan.
    score_version : int or None
        The rules that recorded drills are scored by; None for those of their day. What was asked stays.
    pipeline : type of Pipeline
        What makes touch of the scans.

    Attributes
    ----------
    losses : Losses
        What the stream lost so far.
    guesses : list of Guess
        The forces that were guessed, in their order.
    """

    def __init__(
        self,
        pad: Pad,
        calibration: AnyCalibration,
        *,
        stored: bool = False,
        hindsight: bool = False,
        drills: bool = True,
        forces: Callable[[ForceBlock], None] | None = None,
        named: bool = False,
        origin_us: int | None = None,
        score_version: int | None = None,
        pipeline: type[Pipeline] = Pipeline,
    ) -> None:
        # whatever unit its tables have: counts are calibrated to newtons here
        self.pad = replace(pad, unit="N")
        self.calibration = calibration
        self._stored, self._hindsight, self._drills, self._forces = stored, hindsight, drills, forces
        self.hello: Hello | None = None
        self._pipeline_of = pipeline
        self.pipeline: Pipeline | None = None
        self._rows: RowSource | None = None
        self._runs: list[DrillRun] = []
        self._view = ScreenView(self.pad, packaged_caps(), named=named)
        self._origin_us, self._score_version = origin_us, score_version
        self._newest_us = self._border_us = 0
        self._ended = False
        self._gaps = StreamGaps()
        self.losses = Losses()
        self.guesses: list[Guess] = []
        self._told: tuple[DrillRun, int] | None = None

    @property
    def run(self) -> DrillRun | None:
        """The run of the drill that was begun last."""
        runs = self._runs
        return runs[-1] if runs else None

    @property
    def drill(self) -> Drill | None:
        """The drill that was begun last."""
        run = self.run
        return None if run is None else run.drill

    @property
    def calibrated(self) -> bool:
        """Whether newtons are newtons: measured on this rig, or the virtual tiles'; elsewhere they are a guess."""
        is_generic = self.hello is not None and self.hello.board == VIRTUAL_BOARD and not self.pad.is_plate
        return self.calibration.is_measured or is_generic

    @property
    def finished(self) -> bool:
        """Whether the last set of the drill that was begun last is over, or it was ended."""
        run = self.run
        return run is not None and run.finished

    def ready(self, document: DrillDocument) -> DrillRun:
        """A drill by its document, that waits for its start.

        Raises
        ------
        DrillError, LayoutError
            When the drill can't be done on this pad.
        """
        if self.pad.is_plate and not self.calibrated:
            # by what data sheets promise of its cells a place is off by 6 mm
            document = replace(document, drill=document.drill.anywhere())
        # nobody looks at a stored stream while it runs
        return DrillRun(document, self.pad, DrillClock(), calibrated=self.calibrated, tells=not self._stored)

    def begin(self, document: DrillDocument) -> None:
        """Begin a drill with the next scan, for a stream that does not run yet. Raises as `ready`."""
        self._enter(self.ready(document))

    def opening(self) -> list[HostFrame]:
        """The rig's greeting and the drill's document, which stand in a recording before any scan."""
        rig = [] if self.hello is None else [rig_frame(self.hello)]
        return rig + [drill_frame(run.document, self.pad.foot) for run in self._runs]

    def mark_us(self, mark: Mark) -> int | None:
        """The board's time that a mark gets now, unwrapped microseconds; None before the first scan.

        It is the first after the newest scan, so that whatever was played already lies before it. The start of a drill
        that began with a scan is that scan's.
        """
        if self._origin_us is None:
            return None
        run = self.run
        started_us = run.clock.start_us if run is not None and mark == "start" else None
        return self._border_us if started_us is None else self._origin_us + started_us

    def take(self, event: Event, seen: Callable[[], None] = lambda: None) -> list[TouchBlock]:
        """Take the next event; give the touch that it completes.

        ``seen`` is called as soon as `newest` is of this event, before what takes long is made of it.

        Raises
        ------
        OtherRig
            When the board comes back as another one, or sends other channels than the pad has.
        """
        touches = self._taken(event, seen)
        if touches or not isinstance(event, Samples):
            self._view.follow(self.run)
        return touches

    def _taken(self, event: Event, seen: Callable[[], None]) -> list[TouchBlock]:
        if isinstance(event, Hello):
            self._greeted(event)
        elif isinstance(event, Samples) and self.pipeline is not None:
            return self._sampled(event, self.pipeline, seen)
        elif isinstance(event, Break) and self._origin_us is not None:
            self._broken(event, self._origin_us)
        elif isinstance(event, Status) and self.pipeline is not None:
            # stamped with the newest scan before it, so it holds for the scans behind it, however the bytes came
            self.pipeline.supply(event.supply_ratio)
        elif isinstance(event, HostFrame) and event.kind is FrameType.EVENT:
            self._recorded(event.payload)
        return []

    def _sampled(self, samples: Samples, pipeline: Pipeline, seen: Callable[[], None]) -> list[TouchBlock]:
        """Take what was measured."""
        assert self._rows is not None  # noqa: S101  made with the pipeline
        rows = self._rows.of(samples)
        if self._origin_us is None:
            self._origin_us = int(samples.time_us[0])
            pipeline.signal.origin_s = self._origin_us * 1e-6
        if rows is None or not len(rows[0]):
            return []
        time_us, values = rows
        self._lacking(time_us, self._origin_us, self._rows.rate_hz)
        self._newest_us = int(time_us[-1])
        self._border_us = max(self._border_us, self._newest_us + 1)
        self._start_with(int(time_us[0]) - self._origin_us)
        return self._follow(pipeline, pipeline.feed(time_us.astype(np.float64) * 1e-6, values, seen))

    def finish(self) -> list[TouchBlock]:
        """Take the stream's end; give the touch that waited for more."""
        if self._ended or self.pipeline is None:
            return []
        self._ended = True
        touches = self._follow(self.pipeline, self.pipeline.finish())
        self._view.follow(self.run)
        return touches

    def guess(self, said_n: float | None) -> Guess | None:
        """Take the force, newtons, that the learner thinks to have pressed in the set just over; from any thread.

        None is from who would rather be told. None, and nothing is taken, where no force is asked for, where it was
        guessed or told already, and of what is no force.
        """
        run = self.run
        was_n = None if run is None else run.revealed_n()
        if run is None or was_n is None or not self._guess_is_open(run):
            return None
        if said_n is not None and not 0.0 <= said_n <= MOST_N:
            return None
        index = len(run.judged()) - 1
        self._told = run, index
        if said_n is None:
            return None
        self.guesses.append(Guess(run.drill.sets[index].title, said_n, was_n))
        return self.guesses[-1]

    def _guess_is_open(self, run: DrillRun) -> bool:
        """Whether the set just over has neither been guessed yet nor told."""
        return self._told != (run, len(run.judged()) - 1)

    def result(self) -> DrillScore | None:
        """The last drill's score, None without one; what the stream did not come to is judged as not done."""
        run = self.run
        return None if run is None else run.result()

    @property
    def runs(self) -> tuple[DrillRun, ...]:
        """The run of every drill that was begun, in their order."""
        return tuple(self._runs)

    @property
    def duration_s(self) -> float:
        """From the first scan to the newest, seconds."""
        return 0.0 if self._origin_us is None else (self._newest_us - self._origin_us) * 1e-6

    def results(self) -> list[tuple[Drill, DrillScore]]:
        """Every drill that was begun, in their order, with its score as of `result`."""
        return [(run.drill, run.result()) for run in self._runs]

    @property
    def newest(self) -> Newest:
        """The newest scan."""
        force_n = np.zeros(self.pad.n_taxels) if self.pipeline is None else self.pipeline.signal.latest_force_n
        return Newest(self.duration_s, self._newest_us, force_n)

    @property
    def technique(self) -> str:
        """What the hand does without a drill, by name, where that is asked for; "" where nothing is sure."""
        return self._view.technique

    def snapshot(self, tally: Tally, *, connected: bool, message: str = "", over: bool | None = None) -> Snapshot:
        """Give this moment to a screen; any thread may ask, while another one goes on.

        ``over`` is whether the drill's result is to be told; None for whenever it or the stream is over.
        """
        return self.with_guesses(
            self._view.snapshot(
                self.newest,
                StreamState.of(
                    *(self.hello, tally),
                    connected=connected,
                    message=message,
                    calibrated=self.calibrated,
                    rate_hz=None if self._rows is None else self._rows.rate_hz,
                ),
                self.run,
                over=self.finished or self._ended if over is None else over,
            )
        )

    def with_guesses(self, shown: Snapshot) -> Snapshot:
        """Give a moment with what was guessed so far, and whether it is asked for just now."""
        run, state = self.run, shown.drill
        asks = run is not None and state is not None and state.revealed_n is not None and self._guess_is_open(run)
        if not asks and not self.guesses and not shown.asks_guess:
            return shown
        return replace(shown, guesses=tuple(self.guesses), asks_guess=asks)

    def _broken(self, found: Break, origin_us: int) -> None:
        """Count what is lost; while the board was away or nobody read it, the drill stands still."""
        self.losses.take(found, origin_us)
        self._gaps.explain(found.device_us)
        run, at_us = self.run, found.device_us - origin_us
        if found.kind in ("lost", "missed"):
            for one in self._runs:
                one.lose(at_us * 1e-6 - found.seconds, at_us * 1e-6)
        elif run is not None and run.clock.is_running:
            run.clock.pause(self._border_us - origin_us)
            run.clock.resume(at_us)

    def _lacking(self, time_us: NDArray[np.int64], origin_us: int, rate_hz: float) -> None:
        """Count time in which the board took no scans and said nothing of it."""
        for from_us, to_us in self._gaps.feed(time_us, rate_hz):
            from_s, to_s = (from_us - origin_us) * 1e-6, (to_us - origin_us) * 1e-6
            self.losses.take_gap(from_s, to_s)
            for one in self._runs:
                one.lose(from_s, to_s)

    def _greeted(self, hello: Hello) -> None:
        if hello.protocol not in PROTOCOLS:
            # of such a greeting nothing but the identity is read: no rate, no channels
            what = told("the board speaks protocol {n} now", n=hello.protocol)
            raise OtherRig(what, told("put this host's firmware on the board"))
        if self.hello is not None and hello.board_id != self.hello.board_id:
            what = told("board {one} was replaced by {other}", one=self.hello.board_id, other=hello.board_id)
            raise OtherRig(what, told("start a new practice for it"))
        rows = rows_for(self.pad, hello)
        if self.pipeline is None:
            self._rows = rows
            self.pipeline = self._pipeline_of.of_rig(
                self.pad,
                self.calibration,
                rows.rate_hz,
                stored=self._stored,
                hindsight=self._hindsight,
                forces=self._forces,
            )
            if self._origin_us is not None:
                self.pipeline.signal.origin_s = self._origin_us * 1e-6
            self._view.begin(self.pipeline.signal.output_rate_hz)
        self.hello = hello

    def _recorded(self, payload: str) -> None:
        table = event_in(payload)
        if table["event"] == "rig":
            self._greeted(hello_in(table))
        elif table["event"] == "drill":
            if table.get("foot") in ("left", "right"):
                self.pad = replace(self.pad, foot=table["foot"])
            if self._drills:
                document = drill_in(table)
                if self._score_version is not None:
                    document = replace(document, score_version=self._score_version)
                self._enter(self.ready(document))
        elif (away := away_in(table)) is not None:
            if self._origin_us is not None:
                self.losses.take_away((away[0] - self._origin_us) * 1e-6, away[1])
        elif self._drills and (mark := mark_in(table)) is not None:
            self._mark(*mark)

    def _enter(self, run: DrillRun) -> None:
        """Go on with a drill in place of the one before, which ends; one that never started is forgotten."""
        runs = self._runs
        if runs and runs[-1].clock.start_us is None:
            runs = runs[:-1]
        if runs and self._origin_us is not None:
            runs[-1].clock.end(self._border_us - self._origin_us)
        # a new list, since other threads look at the old one
        self._runs = [*runs, run]
        self._view.enter(run)

    def _start_with(self, at_us: int) -> None:
        """Start a drill that nobody gave a time, as in recordings from before there were marks, with a scan."""
        run = self.run
        if run is not None and run.clock.start_us is None:
            run.clock.start(at_us)

    def _mark(self, mark: Mark, device_us: int) -> None:
        if self.run is None or self._origin_us is None:
            return
        clock = self.run.clock
        act = {"start": clock.start, "pause": clock.pause, "resume": clock.resume, "end": clock.end}[mark]
        act(device_us - self._origin_us)

    def _follow(self, pipeline: Pipeline, blocks: list[TouchBlock]) -> list[TouchBlock]:
        for touch in blocks:
            if not len(touch):
                continue
            for run in self._runs:
                run.know(pipeline.failures)
                run.feed(touch)
            self._view.take(touch, self.run, pipeline)
        for one in pipeline.amended:
            for run in self._runs:
                run.know(pipeline.failures)
                run.amend(one.touch, one.known_s)
        pipeline.amended.clear()
        return blocks
