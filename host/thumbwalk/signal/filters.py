"""The low-pass before thinning out, with its state in the open.

Its taps are a second-order Butterworth's impulse response: the same short delay (4.5 ms at 50 Hz) and nothing fed
back, so that zeros come out as zeros, and any chunking gives the same bits.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

CUTOFF_HZ = 50.0
ANALYSIS_RATE_HZ = 100.0
"""What a fast stream is thinned out to: a hand moves below 20 Hz, its tremor below 15."""

_SLOWEST = 2.5  # sampling rates over cutoff under which a low-pass has nothing left to take away
_TAIL = 1e-5  # where the impulse response is cut off, of its largest
_FEW = 4  # outputs a call up to which one accumulation beats a loop over the taps


def thinning(rate_hz: float) -> int:
    """How many samples become one: ``rate_hz`` over about 100 Hz, at least 1."""
    return max(1, round(rate_hz / ANALYSIS_RATE_HZ))


def butterworth_taps(rate_hz: float, cutoff_hz: float) -> NDArray[np.float64]:
    """Impulse response of a second-order Butterworth low-pass, cut where it has died away, with gain 1 at 0 Hz.

    The bilinear transform of 1/(s^2 + sqrt(2) s + 1), prewarped to the cutoff (any text on digital filters).
    """
    k = np.tan(np.pi * cutoff_hz / rate_hz)
    norm = 1.0 + np.sqrt(2.0) * k + k * k
    b = np.array([1.0, 2.0, 1.0]) * k * k / norm
    a1, a2 = 2.0 * (k * k - 1.0) / norm, (1.0 - np.sqrt(2.0) * k + k * k) / norm
    radius = np.sqrt(a2)
    n = 3 + int(np.ceil(np.log(_TAIL) / np.log(max(radius, 1e-3))))
    taps = np.zeros(n)
    for i in range(n):
        taps[i] = b[i] if i < 3 else 0.0
        taps[i] -= (a1 * taps[i - 1] if i >= 1 else 0.0) + (a2 * taps[i - 2] if i >= 2 else 0.0)
    return np.asarray(taps / taps.sum())


class LowPass:
    """Low-pass and thinning in one: of every ``every`` rows the first comes out, filtered.

    Parameters
    ----------
    rate_hz : float
        Rate of the rows that go in; under 2.5 times the cutoff nothing is filtered.
    every : int
        Rows in for a row out.
    cutoff_hz : float
        Where the filter is 3 dB down.
    """

    def __init__(self, rate_hz: float, every: int = 1, cutoff_hz: float = CUTOFF_HZ) -> None:
        filtered = rate_hz >= _SLOWEST * cutoff_hz
        self.taps = butterworth_taps(rate_hz, cutoff_hz) if filtered else np.ones(1)
        self.every = every
        self.restart()

    def restart(self) -> None:
        """Forget everything; the next row is taken to have stood for ever."""
        self._history: NDArray[np.float64] | None = None
        self._skip = 0

    def feed(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows (n, k) in, the rows out that are due, (m, k)."""
        if not len(values):
            return values
        if self._history is None:
            self._history = np.repeat(values[:1], len(self.taps) - 1, axis=0)
        rows = np.concatenate([self._history, values])
        first = len(self._history) + self._skip
        n_out = max(0, -(-(len(rows) - first) // self.every))
        self._skip += n_out * self.every - len(values)
        self._history = rows[len(rows) - len(self.taps) + 1 :]
        return self._filtered(rows, first, n_out)

    def _filtered(self, rows: NDArray[np.float64], first: int, n_out: int) -> NDArray[np.float64]:
        """Outputs at rows ``first``, ``first + every``...; each a sum over the taps in the taps' order."""
        if n_out <= _FEW:
            step, across = rows.strides
            shape = (len(self.taps), n_out, rows.shape[1])
            if 0 in shape:
                return np.empty(shape[1:])
            lagged = as_strided(rows[first:], shape, (-step, self.every * step, across), writeable=False)
            # accumulate, for a plain sum over one taxel would be pairwise, and differ in the last bit
            return np.asarray(np.add.accumulate(lagged * self.taps[:, None, None], axis=0)[-1])
        stop = first + self.every * (n_out - 1) + 1
        out = rows[first : stop : self.every] * self.taps[0]
        part = np.empty_like(out)
        for lag in range(1, len(self.taps)):
            np.multiply(rows[first - lag : stop - lag : self.every], self.taps[lag], out=part)
            out += part
        return np.asarray(out)
