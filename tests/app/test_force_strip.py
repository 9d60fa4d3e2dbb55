"""The trace keeps its extremes and its place; the axis is steady."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QWidget
from tests.app import scenes

from thumbwalk.app.force_strip import ForceStrip, envelope, polyline
from thumbwalk.app.theme import LIGHT


@given(
    n=st.integers(0, 900),
    rate_hz=st.sampled_from([20.0, 62.5, 100.0, 1000.0]),
    bin_s=st.floats(0.001, 0.5),
    seed=st.integers(0, 99),
)
def test_an_envelope_keeps_extremes_order_and_the_newest(n: int, rate_hz: float, bin_s: float, seed: int) -> None:
    time_s = 3.0 + np.arange(n) / rate_hz
    force_n = np.random.default_rng(seed).uniform(0, 40, n)
    thin_s, thin_n = envelope(time_s, force_n, bin_s)
    assert len(thin_s) == len(thin_n) <= max(n, 1)
    assert np.all(np.diff(thin_s) > 0)
    if n:
        assert (thin_s[-1], thin_n[-1]) == (time_s[-1], force_n[-1])
        inner = force_n[time_s < time_s[-1] - bin_s]
        assert len(inner) == 0 or (thin_n.max() >= inner.max() and thin_n.min() <= inner.min())


def test_an_envelope_does_not_shimmer_as_time_goes_on() -> None:
    time_s = np.arange(0, 10, 0.001)
    force_n = np.random.default_rng(1).uniform(0, 20, len(time_s))
    early_s, early_n = envelope(time_s[:8000], force_n[:8000], 0.02)
    later_s, later_n = envelope(time_s[37:8037], force_n[37:8037], 0.02)
    both = np.intersect1d(early_s[4:-4], later_s[4:-4])
    assert len(both) > 700
    np.testing.assert_array_equal(early_n[np.isin(early_s, both)], later_n[np.isin(later_s, both)])


def test_a_polyline_holds_the_given_points() -> None:
    line = polyline(np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.5]))
    assert [(line.at(k).x(), line.at(k).y()) for k in range(3)] == [(1.0, 4.0), (2.0, 5.0), (3.0, 6.5)]
    assert polyline(np.empty(0), np.empty(0)).isEmpty()


@pytest.mark.usefixtures("app")
def test_the_axis_steps_up_for_a_heavy_hand_and_stays_for_the_set() -> None:
    parent = QWidget()
    strip = ForceStrip(parent, LIGHT)
    calm = scenes.in_drill(8.0)
    strip.show_snapshot(calm)
    assert strip.top_n == 30.0
    strip.show_snapshot(replace(calm, strip_n=np.where(calm.strip_time_s > 7.0, 37.0, 5.0)))
    assert strip.top_n == 40.0
    strip.show_snapshot(calm)
    assert strip.top_n == 40.0
    strip.show_snapshot(scenes.in_drill(20.6))
    assert strip.top_n == 30.0


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("band", [None, (None, None), (None, 8.0), (5.0, None), (8.0, 18.0), (150.0, 700.0)], ids=str)
def test_every_kind_of_band_can_be_drawn(band: tuple[float | None, float | None] | None) -> None:
    parent = QWidget()
    strip = ForceStrip(parent, LIGHT)
    strip.resize(300, 200)
    strip.show_snapshot(replace(scenes.in_drill(8.0), band_n=band, guide_n=np.empty((0, 2))))
    assert not strip.grab().isNull()
