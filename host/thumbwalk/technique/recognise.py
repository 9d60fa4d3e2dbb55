"""Which technique each piece of touch belongs to: a guess that can be explained.

Every technique says how like it a piece is; over a run the row of names is chosen that fits best as a whole, where a
change of name has its price (Viterbi's algorithm), so that one odd piece does not end a segment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.factors import Factor, product
from thumbwalk.technique.signs import Signs

UNSURE_BELOW = 0.6
"""A confidence below which a name is not to be trusted. Higher, and more right names are doubted; lower, and more
wrong ones are told as sure."""

_CHANGE = 2.5
"""The price of another name, in logarithms of likeness: about what one second at a twelfth of the likeness costs.
Lower, and odd strokes become segments; higher, and short techniques are swallowed."""
LEAST = 0.02
"""The least likeness of anything: one sign alone, wrongly seen, costs a piece no more than a factor of fifty."""
_FULL_EVIDENCE = 3.0
"""So many firm seconds, a stroke counting as half of one, are all that a name needs; with less its confidence is
less."""
_RIVALS = 5
"""A name is held against so many others, the likeliest: how many there are that do not fit at all says nothing."""


def likenesses(asked: Mapping[str, Sequence[Factor]]) -> NDArray[np.float64]:
    """How like each technique each piece is, (n, n_techniques), from 0.02 to 1: no single one rules a name out.

    ``asked`` has each technique's factors of the pieces.
    """
    return np.clip(np.stack([product(factors) for factors in asked.values()], axis=1), LEAST, 1.0)


def names_of(likeness: NDArray[np.float64], signs: Signs) -> NDArray[np.int64]:
    """The best row of techniques (their indices) for pieces that may be in several runs, (n,)."""
    n, k = likeness.shape
    # A piece of seconds says more than one of a tenth; a name is free to change from run to run.
    fit = np.log(likeness) * signs.weight[:, None]
    change = np.where(np.diff(signs.run) == 0, _CHANGE, 0.0)
    best, came_from = fit[:1].copy(), np.zeros((n, k), dtype=np.int64)
    total = best[0] if n else np.zeros(k)
    for i in range(1, n):
        other = int(np.argmax(total))
        moved = total[other] - change[i - 1] > total
        came_from[i] = np.where(moved, other, np.arange(k))
        total = np.where(moved, total[other] - change[i - 1], total) + fit[i]
    names = np.zeros(n, dtype=np.int64)
    name = int(np.argmax(total))
    for i in range(n - 1, -1, -1):
        names[i] = name
        name = int(came_from[i, name])
    return names


def confidence(likeness: NDArray[np.float64], weight: NDArray[np.float64], strokes: int, name: int) -> float:
    """How sure a name is for the pieces (n, n_techniques) of one segment, 0 to 1.

    Its likeness, times its share of that of the likeliest ones (each the geometric mean over the pieces, long ones
    counting more), less where there are few and short strokes to go by.
    """
    mean = mean_likeness(likeness, weight)
    rivals = np.sort(np.delete(mean, name))[-_RIVALS:]
    return float(mean[name] * mean[name] / (mean[name] + np.sum(rivals)) * trust(weight, strokes))


def mean_likeness(likeness: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """How like each technique the pieces (n, n_techniques) are together, (n_techniques,): the geometric mean."""
    return np.asarray(np.exp(np.sum(np.log(likeness) * weight[:, None], axis=0) / max(float(np.sum(weight)), 1e-9)))


def trust(weight: NDArray[np.float64], strokes: int) -> float:
    """How far there is enough to go by, 0.5 to 1."""
    return 0.5 + 0.5 * min(1.0, (max(float(np.sum(weight)), 1e-9) + 0.5 * strokes) / _FULL_EVIDENCE)
