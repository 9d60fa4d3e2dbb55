"""Holes of single taxels: a short one is bridged, a long one said, and chunks change nothing."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.signal.gaps import HoleFiller

Array = NDArray[np.float64]
NAN = np.nan


def filled(
    values: Array, *, step_s: float = 0.1, gap_s: float = 0.25, cuts: tuple[int, ...] = ()
) -> tuple[Array, Array, Array]:
    filler = HoleFiller(gap_s)
    time_s = np.arange(float(len(values))) * step_s
    rows = [filler.feed(time_s[lo:hi], values[lo:hi]) for lo, hi in itertools.pairwise((0, *cuts, len(values)))]
    last = filler.end()
    rows += [last] if last is not None else []
    times, forces = (np.concatenate([row[k] for row in rows]) for k in (0, 1))
    missing = np.concatenate([np.zeros(r[1].shape, np.bool_) if r[2] is None else r[2] for r in rows])
    return times, forces, missing


def test_without_a_hole_rows_go_through_at_once() -> None:
    values = np.arange(6.0).reshape(3, 2)
    time_s, out, missing = HoleFiller(0.25).feed(np.array([0.0, 0.1, 0.2]), values)
    np.testing.assert_array_equal(out, values)
    assert len(time_s) == 3
    assert missing is None


def test_a_short_hole_is_bridged_by_a_straight_line() -> None:
    _, out, missing = filled(np.array([[1.0], [NAN], [3.0]]))
    assert out.ravel() == pytest.approx([1.0, 2.0, 3.0])
    assert not missing.any()


@pytest.mark.parametrize(("holes", "is_missing"), [(1, False), (2, False), (3, True)])
def test_a_hole_is_as_long_as_from_number_to_number(holes: int, is_missing: bool) -> None:
    _, out, missing = filled(np.array([[2.0], *[[NAN]] * holes, [2.0]]), gap_s=0.3)
    assert missing.ravel().tolist() == [False, *[is_missing] * holes, False]
    assert out.ravel().tolist() == [2.0, *[0.0 if is_missing else 2.0] * holes, 2.0]


def test_a_taxel_s_hole_is_its_own() -> None:
    _, out, missing = filled(np.array([[1.0, 9.0], [NAN, 8.0], [3.0, NAN], [4.0, 6.0]]))
    np.testing.assert_allclose(out, [[1.0, 9.0], [2.0, 8.0], [3.0, 7.0], [4.0, 6.0]])
    assert not missing.any()


def test_at_an_end_of_the_piece_the_nearest_number_is_held() -> None:
    _, out, missing = filled(np.array([[NAN], [5.0], [6.0], [NAN], [NAN]]))
    assert out.ravel().tolist() == [5.0, 5.0, 6.0, 6.0, 6.0]
    assert not missing.any()


def test_a_long_hole_at_an_end_is_missing() -> None:
    _, out, missing = filled(np.array([[NAN]] * 4 + [[5.0]] + [[NAN]] * 4))
    assert missing.ravel().tolist() == [True] * 4 + [False] + [True] * 4
    assert out.ravel().tolist() == [0.0] * 4 + [5.0] + [0.0] * 4


def test_a_taxel_without_one_number_is_missing_throughout_and_its_neighbour_is_not() -> None:
    _, out, missing = filled(np.array([[NAN, 1.0]] * 2))
    assert missing.tolist() == [[True, False]] * 2
    assert out.tolist() == [[0.0, 1.0]] * 2


def test_rows_wait_for_their_holes_no_longer_than_the_longest_bridge() -> None:
    filler = HoleFiller(0.25)
    assert len(filler.feed(np.array([0.0, 0.1]), np.array([[1.0], [NAN]]))[0]) == 1
    assert len(filler.feed(np.array([0.2]), np.array([[NAN]]))[0]) == 0
    time_s, out, missing = filler.feed(np.array([0.3]), np.array([[NAN]]))
    assert time_s.tolist() == [0.1, 0.2, 0.3]
    assert out.ravel().tolist() == [0.0] * 3
    assert missing is not None
    assert missing.all()


def test_a_new_piece_borrows_nothing_from_the_one_before() -> None:
    filler = HoleFiller(0.25)
    filler.feed(np.array([0.0]), np.array([[7.0]]))
    assert filler.end() is None
    filler.feed(np.array([5.0]), np.array([[NAN]]))
    rows = filler.end()
    assert rows is not None
    assert rows[1].tolist() == [[0.0]]
    assert rows[2] is not None
    assert rows[2].all()


@given(
    st.lists(st.tuples(*[st.one_of(st.just(NAN), st.integers(0, 9).map(float))] * 2), min_size=1, max_size=40),
    st.lists(st.integers(0, 40), max_size=6),
)
@settings(max_examples=150)
def test_any_chunks_give_the_same_rows(rows: list[tuple[float, float]], cuts: list[int]) -> None:
    values = np.array(rows)
    inside = tuple(sorted(cut for cut in cuts if cut <= len(values)))
    for one, other in zip(filled(values), filled(values, cuts=inside), strict=True):
        np.testing.assert_array_equal(one, other)
    time_s, out, missing = filled(values)
    assert len(time_s) == len(values)
    assert np.isfinite(out).all()
    known = ~np.isnan(values)
    np.testing.assert_array_equal(out[known], values[known])
    assert not missing[known].any()
