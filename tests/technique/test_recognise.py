"""The row of names that fits best, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.technique.factors import Factor
from thumbwalk.technique.recognise import LEAST, confidence, likenesses, mean_likeness, names_of, trust
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.signs import Signs, signs_of
from thumbwalk.technique.strokes import strokes_of

Make = Callable[..., Any]
Array = NDArray[np.float64]


@pytest.fixture
def signs(touch_of: Make, presses: Make) -> Signs:
    touch = touch_of(presses([10.0] * 6, 1.2))
    return replace(signs_of([strokes_of(touch)], touch), weight=np.ones(6))


def test_no_single_sign_rules_a_name_out() -> None:
    fits = np.array([0.0, 0.5, 1.0])
    asked = {"a": [Factor("press_s", 1.0, True, fits, fits)], "b": [Factor("press_s", 1.0, True, fits, np.ones(3))]}
    assert likenesses(asked).tolist() == [[LEAST, 1.0], [0.5, 1.0], [1.0, 1.0]]


def test_one_odd_piece_does_not_change_the_name_but_three_do(signs: Signs) -> None:
    likeness = np.tile([0.9, 0.2], (6, 1))
    likeness[2] = [0.2, 0.9]
    assert names_of(likeness, signs).tolist() == [0] * 6
    likeness[2:5] = [0.02, 0.9]
    assert names_of(likeness, signs).tolist() == [0, 0, 1, 1, 1, 1], "one more at the end is odd again"


def test_a_long_piece_says_more_than_a_short_one(signs: Signs) -> None:
    likeness = np.tile([0.9, 0.2], (6, 1))
    likeness[2] = [0.2, 0.9]
    heavy = replace(signs, weight=np.array([1.0, 1.0, 4.0, 1.0, 1.0, 1.0]))
    assert names_of(likeness, heavy).tolist() == [0, 0, 1, 0, 0, 0]


def test_a_new_run_may_have_another_name_for_nothing(signs: Signs) -> None:
    likeness = np.tile([0.6, 0.5], (6, 1))
    likeness[3:] = [0.5, 0.6]
    assert len(set(names_of(likeness, signs).tolist())) == 1
    parted = replace(signs, run=np.array([0, 0, 0, 1, 1, 1]))
    assert names_of(likeness, parted).tolist() == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("seed", range(8))
def test_no_other_row_of_names_fits_better(signs: Signs, seed: int) -> None:
    likeness = np.random.default_rng(seed).uniform(LEAST, 1.0, (6, 3))

    def fit(row: Any) -> float:
        changes = int(np.count_nonzero(np.diff(row)))
        return float(np.log(likeness[np.arange(6), list(row)]).sum()) - 2.5 * changes

    best = max(product(range(3), repeat=6), key=fit)
    assert fit(names_of(likeness, signs)) == pytest.approx(fit(best))


def test_a_confidence_is_the_likeness_times_its_share_times_the_trust() -> None:
    likeness = np.array([[0.9, 0.1], [0.4, 0.1]])
    weight = np.array([3.0, 1.0])
    mine, other = 0.9**0.75 * 0.4**0.25, 0.1
    assert mean_likeness(likeness, weight) == pytest.approx([mine, other])
    assert confidence(likeness, weight, 4, 0) == pytest.approx(mine * mine / (mine + other))
    assert confidence(likeness, weight, 4, 1) == pytest.approx(other * other / (mine + other))


@pytest.mark.parametrize(
    ("weight_s", "strokes", "expected"),
    [(0.5, 1, 0.5 + 0.5 / 3), (1.5, 1, 0.5 + 1.0 / 3), (2.0, 2, 1.0), (60.0, 99, 1.0)],
)
def test_little_to_go_by_is_little_to_trust(weight_s: float, strokes: int, expected: float) -> None:
    assert trust(np.array([weight_s]), strokes) == pytest.approx(expected)


def test_the_limit_of_unsure_is_at_six_tenths(touch_of: Make) -> None:
    seen = set()
    for n in range(100, 500, 10):
        touch = touch_of(np.concatenate([np.zeros(100), np.full(n, 10.0), np.zeros(100)]))
        (segment,) = segments_of(strokes_of(touch), touch)
        assert segment.unsure == (segment.confidence < 0.6)
        assert segment.explanation.unsure == segment.unsure
        seen.add(segment.unsure)
    assert seen == {True, False}


def test_a_confidence_is_less_with_little_to_go_by_and_of_the_five_likeliest_rivals() -> None:
    likeness = np.array([[0.1, 0.1, 0.9, 0.1, 0.05, 0.1, 0.1]])
    little = np.array([0.5])
    assert confidence(likeness, little, 1, 2) == pytest.approx(0.81 / (0.9 + 0.5) * (0.5 + 0.5 / 3.0))
    assert confidence(likeness, np.array([0.5]), 5, 2) == pytest.approx(0.81 / 1.4)
