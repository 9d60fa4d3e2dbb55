"""A guide outside of its band is told, by what it asks for and what is scored; the package's own have none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.drill.guide_beside import guides_beside
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import builtin_pad
from thumbwalk.zones import ZoneMap

DRILLS = packaged_drills()


def said(drill: Drill) -> list[str]:
    zones = ZoneMap(replace(builtin_pad(), foot=drill.foot or "right"))
    return guides_beside(drill, packaged_targets(), packaged_caps(), zones)


def with_first(name: str, **changes: object) -> Drill:
    """A drill of the package whose first set is changed."""
    first, *others = DRILLS[name].sets
    return replace(DRILLS[name], sets=(replace(first, **changes), *others))  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize("name", DRILLS)
def test_the_packages_guides_all_lie_within_their_bands(name: str) -> None:
    assert said(DRILLS[name]) == []


@pytest.mark.parametrize("level", [None, 1, 3])
def test_a_force_beyond_its_band_is_told_whatever_the_level(level: int | None) -> None:
    (one,) = said(with_first("knead-1", force_n=40.0, level=level))
    assert one.startswith("set 1, Knead the heel: its guide asks for a peak force of 40 N, and 8–")
    assert one.endswith(" N is what is scored")
    (low,) = said(with_first("hold-1", force_n=2.0))
    assert "a force of 2 N" in low


def test_of_a_course_the_end_that_is_outside_is_told() -> None:
    (one,) = said(with_first("knead-1", force_n=Course((10.0, 14.0, 45.0))))
    assert "a peak force of 45 N" in one
    (ramp,) = said(with_first("knead-1", force_n=Course((2.0, 14.0), "ramp")))
    assert "a peak force of 2 N" in ramp


def test_a_pace_and_a_speed_beyond_their_bands_are_told() -> None:
    (one,) = said(with_first("knead-1", rate_per_min=200.0))
    assert "200" in one
    (speed,) = said(with_first("glide-1", speed_mm_s=400.0))
    assert "400 mm/s" in speed


def test_what_is_not_scored_has_nothing_to_be_beside() -> None:
    assert said(replace(with_first("knead-1", force_n=40.0), scored=False)) == []
