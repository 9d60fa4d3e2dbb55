"""A board that has run for a while before it is listened to: all that a practice says is of its own first scan on."""

from __future__ import annotations

import numpy as np
import pytest
from tests.session.streams import FIRST_STEPS, HELLO, PAD, document_of

from thumbwalk.coach.drill.drill import Drill, DrillSet
from thumbwalk.link.wire import Break, Scans, Tally
from thumbwalk.session.marks import away_frame, mark_frame
from thumbwalk.session.practice import Practice
from thumbwalk.signal.calibration import Calibration
from thumbwalk.touch.touch_block import TouchBlock

BEGUN_US = 7_000_000
LONG = document_of(Drill("l", "L", "", 1.0, 1.0, (DrillSet("hold", "a", 30.0, zone="heel", force_n=9.0),)))


def scans(from_ms: int, to_ms: int) -> Scans:
    """Scans of an untouched foot, every millisecond, at the practice's own times."""
    time_us = BEGUN_US + 1000 * np.arange(from_ms, to_ms, dtype=np.int64)
    return Scans(time_us, np.full((len(time_us), 16), 13, np.uint16))


@pytest.fixture
def practice() -> Practice:
    made = Practice(PAD, Calibration.generic(16))
    made.take(HELLO)
    return made


def test_before_the_first_scan_nothing_has_a_time(practice: Practice) -> None:
    assert practice.mark_us("start") is None
    practice.begin(FIRST_STEPS)
    assert practice.mark_us("end") is None
    assert (practice.duration_s, practice.newest.device_us) == (0.0, 0)


def test_a_drill_starts_with_the_first_scan_and_every_other_mark_stands_behind_the_newest(practice: Practice) -> None:
    practice.begin(LONG)
    practice.take(scans(0, 500))
    assert practice.mark_us("start") == BEGUN_US
    for mark in ("pause", "resume", "end"):
        assert practice.mark_us(mark) == BEGUN_US + 499_001
    assert practice.duration_s == pytest.approx(0.499)


def test_a_pause_and_the_way_on_are_at_the_practices_own_times(practice: Practice) -> None:
    practice.begin(LONG)
    practice.take(scans(0, 2000))
    run = practice.run
    assert run is not None
    practice.take(mark_frame("pause", BEGUN_US + 2_000_000))
    assert run.clock.is_paused
    practice.take(scans(2000, 4000))
    practice.take(mark_frame("resume", BEGUN_US + 4_000_000))
    practice.take(scans(4000, 5000))
    assert run.clock.drill_s(5.0) == pytest.approx(3.0)
    practice.take(mark_frame("end", BEGUN_US + 5_000_000))
    practice.take(scans(5000, 5500))
    assert practice.finished


def test_a_drill_that_another_follows_ends_at_its_own_time(practice: Practice) -> None:
    practice.begin(LONG)
    practice.take(scans(0, 2000))
    first = practice.run
    practice.begin(LONG)
    assert first is not None
    assert first.clock.drill_s(9.0) == pytest.approx(2.0, abs=0.002), "it stands where the other began"
    practice.take(scans(2000, 3000))
    second = practice.run
    assert second is not None
    assert second.clock.drill_s(3.0) == pytest.approx(1.0, abs=0.002)


def test_what_is_missing_stands_at_the_practices_own_times(practice: Practice) -> None:
    practice.begin(LONG)
    practice.take(scans(0, 1000))
    practice.take(scans(3000, 4000))
    (gap,) = practice.losses.spans
    assert (gap.from_s, gap.to_s) == pytest.approx((1.0, 3.0), abs=0.002)
    practice.take(away_frame(BEGUN_US + 4_000_000, 9.0))
    assert practice.losses.away_s == 9.0
    assert practice.losses.spans[-1].from_s == pytest.approx(4.0, abs=0.002)


def test_what_was_lost_costs_the_drill_and_what_was_not_taken_pauses_it(practice: Practice) -> None:
    practice.begin(LONG)
    practice.take(scans(0, 2000))
    run = practice.run
    assert run is not None
    practice.take(Break("restart", BEGUN_US + 4_000_000, 2.0, 0))
    assert run.clock.drill_s(4.0) == pytest.approx(2.0, abs=0.002)
    practice.take(scans(4000, 6000))
    practice.take(Break("lost", BEGUN_US + 8_000_000, 2.0, 2000))
    assert run.clock.drill_s(8.0) == pytest.approx(6.0, abs=0.002), "it goes on"
    practice.take(scans(8000, 36_000))
    practice.finish()
    scored = practice.result()
    assert scored is not None
    assert scored.sets[0].lost_s == pytest.approx(2.0, abs=0.01)


def test_a_snapshot_has_the_boards_time_and_its_own(practice: Practice) -> None:
    practice.take(scans(0, 1500))
    now = practice.snapshot(Tally(), connected=True)
    assert now.device_us == BEGUN_US + 1_499_000
    assert now.time_s == pytest.approx(1.499)


def test_a_part_of_a_stream_is_at_the_times_of_the_whole() -> None:
    part = Practice(PAD, Calibration.generic(16), origin_us=BEGUN_US - 2_000_000)
    part.take(HELLO)
    touch = TouchBlock.joined([*part.take(scans(0, 1000)), *part.finish()])
    assert float(touch.time_s[0]) == pytest.approx(2.0)
    assert float(touch.time_s[-1]) == pytest.approx(3.0, abs=0.02)
    assert part.duration_s == pytest.approx(2.999)
