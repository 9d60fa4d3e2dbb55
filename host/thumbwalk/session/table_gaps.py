"""What a pad table lacks: the gaps in its time, told as what is lost on the way to a recording."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thumbwalk.gate.order import usual_step
from thumbwalk.link.losses import Losses
from thumbwalk.longtable import Table
from thumbwalk.signal.grid import GAP_S


def gaps_of_table(time_s: NDArray[np.float64], values: Table, leaps: Sequence[int] = ()) -> Losses:
    """Give the gaps of a table's times (n,), seconds, and values (n, n_taxels), as losses.

    A gap is a pause of more than a quarter of a second between two samples: shorter ones are bridged by a straight
    line. A row without any number counts as no sample. The pause before a row at which the clock was set (``leaps``) is
    none: nobody knows whether anything is missing there. Times of losses are from the first sample on.
    """
    losses = Losses()
    empty = np.ones(len(values), np.bool_)
    for index in range(values.shape[1]):
        empty &= np.isnan(values[:, index])
    rows = np.flatnonzero(~empty)
    times = time_s[rows]
    gaps = np.flatnonzero(np.diff(times) > GAP_S + 1e-9)
    usual_s = (usual_step(times) or 0.0) if len(gaps) else 0.0
    # how often the clock was set until the row before each gap, and the row behind it
    leapt = np.searchsorted(np.sort(np.array(leaps, np.intp)), rows[[gaps, gaps + 1]], side="right")
    for at in gaps[leapt[1] == leapt[0]].tolist():
        from_s, to_s = (float(times[index] - time_s[0]) for index in (at, at + 1))
        losses.take_gap(min(from_s + usual_s, to_s), to_s)
    return losses
