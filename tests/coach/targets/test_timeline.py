"""A value over time: straight between knots, in steps where they share a time, and its integral to the last digit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.targets.timeline import Timeline

STAIRS = Timeline((0.0, 2.0, 2.0, 6.0), (10.0, 10.0, 20.0, 20.0))


def test_a_ramp_is_straight_and_stays_at_its_ends() -> None:
    ramp = Timeline((1.0, 5.0), (9.0, 15.0))
    assert ramp.at(np.array([0.0, 1.0, 2.0, 5.0, 9.0])).tolist() == [9.0, 9.0, 10.5, 15.0, 15.0]
    assert ramp.mean == 12.0


def test_a_step_belongs_to_what_comes() -> None:
    assert STAIRS.at(np.array([1.99, 2.0, 2.01, 6.0])).tolist() == [10.0, 20.0, 20.0, 20.0]
    assert STAIRS.mean == pytest.approx((2 * 10 + 4 * 20) / 6)
    assert STAIRS.sum_to(np.array([0.0, 1.0, 3.0, 7.0, -1.0])).tolist() == [0.0, 10.0, 40.0, 120.0, -10.0]


def test_later_is_the_same_later() -> None:
    later = STAIRS.shifted(10.0)
    assert later.at(np.array([11.0, 13.0])).tolist() == STAIRS.at(np.array([1.0, 3.0])).tolist()
    assert (STAIRS.is_flat, Timeline((0.0, 3.0), (7.0, 7.0)).is_flat) == (False, True)


@given(st.lists(st.tuples(st.floats(0.1, 5.0), st.floats(1.0, 200.0)), min_size=2, max_size=6), st.floats(0.0, 1.0))
def test_the_integral_is_that_of_small_steps(knots: list[tuple[float, float]], part: float) -> None:
    times = np.cumsum([gap for gap, _ in knots])
    line = Timeline(tuple(times.tolist()), tuple(value for _, value in knots))
    until = times[0] + part * (times[-1] - times[0])
    grid = np.linspace(times[0], until, 20001)
    values = line.at(grid)
    small = float(np.sum((values[1:] + values[:-1]) / 2.0 * np.diff(grid)))
    assert float(line.sum_to(np.array([until]))[0]) == pytest.approx(small, rel=1e-3, abs=1e-6)
