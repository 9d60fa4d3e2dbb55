"""How much of the sole was touched: what a thumb came to, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.free.sole_covered import sole_covered, zones_touched
from thumbwalk.pad import Pad
from thumbwalk.touch.touch_block import TouchBlock
from thumbwalk.zones import ZONES, ZoneMap, zone_centre_mm

Make = Callable[..., Any]


def test_one_place_covers_a_thumbs_disc_of_its_zone(pad: Pad, touch_at: Make) -> None:
    x_mm, y_mm = zone_centre_mm(pad, "heel")
    touch = touch_at(np.full(250, 8.0), x_mm, y_mm)
    zones = ZoneMap(pad)
    heel = next(one for one in zones_touched(touch, zones) if one.zone == "heel")
    assert heel.seconds == pytest.approx(2.5)
    outline = pad.outline_mm
    assert outline is not None
    x, y = outline[:, 0], outline[:, 1]
    area = 0.5 * abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1)))
    assert sole_covered(touch, zones) == pytest.approx(np.pi * 10.0**2 / area, rel=0.15)
    assert [one.covered for one in zones_touched(touch, zones) if one.zone != "heel"] == [0.0] * (len(ZONES) - 1)


def test_all_of_it_is_one_and_nobody_is_nothing(pad: Pad, touch_at: Make) -> None:
    u, w = (grid.ravel() for grid in np.meshgrid(np.linspace(0.0, 1.0, 60), np.linspace(0.0, 1.0, 20)))
    places = np.array([pad.place(a, b) for a, b in zip(u.tolist(), w.tolist(), strict=True)])
    touch = touch_at(np.full(len(places), 5.0), places[:, 0], places[:, 1])
    assert sole_covered(touch, ZoneMap(pad)) == 1.0
    assert all(one.covered == 1.0 for one in zones_touched(touch, ZoneMap(pad)))
    nobody = touch_at(np.zeros(100))
    assert sole_covered(nobody, ZoneMap(pad)) == 0.0
    assert all((one.seconds, one.covered) == (0.0, 0.0) for one in zones_touched(nobody, ZoneMap(pad)))


def test_a_layout_that_is_no_sole_has_neither(pad: Pad, touch_at: Make) -> None:
    flat = ZoneMap(replace(pad, outline=None, length_mm=None))
    assert zones_touched(touch_at(np.full(10, 5.0)), flat) == ()
    assert sole_covered(touch_at(np.full(10, 5.0)), flat) is None
    assert sole_covered(TouchBlock.joined([]), ZoneMap(pad)) is None
