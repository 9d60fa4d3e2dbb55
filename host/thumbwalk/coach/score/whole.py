"""Measures of a drill as a whole, out of its sets' scores: order, and what is left of quality when tired, or unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from thumbwalk.coach.score.advice import advice
from thumbwalk.coach.score.score import CREDIT_FLOOR, Metric, Score, credit
from thumbwalk.coach.targets.bands import Band
from thumbwalk.technique.vocabulary import VOCABULARY


@dataclass(frozen=True, slots=True)
class DoneSet:
    """A set of a drill: how long it was, whether it was blind, and its score."""

    lasts_s: float
    blind: bool
    score: Score


def whole_metrics(bands: Mapping[str, Band], sets: Sequence[DoneSet]) -> tuple[Metric, ...]:
    """The measures of a whole drill that there are bands for; none as long as a set has no score."""
    if any(one.score.score is None for one in sets):
        return ()
    return tuple(_metric(name, band, WHOLE[name](sets)) for name, band in bands.items() if name in WHOLE)


def part_left(metrics: Sequence[Metric]) -> float:
    """What a score keeps behind the whole's measures that count in it: of the order, in the way of every credit."""
    return float(np.prod([max(one.credit, CREDIT_FLOOR) ** one.weight for one in metrics if one.name in COUNTS]))


def _metric(name: str, band: Band, value: float | None) -> Metric:
    earned = 0.0 if value is None else credit(value, band)
    return Metric(name, value, VOCABULARY[name].unit, band.ends, earned, band.weight, 0.0, advice(name, value, band))


def _order(sets: Sequence[DoneSet]) -> float | None:
    """The part of the sets whose techniques were done one behind the other as they were asked for."""
    asked = [one.score.technique for one in sets]
    done = [_mostly_done(one) for one in sets]
    longest = np.zeros((len(asked) + 1, len(done) + 1), dtype=np.int64)
    for row, one in enumerate(asked, start=1):
        for column, other in enumerate(done, start=1):
            same = longest[row - 1, column - 1] + (one == other)
            longest[row, column] = max(same, longest[row - 1, column], longest[row, column - 1])
    return float(longest[-1, -1]) / len(asked) if asked else None


def _mostly_done(one: DoneSet) -> str | None:
    """The technique that most of a set's time went to; None where nothing was done."""
    flow = one.score.metric("flow")
    own_s = one.lasts_s * (flow.value if flow is not None and flow.value is not None else 1.0)
    spent_s = {one.score.technique: own_s, **one.score.elsewhere}
    most = max(spent_s, key=lambda name: spent_s[name])
    return most if spent_s[most] > 0.0 else None


def _tired_over_fresh(sets: Sequence[DoneSet]) -> float | None:
    """The last set's score over the first one's: two alike, with hard work between them."""
    fresh, tired = sets[0].score.score, sets[-1].score.score
    return tired / fresh if fresh and tired is not None else None


def _blind_below(sets: Sequence[DoneSet]) -> float | None:
    """How many points the blind sets lie below the seen ones; 0 where they are as good or better."""
    seen, blind = ([one.score.score or 0.0 for one in sets if one.blind == which] for which in (False, True))
    return max(float(np.mean(seen)) - float(np.mean(blind)), 0.0) if seen and blind else None


WHOLE: dict[str, Callable[[Sequence[DoneSet]], float | None]] = {
    "order": _order,
    "tired_over_fresh": _tired_over_fresh,
    "blind_below": _blind_below,
}
"""The measures of a whole drill, by name."""
COUNTS = ("order",)
"""Those that are scored; the others only say whether a drill is passed."""
