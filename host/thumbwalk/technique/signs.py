"""What recognition looks at: strokes, long ones in pieces, each with what the strokes and the motion about it show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.motion import Motion, motion_at
from thumbwalk.technique.pauses import still_s
from thumbwalk.technique.stroke import ROW_LIFT_S, Stroke
from thumbwalk.technique.work import StrokeTable
from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]

_WHOLE_S, _PIECE_S = 1.2, 0.25
"""A press up to so long is one piece, a longer one is cut into pieces of so many seconds, which is how finely a
change of technique within a stroke is placed."""
_LEAST_WEIGHT, _FIRM = 0.5, 0.5
"""A blow says no less than half a second does, and a moment counts in full from half of its stroke's peak on."""
_STROKES = 7
"""A row of so many strokes, six steps, is looked at for release and advance: fewer let one way back decide."""
_REACH = (-6, -3, 0)
"""Rows before, about and after a stroke: of the three, one lies within one technique near a change."""
SLIDE_MM = 7.0
"""A stroke that spreads by more is a slide to the next place, and no step of a row. A bite stays within 8 mm."""
_HELD, _STAYS_MM = 0.65, 4.0
"""Presses are one that is held where this part of the lesser peak stays between them, which is where a valley parts
strokes that have not moved on, and where the next one is nearer than the least bite that is asked for; of presses too
long for bites, than a thumb's breadth. Lower, and kneading that is hardly let go of is a hold; higher, and a hold that
is heavier for a while is kneading."""
_AGAIN_MM, _LINE_MM = 12.0, 15.0
"""A lift leads back when what comes next begins so near to where the row before began, and at least so far from where
that ended, two bites. Nearer, and a hand whose places err begins anew; farther, and the next technique goes on."""
_PLACE_MM = 0.3
"""What the places' errors alone would leave, added to each misfit, so that few steps do not win by chance."""


@dataclass(frozen=True)
class Signs:
    """Pieces of touch as columns, (n,) each; NaN is "can't be said".

    Attributes
    ----------
    start_s, end_s : stream seconds.
    stroke, run : which stroke a piece is of, and which run of strokes without a lift over 1.5 s.
    weight : how much it has to say, about its firm seconds.
    press_s, touch_s, spread_mm : of its stroke; ``touch_s`` is from its start to its end.
    held_s : likewise of its press and of those before and after it from which it is not let go of.
    still_s : how long the force of its stroke stays close to the peak; 0 where that is no pause.
    release : median valley of the strokes about it, over the mean of its peaks.
    valley : the deeper of the valleys beside its stroke, likewise.
    interval_s : the shorter of the intervals to the strokes beside it; inf where it stands alone.
    advance_mm : how far the strokes about it move on, each.
    motion : how the contact moves about its middle.
    """

    start_s: Array
    end_s: Array
    stroke: NDArray[np.int64]
    run: NDArray[np.int64]
    weight: Array
    press_s: Array
    touch_s: Array
    spread_mm: Array
    held_s: Array
    still_s: Array
    release: Array
    valley: Array
    interval_s: Array
    advance_mm: Array
    motion: Motion

    def __len__(self) -> int:
        return len(self.start_s)


