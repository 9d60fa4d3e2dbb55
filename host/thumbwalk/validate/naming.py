"""Recognition judged in time: what was named against what was done, every 50 ms, in a confusion matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from thumbwalk.validate.draw import TECHNIQUES
from thumbwalk.virtual.truth import SessionTruth

STEP_S, GUARD_S = 0.05, 0.6
"""How often a name is judged, and how far from a change it is not."""
NAMES = (*TECHNIQUES, "rest")
_REST = NAMES.index("rest")

Labels = NDArray[np.int64]


class Named(Protocol):
    """A stretch of one technique; a segment of the analysis, or a part of the truth."""

    @property
    def technique(self) -> str:
        """Its name."""
        ...

    @property
    def start_s(self) -> float:
        """First touch."""
        ...

    @property
    def end_s(self) -> float:
        """Last touch."""
        ...


class Told(Named, Protocol):
    """A stretch that may be marked unsure; a segment of the analysis."""

    @property
    def unsure(self) -> bool:
        """Whether not to trust its name."""
        ...


def labels_at(time_s: NDArray[np.float64], stretches: Iterable[Named]) -> Labels:
    """Index in ``NAMES`` of what goes on at each of ``time_s`` (n,); between stretches it is rest.

    -1 is a technique that no session has.
    """
    labels = np.full(len(time_s), _REST, dtype=np.int64)
    for one in stretches:
        label = NAMES.index(one.technique) if one.technique in NAMES else -1
        labels[(time_s >= one.start_s) & (time_s <= one.end_s)] = label
    return labels


def judged_at(time_s: NDArray[np.float64], truth: SessionTruth) -> NDArray[np.bool_]:
    """Which of ``time_s`` (n,) are judged: not within 0.6 s of a change, nor in a slide between two techniques."""
    judged = np.ones(len(time_s), dtype=np.bool_)
    borders = [(edge, edge) for part in truth.parts for edge in (part.start_s, part.end_s)]
    for start_s, end_s in (*borders, *truth.slides):
        judged &= (time_s < start_s - GUARD_S) | (time_s > end_s + GUARD_S)
    return judged


def confusion_of(truth: SessionTruth, named: Sequence[Named]) -> Labels:
    """Moments counted by what was done (rows) and what it was named (columns), in the order of ``NAMES``."""
    time_s = np.arange(0.0, truth.duration_s, STEP_S)
    time_s = time_s[judged_at(time_s, truth)]
    counts = np.zeros((len(NAMES), len(NAMES)), dtype=np.int64)
    done, called = labels_at(time_s, truth.parts), labels_at(time_s, named)
    # What no session has is wrong whatever was done: it counts as the next name.
    np.add.at(counts, (done, np.where(called < 0, (done + 1) % len(NAMES), called)), 1)
    return counts


def sure_and_wrong(truth: SessionTruth, named: Sequence[Told]) -> float:
    """The part of the judged moments that have another name than what was done, and are not marked unsure."""
    time_s = np.arange(0.0, truth.duration_s, STEP_S)
    time_s = time_s[judged_at(time_s, truth)]
    sure = [one for one in named if not one.unsure]
    unsure = np.zeros(len(time_s), dtype=np.bool_)
    for one in named:
        unsure |= one.unsure & (time_s >= one.start_s) & (time_s <= one.end_s)
    wrong = (labels_at(time_s, sure) != labels_at(time_s, truth.parts)) & ~unsure
    return float(wrong.mean()) if len(wrong) else 0.0


def f1_of(confusion: Labels) -> dict[str, float]:
    """F1 of each name that was done: the harmonic mean of its precision and recall."""
    hits = np.diag(confusion)
    done, named = confusion.sum(axis=1), confusion.sum(axis=0)
    return {
        name: float(2.0 * hits[index] / (done[index] + named[index]))
        for index, name in enumerate(NAMES)
        if done[index] > 0
    }


def macro_f1(confusion: Labels) -> float:
    """The plain mean of the names' F1; 0 where nothing was judged."""
    scores = list(f1_of(confusion).values())
    return float(np.mean(scores)) if scores else 0.0
