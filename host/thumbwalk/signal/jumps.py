"""What a hand does not do: jump up or down in one sample while the sensors beside it know nothing of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.longtable import Table
from thumbwalk.pad import Pad
from thumbwalk.signal.grid import GAP_S

Array = NDArray[np.float64]

_JUMP, _BESIDE, _ABOUT_S, _NEAR = 0.5, 0.03, 0.1, 1.6
"""A hand comes up to the sensors' top over samples, not in one, and the layer takes some of it to the taxels beside."""
_OFF_SHARE = 0.05
"""A hand is off for a twentieth of the time, and more, between strokes."""
_SPIKE_N, _SPIKE_TIMES = 3.0, 2.0
"""Above both neighbours by this, and by twice what those are: blows last for several samples at 80 Hz and more."""
_ALIKE, _NOTHING = 0.5, 0.1
"""In a dip to nothing, what is before and behind it differs by less than half of it, and a tenth of it is nothing."""
_FLAT, _FLAT_S = 0.02, 0.25
"""A hand trembles by more than a fiftieth of its force in a quarter of a second, which is as long as a hole that is
bridged."""
_LEAST_N, _MOST_NOUGHTS = 1.0, 5
"""What all taxels read together before and behind rows of noughts, of which so many are a fault and no rest."""


def spikes_in(force_n: Table) -> list[tuple[int, int]]:
    """Row and index of samples of forces (n, n_taxels) that a hand cannot have made.

    Those that stand out from both neighbours by 3 N and by twice what those are; dips to nothing between two that are
    alike; and rows of noughts on all taxels in the middle of a press, as a radio leaves.
    """
    found = []
    noughts = np.ones(len(force_n), np.bool_)
    for index in range(force_n.shape[1]):
        column = np.ascontiguousarray(force_n[:, index])
        noughts &= column == 0.0
        steps = np.abs(np.diff(column)) > _SPIKE_N
        rows = np.flatnonzero(steps[:-1] & steps[1:]) + 1
        before, here, behind = column[rows - 1], column[rows], column[rows + 1]
        away = np.minimum(np.abs(here - before), np.abs(here - behind))
        out = away > _SPIKE_TIMES * np.maximum(np.abs(before), np.abs(behind))
        least = np.minimum(before, behind)
        out |= (least > 0.0) & (np.abs(here) <= _NOTHING * least) & (np.abs(before - behind) < _ALIKE * away)
        found += [(int(row), index) for row in rows[out]]
    for first, last in _noughts(force_n, noughts):
        found += [(row, index) for row in range(first, last + 1) for index in range(force_n.shape[1])]
    return sorted(set(found))


