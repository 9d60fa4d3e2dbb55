"""A table in counts, made about as large as newtons, so that what sticks in it is looked for as in those.

Nothing else is made of that size: forces stay counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.longtable import Made, Table
from thumbwalk.pad import Pad
from thumbwalk.signal.grid import nominal_rate_hz
from thumbwalk.signal.jumps import came_at_once, stepped, unpressed
from thumbwalk.signal.noise import ROUGHNESS_OF_NOISE
from thumbwalk.signal.stretches import Stretch, Written, table_stretches, with_marked
from thumbwalk.signal.tare import BASELINE_QUANTILE, robust_baseline

Array = NDArray[np.float64]

_REACH, _USUAL_N, _WIDEST = 0.99, 5.0, 3
"""What the third widest sensor reaches is taken for 5 N: under a thumb in a soft layer it is 3 to 8, and two that are
stuck at the top don't count."""
_TIMES_NOISE = 20.0
"""A reach that is less than so many times the noise is no press, and says nothing of newtons."""
_STILL_S = 2.0
"""A sensor that reads one value for so long may be at rest, or stuck."""
_LOW_N = 0.3
"""Rests that differ by less are one: the lightest touch."""
_LIVELY, _MOST_LOW = 0.1, 0.55
"""Parts of a table in which a sensor must move to show its rest, and that a wire is off at the most if it does not."""
_FAST_HZ, _SELDOM, _STEP = 80.0, 3, 0.5
"""At such a rate no hand comes down by half of its force from one row to the next; a wire breaks three times at most,
and a sensor that reads nothing at all at rest rests more often."""


@dataclass(frozen=True, slots=True)
class Counted:
    """About newtons of a table in counts: ``(counts - rest) * n_a_count``.

    Attributes
    ----------
    rest : (n_taxels,) float64
        What each taxel reads at rest, in counts, a wire that fell below it left out of account.
    n_a_count : float
        About how many newtons a count is, within a factor of two.
    """

    rest: Array
    n_a_count: float

    def force_n(self, counts: Table) -> Table:
        """Give counts (n, n_taxels) as about newtons."""
        rest = self.rest.copy()
        return Made(counts, lambda part, index, _first: (part - rest[index]) * self.n_a_count)


@dataclass(frozen=True, slots=True)
class Believed:
    """What can be believed of a table in counts.

    Attributes
    ----------
    counts : Table (n, n_taxels)
        NaN where they can't be believed.
    stretches : tuple of Stretch
        Where that is for a while.
    n_a_count : float
        About how many newtons a count is; 1.0 where nothing tells it.
    """

    counts: Table
    stretches: tuple[Stretch, ...] = ()
    n_a_count: float = 1.0


def believed_counts(pad: Pad, time_s: Array, counts: Table) -> Believed:
    """Look through counts (n, n_taxels) at ``time_s`` (n,), rising from 0.

    Where a layout tells nothing of what lies beside what, all are believed.
    """
    if pad.layer_mm is None or not pad.has_positions or len(time_s) < 3:
        return Believed(counts)
    how = counted(pad, time_s, counts)
    if how is None:
        return Believed(counts)
    top = np.nanmax([np.nanmax(counts[:, index], initial=-np.inf) for index in range(pad.n_taxels)])
    written = Written((top - how.rest) * how.n_a_count, how.n_a_count, how.rest)
    stretches = table_stretches(pad, time_s, how.force_n(counts), written)
    return Believed(with_marked(counts, time_s, stretches), stretches, how.n_a_count)


def counted(pad: Pad, time_s: Array, counts: Table) -> Counted | None:
    """How a table of counts (n, n_taxels) at ``time_s`` (n,) becomes about newtons; None where nobody pressed."""
    rest = robust_baseline(counts)
    known, reach, noise = list[int](), list[float](), list[float]()
    for index in range(counts.shape[1]):
        column = counts[:, index]
        if not np.isnan(column).all():
            known.append(index)
            reach.append(float(np.nanquantile(column, _REACH)) - rest[index])
            noise.append(_noise(column))
    if not known:
        return None
    usual = sorted(reach)[-min(_WIDEST, len(reach))]
    # as the calmest half of the taxels do
    if usual <= max(1.0, _TIMES_NOISE * float(np.median(noise))):
        return None
    scale = _USUAL_N / usual
    force_n = Counted(rest, scale).force_n(counts)
    for index in known:
        if (above_n := _fell_below(pad, time_s, force_n, index)) is not None:
            rest[index] += above_n / scale
    return Counted(rest, scale)


def _noise(column: Array) -> float:
    """What a taxel jumps by from row to row."""
    second = np.abs(column[2:] - 2.0 * column[1:-1] + column[:-2])
    known = ~np.isnan(second)
    return float(np.where(known, second, 0.0).sum() / max(np.count_nonzero(known), 1) / ROUGHNESS_OF_NOISE)


def _fell_below(pad: Pad, time_s: Array, force_n: Table, index: int) -> float | None:
    """How far a taxel's rest lies above what it reads in still runs that it fell to in one step; None without such."""
    column = force_n[:, index]
    cuts = np.flatnonzero(column[1:] != column[:-1]) + 1
    edges = np.concatenate(([0], cuts, [len(column)]))
    lasts_s = time_s[edges[1:] - 1] - time_s[edges[:-1]]
    rate_hz = nominal_rate_hz(time_s)
    still = lasts_s + 1.5 / rate_hz >= _STILL_S
    low = still & (column[edges[:-1]] < _LOW_N)
    if not low.any() or len(edges) < 3:
        return None
    runs = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
    lively = column[~still[runs] & ~np.isnan(column)]
    if len(lively) < _LIVELY * len(column):
        # one value or the other throughout: the rest is where it is for longer
        lively = column[~low[runs] & ~np.isnan(column)]
        if np.mean(low[runs]) > _MOST_LOW:
            return None
    if not len(lively):
        return None
    rest_n = float(np.quantile(lively, BASELINE_QUANTILE))
    alive = np.ones(force_n.shape[1], dtype=np.bool_)
    fast = rate_hz >= _FAST_HZ and np.count_nonzero(low) <= _SELDOM
    for run in np.flatnonzero(low):
        run_of = (index, int(edges[run]), int(edges[run + 1]) - 1)
        away_n = rest_n - float(column[edges[run]])
        if away_n <= _LOW_N:
            continue
        if came_at_once(pad, time_s, force_n, alive, run_of, away_n, rate_hz) or (
            fast and stepped(time_s, column, run_of, _STEP * away_n) and not unpressed(pad, force_n, run_of, _LOW_N)
        ):
            return rest_n
    return None
