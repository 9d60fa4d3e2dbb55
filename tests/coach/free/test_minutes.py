"""Minutes of free practice: each stroke in one of them, the even ones above the uneven."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.played import HANDS, PAD, part, played

from thumbwalk.coach.free.minutes import MINUTE_S, Minute, minutes_of
from thumbwalk.coach.targets.targets_file import packaged_targets
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.two_hands import HandsAtWork
from thumbwalk.virtual.play import Part

EVEN = part("knead", 50.0, 12.0, (0.20, 0.50), 45.0)
UNEVEN = replace(part("knead", 60.0, 12.0, (0.20, 0.50), 45.0), habits=replace(HANDS, stroke_cv=0.4), change_s=12.0)
HOLD = part("hold", 90.0, 9.0, (0.46, 0.75))


def minutes(*parts: Part) -> list[Minute]:
    touch = played(parts)
    segments = segments_of(strokes_on(touch, PAD), touch)
    return minutes_of(segments, touch, float(touch.time_s[-1]), packaged_targets())


def test_minutes_have_no_holes_and_each_has_what_was_done_in_it() -> None:
    found = minutes(EVEN, UNEVEN)
    first, second, last = found
    assert (first.start_s, first.end_s, second.start_s, second.end_s) == (0.0, MINUTE_S, MINUTE_S, 2 * MINUTE_S)
    assert last.start_s == 2 * MINUTE_S
    assert first.technique == second.technique == "knead"
    assert first.touched_s == pytest.approx(48.0, abs=3.0)
    assert first.evenness == pytest.approx(100.0, abs=2.0)
    assert second.evenness is not None
    assert second.evenness < 80.0


def test_a_minute_in_which_hardly_anything_was_done_is_not_judged() -> None:
    *_, last = minutes(EVEN, UNEVEN)
    assert last.evenness is None


def test_a_hold_over_a_minutes_end_counts_in_both() -> None:
    first, second = minutes(HOLD)
    assert first.technique == second.technique == "hold"
    assert first.touched_s + second.touched_s == pytest.approx(88.0, abs=2.0)
    assert first.evenness == pytest.approx(100.0, abs=5.0)
    assert second.evenness is not None


def test_two_hands_count_where_both_are_at_work() -> None:
    touch = played((part("knead", 90.0, 12.0, (0.20, 0.50), 45.0),))
    (one,) = segments_of(strokes_on(touch, PAD), touch)
    both = replace(one, at_work=HandsAtWork((touch, touch), (one.strokes, one.strokes)))
    soon_alone = replace(one, at_work=HandsAtWork((touch, touch), (one.strokes, one.strokes[:9])))
    names = [
        [minute.technique for minute in minutes_of([segment], touch, 90.0, packaged_targets())]
        for segment in (both, soon_alone)
    ]
    assert names == [["knead", "knead"], ["knead", None]]
