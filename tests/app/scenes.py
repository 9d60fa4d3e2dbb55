"""Moments of real practices that the app's tests show: a virtual hand on a virtual foot, through chain and drill.

Two moments can't be reached that way, and are made of real ones by a single change (`with_stream`, `with_touch`):
a set that waits for a rig which is not connected (a lost link ends the drill), and forces of exactly known size for
what is drawn to the pixel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from tests.drilled import drilled, run_of, touch_of

from thumbwalk.app.best_before import BestSet
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.free.fitting_drill import FittingDrill
from thumbwalk.coach.free.minutes import Minute
from thumbwalk.coach.free.sole_covered import ZoneTouched
from thumbwalk.coach.free.summary import FreeSummary, TechniqueDone
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.score.enough import not_enough
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.language import before_semicolon, told
from thumbwalk.link.wire import Hello, Scans, Tally
from thumbwalk.pad import Foot, rig_pad
from thumbwalk.session.practice import Practice
from thumbwalk.session.screen.review import reviews_of
from thumbwalk.session.screen.snapshot import DrillState, Snapshot
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.virtual.foot import FootSpec
from thumbwalk.virtual.hand import HandKind, demonstrate_both

PAD = rig_pad()
HELLO = Hello(1, "0", "id", "virtual", "Virtual rig", PAD.names, 100.0, 12, 3300.0, "sole16")
_GONE = told("{url}: the rig went away; plug it in again", url="virtual")
PLUG_IN = told("{lost}; plug it in again, it is waited for", lost=before_semicolon(_GONE))
_STEP = 2
"""Scans from snapshot to snapshot: 20 ms, about what a screen shows."""


def first_steps() -> Drill:
    return packaged_drills()["first-steps"]


class Following:
    """The drill ``first-steps``, or free practice, followed as far as somebody looks.

    ``hand`` is the virtual hand that does the drill, None for nobody; faults are `FootSpec`'s.
    """

    def __init__(
        self, hand: HandKind | None, *, drill: bool = True, foot: Foot = "right", stored: bool = False, **faults: Any
    ) -> None:
        played = None if hand is None else "first-steps"
        self._foot = FootSpec(drill=played, hand=hand or "expert", seed=4, foot=foot, **faults).build()
        self.practice = Practice(replace(PAD, foot=foot), Calibration.generic(16), stored=stored)
        self.practice.take(HELLO)
        if drill:
            self.practice.begin(DrillDocument.of(first_steps(), packaged_targets(), packaged_caps()))
        self.tally = Tally()
        self.seen: list[Snapshot] = [self.now()]
        self._next_us = 0

    def now(self, message: str = "") -> Snapshot:
        return self.practice.snapshot(self.tally, connected=not message, message=message)

    def feed(self, scans: int) -> None:
        self.fed(scans)

    def fed(self, scans: int) -> list[TouchBlock]:
        """Go on, and give the touch that came of it."""
        time_us = self._next_us + np.arange(scans, dtype=np.int64) * 10_000
        self._next_us = int(time_us[-1]) + 10_000
        return self.practice.take(Scans(time_us, self._foot.counts(time_us.astype(np.float64) * 1e-6)))

    def press(self, x_mm: float, y_mm: float, force_n: float) -> None:
        """Press there from now on."""
        self._foot.press(x_mm, y_mm, force_n)

    def release(self) -> None:
        """Take the hand away for good."""
        self._foot.release()

    def at(self, time_s: float) -> Snapshot:
        return self.first(lambda one: one.time_s >= time_s)

    def first(self, when: Callable[[Snapshot], bool], within_s: float = 45.0) -> Snapshot:
        for one in self.seen:
            if when(one):
                return one
        while self.seen[-1].time_s < within_s:
            self.feed(_STEP)
            self.seen.append(self.now())
            if when(self.seen[-1]):
                return self.seen[-1]
        raise AssertionError("no such moment")


@cache
def followed(hand: HandKind | None, **more: Any) -> Following:
    """The same for all who look, so that it is worked out once."""
    return Following(hand, **more)


def in_drill(time_s: float) -> Snapshot:
    """An expert's first steps at a time of the stream."""
    return followed("expert").at(time_s)


def quiet() -> Snapshot:
    """A connected rig that nobody touches, in free practice."""
    return followed(None, drill=False).at(2.0)


def untouched() -> Snapshot:
    """A set that is under way, and nobody has begun."""
    return followed(None).at(5.0)


def nothing_yet() -> Snapshot:
    """A rig that has greeted, and sent no scan."""
    return followed(None, drill=False).seen[0]


def too_light() -> Snapshot:
    return followed("light").first(lambda one: drill_of(one).verdict.reason == "too_light" and one.touch.touching)


def over_pressure() -> Snapshot:
    return followed("heavy").first(lambda one: one.touch.over_cap and drill_of(one).verdict.reason == "limit")


def silent_tile() -> Snapshot:
    """Early in a drill; the tile's wire is open."""
    return followed("expert", open=("mth1",)).first(lambda one: any(one.touch.left_out) and one.time_s > 4.0)


