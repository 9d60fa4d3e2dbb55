"""The load cell under the plate: its codes to newtons, and its whole force beside the sum of the tiles'.

Tiles drift with age and use, a load cell hardly does: where the two disagree, the tiles want a new calibration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.language import told
from thumbwalk.signal.calibration import Calibration
from thumbwalk.signal.counts import CountsToForce
from thumbwalk.signal.supply import believed

CLAIM_SHARE, CLAIM_N = 0.10, 0.3
"""What a calibrated rig claims: 10 % of the reading and 0.3 N."""

_REST_S = 0.5
"""The stretch's beginning, which is at rest: as long as a tare's (`tare.REST_S`)."""
_LEAST_N = 2.0
"""Below this the claim's 0.3 N is more than a seventh, and a comparison says little."""
_STEADY_SHARE, _STEADY_N = 0.05, 0.2
"""Held is what neither neighbour differs from by more than this part, and that: the two sensors' delays differ."""
_LEAST_CODES_PER_N, _MOST_CODES_PER_N = 500.0, 500_000.0
"""From a 100 kg cell of 0.5 mV/V to a 1 kg one of 2 mV/V lie about 1000 and 440 000 (by
`calibration.LOAD_CODES_PER_N`)."""
_LEAST_WEIGHT_N = 5.0
"""Half a kilogram: a lighter one makes the scale's error as large as the claim's."""


@dataclass(frozen=True, slots=True)
class LoadComparison:
    """Whole force by the load cell and by the tiles, both from their rest: medians over ``readings`` while it held.

    ``agrees`` is whether half of the readings at least are within the claim.
    """

    readings: int
    load_n: float
    tiles_n: float
    agrees: bool

    @property
    def text(self) -> str:
        """Both, in words."""
        share = 100.0 * (self.tiles_n / self.load_n - 1.0)
        return told(
            "pressed with {load_n:.1f} N by the load cell, the tiles read {tiles_n:.1f} N ({share:+.0f} %)",
            load_n=self.load_n,
            tiles_n=self.tiles_n,
            share=share,
        )


class LoadCheck:
    """Gathers a stretch of stream that begins at rest, then compares; times in microseconds of the device's clock.

    Parameters
    ----------
    calibration : Calibration
        Of the tiles and of the load cell.
    """

    def __init__(self, calibration: Calibration) -> None:
        self._to_force = CountsToForce(calibration)
        self._codes_per_n = calibration.load_codes_per_n
        self._supply = 1.0
        self._tiles: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []
        self._load: list[tuple[int, int]] = []

    def supply(self, ratio: float | None) -> None:
        """Take the supply by the reference for the scans from now on."""
        self._supply = believed(ratio)

    def scans(self, time_us: NDArray[np.int64], counts: NDArray[np.uint16]) -> None:
        """Take scans (n,), (n, n_taxels)."""
        force_n = self._to_force(counts, np.full(len(counts), self._supply))
        self._tiles.append((time_us, force_n.sum(axis=1)))

    def reading(self, time_us: int, code: int) -> None:
        """Take a reading of the load cell."""
        self._load.append((time_us, code))

    def result(self) -> LoadComparison | None:
        """Compare what held still above 2 N; None when nothing did, or there was no reading at rest."""
        if len(self._load) < 3 or not self._tiles:
            return None
        tiles_us = np.concatenate([times for times, _ in self._tiles])
        tiles_n = np.concatenate([force for _, force in self._tiles])
        load_us, codes = np.array(self._load, dtype=np.int64).T
        rest_us = tiles_us[0] + round(1e6 * _REST_S)
        if not (load_us <= rest_us).any():
            return None
        load_n = (codes - np.median(codes[load_us <= rest_us])) / self._codes_per_n
        tiles_n = _means_before(load_us, tiles_us, tiles_n - np.median(tiles_n[tiles_us <= rest_us]))
        held = (load_n >= _LEAST_N) & _steady(load_n) & _steady(tiles_n)
        if not held.any():
            return None
        load_n, tiles_n = load_n[held], tiles_n[held]
        agrees = np.abs(tiles_n - load_n) <= CLAIM_SHARE * load_n + CLAIM_N
        middle = float(np.median(load_n)), float(np.median(tiles_n))
        return LoadComparison(len(load_n), *middle, agrees=bool(2 * agrees.sum() >= len(agrees)))


def codes_per_n(rest_codes: Sequence[int], loaded_codes: Sequence[int], force_n: float) -> float:
    """Scale of a load cell from its codes at rest and under a known weight; negative where its wires are crossed.

    Raises
    ------
    CalibrationError
        When a reading is missing, the weight is too light, or the answer is none of a load cell.
    """
    if not rest_codes or not loaded_codes:
        raise CalibrationError(told("the load cell sent no reading; look at its plug, and at `thumbwalk doctor`"))
    if not (np.isfinite(force_n) and force_n >= _LEAST_WEIGHT_N):
        raise CalibrationError(
            told(
                "{force_n:g} N are too little to scale a load cell; put on {least_weight_n:g} N or more",
                force_n=force_n,
                least_weight_n=_LEAST_WEIGHT_N,
            )
        )
    scale = float(np.median(loaded_codes) - np.median(rest_codes)) / force_n
    if not _LEAST_CODES_PER_N <= abs(scale) <= _MOST_CODES_PER_N:
        raise CalibrationError(
            told(
                "the load cell answered with {scale:.0f} codes a newton, and {least_codes_per_n:.0f} to "
                "{most_codes_per_n:.0f} can be; see that the weight stands on the plate alone, then the cell's wires",
                scale=scale,
                least_codes_per_n=_LEAST_CODES_PER_N,
                most_codes_per_n=_MOST_CODES_PER_N,
            )
        )
    return scale


def _means_before(
    at_us: NDArray[np.int64], time_us: NDArray[np.int64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean of the values in the time that each reading was taken over: from the one before it to its own."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    period_us = int(np.median(np.diff(at_us)))
    ends = np.searchsorted(time_us, at_us, side="right")
    begins = np.minimum(np.searchsorted(time_us, at_us - period_us, side="right"), np.maximum(ends - 1, 0))
    return np.asarray((sums[ends] - sums[begins]) / np.maximum(ends - begins, 1))


def _steady(force_n: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where neither neighbour differs by more than a little."""
    moved = np.abs(np.diff(force_n)) > _STEADY_SHARE * force_n[1:] + _STEADY_N
    return np.asarray(~(np.append(moved, True) | np.insert(moved, 0, True)))
