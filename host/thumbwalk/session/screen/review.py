"""A set to look back at, for the screen behind a drill: where it was pressed, how hard, and what cost points when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.guide import Ends
from thumbwalk.coach.drill.guide_shape import GuideShape
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.feedback.reasons import Reason, reason_of
from thumbwalk.coach.score.judge import points_in_time
from thumbwalk.coach.score.lost_when import LIMIT, CostSpan
from thumbwalk.coach.score.score import Metric, Score
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.touch.touch_block import TouchBlock

_MOST_POINTS = 1600
"""A screen's width has no more of them; each bin keeps its lowest and its highest."""
_PLACES_EVERY_S = 0.25
"""Of a technique whose touch goes on: so a hold of ten seconds leaves forty places."""
_WAY_EVERY_S = 0.04
"""Of the way of the thumb: as often as an eye follows it."""
_MOST_PLACES = 240
"""More dots hide each other, and what was asked."""

Rows = NDArray[np.float64]
Absent = Literal["undone", "unreached"]


@dataclass(frozen=True, slots=True)
class SetCost:
    """What a measure of a set cost, in points of the drill, and when.

    ``spans`` are of the set's own time and share out the ``points``; there are none where it is true of the whole set.
    Of a cap ``measure`` and ``reason`` are "limit". ``absent`` is why there can be no moment: the measure was not
    done at all, or it is of places on a line that were not reached.
    """

    measure: str
    reason: Reason | None
    points: float
    spans: tuple[CostSpan, ...] = ()
    absent: Absent | None = None


@dataclass(frozen=True, eq=False)
class SetReview:
    """What is to be seen of a set; times are seconds from its beginning, forces newtons.

    ``trace_s`` and ``trace_n`` are (n,), thinned. ``places_mm`` (m, 2) and ``presses_n`` (m,) are its presses by their
    peaks or, of a technique whose touch goes on, moments of it. ``band_n`` and the place are what was asked for: a
    ``zone``, a way or a point. ``way_s`` (k,), ``way_mm`` (k, 2) and ``way_n`` (k,) are the contact, moment by moment;
    its place is NaN where nothing touched. ``costs`` are what it took of the drill's score, the dearest first.
    ``shape`` is what was to be done, moment by moment: a guide's, or what a master did.
    """

    index: int
    title: str
    technique: str
    seconds: float
    trace_s: Rows
    trace_n: Rows
    places_mm: Rows
    presses_n: Rows
    band_n: Ends | None = None
    zone: str | None = None
    target_mm: tuple[float, float] | None = None
    path_mm: tuple[tuple[float, float], ...] = ()
    calibrated: bool = True
    way_s: Rows = field(default_factory=lambda: np.empty(0))
    way_mm: Rows = field(default_factory=lambda: np.empty((0, 2)))
    way_n: Rows = field(default_factory=lambda: np.empty(0))
    costs: tuple[SetCost, ...] = ()
    shape: GuideShape | None = None

    @property
    def follows_master(self) -> bool:
        """Whether what was to be done is what a master did."""
        return self.shape is not None and self.shape.trace_n is not None

    def asked_n(self, time_s: Rows) -> Rows | None:
        """The force to follow at times (n,) of the set, newtons; None where none was asked for."""
        if self.shape is None or not self.calibrated or not self.shape.shows_force:
            return None
        return self.shape.force_at(time_s)

    def asked_mm(self, at_s: float) -> tuple[float, float] | None:
        """Where the hand should have been at a time of the set, mm; None where no place was asked for."""
        return None if self.shape is None else self.shape.place_at(at_s)

    def moment(self, at_s: float) -> tuple[tuple[float, float] | None, float | None]:
        """Where the hand was at a time of the set, mm, and its force; None before its first moment, and untouched."""
        last = int(np.searchsorted(self.way_s, at_s, side="right")) - 1
        if last < 0:
            return None, None
        x, y = self.way_mm[last].tolist()
        return ((x, y) if np.isfinite(x) else None), float(self.way_n[last])

    @property
    def aims(self) -> NDArray[np.int8]:
        """Whether each press was in its band, 0, or below, -1, or above, 1; 0 where none was asked for; (m,)."""
        low, high = self.band_n or (None, None)
        below = self.presses_n < (-np.inf if low is None else low)
        above = self.presses_n > (np.inf if high is None else high)
        return above.astype(np.int8) - below.astype(np.int8)


