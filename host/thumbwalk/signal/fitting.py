"""From weights put on a tile to the curve of its sensor.

A sensor gives more on the way down than on the way up; the curve goes through the middle of both branches, in logs,
where the hysteresis of a thin-film sensor is symmetric.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.language import told
from thumbwalk.signal.curve import SensorCurve

LEAST_FORCES = 3
"""A curve and something to check it by: two points would fit any reading."""
_LEAST_RESPONSE_US = 3.0  # a sensor that is there gives 9 uS at 0.1 N
_LEAST_RISE = 0.3  # exponent of the power law that a sensor follows at the least, 0.5 to 1 in sound ones
_MOST_FALL = 0.10
"""A fall over more is taken for a swapped weight or a slipping tile, not for a hand's noise."""
_OTHER_WEIGHT = 1.6
"""How far a weight's conductance lies off that of the same weight the other way, or off the power law through the ones
below and above it, at the most. A weight that was half or twice what was said makes both 1.9; a film sensor's
hysteresis is 10 % on average (Interlink FSR 400 data sheet), and a real cell of 2 to 160 N is off its neighbours by
1.18."""
_SAME_WEIGHT = 1.08  # forces that differ by less were meant to be the same
SOUND_GAINS = (0.3, 3.0)
"""By the usual curve: beyond a factor of three it is taken for a fault of the wiring, not for a part's spread."""
ANY_GAINS = (0.01, 100.0)
"""Where the divider's resistor is not known, which is one more factor: 100 ohms to a megohm."""

MOST_OFF = 0.30
"""RMS of the readings' forces by the usual curve, over those put on, less 1: sensors of a data sheet's spread come to
0.1, a real cell of another kind between 2 and 40 N to 0.29 at the most, one weight that was a quarter or four times
what was said to 0.35 and more."""

Reading = tuple[float, float]
"""Force in N, and the conductance in uS that it gave, the bleed taken off."""


@dataclass(frozen=True, slots=True)
class ChannelFit:
    """A channel's curve; the RMS of (force by the curve / force put on - 1), and the widest opening of the branches.

    ``hysteresis`` is conductance on the way down over that on the way up, minus 1, at its largest; None if no force
    was read both ways.
    """

    curve: SensorCurve
    residual: float
    hysteresis: float | None


def fit_channel(loading: Sequence[Reading], unloading: Sequence[Reading] = ()) -> ChannelFit:
    """Fit one channel's curve to readings of rising and of falling weights, in any order and number.

    Repeats of a force, within 8 %, count as their median. Conductances that fall by less than a tenth where the force
    rises are pooled with their neighbours (pool adjacent violators); a larger fall is refused.

    Raises
    ------
    CalibrationError
        When the readings make no curve; says why: too few forces, no response, hardly any, or not rising.
    """
    readings = _checked([*loading, *unloading])
    near = _groups(readings[:, 0])
    n_forces = int(near.max()) + 1
    if n_forces < LEAST_FORCES:
        raise CalibrationError(
            told(
                "readings at {n_forces} different forces, at least {least_forces} make a curve; put on more weights",
                n_forces=n_forces,
                least_forces=LEAST_FORCES,
            )
        )
    logs = np.log(readings)
    up = _branch(logs[: len(loading)], near[: len(loading)], n_forces)
    down = _branch(logs[len(loading) :], near[len(loading) :], n_forces)
    middle = np.nanmean(np.stack([up, down]), axis=0)
    opening = down[:, 1] - up[:, 1]
    both = np.isfinite(opening)
    if both.any():
        # The heaviest weight is read on the way up only: the middle lies half an opening above it.
        half = 0.5 * float(np.median(opening[both]))
        middle[:, 1] += half * (np.isnan(down[:, 1]).astype(float) - np.isnan(up[:, 1]))
    _check_rise(np.exp(middle))
    log_force, log_conductance = _pooled(middle)
    if len(log_force) < 2:
        raise CalibrationError(
            told("the conductance does not rise with the force; look at the puck's seat and read again")
        )
    curve = SensorCurve(tuple(np.exp(log_force).tolist()), tuple(np.exp(log_conductance).tolist()))
    _check_weights(np.exp(middle), opening)
    hysteresis = float(np.exp(opening[both].max()) - 1.0) if both.any() else None
    return ChannelFit(curve, _residual(curve, readings), hysteresis)


def fit_gain(readings: Sequence[Reading], sound: tuple[float, float] = SOUND_GAINS) -> ChannelFit:
    """Fit only a gain on the generic curve, for one or two weights: for parts that share a curve.

    ``sound`` is from where to where a gain may be.

    Raises
    ------
    CalibrationError
        When there is no reading, no response, one that no sensor of this kind gives, or readings that no gain brings
        near each other.
    """
    checked = _checked(readings)
    gain = _gain(checked)
    if not sound[0] <= gain <= sound[1]:
        raise CalibrationError(
            told(
                "{gain:.2f} times the usual conductance, sound sensors have {least:g} to {most:g}; "
                "check the weight, the divider's resistor and the puck's seat",
                gain=gain,
                least=sound[0],
                most=sound[1],
            )
        )
    curve = SensorCurve.generic().scaled(gain)
    residual = _residual(curve, checked)
    if residual > MOST_OFF:
        raise CalibrationError(
            told(
                "the readings are {off:.0f} % off the usual curve, at most {most:.0f} % are a sensor's own; one weight "
                "was another than was said, or lay beside the tile's middle: put them on again",
                off=100.0 * residual,
                most=100.0 * MOST_OFF,
            )
        )
    return ChannelFit(curve, residual, None)


