"""What a virtual hand does that is asked which of two presses was harder: it presses, feels a little off, and taps."""

from __future__ import annotations

import math

import numpy as np

from thumbwalk.coach.strength.just_noticeable import spread_of
from thumbwalk.coach.strength.staircase import Staircase, Which
from thumbwalk.virtual.cued_hand import Press

VIRTUAL_JND = 0.10
"""What the virtual hand just notices: a tenth, as hands do at 2 to 5 N (coach's table)."""
_OVER = 1.1
"""A hand that hears the bell has gone on by about so much."""
_PRESS_S, _BETWEEN_S, _THINKS_S, _TAP_S, _PAUSE_S = 2.0, 0.6, 0.6, 0.7, 1.4
"""A press with its reaction and rise, the times between, and a tap with its reaction."""
_TAP_N = 3.0


def feeling_presses(pairs: int, seed: int, jnd: float = VIRTUAL_JND) -> list[Press]:
    """Presses and taps through so many pairs of a test's staircase of the same seed."""
    rng, staircase = np.random.default_rng([seed, 37]), Staircase(seed)
    presses, now_s = list[Press](), 1.0
    for _ in range(pairs):
        pair = staircase.pair
        for force_n in (pair.first_n, pair.second_n):
            presses.append(Press(now_s, now_s + _PRESS_S, _OVER * force_n, _OVER * force_n))
            now_s += _PRESS_S + _BETWEEN_S
        felt = math.log(pair.second_n / pair.first_n) + spread_of(jnd) * rng.standard_normal()
        said: Which = 2 if felt > 0.0 else 1
        now_s += _THINKS_S
        for _ in range(said):
            presses.append(Press(now_s, now_s + _TAP_S, _TAP_N, _TAP_N))
            now_s += _TAP_S
        now_s += _PAUSE_S
        staircase.answer(said)
    return presses
