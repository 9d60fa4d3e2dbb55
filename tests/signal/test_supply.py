"""Counts by the sensors' supply: the same force at any supply, and nothing believed that no supply can be."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.signal.calibration import Calibration, counts_of
from thumbwalk.signal.chain import SignalChain
from thumbwalk.signal.counts import CountsToForce
from thumbwalk.signal.curve import SensorCurve
from thumbwalk.signal.e11 import transitions
from thumbwalk.signal.supply import believed
from thumbwalk.signal.wizard import settled
from thumbwalk.virtual.sensor import SensorArray

PAD, CAL = builtin_pad(), Calibration.generic(1)
FORCE_N = np.geomspace(0.2, 30.0, 80)


def read_n(ratio: float, told: float | None) -> NDArray[np.float64]:
    """What forces are read as on a board with that supply, when it tells another."""
    counts = SensorArray(1, errors=False, supply_ratio=ratio).counts(FORCE_N[:, None], np.arange(80.0))
    return CountsToForce(CAL)(counts, None if told is None else np.full(80, told))[:, 0]


@pytest.mark.parametrize("ratio", [0.92, 0.95, 0.99, 1.009, 1.03])
def test_a_force_reads_the_same_at_any_supply(ratio: float) -> None:
    np.testing.assert_allclose(read_n(ratio, ratio), FORCE_N, rtol=0.012, atol=0.01)
    off = np.abs(read_n(ratio, None) / FORCE_N - 1.0).max()
    assert off > 2.0 * abs(ratio - 1.0), "without it, a force is off by more than the supply is"


def test_the_converters_wide_codes_are_evened_out_before_the_supply_is() -> None:
    with_e11 = replace(CAL, e11=True)
    even = 4096.0 * 0.95 * (exact := counts_of(SensorCurve.generic().conductance_of(FORCE_N) + 1.0, 12, 3300.0) / 4096)
    counts = (np.searchsorted(transitions(), even, side="right") - 1).astype(np.uint16)[:, None]
    assert exact.max() < 1.0
    found = CountsToForce(with_e11)(counts, np.full(80, 0.95))[:, 0]
    wide = np.isin(counts[:, 0], (511, 1535, 2559, 3583))
    np.testing.assert_allclose(found[~wide], FORCE_N[~wide], rtol=0.012, atol=0.01)


def test_a_scans_force_does_not_depend_on_the_supply_of_those_beside_it() -> None:
    counts = np.random.default_rng(1).integers(0, 4096, (300, 1)).astype(np.uint16)
    ratios = np.random.default_rng(2).choice([1.0, 0.95, 1.02], 300)
    to_force = CountsToForce(CAL)
    alone = [to_force(counts[i : i + 1], ratios[i : i + 1]) for i in range(300)]
    np.testing.assert_array_equal(to_force(counts, ratios), np.concatenate(alone))
    np.testing.assert_array_equal(to_force(counts, ratios)[ratios == 1.0], to_force(counts)[ratios == 1.0])


@pytest.mark.parametrize(("ratio", "taken"), [(None, 1.0), (0.0, 1.0), (0.5, 1.0), (1.2, 1.0), (0.95, 0.95)])
def test_a_ratio_that_no_supply_has_is_not_believed(ratio: float | None, taken: float) -> None:
    assert believed(ratio) == taken


@given(st.lists(st.integers(0, 600), max_size=12), st.sampled_from([1, 150, 4096]))
def test_any_chunking_under_a_sagging_supply_gives_the_same_bits(cuts: list[int], gathered: int) -> None:
    counts = np.random.default_rng(3).integers(10, 3000, (600, 16)).astype(np.uint16)
    time_s = np.arange(600) / 1000
    changes = {0: None, 100: 0.99, 200: 0.94, 230: 1.0, 450: 7.0}

    def out(edges: list[int], gathered: int) -> list[NDArray[np.float64]]:
        chain, blocks = SignalChain.from_counts(Calibration.generic(16), 1000.0, PAD, gathered=gathered), []
        edges = sorted({*edges, *changes, 600})
        for begin, end in pairwise(edges):
            if begin in changes:
                chain.supply(changes[begin])
            blocks += chain.feed(time_s[begin:end], counts[begin:end])
        return [block.force_n for block in blocks + chain.finish()]

    np.testing.assert_array_equal(np.concatenate(out(cuts, gathered)), np.concatenate(out([], 1)))


def test_a_calibrations_reading_is_by_the_supply_as_the_stream_is() -> None:
    counts = SensorArray(1, errors=False, supply_ratio=0.95).counts(np.full((50, 1), 10.0), np.arange(50.0))
    reading = settled(counts, 0.95)
    expected_us = SensorCurve.generic().conductance_of(np.array([10.0]))
    found_us = CAL.conductance_us(float(reading.counts[0]), reading.supply_ratio)
    assert found_us == pytest.approx(expected_us[0], rel=0.01)
