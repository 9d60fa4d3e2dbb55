"""A drill fitted to a learner's peak and hand, and to what a receiver likes."""

from __future__ import annotations

import pytest

from thumbwalk.coach.drill.course import Course
from thumbwalk.coach.drill.document import DrillDocument, read_document
from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.coach.drill.personal import Persons, fitted
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.targets.bands import Band
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError
from thumbwalk.pad import DEFAULT_LAYOUT, builtin_pad
from thumbwalk.zones import ZoneMap

PAD = builtin_pad(DEFAULT_LAYOUT)
ZONES = ZoneMap(PAD)
CAPS = packaged_caps()


def made(one: DrillSet, persons: Persons) -> DrillSet:
    document = DrillDocument.of(Drill("d", "D", "", sets=(one,)), packaged_targets(), CAPS)
    (found,) = fitted(document, ZONES, persons).drill.sets
    return found


def asked(one: DrillSet) -> Band:
    bands = one.asked(ZONES, CAPS)
    return bands.get("peak_force_n", bands.get("force_n", Band()))


def hold(**more: object) -> DrillSet:
    return DrillSet("hold", "Hold", 8.0, zone="heel", **more)  # type: ignore[arg-type]


def test_a_part_of_the_own_peak_becomes_newtons_and_its_band_holds_them() -> None:
    one = made(hold(force_percent=30.0, level=1), Persons(peak_n=50.0))
    assert one.force_n == pytest.approx(15.0)
    assert asked(one).ends == pytest.approx((11.25, 18.75))
    weak = made(hold(force_percent=30.0, level=1), Persons(peak_n=20.0))
    assert weak.force_n == pytest.approx(6.0)
    assert asked(weak).ends == pytest.approx((4.5, 7.5)), "below what the targets ask of others"


def test_a_ladder_of_parts_keeps_its_steps_and_stays_below_the_cap() -> None:
    course = Course((20.0, 30.0, 60.0))
    one = made(hold(force_percent=course, level=1), Persons(peak_n=50.0))
    assert isinstance(one.force_n, Course)
    top = 0.9 * CAPS.cap_n["heel"] / 1.1
    assert one.force_n.values == pytest.approx([top / 3, top / 2, top])


def test_a_peak_that_nobody_knows_is_refused_before_the_drill_begins() -> None:
    open_one = made(hold(force_percent=30.0), Persons())
    document = DrillDocument(Drill("d", "D", "", sets=(open_one,)), CAPS)
    with pytest.raises(DrillError, match=r"'d' asks for parts of your own peak.*strength peak"):
        DrillRun(document, PAD)


def test_a_press_asks_for_what_was_just_right_and_a_lighter_technique_for_no_more() -> None:
    mum = Persons(liked_n={"heel": 7.0})
    pressed = made(hold(force_n=12.0, level=2), mum)
    assert pressed.force_n == 7.0
    assert asked(pressed).ends == pytest.approx((7.0 * 0.83, 7.0 * 1.17))
    circles = DrillSet("circles", "Circles", 8.0, zone="heel", force_n=10.0, level=1)
    assert made(circles, mum).force_n == 7.0
    lighter = DrillSet("circles", "Circles", 8.0, zone="heel", force_n=5.0, level=1)
    assert made(lighter, mum) == made(lighter, Persons())
    elsewhere = DrillSet("knead", "Knead", 8.0, zone="forefoot", force_n=9.0, level=1)
    assert made(elsewhere, mum) == made(elsewhere, Persons())


def test_what_was_liked_more_than_the_cap_allows_is_asked_for_below_it() -> None:
    one = made(hold(force_n=12.0, level=1), Persons(liked_n={"heel": 24.9}))
    assert one.force_n == pytest.approx(0.9 * 25.0 / 1.1)
    band = asked(one)
    assert band.holds(float(one.force_n))  # type: ignore[arg-type]
    assert band.hi == pytest.approx(22.5)


def test_no_band_of_force_is_narrower_than_what_the_hand_can_tell_and_other_bands_are_not_wider() -> None:
    one = DrillSet("knead", "Knead", 20.0, zone="heel", force_n=14.0, rate_per_min=45.0, level=3)
    numb, fine = made(one, Persons(narrowest=0.2)), made(one, Persons(narrowest=0.05))
    assert asked(numb).ends == pytest.approx((11.2, 16.8))
    assert asked(fine).ends == pytest.approx((12.6, 15.4)), "a level never asks for less than a tenth"
    assert numb.asked(ZONES, CAPS)["rate_per_min"] == fine.asked(ZONES, CAPS)["rate_per_min"]


def test_doing_it_twice_changes_nothing_and_a_recording_keeps_it() -> None:
    persons = Persons(50.0, 0.12, {"heel": 9.0})
    sets = (hold(force_percent=30.0, level=1), hold(force_n=14.0), hold())
    document = DrillDocument.of(Drill("d", "D", "", sets=sets), packaged_targets(), CAPS)
    once = fitted(document, ZONES, persons)
    assert fitted(once, ZONES, persons) == once
    assert read_document(once.to_json(), "a file").drill == once.drill


def test_the_own_peak_goes_before_the_force_that_stands_in_for_it() -> None:
    both = hold(force_percent=30.0, force_n=10.0, level=1)
    assert made(both, Persons(peak_n=50.0)).force_n == pytest.approx(15.0)
    open_one = made(both, Persons())
    assert open_one.force_n == 10.0
    DrillRun(DrillDocument(Drill("d", "D", "", sets=(open_one,)), CAPS), PAD)
