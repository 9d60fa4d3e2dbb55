"""The low-pass before thinning out: one second-order section, a block of what becomes one row at a time.

``scipy.signal`` has such a filter, but takes 1.4 s to load, which a user would wait for at every start, and runs ten
times slower on a foot at rest (denormal numbers). The section is run in state-space form instead, over as many blocks
as are felt at all, and gives only the rows that are kept; the tests hold it against ``scipy.signal.sosfilt``.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float64]

CUTOFF_HZ = 50.0
"""Half of the analysis rate: what is faster would fold back by thinning out."""
ANALYSIS_RATE_HZ = 100.0
"""What a fast stream is thinned out to: a hand moves below 20 Hz, its tremor below 15."""

_SLOWEST = 2.5  # sampling rates over cutoff under which a low-pass has nothing left to take away
_FELT = 0.003  # part of a step that is too small to matter
_ROUNDED = 1e-17  # part of a sample that is lost in rounding


def thinning(rate_hz: float) -> int:
    """How many samples become one: ``rate_hz`` over about 100 Hz, at least 1."""
    return max(1, round(rate_hz / ANALYSIS_RATE_HZ))


def butterworth_section(rate_hz: float, cutoff_hz: float) -> Array:
    """Second-order Butterworth low-pass as one section (b0, b1, b2, 1, a1, a2).

    The bilinear transform of 1/(s^2 + sqrt(2) s + 1), prewarped to the cutoff (any text on digital filters).
    """
    k = np.tan(np.pi * cutoff_hz / rate_hz)
    norm = 1.0 + np.sqrt(2.0) * k + k * k
    b = k * k / norm
    return np.array([b, 2.0 * b, b, 1.0, 2.0 * (k * k - 1.0) / norm, (1.0 - np.sqrt(2.0) * k + k * k) / norm])


class LowPass:
    """Causal low-pass and thinning in one: of every ``every`` rows the first comes out, filtered.

    Parameters
    ----------
    rate_hz : float
        Rate of the rows that go in; under 2.5 times the cutoff nothing is filtered.
    every : int
        Rows in for a row out.
    cutoff_hz : float
        Where the filter is 3 dB down.

    Attributes
    ----------
    settling_rows : int
        Rows in until a step has settled to 0.3 %.
    """

    def __init__(self, rate_hz: float, every: int = 1, cutoff_hz: float = CUTOFF_HZ) -> None:
        self.every = every
        self._filters = rate_hz >= _SLOWEST * cutoff_hz
        section = butterworth_section(rate_hz, cutoff_hz) if self._filters else np.array([1.0, 0, 0, 1.0, 0, 0])
        b0, b1, b2, _, a1, a2 = section.tolist()
        self._b0 = b0
        # delays after a sample x: s' = step @ s + push * x, and the output is b0 * x + s[0]
        step = np.array([[-a1, 1.0], [-a2, 0.0]])
        push = np.array([b1 - a1 * b0, b2 - a2 * b0])
        powers = [np.eye(2)]
        for _ in range(every):
            powers.append(step @ powers[-1])
        self._pushes = np.stack([powers[every - 1 - row] @ push for row in range(every)], axis=1)
        radius = float(np.sqrt(abs(a2)))
        self.settling_rows = int(np.ceil(np.log(_FELT) / np.log(radius))) if radius > 0.0 else 0
        self._n_felt = int(np.ceil(np.log(_ROUNDED) / np.log(radius) / every)) if radius > 0.0 else 1
        self._of_pushed = _over_blocks(powers[every], self._n_felt)
        self.restart()

    def restart(self) -> None:
        """Forget everything; the next row is taken to have stood for ever."""
        self._pushed: Array | None = None  # what each of the latest blocks adds to the delays, (2 * n_felt, k)
        self._block: list[Array] = []
        self._filled = 0

    def feed(self, values: Array) -> Array:
        """Rows (n, k) in, the rows out that are due, (m, k)."""
        if not len(values):
            return values
        if not self._filters:
            return self._thinned(values)
        if self._pushed is None:
            self._pushed = np.tile(self._pushes.sum(axis=1, keepdims=True) * values[0], (self._n_felt, 1))
        rows = np.concatenate([*self._block, values])
        # a block's first row comes out as soon as it is there; the block counts for the next once it is full
        n_blocks = len(rows) // self.every
        firsts = rows[:: self.every]
        blocks = rows[: n_blocks * self.every].reshape(n_blocks, self.every, rows.shape[1])
        # one product a block, all of one shape: a product over all of them would change its bits with their number
        pushed = np.concatenate([self._pushed, (self._pushes @ blocks).reshape(2 * n_blocks, rows.shape[1])])
        before = sliding_window_view(pushed, 2 * self._n_felt, axis=0)[::2].swapaxes(1, 2)
        out = firsts * self._b0 + (self._of_pushed @ before[: len(firsts)])[:, 0]
        self._pushed = pushed[2 * n_blocks :].copy()
        given = -(-self._filled // self.every)  # the block in hand gave its row when it began
        rest = rows[n_blocks * self.every :]
        self._block, self._filled = [rest] if len(rest) else [], len(rest)
        return np.asarray(out[given:])

    def _thinned(self, values: Array) -> Array:
        """Every ``every``-th row as it is."""
        skip = -self._filled % self.every
        self._filled = (self._filled + len(values)) % self.every
        return values[skip :: self.every]


def _over_blocks(over_block: Array, n_felt: int) -> Array:
    """What the pushes of the latest blocks, the oldest first, count for in the first delay, (1, 2 * n_felt)."""
    rows = [np.array([[1.0, 0.0]])]
    for _ in range(n_felt - 1):
        rows.append(rows[-1] @ over_block)
    return np.concatenate(rows[::-1], axis=1)
