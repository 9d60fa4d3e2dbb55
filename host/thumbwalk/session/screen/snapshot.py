"""What a screen needs to know at one moment, by what it is about: the stream, the touch, the drill."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.beat import Beat
from thumbwalk.coach.drill.drill import Drill, DrillSet, Phase
from thumbwalk.coach.drill.guide import Guide
from thumbwalk.coach.feedback.verdict import Verdict
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.link.wire import Hello, Tally
from thumbwalk.session.guesses import Guess
from thumbwalk.session.screen.review import SetReview

NEAR_CAP = 0.85
"""From this part of the cap on it is named: a hand needs some tenths of a second to ease off."""
NO_TRAIL = np.empty((0, 2))
"""Of a hand that has not been there."""
Stand = Literal["", "ready", "paused"]
"""Whether a drill waits for its start, or stands in a pause; else it runs, or is over."""


@dataclass(frozen=True, slots=True)
class StreamState:
    """How the rig and the way to it are; ``message`` says why it is not connected.

    Of a rig that is not ``calibrated`` all newtons are a guess.
    """

    connected: bool
    identity: str
    rate_hz: float
    bad_frames: int
    lost_frames: int
    overruns: int
    dropped: int
    message: str
    restarts: int = 0
    stood_still_s: float = 0.0
    calibrated: bool = True

    @staticmethod
    def of(
        hello: Hello | None,
        tally: Tally,
        *,
        connected: bool,
        message: str = "",
        calibrated: bool = True,
        rate_hz: float | None = None,
    ) -> StreamState:
        """The state of a rig that has greeted, or not yet, and of what was counted on the way.

        ``rate_hz`` is None for what the rig says of its scans.
        """
        said_hz = 0.0 if hello is None else hello.rate_hz
        return StreamState(
            connected=connected,
            identity="" if hello is None else hello.name or hello.board,
            rate_hz=said_hz if rate_hz is None else rate_hz,
            bad_frames=tally.bad_frames,
            lost_frames=tally.lost_frames,
            overruns=tally.overruns,
            dropped=tally.dropped,
            message=message,
            restarts=tally.restarts,
            stood_still_s=tally.stood_still_s,
            calibrated=calibrated,
        )


@dataclass(frozen=True, slots=True)
class TouchState:
    """What the sole feels, and has felt of late.

    ``total_n`` and ``force_n`` (n_taxels,) are the newest sample's, the contact is the newest touch's; ``x_mm`` and
    ``y_mm`` are NaN while nothing touches, and ``cap_n`` is the comfort cap where the contact is. ``trail_mm`` is
    (m, 2), where the hand was of late, ``second_trail_mm`` a second one, whose place is ``second_mm`` while it works;
    ``strip_time_s`` and ``strip_n`` are the total force of the last seconds.
    """

    total_n: float
    contact_n: float
    x_mm: float
    y_mm: float
    touching: bool
    cap_n: float | None
    force_n: NDArray[np.float64]
    left_out: tuple[bool, ...]
    trail_mm: NDArray[np.float64]
    strip_time_s: NDArray[np.float64]
    strip_n: NDArray[np.float64]
    second_trail_mm: NDArray[np.float64] = field(default_factory=lambda: NO_TRAIL)
    second_mm: tuple[float, float] | None = None

    @property
    def near_cap(self) -> bool:
        """Whether the contact comes near to the comfort cap, and is not over it."""
        return self.touching and self.cap_n is not None and NEAR_CAP * self.cap_n <= self.contact_n <= self.cap_n

    @property
    def over_cap(self) -> bool:
        """Whether the contact presses harder than is comfortable where it is."""
        return self.touching and self.cap_n is not None and self.contact_n > self.cap_n


@dataclass(frozen=True, slots=True)
class DrillState:
    """Where a drill stands, what it asks for, and how it goes.

    ``set``, ``guide`` and ``beat`` are of the set that is under way, or comes next; None once all are done. ``guide_n``
    is (k, 2): stream times of the seconds about now and the force to follow; ``guide_mm`` is where the hand should be
    now, ``guide_second_mm`` a second thumb. ``verdict`` is what the learner is told. ``waits`` says whether the drill
    stands until a bite is right; ``revealed_n`` is the force of a set that was to be guessed, in the rest behind it.
    ``stand`` says whether the drill has not begun yet, or is in a pause; ``last_peak_n`` is of the set's last stroke,
    where peaks are asked for, and ``last_onset_s`` when that began, in seconds of the set. ``begins_s`` is the stream's
    time at which the set that is under way began, or the next one will, if nothing stops the clock; None of no set.
    """

    drill: Drill
    phase: Phase
    phase_left_s: float
    set: DrillSet | None
    guide: Guide | None
    guide_n: NDArray[np.float64]
    cadence_per_min: float | None
    running_score: float | None
    verdict: Verdict
    beat: Beat | None = None
    guide_mm: tuple[float, float] | None = None
    guide_second_mm: tuple[float, float] | None = None
    waits: bool = False
    revealed_n: float | None = None
    stand: Stand = ""
    last_peak_n: float | None = None
    last_onset_s: float | None = None
    begins_s: float | None = None

    @property
    def is_off_target(self) -> bool:
        """Whether the learner is told to be at another place: what is pressed here does not count."""
        return self.verdict.reason == "place"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a session; arrays are read-only by agreement, times are stream seconds (from the first sample).

    ``drill`` is None in free practice, ``result`` until the drill is over. ``technique`` is what is done in free
    practice, empty in a rest and while it is not sure. ``reviews`` are the sets to look back at, with the result.
    ``guesses`` are the forces that were guessed so far; ``asks_guess`` is whether that of the set just over is open.
    """

    sequence: int
    time_s: float
    device_us: int
    stream: StreamState
    touch: TouchState
    drill: DrillState | None
    result: DrillScore | None
    technique: str = ""
    reviews: tuple[SetReview, ...] = ()
    guesses: tuple[Guess, ...] = ()
    asks_guess: bool = False

    @property
    def hides_force(self) -> bool:
        """Whether the set under way is done blind, or its force is to be guessed: then none is shown."""
        state = self.drill
        if self.asks_guess:
            return True
        if state is None or state.set is None or state.phase.kind != "set" or self.result is not None:
            return False
        return state.set.feedback == "blind" or state.set.guess

    @property
    def toward_mm(self) -> tuple[float, float] | None:
        """Where the hand should go from where it is; None where it is right, and where nobody is to be told."""
        state, touch = self.drill, self.touch
        if state is None or state.guide is None or state.stand or state.phase.kind != "set" or not touch.touching:
            return None
        if self.result is not None or not np.isfinite(touch.x_mm + touch.y_mm) or len(state.guide.figures) > 1:
            return None
        figure = next(iter(state.guide.figures), None)
        if figure is None:
            return state.guide.target_mm if state.is_off_target else None
        if state.is_off_target:
            return figure.nearest_mm(touch.x_mm, touch.y_mm)
        # a hold has one place, and its ring is the limit; what moves is judged over some strokes
        told = state.set is not None and state.set.feedback in ("live", "bandwidth") and state.set.technique == "hold"
        apart_mm = float(np.hypot(touch.x_mm - figure.centre_mm[0], touch.y_mm - figure.centre_mm[1]))
        return figure.centre_mm if told and figure.kind == "point" and apart_mm > figure.size_mm else None

    @property
    def band_n(self) -> tuple[float | None, float | None] | None:
        """The band to press in, newtons; None where no force is asked for."""
        return None if self.drill is None or self.drill.guide is None else self.drill.guide.band_n


class SnapshotSource(Protocol):
    """Where a screen pulls its snapshots from."""

    def snapshot(self) -> Snapshot:
        """Give the newest snapshot; cheap, and safe to call from any thread."""
        ...


class MouseHand(Protocol):
    """A hand that a mouse can move: the virtual rig's."""

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        """Press at a place with a force, from now on."""
        ...

    def release(self) -> None:
        """Lift the hand."""
        ...
