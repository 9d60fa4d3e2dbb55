"""What a whole table's taxels read in its rests from the first one to the last: sensors that are off, or that drift.

A tile that reads the same in every rest, to a hundredth, is no hand: no hand is so steady. Nor is one whose rests lie
on a straight line. A hand that holds the foot the whole time stays in its place, but wavers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.longtable import Table
from thumbwalk.pad import Pad
from thumbwalk.signal.stretches import Shift
from thumbwalk.touch.fit import Known
from thumbwalk.touch.localise import Localiser, can_localise
from thumbwalk.touch.roles import Hand
from thumbwalk.touch.windows import Windows

Array = NDArray[np.float64]

_MOST_RESTS = 120
_LEAST_RESTS, _LEAST_S = 6, 20.0
_ON_LINE_N, _ON_LINE = 0.1, 0.6
"""How near to a line the rests lie, and which part of them, in each third of the time."""
_STEADY_N, _STEADY = 0.05, 0.02
"""What a sensor that is off wavers by from rest to rest; a hand that holds does by more."""
_BESIDE, _BARE = 0.1, 0.5
"""A tile reads alone when no other has this part of it, nor this part of what the likeliest contact there would put on
the others: a contact in a tile's middle leaves a twentieth on the next, and an offset nothing."""
_BELOW, _BELOW_S = 0.5, 0.2
"""A force is never negative: a sensor that is off reads no less than that, not for a fifth of a second in all."""
_OFF_N, _RAMP_N = 0.4, 0.25
"""An offset and a drift (over the whole time) that are worth taking off."""
_FIRST_S = 10.0
"""A hand that holds from the first row on shows in a rest before this."""
_GRIP_N, _PLACE_MM, _FITS, _MOSTLY, _LEAST_GRIP_S = 1.0, 15.0, 40.0, 0.7, 8.0
"""It has so much force, within so many mm and as one contact that fits, in this part of the rests, for so long."""
_WORK_N, _WORK, _ELSEWHERE_MM, _ELSEWHERE = 1.5, 1.3, 20.0, 0.2
"""Work beside it is so much (and so many times) above the hold; this part of it must be so far from there."""


def ramps(
    pad: Pad, time_s: Array, force_n: Table, left_out: NDArray[np.bool_], windows: Windows | None = None
) -> tuple[Shift, ...]:
    """What taxels of a table (n, n_taxels) read too much from its first row on: offsets and straight drifts.

    At most one, of all the taxels that are off; times are the table's own, and so are its ``windows``, which are made
    where nobody has them. None where the layout allows no fit.
    """
    windows = windows or _windows(pad, time_s, force_n, left_out)
    if windows is None:
        return ()
    rest = windows.rests()[0]
    lasts_s = float(time_s[-1] - time_s[0])
    if len(rest) < _LEAST_RESTS or windows.start_s[rest[-1]] - windows.start_s[rest[0]] < max(_LEAST_S, 0.5 * lasts_s):
        return ()
    rest = rest[np.unique(np.linspace(0, len(rest) - 1, _MOST_RESTS).round().astype(int))]
    at_s = windows.start_s[rest] - time_s[0]
    offset, slope = np.zeros(pad.n_taxels), np.zeros(pad.n_taxels)
    for index in np.flatnonzero(~left_out):
        start_n, per_s = _line(at_s, windows.mean_n[rest, index])
        away = windows.mean_n[rest, index] - (start_n + per_s * at_s)
        if not _on_line(away):
            continue
        near = np.abs(away) < _ON_LINE_N
        steady = float(np.std(away[near])) < _STEADY_N + _STEADY * abs(start_n)
        drifts = abs(per_s) * lasts_s >= _RAMP_N
        if _was_without(time_s, force_n[:, index], start_n, per_s):
            continue
        if (abs(start_n) >= _OFF_N and steady) or (drifts and abs(start_n) < _OFF_N):
            offset[index], slope[index] = start_n, per_s
    drifting = np.abs(slope) * lasts_s >= _RAMP_N
    if not drifting.all():
        # What is off and does not drift may still be a hand that holds the foot, with all that the tiles read of it.
        usual_n = np.median(windows.mean_n[rest], axis=0)
        if not _no_hand(pad, np.where(drifting, 0.0, usual_n), left_out):
            offset, slope = np.where(drifting, offset, 0.0), np.where(drifting, slope, 0.0)
    if not offset.any():
        return ()
    return (Shift(float(time_s[0]), np.inf, offset, slope),)


