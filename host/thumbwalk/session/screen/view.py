"""What a practice shows: follows the touch and the drill while the stream runs, and makes snapshots of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.guide import Guide
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.verdict import NOTHING, Verdict
from thumbwalk.coach.targets.caps import Caps
from thumbwalk.pad import Pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.screen.live_name import LiveName
from thumbwalk.session.screen.recent_touch import RecentTouch
from thumbwalk.session.screen.review import SetReview, reviews_of
from thumbwalk.session.screen.snapshot import NO_TRAIL, DrillState, Snapshot, StreamState, TouchState
from thumbwalk.session.screen.word_now import word_now
from thumbwalk.technique.stroke import Stroke
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import zone_at

GUIDE_AHEAD_S, GUIDE_BEHIND_S = 4.0, 6.0
_COACH_EVERY_S = 0.1
_UNTIL_KNOWN_HZ = 100.0
"""Before the rig has told its rate there is no touch to make room for."""


@dataclass(frozen=True, slots=True)
class Coaching:
    """What the coach says; it changes slowly, and is worked out ten times a second."""

    guide: Guide | None = None
    guide_n: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    cadence_per_min: float | None = None
    running_score: float | None = None
    verdict: Verdict = NOTHING
    last_stroke: Stroke | None = None
    cap_n: float | None = None
    left_out: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest scan: its stream time, the board's own, and what the tiles feel, newtons (n_taxels,)."""

    time_s: float
    device_us: int
    force_n: NDArray[np.float64]

    @property
    def total_n(self) -> float:
        """The force of all tiles together."""
        return float(self.force_n.sum())


