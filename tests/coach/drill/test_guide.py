"""The guide's line is on the drill's own grid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.guide import Guide, guide_force
from thumbwalk.coach.drill.guide_shape import GuideShape
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.zones import ZoneMap

Make = Callable[..., Any]

KNEAD = DrillSet("knead", "", 10.0, zone="forefoot", force_n=10.0, rate_per_min=60.0)
DRILL = Drill("d", "d", "d", 2.0, 0.0, (KNEAD,))


def guide_of(one: DrillSet, pad: Pad) -> Guide:
    return Guide.of(replace(one, targets=one.bands(packaged_targets())), ZoneMap(pad), packaged_caps())


def line_of(drill: Drill, start_s: float, end_s: float) -> NDArray[np.float64]:
    shapes = [GuideShape.of(one, builtin_pad(), one.rate_line()) for one in drill.sets]
    return guide_force(drill, start_s, end_s, shapes)


def test_the_line_does_not_move_under_the_window() -> None:
    early, late = line_of(DRILL, 0.0, 6.0), line_of(DRILL, 3.013, 9.0)
    shared = np.intersect1d(early[:, 0], late[:, 0])
    assert len(shared) > 140
    assert early[early[:, 0] >= shared[0], 1].tolist() == late[late[:, 0] <= shared[-1], 1].tolist()
    assert line_of(DRILL, 0.0, 1.5).shape == line_of(DRILL, 13.0, 15.0).shape == (0, 2)


def test_presses_follow_the_rate() -> None:
    time_s, force_n = line_of(DRILL, 0.0, 12.0).T
    peaks_s = time_s[1:-1][(force_n[1:-1] > force_n[:-2]) & (force_n[1:-1] >= force_n[2:])]
    assert len(peaks_s) == 10
    assert np.diff(peaks_s) == pytest.approx(1.0, abs=0.021)


def test_a_guide_is_below_the_zones_cap(pad: Pad) -> None:
    guide = guide_of(KNEAD, pad)
    assert guide.band_n == pytest.approx((7.2, 10.8))  # 60 and 90 % of the forefoot's 12 N
    assert guide.peaks
    assert guide.rate_per_min == pytest.approx((30.0, 60.0))


def test_a_steady_press_is_come_to_and_left_within_half_a_second() -> None:
    hold = Drill("d", "d", "d", 2.0, 0.0, (DrillSet("hold", "", 8.0, force_n=10.0),))
    time_s, force_n = line_of(hold, 0.0, 20.0).T
    assert (time_s[0], time_s[-1]) == pytest.approx((2.0, 10.0))
    assert np.diff(time_s) == pytest.approx(0.02)
    assert np.interp([2.0, 2.24, 2.5, 6.0, 9.5, 9.76, 10.0], time_s, force_n) == pytest.approx(
        [0.0, 4.8, 10.0, 10.0, 10.0, 4.8, 0.0]
    )


def test_a_set_without_a_force_leaves_a_hole_in_the_line() -> None:
    sets = (DrillSet("hold", "", 4.0, force_n=10.0), DrillSet("hold", "", 4.0), DrillSet("hold", "", 4.0, force_n=6.0))
    time_s, force_n = line_of(Drill("d", "d", "d", 1.0, 1.0, sets), 0.0, 30.0).T
    assert np.diff(time_s).max() == pytest.approx(6.0)  # a rest, the set, a rest
    assert (force_n[time_s < 6.0].max(), force_n[time_s > 10.0].max()) == pytest.approx((10.0, 6.0))
