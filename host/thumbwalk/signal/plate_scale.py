"""A plate's load cells calibrated with one weight at five places, and what is wrong with them where that can't be.

What each cell's codes are in newtons and where each bears the plate are found together: at every place the cells' sum
is the weight, and their moment its place. Rest is taken before each weight and behind it, so that no drift is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.language import told
from thumbwalk.pad import Pad

Array = NDArray[np.float64]

PLACES = ((0.5, 0.5), (0.12, 0.5), (0.88, 0.5), (0.5, 0.15), (0.5, 0.85))
"""Where the weight is put, in parts of the way between the cells along and across: middle, heel, toes, both edges."""
LEAST_WEIGHT_N = 9.0
"""A kilogram, roughly: of a lighter weight the cells' own creep is too large a part."""
_FORCE_N, _PLACE_MM = 0.02, 0.7
"""One standard deviation of a weight as read between two rests, and of where it is put by hand on a marked grid."""
_GAIN, _CORNER_MM = 0.15, 1.0
"""The same of what is known beforehand: a cell's gain (makers give 1.0 +- 0.15 mV/V), and where it bears the plate."""
_ROUNDS = 6
"""Gauss-Newton steps; the second is nearly there already."""
_DEAD, _OTHER = 0.1, 1.5
"""A cell that answers with under this part of the others' median is dead, with more than so many times as much or as
little another one."""
_WEIGHT = 1.4
"""All of them so many times as strong or as weak as their data sheet: the weight is not what was said."""
_ALIKE = 0.2
"""Two cells are swapped where the weight's places are explained so much better with them exchanged."""
_MOST_OFF, _MOST_OFF_MM = 0.02, 3.0
"""What may be left at a place: of the weight as a part, and of the place."""
_MOST_DRIFT_N = 0.3
"""Rests that differ by more are no rests."""


def promised_codes_per_n(bits: int, gain: int, mv_per_v: float, rating_n: float) -> float:
    """Codes a newton of a bar by its data sheet, on a converter whose own supply feeds the bridge, too.

    Its codes reach to half of that supply over the gain (HX711 data sheet, Avia).
    """
    return 2.0 ** (bits - 1) * 1e-3 * mv_per_v * (2 * gain) / rating_n


@dataclass(frozen=True)
class PlateScale:
    """What a plate's codes are.

    Attributes
    ----------
    n_per_code : (n_cells,) float64
    corners_mm : (n_cells, 2) float64
        Where each cell bears the plate, as found.
    force_off, place_off_mm : float
        RMS of what is left at the places: of the weight as a part, and of where it was.
    """

    n_per_code: Array
    corners_mm: Array
    force_off: float
    place_off_mm: float

    def matrix(self, pad: Pad) -> Array:
        """Codes above rest to forces of cells at the layout's places, (n_cells, n_cells).

        Their sum and moments are those of the cells where they truly are; what twists the plate stays theirs.
        """
        nominal, found = _moments(pad.positions_mm), _moments(self.corners_mm)
        bears = np.linalg.pinv(nominal.T)
        twists = np.eye(pad.n_taxels) - bears @ nominal.T
        return np.asarray((bears @ found.T + twists) * self.n_per_code)


def weighed_places(pad: Pad) -> Array:
    """Where the weight is to be put, (5, 2), mm."""
    low, high = pad.positions_mm.min(axis=0), pad.positions_mm.max(axis=0)
    return np.asarray(low + np.array(PLACES) * (high - low))


def scale_of(
    pad: Pad, codes_per_n: float, rests: Array, loaded: Array, weight_n: float, places_mm: Array | None = None
) -> PlateScale:
    """Find what the codes are.

    Parameters
    ----------
    pad : Pad
        A plate's layout.
    codes_per_n : float
        What the cells' data sheet, and the converter's, promise.
    rests : (k + 1, n_cells) float64
        Codes without the weight: before the first place, between the places, and after the last.
    loaded : (k, n_cells) float64
        Codes with it at each place.
    weight_n : float
    places_mm : (k, 2) float64 or None
        Where it was put; None for `weighed_places`.

    Raises
    ------
    CalibrationError
        When a cell is dead, upside down, swapped with another or of another kind; when the weight is too light or not
        what was said; when the rest moved, or the plate touches something.
    """
    places_mm = weighed_places(pad) if places_mm is None else places_mm
    if not (np.isfinite(weight_n) and weight_n >= LEAST_WEIGHT_N):
        said = told("{n:.3g} N are too little to calibrate a plate; take {least:g} N or more, such as a litre of water")
        raise CalibrationError(told(said, n=weight_n, least=LEAST_WEIGHT_N))
    _check_rests(pad, rests, codes_per_n)
    codes = loaded - 0.5 * (rests[:-1] + rests[1:])
    answers = _check_cells(pad, codes, weight_n, places_mm)
    ratio = float(np.median(answers)) / codes_per_n
    if not 1.0 / _WEIGHT <= ratio <= _WEIGHT:
        raise CalibrationError(
            told(
                "the cells say {said:.3g} N where {weight:.3g} N were named; look at the weight, and at the cells' "
                "rating",
                said=ratio * weight_n,
                weight=weight_n,
            )
        )
    n_per_code, corners_mm = _fitted(pad, codes, weight_n, places_mm, 1.0 / float(np.median(answers)))
    return _checked(codes, weight_n, places_mm, n_per_code, corners_mm)


def _moments(places_mm: Array) -> Array:
    return np.column_stack((np.ones(len(places_mm)), places_mm))


