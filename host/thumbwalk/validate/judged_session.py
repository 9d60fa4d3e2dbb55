"""One held-out session judged: through the chain whole, and once more in the small blocks of a live stream."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.score.unresolved import unresolved
from thumbwalk.longtable import Table
from thumbwalk.pad import Pad
from thumbwalk.pipeline import Pipeline
from thumbwalk.session.screen.live_name import LiveName
from thumbwalk.technique.analysis import Analysis, analyse, floor_of
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.strokes import StrokeFinder
from thumbwalk.touch.hindsight import seen_from_the_end
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.validate.kinds import HeldOut, Kind, held_out
from thumbwalk.validate.live_names import LiveNames, judged_names
from thumbwalk.validate.naming import confusion_of, sure_and_wrong
from thumbwalk.validate.recovery import Error, errors_of

Array = NDArray[np.float64]

LIVE_BLOCK_S = 0.02
"""What a live stream is fed in."""


@dataclass(frozen=True)
class Live:
    """How live strokes came: after their ends by ``delays_s``, and whether they are those of the stream fed whole.

    ``names`` are those that were told meanwhile.
    """

    delays_s: tuple[float, ...]
    same: bool
    names: LiveNames


@dataclass(frozen=True)
class Judged:
    """One session's errors and confusion.

    ``dead_found`` says whether the dead tile, if there was one, was named; ``unsure`` which part of the named time is
    marked unsure.
    """

    confusion: NDArray[np.int64]
    errors: tuple[Error, ...]
    dead_found: bool | None
    unsure: float
    sure_and_wrong: float
    live: Live | None = None


def judged(kind: Kind, seed: int, *, live: bool = False, pad: Pad | None = None) -> Judged:
    """Draw a session, analyse what its sensors read, and hold it against the truth."""
    one = held_out(kind, seed, pad)
    touch, analysis = analysed(one.session.pad, one.time_s, one.values)
    truth = one.session.truth
    named_s = sum(segment.end_s - segment.start_s for segment in analysis.segments)
    unsure_s = sum(segment.end_s - segment.start_s for segment in analysis.segments if segment.unsure)
    return Judged(
        confusion_of(truth, analysis.segments),
        _resolved(one.session.pad, errors_of(truth.parts, analysis, seen_from_the_end(touch), one.session.path)),
        set(one.errors.dead) <= set(analysis.left_out) if one.errors.dead else None,
        unsure_s / named_s if named_s else 0.0,
        sure_and_wrong(truth, analysis.segments),
        live_strokes(one, touch) if live else None,
    )


def _resolved(pad: Pad, errors: Iterable[Error]) -> tuple[Error, ...]:
    """Errors of what is claimed: on a plate nothing of a blow's force and time, which nobody is scored for either."""
    found = tuple(errors)
    return found if not pad.is_plate else tuple(e for e in found if e.measure not in unresolved(pad, e.technique, {}))


def analysed(pad: Pad, time_s: Array, values: Table) -> tuple[TouchBlock, Analysis]:
    """A pad table through the chain, whole: as ``thumbwalk analyse`` does it."""
    pipeline = Pipeline.of_table(pad, time_s, values)
    touch = TouchBlock.joined(pipeline.feed_table(time_s, values))
    return touch, analyse(touch, pad, pipeline.left_out, duration_s=float(time_s[-1] - time_s[0]))


def live_strokes(one: HeldOut, whole: TouchBlock) -> Live:
    """Feed a session in blocks of 20 ms and note when each stroke came out.

    The delay is from a stroke's end to the newest sample that had been fed: what the stream's own rate adds is in it,
    what a computer takes to work it out is not.
    """
    pad = one.session.pad
    pipeline = Pipeline.of_table(pad, one.time_s, one.values)
    finder = StrokeFinder(whole.step_s, floor_of(whole, pad))
    rows = max(round(LIVE_BLOCK_S * one.errors.rate_hz), 1)
    found: list[Stroke] = []
    delays: list[float] = []
    naming, told = LiveName(pad), list[tuple[float, str]]()
    for at in range(0, len(one.time_s), rows):
        newest_s = float(one.time_s[min(at + rows, len(one.time_s)) - 1] - one.time_s[0])
        for block in pipeline.feed(one.time_s[at : at + rows], one.values[at : at + rows]):
            strokes = finder.feed(block)
            found += strokes
            delays += [newest_s - stroke.end_s for stroke in strokes]
            naming.take(block)
        told.append((newest_s, naming.technique))
    for block in pipeline.finish():
        found += finder.feed(block)
    found += finder.finish()
    whole_finder = StrokeFinder(whole.step_s, floor_of(whole, pad))
    same = found == [*whole_finder.feed(whole), *whole_finder.finish()]
    return Live(tuple(delays), same, judged_names(one.session.truth, told))