def grip(
    pad: Pad, time_s: Array, force_n: Table, left_out: NDArray[np.bool_], windows: Windows | None = None
) -> Hand | None:
    """The hand that holds the foot from a table's first row on: a contact that is there in the rests, in one place.

    The table's ``windows`` are made where nobody has them.
    """
    windows = windows or _windows(pad, time_s, force_n, left_out)
    if windows is None or windows.total_n[0] < _GRIP_N:
        return None
    rest = windows.rests()[0]
    if not len(rest) or windows.start_s[rest[0]] - time_s[0] > _FIRST_S:
        return None
    rest = rest[np.unique(np.linspace(0, len(rest) - 1, _MOST_RESTS).round().astype(int))]
    localiser, known = Localiser(pad), Known(left_out if left_out.any() else None)
    held = windows.total_n[rest] >= _GRIP_N
    if not held[0]:
        return None
    fit = localiser.fit(windows.mean_n[rest], known)
    x, y = float(np.median(fit.x_mm[held])), float(np.median(fit.y_mm[held]))
    here = held & (np.hypot(fit.x_mm - x, fit.y_mm - y) < _PLACE_MM) & (fit.misfit < _FITS)
    last = int(np.flatnonzero(here)[-1]) if here.any() else 0
    lasts_s = windows.start_s[rest[last]] - windows.start_s[rest[0]]
    if (
        lasts_s < _LEAST_GRIP_S
        or np.mean(here[: last + 1]) < _MOSTLY
        or not _elsewhere(localiser, windows, rest[here], (x, y), known)
    ):
        return None
    spread = float(np.median(fit.spread[here]))
    return Hand(x, y, float(np.median(fit.force_n[here])), spread, rests=True, known=True)


def _windows(pad: Pad, time_s: Array, force_n: Table, left_out: NDArray[np.bool_]) -> Windows | None:
    return Windows.of_table(time_s, force_n, left_out) if can_localise(pad) else None


def _elsewhere(
    localiser: Localiser, windows: Windows, held: NDArray[np.intp], place_mm: tuple[float, float], known: Known
) -> bool:
    """Whether another hand works elsewhere, beside what the windows ``held`` show at a place."""
    usual = np.median(windows.mean_n[held], axis=0)
    work = np.flatnonzero(windows.total_n > _WORK * float(np.median(windows.total_n[held])) + _WORK_N)
    if not len(work):
        return False
    work = work[np.unique(np.linspace(0, len(work) - 1, _MOST_RESTS).round().astype(int))]
    worked = localiser.fit(np.maximum(windows.mean_n[work] - usual, 0.0), known)
    away = np.hypot(worked.x_mm - place_mm[0], worked.y_mm - place_mm[1])
    return bool(np.mean(away > _ELSEWHERE_MM) >= _ELSEWHERE)


def _line(at_s: Array, values: Array) -> tuple[float, float]:
    """The line through most of some values: the median slope of all pairs (Theil 1950, Sen 1968) and its start."""
    first, second = np.triu_indices(len(values), 1)
    far = at_s[second] - at_s[first] > 1.0
    per_s = float(np.median((values[second] - values[first])[far] / (at_s[second] - at_s[first])[far]))
    return float(np.median(values - per_s * at_s)), per_s


def _on_line(away: Array) -> bool:
    """Whether most of the rests lie on the line, early, midway and late: a step does not."""
    return all(np.mean(np.abs(part) < _ON_LINE_N) >= _ON_LINE for part in np.array_split(away, 3))


def _was_without(time_s: Array, column_n: Array, start_n: float, per_s: float) -> bool:
    """Whether a tile reads far less than an offset for a while, as under a hand that is not there yet, or has left."""
    line_n = start_n + per_s * (time_s - time_s[0])
    below = (line_n >= _OFF_N) & (column_n < _BELOW * line_n)
    step_s = float(time_s[-1] - time_s[0]) / max(len(time_s) - 1, 1)
    return float(np.count_nonzero(below)) * step_s >= _BELOW_S


def _no_hand(pad: Pad, rest_n: Array, left_out: NDArray[np.bool_]) -> bool:
    """Whether no one contact presses as the tiles read in rests: one far above those about it, or one below 0."""
    if (rest_n < -_OFF_N).any():
        return True
    fit = Localiser(pad).fit(rest_n[None], Known(left_out if left_out.any() else None))
    if fit.misfit[0] > _FITS:
        return True
    first = int(np.argmax(rest_n))
    others, expected = np.delete(rest_n, first), np.delete(fit.model_n[0], first)
    borne_out = float(np.sum(others * expected)) >= _BARE * float(np.sum(expected * expected))
    return bool(rest_n[first] >= _OFF_N and np.max(others, initial=0.0) < _BESIDE * rest_n[first] and not borne_out)
