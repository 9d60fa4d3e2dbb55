"""Codes of the converter to newtons, through the calibration's table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.signal.calibration import Calibration


class CountsToForce:
    """Turns scans of counts into newtons, untared; keeps no state from one call to the next."""

    def __init__(self, calibration: Calibration) -> None:
        self._table = np.ascontiguousarray(calibration.lookup()).ravel()
        self._codes = 2**calibration.bits
        self._row_starts = np.arange(calibration.n_taxels, dtype=np.int64) * self._codes
        self.n_taxels = calibration.n_taxels

    def __call__(self, counts: NDArray[np.uint16]) -> NDArray[np.float64]:
        """Force (n, n_taxels) in newtons of counts (n, n_taxels).

        A code beyond the converter's range can only come of a calibration for fewer bits than the board sends; it
        reads as the top code.

        Raises
        ------
        CalibrationError
            When the scans have another number of channels than the calibration.
        """
        if counts.ndim != 2 or counts.shape[1] != self.n_taxels:
            raise CalibrationError(
                f"scans of shape {counts.shape}, but the calibration has {self.n_taxels} channels; "
                "run `thumbwalk calibrate` for this board"
            )
        places = np.minimum(counts, self._codes - 1) + self._row_starts
        return np.asarray(self._table.take(places))
