"""A foot that warms: gains rise alike, zeros go their own ways, slowly, in any chunks."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.virtual.warmth import Warmth

TIME_S = np.arange(0.0, 1500.0, 0.5)


def test_ten_degrees_are_a_gain_of_three_percent_and_zeros_of_tenths_of_a_newton() -> None:
    warm = Warmth(64, 10.0, seed=2)
    pressed, zero = warm.felt(np.full((len(TIME_S), 64), 10.0), TIME_S), Warmth(64, 10.0, seed=2)
    untouched = zero.felt(np.zeros((len(TIME_S), 64)), TIME_S)
    assert not untouched[0].any()
    assert (pressed[-1] - untouched[-1]) / 10.0 - 1.0 == pytest.approx(np.full(64, 0.028), abs=0.001)
    assert 0.1 < untouched[-1].std() < 0.3
    assert abs(untouched[-1].mean()) < 0.1


def test_it_takes_minutes_and_chunks_make_no_difference() -> None:
    force_n = np.random.default_rng(1).uniform(0.0, 9.0, (len(TIME_S), 4))
    whole = Warmth(4, 8.0).felt(force_n, TIME_S)
    warm = Warmth(4, 8.0)
    parts = [warm.felt(force_n[part], TIME_S[part]) for part in (slice(0, 7), slice(7, 900), slice(900, None))]
    np.testing.assert_array_equal(np.concatenate(parts), whole)
    gain = whole / force_n
    assert np.median(gain[120]) - 1.0 < 0.25 * (np.median(gain[-1]) - 1.0)


def test_no_warmth_changes_nothing() -> None:
    force_n = np.ones((3, 2))
    assert Warmth(2, 0.0).felt(force_n, TIME_S[:3]) is force_n
