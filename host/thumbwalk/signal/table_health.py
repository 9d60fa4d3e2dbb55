"""Which taxels of a whole file can't be believed; the file's own range stands in for the converter's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import RecordingError
from thumbwalk.language import told
from thumbwalk.longtable import Table
from thumbwalk.pad import Pad
from thumbwalk.signal.health import LeftOut
from thumbwalk.signal.noise import ROUGHNESS_OF_NOISE

_LEAST_ROWS = 8
"""Fewer rows say nothing of a sensor."""
_MOST_MISSING = 0.5
"""A taxel with more holes than numbers is dead; fewer are bridged or filled in."""
_AT_THE_TOP = 0.5
"""At the top for half of the file: a press that clips now and then is the range's fault, not the sensor's."""
_WHITE = 0.8
"""White noise is as rough as it spreads (ratio 1); motion is far smoother."""
_TIMES_THE_OTHERS = 5.0
"""So many times the median roughness: below it lie sound sensors of unequal gain."""
_OTHERS_SHARE = 0.75
"""Three quarters of the taxels must have been pressed before one that was not is suspect."""
_PRESSED_SHARE = 0.2
"""A neighbour was pressed when it spanned this part of the file's largest span."""
_NEAR = 1.6
"""Neighbours lie within so many times the nearest one's distance: diagonals (1.41) on an even grid."""
_LIVELY = 0.5
"""A taxel has noise that changes in half of the rows."""


def table_faults(pad: Pad, values: Table) -> tuple[LeftOut, ...]:
    """Taxels to leave out of a whole table (n, n_taxels), in the pad's order, each with its reason.

    *Dead*: hardly any numbers, or not a change while nearly all others change and its neighbours are pressed, or while
    every other one has noise; *stuck*: not a change at a value that is not the others' rest; *saturated*: at the file's
    top value half of the time;
    *noisy*: nothing but noise from row to row, five times the others'. What was merely never pressed stays in.

    Raises
    ------
    RecordingError
        When the table has another number of columns than the pad has taxels.
    """
    if len(values.shape) != 2 or values.shape[1] != pad.n_taxels:
        raise RecordingError(
            told(
                "a table of shape {shape}, but layout '{name}' has {n_taxels} taxels; name the table's "
                "own layout with --layout",
                shape=values.shape,
                name=pad.name,
                n_taxels=pad.n_taxels,
            )
        )
    if len(values) < _LEAST_ROWS:
        return ()
    reasons: dict[int, str] = {}
    missing = np.array([np.isnan(values[:, index]).mean() for index in range(pad.n_taxels)])
    for index in np.flatnonzero(missing > _MOST_MISSING):
        reasons[int(index)] = told("dead: no number in {percent:.0f} % of the samples", percent=100.0 * missing[index])
    alive = np.array([index not in reasons for index in range(values.shape[1])])
    if not alive.any():
        return tuple(LeftOut(pad.names[index], reasons[index]) for index in sorted(reasons))
    least, most = _extent(values, alive)
    span = np.where(alive, most - least, 0.0)
    moving = span > 0.0
    if moving.any():
        reasons |= _noiseless(pad, values, alive, moving, least)
        reasons |= _not_moving(pad, alive, moving, least, span)
        if pad.unit == "counts" or pad.layer_mm is not None:
            # A weight that stands still on a mat keeps a cell at the file's top, too, and no fit could fill it in.
            reasons |= _at_the_top(values, moving, most)
        reasons |= _all_noise(values, moving, span)
    return tuple(LeftOut(pad.names[index], reasons[index]) for index in sorted(reasons))


