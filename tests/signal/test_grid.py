"""The even grid and the holes in it: straight lines, splits at gaps, and the same bits in any chunks."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from thumbwalk.signal.grid import EvenGrid, GridBlock, nominal_rate_hz, slices

Floats = NDArray[np.float64]


def through(rate_hz: float, time_s: Floats, values: Floats, cuts: list[int] | None = None) -> list[GridBlock]:
    grid = EvenGrid(rate_hz)
    edges = [0, *sorted(cuts or []), len(time_s)]
    blocks = [b for lo, hi in itertools.pairwise(edges) for b in grid.feed(time_s[lo:hi], values[lo:hi])]
    return blocks + grid.finish()


def joined(blocks: list[GridBlock], n: int) -> tuple[Floats, Floats, NDArray[np.bool_], list[int]]:
    none = np.zeros((0, n))
    masks = [np.zeros(b.values.shape, bool) if b.missing is None else b.missing for b in blocks]
    return (
        np.concatenate([np.empty(0), *(b.time_s for b in blocks)]),
        np.concatenate([none, *(b.values for b in blocks)]),
        np.concatenate([none.astype(bool), *masks]),
        [b.piece for b in blocks for _ in b.time_s],
    )


def column(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)[:, None]


def test_an_even_stream_passes_untouched() -> None:
    time_s = np.arange(200) / 62.5 + 3.0
    values = np.random.default_rng(1).normal(size=(200, 3))
    out_s, out, missing, pieces = joined(through(62.5, time_s, values), 3)
    np.testing.assert_allclose(out_s, time_s, atol=1e-12)
    assert (out == values).all()
    assert not missing.any()
    assert set(pieces) == {0}


def test_jittered_samples_of_a_straight_line_give_that_line() -> None:
    rng = np.random.default_rng(2)
    time_s = np.sort(np.arange(500) / 100 + rng.uniform(-0.004, 0.004, 500))
    out_s, out, _, _ = joined(through(100.0, time_s, (3.0 * time_s - 1.0)[:, None]), 1)
    np.testing.assert_allclose(out[:, 0], 3.0 * out_s - 1.0, atol=1e-12)
    np.testing.assert_allclose(np.diff(out_s), 0.01, atol=1e-12)
    assert out_s[0] == time_s[0]
    assert time_s[-1] - out_s[-1] < 0.01


def test_a_gap_splits_and_the_next_piece_starts_at_its_first_sample() -> None:
    time_s = np.array([0.0, 0.1, 0.2, 0.45, 0.701, 0.8])
    out_s, out, _, pieces = joined(through(10.0, time_s, column(0, 1, 2, 3, 4, 5)), 1)
    np.testing.assert_allclose(out_s, [0.0, 0.1, 0.2, 0.3, 0.4, 0.701], atol=1e-9)
    assert pieces == [0] * 5 + [1]
    np.testing.assert_allclose(out[:, 0], [0, 1, 2, 2.4, 2.8, 4])


def test_a_short_hole_is_bridged_a_long_one_is_said() -> None:
    time_s = np.arange(12) / 10
    nan = np.nan
    values = np.column_stack([np.arange(12.0), np.arange(12.0), np.ones(12)])
    values[[3, 4], 0] = nan  # 0.3 s from number to number
    values[7, 0] = nan
    values[[0, 11], 1] = nan
    values[:, 2] = nan
    out_s, out, missing, _ = joined(through(10.0, time_s, values), 3)
    assert len(out_s) == 12
    assert out[:, 0].tolist() == pytest.approx([0, 1, 2, 0, 0, 5, 6, 7, 8, 9, 10, 11])
    assert missing[:, 0].tolist() == [i in (3, 4) for i in range(12)]
    assert out[:, 1].tolist() == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]
    assert not missing[:, 1].any()
    assert (out[:, 2] == 0).all()
    assert missing[:, 2].all()


def test_a_row_of_nothing_counts_as_never_taken() -> None:
    values = np.ones((20, 2))
    values[5:9] = np.nan
    _, out, missing, pieces = joined(through(10.0, np.arange(20) / 10, values), 2)
    assert (out == 1).all()
    assert not missing.any()
    assert pieces == [0] * 5 + [1] * 11


def test_samples_not_after_the_last_are_left_out_and_counted() -> None:
    grid = EvenGrid(10.0)
    blocks = grid.feed(np.array([0.0, 0.1, 0.1, 0.05, 0.2]), column(0, 1, 9, 9, 2))
    blocks += grid.feed(np.array([0.2, 0.3]), column(9, 3))
    assert joined(blocks, 1)[1][:, 0].tolist() == [0, 1, 2, 3]
    assert grid.late == 3


def test_a_row_comes_out_with_the_sample_that_makes_it_known() -> None:
    grid = EvenGrid(1000.0)
    assert len(grid.feed(np.array([0.0]), column(1))[0].time_s) == 1
    assert grid.feed(np.array([0.00098]), column(1)) == []
    assert grid.due_s(1) == pytest.approx(0.001)
    assert len(grid.feed(np.array([0.00199]), column(1))[0].time_s) == 1


@given(st.data(), st.integers(1, 60), st.integers(1, 3), st.sampled_from([8.0, 20.0, 62.5]))
def test_any_chunking_gives_the_same_bits(data: st.DataObject, n: int, width: int, rate_hz: float) -> None:
    steps = data.draw(
        hnp.arrays(np.float64, n, elements=st.sampled_from([0.0, 1.0, 0.97, 1.2, 2.0, 7.0]) | st.floats(0, 3))
    )
    time_s = np.cumsum(steps) / rate_hz
    values = data.draw(hnp.arrays(np.float64, (n, width), elements=st.floats(-9, 9) | st.just(np.nan)))
    cuts = data.draw(st.lists(st.integers(0, n), max_size=8))
    whole, parts = (
        joined(through(rate_hz, time_s, values), width),
        joined(through(rate_hz, time_s, values, cuts), width),
    )
    for one, other in zip(whole, parts, strict=True):
        assert np.array_equal(np.asarray(one), np.asarray(other))
    assert np.isfinite(whole[1]).all()
    assert (np.diff(whole[0]) > 0).all()


@pytest.mark.parametrize("rate_hz", [8.0, 20.0, 60.0, 62.5, 1000.0])
def test_the_nominal_rate_is_found_through_rounding_and_gaps(rate_hz: float) -> None:
    time_s = np.arange(3000) / rate_hz
    time_s[1500:] += 1.3
    assert nominal_rate_hz(time_s) == pytest.approx(rate_hz, rel=1e-6)
    assert nominal_rate_hz(np.round(time_s, 3)) == pytest.approx(rate_hz, rel=2e-3)


def test_one_sample_has_some_rate() -> None:
    assert nominal_rate_hz(np.array([3.0])) > 0
    assert nominal_rate_hz(np.array([3.0, 3.0])) > 0


def test_samples_that_come_in_bursts_are_not_taken_for_megahertz() -> None:
    bursts = np.arange(0.0, 60.0, 0.05)
    time_s = (bursts[:, None] + np.arange(5) * 20e-6).ravel()
    assert nominal_rate_hz(time_s) < 4.1 * len(time_s) / 60.0


@pytest.mark.parametrize(("rate_hz", "told_hz"), [(62.5, 62.5), (4999.0, 4999.0), (20_000.0, 5000.0)])
def test_a_rate_is_told_up_to_five_thousand_a_second(rate_hz: float, told_hz: float) -> None:
    assert nominal_rate_hz(np.arange(1000) / rate_hz) == pytest.approx(told_hz, rel=1e-5)


def test_samples_in_bursts_are_at_most_four_times_as_many_as_there_are() -> None:
    # ten samples a millisecond apart, every tenth of a second: a hundred a second
    time_s = (np.arange(50)[:, None] * 0.1 + np.arange(10) * 1e-3).ravel()
    assert nominal_rate_hz(time_s) == pytest.approx(400.0, rel=0.02)


def test_doubled_times_and_long_pauses_are_no_steps() -> None:
    time_s = np.concatenate([np.repeat(np.arange(100) / 50.0, 2), 9.0 + np.arange(100) / 50.0])
    assert nominal_rate_hz(time_s) == pytest.approx(50.0)
    assert nominal_rate_hz(np.array([1.0])) == 100.0


def test_late_samples_are_counted_and_left_out() -> None:
    grid = EvenGrid(10.0)
    grid.feed(np.array([0.0, 0.1, 0.1, 0.05, 0.2]), column(0, 1, 9, 9, 2))
    assert grid.late == 2


@pytest.mark.parametrize(("step_s", "most"), [(0.001, 1000), (0.0011, 1000), (0.1, 21), (0.2, 11), (0.3, 1000)])
def test_samples_far_apart_are_cut_into_parts_of_as_many_rows_and_all_of_them_come(step_s: float, most: int) -> None:
    time_s = np.arange(2500, dtype=np.float64) * step_s
    parts = list(slices(time_s, 1000.0, 1000))
    assert np.concatenate([time_s[one] for one in parts]).tolist() == time_s.tolist()
    assert max(one.stop - one.start for one in parts) <= most
    assert len(parts) <= 2 + 2500 / (0.5 * most)


def test_no_samples_have_no_parts() -> None:
    assert list(slices(np.empty(0), 1000.0, 100)) == []
