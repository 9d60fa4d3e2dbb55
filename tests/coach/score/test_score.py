"""Credits, the geometric mean and stars, against numbers worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.score.score import credit, geometric_score, stars_for
from thumbwalk.coach.targets.bands import Band


@pytest.mark.parametrize(
    ("value", "band", "expected"),
    [
        (8.0, Band(8, 20), 1.0),
        (20.0, Band(8, 20), 1.0),
        (23.0, Band(8, 20), math.exp(-0.25)),  # 3 N outside, half the width is 6
        # below, w is at most half the lower limit: 4 and not 6, of 8 to 20
        (2.0, Band(8, 20), math.exp(-2.25)),
        (0.0, Band(8, 20), math.exp(-4)),
        # 1 and not 2.5, of 2 to 7: 1 N of 2 earns a third
        (1.0, Band(2, 7), math.exp(-1)),
        # half the width is less than half the limit
        (8.0, Band(10, 14), math.exp(-1)),
        (0.15, Band(None, 0.15), 1.0),
        (0.225, Band(None, 0.15), math.exp(-1)),  # one-sided: half the limit
        (0.45, Band(0.9, None), math.exp(-1)),
        (0.0, Band(0.9, None), math.exp(-4)),
    ],
)
def test_credit(value: float, band: Band, expected: float) -> None:
    assert credit(value, band) == pytest.approx(expected)


def test_in_the_first_version_only_the_width_counted_below_a_band() -> None:
    assert credit(2.0, Band(8, 20), None) == pytest.approx(math.exp(-1))
    assert credit(0.45, Band(0.9, None), None) == pytest.approx(math.exp(-1))


def test_a_score_is_the_weighted_geometric_mean() -> None:
    assert geometric_score([(1.0, 2.0), (1.0, 1.0)]) == pytest.approx(100.0)
    # the third root of a half squared times a quarter
    assert geometric_score([(0.5, 2.0), (0.25, 1.0)]) == pytest.approx(100 * (0.25 * 0.25) ** (1 / 3))
    # no credit is floored at 0.01
    assert geometric_score([(0.0, 1.0), (1.0, 1.0)]) == pytest.approx(10.0)
    assert geometric_score([]) == 0.0


@pytest.mark.parametrize(
    ("score", "stars"), [(0, 0), (59.9, 0), (60, 1), (74.9, 1), (75, 2), (89.9, 2), (90, 3), (100, 3)]
)
def test_stars(score: float, stars: int) -> None:
    assert stars_for(score) == stars


ends = st.floats(0.1, 50.0)
bands = st.one_of(
    st.builds(lambda lo, width: Band(lo, lo + width), ends, ends),
    st.builds(lambda hi: Band(None, hi), ends),
    st.builds(lambda lo: Band(lo, None), ends),
)


@given(bands, st.floats(-100.0, 200.0), st.floats(0.0, 100.0))
def test_a_farther_miss_never_earns_more(band: Band, value: float, more: float) -> None:
    near = credit(value, band)
    assert 0.0 <= near <= 1.0
    if band.hi is not None and value >= band.hi:
        assert credit(value + more, band) <= near
    if band.lo is not None and value <= band.lo:
        assert credit(value - more, band) <= near


@given(st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(0.1, 5.0)), min_size=1, max_size=8), st.floats(0.0, 1.0))
def test_a_score_stays_in_range_and_falls_with_any_credit(rows: list[tuple[float, float]], part: float) -> None:
    score = geometric_score(rows)
    assert 1.0 - 1e-9 <= score <= 100.0 + 1e-9
    worse = [(rows[0][0] * part, rows[0][1]), *rows[1:]]
    assert geometric_score(worse) <= score + 1e-9


def test_a_band_of_one_value_is_met_by_that_value_alone() -> None:
    # what a cap has brought down to it, or an old recording holds
    assert credit(12.0, Band(12.0, 12.0)) == 1.0
    assert credit(12.1, Band(12.0, 12.0)) == credit(11.9, Band(12.0, 12.0)) == 0.0
    assert credit(0.0, Band(None, 0.0)) == 1.0
    assert credit(0.1, Band(None, 0.0)) == 0.0
