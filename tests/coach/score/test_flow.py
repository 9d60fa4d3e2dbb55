"""Flow counts what was lost to gaps and to other techniques, each moment once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.score.flow import flow, gaps

Make = Callable[..., Any]


def test_only_gaps_over_half_a_second_count(touch_at: Make) -> None:
    force = np.full(1000, 10.0)
    force[200:249], force[500:580] = 0.0, 0.0
    touch = touch_at(force)
    assert gaps(touch, (0.0, 10.0)) == [pytest.approx((5.0, 5.8))]
    assert flow(touch, (0.0, 10.0), []) == pytest.approx(0.92)


def test_what_is_slow_has_longer_breaks_that_are_no_gaps(touch_at: Make) -> None:
    force = np.full(1000, 10.0)
    force[200:310] = 0.0
    assert gaps(touch_at(force), (0.0, 10.0), 1.2) == []
    assert flow(touch_at(force), (0.0, 10.0), [], 1.0) == pytest.approx(0.89)


def test_waiting_at_the_ends_is_lost(touch_at: Make) -> None:
    force = np.zeros(1000)
    force[100:900] = 10.0
    assert flow(touch_at(force), (0.0, 10.0), []) == pytest.approx(0.8)
    assert flow(touch_at(np.zeros(100)), (0.0, 10.0), []) == pytest.approx(0.0)


def test_a_moment_is_lost_once(touch_at: Make) -> None:
    force = np.full(1000, 10.0)
    force[300:500] = 0.0
    assert flow(touch_at(force), (0.0, 10.0), [(2.0, 6.0), (5.0, 7.0)]) == pytest.approx(0.5)
    assert flow(touch_at(force), (0.0, 10.0), [(-5.0, 20.0)]) == 0.0


def test_a_window_without_time_has_no_flow(touch_at: Make) -> None:
    assert flow(touch_at(np.zeros(10)), (0.0, 0.0), []) == 0.0
