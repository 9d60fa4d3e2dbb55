"""The virtual sensors' faults are there, have the size they should, and do not depend on chunks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.signal.calibration import BLEED_US, Calibration
from thumbwalk.signal.counts import CountsToForce
from thumbwalk.virtual.sensor import SensorArray

RATE_HZ = 1000.0


def conductance_us(counts: NDArray[np.uint16]) -> NDArray[np.float64]:
    part = counts / 4096.0
    return np.asarray(1e6 * part / (3300.0 * (1.0 - part)) - BLEED_US)


def held(force_n: float, seconds: float, n_taxels: int = 16) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.full((len(time_s), n_taxels), force_n), time_s


def test_without_errors_the_generic_calibration_reads_the_force_back() -> None:
    force_n = np.geomspace(0.1, 40.0, 60)
    counts = SensorArray(1, errors=False).counts(force_n[:, None], np.arange(60.0))
    read_n = CountsToForce(Calibration.generic(1))(counts)[:, 0]
    np.testing.assert_allclose(read_n, force_n, rtol=0.01, atol=0.01)


def test_an_unloaded_sensor_shows_its_bleed_and_no_force() -> None:
    counts = SensorArray(4, errors=False).counts(np.zeros((1, 4)), np.zeros(1))
    assert counts.tolist() == [[13, 13, 13, 13]]


def test_codes_stay_inside_the_converter() -> None:
    counts = SensorArray(2, seed=3).counts(*held(1e7, 0.1, 2))
    assert counts.max() == 4095
    assert SensorArray(2, seed=3).counts(*held(0.0, 1.0, 2)).min() >= 0


def test_parts_differ_by_some_six_percent_and_stay_the_same_for_a_seed() -> None:
    gains = [conductance_us(SensorArray(16, seed=seed).counts(*held(5.0, 1.0))[-1]) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(gains[0], gains[1])
    assert (gains[0] != gains[2]).any()
    spread = np.std(np.concatenate(gains[1:])) / np.mean(gains)
    assert 0.02 < spread < 0.08


def test_loading_and_unloading_lie_five_percent_to_each_side() -> None:
    ramp = np.concatenate((np.linspace(0.1, 20.0, 4000), np.linspace(20.0, 0.1, 4000)))
    sensors = SensorArray(64, seed=5)
    sensors._memory._crept[:] = 0.0
    sensors._memory._creep_k[:] = 0.0
    time_s = np.arange(len(ramp)) / RATE_HZ
    loop = conductance_us(sensors.counts(np.tile(ramp[:, None], (1, 64)), time_s)).mean(axis=1)
    up, down = loop[2000], loop[-2001]
    assert ramp[2000] == pytest.approx(ramp[-2001])
    assert down / up == pytest.approx(1.05 / 0.95, rel=0.01)


def test_conductance_creeps_with_the_logarithm_of_time() -> None:
    sensors = SensorArray(64, seed=6)
    conductance = conductance_us(sensors.counts(*held(8.0, 40.0, 64)))
    per_decade = [(conductance[at] / conductance[at // 10] - 1.0).mean() for at in (4000, 39999)]
    assert all(0.015 < creep < 0.045 for creep in per_decade)
    assert per_decade[0] == pytest.approx(per_decade[1], rel=0.35)


def test_noise_is_a_code_or_two() -> None:
    counts = SensorArray(16, seed=7).counts(*held(5.0, 30.0))[-2000:].astype(float)
    assert 1.2 < float(np.mean(counts.std(axis=0))) < 2.0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=10), st.integers(0, 2**16), st.booleans())
def test_any_chunking_gives_the_same_codes(cuts: list[int], seed: int, errors: bool) -> None:
    n = sum(cuts)
    force_n = np.random.default_rng(seed).gamma(0.5, 6.0, (n, 5))
    time_s = np.arange(n) / 200.0
    whole = SensorArray(5, errors=errors, seed=seed).counts(force_n, time_s)
    sensors = SensorArray(5, errors=errors, seed=seed)
    edges = np.cumsum([0, *cuts])
    parts = [sensors.counts(force_n[a:b], time_s[a:b]) for a, b in pairwise(edges)]
    np.testing.assert_array_equal(np.concatenate(parts), whole)
