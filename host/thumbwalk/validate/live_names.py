"""Names judged live: how soon a technique's name stands, how often it changes, and how often another one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from thumbwalk.virtual.truth import SessionTruth

DUE_S = 2.0
"""So long after a technique's first touch its name should stand."""
STOOD, CALM, WRONG = 0.9, 1.0, 0.01
"""Of techniques, those whose name stands by then, and those in which it changes once at most, at the least; of the
moments from then on, those at which another name stands, at the most."""


@dataclass(frozen=True)
class LiveNames:
    """Of some techniques: how many there were, ``stood`` in time, were ``calm``; of ``moments``, ``wrong`` ones."""

    techniques: int = 0
    stood: int = 0
    calm: int = 0
    moments: int = 0
    wrong: int = 0

    def __add__(self, other: LiveNames) -> LiveNames:
        """Those of both."""
        return LiveNames(
            self.techniques + other.techniques,
            self.stood + other.stood,
            self.calm + other.calm,
            self.moments + other.moments,
            self.wrong + other.wrong,
        )

    @property
    def shares(self) -> tuple[float, float, float]:
        """The parts that stood in time, were calm, and were wrong."""
        techniques = max(self.techniques, 1)
        return self.stood / techniques, self.calm / techniques, self.wrong / max(self.moments, 1)

    @property
    def met(self) -> bool:
        """Whether they are what is asked for."""
        stood, calm, wrong = self.shares
        return stood >= STOOD and calm >= CALM and wrong <= WRONG


def judged_names(truth: SessionTruth, told: Sequence[tuple[float, str]]) -> LiveNames:
    """Hold what was told, session seconds and the name from then on, against what was done."""
    found = LiveNames()
    for part in truth.parts:
        mine = [(at_s, name) for at_s, name in told if part.start_s <= at_s <= part.end_s]
        due = [name for at_s, name in mine if at_s >= part.start_s + DUE_S]
        names = [name for _, name in mine if name]
        flips = sum(one != other for one, other in pairwise(names))
        wrong = sum(name not in ("", part.technique) for name in due)
        stood = due[:1] == [part.technique]
        found += LiveNames(1, int(stood), int(flips <= 1), len(due), wrong)
    return found
