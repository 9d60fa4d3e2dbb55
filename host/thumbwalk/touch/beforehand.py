"""What a fit is told beforehand of several hands: how hard those that rest press, and where those that work may be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from thumbwalk.touch.localise import Localiser
from thumbwalk.touch.past import WATCH, Past, moved_mm
from thumbwalk.touch.roles import Hand
from thumbwalk.touch.several import Guess

Array = NDArray[np.float64]

_RESTING_MM, _RESTING_N, _RESTING_PART, _RESTING_SPREAD = 3.0, 0.5, 0.5, 0.2
_WORKING_MM, _FARTHER_MM, _FARTHEST_MM, _ANYWHERE_MM = 10.0, 5.0, 40.0, 1000.0
_STILL_MM, _OF_LAST = 4.0, 2.0
"""One standard deviation of what is told: of a resting hand's place, force (and that part of it) and spread; of a
working one's place, more for each block that it was off the foot; and of one that hardly moved in the last blocks."""
_HELD_MM, _HELD_SPREAD, _HELD_N, _HELD_PART, _HELD_LOOSE_MM, _FARTHER = 1.0, 0.1, 0.25, 0.2, 5.0, 1.6
"""What was told holds until a hand is so far from it, half to a fifth of those deviations, or may by now be so many
times as far away: blocks that are told the same are fitted at once."""
_NEAR_MM, _HELD_NEAR_MM = 45.0, 2.0
"""Two hands so near each other are told apart by where they were, and told of anew after this: of six sessions of
thumbs 30 mm apart 0.87 of the time is told right with 2 mm, 0.77 with 3.3 and 0.70 with 5."""
_MUCH = 0.4
"""Tiles that carry more than this part of the largest share say how hard a resting hand presses at the most."""


class Beforehand:
    """What fits are told of hands, those that work first; it stays the same while the hands do.

    Parameters
    ----------
    localiser : Localiser
    """

    def __init__(self, localiser: Localiser) -> None:
        self._localiser = localiser
        self._hands: tuple[Hand, ...] = ()
        self._new: tuple[bool, ...] = ()

    def take(self, hands: tuple[Hand, ...], pasts: Sequence[Past]) -> None:
        """Tell of the hands as they are now."""
        self._hands = hands
        self._new = tuple(_is_new(hand, past) for hand, past in zip(hands, pasts, strict=True))

    def holds(self, hands: Sequence[Hand], pasts: Sequence[Past], *, near: bool) -> bool:
        """Whether what is told of hands still holds.

        ``near`` a left-out tile it is told anew with every block.
        """
        if near or len(hands) != len(self._new):
            return False
        alone = sum(not hand.rests for hand in hands) == 1
        loose_mm = _HELD_NEAR_MM if _are_near(self._hands) else _HELD_LOOSE_MM
        return all(
            _is_new(hand, past) == new and _holds(told, hand, loose_mm, new=new, alone=alone)
            for told, new, hand, past in zip(self._hands, self._new, hands, pasts, strict=True)
        )

    def guesses(self, pasts: Sequence[Past], force_n: Array, spread: tuple[float, float], *, near: bool) -> list[Guess]:
        """What a fit of moments (n, n_taxels) is to know of each hand.

        ``spread`` is how widely contacts likely spread, with one standard deviation.
        """
        alone = sum(not hand.rests for hand in self._hands) == 1
        guesses = []
        for hand, new, past in zip(self._hands, self._new, pasts, strict=True):
            if new:
                guesses.append(Guess(hand.x_mm, hand.y_mm, _WORKING_MM, hand.spread, _RESTING_SPREAD))
            elif hand.rests:
                force = hand.force_n, max(_RESTING_PART * hand.force_n, _RESTING_N)
                guesses.append(Guess(hand.x_mm, hand.y_mm, _RESTING_MM, hand.spread, _RESTING_SPREAD, *force))
            elif not alone:
                guesses.append(Guess(hand.x_mm, hand.y_mm, _idle_mm(hand), *spread))
            else:
                guesses.append(self._of_the_one_that_works(hand, past, force_n, spread, near=near))
        return guesses

    def _of_the_one_that_works(
        self, hand: Hand, past: Past, force_n: Array, spread: tuple[float, float], *, near: bool
    ) -> Guess:
        # Beside a left-out tile the centre of pressure misleads, and where the hand was does not.
        if not near:
            return Guess(hand.x_mm, hand.y_mm, _ANYWHERE_MM, *spread, start_mm=self.beside_resting(force_n))
        if hand.idle > 0:
            sigma_mm = _WORKING_MM + min(_FARTHER_MM * hand.idle, _FARTHEST_MM)
            return Guess(hand.x_mm, hand.y_mm, sigma_mm, *spread, start_mm=self.beside_resting(force_n))
        sigma_mm = max(_OF_LAST * moved_mm(list(past.seen)[-2:]), _STILL_MM)
        return Guess(hand.x_mm, hand.y_mm, min(sigma_mm, _WORKING_MM), *spread)

    def beside_resting(self, force_n: Array) -> tuple[Array, Array]:
        """Centre of pressure (n,) of what the hands that rest leave of forces (n, n_taxels)."""
        left = force_n
        for hand in self._hands:
            if hand.rests:
                place = np.array([hand.x_mm]), np.array([hand.y_mm]), np.array([hand.spread])
                shares = self._localiser.shares_at(*place)[0]
                much = shares > _MUCH * shares.max()
                most = np.maximum((left[:, much] / shares[much]).min(axis=1), 0.0)
                left = left - most[:, None] * shares
        return self._localiser.centre_of_pressure(left)


def _is_new(hand: Hand, past: Past) -> bool:
    """Whether a hand that rests has just been found: whether it moves is what is to be seen."""
    return hand.rests and len(past.seen) < WATCH and not hand.known


def _idle_mm(hand: Hand) -> float:
    """How far one of two working hands likely is from where it was last."""
    return min(_WORKING_MM + _FARTHER_MM * hand.idle, _FARTHEST_MM)


def _are_near(hands: Sequence[Hand]) -> bool:
    """Whether any two of the hands are near each other."""
    return any(math.hypot(a.x_mm - b.x_mm, a.y_mm - b.y_mm) < _NEAR_MM for a, b in combinations(hands, 2))


def _holds(told: Hand, hand: Hand, loose_mm: float, *, new: bool, alone: bool) -> bool:
    """Whether what is told of a hand as it was holds of it as it is; of one that works ``alone`` nothing is told."""
    if told.rests != hand.rests:
        return False
    if not hand.rests and alone:
        return True
    away_mm = math.hypot(hand.x_mm - told.x_mm, hand.y_mm - told.y_mm)
    if new:
        return away_mm < loose_mm
    if not hand.rests:
        return away_mm < loose_mm and 1.0 / _FARTHER < _idle_mm(hand) / _idle_mm(told) < _FARTHER
    same_n = abs(hand.force_n - told.force_n) < max(_HELD_N, _HELD_PART * told.force_n)
    return same_n and away_mm < _HELD_MM and abs(hand.spread - told.spread) < _HELD_SPREAD
