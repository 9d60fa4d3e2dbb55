"""Converters with clocks of their own: when they read, what they make of a step, and that portions don't matter."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.virtual.free_converters import NO_READING, FreeConverters, put, recorded

Array = NDArray[np.float64]
TIME_S = np.arange(3000) / 1000.0


def test_each_keeps_a_period_of_its_own_near_the_nominal_one() -> None:
    converters = FreeConverters(4, seed=3)
    found = converters.read(np.zeros((len(TIME_S), 4)), TIME_S)
    for (_, ends_s, _), period_s in zip(found, converters.periods_s, strict=True):
        np.testing.assert_allclose(np.diff(ends_s), period_s, rtol=1e-9)
    assert len(set(converters.periods_s.tolist())) == 4
    assert (np.abs(converters.periods_s * 80.0 - 1.0) < 0.016).all()


def test_a_step_is_there_whole_after_four_conversions_and_half_after_two() -> None:
    signal = np.where(TIME_S[:, None] >= 1.0, 8.0, 0.0) * np.ones(2)
    converters = FreeConverters(2, seed=1)
    for (at, ends_s, values), period_s in zip(converters.read(signal, TIME_S), converters.periods_s, strict=True):
        gone = (ends_s - 1.0) / period_s
        np.testing.assert_allclose(values, 8.0 * np.clip(gone / 4.0, 0.0, 1.0), atol=0.1)
        assert (TIME_S[at] >= ends_s).all()
        assert (TIME_S[at] - ends_s < 0.001).all(), "it comes with the first moment behind it"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 2999), max_size=6), st.integers(0, 50))
def test_portions_do_not_matter(cuts: list[int], seed: int) -> None:
    signal = np.cumsum(np.random.default_rng(seed).standard_normal((len(TIME_S), 3)), axis=0)
    whole, parts = FreeConverters(3, seed), FreeConverters(3, seed)
    edges = sorted({0, len(TIME_S), *cuts})
    pieces = [parts.read(signal[a:b], TIME_S[a:b]) for a, b in pairwise(edges)]
    for cell, (_, ends_s, values) in enumerate(whole.read(signal, TIME_S)):
        np.testing.assert_array_equal(np.concatenate([piece[cell][1] for piece in pieces]), ends_s)
        np.testing.assert_array_equal(np.concatenate([piece[cell][2] for piece in pieces]), values)


def test_of_several_readings_at_one_moment_the_last_stays_and_what_is_too_old_is_none() -> None:
    records = recorded(3, 2)
    put(records, 1, np.array([1, 1, 2]), np.array([0.02, 0.004, 0.1]), np.array([5.4, 7.6, 9.0]))
    assert records["code"].tolist() == [[NO_READING, NO_READING], [NO_READING, 8], [NO_READING, NO_READING]]
    assert records["age_us"][1, 1] == 4000
    put(records, 0, np.array([0]), np.array([0.0]), np.array([1e12]))
    assert records["code"][0, 0] == 2**23 - 1, "a converter has an end"
