"""Codes of the converter to newtons, through the calibration's table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.language import told
from thumbwalk.signal.calibration import Calibration


class CountsToForce:
    """Turns scans of counts into newtons, untared; keeps no state from one call to the next."""

    def __init__(self, calibration: Calibration) -> None:
        self._table = np.ascontiguousarray(calibration.lookup()).ravel()
        self._even = calibration.even_codes()
        self._table_of_even = np.ascontiguousarray(replace(calibration, e11=False).lookup()).ravel()
        self._codes = 2**calibration.bits
        self._row_starts = np.arange(calibration.n_taxels, dtype=np.int64) * self._codes
        self.n_taxels = calibration.n_taxels

    def __call__(self, counts: NDArray[np.uint16], supply: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """Force (n, n_taxels) in newtons of counts (n, n_taxels).

        A code beyond the converter's range can only come of a calibration for fewer bits than the board sends; it
        reads as the top code. ``supply`` (n,) is the sensors' supply by the converter's reference at each scan; None
        is 1.0 throughout.

        Raises
        ------
        CalibrationError
            When the scans have another number of channels than the calibration.
        """
        if counts.ndim != 2 or counts.shape[1] != self.n_taxels:
            raise CalibrationError(
                told(
                    "scans of shape {shape}, but the calibration has {n_taxels} channels; run `thumbwalk calibrate` "
                    "for this board",
                    shape=counts.shape,
                    n_taxels=self.n_taxels,
                )
            )
        codes = np.minimum(counts, self._codes - 1)
        force = np.asarray(self._table.take(codes + self._row_starts))
        if supply is not None:
            # row by row, so that a scan's force does not depend on those beside it
            rows = np.flatnonzero(supply != 1.0)
            force[rows] = self._by_supply(codes[rows], supply[rows])
        return force

    def _by_supply(self, codes: NDArray[np.uint16], supply: NDArray[np.float64]) -> NDArray[np.float64]:
        """Between the table's codes: the converter's own steps (E11) are evened out before the supply is."""
        top = self._codes - 1
        exact = np.minimum(self._even.take(codes) / supply[:, None], top)
        below = exact.astype(np.int64)
        low = self._table_of_even.take(below + self._row_starts)
        high = self._table_of_even.take(np.minimum(below + 1, top) + self._row_starts)
        return np.asarray(low + (exact - below) * (high - low))
