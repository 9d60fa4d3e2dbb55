"""Drills: the first one, phases without holes, where a set is asked, and what its sets make of a drill."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import COUNT_IN_S, LIMITS, REST_S, Drill, DrillSet
from thumbwalk.coach.drill.drills_file import packaged_drills
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.pad import MOST_MM, Pad, Taxel, builtin_pad
from thumbwalk.zones import ZoneMap


def test_first_steps(pad: Pad) -> None:
    drill = packaged_drills()["first-steps"]
    assert [(one.technique, one.duration_s) for one in drill.sets] == [("hold", 8.0), ("knead", 12.0), ("knead", 12.0)]
    assert drill.duration_s <= 45.0
    assert [one.zone_on(pad) for one in drill.sets] == ["medial arch", "heel", "forefoot"]
    for one in drill.sets:
        zone = one.zone_on(pad)
        assert zone is not None
        assert isinstance(one.force_n, float)
        # what is shown as the guide must itself be in the band, below the cap
        measure = "force_n" if one.technique == "hold" else "peak_force_n"
        band = packaged_caps().clipped(one.bands(packaged_targets())[measure], zone)
        assert (band.lo or 0) <= one.force_n <= (band.hi or 0)


@given(st.integers(0, 5), st.integers(0, 5), st.lists(st.floats(1.0, 60.0), min_size=1, max_size=6))
def test_phases_have_no_holes(count_in_s: float, rest_s: float, lengths: list[float]) -> None:
    sets = tuple(DrillSet("hold", "hold", length) for length in lengths)
    drill = Drill("d", "d", "d", count_in_s, rest_s, sets)
    phases = drill.phases()
    assert phases[0].start_s == 0.0
    assert phases[-1].kind == "done"
    assert drill.duration_s == phases[-1].end_s
    assert all(one.end_s == two.start_s for one, two in pairwise(phases))
    assert [phase.set_index for phase in phases if phase.kind == "set"] == list(range(len(lengths)))
    for phase in phases[:-1]:
        assert drill.phase_at(phase.start_s) == phase
    assert drill.phase_at(drill.duration_s).kind == "done"
    assert drill.phase_at(-1.0) == phases[0]


def test_a_set_may_have_a_rest_of_its_own_and_the_first_has_the_count_in() -> None:
    sets = (DrillSet("hold", "", 5.0, rest_s=9.0), DrillSet("hold", "", 5.0), DrillSet("hold", "", 5.0, rest_s=0.5))
    drill = Drill("d", "d", "d", 2.0, 4.0, sets)
    assert [drill.rest_before_s(index) for index in range(3)] == [2.0, 4.0, 0.5]
    assert [(one.kind, one.start_s) for one in drill.phases()] == [
        ("count-in", 0.0), ("set", 2.0), ("rest", 7.0), ("set", 11.0), ("rest", 16.0), ("set", 16.5), ("done", 21.5),
    ]  # fmt: skip


def test_a_target_is_a_point_a_place_or_the_middle_of_a_zone(pad: Pad) -> None:
    assert DrillSet("hold", "", 5.0, point="kidney").target_mm(pad) == pad.place(0.47, 0.40)
    assert DrillSet("hold", "", 5.0, x_mm=50.0, y_mm=40.0).target_mm(pad) == (50.0, 40.0)
    assert DrillSet("hold", "", 5.0, x_mm=50.0, y_mm=40.0).zone_on(pad) == "heel"
    assert DrillSet("hold", "", 5.0).target_mm(pad) is None
    assert DrillSet("hold", "", 5.0).zone_on(pad) is None


def test_a_drills_numbers_have_the_limits_that_the_documents_promise() -> None:
    assert LIMITS == {
        "count_in_s": (0.0, 60.0),
        "rest_s": (0.0, 600.0),
        "duration_s": (1.0, 3600.0),
        "x_mm": (-MOST_MM, MOST_MM),
        "y_mm": (-MOST_MM, MOST_MM),
        "rate_per_min": (1.0, 600.0),
        "force_n": (0.1, 60.0),
        "force_percent": (1.0, 100.0),
        "narrowest": (0.01, 1.0),
        "speed_mm_s": (1.0, 1000.0),
        "size_mm": (1.0, 100.0),
        "on_s": (0.5, 600.0),
        "off_s": (0.1, 60.0),
        "trace_n": (0.0, 200.0),
    }
    assert (COUNT_IN_S, REST_S) == (3.0, 3.0)


def test_a_drill_without_waits_begins_with_its_first_set() -> None:
    drill = Drill("d", "d", "d", 0.0, 0.0, (DrillSet("hold", "", 5.0), DrillSet("hold", "", 7.0)))
    assert [(one.kind, one.start_s, one.end_s) for one in drill.phases()] == [
        ("set", 0.0, 5.0), ("set", 5.0, 12.0), ("done", 12.0, 12.0),
    ]  # fmt: skip
    assert drill.phase_at(5.0).set_index == 1


def test_a_shuffled_drill_has_the_same_sets_never_one_technique_twice_running() -> None:
    mix = packaged_drills()["mix"]
    orders = [mix.shuffled(seed) for seed in range(20)]
    for one in orders:
        assert sorted(map(repr, one.sets)) == sorted(map(repr, mix.sets))
        assert all(a.technique != b.technique for a, b in pairwise(one.sets))
    assert len({tuple(one.technique for one in order.sets) for order in orders}) > 10
    assert mix.shuffled(3) == mix.shuffled(3)
    plain = packaged_drills()["first-steps"]
    assert plain.shuffled(3) is plain


def test_a_way_is_a_target_in_its_middle_and_a_place_lies_on_any_sole(pad: Pad) -> None:
    assert DrillSet("tap", "", 5.0, place=(0.2, 0.5)).target_mm(pad) == pad.place(0.2, 0.5)
    assert DrillSet("walk", "", 5.0, line="C").target_mm(pad) == pytest.approx(pad.place(0.47, 0.5))
    assert DrillSet("walk", "", 5.0).path_mm(pad) is None


def test_a_mode_and_a_level_make_the_bands() -> None:
    targets = packaged_targets()
    brisk = DrillSet("glide", "", 5.0, mode="swedish", level=2).bands(targets)
    assert brisk["speed_mm_s"] == Band(100.0, 250.0)
    assert brisk["evenness_cv"] == Band(None, 0.20 * 0.65, 2.0)
    assert DrillSet("glide", "", 5.0, mode="soothing").bands(targets) == DrillSet("glide", "", 5.0).bands(targets)


@pytest.mark.parametrize("name", packaged_drills())
def test_every_drill_can_be_done_anywhere_on_a_pad_without_places(name: str) -> None:
    bare = Pad("bare", "N", tuple(Taxel(letter) for letter in "abcd"))
    drill = packaged_drills()[name].anywhere()
    assert not drill.has_places
    document = DrillDocument.of(drill, packaged_targets(), packaged_caps())
    assert len(DrillRun(document, bare, DrillClock(0), calibrated=False).result().sets) == len(drill.sets)


def test_the_second_thumb_has_its_own_place_and_mirrored_circles_turn_the_other_way() -> None:
    two = DrillSet(
        "circles", "Both", 30.0, place=(0.71, 0.25), second=(0.71, 0.75), pattern="mirrored", rate_per_min=48.0, level=1
    )
    other = two.of_second()
    assert (two.hands, other.hands) == (2, 1)
    assert (other.place, other.direction, other.pattern) == ((0.71, 0.75), "back", None)
    assert replace(two, direction="back").of_second().direction == "forward"
    assert replace(two, pattern="together").of_second().direction == "forward"
    assert (replace(two, pattern="alternate").lag, two.lag) == (0.5, 0.0)
    heel_and_toes = replace(two, place=(0.15, 0.5), second=(0.9, 0.4))
    assert set(heel_and_toes.cap_zones(ZoneMap(builtin_pad()))) >= {"heel", "toes"}, "each thumb's caps count"
    assert heel_and_toes.scored_zone(ZoneMap(builtin_pad())) is None
