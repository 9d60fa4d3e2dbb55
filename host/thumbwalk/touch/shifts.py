"""Shifts of the baseline in a whole table: what the taxels read at rest, that no contact can be, and that came to stay.

A table in newtons is not tared, and a weight on a foot is a weight. But what was not there in earlier rests, and is the
same in several later ones with work in between, is the sensors' own if it came at once, or if no one contact makes such
a pattern. A palm makes none, either: it is taken off as well, as what rests.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thumbwalk.longtable import Table, without
from thumbwalk.pad import Pad
from thumbwalk.signal.stretches import Shift
from thumbwalk.touch.fit import Known
from thumbwalk.touch.localise import Localiser, can_localise
from thumbwalk.touch.windows import Windows

Array = NDArray[np.float64]

_LEAST_N, _MISFIT = 0.35, 60.0
"""A shift is looked for above the least touch; a pattern that one contact fits worse than this no hand makes."""
_SAME_N, _SAME = 0.2, 0.15
"""Rests are alike when each taxel is within this, and that part of itself."""
_LASTS_S, _WORK_N = 8.0, 1.0
"""It has come to stay after so many seconds with more than 1 N of work in between: a held hand is not shifted
away."""
_AT_ONCE_S, _JUMP, _STEP_N = 0.02, 0.7, 0.5
"""A rise by most of itself within 20 ms, by 0.5 N on some taxel, is taken for faster than a hand."""
_GOES_ON = 0.35
"""What rises by so much of itself again within as long is a press on its way up, of which a shift is but the foot."""
_SETTLED = 8
"""So many rests, 2 s, say what a shift reads."""


def baseline_shifts(
    pad: Pad, time_s: Array, force_n: Table, left_out: NDArray[np.bool_], windows: Windows | None = None
) -> tuple[Shift, ...]:
    """Shifts in a table of forces (n, n_taxels), NaN where there is none; none where the layout allows no fit.

    Their times are the table's own; so are its ``windows``, which are made where nobody has them.
    """
    if not can_localise(pad) or len(time_s) < 2:
        return ()
    force_n = without(force_n, left_out, missing=0.0)
    windows = windows or Windows.of_table(time_s, force_n, left_out)
    if windows is None:
        return ()
    for rest in windows.rests():
        if found := _shifts_by(rest, windows, (pad, time_s, force_n, left_out)):
            return found
    return ()


def _shifts_by(
    rest: NDArray[np.intp], windows: Windows, table: tuple[Pad, Array, Table, NDArray[np.bool_]]
) -> tuple[Shift, ...]:
    pad, time_s, force_n, left_out = table
    edges = windows.first
    shifted = rest[windows.total_n[rest] >= _LEAST_N]
    if not len(shifted):
        return ()
    localiser, known = Localiser(pad), Known(left_out if left_out.any() else None)
    found = []
    for before, group, after in _groups(windows, rest, set(shifted.tolist())):
        offset_n = np.median(windows.mean_n[group], axis=0)
        first, stop = int(edges[group[0]]), int(edges[group[-1]])
        start, at_once = _onset(time_s, force_n, offset_n, int(edges[before]), first)
        at_once &= bool(offset_n.max() >= _STEP_N)
        if not at_once and localiser.fit(offset_n[None], known).misfit[0] <= _MISFIT:
            continue  # a hand can do that
        end = len(time_s) if after is None else _first_without(force_n, offset_n, stop, int(edges[after]) + 1)
        found.append(Shift(float(time_s[start]), float(time_s[end]) if end < len(time_s) else np.inf, offset_n))
    return tuple(found)


def _groups(
    windows: Windows, rest: NDArray[np.intp], shifted: set[int]
) -> list[tuple[int, NDArray[np.intp], int | None]]:
    """Rests that are alike and stay, each with the last rest before and the first one after."""
    same: list[list[int]] = []
    for index in rest.tolist():
        if same and (index in shifted) == (same[-1][-1] in shifted):
            away = _away(windows, same[-1], index)
            if (np.abs(away) < 1.0).all():
                same[-1].append(index)
                continue
            if index in shifted and len(same[-1]) >= _SETTLED and (away > -1.0).all():
                continue  # a contact besides, held
        same.append([index])
    found: list[tuple[int, NDArray[np.intp], int | None]] = []
    for number, (before, group) in enumerate(pairwise(same), 1):
        if group[0] not in shifted:
            continue
        worked = windows.total_n[group[0] : group[-1] + 1].max() > windows.total_n[group].max() + _WORK_N
        if worked and windows.start_s[group[-1]] - windows.start_s[group[0]] >= _LASTS_S:
            after = same[number + 1][0] if number + 1 < len(same) else None
            found.append((before[-1], np.array(group), after))
    return found


def _away(windows: Windows, group: list[int], index: int) -> Array:
    """How far each taxel's mean is from those of the latest of a group, in parts of what is still the same."""
    middle = np.median(windows.mean_n[group[-_SETTLED:]], axis=0)
    return np.asarray((windows.mean_n[index] - middle) / (_SAME_N + _SAME * np.abs(middle)))


def _onset(time_s: Array, force_n: Table, offset_n: Array, first: int, stop: int) -> tuple[int, bool]:
    """The row from which on the taxels that are shifted most have it, and whether it came faster than a hand does."""
    much = offset_n >= 0.5 * offset_n.max()
    rows = max(round(_AT_ONCE_S * (stop - first) / max(time_s[stop] - time_s[first], _AT_ONCE_S)), 1)
    part = (force_n[max(first - rows, 0) : stop + rows, much] / offset_n[much]).min(axis=1)
    if len(part) > 2 * rows:
        means = np.convolve(part, np.full(rows, 1.0 / rows), "valid")
        rises = means[rows:] - means[:-rows]
        at = int(np.argmax(rises))
        goes_on = float(rises[at + rows]) if at + rows < len(rises) else 0.0
        if rises[at] > _JUMP and goes_on < _GOES_ON:
            return max(first - rows, 0) + at + rows, True
    without = np.flatnonzero(force_n[first:stop, much].mean(axis=1) < 0.5 * offset_n[much].mean())
    return first + (int(without[-1]) + 1 if len(without) else 0), False


def _first_without(force_n: Table, offset_n: Array, first: int, stop: int) -> int:
    """The row from which on the taxels that were shifted most no longer have it."""
    much = offset_n >= 0.5 * offset_n.max()
    without = (force_n[first:stop, much] < 0.5 * offset_n[much]).mean(axis=1) >= 0.5
    return int(first + np.argmax(without)) if without.any() else int(stop)
