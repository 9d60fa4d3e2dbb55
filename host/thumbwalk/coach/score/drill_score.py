"""The score of a drill: its sets' scores, and one number over those that were finished."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from thumbwalk.coach.score.score import Cap, Metric, Score, metric_row, stars_for
from thumbwalk.coach.score.whole import COUNTS, part_left


@dataclass(frozen=True)
class DrillScore:
    """How a drill went.

    ``score`` is None where no set has one. A drill that is not ``complete`` has no stars, and is nobody's best.
    ``whole`` are the measures of the drill as a whole. ``passed`` is None where nothing is asked for or a set is
    missing; ``missed`` are the names of what was not reached, the score first.
    """

    drill: str
    score: float | None
    stars: int
    sets: tuple[Score, ...]
    whole: tuple[Metric, ...] = ()
    passed: bool | None = None
    missed: tuple[str, ...] = ()

    @staticmethod
    def of(drill: str, sets: tuple[Score, ...], whole: tuple[Metric, ...] = ()) -> DrillScore:
        """Put the sets together: the mean of those that have a score, never above a cap that one of them ran into.

        A cap stands for the receiver's comfort, which an easier set later on does not bring back. What is missing to
        100 is divided among the sets, so that the parts add up over the drill; what the whole's measures take of the
        mean stands at them.
        """
        scores = [one.score for one in sets if one.score is not None]
        if not scores:
            return DrillScore(drill, None if sets else 0.0, 0, sets)
        mean = sum(scores) / len(scores)
        left = mean * part_left(whole)
        shared = (mean - left) / max(sum(one.name in COUNTS for one in whole), 1)
        whole = tuple(replace(one, points=shared, points_lost=shared) if one.name in COUNTS else one for one in whole)
        mean = left
        score = min([mean, *(cap.max_score for one in sets for cap in one.caps)])
        parts = _with_the_rest([one.shared(len(scores)) for one in sets], mean - score)
        return DrillScore(drill, score, stars_for(score) if len(scores) == len(sets) else 0, parts, whole)

    @property
    def complete(self) -> bool:
        """Whether every set was done and could be judged."""
        return all(one.score is not None for one in self.sets)

    def to_json(self) -> dict[str, Any]:
        """The document of a drill's ``score.json``."""
        return {
            "version": 1,
            "drill": self.drill,
            "score": self.score,
            **({} if self.complete else {"complete": False}),
            "stars": self.stars,
            "sets": [one.to_json() for one in self.sets],
            **({"whole": [metric_row(one) for one in self.whole]} if self.whole else {}),
            **({} if self.passed is None else {"passed": self.passed, "missed": list(self.missed)}),
        }


def _with_the_rest(sets: list[Score], rest: float) -> tuple[Score, ...]:
    """What the drill loses to its lowest cap beyond its sets' mean stands at that cap."""
    if rest <= 0.0:
        return tuple(sets)
    lowest = min((cap for one in sets for cap in one.caps), key=lambda cap: cap.max_score)

    def raised(cap: Cap) -> Cap:
        return replace(cap, points=cap.points + rest) if cap is lowest else cap

    return tuple(replace(one, caps=tuple(map(raised, one.caps))) for one in sets)
