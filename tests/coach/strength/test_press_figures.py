"""Known answers of every figure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.strength.press_figures import (
    above_critical_ns,
    critical_force_n,
    endurance_s,
    fatigue_index,
    held_peak_n,
    rise_n_per_s,
    steadiness_cv,
    steadiness_kept,
)

STEP_S = 0.01


def test_a_peak_is_what_was_held_for_a_fifth_of_a_second_and_no_spike() -> None:
    force = np.full(300, 30.0)
    force[100] = 90.0
    force[200:220] = 40.0
    assert held_peak_n(force, STEP_S) == 40.0
    force[219] = 0.0
    assert held_peak_n(force, STEP_S) == 30.0
    assert held_peak_n(force[:10], STEP_S) == 0.0


@pytest.mark.parametrize("slope_n_per_s", [20.0, 137.0, 400.0])
@pytest.mark.parametrize("lag_s", [0.0, 0.003])
def test_a_straight_rise_has_its_slope_wherever_it_lies_between_samples(slope_n_per_s: float, lag_s: float) -> None:
    force = np.maximum((np.arange(300) * STEP_S - 0.5 - lag_s) * slope_n_per_s, 0.0)
    for after_s in (0.1, 0.2):
        # its first piece bends where it leaves 0, less than a sample away from the onset
        assert rise_n_per_s(force, STEP_S, after_s) == pytest.approx(slope_n_per_s, rel=0.03)


def test_a_rise_that_slows_down_is_its_mean_over_the_window() -> None:
    time_s = np.arange(400) * 0.001
    force = 0.5 + 40.0 * (1.0 - np.exp(-time_s / 0.1))
    assert rise_n_per_s(force, 0.001, 0.1) == pytest.approx(40.0 * (1.0 - np.exp(-1.0)) / 0.1, rel=1e-3)
    assert rise_n_per_s(force, 0.001, 0.2) == pytest.approx(40.0 * (1.0 - np.exp(-2.0)) / 0.2, rel=1e-3)


def test_a_false_start_is_no_onset_and_a_press_that_was_there_has_none() -> None:
    ramp = np.minimum(np.maximum((np.arange(200) * STEP_S - 1.0) * 100.0, 0.0), 50.0)
    early = ramp.copy()
    early[10:20] = 4.0
    assert rise_n_per_s(early, STEP_S, 0.1) == pytest.approx(100.0, rel=0.02)
    assert rise_n_per_s(ramp + 1.0, STEP_S, 0.1) is None
    assert rise_n_per_s(np.zeros(100), STEP_S, 0.1) is None
    assert rise_n_per_s(np.empty(0), STEP_S, 0.1) is None
    assert rise_n_per_s(ramp[:105], STEP_S, 0.2) is None, "it ends before the window does"


def test_steadiness_that_is_kept_is_the_first_waver_over_the_last() -> None:
    assert steadiness_kept([0.02, 0.03, 0.04, 9.0, 0.05, 0.06, 0.07]) == pytest.approx(0.5)
    assert steadiness_kept([0.05] * 6) == 1.0
    assert steadiness_kept([0.05] * 5) is None
    assert steadiness_kept([0.0] * 6) is None


def test_the_fatigue_index_is_the_fall_of_the_last_three_from_the_first() -> None:
    assert fatigue_index([50, 40, 60, 99, 30, 35, 40]) == pytest.approx((50 - 35) / 50)
    assert fatigue_index([40.0] * 6) == 0.0
    assert fatigue_index([40.0] * 5) is None
    assert fatigue_index([0.0] * 6) is None


def test_critical_force_is_where_all_out_repeats_level_out_and_the_rest_is_the_impulse_above() -> None:
    means = [20.0 + 20.0 * 0.5**i for i in range(10)] + [20.0] * 14
    critical_n = critical_force_n(means)
    assert critical_n == pytest.approx(20.0)
    assert above_critical_ns(means, 20.0, 7.0) == pytest.approx(20.0 * (2.0 - 0.5**9) * 7.0)
    assert above_critical_ns([10.0, 15.0], 20.0, 7.0) == 0.0, "what is below gives nothing back"
    assert critical_force_n(means[:5]) is None


def test_endurance_is_the_time_above_the_floor_and_ends_with_a_second_below_it() -> None:
    force = np.concatenate(
        [np.zeros(100), np.full(1000, 20.0), np.full(50, 10.0), np.full(500, 20.0), np.full(100, 10)]
    )
    held_s, ended = endurance_s(force, STEP_S, 15.0)
    assert held_s == pytest.approx(15.5)
    assert ended
    assert endurance_s(np.append(force, np.full(999, 30.0)), STEP_S, 15.0)[0] == pytest.approx(15.5)
    held_s, ended = endurance_s(force[:1700], STEP_S, 15.0)
    assert held_s == pytest.approx(15.5)
    assert not ended
    assert endurance_s(force, STEP_S, 25.0) == (0.0, False)


@given(st.floats(1.0, 60.0), st.floats(0.0, 0.3))
def test_steadiness_is_the_waver_over_the_mean_however_hard_it_is(mean_n: float, part: float) -> None:
    force = mean_n * (1.0 + part * np.tile([1.0, -1.0], 50))
    assert steadiness_cv(force) == pytest.approx(part)
    assert steadiness_cv(np.zeros(10)) is None
