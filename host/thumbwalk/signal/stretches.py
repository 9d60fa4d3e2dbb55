"""Times of a table in which a taxel can't be believed, or all are shifted, though not before or after.

The first become missing values, which are bridged or filled in as others are; shifts are taken off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.language import told
from thumbwalk.longtable import Made, Table, rows_at_once
from thumbwalk.pad import Pad
from thumbwalk.signal.grid import GAP_S, nominal_rate_hz
from thumbwalk.signal.jumps import came_at_once, flat_runs, nothing_beside, spikes_in, stepped
from thumbwalk.signal.noise import ROUGHNESS_OF_NOISE

Array = NDArray[np.float64]

_LEAST_HZ, _STILL_HZ = 80.0, 20.0
"""In slower tables a hand's own motion is as rough from row to row as a fault; for what does not move at all a slower
one will do."""
_STUCK_S, _FROZEN_S, _ABOVE_REST_N = 2.0, 3.0, 0.3
"""Seconds without a change above rest, seconds at rest, and how far above rest that is: the lightest touch. A hand
trembles."""
_LIVELY, _LEAST_LIVELY, _NEARLY_ALL = 0.5, 3, 0.75
"""Others are alive that change in half of the rows; three of them for stuck, three quarters of all for dead."""
_TREMBLES = 0.01
"""A hand trembles by a hundredth of its force and more; a converter whose steps are larger does not show it."""
_STEPS = 3.0
"""So many counts of a coarse converter are more than a creep or its own noise."""
_FINE = 100.0
"""In fewer counts a press at the top of the range can't be told from a fault by what lies beside it."""
_LIVELY_COUNTS = 0.1
"""Counts of a coarse converter change more seldom: those under a hand do so in a tenth of the rows."""
_CUT_OFF = 0.01
"""A value that the others show in so many of their rows is one where the table is cut off."""
_WINDOW_S, _BACK_S = 0.5, 2.0
"""Noise is judged by windows of half a second, and those within two seconds are one stretch, as `health` waits."""
_NOISE_N, _TIMES_THE_OTHERS = 0.5, 5.0
"""As in `health`, and five times the others: a whole table that is rough is a rough pad, and nobody's fault."""


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


@dataclass(frozen=True, slots=True)
class Written:
    """How the values of a table that was made newtons were written: the highest of them, and their steps.

    Attributes
    ----------
    top_n : (n_taxels,) float64
        What each taxel reads, in newtons, where it reads the highest value of the whole table.
    n_a_count : float
        Newtons between one value and the next; 0 where values are not steps of a converter.
    rest : (n_taxels,) float64 or None
        What each taxel reads at 0 N, in the table's own unit; None where values are newtons.
    """

    top_n: Array
    n_a_count: float = 0.0
    rest: Array | None = None

    def value(self, index: int, force_n: float) -> str:
        """What a taxel read, as its table has it."""
        return f"{force_n:.3g} N" if self.rest is None else f"{self.rest[index] + force_n / self.n_a_count:.0f} counts"

    def size(self, force_n: float) -> str:
        """How large a jump is, in the table's unit."""
        return f"{force_n:.1f} N" if self.rest is None else f"{force_n / self.n_a_count:.0f} counts"


