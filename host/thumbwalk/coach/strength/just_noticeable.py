"""The just noticeable difference of force, out of pairs of presses as they were pressed and what was said of them.

A guided thumb presses beside what it is guided to; so the figure is not the mean of the staircase's turns, but comes of
the forces that were measured, by a psychometric function.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from thumbwalk.coach.strength.staircase import RIGHT_SHARE, Which

LEAST_PAIRS = 30
"""From fewer the figure is off by half and more in one of five."""
_LAPSES = 0.02
"""So often somebody answers anything: without it one slip at a large difference would weigh as much as ten answers."""
_SPREADS = np.geomspace(0.02, 1.5, 80)
"""Spreads of what is felt, in logarithms, all of them as likely beforehand."""
_BIASES = np.linspace(-0.15, 0.15, 31)
_USUAL_BIAS = 0.05
"""The second of two often feels harder, or lighter, by about that (the time-order error of such pairs)."""
_WIDTH = NormalDist().inv_cdf(RIGHT_SHARE)
"""The difference that is told 70.7 % of the time, in spreads."""
_LIKELY = (0.025, 0.975)
"""The ends of where the figure lies 19 times in 20."""
_LOST = 0.5
"""A figure above this says that the answers tell nothing: every hand tells half as much again."""
_erf = np.vectorize(math.erf)


@dataclass(frozen=True, slots=True)
class Felt:
    """One pair: what was pressed first and second, newtons, and which was called harder."""

    first_n: float
    second_n: float
    said: Which


@dataclass(frozen=True, slots=True)
class JustNoticeable:
    """How much harder a press must be to be told 70.7 % of the time, as a part of it, and from where to where it lies.

    All None where too few pairs were pressed, or where answers and presses had nothing to do with each other.
    """

    jnd: float | None = None
    low: float | None = None
    high: float | None = None


def spread_of(jnd: float) -> float:
    """The spread of what is felt, in logarithms, of a hand that just notices a difference."""
    return math.log(1.0 + jnd) / _WIDTH


def just_noticeable(pairs: Sequence[Felt]) -> JustNoticeable:
    """The just noticeable difference: the mean over all spreads that the answers bear out, each with every bias.

    Notes
    -----
    P(second) = l/2 + (1 - l) Phi((ln(f2 / f1) + bias) / spread), with l the lapses; after the two-interval choice of
    Macmillan and Creelman, Detection Theory (2005). In 400 simulated runs of 50 pairs its median was 4 % above the true
    figure, and eight of ten lay between 0.65 and 1.5 times it.
    """
    if len(pairs) < LEAST_PAIRS:
        return JustNoticeable()
    ratio = np.log([pair.second_n / pair.first_n for pair in pairs])
    second = np.array([pair.said == 2 for pair in pairs])
    felt = (ratio[None, None, :] + _BIASES[None, :, None]) / _SPREADS[:, None, None]
    likely = _LAPSES / 2.0 + (1.0 - _LAPSES) * 0.5 * (1.0 + _erf(felt / math.sqrt(2.0)))
    log_likely = (
        np.where(second, np.log(likely), np.log(1.0 - likely)).sum(axis=-1) - 0.5 * (_BIASES / _USUAL_BIAS) ** 2
    )
    weight = np.exp(log_likely - log_likely.max()).sum(axis=1)
    weight /= weight.sum()
    low, high = (_SPREADS[min(int(np.searchsorted(weight.cumsum(), part)), len(_SPREADS) - 1)] for part in _LIKELY)
    spreads = float(np.exp((weight * np.log(_SPREADS)).sum())), float(low), float(high)
    jnd, least, most = (math.exp(_WIDTH * spread) - 1.0 for spread in spreads)
    return JustNoticeable() if jnd > _LOST else JustNoticeable(jnd, least, most)
