"""A contact's smooth track: tremor goes, motion stays, and nothing is smeared over a lift."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.touch.track import smooth_path, smooth_sigma_mm

Array = NDArray[np.float64]
TIME_S = np.arange(400) / 100


def touch(x_mm: Array, force_n: Array | float = 8.0, sigma_mm: float = 1.0) -> TouchBlock:
    n = len(x_mm)
    force = np.broadcast_to(np.asarray(force_n, dtype=np.float64), n)
    touching = force > 0.0
    x = np.where(touching, x_mm, np.nan)
    sigma, nothing, nowhere = np.where(touching, sigma_mm, np.nan), np.zeros(n), np.full(n, np.nan)
    second = (nothing, nowhere, nowhere, np.zeros(n, np.bool_))
    return TouchBlock(
        TIME_S[:n], force, force, x, 50 + 0 * x, sigma, x, x, *second, nothing, nothing, touching, np.zeros(n, int)
    )


def test_an_even_way_stays_where_it_is() -> None:
    x, y = smooth_path(touch(30.0 + 20.0 * TIME_S))
    np.testing.assert_allclose(x[10:-10], (30.0 + 20.0 * TIME_S)[10:-10])
    np.testing.assert_allclose(y[10:-10], 50.0)


def test_tremor_is_smoothed_away_and_a_circle_is_not() -> None:
    tremor = 2.0 * np.sin(2 * np.pi * 10.0 * TIME_S)
    assert np.abs(smooth_path(touch(100.0 + tremor))[0][20:-20] - 100.0).max() < 0.5
    slow = 10.0 * np.sin(2 * np.pi * 1.0 * TIME_S)
    assert np.ptp(smooth_path(touch(100.0 + slow))[0]) == pytest.approx(20.0, rel=0.03)


def test_the_firm_moments_decide_by_their_force_s_square() -> None:
    force, x = np.full(13, 1.0), np.full(13, 100.0)
    force[6], x[6] = 3.0, 121.0
    # all thirteen samples lie within 0.12 s of the middle one: twelve of weight 1, one of weight 9
    assert smooth_path(touch(x, force))[0][6] == pytest.approx(100.0 + 21.0 * 9.0 / 21.0)


def test_without_a_touch_there_is_no_place_and_none_is_lent() -> None:
    force = np.full(400, 8.0)
    force[100:200] = 0.0
    x = np.where(TIME_S < 1.5, 60.0, 160.0)
    smooth = smooth_path(touch(x, force))[0]
    assert np.isnan(smooth[100:200]).all()
    np.testing.assert_allclose(smooth[:100], 60.0)
    np.testing.assert_allclose(smooth[200:], 160.0)


def test_a_mean_of_equal_errors_is_no_surer_than_one() -> None:
    np.testing.assert_allclose(smooth_sigma_mm(touch(np.full(400, 100.0), sigma_mm=2.5)), 2.5)


def test_a_width_of_nothing_changes_nothing() -> None:
    x = 100.0 + np.random.default_rng(2).normal(0, 3.0, 400)
    np.testing.assert_allclose(smooth_path(touch(x), 0.0)[0], x)
