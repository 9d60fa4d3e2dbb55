"""Which technique each stroke belongs to: a guess that can be explained.

Every technique says how like it a stroke is; over a run the row of names is chosen that fits best as a whole, where a
change of name has its price (Viterbi's algorithm), so that one odd stroke does not end a segment.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.technique import Technique
from thumbwalk.technique.work import StrokeTable

UNSURE_BELOW = 0.6

_CHANGE = 2.5
_LEAST = 0.02
_FULL_EVIDENCE = 3.0


def likenesses(strokes: StrokeTable, techniques: Mapping[str, Technique]) -> NDArray[np.float64]:
    """How like each technique each stroke is, (n, n_techniques), from 0.02 to 1: no single stroke rules a name out."""
    columns = [np.asarray(technique.likeness(strokes)) for technique in techniques.values()]
    return np.clip(np.stack(columns, axis=1), _LEAST, 1.0)


def names_of(likeness: NDArray[np.float64], strokes: StrokeTable) -> NDArray[np.int64]:
    """The best row of techniques (their indices) for strokes that may be in several runs, (n,)."""
    n, k = likeness.shape
    # A stroke of seconds says more than one of a tenth; a name is free to change from run to run.
    fit = np.log(likeness) * np.clip(strokes.press_s, 0.5, 4.0)[:, None]
    change = np.where(np.diff(strokes.run) == 0, _CHANGE, 0.0)
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


def confidence(likeness: NDArray[np.float64], press_s: NDArray[np.float64], name: int) -> float:
    """How sure a name is for the strokes of one segment, 0 to 1.

    Its likeness, times its share of all techniques' likeness (each the geometric mean over the strokes, long ones
    counting more), less where there are few and short strokes to go by.
    """
    weight = np.clip(press_s, 0.5, 4.0)
    mean = np.exp(np.sum(np.log(likeness) * weight[:, None], axis=0) / np.sum(weight))
    evidence = min(1.0, (float(np.sum(weight)) + 0.5 * len(press_s)) / _FULL_EVIDENCE)
    return float(mean[name] * mean[name] / np.sum(mean) * (0.5 + 0.5 * evidence))
