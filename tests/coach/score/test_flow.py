"""Flow counts what was lost to gaps and to other techniques, each moment once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.score.flow import coverage, flow, gaps
from thumbwalk.pad import Pad
from thumbwalk.zones import ZoneMap

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


def test_a_gap_is_longer_than_half_a_second(touch_at: Make) -> None:
    for missing, is_gap in ((50, False), (51, True)):
        force = np.full(1000, 10.0)
        force[300 : 300 + missing] = 0.0
        assert (len(gaps(touch_at(force), (0.0, 10.0))) == 1) == is_gap


def test_the_whole_window_without_a_touch_is_one_gap(touch_at: Make) -> None:
    assert gaps(touch_at(np.zeros(1000)), (0.0, 10.0)) == [(0.0, 10.0)]


def test_coverage_is_the_part_of_the_touch_in_its_zone(pad: Pad, touch_at: Make) -> None:
    x = np.where(np.arange(1000) < 250, 60.0, 190.0)
    touch, zones = touch_at(np.full(1000, 10.0), x), ZoneMap(pad)
    assert coverage(touch, zones, "heel") == pytest.approx(0.25)
    assert coverage(touch, zones, "forefoot") == pytest.approx(0.75)
    assert coverage(touch, zones, "toes") == 0.0
    assert coverage(touch_at(np.zeros(100)), zones, "heel") is None