def _extent(values: Table, alive: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    least, most = np.zeros(len(alive)), np.zeros(len(alive))
    for index in np.flatnonzero(alive):
        column = values[:, index]
        least[index], most[index] = np.nanmin(column), np.nanmax(column)
    return least, most


def _noiseless(
    pad: Pad,
    values: Table,
    alive: NDArray[np.bool_],
    moving: NDArray[np.bool_],
    least: NDArray[np.float64],
) -> dict[int, str]:
    """Constant taxels where each of the others, pressed or not, changes from row to row: no sensor is so still."""
    still = np.flatnonzero(alive & ~moving).tolist()
    if not still or np.count_nonzero(moving) < max(3, len(still)):
        return {}
    for index in np.flatnonzero(moving):
        column = values[:, index]
        if np.mean(column[1:] != column[:-1]) < _LIVELY:
            return {}
    return {
        i: told("dead: reads {least:g} {unit} throughout, without even noise", least=least[i], unit=pad.unit)
        for i in still
    }


def _not_moving(
    pad: Pad,
    alive: NDArray[np.bool_],
    moving: NDArray[np.bool_],
    least: NDArray[np.float64],
    span: NDArray[np.float64],
) -> dict[int, str]:
    """Constant taxels: at a value of their own they are stuck, at rest dead if the pressing went all around them."""
    reasons: dict[int, str] = {}
    rest = least[moving]
    peak = float(span.max())
    # Raw counts of some rigs rest far from 0: a constant in the range of the others' rests tells nothing.
    usual = (min(0.0, float(rest.min())) - 0.01 * peak, float(rest.max()) + 0.01 * peak)
    all_over = np.count_nonzero(moving) >= _OTHERS_SHARE * np.count_nonzero(alive)
    still = np.flatnonzero(alive & ~moving).tolist()
    stuck = [index for index in still if not usual[0] <= least[index] <= usual[1]]
    for index in stuck:
        reasons[index] = told("stuck: reads {least:g} {unit} in every sample", least=least[index], unit=pad.unit)
    sound = alive.copy()
    sound[stuck] = False
    for index in np.flatnonzero(sound & ~moving).tolist():
        about = _neighbours(pad, index)
        about = about[sound[about]]
        if all_over and len(about) >= 2 and (span[about] >= _PRESSED_SHARE * peak).all():
            reasons[index] = told(
                "dead: reads {least:g} {unit} throughout, with all about it pressed", least=least[index], unit=pad.unit
            )
    return reasons


def _neighbours(pad: Pad, index: int) -> NDArray[np.intp]:
    """The taxels nearest to one; all the others where the layout gives no places."""
    others = np.flatnonzero(np.arange(pad.n_taxels) != index)
    if not pad.has_positions or not len(others):
        return others
    away_mm = np.hypot(*(pad.positions_mm[others] - pad.positions_mm[index]).T)
    return np.asarray(others[away_mm <= _NEAR * away_mm.min()])


def _at_the_top(values: Table, moving: NDArray[np.bool_], most: NDArray[np.float64]) -> dict[int, str]:
    """At the highest value of the whole file for half of its samples."""
    top = float(most[moving].max())
    share = np.zeros(len(moving))
    for index in np.flatnonzero(moving & (most == top)):
        share[index] = (values[:, index] == top).mean()
    return {
        int(index): told(
            "saturated: at {top:g}, the file's top value, in {percent:.0f} % of the samples",
            top=top,
            percent=100.0 * share[index],
        )
        for index in np.flatnonzero(moving & (share >= _AT_THE_TOP))
    }


def _all_noise(values: Table, moving: NDArray[np.bool_], span: NDArray[np.float64]) -> dict[int, str]:
    """Rough enough that row to row noise is all there is, and far rougher than the other taxels."""
    if np.count_nonzero(moving) < 3:
        return {}
    rough = np.zeros(len(moving))
    spread = np.ones(len(moving))
    for index in np.flatnonzero(moving):  # one at a time: an hour's table must not be doubled in memory
        column = values[:, index]
        second = np.abs(column[2:] - 2.0 * column[1:-1] + column[:-2])
        rough[index] = np.nansum(second) / max(1, np.count_nonzero(~np.isnan(second))) / ROUGHNESS_OF_NOISE
        spread[index] = np.nanstd(column)
    usual = float(np.median(rough[moving]))
    signal = float(np.median(span[moving]))
    noisy = moving & (rough >= _WHITE * spread) & (rough >= _TIMES_THE_OTHERS * usual) & (rough >= 0.05 * signal)
    return {
        int(index): told("noisy: jumps by {rough:.3g} from sample to sample", rough=rough[index])
        for index in np.flatnonzero(noisy)
    }
