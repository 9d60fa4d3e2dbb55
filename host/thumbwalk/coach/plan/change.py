"""Whether a figure has changed by more than chance: the minimal detectable change, from the learner's own repeats."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, stdev
from typing import Literal

Verdict = Literal["improved", "worse", "no change beyond chance", "not enough yet"]
LEAST_REPEATS = 5
"""Pairs of repeats below which their scatter is not known: of five, it is right within a factor of two or so."""
WINDOW = 5
"""So many of the newest sets are "recent", and so many before them "before": a bad first day is soon out of it."""
LEAST_IN_WINDOW = 2
"""One set alone shows nothing."""
_Z_95 = 1.96
"""Two-sided, 95 %."""


@dataclass(frozen=True)
class Repeats:
    """How much a figure differs between repeats of one task.

    ``sem`` is the standard error of measurement, ``mdc`` the minimal detectable change; both None where there are too
    few repeats (``pairs``) or none differ.
    """

    pairs: int
    sem: float | None
    mdc: float | None


@dataclass(frozen=True)
class Change:
    """A figure recently and before, each the median of so many sets, and what to say of it."""

    recent: float | None
    recent_sets: int
    before: float | None
    before_sets: int
    verdict: Verdict

    @property
    def difference(self) -> float | None:
        """Recent less before."""
        return None if self.recent is None or self.before is None else self.recent - self.before


def repeats_of(pairs: Sequence[tuple[float, float]]) -> Repeats:
    """Work out the minimal detectable change from repeats of a task, the second of a pair soon after the first.

    SEM = SD(differences) / sqrt(2), in which learning from the first to the second is no error; MDC = 1.96 sqrt(2) SEM
    (Weir, J Strength Cond Res 19:231, 2005; Hopkins, Sports Med 30:1, 2000, who calls the SEM typical error).
    """
    if len(pairs) < LEAST_REPEATS:
        return Repeats(len(pairs), None, None)
    sem = stdev(second - first for first, second in pairs) / math.sqrt(2.0)
    # repeats that never differ are at the end of the scale, and say nothing of the hand
    return Repeats(len(pairs), sem, _Z_95 * math.sqrt(2.0) * sem) if sem > 0.0 else Repeats(len(pairs), None, None)


def change_of(values: Sequence[float], errors: Sequence[float] | None, repeats: Repeats) -> Change:
    """Compare the newest values with those before them.

    Parameters
    ----------
    values : of float
        Oldest first.
    errors : of float or None
        How far outside its band each is: less is better. None where a higher value is.
    repeats : Repeats
    """
    recent, before = values[-WINDOW:], values[-2 * WINDOW : -WINDOW]
    if len(recent) < LEAST_IN_WINDOW or len(before) < LEAST_IN_WINDOW:
        # of few, the older half is before
        half = len(recent) // 2 if not before else 0
        recent, before = (recent[half:], recent[:half]) if half else (recent, before)
    middle = median(recent) if recent else None
    earlier = median(before) if before else None
    few = len(recent) < LEAST_IN_WINDOW or len(before) < LEAST_IN_WINDOW
    if few or middle is None or earlier is None or repeats.mdc is None:
        return Change(middle, len(recent), earlier, len(before), "not enough yet")
    if abs(middle - earlier) <= repeats.mdc:
        return Change(middle, len(recent), earlier, len(before), "no change beyond chance")
    better = middle > earlier
    if errors is not None:
        off = errors[-len(recent) :], errors[-len(recent) - len(before) : -len(recent)]
        newer, older = (median(one) for one in off)
        if newer == older:
            return Change(middle, len(recent), earlier, len(before), "no change beyond chance")
        better = newer < older
    return Change(middle, len(recent), earlier, len(before), "improved" if better else "worse")
