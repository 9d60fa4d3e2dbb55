"""A change is one when it is more than the learner's own repeats differ by."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.plan.change import LEAST_REPEATS, Repeats, change_of, repeats_of

KNOWN = Repeats(9, 2.0, 5.544)


def test_the_minimal_detectable_change_is_that_of_the_books() -> None:
    """Differences 2, -2, 2, -2, 0 have a standard deviation of 2: SEM = 2 / sqrt 2, MDC = 1.96 * 2."""
    found = repeats_of([(1.0, 3.0), (5.0, 3.0), (2.0, 4.0), (4.0, 2.0), (3.0, 3.0)])
    assert found.pairs == 5
    assert found.sem == pytest.approx(math.sqrt(2.0))
    assert found.mdc == pytest.approx(1.96 * 2.0)


def test_learning_from_the_first_try_to_the_second_is_no_error() -> None:
    pairs = [(1.0, 2.0), (5.0, 7.0), (2.0, 3.5), (4.0, 5.5), (3.0, 4.5)]
    shifted = [(first, second + 10.0) for first, second in pairs]
    assert repeats_of(shifted).mdc == pytest.approx(repeats_of(pairs).mdc)


def test_it_finds_the_scatter_of_a_hand_that_has_a_known_one() -> None:
    tries = np.random.default_rng(3).normal(70.0, 4.0, (4000, 2))
    assert repeats_of([(float(a), float(b)) for a, b in tries]).sem == pytest.approx(4.0, rel=0.05)


@pytest.mark.parametrize("pairs", [[], [(1.0, 2.0)] * (LEAST_REPEATS - 1), [(100.0, 100.0)] * 20])
def test_of_few_repeats_or_of_the_scale_s_end_nothing_is_claimed(pairs: list[tuple[float, float]]) -> None:
    assert repeats_of(pairs).mdc is None
    assert change_of([10.0] * 5 + [90.0] * 5, None, repeats_of(pairs)).verdict == "not enough yet"


@pytest.mark.parametrize(
    ("recent", "verdict"),
    [(75.5, "no change beyond chance"), (75.6, "improved"), (64.5, "no change beyond chance"), (64.4, "worse")],
)
def test_improved_is_more_than_the_minimal_detectable_change(recent: float, verdict: str) -> None:
    assert change_of([70.0] * 5 + [recent] * 5, None, KNOWN).verdict == verdict


def test_nearer_to_its_band_is_better_whichever_way_that_is() -> None:
    slow, fast = [30.0] * 5, [45.0] * 5
    assert change_of(slow + fast, [10.0] * 5 + [0.0] * 5, KNOWN).verdict == "improved"
    assert change_of(fast + slow, [0.0] * 5 + [10.0] * 5, KNOWN).verdict == "worse"
    assert change_of(slow + fast, [0.0] * 10, KNOWN).verdict == "no change beyond chance"


def test_one_bad_first_day_is_soon_out_of_the_way() -> None:
    values = [0.0, *[70.0] * 9, *[80.0]]
    found = change_of(values, None, KNOWN)
    assert (found.before, found.recent, found.verdict) == (70.0, 70.0, "no change beyond chance")


def test_of_few_sets_the_older_half_is_before() -> None:
    found = change_of([60.0, 62.0, 80.0, 82.0], None, KNOWN)
    assert (found.before, found.before_sets, found.recent, found.recent_sets) == (61.0, 2, 81.0, 2)
    assert found.verdict == "improved"
    assert change_of([60.0, 80.0], None, KNOWN).verdict == "not enough yet"
    assert change_of([], None, KNOWN).recent is None


@given(st.lists(st.floats(0.0, 100.0), max_size=40))
def test_only_a_recent_window_counts(values: list[float]) -> None:
    assert change_of(values[-10:], None, KNOWN) == change_of(values, None, KNOWN)
