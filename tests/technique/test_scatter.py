"""Scatter: known answers, no unit, blind to an odd stroke, and nearly as repeatable as it can be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.technique.scatter import efficient_cv, robust_cv

Scatter = Callable[[NDArray[np.float64]], float | None]
BOTH = pytest.mark.parametrize("scatter", [robust_cv, efficient_cv])


def test_the_raw_deviation_is_worked_out_by_hand() -> None:
    assert robust_cv(np.array([9.0, 10.0, 11.0])) == pytest.approx(0.14826)


def test_the_efficient_one_is_worked_out_by_hand() -> None:
    # median 10, deviations 2 1 0 1 2, so that nothing is cut at 2.5 x 1.4826; the variance is 10 / 4
    assert efficient_cv(np.array([8.0, 9.0, 10.0, 11.0, 12.0])) == pytest.approx(2.5**0.5 / 0.9887 / 10.0)
    # of 30 in place of 12 there counts 10 + 3.7065: deviations -2.3413 -1.3413 -0.3413 0.6587 3.3652 from the mean,
    # whose squares make 19.156, a quarter of which is 4.789, its root 2.1884
    assert efficient_cv(np.array([8.0, 9.0, 10.0, 11.0, 30.0])) == pytest.approx(0.2213, abs=0.0002)


@BOTH
def test_one_odd_stroke_does_not_spoil_it(scatter: Scatter) -> None:
    assert scatter(np.array([1.0, 1.0, 1.0, 9.0])) == 0.0
    rng = np.random.default_rng(0)
    even = rng.normal(10.0, 1.0, 19)
    plain, odd = scatter(even), scatter(np.append(even, 40.0))
    assert plain is not None
    assert odd is not None
    assert plain <= odd < 1.45 * plain


@BOTH
def test_of_nothing_or_about_nothing_there_is_none(scatter: Scatter) -> None:
    assert scatter(np.empty(0)) is None
    assert scatter(np.zeros(5)) is None


@BOTH
@given(st.lists(st.floats(1.0, 30.0), min_size=1, max_size=30), st.floats(0.1, 10.0))
def test_it_has_no_unit(scatter: Scatter, values: list[float], scale: float) -> None:
    cv = scatter(np.array(values))
    assert cv is not None
    assert cv >= 0.0
    assert scatter(scale * np.array(values)) == pytest.approx(cv, rel=1e-9, abs=1e-12)


def test_the_same_hand_repeats_a_third_better_than_by_the_raw_deviation() -> None:
    hands = np.random.default_rng(1).normal(10.0, 1.0, (2000, 20))
    raw, efficient = (np.array([scatter(one) for one in hands]) for scatter in (robust_cv, efficient_cv))
    assert np.mean(efficient) == pytest.approx(0.1, rel=0.06)
    assert np.std(efficient) / np.mean(efficient) < 0.72 * np.std(raw) / np.mean(raw)


def test_every_other_press_lighter_is_seen() -> None:
    assert efficient_cv(np.array([12.0, 8.0] * 8)) == pytest.approx(0.2, rel=0.05)
