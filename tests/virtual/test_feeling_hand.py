"""A virtual hand in the test of two presses: it presses what is guided, and answers by what it feels."""

from __future__ import annotations

from itertools import pairwise

import pytest

from thumbwalk.coach.strength.staircase import Staircase
from thumbwalk.virtual.feeling_hand import feeling_presses


def test_it_presses_each_pair_in_order_and_taps_once_or_twice() -> None:
    presses = feeling_presses(5, seed=1, jnd=0.001)
    assert all(one.end_s <= other.start_s for one, other in pairwise(presses))
    staircase, at = Staircase(1), 0
    for _ in range(5):
        first, second = presses[at : at + 2]
        assert first.force_n / second.force_n == pytest.approx(staircase.pair.first_n / staircase.pair.second_n)
        taps = staircase.pair.harder  # whom so little is enough is never wrong
        assert all(one.force_n < 4.0 for one in presses[at + 2 : at + 2 + taps])
        staircase.answer(taps)
        at += 2 + taps
    assert at == len(presses)


def test_who_feels_less_is_wrong_more_often() -> None:
    def lighter(jnd: float) -> float:
        forces = [one.force_n for one in feeling_presses(60, seed=2, jnd=jnd) if one.force_n > 4.0][-20:]
        return sum(abs(one / other - 1.0) for one, other in zip(forces[::2], forces[1::2], strict=True))

    assert lighter(0.3) > 2.0 * lighter(0.05)
