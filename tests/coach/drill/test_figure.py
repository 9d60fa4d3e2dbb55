"""What is seen of a set's place: each technique as what it is."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from thumbwalk.coach.drill.drill import DrillSet
from thumbwalk.coach.drill.figure import Figure, figures_of
from thumbwalk.coach.drill.guide_shape import RADIUS_MM, GuideShape
from thumbwalk.pad import builtin_pad

PAD = builtin_pad()
HOLD = DrillSet("hold", "", 10.0, place=(0.5, 0.5), force_n=8.0)
WALK = DrillSet("walk", "", 30.0, line="C", rate_per_min=70.0)
CIRCLES = DrillSet("circles", "", 20.0, place=(0.7, 0.5), rate_per_min=48.0)


def one(drill_set: DrillSet) -> Figure:
    (found,) = figures_of(drill_set, PAD)
    return found


def test_a_place_is_a_point_and_a_zone_has_no_figure() -> None:
    assert one(HOLD).kind == "point"
    assert one(HOLD).centre_mm == PAD.place(0.5, 0.5)
    assert figures_of(replace(HOLD, place=None, zone="heel"), PAD) == ()
    assert figures_of(replace(HOLD, place=None), PAD) == ()


def test_a_walks_bites_are_where_its_guide_comes_to_bite_by_bite() -> None:
    bites = one(WALK)
    assert bites.kind == "bites"
    assert bites.name == "C"
    shape = GuideShape.of(WALK, PAD, WALK.rate_line())
    each_s = 60.0 / 70.0
    led = [shape.place_at((n + 0.5) * each_s) for n in range(len(bites.places_mm))]
    assert led == list(bites.places_mm)
    apart = {round(math.dist(a, b), 1) for a, b in zip(bites.places_mm, bites.places_mm[1:], strict=False)}
    assert apart == {bites.size_mm}
    assert [bites.has_come(*place) for place in bites.places_mm] == list(range(len(bites.places_mm)))


def test_circles_have_their_radius_and_their_way_round() -> None:
    assert (one(CIRCLES).kind, one(CIRCLES).size_mm, one(CIRCLES).turn) == ("circle", RADIUS_MM, 1)
    assert one(replace(CIRCLES, direction="back", size_mm=9.0)).turn == -1
    assert one(replace(CIRCLES, direction="back", size_mm=9.0)).size_mm == 9.0
    shape = GuideShape.of(CIRCLES, PAD, CIRCLES.rate_line())
    start, quarter = shape.place_at(0.0), shape.place_at(0.25 * 60.0 / 48.0)
    assert start is not None
    assert quarter is not None
    x, y = one(CIRCLES).centre_mm
    assert start == pytest.approx((x + RADIUS_MM, y))
    assert quarter == pytest.approx((x, y + RADIUS_MM))


def test_what_rubs_and_what_glides_has_its_own_figure() -> None:
    rub = one(DrillSet("friction", "", 20.0, place=(0.2, 0.5), rate_per_min=96.0, size_mm=12.0))
    assert (rub.kind, rub.size_mm) == ("rub", 6.0)
    glide = one(DrillSet("glide", "", 20.0, line="B", speed_mm_s=45.0))
    assert glide.kind == "glide"
    assert len(glide.places_mm) > 3
    assert one(DrillSet("knead", "", 20.0, line="B", rate_per_min=40.0)).kind == "line"


def test_two_thumbs_have_a_figure_each() -> None:
    both = replace(CIRCLES, second=(0.3, 0.5), pattern="mirrored")
    first, second = figures_of(both, PAD)
    assert (first.turn, second.turn) == (1, -1)
    assert second.centre_mm == PAD.place(0.3, 0.5)


def test_the_nearest_place_of_a_way_is_on_it() -> None:
    way = Figure("line", (50.0, 50.0), 0.0, 1, ((0.0, 50.0), (100.0, 50.0), (100.0, 90.0)))
    assert way.nearest_mm(40.0, 60.0) == (40.0, 50.0)
    assert way.nearest_mm(-30.0, 50.0) == (0.0, 50.0)
    assert way.nearest_mm(120.0, 80.0) == (100.0, 80.0)
    assert one(HOLD).nearest_mm(1.0, 1.0) == one(HOLD).centre_mm
