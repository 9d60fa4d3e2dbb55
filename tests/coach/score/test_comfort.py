"""Zones for many places at once are the pad's own, and caps are found wherever it was too much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from thumbwalk.coach.score.comfort import ZoneMap, over_pressure
from thumbwalk.pad import COMFORT_CAP_N, ZONES, Pad, parse_pad

Make = Callable[..., Any]


def test_zones_are_the_pads(pad: Pad) -> None:
    rng = np.random.default_rng(5)
    x, y = rng.uniform(1, 264, 600), rng.uniform(1, 99, 600)
    index = ZoneMap(pad).index(x, y)
    assert [ZONES[i] for i in index] == [pad.zone_at(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]


def test_no_place_has_no_zone(pad: Pad) -> None:
    zones = ZoneMap(pad)
    assert zones.index(np.array([np.nan]), np.array([np.nan])).tolist() == [-1]
    assert zones.cap_n(np.nan, np.nan) is None
    assert zones.cap_n(250.0, 20.0) == COMFORT_CAP_N["toes"]


def test_a_mat_that_is_no_sole_has_no_caps(touch_at: Make) -> None:
    mat = parse_pad('name = "mat"\nunit = "N"\n[[taxel]]\nname = "a"\nx_mm = 0\ny_mm = 0\n', "mat")
    assert ZoneMap(mat).cap_n(0.0, 0.0) is None
    assert over_pressure(touch_at(np.full(300, 55.0)), ZoneMap(mat)) is None


def test_the_worst_of_several_is_told(pad: Pad, touch_at: Make) -> None:
    force = np.zeros(1000)
    force[100:200], force[400:500] = 33.0, 18.0  # 1.1 of the heel's cap, 1.5 of the toes'
    x = np.where(np.arange(1000) < 300, 60.0, 250.0)
    cap = over_pressure(touch_at(force, x, 30.0), ZoneMap(pad))
    assert cap is not None
    assert (cap.reason, cap.limit, cap.value) == ("over-pressure on the toes", 12.0, 18.0)


def test_two_short_bursts_are_not_one_long_one(pad: Pad, touch_at: Make) -> None:
    force = np.full(300, 20.0)
    force[100:115] = force[120:135] = 34.0
    assert over_pressure(touch_at(force), ZoneMap(pad)) is None