def usual_curve(readings: Sequence[Reading]) -> SensorCurve:
    """The generic curve with the gain that readings ask for, however far they are off it. Raises CalibrationError."""
    return SensorCurve.generic().scaled(_gain(_checked(readings)))


def _gain(checked: NDArray[np.float64]) -> float:
    usual_us = SensorCurve.generic().conductance_of(checked[:, 0])
    return float(np.exp(np.mean(np.log(checked[:, 1] / usual_us))))


def _checked(readings: Sequence[Reading]) -> NDArray[np.float64]:
    """The readings as (n, 2), each a positive force with a response."""
    table = np.array(readings, dtype=np.float64).reshape(-1, 2)
    if not len(table):
        raise CalibrationError(told("no readings; put weights on the tile"))
    for force, conductance in table:
        if not (np.isfinite(force) and force > 0.0):
            raise CalibrationError(
                told("a weight of {force:g} N; every reading needs a weight of more than 0", force=force)
            )
        if not (np.isfinite(conductance) and conductance >= _LEAST_RESPONSE_US):
            raise CalibrationError(
                told(
                    "no response: {conductance:.1f} uS at {force:g} N, at least {least_response_us:g} uS are "
                    "expected; is the weight on this tile, its plug in, its wire not swapped with another's?",
                    conductance=conductance,
                    force=force,
                    least_response_us=_LEAST_RESPONSE_US,
                )
            )
    return table


def _groups(forces: NDArray[np.float64]) -> NDArray[np.intp]:
    """Which of the weights each reading was of: a scale never shows quite the same twice."""
    order = np.argsort(forces, kind="stable")
    group, first = -1, 0.0
    groups = np.zeros(len(forces), dtype=np.intp)
    for index in order:
        if group < 0 or forces[index] > first * _SAME_WEIGHT:
            group, first = group + 1, float(forces[index])
        groups[index] = group
    return groups


def _branch(logs: NDArray[np.float64], groups: NDArray[np.intp], n_groups: int) -> NDArray[np.float64]:
    """Median log force and log conductance of one branch in each group, (n_groups, 2), NaN where it has none."""
    found = [logs[groups == group] for group in range(n_groups)]
    return np.array([np.median(rows, axis=0) if len(rows) else [np.nan, np.nan] for rows in found])


def _check_rise(points: NDArray[np.float64]) -> None:
    forces, conductance = points.T
    falls = conductance[1:] / conductance[:-1] - 1.0
    worst = int(np.argmin(falls))
    if falls[worst] < -_MOST_FALL:
        raise CalibrationError(
            told(
                "the conductance falls from {before_us:.1f} to {then_us:.1f} uS between "
                "{before_n:.3g} and {then_n:.3g} N; read these two again, and look at the puck's seat",
                before_us=conductance[worst],
                then_us=conductance[worst + 1],
                before_n=forces[worst],
                then_n=forces[worst + 1],
            )
        )
    rise = float(np.log(conductance[-1] / conductance[0]) / np.log(forces[-1] / forces[0]))
    if rise < _LEAST_RISE:
        raise CalibrationError(
            told(
                "hardly any response: {least_us:.1f} uS at {least_n:.3g} N and {most_us:.1f} uS "
                "at {most_n:.3g} N; is the weight on this tile, or is its wire swapped with another's?",
                least_us=conductance[0],
                least_n=forces[0],
                most_us=conductance[-1],
                most_n=forces[-1],
            )
        )


def _check_weights(points: NDArray[np.float64], opening: NDArray[np.float64]) -> None:
    """Refuse a weight that reads as another one: up and down, or beside its neighbours."""
    force_n, log_us = points[:, 0], np.log(points[:, 1])
    for force, apart in zip(force_n, np.abs(opening), strict=True):
        if apart > np.log(_OTHER_WEIGHT):
            raise CalibrationError(
                told(
                    "{force:.3g} N reads {n:.1f} times apart on the way up and on the way down, a sensor {most:g} at "
                    "the most; one of the two was another weight: put them on again",
                    force=force,
                    n=np.exp(apart),
                    most=_OTHER_WEIGHT,
                )
            )
    if len(points) < LEAST_FORCES:
        return
    logs = np.log(force_n)
    part = (logs[1:-1] - logs[:-2]) / (logs[2:] - logs[:-2])
    off = np.abs(log_us[1:-1] - log_us[:-2] - part * (log_us[2:] - log_us[:-2]))
    worst = int(np.argmax(off))
    if off[worst] > np.log(_OTHER_WEIGHT):
        raise CalibrationError(
            told(
                "{force:.3g} N reads {n:.1f} times off the weights below and above it, a sensor {most:g} at the most; "
                "it was another weight than was said: put them on again",
                force=force_n[worst + 1],
                n=np.exp(off[worst]),
                most=_OTHER_WEIGHT,
            )
        )


def _pooled(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points of log force and log conductance, those that do not rise pooled into their mean, until all rise."""
    # most of a second to load, which only somebody who calibrates shall wait for
    from scipy.optimize import isotonic_regression  # noqa: PLC0415

    pooled = isotonic_regression(points[:, 1])
    starts = pooled.blocks[:-1]
    forces = np.add.reduceat(points[:, 0], starts) / np.diff(pooled.blocks)
    return forces, np.asarray(pooled.x[starts])


def _residual(curve: SensorCurve, readings: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean((curve.force_of(readings[:, 1]) / readings[:, 0] - 1.0) ** 2)))
