"""Half a drill's tempo has half its paces and bands and all its strokes; bite by bite waits where there are bites."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.drilled import run_of, touch_of

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.drill.variant import at_half_tempo, at_level, bite_by_bite, has_bites, has_pace, plain_name
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import builtin_pad
from thumbwalk.virtual.hand import demonstrate
from thumbwalk.zones import ZoneMap

DRILLS, TARGETS = packaged_drills(), packaged_targets()


def half(name: str) -> Drill:
    return at_half_tempo(DRILLS[name], TARGETS)


def test_paces_and_their_bands_are_halved_and_the_strokes_stay() -> None:
    whole = DRILLS["knead-1"].resolved(TARGETS)
    for before, after in zip(whole.sets, half("knead-1").sets, strict=True):
        if before.mean_rate_per_min is None:
            assert after == before
            continue
        assert after.mean_rate_per_min == pytest.approx(0.5 * before.mean_rate_per_min)
        assert after.duration_s == 2.0 * before.duration_s
        band, slower = before.targets["rate_per_min"], after.targets["rate_per_min"]
        assert band.lo is not None
        assert slower.lo == pytest.approx(0.5 * band.lo)
        assert after.targets["peak_force_n"] == before.targets["peak_force_n"]


def test_a_glide_goes_at_half_its_speed_and_a_course_over_half_its_paces() -> None:
    glide = half("glide-1").sets[0]
    assert glide.speed_mm_s == pytest.approx(0.5 * (DRILLS["glide-1"].sets[0].speed_mm_s or 0.0))
    course = Drill("c", "C", "", sets=(DrillSet("walk", "W", 20.0, rate_per_min=Course((60.0, 90.0), "ramp")),))
    (one,) = at_half_tempo(course, TARGETS).sets
    assert one.rate_per_min == Course((30.0, 45.0), "ramp")


def test_every_drill_with_a_pace_can_be_done_at_half_of_it_and_be_written_and_read_again() -> None:
    for name, drill in DRILLS.items():
        if has_pace(drill):
            document = DrillDocument.of(half(name), TARGETS, packaged_caps())
            again = DrillDocument.of(document.drill, TARGETS, packaged_caps())
            assert again.drill == document.drill, name


def test_a_hand_that_keeps_the_half_tempo_is_in_its_band_and_one_at_the_whole_is_not() -> None:
    one = replace(DRILLS["knead-1"].sets[0], duration_s=16.0)
    drill = replace(DRILLS["knead-1"], sets=(one,))
    slow = at_half_tempo(drill, TARGETS)
    slow = replace(slow, sets=(replace(slow.sets[0], duration_s=16.0),))
    scores = {}
    for label, hand in (("half", slow), ("whole", drill)):
        run = run_of(slow)
        path = demonstrate(hand.resolved(TARGETS), run.pad, "expert", 1)
        for block in touch_of(path, "right"):
            run.feed(block)
        pace = run.result().sets[0].metric("rate_per_min")
        assert pace is not None
        scores[label] = pace
    assert scores["half"].points_lost == 0.0
    assert scores["whole"].points_lost > 0.0


def test_bites_are_waited_for_where_there_are_any() -> None:
    walk = DRILLS["walk-1"]
    assert has_bites(walk)
    waits = bite_by_bite(walk)
    assert all(one.step for one in waits.sets if one.technique == "walk")
    assert not has_bites(waits)
    assert not has_bites(DRILLS["hold-1"])
    assert not has_pace(DRILLS["hold-1"])
    assert has_pace(walk)


@pytest.mark.parametrize("how", ["", "-half", "-bites", "-half-bites-set-2", "-set-12"])
def test_what_a_variant_was_made_of_is_known_by_its_name(how: str) -> None:
    assert plain_name(f"knead-1{how}") == "knead-1"


def test_another_level_has_other_bands_about_the_same_guide() -> None:
    zones, caps = ZoneMap(builtin_pad()), packaged_caps()
    plain = DRILLS["knead-1"]
    bands = [at_level(plain, level).resolved(TARGETS).sets[0].asked(zones, caps)["peak_force_n"] for level in (1, 2, 3)]
    widths = [(one.hi or 0.0) - (one.lo or 0.0) for one in bands]
    assert widths == sorted(widths, reverse=True)
    assert widths[2] < 0.5 * widths[0]
    (guide,) = {one.sets[0].mean_force_n for one in (plain, at_level(plain, 3))}
    assert guide is not None
    assert all((one.lo or 0.0) < guide < (one.hi or 0.0) for one in bands)


def test_a_drill_at_another_level_is_one_of_its_own_that_passes_nothing_and_at_its_own_it_is_itself() -> None:
    for name, drill in DRILLS.items():
        levels = {one.level for one in drill.sets}
        for level in (1, 2, 3):
            one = at_level(drill, level)
            if levels <= {level, None}:
                assert one is drill, name
                continue
            assert (one.name, plain_name(one.name), one.trains) == (f"{name}-level-{level}", name, ())
            assert [a.level is None for a in one.sets] == [a.level is None for a in drill.sets]
            document = DrillDocument.of(one, TARGETS, packaged_caps())
            assert DrillDocument.of(document.drill, TARGETS, packaged_caps()).drill == document.drill, name
