"""The touch stage: newtons a tile in, one working contact out, on the same time grid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.pad import Pad
from thumbwalk.signal.blocks import ForceBlock
from thumbwalk.touch.blocks import TouchBlock
from thumbwalk.touch.localise import Fit, Localiser, can_localise

Array = NDArray[np.float64]

_BLIND_FLOOR = 0.5
"""With taxels left out, moments are fitted from this part of ``off_n`` on: what is left out may hold the rest."""
_MOST_FILL, _MOST_BESIDE = 10.0, 2.5
"""What a left-out taxel is believed to hide at most, in parts of what the others show beyond that floor (noise alone
must not become a touch), and a contact's force, in parts of the total."""


class TouchStage:
    """Follows touch through a stream of force blocks.

    Where the layout says enough, every touched moment gets a fitted contact (place, whole force, uncertainty), and
    what left-out taxels would have carried is filled in from the fit. Elsewhere the contact is the plain total at the
    centre of pressure, and without positions it has no place.

    The only state is whether the last sample touched: fits do not depend on each other, so any chunking gives the
    same numbers to the bit.

    Parameters
    ----------
    pad : Pad
        The layout.
    rate_hz : float
        Rate of the force blocks, for parts that will need a time (a steady second contact does).
    on_n, off_n : float
        Touch begins above ``on_n`` of total force and ends below ``off_n``, in the pad's unit (from the file's noise
        for counts).
    """

    def __init__(self, pad: Pad, rate_hz: float, *, on_n: float = 0.5, off_n: float = 0.3) -> None:
        if not 0.0 <= off_n <= on_n:
            raise ValueError(f"touch thresholds: off_n {off_n} must lie between 0 and on_n {on_n}")
        self.pad = pad
        self.rate_hz = rate_hz
        self.on_n = on_n
        self.off_n = off_n
        self._localiser = Localiser(pad) if can_localise(pad) else None
        self._moments = np.ones((pad.n_taxels, 3))
        self._moments[:, 1:] = np.nan_to_num(pad.positions_mm)
        self._touching = False
        self._piece: int | None = None

    def feed(self, block: ForceBlock) -> TouchBlock:
        """Touch at each of the block's samples."""
        if block.piece != self._piece:
            self._touching, self._piece = False, block.piece
        n = len(block.time_s)
        left_out = np.array(block.left_out, dtype=np.bool_)
        # One small product a sample: a product over all samples would change its last bits with their number.
        total = np.matmul(block.force_n[:, None, :], self._moments[:, :1])[:, 0, 0]
        fitted = self._fitted(block.force_n, total, left_out)
        contact = total.copy()
        x, y, sigma = (np.full(n, np.nan) for _ in range(3))
        cop_x, cop_y = self._centre_of_pressure(block.force_n)
        if fitted is None:
            x[:], y[:] = cop_x, cop_y
        else:
            where, fit = fitted
            contact[where] = fit.force_n
            if left_out.any():
                most = _MOST_FILL * (total[where] - _BLIND_FLOOR * self.off_n)
                total[where] += np.minimum(_sum_of(fit.model_n, left_out), most)
                contact[where] = np.minimum(fit.force_n, _MOST_BESIDE * total[where])
            x[where], y[where], sigma[where] = fit.x_mm, fit.y_mm, fit.sigma_mm
        touching = self._hysteresis(total)
        contact[~touching] = 0.0
        for place in (x, y, sigma, cop_x, cop_y):
            place[~touching] = np.nan
        pieces = np.full(n, block.piece, dtype=np.int64)
        resting = np.zeros(n)
        return TouchBlock(block.time_s, total, contact, x, y, sigma, cop_x, cop_y, resting, touching, pieces)

    def _fitted(self, force_n: Array, total: Array, left_out: NDArray[np.bool_]) -> tuple[NDArray[np.intp], Fit] | None:
        """Which samples are worth a fit, and their fits; None where the layout allows none."""
        if self._localiser is None:
            return None
        floor_n = self.off_n * (_BLIND_FLOOR if left_out.any() else 1.0)
        where = np.flatnonzero(total >= floor_n)
        return where, self._localiser.fit(force_n[where], left_out)

    def _centre_of_pressure(self, force_n: Array) -> tuple[Array, Array]:
        """Moment of the taxels that push; NaN without positions or where none does."""
        if not self.pad.has_positions:
            return np.full(len(force_n), np.nan), np.full(len(force_n), np.nan)
        sums = np.matmul(np.maximum(force_n, 0.0)[:, None, :], self._moments)[:, 0]
        force = np.where(sums[:, 0] > 0.0, sums[:, 0], np.nan)
        return sums[:, 1] / force, sums[:, 2] / force

    def _hysteresis(self, total: Array) -> NDArray[np.bool_]:
        """Touch at each sample: what the last clear sample (above on or below off) said."""
        clear = (total > self.on_n) | (total < self.off_n)
        last = np.maximum.accumulate(np.where(clear, np.arange(len(total)), -1))
        touching = np.where(last >= 0, total[np.maximum(last, 0)] > self.on_n, self._touching)
        if len(touching):
            self._touching = bool(touching[-1])
        return np.asarray(touching, dtype=np.bool_)


def _sum_of(model_n: Array, taxels: NDArray[np.bool_]) -> Array:
    """Sum (n,) over some taxels, added one by one so that the last bits do not depend on n."""
    total = np.zeros(len(model_n))
    for taxel in np.flatnonzero(taxels):
        total += model_n[:, taxel]
    return total