def table_stretches(pad: Pad, time_s: Array, force_n: Table, written: Written | None = None) -> tuple[Stretch, ...]:
    """Stretches of a whole table of forces in newtons (n, n_taxels), NaN where there is none, in order of time.

    Counts come as about newtons (`counted`), with how they are ``written``.

    *Stuck*: not a change for two seconds, well above rest or below it, while others change from row to row; at the
    table's top value only if it came there in one step that those beside it know nothing of; *dead*: not a change for
    three at rest, while nearly all others have noise; *noisy*: 0.5 N of noise from row to row, five times the
    others'; and single samples that stand out far above those beside them. Only where a layer's response can fill in
    what is missing: a weight that stands still on a mat keeps cells as still as a fault does. And counts that stand
    still are stuck only if they came there in one step, if a hundredth of them, as a hand trembles, is a count or
    more, or if nearly all others have noise.
    """
    if pad.layer_mm is None or not pad.has_positions or len(time_s) < 3:
        return ()
    rate_hz = nominal_rate_hz(time_s)
    if rate_hz < _STILL_HZ:
        return ()
    n_taxels = force_n.shape[1]
    written = written or Written(
        np.full(n_taxels, max(np.nanmax(force_n[:, index], initial=-np.inf) for index in range(n_taxels)))
    )
    found = []
    if rate_hz >= _LEAST_HZ:
        spikes = spikes_in(force_n)
        force_n = _missing(force_n, [(index, row, row + 1) for row, index in spikes])
        found = [Stretch(index, float(time_s[row]), float(time_s[row])) for row, index in spikes]
    still = _without_a_change(pad, time_s, force_n, written, rate_hz)
    force_n = with_marked(force_n, time_s, still)  # the steps at its ends are no noise
    found += still
    if rate_hz >= _LEAST_HZ:
        jumped = _at_a_stop(pad, time_s, force_n, written, rate_hz)
        force_n = with_marked(force_n, time_s, jumped)
        found += [*jumped, *_rough(time_s, force_n, written, rate_hz)]
    return tuple(sorted(found, key=lambda one: one.start_s))


def without_shifts(table: Table, time_s: Array, shifts: Iterable[Shift]) -> Table:
    """A table (n, n_taxels) at ``time_s`` (n,) as one that has the shifts taken off."""
    found = [(one, *np.searchsorted(time_s, [one.start_s, one.end_s]).tolist()) for one in shifts]

    def made(part: Array, index: int, first: int) -> Array:
        for one, lo, hi in found:
            a, b = max(lo - first, 0), max(hi - first, 0)
            part[a:b] -= one.offset_n[index]
            if one.slope_n_per_s is not None:
                away_s = time_s[first + a : first + len(part[:b])] - one.start_s
                part[a:b] -= away_s * one.slope_n_per_s[index]
        return part

    return Made(table, made) if found else table


def mark(stretches: Iterable[Stretch], time_s: Array, force_n: Array) -> None:
    """Make rows (n, n_taxels) at ``time_s`` (n,) missing, in place, where they fall into the stretches."""
    for one in stretches:
        if len(time_s) and one.start_s <= time_s[-1] and one.end_s >= time_s[0]:
            first, stop = np.searchsorted(time_s, one.start_s), np.searchsorted(time_s, one.end_s, side="right")
            force_n[first:stop, one.index] = np.nan


def with_marked(table: Table, time_s: Array, stretches: Iterable[Stretch]) -> Table:
    """A table (n, n_taxels) at ``time_s`` (n,) as one that is missing where its rows fall into the stretches."""
    found = list(stretches)
    first = np.searchsorted(time_s, [one.start_s for one in found]).tolist()
    stop = np.searchsorted(time_s, [one.end_s for one in found], side="right").tolist()
    return _missing(table, [(one.index, *rows) for one, *rows in zip(found, first, stop, strict=True)])


def _missing(table: Table, spans: Iterable[tuple[int, int, int]]) -> Table:
    """A table as one that has NaN in spans: index, first row, and row where it ends."""
    rows_of: dict[int, list[tuple[int, int]]] = {}
    for index, *rows in spans:
        rows_of.setdefault(index, []).append((rows[0], rows[1]))
    of_column = {index: np.array(rows) for index, rows in rows_of.items()}

    def made(part: Array, index: int, first: int) -> Array:
        if index in of_column:
            lo, hi = (of_column[index] - first).T
            for a, b in zip(*(each[(lo < len(part)) & (hi > 0)].tolist() for each in (lo, hi)), strict=True):
                part[max(a, 0) : b] = np.nan
        return part

    return Made(table, made) if of_column else table


