"""Times of a table in which a taxel can't be believed, or all are shifted, though not before or after.

The first become missing values, which are bridged or filled in as others are; shifts are taken off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.signal.grid import GAP_S, nominal_rate_hz
from thumbwalk.signal.noise import ROUGHNESS_OF_NOISE

Array = NDArray[np.float64]

_LEAST_HZ = 80.0
"""In slower tables a hand's own motion is as rough from row to row as a fault."""
_STUCK_S, _FROZEN_S, _ABOVE_REST_N = 2.0, 3.0, 0.3
"""Seconds without a change above rest, seconds at rest, and how far above rest that is: the lightest touch. A hand
trembles."""
_JUMP, _BESIDE, _ABOUT_S, _NEAR = 0.5, 0.03, 0.1, 1.6
"""A hand comes up to the sensors' top over samples, not in one, and the layer takes some of it to the taxels beside."""
_LIVELY, _LEAST_LIVELY, _NEARLY_ALL = 0.5, 3, 0.75
"""Others are alive that change in half of the rows; three of them for stuck, three quarters of all for dead."""
_CUT_OFF = 0.01
"""A value that the others show in so many of their rows is one where the table is cut off."""
_WINDOW_S, _BACK_S = 0.5, 2.0
"""Noise is judged by windows of half a second, and those within two seconds are one stretch, as `health` waits."""
_NOISE_N, _TIMES_THE_OTHERS = 0.5, 5.0
"""As in `health`, and five times the others: a whole table that is rough is a rough pad, and nobody's fault."""
_SPIKE_N, _SPIKE_TIMES = 3.0, 2.0
"""Above both neighbours by this, and by twice what those are: blows last for several samples at 80 Hz and more."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one sample's time to another's, both included; ``reason`` is empty for a single spike, which is bridged."""

    index: int
    start_s: float
    end_s: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """From one time up to another every taxel reads ``offset_n`` (n_taxels,) too much.

    With a slope (n_taxels,) that much more in each second from ``start_s`` on.
    """

    start_s: float
    end_s: float
    offset_n: Array
    slope_n_per_s: Array | None = None


def take_off(shifts: Iterable[Shift], time_s: Array, force_n: Array) -> None:
    """Take shifts off rows (n, n_taxels) at ``time_s`` (n,), in place."""
    for one in shifts:
        first, stop = np.searchsorted(time_s, [one.start_s, one.end_s])
        force_n[first:stop] -= one.offset_n
        if one.slope_n_per_s is not None:
            force_n[first:stop] -= (time_s[first:stop] - one.start_s)[:, None] * one.slope_n_per_s


def table_stretches(pad: Pad, time_s: Array, force_n: Array) -> tuple[Stretch, ...]:
    """Stretches of a whole table of forces in newtons (n, n_taxels), NaN where there is none, in order of time.

    The table is worked on: its spikes become NaN.

    *Stuck*: not a change for two seconds, well above rest or below it, while others change from row to row; at the
    table's top value only if it came there in one step that those beside it know nothing of; *dead*: not a change for
    three at rest, while nearly all others have noise; *noisy*: 0.5 N of noise from row to row, five times the
    others'; and single samples that stand out far above those beside them. Only where a layer's response can fill in
    what is missing: a weight that stands still on a mat keeps cells as still as a fault does.
    """
    if pad.unit == "counts" or pad.layer_mm is None or not pad.has_positions or len(time_s) < 3:
        return ()
    if nominal_rate_hz(time_s) < _LEAST_HZ:
        return ()
    spikes = _spikes(force_n)
    for row, index in spikes:
        force_n[row, index] = np.nan
    found = [Stretch(index, float(time_s[row]), float(time_s[row])) for row, index in spikes]
    still = _without_a_change(pad, time_s, force_n)
    mark(still, time_s, force_n)  # the steps at its ends are no noise
    found += [*still, *_rough(time_s, force_n)]
    return tuple(sorted(found, key=lambda one: one.start_s))


def mark(stretches: Iterable[Stretch], time_s: Array, force_n: Array) -> None:
    """Make rows (n, n_taxels) at ``time_s`` (n,) missing, in place, where they fall into the stretches."""
    for one in stretches:
        if len(time_s) and one.start_s <= time_s[-1] and one.end_s >= time_s[0]:
            first, stop = np.searchsorted(time_s, one.start_s), np.searchsorted(time_s, one.end_s, side="right")
            force_n[first:stop, one.index] = np.nan


def _spikes(force_n: Array) -> list[tuple[int, int]]:
    """Row and index of samples that stand out from those before and after by 3 N and by twice what those are."""
    found = []
    for index in range(force_n.shape[1]):
        column = np.ascontiguousarray(force_n[:, index])
        steps = np.abs(np.diff(column)) > _SPIKE_N
        rows = np.flatnonzero(steps[:-1] & steps[1:]) + 1
        beside = np.maximum(np.abs(column[rows - 1]), np.abs(column[rows + 1]))
        away = np.minimum(np.abs(column[rows] - column[rows - 1]), np.abs(column[rows] - column[rows + 1]))
        found += [(int(row), index) for row in rows[away > _SPIKE_TIMES * beside]]
    return found