def signs_of(runs: Sequence[Sequence[Stroke]], touch: TouchBlock) -> Signs:
    """Signs of strokes that stand in runs, from the touch that they were found in."""
    table = StrokeTable.of(runs)
    lasts_s = table.end_s - table.start_s
    count = np.where(table.press_s > _WHOLE_S, np.ceil(lasts_s / _PIECE_S), 1.0).astype(np.int64)
    stroke = np.repeat(np.arange(len(table)), count)
    number = np.arange(len(stroke)) - np.repeat(np.cumsum(count) - count, count)
    piece_s = (lasts_s / count)[stroke]
    start_s = table.start_s[stroke] + number * piece_s
    end_s = np.where(number == count[stroke] - 1, table.end_s[stroke], table.start_s[stroke] + (number + 1) * piece_s)
    middle = np.minimum(np.searchsorted(touch.time_s, (start_s + end_s) / 2), len(touch) - 1).astype(np.int64)
    force = touch.working_n
    firm = np.minimum(force[middle] / (_FIRM * np.maximum(table.peak_n[stroke], 1e-9)), 1.0)
    whole = np.clip(table.press_s, _LEAST_WEIGHT, 4.0)[stroke]
    release, advance = _about(table)
    step_s = touch.step_s
    still = np.array([still_s(one, touch, step_s) for run in runs for one in run], dtype=np.float64)
    return Signs(
        start_s,
        end_s,
        stroke,
        table.run[stroke],
        np.where(count[stroke] > 1, piece_s * firm, whole),
        table.press_s[stroke],
        lasts_s[stroke],
        table.spread_mm[stroke],
        _held_s(table)[stroke],
        still[stroke],
        release[stroke],
        deepest_valley(table)[stroke],
        nearest_interval_s(table)[stroke],
        advance[stroke],
        motion_at(touch, middle),
    )


def deepest_valley(strokes: StrokeTable) -> Array:
    """For each stroke the deeper of the valleys to the strokes it is linked with, as ``release``; NaN where alone."""
    valleys = _valleys(strokes)
    return np.asarray(np.fmin(np.append(np.nan, valleys), np.append(valleys, np.nan))[: len(strokes)])


def nearest_interval_s(strokes: StrokeTable) -> Array:
    """For each stroke the shorter of the intervals to the strokes it is linked with; inf where it stands alone."""
    gaps = np.where(strokes.linked, np.diff(strokes.onset_s), np.inf)
    return np.asarray(np.minimum(np.append(np.inf, gaps), np.append(gaps, np.inf))[: len(strokes)])


def part_of(stroke: Stroke, start_s: float, end_s: float, touch: TouchBlock) -> Stroke:
    """The part of a stroke between two times: what is left of it when a technique changes within it."""
    lo, hi = np.searchsorted(touch.time_s, [start_s, end_s])
    force = touch.working_n[lo:hi]
    if len(force) == 0:
        return stroke
    weight = np.where(np.isnan(touch.x_mm[lo:hi]), 0.0, force * force)
    total = float(weight.sum())
    x, y = (np.nan_to_num(place[lo:hi]) for place in (touch.x_mm, touch.y_mm))
    mean_x, mean_y = (float(np.sum(weight * v) / total) if total > 0.0 else np.nan for v in (x, y))
    far = float(np.sum(weight * ((x - mean_x) ** 2 + (y - mean_y) ** 2)) / total) if total > 0.0 else np.nan
    peak_n = float(force.max())
    step_s = (end_s - start_s) / len(force)
    first = start_s <= stroke.start_s
    return replace(
        stroke,
        start_s=start_s,
        onset_s=stroke.onset_s if first else start_s,
        peak_s=float(touch.time_s[lo + int(force.argmax())]),
        end_s=end_s,
        peak_n=peak_n,
        valley_n=stroke.valley_n if first else float(force[0]),
        press_s=float(force.sum()) * step_s / peak_n if peak_n > 0.0 else 0.0,
        x_mm=mean_x,
        y_mm=mean_y,
        spread_mm=far**0.5,
    )


def _held_s(strokes: StrokeTable) -> Array:
    """For each stroke how long it and those that it is held on to press, together; the strokes' own sum."""
    lesser = np.minimum(strokes.peak_n[1:], strokes.peak_n[:-1])
    moved_mm = np.hypot(np.diff(strokes.x_mm), np.diff(strokes.y_mm))
    long = np.minimum(strokes.press_s[1:], strokes.press_s[:-1]) > _WHOLE_S
    stays = ~(moved_mm > np.where(long, SLIDE_MM, _STAYS_MM))
    held = strokes.linked & (strokes.valley_n[1:] >= _HELD * lesser) & stays
    group = np.cumsum(np.append(False, ~held)[: len(strokes)])
    return np.asarray(np.bincount(group, weights=strokes.press_s)[group]) if len(strokes) else strokes.press_s


