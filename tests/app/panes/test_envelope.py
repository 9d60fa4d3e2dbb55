"""A thinned trace keeps its extremes and its place."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.app.panes.envelope import envelope


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