class ScreenView:
    """Remembers what a screen shows of a practice; ``caps`` hold as long as no drill has its own.

    With ``named`` what is done without a drill is named.
    """

    def __init__(self, pad: Pad, caps: Caps, *, named: bool = False) -> None:
        self._pad, self._caps = pad, caps
        self._name = LiveName(pad) if named else None
        self._recent = RecentTouch(_UNTIL_KNOWN_HZ)
        self._touch = TouchBlock.joined([])
        self._coaching, self._coached_s = Coaching(), -np.inf
        self._drill: DrillState | None = None
        self._sequence = 0
        self._reviews: tuple[SetReview, ...] | None = None

    def begin(self, rate_hz: float) -> None:
        """Make room for touch at this rate, samples a second."""
        self._recent = RecentTouch(rate_hz)

    def enter(self, run: DrillRun) -> None:
        """Go on with another drill, of which nothing is known yet, and its caps."""
        self._caps, self._reviews = run.document.caps, None
        self._coaching, self._coached_s = Coaching(left_out=self._coaching.left_out), -np.inf
        self.follow(run)

    def follow(self, run: DrillRun | None) -> None:
        """Note how the drill stands, whenever it has taken anything: whoever looks may do so in its midst."""
        self._drill = None if run is None else self._stands(run)

    def take(self, touch: TouchBlock, run: DrillRun | None, pipeline: Pipeline) -> None:
        """Take the next touch out of a pipeline; the drill has been fed it."""
        self._touch = touch
        self._recent.take(touch)
        if self._name is not None and run is None:
            self._name.take(touch)
        now_s = float(touch.time_s[-1])
        if now_s - self._coached_s >= _COACH_EVERY_S:
            self._coaching, self._coached_s = self._coach(touch, run, pipeline.left_out), now_s

    def snapshot(self, newest: Newest, stream: StreamState, run: DrillRun | None, *, over: bool) -> Snapshot:
        """Give this moment; ``over`` when the drill has come to its end, or the stream has.

        It is made of what was noted last, none of which changes any more: it may be asked for from another thread.
        """
        self._sequence += 1
        return Snapshot(
            sequence=self._sequence,
            time_s=newest.time_s,
            device_us=newest.device_us,
            stream=stream,
            touch=self._touched(newest, calibrated=stream.calibrated),
            drill=self._drill,
            result=run.result() if run is not None and over else None,
            technique=self.technique if run is None else "",
            reviews=self._reviewed(run) if run is not None and over else (),
        )

    @property
    def technique(self) -> str:
        """What the hand does, by name, where that is asked for; "" in a rest, and where nothing is sure."""
        return "" if self._name is None else self._name.technique

    def _reviewed(self, run: DrillRun) -> tuple[SetReview, ...]:
        """What there is to look back at; it stays as it is once the drill is over."""
        if self._reviews is None:
            self._reviews = reviews_of(run)
        return self._reviews

    def _touched(self, newest: Newest, *, calibrated: bool) -> TouchState:
        touch, coaching = self._touch, self._coaching
        total_n = newest.total_n
        strip_s, strip_n = self._recent.strip(newest.time_s, total_n)
        second = None
        if len(touch) and touch.second_works[-1] and np.isfinite(touch.second_x_mm[-1]):
            second = float(touch.second_x_mm[-1]), float(touch.second_y_mm[-1])
        return TouchState(
            total_n=total_n,
            contact_n=float(touch.contact_n[-1]) if len(touch) else 0.0,
            x_mm=float(touch.x_mm[-1]) if len(touch) else np.nan,
            y_mm=float(touch.y_mm[-1]) if len(touch) else np.nan,
            touching=bool(len(touch) and touch.touching[-1]),
            cap_n=coaching.cap_n if calibrated else None,
            force_n=newest.force_n,
            left_out=coaching.left_out or (False,) * self._pad.n_taxels,
            trail_mm=self._recent.trail(),
            strip_time_s=strip_s,
            strip_n=strip_n,
            second_trail_mm=self._recent.trail(second=True) if second is not None else NO_TRAIL,
            second_mm=second,
        )

    def _stands(self, run: DrillRun) -> DrillState:
        coaching, last = self._coaching, self._coaching.last_stroke
        return DrillState(
            drill=run.drill,
            phase=run.phase,
            phase_left_s=run.phase_left_s,
            set=run.current_set(),
            guide=coaching.guide,
            guide_n=coaching.guide_n,
            cadence_per_min=coaching.cadence_per_min,
            running_score=coaching.running_score,
            verdict=word_now(coaching.verdict, self._touch, coaching.guide, coaching.cap_n),
            beat=run.beat(),
            guide_mm=run.guide_mm(),
            guide_second_mm=run.guide_second_mm(),
            waits=run.is_waiting,
            revealed_n=run.revealed_n(),
            last_peak_n=None if last is None else last.peak_n,
            last_onset_s=None if last is None or last.onset_s < run.phase.start_s else last.onset_s - run.phase.start_s,
            begins_s=self._begins_s(run),
            stand="paused" if run.clock.is_paused else "",
        )

    def _begins_s(self, run: DrillRun) -> float | None:
        """When the set that is under way began by the stream, or the next one will, if nothing stops the clock."""
        if run.phase.set_index is None or run.clock.start_us is None or not len(self._touch):
            return None
        begins_s = run.phase.start_s if run.phase.kind == "set" else run.phase.end_s
        return begins_s + run.clock.ahead_s(float(self._touch.time_s[-1]))

    def _coach(self, touch: TouchBlock, run: DrillRun | None, faults: Collection[str]) -> Coaching:
        cap_n = None
        if touch.touching[-1] and self._pad.is_sole and np.isfinite(touch.x_mm[-1]):
            cap_n = self._caps.at(zone_at(self._pad, float(touch.x_mm[-1]), float(touch.y_mm[-1])))
        left_out = tuple(name in faults for name in self._pad.names)
        if run is None:
            return Coaching(cap_n=cap_n, left_out=left_out)
        return Coaching(
            guide=run.guide(),
            guide_n=run.guide_force(GUIDE_AHEAD_S, GUIDE_BEHIND_S),
            cadence_per_min=run.cadence_per_min(),
            running_score=run.running_score(),
            verdict=run.verdict(),
            last_stroke=run.last_stroke(),
            cap_n=cap_n,
            left_out=left_out,
        )
