"""The drills that come with Thumbwalk: every one of them is done by an expert and by a beginner, to its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from tests.drilled import drilled, run_of, sole_of, touch_of

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.points import load_points
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.technique.catalog import TECHNIQUES
from thumbwalk.virtual.hand import demonstrate
from thumbwalk.zones import ZoneMap

DRILLS = packaged_drills()
SCORED = [name for name, one in DRILLS.items() if one.scored]
GOOD, BETTER = 85.0, 15.0


def sets_with_pads() -> Iterator[tuple[Drill, DrillSet, ZoneMap]]:
    """Every set, its bands written out, on the foot that its drill is for."""
    for drill in DRILLS.values():
        zones = ZoneMap(sole_of(drill.foot or "right")[0])
        for one in drill.resolved(packaged_targets()).sets:
            yield drill, one, zones


@pytest.mark.parametrize("name", SCORED)
def test_an_expert_does_a_drill_well_and_a_beginner_clearly_less_so(name: str) -> None:
    runs = [drilled(DRILLS[name], hand) for hand in ("expert", "beginner")]
    assert all(run.finished for run in runs)
    scores = [run.result() for run in runs]
    assert all(one.complete for one in scores)
    expert, beginner = (one.score or 0.0 for one in scores)
    assert expert >= GOOD
    assert beginner <= expert - BETTER
    asks = DRILLS[name].level is not None and bool(DRILLS[name].trains or DRILLS[name].targets)
    assert scores[0].passed is (True if asks else None)


def test_a_drill_that_is_not_scored_comes_to_its_end_and_says_so() -> None:
    run = drilled(DRILLS["warm-up"], "expert")
    assert run.finished
    assert run.result().score is None
    assert {one.reason for one in run.result().sets} == {"this drill is for the hands alone and is not scored"}


def test_the_ladder_has_every_technique_on_three_levels_every_point_and_both_feet() -> None:
    assert len(DRILLS) >= 30
    assert list(DRILLS)[:2] == ["first-steps", "warm-up"]
    ladder = [name for name, one in DRILLS.items() if all(part.hands == 1 for part in one.sets)]
    assert ladder[-1] == "routine"
    two = [one for one in DRILLS.values() if all(part.hands == 2 for part in one.sets)]
    assert len(ladder) + len(two) == len(DRILLS)
    assert {(one.sets[0].technique, one.sets[0].pattern) for one in two} >= {
        ("knead", "alternate"), ("knead", "together"), ("circles", "together"), ("circles", "mirrored"),
        ("walk", "alternate"),
    }  # fmt: skip
    stages = [one.stage or 0 for one in DRILLS.values()]
    assert stages == sorted(stages)
    alone = {
        (one.sets[0].technique, one.level)
        for one in DRILLS.values()
        if len({part.technique for part in one.sets}) == 1 and one.level is not None
    }
    assert {(technique, level) for technique in TECHNIQUES for level in (1, 2, 3)} <= alone
    assert {part.point for one in DRILLS.values() for part in one.sets if part.point} == set(load_points())
    assert {one.foot for one in DRILLS.values()} == {"left", "right", None}
    assert {part.feedback for one in DRILLS.values() for part in one.sets} == {"live", "bandwidth", "after", "blind"}
    kinds = {part.force_n.kind for one in DRILLS.values() for part in one.sets if isinstance(part.force_n, Course)}
    assert kinds == {"ladder", "ramp"}


def test_every_guide_lies_within_its_bands_with_a_tenth_to_spare() -> None:
    for drill, one, zones in sets_with_pads():
        asked = one.asked(zones, packaged_caps())
        force = asked["peak_force_n"] if "peak_force_n" in asked else asked["force_n"]
        line = one.force_line()
        assert line is not None
        whole = replace(one, level=None).asked(zones, packaged_caps())
        band = whole["peak_force_n"] if "peak_force_n" in whole else whole["force_n"]
        for value in line.values:
            assert (band.lo or 0.0) * 1.1 <= value + 1e-9, f"{drill.name}: {one.title}: {value} N in {band.ends}"
            assert value <= (band.hi or np.inf) / 1.1 + 1e-9, f"{drill.name}: {one.title}: {value} N in {band.ends}"
        assert (force.lo or 0.0) <= line.mean <= (force.hi or np.inf)
        for name, pace in (("rate_per_min", one.mean_rate_per_min), ("speed_mm_s", one.speed_mm_s)):
            assert pace is None or asked[name].holds(pace), f"{drill.name}: {one.title}: {name} {pace}"


def test_the_routine_is_ten_minutes_whose_contact_is_kept_over_the_whole_foot() -> None:
    routine = DRILLS["routine"]
    assert routine.rest_s == 0.0
    assert routine.duration_s == pytest.approx(600.0 + routine.count_in_s)
    techniques = list(dict.fromkeys(one.technique for one in routine.sets))
    assert techniques == ["glide", "knead", "circles", "walk", "hold"]
    assert [one.line for one in routine.sets if one.technique == "walk"] == list("ABCDE")


def test_what_is_done_in_another_order_loses_its_flow() -> None:
    asked = DRILLS["change-over"]
    done = replace(asked, sets=(asked.sets[0], asked.sets[2], asked.sets[1], *asked.sets[3:]))
    run = run_of(asked)
    for block in touch_of(demonstrate(done, sole_of("right")[0], "expert", 1), "right"):
        run.feed(block)
    swapped = [one.metric("flow") for one in run.result().sets[1:3]]
    assert all(one is not None and one.value is not None and one.value < 0.2 for one in swapped)
    assert (run.result().score or 0.0) <= GOOD - BETTER
