"""Over-pressure is found wherever it was too much for long enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.score.comfort import over_pressure, times_over
from thumbwalk.coach.targets.caps import caps_of_version, packaged_caps
from thumbwalk.pad import Pad, parse_pad
from thumbwalk.zones import ZoneMap

Make = Callable[..., Any]
CAPS = packaged_caps()


def test_a_mat_that_is_no_sole_has_no_caps(touch_at: Make) -> None:
    mat = parse_pad('name = "mat"\nunit = "N"\n[[taxel]]\nname = "a"\nx_mm = 0\ny_mm = 0\n', "mat")
    assert over_pressure(touch_at(np.full(300, 55.0)), ZoneMap(mat), CAPS) is None


def test_the_worst_of_several_is_told(pad: Pad, touch_at: Make) -> None:
    force = np.zeros(1000)
    force[100:200], force[400:500] = 27.5, 15.0  # 1.1 of the heel's cap, 1.5 of the toes'
    x = np.where(np.arange(1000) < 300, 60.0, 250.0)
    cap = over_pressure(touch_at(force, x, 30.0), ZoneMap(pad), CAPS)
    assert cap is not None
    assert (cap.zone, cap.limit, cap.value) == ("toes", 10.0, 15.0)
    assert cap.reason == "over-pressure on the toes"


def test_two_short_bursts_are_not_one_long_one(pad: Pad, touch_at: Make) -> None:
    force = np.full(300, 20.0)
    force[100:115] = force[120:135] = 34.0
    assert over_pressure(touch_at(force), ZoneMap(pad), CAPS) is None


def test_two_short_bursts_on_both_sides_of_a_gap_are_not_one_long_one(pad: Pad, touch_at: Make) -> None:
    force = np.full(300, 20.0)
    force[100:130] = 34.0
    whole = touch_at(force)
    assert over_pressure(whole, ZoneMap(pad), CAPS) is not None
    torn = replace(whole, piece=(np.arange(300) >= 115).astype(np.int64))
    assert over_pressure(torn, ZoneMap(pad), CAPS) is None


def test_over_pressure_begins_at_two_tenths_of_a_second(pad: Pad, touch_at: Make) -> None:
    for samples, is_over in ((19, False), (20, True)):
        force = np.full(300, 20.0)
        force[100 : 100 + samples] = 34.0
        assert (over_pressure(touch_at(force), ZoneMap(pad), CAPS) is not None) == is_over
    at_the_cap = np.full(300, CAPS.cap_n["heel"])
    assert over_pressure(touch_at(at_the_cap), ZoneMap(pad), CAPS) is None


def test_of_one_long_press_the_worst_is_by_the_cap_where_it_was(pad: Pad, touch_at: Make) -> None:
    force = np.zeros(300)
    force[100:130], force[130:160] = 16.0, 15.0  # 1.33 of the forefoot's cap, then 1.5 of the toes'
    x = np.where(np.arange(300) < 130, 190.0, 250.0)
    cap = over_pressure(touch_at(force, x, 30.0), ZoneMap(pad), CAPS)
    assert cap is not None
    assert (cap.zone, cap.value) == ("toes", 15.0)


def test_what_counts_is_the_force_that_was_held(pad: Pad, touch_at: Make) -> None:
    force = np.full(300, 20.0)
    force[100:140] = 26.0
    force[110:120] = 50.0  # a tenth of a second
    force[200:225] = [26.5, *[27.0] * 23, 26.5]
    touch = touch_at(force)
    cap = over_pressure(touch, ZoneMap(pad), CAPS)
    assert cap is not None
    # 27 N of 25 N are 0.08 over: 40 x 0.08 / 0.15 = 21.33 points
    assert (cap.zone, cap.limit, cap.value) == ("heel", 25.0, 27.0)
    assert cap.max_score == pytest.approx(100 - 40 * 0.08 / 0.15)


def test_in_the_first_version_the_highest_moment_counted(pad: Pad, touch_at: Make) -> None:
    force = np.full(300, 20.0)
    force[100:140] = 31.0
    force[110:120] = 50.0
    cap = over_pressure(touch_at(force), ZoneMap(pad), caps_of_version(1), held=False)
    assert cap is not None
    assert (cap.limit, cap.value, cap.max_score) == (30.0, 50.0, 60.0)


def test_in_a_hold_the_cap_falls_and_begins_anew_with_each_touch(pad: Pad, touch_at: Make) -> None:
    # 12 N on the forefoot, at its cap: after 20 s of a hold that is 12 x 0.90125 = 10.815 N
    long, short = np.full(2000, 11.9), np.concatenate([np.full(950, 11.9), np.zeros(100), np.full(950, 11.9)])
    for force, holding, over in ((long, True, True), (long, False, False), (short, True, False)):
        cap = over_pressure(touch_at(force, 190.0, 50.0), ZoneMap(pad), CAPS, holding=holding)
        assert (cap is not None) == over
    cap = over_pressure(touch_at(long, 190.0, 50.0), ZoneMap(pad), CAPS, holding=True)
    assert cap is not None
    assert cap.limit == pytest.approx(10.815, abs=0.02)
    assert cap.value == 11.9


def test_times_over_the_cap_are_counted_that_reach_beyond_a_time(pad: Pad, touch_at: Make) -> None:
    force = np.full(600, 20.0)
    force[100:150] = force[200:219] = force[300:330] = 34.0
    touch, zones = touch_at(force), ZoneMap(pad)
    assert [times_over(touch, zones, CAPS, since_s) for since_s in (0.0, 1.4, 1.6, 3.2, 3.4)] == [2, 2, 1, 1, 0]
    held = touch_at(np.full(3000, 24.0))
    assert [times_over(held, zones, CAPS, 0.0, holding=holding) for holding in (False, True)] == [0, 1]