@cache
def link_lost(*, drill: bool = True) -> Snapshot:
    """What a session leaves whose rig has gone: with a drill, its result."""
    gone = Following("heavy", drill=drill)
    gone.at(6.0)
    gone.practice.finish()
    return gone.now(PLUG_IN)


@cache
def finished() -> Snapshot:
    """The drill's end after a hand that was too heavy: with caps, and several things to say."""
    done = Following("heavy", stored=True)
    done.feed(4200)
    done.practice.finish()
    return done.now()


@cache
def partly_lost() -> Snapshot:
    """The drill's end where of its first set so much was lost on the way that it has no score."""
    done = finished()
    assert done.result is not None
    first, *others = done.result.sets
    lost = not_enough(first.technique, 1.04, 8.0)
    assert lost is not None
    return replace(done, result=DrillScore.of(done.result.drill, (lost, *others)))


@cache
def all_lost() -> Snapshot:
    """The drill's end where of each set too much was lost on the way."""
    done = finished()
    assert done.result is not None
    lost = not_enough("hold", 4.5, 8.0)
    assert lost is not None
    return replace(done, result=DrillScore.of(done.result.drill, (lost,) * len(done.result.sets)))


@cache
def many_causes() -> Snapshot:
    """The end of a walk by a beginner: of what cost points some has its moments, some is true of whole sets."""
    done, run = finished(), drilled(packaged_drills()["walk-1"], "beginner")
    ended = replace(drill_of(done), drill=run.drill)
    return replace(done, drill=ended, result=run.result(), reviews=reviews_of(run))


@cache
def best_of_first_steps() -> dict[int, BestSet]:
    """What an expert did of it some weeks ago."""
    run = drilled(first_steps(), "expert")
    scores = [one.score or 0.0 for one in run.result().sets]
    return {one.index: BestSet(scores[one.index], date(2026, 2, 3), one) for one in reviews_of(run)}


@cache
def over_once() -> Snapshot:
    """The end of a drill that an expert did well but for one press, which was more than is comfortable."""
    done, run = finished(), run_of(first_steps())
    path, _ = demonstrate_both(run.drill, PAD, "expert", 1)
    begins_s = [phase.start_s for phase in run.drill.phases() if phase.kind == "set"][1]
    hard = (path.force_n > 5.0) & (np.abs(path.time_s - begins_s - 6.0) < 0.6)
    for block in touch_of(replace(path, force_n=np.where(hard, 34.0, path.force_n)), "right"):
        run.feed(block)
    ended = replace(drill_of(done), drill=run.drill)
    return replace(done, drill=ended, result=run.result(), reviews=reviews_of(run))


@cache
def many_sets() -> Snapshot:
    """The end of a drill of ten sets with long titles, each done a little otherwise."""
    done = finished()
    drill, result, reviews = drill_of(done).drill, done.result, done.reviews
    assert result is not None
    sets = tuple(
        replace(drill.sets[n % 3], title=f"Round {n + 1}: {drill.sets[n % 3].title.lower()}, as slowly as you can")
        for n in range(10)
    )
    scores = tuple(replace(result.sets[n % 3].shared(3)) for n in range(10))
    long = replace(drill, title="The long way home over heel, arch and forefoot", sets=sets)
    again = tuple(replace(reviews[n % 3], index=n, title=sets[n].title) for n in range(10))
    ended = replace(drill_of(done), drill=long)
    return replace(done, drill=ended, result=replace(result, sets=scores), reviews=again)


def drill_of(snapshot: Snapshot) -> DrillState:
    assert snapshot.drill is not None
    return snapshot.drill


def with_stream(snapshot: Snapshot, **changes: Any) -> Snapshot:
    return replace(snapshot, stream=replace(snapshot.stream, **changes))


def with_touch(snapshot: Snapshot, **changes: Any) -> Snapshot:
    return replace(snapshot, touch=replace(snapshot.touch, **changes))


def with_drill(snapshot: Snapshot, **changes: Any) -> Snapshot:
    return replace(snapshot, drill=replace(drill_of(snapshot), **changes))


class StillSource:
    """Gives the snapshot that a test has put there."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.now = snapshot

    def snapshot(self) -> Snapshot:
        return self.now


def free_summary() -> FreeSummary:
    """What a free practice came to."""
    knead = TechniqueDone("knead", 40.0, 30, 11.2, 45.0, 92.0, "force_cv")
    hold = TechniqueDone("hold", 20.0, 1, None, None, None, None)
    return FreeSummary(
        "sole16",
        "right",
        True,
        75.0,
        63.0,
        3.0,
        {},
        (knead, hold),
        (ZoneTouched("heel", 50.0, 0.4),),
        0.2,
        (Minute(0.0, 60.0, 50.0, "knead", 92.0), Minute(60.0, 75.0, 13.0, "hold", None)),
        FittingDrill("knead-3", "knead", told("all was even; {technique} was done most", technique=told("knead"))),
    )
