"""One force sensor's static curve: conductance against force, both ways.

A thin-film force sensor's conductance rises with force a little less than in proportion, and bends over at the top.
A monotone piecewise cubic through measured points in log-log follows that; one power law does not (a real cell's
sixteen points miss one by up to 110 %, `tests/data/fsr_static_curve`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thumbwalk.errors import CalibrationError
from thumbwalk.language import told

GENERIC_FORCE_N = (0.5, 2.3, 6.3, 50.0)
GENERIC_CONDUCTANCE_US = (43.3, 181.8, 505.1, 2121.2)
"""A thin-film sensor of 18 mm, mean of loading and unloading (data-sheet class values, not a bench's)."""

OPEN_BELOW_N = 0.05
"""Below this force the sensor's layers do not touch: it reads open, and no force can be told from none."""

CEILING = 2.0
"""Forces are believed up to this many times the highest calibrated point, and clipped there."""

# An end of the curve that bends flat must still rise when it is carried on, or its inverse would run away.
_LEAST_END_SLOPE = 0.25
_HALVINGS = 52  # bisection of [0, 1] down to a double's last bit


@dataclass(frozen=True)
class SensorCurve:
    """Points of conductance against force, and the monotone PCHIP through them in log-log.

    Attributes
    ----------
    force_n : tuple of at least 2 floats, rising, more than 0
    conductance_us : tuple of as many floats, rising, more than 0; microsiemens

    Raises
    ------
    CalibrationError
        When the points do not rise, are too few, or are not positive numbers; says which point.

    Notes
    -----
    The slopes are those of F. N. Fritsch and J. Butland, "A method for constructing local monotone piecewise cubic
    interpolants", SIAM J. Sci. Stat. Comput. 5 (1984): weighted harmonic means of the neighbouring secants, with a
    one-sided three-point rule at the ends. Beyond the ends the curve goes on as a power law with the end's slope.
    """

    force_n: tuple[float, ...]
    conductance_us: tuple[float, ...]

    def __post_init__(self) -> None:
        force, conductance = self.force_n, self.conductance_us
        if len(force) != len(conductance):
            raise CalibrationError(
                told(
                    "{n} forces but {n_conductances} conductances; every point needs both",
                    n=len(force),
                    n_conductances=len(conductance),
                )
            )
        if len(force) < 2:
            raise CalibrationError(told("a sensor curve of {n} points; at least 2 are needed", n=len(force)))
        for what, unit, values in (("force", "N", force), ("conductance", "uS", conductance)):
            for index, value in enumerate(values):
                if not (np.isfinite(value) and value > 0):
                    raise CalibrationError(
                        told(
                            "{what} {value!r} {unit} at point {index}: must be more than 0",
                            what=what,
                            value=value,
                            unit=unit,
                            index=index + 1,
                        )
                    )
                if index and value <= values[index - 1]:
                    raise CalibrationError(
                        told(
                            "{what} {value!r} {unit} at point {index} does not rise above {values!r}",
                            what=what,
                            value=value,
                            unit=unit,
                            index=index + 1,
                            values=values[index - 1],
                        )
                    )

    @classmethod
    def generic(cls) -> SensorCurve:
        """The curve to use for a sensor that was never calibrated."""
        return cls(GENERIC_FORCE_N, GENERIC_CONDUCTANCE_US)

    def scaled(self, gain: float) -> SensorCurve:
        """The same curve with every conductance times ``gain``, for parts that share a curve."""
        return SensorCurve(self.force_n, tuple(gain * value for value in self.conductance_us))

    @property
    def ceiling_n(self) -> float:
        """The highest force that is believed; anything above reads as this."""
        return CEILING * self.force_n[-1]

    def conductance_of(self, force_n: ArrayLike) -> NDArray[np.float64]:
        """Conductance (uS) under a force (N), element by element; 0 below ``OPEN_BELOW_N``."""
        force = np.asarray(force_n, dtype=np.float64, order="C")
        u = np.log(np.maximum(force, OPEN_BELOW_N))
        return np.where(force < OPEN_BELOW_N, 0.0, np.exp(self._log_conductance(u)))

    def force_of(self, conductance_us: ArrayLike) -> NDArray[np.float64]:
        """Force (N) that gives a conductance (uS), the inverse of `conductance_of`; clipped at ``ceiling_n``."""
        conductance = np.asarray(conductance_us, dtype=np.float64, order="C")
        least = float(self.conductance_of(OPEN_BELOW_N))
        open_circuit = conductance < least * (1.0 - 1e-12)
        force = np.exp(self._log_force(np.log(np.maximum(conductance, least))))
        return np.where(open_circuit, 0.0, np.minimum(force, self.ceiling_n))

    @cached_property
    def _knots(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], tuple[float, float]]:
        """Log force, log conductance and slopes at the points, and the slopes beyond both ends."""
        u, v = np.log(self.force_n), np.log(self.conductance_us)
        slopes = _monotone_slopes(u, v)
        secants = np.diff(v) / np.diff(u)
        low = max(float(slopes[0]), _LEAST_END_SLOPE * float(secants[0]))
        high = max(float(slopes[-1]), _LEAST_END_SLOPE * float(secants[-1]))
        return u, v, slopes, (low, high)

    def _log_conductance(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        knots_u, knots_v, slopes, (low, high) = self._knots
        piece = np.clip(np.searchsorted(knots_u, u, side="right") - 1, 0, len(knots_u) - 2)
        width = knots_u[piece + 1] - knots_u[piece]
        inside = _hermite(np.clip((u - knots_u[piece]) / width, 0.0, 1.0), piece, width, knots_v, slopes)
        before, after = np.minimum(u - knots_u[0], 0.0), np.maximum(u - knots_u[-1], 0.0)
        return np.asarray(inside + low * before + high * after)

    def _log_force(self, v: NDArray[np.float64]) -> NDArray[np.float64]:
        knots_u, knots_v, slopes, (low, high) = self._knots
        piece = np.clip(np.searchsorted(knots_v, v, side="right") - 1, 0, len(knots_u) - 2)
        width = knots_u[piece + 1] - knots_u[piece]
        wanted = np.clip(v, knots_v[0], knots_v[-1])
        # The cubic is monotone on its piece: halving can't miss, and needs no derivative that may vanish.
        t, step = np.zeros_like(v), 0.5
        for _ in range(_HALVINGS):
            t = np.where(_hermite(t + step, piece, width, knots_v, slopes) <= wanted, t + step, t)
            step *= 0.5
        before, after = np.minimum(v - knots_v[0], 0.0), np.maximum(v - knots_v[-1], 0.0)
        return np.asarray(
            np.where(v >= knots_v[-1], knots_u[-1], knots_u[piece] + width * t) + before / low + after / high
        )


def _hermite(
    t: NDArray[np.float64],
    piece: NDArray[np.intp],
    width: NDArray[np.float64],
    knots_v: NDArray[np.float64],
    slopes: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The cubic of each ``piece`` at ``t`` in 0..1, from its ends' values and slopes."""
    rise = knots_v[piece + 1] - knots_v[piece]
    left, right = width * slopes[piece], width * slopes[piece + 1]
    return knots_v[piece] + t * (left + t * ((3.0 * rise - 2.0 * left - right) + t * (left + right - 2.0 * rise)))


def _monotone_slopes(u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.float64]:
    """Slopes at the knots of rising data that keep the cubic rising (Fritsch and Butland 1984)."""
    width = np.diff(u)
    secant = np.diff(v) / width
    if len(secant) == 1:
        return np.repeat(secant, 2)
    slopes = np.empty(len(u))
    near, far = 2.0 * width[1:] + width[:-1], width[1:] + 2.0 * width[:-1]
    slopes[1:-1] = (near + far) / (near / secant[:-1] + far / secant[1:])
    slopes[0] = _end_slope(width[:2], secant[:2])
    slopes[-1] = _end_slope(width[:-3:-1], secant[:-3:-1])
    return slopes


def _end_slope(width: Sequence[float] | NDArray[np.float64], secant: Sequence[float] | NDArray[np.float64]) -> float:
    """Three-point slope at an end, the end's own piece first; kept between 0 and three times its secant."""
    slope = ((2.0 * width[0] + width[1]) * secant[0] - width[0] * secant[1]) / (width[0] + width[1])
    return float(min(max(slope, 0.0), 3.0 * secant[0]))
