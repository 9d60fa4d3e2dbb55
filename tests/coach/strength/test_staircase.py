"""The staircase of pairs: less of a difference for who was right twice, more for who was wrong once."""

from __future__ import annotations

import math

import numpy as np
import pytest

from thumbwalk.coach.strength.staircase import REFERENCE_N, RIGHT_SHARE, Pair, Staircase


def difference(pair: Pair) -> float:
    return abs(math.log(pair.second_n / pair.first_n))


def said(staircase: Staircase, answers: str) -> list[float]:
    """The differences before and behind answers that are right (r) or wrong (w)."""
    found = [difference(staircase.pair)]
    for one in answers:
        harder = staircase.pair.harder
        staircase.answer(harder if one == "r" else 2 if harder == 1 else 1)
        found.append(difference(staircase.pair))
    return found


def test_two_right_make_it_harder_one_wrong_easier_and_steps_get_finer_behind_two_turns() -> None:
    found = said(Staircase(0), "rrrrwwrrrr")
    big, small = 1.6, 1.25
    wanted = [1, 1, 1 / big, 1 / big, 1 / big**2, 1 / big, 1, 1, 1 / big, 1 / big, 1 / big / small]
    assert found == pytest.approx([0.4 * part for part in wanted])


def test_it_stays_between_what_a_thumb_can_be_guided_to_and_what_is_comfortable() -> None:
    assert said(Staircase(1), "r" * 80)[-1] == pytest.approx(0.03)
    hard = Staircase(1)
    assert said(hard, "w" * 80)[-1] == pytest.approx(0.60)
    assert max(hard.pair.first_n, hard.pair.second_n) < 0.9 * 25.0, "below the heel's cap, with what a hand goes over"


def test_neither_the_order_nor_the_lighter_press_can_be_foretold_and_a_seed_repeats() -> None:
    def pairs(seed: int) -> list[Pair]:
        staircase, found = Staircase(seed), []
        for _ in range(60):
            found.append(staircase.pair)
            staircase.answer(staircase.pair.harder)
        return found

    seen = pairs(3)
    assert seen == pairs(3)
    assert seen != pairs(4)
    assert 18 <= sum(pair.harder == 2 for pair in seen) <= 42
    lighter = [min(pair.first_n, pair.second_n) for pair in seen]
    assert min(lighter) < 0.93 * REFERENCE_N
    assert max(lighter) > 1.07 * REFERENCE_N


def test_it_goes_to_the_difference_that_is_told_seven_times_in_ten() -> None:
    rng, staircase, right = np.random.default_rng(5), Staircase(5), []
    for number in range(3000):
        pair = staircase.pair
        felt = math.log(pair.second_n / pair.first_n) + 0.2 * rng.standard_normal()
        right.append((2 if felt > 0.0 else 1) == pair.harder)
        staircase.answer(2 if felt > 0.0 else 1)
        assert number < 100 or difference(pair) < 0.6
    assert np.mean(right[100:]) == pytest.approx(RIGHT_SHARE, abs=0.03)
