"""What the score is told of a set: where, by whose caps, along which line, and which way round."""

from __future__ import annotations

import numpy as np
import pytest

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.drill.set_task import SetTasks, task_of
from thumbwalk.coach.score.task import Task
from thumbwalk.coach.targets.bands import Band
from thumbwalk.errors import DrillError
from thumbwalk.pad import Pad, builtin_pad
from thumbwalk.zones import ZoneMap


def task(one: DrillSet, pad: Pad, start_s: float = 5.0) -> Task:
    rate = one.rate_line()
    return task_of(one, ZoneMap(pad), start_s, None if rate is None else rate.shifted(start_s))


def test_a_set_without_a_level_is_told_as_it_always_was(pad: Pad) -> None:
    zone = task(DrillSet("knead", "", 10.0, zone="heel", force_n=14.0, rate_per_min=45.0), pad)
    assert (zone.zone, zone.target_mm, zone.force_n, zone.rate_per_min) == ("heel", None, 14.0, 45.0)
    assert (zone.levels, zone.path_mm, zone.turn, zone.level) == (None, None, None, None)
    point = task(DrillSet("hold", "", 10.0, point="solar plexus"), pad)
    assert (point.zone, point.target_mm) == (None, pad.place(0.60, 0.42))
    assert point.cap_zones == ("medial arch",)
    assert task(DrillSet("circles", "", 10.0, zone="heel"), pad).turn is None


def test_with_a_level_the_lowest_cap_close_by_counts_and_the_zone_of_a_place_well_inside_one(pad: Pad) -> None:
    near = task(DrillSet("hold", "", 10.0, point="solar plexus", level=1), pad)
    assert set(near.cap_zones) == {"medial arch", "forefoot", "lateral border"}
    assert near.zone is None, "it is close to a border"
    inside = task(DrillSet("tap", "", 10.0, place=(0.16, 0.50), level=1), pad)
    assert (inside.zone, inside.cap_zones) == ("heel", ("heel",))
    line = task(DrillSet("walk", "", 10.0, line="C", level=1), pad)
    assert set(line.cap_zones) == {"heel", "forefoot", "medial arch", "lateral border"}
    assert (line.zone, line.target_mm) == (None, None)


def test_a_line_goes_from_its_beginning_and_back_from_its_end(pad: Pad) -> None:
    way, back = (
        task(DrillSet("walk", "", 10.0, line="S", direction=way, level=1), pad).path_mm for way in ("forward", "back")
    )
    assert way is not None
    assert back is not None
    assert way[0].tolist() == list(pad.place(0.85, 0.18))
    assert np.array_equal(way[::-1], back)
    for x, y in way.tolist():
        medial, lateral = pad.breadth_at(x)
        assert abs((y - medial) / (lateral - medial) - 0.18) < 1e-9, "it bends as the sole does"


def test_courses_are_told_on_the_drills_time(pad: Pad) -> None:
    one = DrillSet("knead", "", 20.0, zone="heel", force_n=Course((10.0, 14.0)), rate_per_min=45.0)
    told = task(one, pad).levels
    assert told is not None
    assert told.rate_per_min is None
    assert told.force_n is not None
    assert told.force_n.at(np.array([5.0, 14.9, 15.0])).tolist() == [10.0, 10.0, 14.0]
    assert task(one, pad).force_n == 12.0


def test_circles_with_a_level_have_a_way_round(pad: Pad) -> None:
    assert task(DrillSet("circles", "", 10.0, zone="heel", level=1), pad).turn == "x_to_y"
    assert task(DrillSet("circles", "", 10.0, zone="heel", level=1, direction="back"), pad).turn == "y_to_x"


def test_a_masters_set_is_strict_and_its_circles_go_one_way_round(pad: Pad) -> None:
    assert not task(DrillSet("knead", "", 10.0, zone="heel"), pad).strict
    assert task(DrillSet("knead", "", 10.0, zone="heel", strict=True), pad).strict
    round_ = {"forward": Band(0.9)}
    assert task(DrillSet("circles", "", 10.0, zone="heel", targets=round_), pad).turn == "x_to_y"
    assert task(DrillSet("circles", "", 10.0, zone="heel", targets=round_, direction="back"), pad).turn == "y_to_x"


def test_two_hands_have_a_place_or_a_way_each(pad: Pad) -> None:
    places = DrillSet("knead", "", 10.0, place=(0.46, 0.2), second=(0.46, 0.75), pattern="together", level=1)
    told = task(places, pad)
    assert told.targets_mm == (pad.place(0.46, 0.2), pad.place(0.46, 0.75))
    assert (told.pattern, told.paths_mm, told.zone) == ("together", (), None)
    inner, outer = ((0.32, 0.2), (0.6, 0.2)), ((0.32, 0.8), (0.6, 0.8))
    ways = task(DrillSet("walk", "", 10.0, path=inner, second_path=outer, pattern="alternate", level=1), pad)
    assert ways.targets_mm == ()
    assert [way[0].tolist() for way in ways.paths_mm] == [list(pad.place(*way[0])) for way in (inner, outer)]


def test_a_task_is_kept_until_its_time_or_its_pace_is_another(pad: Pad) -> None:
    sets, zones = (
        (DrillSet("walk", "", 10.0, line="C", rate_per_min=45.0, level=1), DrillSet("hold", "", 9.0)),
        ZoneMap(pad),
    )
    tasks, rate = SetTasks(sets, zones), sets[0].rate_line()
    assert rate is not None
    first = tasks.of(0, 5.0, rate.shifted(5.0))
    assert tasks.of(0, 5.0, rate.shifted(5.0)) is first
    assert tasks.of(1, 20.0, None).path_mm is None
    assert tasks.of(0, 5.0, rate.shifted(5.0)) is first
    way = task(sets[0], pad).path_mm
    assert first.path_mm is not None
    assert way is not None
    assert np.array_equal(first.path_mm, way)
    faster = DrillSet("walk", "", 10.0, line="C", rate_per_min=60.0, level=1).rate_line()
    assert faster is not None
    assert tasks.of(0, 5.0, faster).rate_per_min == 60.0
    assert tasks.of(0, 5.0, None).rate_per_min is None
    ramp = DrillSet("knead", "", 20.0, zone="heel", force_n=Course((10.0, 14.0)))
    later = SetTasks((ramp,), zones)
    assert later.of(0, 5.0, None).levels != later.of(0, 6.0, None).levels


def test_two_hands_are_refused_on_a_plate_which_feels_their_sum(pad: Pad) -> None:
    two = DrillSet("knead", "Both", 10.0, place=(0.5, 0.3), second=(0.5, 0.7), pattern="together")
    SetTasks([two], ZoneMap(pad))
    plate = builtin_pad("plate4")
    SetTasks([DrillSet("knead", "One", 10.0, zone="heel")], ZoneMap(plate))
    with pytest.raises(DrillError, match="set 'Both' is for two hands"):
        SetTasks([two], ZoneMap(plate))
