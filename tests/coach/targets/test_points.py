"""Named points and the middles of zones lie where the design puts them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from thumbwalk.coach.targets.points import load_points, point_named, zone_centre_mm
from thumbwalk.errors import DrillError, LayoutError
from thumbwalk.pad import ZONES, Pad, parse_pad


def test_every_point_lies_on_the_sole(pad: Pad) -> None:
    points = load_points()
    assert len(points) == 13
    assert (points["solar plexus"].u, points["solar plexus"].w) == (0.60, 0.42)
    for point in points.values():
        x_mm, y_mm = point.place_mm(replace(pad, foot=point.foot))
        medial, lateral = pad.breadth_at(x_mm)
        assert x_mm == pytest.approx(point.u * 265.0)
        assert (y_mm - medial) / (lateral - medial) == pytest.approx(point.w)


def test_some_points_are_on_one_foot_only(pad: Pad) -> None:
    assert pad.foot == "right"
    point_named("liver").place_mm(pad)
    with pytest.raises(DrillError, match="'spleen' is on the left foot only, and this is a right one"):
        point_named("spleen").place_mm(pad)


def test_the_middle_of_a_zone_is_in_it(pad: Pad) -> None:
    for zone in ZONES:
        assert pad.zone_at(*zone_centre_mm(pad, zone)) == zone
    assert zone_centre_mm(pad, "heel")[0] >= 35.0  # behind it the rig hardly sees


def test_unknown_names_are_refused_with_those_there_are(pad: Pad) -> None:
    with pytest.raises(DrillError, match="no point 'ear'; there are: head, eyes"):
        point_named("ear")
    with pytest.raises(LayoutError, match="no zone 'sole'; there are: toes"):
        zone_centre_mm(pad, "sole")
    mat = parse_pad('name = "mat"\nunit = "N"\n[[taxel]]\nname = "a"\n', "mat")
    with pytest.raises(LayoutError, match="no length_mm"):
        point_named("kidney").place_mm(mat)
