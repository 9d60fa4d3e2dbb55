"""Where a master worked: a place for what stays, a way for what goes along one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.played import PAD, part, played

from thumbwalk.coach.drill.master_parts import MasterPart, parts_of
from thumbwalk.coach.drill.master_place import MasterPlace, place_of, way_of
from thumbwalk.pad import Pad, Taxel
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.segments import segments_of
from thumbwalk.virtual.play import Part


def only(one: Part, seed: int = 1) -> MasterPart:
    touch = played((one,), seed)
    (found,) = parts_of(segments_of(strokes_on(touch, PAD), touch), touch)[0]
    return found


def test_a_hold_has_its_place_and_is_hardly_off_it() -> None:
    found = place_of(only(part("hold", 7.0, 9.0, (0.46, 0.75))), PAD)
    assert found.place is not None
    assert PAD.place(*found.place) == pytest.approx(PAD.place(0.46, 0.75), abs=5.0)
    assert found.off_mm == pytest.approx(0.0, abs=1.0)
    assert found.path == ()


@pytest.mark.parametrize(("heading", "up"), [(0.0, True), (180.0, False)])
def test_a_walk_has_its_way_from_where_it_begins(heading: float, up: bool) -> None:
    walk = part("walk", 12.0, 8.0, (0.50, 0.50), 90.0, line_mm=90.0, heading_deg=heading)
    found = place_of(only(walk), PAD)
    first, last = found.path[0], found.path[-1]
    assert (first[0] < last[0]) is up
    length_mm = abs(last[0] - first[0]) * PAD.sole_length_mm
    assert length_mm == pytest.approx(84.0, abs=12.0)
    assert found.off_mm is None


def test_places_beside_a_sole_are_millimetres_and_without_positions_there_is_none() -> None:
    hold = only(part("hold", 7.0, 9.0, (0.46, 0.75)))
    flat = replace(PAD, outline=None, length_mm=None)
    found = place_of(hold, flat)
    assert found.place is None
    assert found.xy_mm == pytest.approx(PAD.place(0.46, 0.75), abs=5.0)
    nowhere = np.full(len(hold.work.touch), np.nan)
    blind = replace(hold, work=replace(hold.work, touch=replace(hold.work.touch, x_mm=nowhere, y_mm=nowhere)))
    assert place_of(blind, Pad("p", "N", (Taxel("a"),))) == MasterPlace()


@given(st.floats(0.0, 2.0 * np.pi), st.floats(20.0, 150.0))
def test_the_way_of_a_straight_line_is_the_line(angle: float, length_mm: float) -> None:
    heading = (float(np.cos(angle)), float(np.sin(angle)))
    along = np.linspace(-length_mm / 2.0, length_mm / 2.0, 201)
    spots = np.outer(along, heading) + np.array([120.0, 50.0])
    way = way_of(spots, heading)
    beside = (way - np.array([120.0, 50.0])) @ np.array([-heading[1], heading[0]])
    assert np.abs(beside).max() < 1e-6
    gone = (way[-1] - way[0]) @ np.array(heading)
    assert gone == pytest.approx(0.94 * length_mm, rel=0.02)


def test_a_way_that_bends_is_followed() -> None:
    along = np.linspace(0.0, 100.0, 401)
    spots = np.column_stack([along, 0.1 * along + 0.002 * (along - 50.0) ** 2])
    way = way_of(spots, (1.0, 0.0))
    assert np.interp(way[:, 0], along, spots[:, 1]) == pytest.approx(way[:, 1], abs=1.5)
