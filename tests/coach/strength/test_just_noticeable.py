"""The just noticeable difference, found again in the answers of observers whose own is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from thumbwalk.coach.strength.just_noticeable import LEAST_PAIRS, Felt, just_noticeable, spread_of
from thumbwalk.coach.strength.staircase import RIGHT_SHARE, Staircase


def observed(jnd: float, seed: int, pairs: int = 50, *, bias: float = 0.0, beside: float = 0.03) -> list[Felt]:
    """What an observer presses, somewhat beside what is guided, and says of it."""
    rng, staircase, found = np.random.default_rng([seed, 41]), Staircase(seed), []
    for _ in range(pairs):
        pair = staircase.pair
        off = np.exp(beside * rng.standard_normal(2))
        first_n, second_n = float(pair.first_n * off[0]), float(pair.second_n * off[1])
        felt = math.log(second_n / first_n) + bias + spread_of(jnd) * rng.standard_normal()
        found.append(Felt(first_n, second_n, 2 if felt > 0.0 else 1))
        staircase.answer(found[-1].said)
    return found


def test_a_difference_of_one_just_noticeable_is_told_seven_times_in_ten() -> None:
    told = np.random.default_rng(0).standard_normal(200_000) * spread_of(0.12) + math.log(1.12) > 0.0
    assert told.mean() == pytest.approx(RIGHT_SHARE, abs=0.005)


@pytest.mark.parametrize("jnd", [0.06, 0.12, 0.20])
def test_it_is_found_again_within_what_the_page_says(jnd: float) -> None:
    found = [just_noticeable(observed(jnd, seed)) for seed in range(16)]
    parts = np.array([np.inf if one.jnd is None else one.jnd for one in found]) / jnd
    assert 0.8 < np.median(parts) < 1.25
    assert np.sum((parts > 0.65) & (parts < 1.5)) >= 11
    assert sum((one.low or 0.0) <= jnd <= (one.high or 0.0) for one in found) >= 14


def test_it_goes_by_what_was_pressed_and_not_by_what_was_guided_and_a_bias_is_no_difference() -> None:
    for beside, bias in ((0.10, 0.0), (0.03, 0.06)):
        found = [just_noticeable(observed(0.1, seed, beside=beside, bias=bias)).jnd or 0.0 for seed in range(12)]
        assert 0.075 < float(np.median(found)) < 0.135, (beside, bias)


def test_too_few_pairs_and_answers_that_have_nothing_to_do_with_them_give_no_figure() -> None:
    assert just_noticeable(observed(0.1, 0, LEAST_PAIRS - 1)).jnd is None
    assert just_noticeable(observed(0.1, 0, LEAST_PAIRS)).jnd is not None
    assert just_noticeable([]).jnd is None
    always_first, at_random = observed(0.1, 1, bias=9.0), observed(1000.0, 1)
    for lost in (always_first, at_random):
        assert just_noticeable(lost).jnd is None
