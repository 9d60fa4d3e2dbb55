"""What the tiles read without a hand, followed as it drifts away slowly; an hour's drift must not become a touch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_BLOCK_S = 5.0
"""How often the offset follows; by 0.02 N at once at the most, a third of what the fit takes for noise."""
_MOST_N_PER_S = 0.25 / 60.0
"""The fastest drift that is followed: what comes faster is a hand, and a hand is never taken off for long."""
_LEAST_FREE = 0.1
"""A tile is followed by blocks of which it was far from any contact for so much."""
_EVERY = 5
"""Every so many rows are looked at."""
_FAR_MM = 60.0
"""Beyond this a contact of 20 N puts 0.01 N on a tile of 700 mm2 (Boussinesq, `response`, 10 mm of layer): less than
a step of the drift."""


class Drift:
    """Follows each tile's reading far from any contact, never faster than a sensor drifts.

    It begins at 0 and is no tare: only what moves while the foot is being worked on is taken off. The correction is
    constant within a block of 5 s, and the blocks are counted from where a piece begins, so that chunks do not matter.

    Attributes
    ----------
    offset_n : (n_taxels,) float64
        What to take off now.
    """

    def __init__(self, taxels_mm: Array, rate_hz: float) -> None:
        self.offset_n = np.zeros(len(taxels_mm))
        self._taxels_mm = taxels_mm
        self._rows = max(round(_BLOCK_S * rate_hz), 1)
        self._step_n = _MOST_N_PER_S * self._rows / rate_hz
        self.restart()

    def restart(self) -> None:
        """Begin a new piece: what was half seen is dropped, the offset stays."""
        self._seen: list[Array] = []
        self.room = self._rows

    def feed(self, rest_n: Array, places_mm: list[tuple[Array, Array]]) -> None:
        """Take what the contacts leave unexplained, (n, n_taxels), of up to ``room`` rows.

        ``places_mm`` are the contacts' places (x, y), each (n,), NaN where there is none.
        """
        # Every fifth row is enough of five seconds; which one is counted from where the block begins.
        some = slice((self.room - self._rows) % _EVERY, None, _EVERY)
        rest_n, n = rest_n[some], len(rest_n)
        free = np.ones(rest_n.shape, dtype=np.bool_)
        for x_mm, y_mm in ((x[some], y[some]) for x, y in places_mm):
            away2 = (self._taxels_mm[:, 0] - x_mm[:, None]) ** 2 + (self._taxels_mm[:, 1] - y_mm[:, None]) ** 2
            free &= ~(away2 < _FAR_MM**2)
        self._seen.append(np.where(free, rest_n, np.nan))
        self.room -= n
        if self.room <= 0:
            self._follow(np.concatenate(self._seen))
            self.restart()

    def _follow(self, seen: Array) -> None:
        enough = (~np.isnan(seen)).mean(axis=0) >= _LEAST_FREE
        if enough.any():
            self.offset_n = self.offset_n.copy()
            self.offset_n[enough] += np.clip(_medians(seen[:, enough]), -self._step_n, self._step_n)


def _medians(seen: Array) -> Array:
    """Medians (k,) of the numbers in columns (n, k), one at least in each: `nanmedian` in an eighth of its time."""
    ordered, n, column = np.sort(seen, axis=0), np.count_nonzero(~np.isnan(seen), axis=0), np.arange(seen.shape[1])
    return np.asarray(0.5 * (ordered[(n - 1) // 2, column] + ordered[n // 2, column]))