def _without_a_change(pad: Pad, time_s: Array, force_n: Array) -> list[Stretch]:
    """Runs of one value, at rest or off it, while the other taxels are alive."""
    changes = np.zeros(force_n.shape, dtype=np.bool_)
    changes[1:] = force_n[1:] != force_n[:-1]
    changes |= np.isnan(force_n)
    changes[1:][np.diff(time_s) > GAP_S] = True
    top_n = float(np.nanmax(force_n, initial=-np.inf))
    step_s = 1.0 / nominal_rate_hz(time_s)
    found = []
    for index in range(force_n.shape[1]):
        column = force_n[:, index]
        borders = np.concatenate(([0], np.flatnonzero(changes[:, index]), [len(time_s)]))
        if len(borders) < 3 or not np.isfinite(column).any():
            continue  # one value throughout is the whole table's fault
        lasts_s = time_s[np.maximum(borders[1:] - 1, 0)] - time_s[np.minimum(borders[:-1], len(time_s) - 1)]
        long = np.flatnonzero(lasts_s + 1.5 * step_s >= _STUCK_S)
        if not len(long):
            continue
        rest_n = _rest_n(column, borders, long)
        for run in long:
            first, last = int(borders[run]), int(borders[run + 1]) - 1
            value_n = float(column[first])
            if np.isnan(value_n):
                continue
            if value_n >= top_n and not _came_at_once(pad, time_s, force_n, changes, (index, first, last)):
                continue  # as much as the sensors can say, under a hard press
            alive = changes[first + 1 : last + 1].sum(axis=0) >= _LIVELY * (last - first)
            n_others = np.count_nonzero(alive)
            when = f"from {time_s[first]:.1f} to {time_s[last]:.1f} s"
            if abs(value_n - rest_n) > _ABOVE_REST_N and n_others >= _LEAST_LIVELY:
                found.append(Stretch(index, time_s[first], time_s[last], f"stuck: reads {value_n:.3g} N {when}"))
            elif (
                lasts_s[run] >= _FROZEN_S
                and n_others >= _NEARLY_ALL * (force_n.shape[1] - 1)
                and not _usual(force_n, index, value_n)
            ):
                found.append(Stretch(index, time_s[first], time_s[last], f"dead: without even noise {when}"))
    return found


def _rest_n(column: Array, borders: NDArray[np.intp], long: NDArray[np.intp]) -> float:
    """A taxel's rest where it is not still for long: what it sticks at must not be taken for its rest."""
    still = np.zeros(len(column), dtype=np.bool_)
    for run in long:
        still[borders[run] : borders[run + 1]] = True
    lively = column[~still]
    lively = lively[np.isfinite(lively)]
    return float(np.nanquantile(column, 0.05)) if not len(lively) else float(np.quantile(lively, 0.05))


def _came_at_once(
    pad: Pad, time_s: Array, force_n: Array, changes: NDArray[np.bool_], run: tuple[int, int, int]
) -> bool:
    """Whether a run (taxel, first and last row) began or ended in one step that the taxels beside it did not feel."""
    index, first, last = run
    away_mm = np.hypot(*(pad.positions_mm - pad.positions_mm[index]).T)
    away_mm[index] = np.inf
    beside = away_mm <= _NEAR * away_mm.min()
    # those that stick as well, as when a plug comes off, know nothing of a hand
    beside &= changes[first + 1 : last + 1].sum(axis=0) >= _LIVELY * (last - first)
    value_n = force_n[first, index]
    rows = max(2, round(_ABOUT_S * nominal_rate_hz(time_s)))
    total_n = np.nansum(force_n[:, beside], axis=1)
    for inside, outside, within, without in (
        (first, first - 1, slice(first, first + rows), slice(max(first - rows, 0), first)),
        (last, last + 1, slice(last + 1 - rows, last + 1), slice(last + 1, last + 1 + rows)),
    ):
        if not 0 <= outside < len(time_s) or abs(time_s[inside] - time_s[outside]) > GAP_S:
            continue
        before_n = force_n[outside, index]
        more_n = float(np.median(total_n[within]) - np.median(total_n[without]))
        if before_n < _JUMP * value_n and more_n < _BESIDE * value_n:
            return True
    return False


def _usual(force_n: Array, index: int, value_n: float) -> bool:
    """Whether other taxels read just that as well: a table may be cut off at 0."""
    others = np.delete(force_n, index, axis=1)
    return bool(np.count_nonzero(others == value_n) > _CUT_OFF * others.size)


def _rough(time_s: Array, force_n: Array) -> list[Stretch]:
    """Windows of half a second of noise, those together that lie less than two seconds apart."""
    rows = max(4, round(_WINDOW_S * nominal_rate_hz(time_s)))
    n_windows = len(time_s) // rows
    rough = np.zeros((n_windows, force_n.shape[1]))
    for window in range(n_windows):
        part = force_n[window * rows : (window + 1) * rows]
        second = np.abs(part[2:] - 2.0 * part[1:-1] + part[:-2])
        known = ~np.isnan(second)
        sums = np.where(known, second, 0.0).sum(axis=0)
        rough[window] = sums / np.maximum(known.sum(axis=0), 1) / ROUGHNESS_OF_NOISE
    noisy = (rough >= _NOISE_N) & (rough >= _TIMES_THE_OTHERS * np.median(rough, axis=1, keepdims=True))
    found = []
    for index in np.flatnonzero(noisy.any(axis=0)):
        windows = np.flatnonzero(noisy[:, index])
        parted = np.flatnonzero(np.diff(windows) * rows > _BACK_S / (time_s[-1] - time_s[0]) * len(time_s)) + 1
        for group in np.split(windows, parted):
            # what is left over behind the last window is judged with it
            stop = len(time_s) if group[-1] == n_windows - 1 else (group[-1] + 1) * rows
            start_s, end_s = time_s[group[0] * rows], time_s[stop - 1]
            size_n = float(np.median(rough[group, index]))
            reason = f"noisy: jumps by {size_n:.1f} N from sample to sample from {start_s:.1f} to {end_s:.1f} s"
            found.append(Stretch(int(index), float(start_s), float(end_s), reason))
    return found
