"""The low-pass: a Butterworth's response, a short delay, and the same bits in any chunks."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import butter, sosfilt, sosfilt_zi

from thumbwalk.signal.filters import LowPass, butterworth_section, thinning


def test_about_a_hundred_rows_a_second_come_out() -> None:
    rates = [8.0, 62.5, 100.0, 149.0, 160.0, 500.0, 1000.0, 2000.0]
    assert [thinning(rate) for rate in rates] == [1, 1, 1, 1, 2, 5, 10, 20]


@pytest.mark.parametrize("rate_hz", [200.0, 1000.0, 2000.0])
def test_it_is_the_second_order_butterworth(rate_hz: float) -> None:
    values = np.random.default_rng(3).normal(size=(400, 2)) + 5.0
    sos = butter(2, 50.0, fs=rate_hz, output="sos")
    expected, _ = sosfilt(sos, values, axis=0, zi=sosfilt_zi(sos)[:, :, None] * values[0])
    np.testing.assert_allclose(LowPass(rate_hz).feed(values), expected, rtol=1e-12)
    np.testing.assert_allclose(LowPass(rate_hz, 7).feed(values), expected[::7], rtol=1e-12)
    np.testing.assert_allclose(butterworth_section(rate_hz, 50.0), sos[0], atol=1e-12)


def test_what_stands_still_comes_out_as_it_is_and_zeros_as_zeros() -> None:
    out = LowPass(1000.0, 10).feed(np.full((200, 1), 7.25))
    np.testing.assert_allclose(out, 7.25, rtol=1e-13)
    assert (LowPass(1000.0, 10).feed(np.zeros((200, 2))) == 0).all()


def test_a_ramp_is_late_by_four_and_a_half_milliseconds() -> None:
    ramp = np.arange(500.0)[:, None]
    late_rows = ramp[-1] - LowPass(1000.0).feed(ramp)[-1]
    assert float(late_rows[0]) * 1e-3 == pytest.approx(0.0045, abs=2e-4)


def test_a_slow_stream_is_not_filtered() -> None:
    values = np.random.default_rng(4).normal(size=(50, 2))
    assert (LowPass(62.5).feed(values) == values).all()


def test_a_new_piece_knows_nothing_of_the_old_one() -> None:
    low_pass = LowPass(1000.0, 10)
    low_pass.feed(np.full((57, 1), 100.0))
    low_pass.restart()
    assert low_pass.feed(np.ones((11, 1)))[:, 0].tolist() == pytest.approx([1.0, 1.0])


@given(
    st.integers(1, 200),
    st.integers(1, 3),
    st.sampled_from([(1000.0, 10), (500.0, 5), (130.0, 1), (50.0, 1)]),
    st.lists(st.integers(0, 200), max_size=12),
)
def test_any_chunking_gives_the_same_bits(n: int, width: int, rate: tuple[float, int], cuts: list[int]) -> None:
    values = np.random.default_rng(n).normal(size=(n, width))
    whole = LowPass(*rate).feed(values)
    low_pass = LowPass(*rate)
    edges = [0, *sorted(min(cut, n) for cut in cuts), n]
    parts = [low_pass.feed(values[lo:hi]) for lo, hi in itertools.pairwise(edges)]
    assert np.array_equal(np.concatenate(parts), whole)
    assert len(whole) == -(-n // rate[1])
