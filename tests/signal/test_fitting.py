"""Weights on a tile to its curve: known sensors come back, and what is no sensor is refused."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.errors import CalibrationError
from thumbwalk.signal.curve import SensorCurve
from thumbwalk.signal.fitting import ANY_GAINS, Reading, fit_channel, fit_gain, usual_curve

WEIGHTS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 45.0)

REAL = Path(__file__).parents[1] / "data" / "fsr_static_curve" / "resistance_vs_force.csv"


def readings(curve: SensorCurve, factor: float = 1.0, weights: tuple[float, ...] = WEIGHTS) -> list[Reading]:
    return [(force, factor * float(curve.conductance_of(force))) for force in weights]


def test_a_curve_comes_back_through_hysteresis() -> None:
    true = SensorCurve.generic().scaled(1.06)
    fit = fit_channel(readings(true, 0.95), readings(true, 1.05, WEIGHTS[:-1]))
    forces = np.geomspace(0.5, 30.0, 50)
    back = fit.curve.force_of(true.conductance_of(forces)) / forces - 1
    assert np.sqrt(np.mean(back**2)) < 0.015
    assert fit.hysteresis == pytest.approx(1.05 / 0.95 - 1)
    assert 0.03 < fit.residual < 0.09


def test_a_curve_of_exact_readings_has_no_residual() -> None:
    fit = fit_channel(readings(SensorCurve.generic()))
    assert fit.residual < 1e-9
    assert fit.hysteresis is None


def test_repeats_count_as_their_median_and_a_scale_need_not_show_the_same_twice() -> None:
    true = SensorCurve.generic()
    near = [tuple(force * factor for force in WEIGHTS) for factor in (0.99, 1.0, 1.02)]
    loading = [reading for weights in near for reading in readings(true, 1.0, weights)]
    loading.append((5.0, 3.0 * float(true.conductance_of(5.0))))
    fit = fit_channel(loading)
    assert len(fit.curve.force_n) == len(WEIGHTS)
    assert fit.curve.force_of(true.conductance_of(5.0)) == pytest.approx(5.0, rel=0.02)


@given(st.lists(st.floats(-0.04, 0.04), min_size=8, max_size=8), st.randoms())
def test_small_errors_always_make_a_rising_curve_whatever_the_order(errors: list[float], random: object) -> None:
    pairs = zip(readings(SensorCurve.generic()), errors, strict=True)
    noisy = [(force, conductance * (1 + error)) for (force, conductance), error in pairs]
    fit = fit_channel(noisy)
    random.shuffle(noisy)  # type: ignore[attr-defined]
    assert fit_channel(noisy) == fit
    assert (np.diff(fit.curve.conductance_us) > 0).all()


def test_a_plateau_is_pooled() -> None:
    flat = [(1.0, 100.0), (5.0, 400.0), (10.0, 395.0), (20.0, 900.0)]
    fit = fit_channel(flat)
    assert len(fit.curve.force_n) == 3
    assert fit.curve.force_n[1] == pytest.approx(math.sqrt(50.0))


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ([], "no readings"),
        ([(1.0, 90.0), (5.0, 400.0)], "2 different forces, at least 3"),
        ([(1.0, 90.0), (1.01, 91.0), (5.0, 400.0)], "2 different forces"),
        ([(1.0, 90.0), (5.0, 400.0), (10.0, 0.4)], "no response: 0.4 uS at 10 N"),
        ([(1.0, 90.0), (0.0, 400.0), (10.0, 700.0)], "a weight of 0 N"),
        ([(1.0, 90.0), (5.0, 400.0), (10.0, 200.0)], "falls from 400.0 to 200.0 uS between 5 and 10 N"),
        ([(1.0, 90.0), (5.0, 91.0), (10.0, 92.0)], "hardly any response"),
        ([(1.0, 90.0), (5.0, float("nan")), (10.0, 92.0)], "no response: nan"),
    ],
)
def test_what_makes_no_curve_is_refused_with_the_reason(bad: list[Reading], says: str) -> None:
    with pytest.raises(CalibrationError, match=says):
        fit_channel(bad)


def test_two_weights_make_a_gain() -> None:
    true = SensorCurve.generic().scaled(0.9)
    fit = fit_gain(readings(true, 1.0, (2.0, 20.0)))
    assert fit.curve.force_of(true.conductance_of(10.0)) == pytest.approx(10.0)
    with pytest.raises(CalibrationError, match="times the usual"):
        fit_gain([(2.0, 5.0)])
    assert fit_gain([(2.0, 5.0)], ANY_GAINS).curve.force_of(5.0) == pytest.approx(2.0)


def test_a_gain_is_no_word_about_readings_that_it_brings_nowhere_near_each_other() -> None:
    true = SensorCurve.generic()
    sound = readings(true, 1.0, (5.0, 20.0, 5.0))
    assert fit_gain(sound).residual < 0.01
    for wrong in range(3):
        for times in (0.25, 4.0):
            mistaken = [(force * times if n == wrong else force, us) for n, (force, us) in enumerate(sound)]
            with pytest.raises(CalibrationError, match="% off the usual curve"):
                fit_gain(mistaken, ANY_GAINS)
            assert usual_curve(mistaken).force_n


@pytest.mark.parametrize("times", [0.5, 2.0])
@pytest.mark.parametrize("wrong", range(1, 7))
def test_a_weight_that_was_half_or_twice_what_was_said_is_found_by_its_neighbours(wrong: int, times: float) -> None:
    true = SensorCurve.generic().scaled(1.2)
    put_on = [force * times if n == wrong else force for n, force in enumerate(WEIGHTS)]
    us = true.conductance_of(put_on).tolist()
    with pytest.raises(CalibrationError, match=r"put them on again|falls from"):
        fit_channel(list(zip(WEIGHTS, us, strict=True)))


@pytest.mark.parametrize("times", [0.5, 2.0])
def test_another_weight_on_the_way_down_is_found_by_the_one_on_the_way_up(times: float) -> None:
    true = SensorCurve.generic()
    up = readings(true, 0.95)
    down = readings(true, 1.05)[-2::-1]
    down[3] = (down[3][0], float(1.05 * true.conductance_of(times * down[3][0])))
    with pytest.raises(CalibrationError, match="on the way up and on the way down"):
        fit_channel(up, down)


def test_a_real_cell_is_no_wrong_weight() -> None:
    table = np.loadtxt(REAL, delimiter=",", skiprows=1)
    assert fit_channel([(force, 1000.0 / kohm) for force, kohm in table]).residual < 0.02
