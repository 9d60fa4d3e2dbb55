"""A practice: the events of one stream, live or recorded, followed through the chain and the drill.

It owns no port, clock, thread or file. The same events give the same score to the last digit, however they came.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from thumbwalk.coach.drill.document import drill_from_json, drill_to_json, resolved
from thumbwalk.coach.drill.drill import Drill, DrillScore
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.targets.bands import load_targets
from thumbwalk.errors import DrillError, LinkLost, RecordingError
from thumbwalk.link.board_state import Status
from thumbwalk.link.wire import Event, FrameType, Hello, HostFrame, Scans, Tally, hello_of
from thumbwalk.pad import Pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.recording import Recording, RecordingWriter
from thumbwalk.session.screen.snapshot import Snapshot, StreamState
from thumbwalk.session.screen.view import Newest, ScreenView
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock


class Practice:
    """Follows a stream, and a drill in it if one is begun before the first scan.

    Parameters
    ----------
    pad : Pad
        The layout of the rig's channels.
    calibration : Calibration
        What their counts mean.
    stored : bool
        Whether the events come out of a file: nobody waits for what is in the midst of them.
    """

    def __init__(self, pad: Pad, calibration: Calibration, *, stored: bool = False) -> None:
        # whatever unit its tables have: counts are calibrated to newtons here
        self.pad = replace(pad, unit="N")
        self.calibration = calibration
        self._stored = stored
        self.hello: Hello | None = None
        self.pipeline: Pipeline | None = None
        self._run: DrillRun | None = None
        self._view = ScreenView(self.pad)
        self._origin_us: int | None = None
        self._newest_us = 0
        self._ended = False

    @property
    def drill(self) -> Drill | None:
        """The drill that was begun."""
        return None if self._run is None else self._run.drill

    @property
    def finished(self) -> bool:
        """Whether the drill's last set is over."""
        return self._run is not None and self._run.finished

    def begin(self, drill: Drill) -> None:
        """Begin a drill at the stream's first scan, by the targets in force now.

        Raises
        ------
        DrillError, LayoutError
            When the drill can't be done on this pad.
        """
        self._run = DrillRun(resolved(drill, load_targets()), self.pad)

    def note_in(self, writer: RecordingWriter) -> None:
        """Put the rig's greeting and the drill with its bands into a recording, for `replayed`; before any scan."""
        if self.hello is not None:
            writer.event("rig", hello=asdict(self.hello))
        if self._run is not None:
            writer.event("drill", drill=drill_to_json(self._run.drill), foot=self.pad.foot)

    def take(self, event: Event) -> list[TouchBlock]:
        """Take the next event; give the touch that it completes.

        Raises
        ------
        LinkLost
            When the board comes back as another one.
        """
        if isinstance(event, Hello):
            self._greeted(event)
        elif isinstance(event, Scans) and self.pipeline is not None:
            if event.counts.shape[1] != self.pad.n_taxels:
                raise LinkLost(
                    f"the board sends {event.counts.shape[1]} channels, layout '{self.pad.name}' has "
                    f"{self.pad.n_taxels} taxels; put the layout's firmware on the board"
                )
            if self._origin_us is None:
                self._origin_us = int(event.time_us[0])
            self._newest_us = int(event.time_us[-1])
            time_s = event.time_us.astype(np.float64) * 1e-6
            return self._follow(self.pipeline, self.pipeline.feed(time_s, event.counts))
        elif isinstance(event, Status) and self.pipeline is not None:
            # stamped with the newest scan before it, so it holds for the scans behind it, however the bytes came
            self.pipeline.supply(event.supply_ratio)
        elif isinstance(event, HostFrame) and event.kind is FrameType.EVENT:
            self._recorded(event.payload)
        return []

    def finish(self) -> list[TouchBlock]:
        """Take the stream's end; give the touch that waited for more."""
        if self._ended or self.pipeline is None:
            return []
        self._ended = True
        return self._follow(self.pipeline, self.pipeline.finish())

    def result(self) -> DrillScore | None:
        """The drill's score, None without a drill; what the stream did not come to is judged as not done."""
        return None if self._run is None else self._run.result()

    def snapshot(self, tally: Tally, *, connected: bool, message: str = "") -> Snapshot:
        """Give this moment to a screen."""
        force_n = np.zeros(self.pad.n_taxels) if self.pipeline is None else self.pipeline.signal.latest_force_n
        now_s = 0.0 if self._origin_us is None else (self._newest_us - self._origin_us) * 1e-6
        return self._view.snapshot(
            Newest(now_s, self._newest_us, force_n),
            StreamState.of(self.hello, tally, connected=connected, message=message),
            self._run,
            over=self.finished or self._ended,
        )

    def _greeted(self, hello: Hello) -> None:
        if self.hello is not None and hello.board_id != self.hello.board_id:
            raise LinkLost(f"board {self.hello.board_id} was replaced by {hello.board_id}; start a new practice for it")
        if self.pipeline is None:
            self.pipeline = Pipeline.of_rig(self.pad, self.calibration, hello.rate_hz, stored=self._stored)
            self._view.begin(self.pipeline.signal.output_rate_hz)
        self.hello = hello

    def _recorded(self, payload: str) -> None:
        try:
            table: dict[str, Any] = json.loads(payload)
            kind = table["event"]
        except (ValueError, KeyError, TypeError) as error:
            raise RecordingError(f"the recording has an event that can't be read: {payload[:60]!r}") from error
        if kind == "rig":
            try:
                self._greeted(hello_of(table.get("hello", {})))
            except ValueError as error:
                raise RecordingError(f"the recording's rig can't be read ({error}); use another copy") from error
        elif kind == "drill":
            if table.get("foot") in ("left", "right"):
                self.pad = replace(self.pad, foot=table["foot"])
            self._run = DrillRun(drill_from_json(table.get("drill", {}), "the recording"), self.pad)

    def _follow(self, pipeline: Pipeline, blocks: list[TouchBlock]) -> list[TouchBlock]:
        for touch in blocks:
            if not len(touch):
                continue
            if self._run is not None:
                self._run.feed(touch)
            self._view.take(touch, self._run, pipeline)
        return blocks


def replayed(recording: Recording) -> Practice:
    """Follow a recording to its end, as the live session did. Raises RecordingError."""
    practice = Practice(recording.pad, recording.calibration, stored=True)
    try:
        for event in recording.events():
            practice.take(event)
    except DrillError as error:
        raise RecordingError(f"{recording.path}: {error}") from error
    practice.finish()
    return practice