def _noughts(force_n: Table, noughts: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last row of short runs of ``noughts`` on all taxels, though those are pressed before and behind."""
    edges = np.diff(noughts.astype(np.int8), prepend=0, append=0)
    first, stop = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
    short = (first > 0) & (stop < len(force_n)) & (stop - first <= _MOST_NOUGHTS)
    first, stop = first[short], stop[short]
    before_n, behind_n = (np.nansum(force_n[rows], axis=1) for rows in (first - 1, stop))
    pressed = np.minimum(before_n, behind_n) > _LEAST_N
    return list(zip(first[pressed].tolist(), (stop[pressed] - 1).tolist(), strict=True))


def came_at_once(
    pad: Pad,
    time_s: Array,
    force_n: Table,
    alive: NDArray[np.bool_],
    run: tuple[int, int, int],
    away_n: float,
    rate_hz: float,
) -> bool:
    """Whether a run (taxel, first and last row) began or ended in one step that the taxels beside it did not feel.

    ``alive`` (n_taxels,) are those that can feel, ``away_n`` is how far from its rest the run is, and ``rate_hz`` that
    of the times.
    """
    index, first, last = run
    beside = _beside(pad, index, alive)
    rows = max(2, round(_ABOUT_S * rate_hz))
    here_n = float(np.nanmedian(force_n[first : last + 1, index]))
    for inside, outside, within, without in (
        (first, first - 1, slice(first, first + rows), slice(max(first - rows, 0), first)),
        (last, last + 1, slice(last + 1 - rows, last + 1), slice(last + 1, last + 1 + rows)),
    ):
        if not 0 <= outside < len(time_s) or abs(time_s[inside] - time_s[outside]) > GAP_S:
            continue
        stepped_n = abs(here_n - force_n[outside, index])
        more_n = float(np.median(_total_n(force_n, beside, within)) - np.median(_total_n(force_n, beside, without)))
        if stepped_n > _JUMP * away_n and abs(more_n) < _BESIDE * away_n:
            return True
    return False


def nothing_beside(
    pad: Pad, force_n: Table, alive: NDArray[np.bool_], run: tuple[int, int, int], away_n: float
) -> bool:
    """Whether the taxels beside one feel nothing for part of a run in which it reads ``away_n`` off its rest.

    A thumb that presses so hard is felt by those; they are off for a while between strokes, and it is not.
    """
    index, first, last = run
    beside = _beside(pad, index, alive)
    if not beside.any():
        return False
    total_n = _total_n(force_n, beside, slice(first, last + 1))
    return bool(np.quantile(total_n, _OFF_SHARE) < _BESIDE * away_n)


def unpressed(pad: Pad, force_n: Table, run: tuple[int, int, int], least_n: float) -> bool:
    """Whether the taxels beside one together feel no more than so much, for all of a run."""
    index, first, last = run
    beside = _beside(pad, index, np.ones(force_n.shape[1], dtype=np.bool_))
    total_n = _total_n(force_n, beside, slice(first, last + 1))
    return bool(np.quantile(total_n, 1.0 - _OFF_SHARE) <= least_n)


def stepped(time_s: Array, column: Array, run: tuple[int, int, int], least_n: float) -> bool:
    """Whether a run of a taxel (n,) began or ended with a step of so much, and not with a creep."""
    _, first, last = run
    for inside, outside in ((first, first - 1), (last, last + 1)):
        together = 0 <= outside < len(column) and abs(time_s[inside] - time_s[outside]) <= GAP_S
        if together and abs(column[inside] - column[outside]) >= least_n:
            return True
    return False


def _total_n(force_n: Table, some: NDArray[np.bool_], rows: slice) -> Array:
    """The sum (n,) over some taxels in some rows, NaN as 0."""
    first, stop, _ = rows.indices(len(force_n))
    total_n = np.zeros(max(stop - first, 0))
    for index in np.flatnonzero(some).tolist():
        total_n += np.nan_to_num(force_n[first : first + len(total_n), index])
    return total_n


def _beside(pad: Pad, index: int, alive: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The taxels beside one; those that stick as well, as when a plug comes off, know nothing of a hand."""
    away_mm = np.hypot(*(pad.positions_mm - pad.positions_mm[index]).T)
    away_mm[index] = np.inf
    return np.asarray((away_mm <= _NEAR * away_mm.min()) & alive)


def flat_runs(time_s: Array, column: Array, rest_n: float) -> list[tuple[int, int]]:
    """First and last row of each run of a taxel (n,) between two jumps that is far from its rest, and too even."""
    cuts = np.flatnonzero((np.abs(np.diff(column)) > _SPIKE_N) | (np.diff(time_s) > GAP_S)) + 1
    if not len(cuts):
        return []
    found = []
    for first, stop in zip(np.append(0, cuts).tolist(), np.append(cuts, len(column)).tolist(), strict=True):
        run = column[first:stop]
        if time_s[stop - 1] - time_s[first] < _FLAT_S or np.isnan(run).any():
            continue
        away_n = abs(float(np.median(run)) - rest_n)
        if away_n > _SPIKE_N and float(np.ptp(run)) <= _FLAT * away_n:
            found.append((first, stop - 1))
    return found
