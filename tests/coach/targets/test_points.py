"""Named points lie where the design puts them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from thumbwalk.coach.targets.points import load_points, point_named
from thumbwalk.errors import DrillError, LayoutError
from thumbwalk.pad import Pad, parse_pad


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


def test_points_are_where_they_were_when_the_first_drills_were_recorded() -> None:
    # a recording names its point: to move one would change what that recording scores
    assert {name: (point.u, point.w, point.foot) for name, point in load_points().items()} == {
        "head": (0.92, 0.2, None),
        "eyes": (0.92, 0.42, None),
        "shoulder": (0.74, 0.87, None),
        "chest": (0.71, 0.5, None),
        "solar plexus": (0.6, 0.42, None),
        "stomach": (0.55, 0.25, None),
        "adrenal": (0.53, 0.34, None),
        "liver": (0.56, 0.7, "right"),
        "spleen": (0.59, 0.8, "left"),
        "kidney": (0.47, 0.4, None),
        "intestines": (0.38, 0.5, None),
        "bladder": (0.32, 0.12, None),
        "sciatic": (0.15, 0.5, None),
    }


def test_unknown_names_are_refused_with_those_there_are(pad: Pad) -> None:
    with pytest.raises(DrillError, match="no point 'ear'; there are: head, eyes"):
        point_named("ear")
    mat = parse_pad('name = "mat"\nunit = "N"\n[[taxel]]\nname = "a"\n', "mat")
    with pytest.raises(LayoutError, match="no length_mm"):
        point_named("kidney").place_mm(mat)
