"""Taxels of a whole table that say nothing though a thumb stood right over them: what only the layer's fit can tell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.language import told
from thumbwalk.longtable import Table, without
from thumbwalk.pad import Pad
from thumbwalk.touch.fit import Known
from thumbwalk.touch.localise import Localiser, can_localise
from thumbwalk.touch.search import Search, search_on

Array = NDArray[np.float64]

_MOMENTS = 600
"""Fits for one suspect at the most; more cost time alone."""
_ROWS = 100_000
"""Rows that a taxel's reach is told by, at the most."""
_QUIET_N, _QUIET = 0.5, 0.1
"""A taxel is suspect that never shows more than this, or this part of what the others usually reach."""
_ABOUT_N, _NEIGHBOURS = 1.0, 5
"""Looked at are moments with this force on the five nearest taxels."""
_EXPECTED_N, _SHOWN = 0.8, 0.2
"""A moment tells when the fit without it wants this force there and it shows less than a fifth of that."""
_WORSE, _FITS, _TIMES = 25.0, 60.0, 5
"""Believing the silence must cost five standard deviations (25), where the fit without it is a fit (60), on five
moments. Lower, and a healthy taxel beside a gain error is called dead."""
_TWO_HANDS, _PAIRS, _PAIRS_SHARE, _WORSE_TWO = 0.1, 15, 0.6, 8.0
"""Where one contact does not explain this part of all moments there are two hands; then, of so many of the moments that
tell, two contacts with the tile believed must fit worse, too, by so much, in this part."""
_RIVALS, _RIVAL = 15, 0.25
"""Of so many of the moments, spread over all that tell, another tile's reading too much may explain more than the
silence in this part. Beside tiles that read 3 N too much, or are swapped, it did in all moments (6 tiles called dead
that are well); of 12 tiles that are dead in none to a twenty-fifth."""


def silent_taxels(pad: Pad, force_n: Table, left_out: NDArray[np.bool_]) -> dict[int, str]:
    """Which taxels (by index) of a table of forces (n, n_taxels) are silent, and why.

    A suspect is one that shows hardly anything. At moments when its neighbours are pressed the contact is fitted
    without it; where the fit wants force under the suspect, and believing its silence makes the fit much worse (by five
    standard deviations, on five moments and more), it is dead. The worst goes first: its neighbours are judged without
    it. A taxel that nobody pressed stays in.
    """
    found: dict[int, str] = {}
    if not can_localise(pad) or pad.n_taxels < 2 * _NEIGHBOURS:
        return found
    localiser = Localiser(pad)
    search = search_on(pad)
    out = left_out.copy()
    force_n = without(force_n, out, missing=0.0)
    # Some tens of thousands of rows tell a column's reach as well as millions.
    reach = np.quantile(force_n[:: len(force_n) // _ROWS + 1], 0.995, axis=0)
    usual = float(np.median(reach[~out])) if (~out).any() else 0.0
    suspects = set(np.flatnonzero(~out & (reach < max(_QUIET_N, _QUIET * usual))).tolist())
    while suspects:
        times = {index: _missed(search, localiser, force_n, out, index) for index in suspects}
        suspects = {index for index in suspects if times[index] >= _TIMES}
        if suspects:
            worst = max(suspects, key=lambda index: (times[index], -index))
            found[worst] = told("dead: shows nothing with a contact right over it")
            out[worst] = True
            suspects.discard(worst)
    return found


def _missed(search: Search, localiser: Localiser, force_n: Table, left_out: NDArray[np.bool_], index: int) -> int:
    """At how many of some moments the taxel should have shown force, and its silence spoils a good fit."""
    away_mm = np.hypot(*(localiser.pad.positions_mm - localiser.pad.positions_mm[index]).T)
    about = np.argsort(np.where(left_out, np.inf, away_mm))[1 : _NEIGHBOURS + 1]
    beside_n = np.zeros(len(force_n))
    for other in about.tolist():
        beside_n += force_n[:, other]
    moments = np.flatnonzero(beside_n > _ABOUT_N)
    if not len(moments):
        return 0
    rows = force_n[moments[np.unique(np.linspace(0, len(moments) - 1, _MOMENTS).round().astype(int))]]
    without_it = left_out.copy()
    without_it[index] = True
    without = localiser.fit(rows, Known(without_it))
    expected = without.model_n[:, index]
    telling = (expected > _EXPECTED_N) & (without.misfit < _FITS) & (rows[:, index] < _SHOWN * expected)
    if np.count_nonzero(telling) < _TIMES:
        return 0
    believed = localiser.fit(rows[telling], Known(left_out))
    worse = np.flatnonzero(believed.misfit > without.misfit[telling] + _WORSE)
    if len(worse) < _TIMES or _rival(localiser, rows[telling][worse], without.misfit[telling][worse], left_out, index):
        return 0
    if np.mean(without.misfit > _FITS) < _TWO_HANDS:
        return len(worse)
    # Two hands beside a sound tile that is not pressed look like one hand on a dead one.
    some = worse[np.unique(np.linspace(0, len(worse) - 1, _PAIRS).round().astype(int))]
    pressed, alone = rows[telling][some], without.misfit[telling][some]
    two = np.array([search.pair(row[None], left_out).cost for row in pressed])
    share = float(np.mean(two > alone + _WORSE_TWO))
    return len(worse) if share >= _PAIRS_SHARE else 0


def _rival(localiser: Localiser, force_n: Array, without: Array, left_out: NDArray[np.bool_], index: int) -> bool:
    """Whether moments (n, n_taxels) are better explained by another tile that reads too much than by the silence.

    ``without`` (n,) is what they cost without the silent one. Where either may be it, nobody is accused.
    """
    some = np.unique(np.linspace(0, len(force_n) - 1, _RIVALS).round().astype(int))
    for other in np.flatnonzero(~left_out):
        if other != index:
            out = left_out.copy()
            out[other] = True
            rival = localiser.fit(np.where(out, 0.0, force_n[some]), Known(out))
            too_much = force_n[some, other] > rival.model_n[:, other] + _EXPECTED_N
            if np.mean((rival.misfit < without[some]) & too_much) > _RIVAL:
                return True
    return False