def _valleys(strokes: StrokeTable) -> Array:
    means = np.maximum((strokes.peak_n[1:] + strokes.peak_n[:-1]) / 2, 1e-9)
    return np.where(strokes.linked, strokes.valley_n[1:] / means, np.nan)


def _about(table: StrokeTable) -> tuple[Array, Array]:
    """Release and advance of the strokes before, about or after each: those whose steps agree best.

    The advance is the length of the median step: a way back to where a line began is one step among many.
    """
    n = len(table)
    valleys = np.append(np.nan, _valleys(table))[:n]
    # Neither a long press nor a slide to the next place is one of a row of presses.
    short = (table.press_s <= _WHOLE_S) & ~(table.spread_mm > SLIDE_MM)
    near = np.append(False, table.linked & (table.start_s[1:] - table.end_s[:-1] < ROW_LIFT_S) & short[1:] & short[:-1])
    near = near[:n]
    group = np.cumsum(~near)
    step_x, step_y = (np.append(np.nan, np.diff(place))[:n] for place in (table.x_mm, table.y_mm))
    step_x, step_y, valleys = (np.where(near, column, np.nan) for column in (step_x, step_y, valleys))
    best = np.full(n, np.inf)
    release, advance = np.full(n, np.nan), np.full(n, np.nan)
    index = np.arange(n)[:, None]
    for reach in _REACH:
        number = index + reach + np.arange(1, _STROKES)
        row = np.clip(number, 0, max(n - 1, 0))
        # A step is into its stroke: both of its ends must be among the strokes looked at.
        mine = (number == row) & (group[row] == group[:, None]) & near[row] & ~np.isnan(step_x[row])
        count = mine.sum(axis=1)
        dx, dy, kept = (_median(column[row], mine) for column in (step_x, step_y, valleys))
        off = np.hypot(step_x[row] - dx[:, None], step_y[row] - dy[:, None])
        # Few steps always agree: what the places' errors alone would leave is added.
        misfit = (_median(off, mine) + _PLACE_MM) / np.maximum(count - 1, 1e-9) ** 0.5
        better = (count >= 2) & (misfit < best)
        best[better] = misfit[better]
        advance[better], release[better] = np.hypot(dx, dy)[better], kept[better]
    return _taken_up(table, near, release, advance)


def _taken_up(table: StrokeTable, near: NDArray[np.bool_], release: Array, advance: Array) -> tuple[Array, Array]:
    """The same with rows too short to show them, after a lift, told by the row before that they take up.

    A walk's hand lifts at a line's end and begins it again: the first bites of a line that is broken off are its own,
    where they land where the line before began. ``near`` (n,) are the strokes that are in a row with the one before.
    """
    borders = [*np.flatnonzero(~near).tolist(), len(near)]
    for before, first, stop in zip(borders, borders[1:], borders[2:], strict=False):
        if not np.isnan(advance[first:stop]).all() or np.isnan(advance[first - 1]) or not table.linked[first - 1]:
            continue
        if table.start_s[first] - table.end_s[first - 1] < ROW_LIFT_S:
            continue
        again_mm, line_mm = (
            float(np.hypot(table.x_mm[first] - table.x_mm[other], table.y_mm[first] - table.y_mm[other]))
            for other in (before, first - 1)
        )
        if again_mm < _AGAIN_MM and line_mm > _LINE_MM:
            advance[first:stop], release[first:stop] = advance[first - 1], release[first - 1]
    return release, advance


def _median(values: Array, mine: NDArray[np.bool_]) -> Array:
    """Median of the values that are ``mine``, row by row; NaN where there are none."""
    ordered = np.sort(np.where(mine, values, np.inf), axis=1)
    count = np.sum(np.isfinite(ordered), axis=1)
    rows = np.arange(len(values))
    middle = 0.5 * (ordered[rows, np.maximum(count - 1, 0) // 2] + ordered[rows, count // 2 % values.shape[1]])
    return np.where(count > 0, middle, np.nan)
