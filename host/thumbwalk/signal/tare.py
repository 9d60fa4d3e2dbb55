"""The reading at rest, which is taken off: live from a quiet moment, in a file of counts from its low values."""

from __future__ import annotations

from bisect import insort

import numpy as np
from numpy.typing import NDArray

from thumbwalk.longtable import Table

REST_S = 0.5
"""How long the pad must lie quiet for its rest to be taken."""

QUIET_TAXEL_N = 0.10
QUIET_TOTAL_N = 0.15
"""Peak to peak in a quiet window. A hand that rests on the pad trembles more, noise at rest an order less."""

SMALL_TAXEL_N = 0.35
SMALL_TOTAL_N = 6.0
"""How far a rest may lie above the calibration's. The skin's weight lies on all tiles, a light thumb on one or two;
what is more than this on a tile may be a hand, and is tared by `thumbwalk tare` only."""

STILL_N = 0.018
"""Peak to peak of a plate's whole force with nobody at it: the noise of its cells, 1.4 mN each, makes 0.013 N. A
virtual hand of 2 N that rests wavers by 0.019 N at the least, so that what lies so still on a plate, or was taken off
it since its calibration, is none."""

BASELINE_QUANTILE = 0.05
"""Lower, and lost samples become the rest; higher, and a file that is pressed nearly all of its time has its presses
taken off."""
_HOP_S = 0.1
"""How often a window is judged: it delays a tare by so much at the most."""
_STEADY_SHARE = 0.05  # on command the total may move by this much of itself: a strap or a cast may lie on the pad


class RestTare:
    """Takes the forces at rest off a live stream.

    The first window of 0.5 s that is quiet and small becomes the baseline, from its end on, or with ``still_n`` the
    first that is so still, whatever it holds; until then the calibration's own rest is taken off. `tare_now` asks for a
    new one. Everything goes by stream time.

    Parameters
    ----------
    rate_hz : float
        Rate of the rows, which are even inside a piece.
    start_n : (n_taxels,) float64
        The baseline to begin with, N; NaN where none is known: then so are the rows, until any quiet window is there.
    still_n : float or None
        Peak to peak of the total, N, by which a sensor without friction tells that nobody is at it.
    """

    def __init__(self, rate_hz: float, start_n: NDArray[np.float64], *, still_n: float | None = None) -> None:
        self.baseline_n = np.array(start_n, dtype=np.float64)
        self._start_n = self.baseline_n
        self.taken_s: float | None = None
        """End of the window that the baseline was taken from; None while it is the calibration's."""
        self._rows = max(2, round(REST_S * rate_hz))
        self._hop = max(1, round(_HOP_S * rate_hz))
        self._asked_s: list[float] = []
        self._seen_s = -np.inf
        self._still_n = still_n
        self._looking: str | None = "any" if np.isnan(self.baseline_n).any() else "small"
        self.restart()

    @property
    def looking(self) -> bool:
        """Whether a quiet moment is waited for."""
        return self._looking is not None or bool(self._asked_s)

    def restart(self) -> None:
        """Begin a new piece: windows do not reach across a gap, the baseline does."""
        self._window = np.empty((0, len(self.baseline_n)))
        self._counted = 0

    def tare_now(self, time_s: float) -> float:
        """Ask for the first quiet window after ``time_s`` to become the baseline, whatever force it holds.

        Returns
        -------
        float
            The stream time that counts: ``time_s``, or that of the last row that is through already.
        """
        effective = max(float(time_s), self._seen_s)
        insort(self._asked_s, effective)
        return effective

    def feed(
        self, time_s: NDArray[np.float64], force_n: NDArray[np.float64], left_out: tuple[bool, ...] = ()
    ) -> NDArray[np.float64]:
        """Untared rows (n, n_taxels) of one piece in, the same rows tared out; not clipped at 0.

        A taxel that is left out neither hinders a rest from being taken nor gets a new one.
        """
        out = np.empty_like(force_n)
        at = 0
        while at < len(time_s):
            stop = self._next_stop(time_s, at)
            np.subtract(force_n[at:stop], self.baseline_n, out=out[at:stop])
            if self._looking is not None:
                self._look(time_s[at:stop], force_n[at:stop], left_out)
            self._seen_s = float(time_s[stop - 1])
            at = stop
        return out

    def _next_stop(self, time_s: NDArray[np.float64], at: int) -> int:
        """How far the rows can be taken at once: to the next asked-for time or the window's next end."""
        stop = len(time_s)
        while self._asked_s and time_s[at] > self._asked_s[0]:
            del self._asked_s[0]
            self._looking = "any"
            self.restart()
        if self._asked_s:
            stop = min(stop, int(np.searchsorted(time_s, self._asked_s[0], side="right")))
        if self._looking is not None:
            stop = min(stop, at + self._hop - self._counted % self._hop)
        return stop

    def _look(self, time_s: NDArray[np.float64], force_n: NDArray[np.float64], left_out: tuple[bool, ...]) -> None:
        self._window = np.concatenate([self._window, force_n])[-self._rows :]
        self._counted += len(force_n)
        if len(self._window) < self._rows or self._counted % self._hop:
            return
        out = np.array(left_out or [False] * self._window.shape[1])
        if self._is_rest(np.where(out, 0.0, self._window)):
            self.baseline_n = np.where(out, self.baseline_n, self._window.mean(axis=0))
            self.taken_s = float(time_s[-1])
            self._looking = None

    def _is_rest(self, window: NDArray[np.float64]) -> bool:
        total = np.add.accumulate(window, axis=1)[:, -1]
        level = float(total.mean())
        steady = np.ptp(total) <= max(QUIET_TOTAL_N, _STEADY_SHARE * level if self._looking == "any" else 0.0)
        if self._looking == "any":
            return bool(steady)
        if self._still_n is not None:
            return bool(np.ptp(total) <= self._still_n)
        above = window - self._start_n
        small = level - float(self._start_n.sum()) <= SMALL_TOTAL_N and bool((above <= SMALL_TAXEL_N).all())
        return bool(small and steady and (np.ptp(window, axis=0) <= QUIET_TAXEL_N).all())


def robust_baseline(counts: Table) -> NDArray[np.float64]:
    """Rest of each taxel in a whole file of counts (n, n_taxels): a low quantile, (n_taxels,).

    A low quantile, not the least: one lost sample that reads 0 must not become the rest. A taxel without any number
    rests at 0.
    """
    baseline = np.zeros(counts.shape[1])
    for index in range(counts.shape[1]):
        column = counts[:, index]
        if not np.isnan(column).all():
            baseline[index] = np.nanquantile(column, BASELINE_QUANTILE, method="lower")
    return baseline