def _changes(time_s: Array, force_n: Table) -> NDArray[np.bool_]:
    """Where each taxel changes, is missing, or begins anew behind a gap: (n_taxels, n)."""
    changes = np.zeros(force_n.shape[::-1], dtype=np.bool_)
    gap = np.diff(time_s) > GAP_S
    for index in range(len(changes)):
        column = force_n[:, index]
        changes[index, 1:] = (column[1:] != column[:-1]) | gap
        changes[index] |= np.isnan(column)
    return changes


def _without_a_change(pad: Pad, time_s: Array, force_n: Table, written: Written, rate_hz: float) -> list[Stretch]:
    """Runs of one value, at rest or off it, while the other taxels are alive."""
    changes = _changes(time_s, force_n)
    n_changes = changes.sum(axis=1)
    found = []
    for index in range(force_n.shape[1]):
        borders = np.concatenate(([0], np.flatnonzero(changes[index]), [len(time_s)]))
        if len(borders) < 3:
            continue  # one value throughout is the whole table's fault
        lasts_s = time_s[np.maximum(borders[1:] - 1, 0)] - time_s[np.minimum(borders[:-1], len(time_s) - 1)]
        long = np.flatnonzero(lasts_s + 1.5 / rate_hz >= _STUCK_S)
        column = force_n[:, index] if len(long) else np.empty(0)
        if not np.isfinite(column).any():
            continue
        rest_n = _rest_n(column, borders, long) if written.rest is None else 0.0
        for run in long:
            first, last = int(borders[run]), int(borders[run + 1]) - 1
            value_n = float(column[first])
            if np.isnan(value_n):
                continue
            n_within = changes[:, first + 1 : last + 1].sum(axis=1)
            share = n_within / max(last - first, 1)
            alive = share >= (_LIVELY if written.rest is None else _LIVELY_COUNTS)
            run_of = (index, first, last)
            n_others = np.count_nonzero(share >= _LIVELY)
            noise = bool(n_others >= _NEARLY_ALL * (force_n.shape[1] - 1))
            away_n = abs(value_n - rest_n)
            if not _sure(pad, time_s, force_n, alive, (run_of, value_n, away_n, noise), written, rate_hz):
                continue
            # where all stop at once, those are witnesses that moved before or behind it
            moved = (n_changes - n_within) >= _LIVELY * (len(time_s) - (last - first))
            n_witnesses = np.count_nonzero(alive | moved) - int(moved[index])
            when = _when(time_s[first], time_s[last])
            if away_n > _ABOVE_REST_N and n_witnesses >= _LEAST_LIVELY:
                reason = told("stuck: reads {value} {when}", value=written.value(index, value_n), when=when)
                found.append(Stretch(index, time_s[first], time_s[last], reason))
            elif lasts_s[run] >= _FROZEN_S and noise and not _usual(force_n, index, value_n):
                found.append(
                    Stretch(index, time_s[first], time_s[last], told("dead: without even noise {when}", when=when))
                )
    return found


def _sure(
    pad: Pad,
    time_s: Array,
    force_n: Table,
    alive: NDArray[np.bool_],
    run: tuple[tuple[int, int, int], float, float, bool],
    written: Written,
    rate_hz: float,
) -> bool:
    """Whether a run that does not change, off its rest, is no press that the sensors can't say better."""
    run_of, value_n, away_n, noise = run
    if value_n >= written.top_n[run_of[0]]:
        # as much as the sensors can say, under a hard press
        return came_at_once(pad, time_s, force_n, alive, run_of, value_n, rate_hz) or (
            _FINE * written.n_a_count < away_n
            and written.rest is not None
            and nothing_beside(pad, force_n, alive, run_of, away_n)
        )
    if noise or written.n_a_count <= _TREMBLES * away_n:
        return True
    # too coarse to show that a hand trembles, or that a sensor creeps
    least_n = max(_ABOVE_REST_N, _STEPS * written.n_a_count)
    if away_n < least_n:
        return False
    return came_at_once(pad, time_s, force_n, alive, run_of, away_n, rate_hz) or (
        stepped(time_s, force_n[:, run_of[0]], run_of, least_n) and nothing_beside(pad, force_n, alive, run_of, away_n)
    )


