"""Which pairs of presses come next: a staircase that stays where a hand can just tell which of two was harder.

Two presses, one of them guided harder, in an order that nobody knows; who was right twice gets less of a difference,
who was wrong once gets more. That two-down one-up rule goes to the difference that is told 70.7 % of the time (Levitt
1971, 10.1121/1.1912375).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

Which = Literal[1, 2]
"""The first or the second of a pair."""

REFERENCE_N = 9.0
"""The lighter press, about: hands discriminate alike from 2.5 to 10 N (coach's table), and the heel bears it."""
RIGHT_SHARE = math.sqrt(0.5)
"""How often the difference is told that the rule goes to: right twice running as often as not."""
_ROVE = 0.15
"""The lighter press is moved by up to this, in logarithms: who remembers one force can't answer by that alone."""
_FIRST = 0.40
"""The first difference, in logarithms: half as much again, which everybody tells."""
_LEAST, _MOST = 0.03, 0.60
"""What a thumb can still be guided to, and no more than is comfortable."""
_COARSE, _FINE, _COARSE_UNTIL = 1.6, 1.25, 2
"""A step of the difference before the second turn of the staircase, and behind it."""
_DOWN_AFTER = 2
"""Right so often running, the difference gets smaller."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two presses as they are guided, newtons, and which of them is the harder one."""

    first_n: float
    second_n: float

    @property
    def harder(self) -> Which:
        """The one that is guided harder."""
        return 2 if self.second_n > self.first_n else 1


class Staircase:
    """Gives pairs and takes what was said of each; the same seed and answers give the same pairs.

    Parameters
    ----------
    seed : int
        Of the order of the two, and of how the lighter one is moved.

    Attributes
    ----------
    pair : Pair
        The one that is to be pressed now.
    turns : int
        How often the staircase has turned from easier to harder or back.
    """

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng([seed, 31])
        self._difference = _FIRST
        self._right = 0
        self._way = 0
        self.turns = 0
        self.pair = self._next()

    def answer(self, said: Which) -> None:
        """Take which one was called harder, and make the next pair."""
        right = said == self.pair.harder
        self._right = self._right + 1 if right else 0
        if not right:
            self._go(1)
        elif self._right == _DOWN_AFTER:
            self._right = 0
            self._go(-1)
        self.pair = self._next()

    def _go(self, way: int) -> None:
        step = _COARSE if self.turns < _COARSE_UNTIL else _FINE
        self.turns += self._way == -way
        self._way = way
        self._difference = min(max(self._difference * step**way, _LEAST), _MOST)

    def _next(self) -> Pair:
        lighter_n = REFERENCE_N * math.exp(self._rng.uniform(-_ROVE, _ROVE))
        harder_n = lighter_n * math.exp(self._difference)
        return Pair(lighter_n, harder_n) if self._rng.random() < 0.5 else Pair(harder_n, lighter_n)