def reviews_of(run: DrillRun) -> tuple[SetReview, ...]:
    """Every set of a drill of which there is any touch to look at."""
    begins_s = [phase.start_s for phase in run.drill.phases() if phase.kind == "set"]
    scores = run.result().sets
    return tuple(
        replace(
            _review(run, run.drill, index, touch, begins_s[index]),
            costs=_costs(run, index, touch, scores[index], begins_s[index]),
        )
        for index, touch in enumerate(run.judged())
        if len(touch)
    )


def _costs(run: DrillRun, index: int, touch: TouchBlock, score: Score, begins_s: float) -> tuple[SetCost, ...]:
    """What a set's score took off; of one that has none, nothing."""
    if score.score is None:
        return ()
    when = points_in_time(touch, run.pad, score, run.document.caps, run.task(index), run.rules)
    elsewhere, on_way = bool(score.elsewhere), bool(run.task(index).paths_mm)
    found = [
        replace(
            _cost(one.name, reason_of(one, elsewhere=elsewhere), one.points, when, begins_s),
            absent=_absent(one, on_way=on_way),
        )
        for one in score.metrics
        if one.points > 0.0
    ]
    if LIMIT in when:
        found.append(_cost(LIMIT, "limit", sum(cap.points for cap in score.caps), when, begins_s))
    return tuple(sorted(found, key=lambda one: -one.points))


def _absent(metric: Metric, *, on_way: bool) -> Absent | None:
    if metric.value is None:
        return "undone"
    return "unreached" if metric.name == "coverage" and on_way else None


def _cost(
    name: str, reason: Reason | None, points: float, when: Mapping[str, tuple[CostSpan, ...]], begins_s: float
) -> SetCost:
    spans = (replace(one, start_s=one.start_s - begins_s, end_s=one.end_s - begins_s) for one in when.get(name, ()))
    return SetCost(name, reason, points, tuple(spans))


def _review(run: DrillRun, drill: Drill, index: int, touch: TouchBlock, begins_s: float) -> SetReview:
    part, guide = drill.sets[index], run.guides[index]
    places_mm, presses_n = _presses(touch, run) if guide.peaks else _moments(touch)
    every = slice(None, None, max(1, round(_WAY_EVERY_S / touch.step_s)))
    trace_s, trace_n = thinned(touch.time_s - begins_s, np.nan_to_num(touch.total_n))
    return SetReview(
        index=index,
        title=part.title,
        technique=part.technique,
        seconds=part.duration_s,
        trace_s=trace_s,
        trace_n=trace_n,
        places_mm=places_mm,
        presses_n=presses_n,
        band_n=guide.band_n,
        zone=part.zone if run.pad.is_sole else None,
        target_mm=guide.target_mm if part.zone is None and not guide.path_mm else None,
        path_mm=guide.path_mm,
        calibrated=run.calibrated,
        way_s=touch.time_s[every] - begins_s,
        way_mm=np.column_stack([touch.x_mm, touch.y_mm])[every],
        way_n=touch.contact_n[every],
        shape=run.shapes[index],
    )


def _presses(touch: TouchBlock, run: DrillRun) -> tuple[Rows, Rows]:
    rows = np.array([(one.x_mm, one.y_mm, one.peak_n) for one in strokes_on(touch, run.pad)]).reshape(-1, 3)
    return _known(rows)


def _moments(touch: TouchBlock) -> tuple[Rows, Rows]:
    every = max(1, round(_PLACES_EVERY_S / touch.step_s))
    at = np.flatnonzero(touch.touching)[::every]
    return _known(np.column_stack([touch.x_mm[at], touch.y_mm[at], touch.contact_n[at]]))


def _known(rows: Rows) -> tuple[Rows, Rows]:
    rows = rows[np.isfinite(rows).all(axis=1)]
    rows = rows[:: max(1, -(-len(rows) // _MOST_PLACES))]
    return rows[:, :2], rows[:, 2]


def thinned(time_s: Rows, force_n: Rows) -> tuple[Rows, Rows]:
    """A trace with the lowest and the highest of each bin, in the order in which they came."""
    if len(time_s) <= _MOST_POINTS:
        return time_s, force_n
    each = -(-2 * len(time_s) // _MOST_POINTS)
    starts = np.arange(0, len(time_s), each)
    ends = np.append(starts[1:], len(time_s))
    kept = [
        index
        for first, stop in zip(starts.tolist(), ends.tolist(), strict=True)
        for index in sorted({first + int(force_n[first:stop].argmin()), first + int(force_n[first:stop].argmax())})
    ]
    return time_s[kept], force_n[kept]
