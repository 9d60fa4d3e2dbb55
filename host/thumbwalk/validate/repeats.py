"""The score judged: whether it tells experts from beginners, repeats for the same hand, and bears gain errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.score.task import Task as Asked
from thumbwalk.validate.grown_faults import LASTS_S, middle_part, scored
from thumbwalk.virtual.habits import Habits, habits_of

LEAST_AUC, MOST_SD, MOST_MOVED = 0.99, 3.0, 5.0
"""An expert scores more than a beginner in so many of all pairs; the same hand again scatters by so many points, and a
gain error of 10 % moves the median by no more."""
GAIN = 0.10
_AGAIN = 6
"""So many sets of the same hand."""
_HANDS = 10
"""So many hands that do it again. Most score alike each time and a few by far not: of three hands it was chance."""
_MIDDLING = 0.5
"""From a beginner, 0, to an expert, 1: whose score could scatter both ways, which one of 100 can't."""


@dataclass(frozen=True)
class HandsTold:
    """The scores of experts, beginners and middling hands in one technique, their scatter, and what a gain error moves.

    ``auc`` is the part of the pairs in which the expert scores more (a tie counts half), ``again_sd`` the root mean
    square over hands of the scatter of one hand's scores, in points, ``moved`` by how many points the median moves.
    """

    technique: str
    experts: tuple[float, ...]
    beginners: tuple[float, ...]
    middling: tuple[float, ...]
    again_sd: float
    moved: float

    @property
    def auc(self) -> float:
        """Area under the curve of true against false experts: of all pairs, those in the right order."""
        e, b = np.array(self.experts)[:, None], np.array(self.beginners)
        return float(np.mean((e > b) + 0.5 * (e == b)))

    @property
    def not_met(self) -> list[str]:
        """What is missed, in words."""
        missed = {
            "an expert's score against a beginner's": self.auc < LEAST_AUC,
            "the same hand's score again": self.again_sd > MOST_SD,
            "a score under gain errors": self.moved > MOST_MOVED,
        }
        return [f"{self.technique}: {name}" for name, is_missed in missed.items() if is_missed]


def hands_told(technique: str, seeds: Sequence[int]) -> HandsTold:
    """Let experts, beginners and hands half way between them do a technique, on feet of their own."""
    experts, beginners = (
        tuple(_score(technique, seed, habits_of(kind)) for seed in seeds) for kind in ("expert", "beginner")
    )
    habits = habits_of("expert", _MIDDLING)
    again = [[_score(technique, seed, habits, chance) for chance in range(_AGAIN)] for seed in seeds[:_HANDS]]
    errant = [_score(technique, seed, habits, gain=GAIN) for seed in seeds[:_HANDS]]
    exact = [_score(technique, seed, habits, gain=0.0) for seed in seeds[:_HANDS]]
    sd = float(np.sqrt(np.mean(np.var(again, axis=1, ddof=1))))
    moved = abs(float(np.median(errant)) - float(np.median(exact)))
    return HandsTold(technique, experts, beginners, tuple(np.ravel(again).tolist()), sd, moved)


def _score(technique: str, seed: int, habits: Habits, chance: int = 0, gain: float | None = None) -> float:
    kept = {"knead": habits.keep, "walk": habits.contact}
    # as long as the technique's first drill has them, where that is longer: kneading needs 30 s for a score of presses
    lasts_s = max(packaged_drills()[f"{technique}-1"].sets[0].duration_s, LASTS_S)
    part = middle_part(technique, seed, habits, {"kept": kept[technique]} if technique in kept else {}, lasts_s)
    target = (part.task.x_mm, part.task.y_mm) if technique == "hold" else None
    return scored(part, seed, Asked(target_mm=target), chance=chance, gain=gain).score or 0.0