def _at_a_stop(pad: Pad, time_s: Array, force_n: Table, written: Written, rate_hz: float) -> list[Stretch]:
    """Runs that came in one step to where a sensor stops, or a broken wire leaves it, whatever noise is on them."""
    found = []
    lively = _LIVELY if written.rest is None else _LIVELY_COUNTS
    for index in range(force_n.shape[1]):
        column = force_n[:, index]
        if not np.isfinite(column).any():
            continue
        # newtons rest near 0, and a fault may last for most of a table
        rest_n = min(np.nanquantile(column, [0.05, 0.5, 0.95]).tolist(), key=abs)
        for first, last in flat_runs(time_s, column, rest_n):
            value_n = float(np.median(column[first : last + 1]))
            run = (force_n[first : last + 1, other] for other in range(force_n.shape[1]))
            alive = np.array([np.mean(np.diff(part) != 0.0) for part in run]) >= lively
            if np.count_nonzero(alive) <= _LEAST_LIVELY - (not alive[index]):
                continue
            if came_at_once(pad, time_s, force_n, alive, (index, first, last), abs(value_n - rest_n), rate_hz):
                when = _when(time_s[first], time_s[last])
                reason = told("stuck: reads {value} {when}", value=written.value(index, value_n), when=when)
                found.append(Stretch(index, time_s[first], time_s[last], reason))
    return found


def _when(start_s: float, end_s: float) -> str:
    return told("from {start_s:.1f} to {end_s:.1f} s", start_s=start_s, end_s=end_s)


def _rest_n(column: Array, borders: NDArray[np.intp], long: NDArray[np.intp]) -> float:
    """A taxel's rest where it is not still for long: what it sticks at must not be taken for its rest."""
    still = np.zeros(len(column), dtype=np.bool_)
    for run in long:
        still[borders[run] : borders[run + 1]] = True
    lively = column[~still]
    lively = lively[np.isfinite(lively)]
    return float(np.nanquantile(column, 0.05)) if not len(lively) else float(np.quantile(lively, 0.05))


def _usual(force_n: Table, index: int, value_n: float) -> bool:
    """Whether other taxels read just that as well: a table may be cut off at 0."""
    others = [other for other in range(force_n.shape[1]) if other != index]
    n_so = sum(np.count_nonzero(force_n[:, other] == value_n) for other in others)
    return bool(n_so > _CUT_OFF * len(others) * len(force_n))


def _rough(time_s: Array, force_n: Table, written: Written, rate_hz: float) -> list[Stretch]:
    """Windows of half a second of noise, those together that lie less than two seconds apart."""
    rows = max(4, round(_WINDOW_S * rate_hz))
    n_windows = len(time_s) // rows
    rough = np.zeros((n_windows, force_n.shape[1]))
    at_once = max(1, rows_at_once(force_n) // rows)
    for window in range(0, n_windows, at_once):
        some = slice(window, min(window + at_once, n_windows))
        part = force_n[some.start * rows : some.stop * rows].reshape(-1, rows, force_n.shape[1])
        second = np.abs(part[:, 2:] - 2.0 * part[:, 1:-1] + part[:, :-2])
        known = ~np.isnan(second)
        sums = np.where(known, second, 0.0).sum(axis=1)
        rough[some] = sums / np.maximum(known.sum(axis=1), 1) / ROUGHNESS_OF_NOISE
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
            reason = told(
                "noisy: jumps by {size} from sample to sample from {start_s:.1f} to {end_s:.1f} s",
                size=written.size(size_n),
                start_s=start_s,
                end_s=end_s,
            )
            found.append(Stretch(int(index), float(start_s), float(end_s), reason))
    return found
