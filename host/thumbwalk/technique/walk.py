"""Thumb walking: small forward bites, contact never lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.factors import UNSEEN, Factor, above, below, product
from thumbwalk.technique.measures import Measures, common, release, rhythm
from thumbwalk.technique.piecewise import Pieces, of_presses
from thumbwalk.technique.signs import Signs
from thumbwalk.technique.stroke import ROW_LIFT_S
from thumbwalk.technique.technique import Technique
from thumbwalk.technique.ways import Ways
from thumbwalk.technique.work import STROKE_COLUMNS, StrokeTable, Work

Array = NDArray[np.float64]

_ADVANCE_MM, _KEPT = 4.0, 0.14
"""What tells bites from kneading: half met at a step of 4 mm, the least bite that targets ask for, and where a
seventh of the force is kept. Higher limits call short or let-go bites kneading, lower ones call wandering kneading a
walk."""
_PRESS_S, _INTERVAL_S, _SPREAD_MM, _VALLEY, _TOUCH_S = 1.5, 0.3, 8.0, 0.65, 0.25
"""Limits of the other factors, each half met there: bites come at 60 to 120 a minute, one under a thumb's breadth,
and a valley that keeps more than two thirds is a wobble. No source names them."""
_ACROSS_DEG = 60.0
"""A walk that runs farther off the foot's axis goes across, and its way forward is its own."""
_SURELY_KEPT = 0.1
"""A contact that presses with less of the peaks beside it may have been lost."""
_LEAST_STEPS = 5
"""So many steps tell what a usual one is."""
_BACK = 1.5
"""A step back of so many bites is the way to where the next line begins."""
_MISSED, _MOST_MISSED = 0.4, 3
"""A step and its time that both are within this part of a usual one, for each that is missing, of two, three or four:
so many bites less one were too weak to rise out of the contact kept. More in a row are a pause. Higher, and a long slow
bite is two."""
_TURNED, _TURNED_MM = 0.5, 2.5
"""A step back by half a bite, and by more than a place errs, is a bite that goes back: a bite's length is told on each
side of it, or a hand that goes to and fro would have small ones. Less, and chance makes small bites longer."""


def walking(signs: Signs) -> tuple[Factor, Factor]:
    """What makes presses bites: they get on, and contact is kept between them."""
    unseen = np.isnan(signs.advance_mm) | np.isnan(signs.release)
    return (
        above("advance_mm", signs.advance_mm, _ADVANCE_MM, 7.0).where(unseen, UNSEEN),
        above("release", signs.release, _KEPT, 5.0).where(unseen, 1.0),
    )


def not_walking(signs: Signs) -> Factor:
    """What makes presses no bites; told by how far they get on, since all presses may keep contact."""
    on, kept = walking(signs)
    return replace(on, more=False, fit=1.0 - product((on, kept)))


def factors(signs: Signs) -> tuple[Factor, ...]:
    """Bites are short presses that get on while contact is kept."""
    return (
        *walking(signs),
        below("press_s", signs.press_s, _PRESS_S, 5.0),
        above("touch_s", signs.touch_s, _TOUCH_S, 6.0),
        below("spread_mm", signs.spread_mm, _SPREAD_MM, 4.0),
        below("valley", signs.valley, _VALLEY, 8.0),
        above("interval_s", np.minimum(signs.interval_s, 10.0), _INTERVAL_S, 6.0),
    )


def measures(work: Work) -> Measures:
    """Common measures, rhythm, length and direction of the bites, and how far contact is kept."""
    if work.ways.weak_bites:
        work = replace(work, strokes=_with_weak(work.strokes))
    return {**common(work), **rhythm(work), **_bites(work.strokes, work.ways), "contact_kept": release(work)}


def _with_weak(strokes: StrokeTable) -> StrokeTable:
    """Bites with those between them that were too weak to be seen: an uneven walk is no less so for its weakest ones.

    Where step and time are those of several bites, as many pressed no harder than the least force between; their
    places and times are even parts of the way.
    """
    dx, dy = np.diff(strokes.x_mm), np.diff(strokes.y_mm)
    kept_n = _SURELY_KEPT * np.minimum(strokes.peak_n[1:], strokes.peak_n[:-1])
    on = strokes.linked & (strokes.valley_n[1:] > kept_n) & ~np.isnan(dx)
    if np.count_nonzero(on) < _LEAST_STEPS:
        return strokes
    step_mm, time_s = np.hypot(dx, dy), np.diff(strokes.onset_s)
    in_steps, in_times = (values / np.median(values[on]) for values in (step_mm, time_s))
    bites = np.rint(in_times)
    # the place of the bite behind is drawn back by those that it was taken together with
    near = (np.abs(in_times - bites) <= _MISSED) & (np.abs(in_steps - bites) <= _MISSED * (bites - 1))
    missed = np.where(on & near & (bites <= _MOST_MISSED + 1), bites - 1, 0).astype(np.int64)
    if not missed.any():
        return strokes
    before = np.repeat(np.arange(len(missed)), missed)
    number = np.concatenate([np.arange(1, n + 1) for n in missed.tolist()])
    part = number / (missed[before] + 1)
    columns = {}
    for name in STROKE_COLUMNS:
        values = getattr(strokes, name)
        weak = values[before] + part * (values[before + 1] - values[before])
        weak = strokes.valley_n[before + 1] if name in ("peak_n", "valley_n") else weak
        columns[name] = np.insert(values, before + 1, weak)
    return StrokeTable(run=np.insert(strokes.run, before + 1, strokes.run[before]), **columns)


