"""Why a segment is named as it is: the one sign that decided between the name and the next likely one.

A likeness is a product of factors, so the logarithm of a ratio of two is a sum with a term a sign; the greatest term
is the sign that decided. Of what is unsure, it is told what would have decided.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thumbwalk.technique.factors import Factor
from thumbwalk.technique.recognise import LEAST, mean_likeness, trust

Array = NDArray[np.float64]

TOO_LITTLE = "evidence"
"""The measure of an explanation where there was too little to go by."""
_CLEAR = 0.8
"""A factor that is met to so much is nothing that an unsure name lacks. Only the sentence depends on it."""

PHRASES = {
    "press_s": ("a press lasts {} s", 1),
    "touch_s": ("a touch lasts {} s", 2),
    "held_s": ("a press is held for {} s", 1),
    "plateau_s": ("a press is kept still for {} s longer than a rounded one", 2),
    "spread_mm": ("it moves by {} mm within a stroke", 1),
    "valley": ("{} of the force stays between two strokes", 2),
    "release": ("{} of the force stays between two strokes", 2),
    "interval_s": ("the strokes are {} s apart", 2),
    "advance_mm": ("it moves on {} mm a stroke", 1),
    "speed_mm_s": ("it moves at {} mm/s", 0),
    "net_mm_s": ("it gets on at {} mm/s", 0),
    "turn_hz": ("it makes {} turns a second", 2),
    "flat": ("its way is {} as broad as long", 2),
    "sway_hz": ("it comes back {} times a second", 1),
    "straight": ("its way is straight to {}", 2),
}
"""How each sign is told, and with how many decimals."""


@dataclass(frozen=True)
class Explanation:
    """What decided on a segment's technique; of an unsure one, what would have decided.

    Attributes
    ----------
    technique, runner_up : str
        The name, and the next likely one.
    unsure : bool
        Whether the name is not to be trusted.
    measure : str or None
        The sign, as ``PHRASES`` names it; ``TOO_LITTLE`` where there is too little to go by; None where the name is
        taken because of what is before and after it.
    value : float or None
        The sign's value where it told the two apart; None where it can't be seen, inf for a stroke that stands alone.
    limit : float or None
        Where the condition is half met.
    more : bool
        Whether the technique that is named lies above the limit.
    """

    technique: str
    runner_up: str
    unsure: bool
    measure: str | None
    value: float | None
    limit: float | None
    more: bool

    @property
    def sentence(self) -> str:
        """The explanation in one sentence, such as "walk, not knead: it moves on 6.2 mm a stroke (from 4.0)"."""
        names = f"{self.technique}, not {self.runner_up}"
        if self.unsure:
            names = f"unsure, {self.technique} or {self.runner_up}"
        if self.measure == TOO_LITTLE:
            return f"{names}: there is too little of it to tell"
        if self.measure is None:
            return f"{names}: by what is before and after it"
        digits = PHRASES[self.measure][1]
        limit = f"{self.limit:.{digits}f}"
        told = _told(self.measure, self.value)
        if self.value is None or math.isinf(self.value):
            return f"{names}: {told}"
        if self.unsure:
            return f"{names}: {told}; well {'above' if self.more else 'below'} {limit} would be {self.technique}"
        return f"{names}: {told} ({'from' if self.more else 'below'} {limit})"


@dataclass(frozen=True)
class Guess:
    """A name for some pieces: which they are, their likenesses (n, n_techniques) and weights (n,), their strokes."""

    pieces: slice
    likeness: Array
    weight: Array
    strokes: int
    technique: str


def explained(guess: Guess, asked: Mapping[str, Sequence[Factor]], *, unsure: bool) -> Explanation:
    """Say what decided, or would have decided, on a guess.

    Parameters
    ----------
    guess : Guess
    asked : mapping of technique to its factors
        Of all pieces; in the order of the likenesses' columns.
    unsure : bool
        Whether the guess is not to be trusted.
    """
    terms = {name: _Terms(factors, guess) for name, factors in asked.items()}
    runner_up = max((name for name in terms if name != guess.technique), key=lambda name: terms[name].total)
    mine, other = terms[guess.technique], terms[runner_up]
    if not unsure:
        return _decided(guess, runner_up, mine, other)
    mean = mean_likeness(guess.likeness, guess.weight)
    own = float(mean[list(asked).index(guess.technique)])
    enough = trust(guess.weight, guess.strokes)
    if enough < min(own, own / float(np.sum(mean))):
        return Explanation(guess.technique, runner_up, True, TOO_LITTLE, None, None, more=True)
    # What the name lacks itself; where it lacks little, what the other one would have to lack.
    if mine.least < math.log(_CLEAR):
        return _told_by(guess, runner_up, mine, mine.weakest, turned=False, unsure=True)
    return _told_by(guess, runner_up, other, other.weakest, turned=True, unsure=True)


class _Terms:
    """What each factor of one technique adds to the mean logarithm of its likeness over the pieces."""

    def __init__(self, factors: Sequence[Factor], guess: Guess) -> None:
        self.factors = factors
        self.logs = [np.log(np.maximum(one.fit[guess.pieces], LEAST)) for one in factors]
        total = max(float(np.sum(guess.weight)), 1e-9)
        self.means = [float(np.sum(logs * guess.weight)) / total for logs in self.logs]

    @property
    def total(self) -> float:
        return sum(self.means)

    @property
    def weakest(self) -> int:
        return int(np.argmin(self.means))

    @property
    def least(self) -> float:
        return min(self.means)

    def of(self, sign: str) -> float:
        return sum(mean for one, mean in zip(self.factors, self.means, strict=True) if one.sign == sign)


def _decided(guess: Guess, runner_up: str, mine: _Terms, other: _Terms) -> Explanation:
    gains = {one.sign: mine.of(one.sign) - other.of(one.sign) for one in other.factors}
    sign = max(gains, key=lambda name: gains[name])
    if gains[sign] <= 0.0:
        return Explanation(guess.technique, runner_up, False, None, None, None, more=True)
    index = min((i for i, one in enumerate(other.factors) if one.sign == sign), key=lambda i: other.means[i])
    return _told_by(guess, runner_up, other, index, turned=True, unsure=False)


def _told_by(guess: Guess, runner_up: str, terms: _Terms, index: int, *, turned: bool, unsure: bool) -> Explanation:
    """An explanation by one factor; ``turned`` where it is the runner-up's, who asks for the contrary."""
    factor = terms.factors[index]
    value = _typical(factor.value[guess.pieces], guess.weight * -terms.logs[index])
    more = factor.more != turned
    return Explanation(guess.technique, runner_up, unsure, factor.sign, value, factor.limit, more)


def _typical(value: Array, says: Array) -> float | None:
    """The median of the values, each counting as much as it says; None where most of what is said is that of NaN."""
    said = says + 1e-12
    there = ~np.isnan(value)
    if float(np.sum(said[there])) < 0.5 * float(np.sum(said)):
        return None
    order = np.argsort(value[there], kind="stable")
    gone = np.cumsum(said[there][order])
    return float(value[there][order][np.searchsorted(gone, gone[-1] / 2.0)])


def _told(sign: str, value: float | None) -> str:
    text, digits = PHRASES[sign]
    if value is None:
        return "how it moves can't be seen"
    if math.isinf(value):
        return "a stroke stands alone"
    return text.format(f"{value:.{digits}f}")
