"""A master's session as a drill: its clock, its sets, what it leaves out, and that it fits the session itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.played import LESSON, PAD, part, played

from thumbwalk.coach.drill.clock import DrillClock
from thumbwalk.coach.drill.document import DrillDocument
from thumbwalk.coach.drill.drill import Drill
from thumbwalk.coach.drill.master import FromMaster, drill_of_master
from thumbwalk.coach.drill.run import DrillRun
from thumbwalk.coach.score.drill_score import DrillScore
from thumbwalk.coach.targets.caps import packaged_caps
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.errors import DrillError
from thumbwalk.touch.touch_block import TouchBlock


def made(touch: TouchBlock, **how: object) -> FromMaster:
    return drill_of_master(touch, PAD, "lesson", packaged_targets(), packaged_caps(), **how)  # type: ignore[arg-type]


def scored(drill: Drill, touch: TouchBlock, start_s: float = 0.0) -> DrillScore:
    document = DrillDocument.of(drill, packaged_targets(), packaged_caps())
    run = DrillRun(document, PAD, DrillClock(round(start_s * 1e6)))
    run.feed(touch)
    return run.result()


@pytest.fixture(scope="module")
def lesson() -> FromMaster:
    return made(played())


def test_the_drill_keeps_the_files_clock(lesson: FromMaster) -> None:
    touch = played()
    on = touch.time_s[touch.touching]
    sets = [phase for phase in lesson.drill.phases() if phase.kind == "set"]
    assert [one.technique for one in lesson.drill.sets] == ["knead", "hold", "walk"]
    assert lesson.drill.count_in_s == pytest.approx(float(on[0]), abs=0.05)
    for phase in sets:
        inside = on[(on >= phase.start_s) & (on < phase.end_s)]
        assert inside[0] == pytest.approx(phase.start_s, abs=0.05)
        assert inside[-1] == pytest.approx(phase.end_s, abs=0.05)
    between = [one for one in on.tolist() if not any(phase.start_s <= one < phase.end_s for phase in sets)]
    assert len(between) < 5
    assert (lesson.left_out, lesson.eased) == ((), ())


def test_the_session_itself_fits_it_and_only_where_it_began(lesson: FromMaster) -> None:
    itself = scored(lesson.drill, played())
    assert itself.complete
    assert itself.score is not None
    assert itself.score >= 95.0
    later = scored(lesson.drill, played(), 3.0)
    assert later.score is not None
    assert later.score < 75.0


def test_the_same_hand_fits_it_again_and_a_heavier_one_does_not(lesson: FromMaster) -> None:
    again = scored(lesson.drill, played(LESSON, 2))
    assert again.score is not None
    assert again.score >= 85.0
    half = tuple(replace(one, task=replace(one.task, force_n=0.5 * one.task.force_n)) for one in LESSON)
    other = scored(lesson.drill, played(half, 3))
    assert other.score is not None
    assert other.score <= 60.0


def test_a_set_asks_for_what_the_master_did_and_shows_the_masters_trace(lesson: FromMaster) -> None:
    knead, hold, walk = lesson.drill.sets
    assert knead.place is not None
    assert PAD.place(*knead.place) == pytest.approx(PAD.place(0.20, 0.50), abs=5.0)
    assert knead.rate_per_min == pytest.approx(45.0, rel=0.05)
    assert hold.force_n == pytest.approx(9.0, rel=0.15)
    assert (knead.path, hold.path) == ((), ())
    assert len(walk.path) >= 3
    assert walk.path[0][0] < walk.path[-1][0]
    band = knead.targets["peak_force_n"]
    assert isinstance(knead.force_n, float)
    assert band.holds(knead.force_n)
    touch = played()
    shape = DrillRun(DrillDocument.of(lesson.drill, packaged_targets(), packaged_caps()), PAD).shapes[0]
    start_s = lesson.drill.count_in_s
    there = touch.between(start_s + 0.5, start_s + knead.duration_s - 0.5)
    assert shape.force_at(there.time_s - start_s) == pytest.approx(there.working_n, abs=0.3)


def test_a_higher_level_is_narrower_and_no_band_is_under_ten_percent() -> None:
    widths = []
    for level in (1, 2, 3):
        band = made(played(), level=level).drill.sets[0].targets["rate_per_min"]
        assert band.lo is not None
        assert band.hi is not None
        widths.append((band.hi - band.lo) / (band.hi + band.lo))
    assert widths[0] > widths[1] > widths[2] >= 0.0999


def test_who_pressed_too_hard_is_asked_for_less_and_it_is_told() -> None:
    hard = made(played((part("knead", 12.0, 16.0, (0.71, 0.50)),), 4))
    (told,) = hard.eased
    (one,) = hard.drill.sets
    assert (told.number, told.zone) == (1, "forefoot")
    assert told.pressed_n == pytest.approx(16.0, rel=0.15)
    assert one.force_n == told.asked_n == pytest.approx(0.9 * packaged_caps().cap_n["forefoot"])
    assert max(row[1] for row in one.trace_n) <= told.asked_n + 0.01
    # the presses keep their shape: their tops are not cut off
    tops = sum(row[1] > told.asked_n - 0.01 for row in one.trace_n)
    assert tops < 0.1 * len(one.trace_n)


def test_newtons_that_are_a_guess_are_not_asked_for_nor_shown() -> None:
    (one, *_) = made(played(), calibrated=False).drill.sets
    assert one.force_n is None
    assert one.trace_n == ()
    assert one.targets["peak_force_n"].weight == 0.0
    assert one.targets["rate_per_min"].weight > 0.0


def test_nothing_recognisable_makes_no_drill() -> None:
    touch = played()
    empty = touch.between(0.0, 0.5)
    with pytest.raises(DrillError, match="nobody touches the foot"):
        made(empty)
    press = played((part("hold", 0.7, 9.0, (0.46, 0.75)),), 5)
    with pytest.raises(DrillError, match=r"nothing in it can be recognised.*\d\.\d to \d\.\d s"):
        made(press)


def test_a_wait_that_no_drill_has_is_refused() -> None:
    touch = played()
    late = replace(touch, time_s=touch.time_s + 70.0)
    with pytest.raises(DrillError, match="a count-in lasts up to 60 s"):
        made(late)
    first = touch.between(0.0, 15.0)
    then = touch.between(15.0, np.inf)
    apart = TouchBlock.joined([first, replace(then, time_s=then.time_s + 700.0, piece=then.piece + 1)])
    with pytest.raises(DrillError, match="a rest lasts up to 600 s"):
        made(apart)