def _bites(strokes: StrokeTable, ways: Ways) -> Measures:
    lines = [(strokes.x_mm[line], strokes.y_mm[line]) for line in _placed_lines(strokes, ways)]
    if not lines:
        return dict.fromkeys(("bite_mm", "bite_cv", "heading_deg", "forward"))
    straight = [part for line in lines for part in _one_way(*line)] if ways.bites_go_back else lines
    weights = np.array([len(x) - 1.0 for x, _ in straight])
    slopes = np.array([(_slope(x), _slope(y)) for x, y in straight])
    net = np.sum(slopes * weights[:, None], axis=0)
    heading = float(np.arctan2(net[1], net[0]))
    steps = np.array([step for x, y in lines for step in zip(np.diff(x), np.diff(y), strict=True)])
    along = steps @ np.array([np.cos(heading), np.sin(heading)])
    ahead = _ahead_mm(steps, heading)
    return {
        "bite_mm": float(np.sum(np.hypot(*slopes.T) * weights) / np.sum(weights)),
        "bite_cv": ways.scatter(along) if len(along) >= 3 else None,
        "heading_deg": float(np.degrees(heading)),
        "forward": float(np.mean(ahead > 0.0)),
    }


def _ahead_mm(steps_mm: Array, heading: float) -> Array:
    """How far steps, (n, 2), go toward the toes; of a walk that runs across the foot, the way that it went."""
    off_axis = abs(np.degrees(np.arctan(np.tan(heading))))
    if off_axis > _ACROSS_DEG:
        return np.asarray(steps_mm @ np.array([np.cos(heading), np.sin(heading)]))
    return steps_mm[:, 0]


def _placed_lines(strokes: StrokeTable, ways: Ways) -> list[slice]:
    """The lines of two and more bites whose places are known."""
    lines = _lines(strokes, ways)
    return [one for one in lines if one.stop - one.start > 1 and not np.isnan(strokes.x_mm[one]).any()]


def pieces(work: Work, as_done: Work) -> Mapping[str, Pieces]:
    """Those of presses, and from bite to bite how far it got, and whether that was ahead: 1, or back: 0."""
    strokes, done = work.strokes, as_done.strokes
    lines, heading = _placed_lines(strokes, work.ways), _bites(strokes, work.ways)["heading_deg"]
    before = np.concatenate([np.empty(0, np.intp), *(np.arange(one.start, one.stop - 1) for one in lines)])
    dx, dy = strokes.x_mm[before + 1] - strokes.x_mm[before], strokes.y_mm[before + 1] - strokes.y_mm[before]
    ahead_mm = _ahead_mm(np.column_stack([dx, dy]), np.radians(float(heading or 0.0)))
    when = done.peak_s[before], done.peak_s[before + 1]
    bites = {"bite_mm": Pieces(*when, np.hypot(dx, dy)), "forward": Pieces(*when, (ahead_mm > 0.0).astype(np.float64))}
    return {**of_presses(work, as_done), **bites}


def _lines(strokes: StrokeTable, ways: Ways) -> Iterator[slice]:
    """Bites of one line: a hand that goes back, through the air or sliding, begins a new one."""
    on = strokes.linked & (strokes.start_s[1:] - strokes.end_s[:-1] < ROW_LIFT_S)
    dx, dy = np.diff(strokes.x_mm), np.diff(strokes.y_mm)
    if on.any():
        usual_x, usual_y = _usual_step(dx[on], dy[on], ways)
        along = dx * usual_x + dy * usual_y
        on &= ~(along < -_BACK * (usual_x**2 + usual_y**2))
    borders = [0, *(np.flatnonzero(~on) + 1).tolist(), len(strokes)]
    for lo, hi in pairwise(borders):
        yield slice(lo, hi)


def _usual_step(dx: Array, dy: Array, ways: Ways) -> tuple[float, float]:
    """The usual bite: as long as the median one, whichever way it goes, and the way that they go in the end."""
    if not ways.bites_go_back:
        return float(np.median(dx)), float(np.median(dy))
    length = np.hypot(dx, dy)
    usual = float(np.median(length))
    small = length <= 2.0 * _BACK * usual
    x, y = (float(np.sum(way[small])) for way in (dx, dy))
    net = float(np.hypot(x, y))
    return (usual * x / net, usual * y / net) if net > 0.0 else (0.0, 0.0)


def _one_way(x: Array, y: Array) -> Iterator[tuple[Array, Array]]:
    """A line in parts that go on in one way each; where it turns, both have the bite at which it does."""
    dx, dy = np.diff(x), np.diff(y)
    way_x, way_y = float(x[-1] - x[0]), float(y[-1] - y[0])
    net = float(np.hypot(way_x, way_y))
    along = (dx * way_x + dy * way_y) / net if net > 0.0 else np.hypot(dx, dy)
    back = along < -max(_TURNED_MM, _TURNED * float(np.median(np.abs(along))))
    turns = np.flatnonzero(np.diff(back)) + 1
    for lo, hi in pairwise([0, *turns.tolist(), len(dx)]):
        yield x[lo : hi + 1], y[lo : hi + 1]


def _slope(values: Array) -> float:
    number = np.arange(len(values)) - (len(values) - 1) / 2
    return float(np.sum(number * values) / np.sum(number * number))


TECHNIQUE = Technique("walk", "thumb walking (Ingham)", factors, measures, pieces=pieces)
