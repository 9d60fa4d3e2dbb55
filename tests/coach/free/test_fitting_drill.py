"""The drill that fits: of the least even technique, as hard as the hand is ready for, on the right foot."""

from __future__ import annotations

import pytest

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.free.fitting_drill import fitting_drill


def name(*done: tuple[str, float, float | None, str | None]) -> str | None:
    found = fitting_drill(done, packaged_drills())
    return None if found is None else found.name


def test_the_least_even_technique_has_the_say_and_its_evenness_the_level() -> None:
    assert name(("knead", 60.0, 95.0, "force_cv"), ("walk", 20.0, 40.0, "force_cv")) == "walk-1"
    assert name(("knead", 60.0, 70.0, "force_cv"), ("walk", 20.0, 90.0, None)) == "knead-2"
    found = fitting_drill([("tap", 30.0, 90.0, "rhythm_cv")], packaged_drills())
    assert found is not None
    assert (found.name, found.technique, found.why) == ("tap-3", "tap", "tap was the least even")


def test_where_all_was_even_it_goes_on_with_what_was_done_most() -> None:
    found = fitting_drill([("knead", 60.0, 100.0, None), ("hold", 9.0, 99.9, None)], packaged_drills())
    assert found is not None
    assert (found.name, found.why) == ("knead-3", "all was even; knead was done most")


def test_what_was_only_tried_is_no_reason() -> None:
    assert name(("knead", 60.0, 70.0, "force_cv"), ("walk", 2.0, 5.0, "force_cv")) == "knead-2"
    assert name(("walk", 2.0, 5.0, "force_cv")) is None
    assert name() is None
    assert name(("glide", 30.0, None, None)) == "glide-1"


def test_a_drill_of_the_other_foot_or_that_is_not_scored_is_no_choice() -> None:
    hold = DrillSet("hold", "", 8.0)
    drills = {
        one.name: one
        for one in (
            Drill("left", "", "", sets=(hold,), level=1, foot="left"),
            Drill("warm", "", "", sets=(hold,), level=1, scored=False),
            Drill("mixed", "", "", sets=(hold, DrillSet("knead", "", 9.0)), level=1),
            Drill("either", "", "", sets=(hold,), level=3),
        )
    }
    done = [("hold", 30.0, 20.0, "steadiness_cv")]
    on_right, on_left = (fitting_drill(done, drills, foot) for foot in ("right", "left"))
    assert on_right is not None
    assert on_left is not None
    assert (on_right.name, on_left.name) == ("either", "left")
    assert fitting_drill(done, {}) is None


@pytest.mark.parametrize("technique", ["hold", "knead", "circles", "walk", "glide", "tap"])
def test_there_is_one_for_every_technique_on_every_level(technique: str) -> None:
    for evenness, level in ((30.0, 1), (70.0, 2), (95.0, 3)):
        found = name((technique, 30.0, evenness, None))
        assert found is not None
        assert packaged_drills()[found].level == level
