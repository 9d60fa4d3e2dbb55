"""Where the hand is: on a point, in a zone, on a way, and which way it is from there to where it was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.drill.set_task import task_of
from thumbwalk.coach.feedback.place_now import PlaceNow, Places
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import Pad, Taxel
from thumbwalk.zones import ZoneMap, zone_centre_mm

Make = Callable[..., Any]


def at(one: DrillSet, pad: Pad, touch_at: Make, x_mm: float, y_mm: float) -> PlaceNow:
    zones = ZoneMap(pad)
    places = Places(one, zones, task_of(one, zones, 0.0, None), one.bands(packaged_targets()))
    return places.of(touch_at(np.full(100, 10.0), x_mm, y_mm))


def word(found: PlaceNow) -> str:
    return "" if found.astray is None else found.astray.word


HOLD = DrillSet("hold", "Hold", 8.0, point="kidney")


@pytest.mark.parametrize(
    ("along", "across", "says"),
    [
        (0.0, 0.0, ""), (6.0, 0.0, ""), (12.0, 0.0, "To the heel"), (-12.0, 0.0, "To the toes"),
        (0.0, 12.0, "To the inner side"), (0.0, -12.0, "To the outer side"), (5.0, 5.0, ""), (7.0, 7.0, "To the heel"),
    ],
)  # fmt: skip
def test_off_a_point_the_way_back_is_said(pad: Pad, touch_at: Make, along: float, across: float, says: str) -> None:
    x, y = pad.place(0.47, 0.40)
    assert word(at(HOLD, pad, touch_at, x + along, y + across)) == says


def test_near_the_border_of_being_wrong_is_known(pad: Pad, touch_at: Make) -> None:
    x, y = pad.place(0.47, 0.40)
    assert at(HOLD, pad, touch_at, x + 2.0, y).near < 1.0 < at(HOLD, pad, touch_at, x + 7.0, y).near


def test_what_was_asked_and_what_was_pressed_have_their_names(pad: Pad, touch_at: Make) -> None:
    found = at(HOLD, pad, touch_at, *pad.place(0.55, 0.25))
    assert found.astray is not None
    assert (found.astray.reason, found.astray.detail) == ("place", "Asked kidney, pressed stomach.")
    heel = at(replace(HOLD, point=None, zone="heel"), pad, touch_at, *zone_centre_mm(pad, "toes"))
    assert heel.astray is not None
    assert (heel.astray.word, heel.astray.detail) == ("To the heel", "Asked heel, pressed toes.")
    unnamed = at(replace(HOLD, point=None, place=(0.2, 0.5)), pad, touch_at, *zone_centre_mm(pad, "toes"))
    assert unnamed.astray is not None
    assert unnamed.astray.detail == ""


def test_a_place_that_is_not_scored_is_wrong_only_from_afar(pad: Pad, touch_at: Make) -> None:
    knead = DrillSet("knead", "Knead", 8.0, point="kidney")
    x, y = pad.place(0.47, 0.40)
    assert word(at(knead, pad, touch_at, x + 15.0, y)) == ""
    assert word(at(knead, pad, touch_at, x + 25.0, y)) == "To the heel"


def test_beside_a_line_the_way_to_it_is_said_wherever_along_it_the_hand_is(pad: Pad, touch_at: Make) -> None:
    walk = DrillSet("walk", "Walk", 20.0, line="C")
    way = walk.path_mm(pad)
    assert way is not None
    for x, y in way[[0, len(way) // 2, -1]].tolist():
        assert word(at(walk, pad, touch_at, x, y)) == ""
    x, y = way[len(way) // 2].tolist()
    assert word(at(walk, pad, touch_at, x, y + 20.0)) == "To the inner side"


def test_behind_the_tiles_and_without_positions_no_place_is_wrong(pad: Pad, touch_at: Make) -> None:
    behind = DrillSet("hold", "Hold", 8.0, x_mm=20.0, y_mm=52.0)
    assert at(behind, pad, touch_at, 60.0, 52.0) == PlaceNow()
    bare = Pad("bare", "N", (Taxel("one"), Taxel("two")))
    assert at(DrillSet("hold", "Hold", 8.0), bare, touch_at, 60.0, 52.0) == PlaceNow()
    assert at(DrillSet("hold", "Hold", 8.0), pad, touch_at, 60.0, 52.0) == PlaceNow(), "no place was asked for"


def test_in_the_air_a_hand_is_nowhere(pad: Pad, touch_at: Make) -> None:
    zones = ZoneMap(pad)
    places = Places(HOLD, zones, task_of(HOLD, zones, 0.0, None), HOLD.bands(packaged_targets()))
    assert places.of(touch_at(np.zeros(100))) == PlaceNow()


def test_kneading_moves_about_its_point_and_is_told_when_it_is_off_it(pad: Pad, touch_at: Make) -> None:
    knead = DrillSet("knead", "Knead", 20.0, point="kidney")
    x, y = pad.place(0.47, 0.40)
    at_end, off = (at(knead, pad, touch_at, x + away, y) for away in (14.0, 19.0))
    assert word(at_end) == ""
    assert at_end.near > 1.0, "and is not praised there"
    assert word(off) == "To the heel"