def _check_rests(pad: Pad, rests: Array, codes_per_n: float) -> None:
    moved_n = np.ptp(rests, axis=0) / codes_per_n
    worst = int(np.argmax(moved_n))
    if moved_n[worst] > _MOST_DRIFT_N:
        raise CalibrationError(
            told(
                "without the weight {cell} moved by {moved:.2g} N from place to place; take everything off the plate "
                "between them, and wait for it to settle",
                cell=pad.names[worst],
                moved=moved_n[worst],
            )
        )


def _check_cells(pad: Pad, codes: Array, weight_n: float, places_mm: Array) -> Array:
    """Codes a newton that each cell answers with, (n_cells,); raises where one is no sound cell of the others' kind."""
    moments = _moments(pad.positions_mm)
    expected_n = weight_n * _moments(places_mm) @ np.linalg.pinv(moments)
    answers = np.sum(expected_n * codes, axis=0) / np.sum(expected_n**2, axis=0)
    usual = float(np.median(np.abs(answers)))
    for cell, answer in zip(pad.names, answers, strict=True):
        if abs(answer) < _DEAD * usual or usual == 0.0:
            raise CalibrationError(
                told("{cell} does not answer to the weight; look at its plug, and at `thumbwalk doctor`", cell=cell)
            )
    for cell, answer in zip(pad.names, answers, strict=True):
        if answer < 0.0:
            raise CalibrationError(
                told("{cell} reads less under the weight; turn it over, or swap its two signal wires", cell=cell)
            )
    if (pair := _swapped(codes, expected_n)) is not None:
        first, second = (pad.names[index] for index in pair)
        raise CalibrationError(
            told("{first} and {second} answer in each other's place; swap their plugs", first=first, second=second)
        )
    for cell, answer in zip(pad.names, answers, strict=True):
        ratio = float(answer) / usual
        if not 1.0 / _OTHER <= ratio <= _OTHER:
            raise CalibrationError(
                told(
                    "{cell} answers {ratio:.2g} times as strongly as the others; is it of another rating?",
                    cell=cell,
                    ratio=ratio,
                )
            )
    return np.asarray(answers)


def _swapped(codes: Array, expected_n: Array) -> tuple[int, int] | None:
    """Which two cells, exchanged, explain the places far better; None where none do."""
    as_is = _unexplained(codes, expected_n)
    pairs = list(combinations(range(codes.shape[1]), 2))
    turned = []
    for first, second in pairs:
        order = np.arange(codes.shape[1])
        order[[first, second]] = second, first
        turned.append(_unexplained(codes[:, order], expected_n))
    best = int(np.argmin(turned))
    return pairs[best] if turned[best] < _ALIKE * as_is else None


def _unexplained(codes: Array, expected_n: Array) -> float:
    """What cells, each by a gain of its own, leave of their codes, as a part."""
    gains = np.sum(codes * expected_n, axis=0) / np.sum(expected_n**2, axis=0)
    return float(np.sum((codes - gains * expected_n) ** 2) / np.sum(codes**2))


def _fitted(pad: Pad, codes: Array, weight_n: float, places_mm: Array, n_per_code: float) -> tuple[Array, Array]:
    """Gains and corners, by Gauss-Newton over what is measured and what is known beforehand."""
    n_cells, k = pad.n_taxels, len(codes)
    log_gain, corners = np.zeros(n_cells), pad.positions_mm.copy()
    sigma_moment = np.hypot(_PLACE_MM * weight_n, _FORCE_N * np.ptp(corners, axis=0) / 2.0)
    for _ in range(_ROUNDS):
        forces = codes * n_per_code * np.exp(log_gain)
        rows, left = [], []
        rows.append(np.hstack((forces, np.zeros((k, 2 * n_cells)))) / _FORCE_N)
        left.append((weight_n - forces.sum(axis=1)) / _FORCE_N)
        for axis in range(2):
            part = np.zeros((k, 3 * n_cells))
            part[:, :n_cells] = forces * corners[:, axis]
            part[:, (1 + axis) * n_cells : (2 + axis) * n_cells] = forces
            rows.append(part / sigma_moment[axis])
            left.append((weight_n * places_mm[:, axis] - forces @ corners[:, axis]) / sigma_moment[axis])
        known = np.concatenate((np.full(n_cells, 1.0 / _GAIN), np.full(2 * n_cells, 1.0 / _CORNER_MM)))
        off = np.concatenate((-log_gain, *(pad.positions_mm - corners).T))
        step = np.linalg.lstsq(np.vstack((*rows, np.diag(known))), np.concatenate((*left, known * off)), rcond=None)[0]
        log_gain = log_gain + step[:n_cells]
        corners = corners + step[n_cells:].reshape(2, n_cells).T
    return n_per_code * np.exp(log_gain), corners


def _checked(codes: Array, weight_n: float, places_mm: Array, n_per_code: Array, corners_mm: Array) -> PlateScale:
    forces = codes * n_per_code
    total = forces.sum(axis=1)
    off = total / weight_n - 1.0
    off_mm = np.hypot(*((forces @ corners_mm) / total[:, None] - places_mm).T)
    for index in np.argsort(-np.abs(off) / _MOST_OFF - off_mm / _MOST_OFF_MM).tolist():
        if abs(off[index]) > _MOST_OFF or off_mm[index] > _MOST_OFF_MM:
            x, y = places_mm[index]
            raise CalibrationError(
                told(
                    "at x {x:.0f}, y {y:.0f} mm the plate gives {percent:+.1f} % of the weight, and {off_mm:.1f} mm "
                    "beside it; see that the plate touches nothing but its cells, and the weight stood on its mark",
                    x=x,
                    y=y,
                    percent=100.0 * off[index],
                    off_mm=off_mm[index],
                )
            )
    return PlateScale(n_per_code, corners_mm, _rms(off), _rms(off_mm))


def _rms(values: Array | Sequence[float]) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
