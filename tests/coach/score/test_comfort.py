"""Over-pressure is found wherever it was too much for long enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from thumbwalk.coach.score.comfort import over_pressure
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.pad import Pad, parse_pad
from thumbwalk.zones import ZoneMap

Make = Callable[..., Any]
CAPS = packaged_caps()


def test_a_mat_that_is_no_sole_has_no_caps(touch_at: Make) -> None:
    mat = parse_pad('name = "mat"\nunit = "N"\n[[taxel]]\nname = "a"\nx_mm = 0\ny_mm = 0\n', "mat")
    assert over_pressure(touch_at(np.full(300, 55.0)), ZoneMap(mat), CAPS) is None


def test_the_worst_of_several_is_told(pad: Pad, touch_at: Make) -> None:
    force = np.zeros(1000)
    force[100:200], force[400:500] = 33.0, 18.0  # 1.1 of the heel's cap, 1.5 of the toes'
    x = np.where(np.arange(1000) < 300, 60.0, 250.0)
    cap = over_pressure(touch_at(force, x, 30.0), ZoneMap(pad), CAPS)
    assert cap is not None
    assert (cap.zone, cap.limit, cap.value) == ("toes", 12.0, 18.0)
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
    force[100:130], force[130:160] = 24.0, 18.0  # 1.2 of the forefoot's cap, then 1.5 of the toes'
    x = np.where(np.arange(300) < 130, 190.0, 250.0)
    cap = over_pressure(touch_at(force, x, 30.0), ZoneMap(pad), CAPS)
    assert cap is not None
    assert (cap.zone, cap.value) == ("toes", 18.0)
