"""Strokes get names, names make segments, and doubt is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.errors import DrillError
from thumbwalk.technique.catalog import TECHNIQUES, technique_named
from thumbwalk.technique.segments import segments_of
from thumbwalk.technique.strokes import strokes_of

Make = Callable[..., Any]
REST = np.zeros(300)


def test_a_hold_and_kneading_are_told_apart_across_a_rest(touch_of: Make, presses: Make) -> None:
    touch = touch_of(np.concatenate([REST, np.full(800, 12.0), REST, presses([14.0] * 9, 4 / 3, kept=0.1)]))
    hold, knead = segments_of(strokes_of(touch))
    assert (hold.technique, hold.unsure, knead.technique, knead.unsure) == ("hold", False, "knead", False)
    assert (hold.start_s, hold.end_s) == pytest.approx((3.0, 10.99), abs=0.011)
    assert (knead.start_s, knead.end_s) == pytest.approx((15.0, 27.0), abs=0.15)
    assert 0.8 < hold.confidence <= 1.0
    assert 0.8 < knead.confidence <= 1.0


def test_they_are_told_apart_without_a_lift(touch_of: Make, presses: Make) -> None:
    kneading = presses([14.0] * 6, 1.0, kept=0.2)[100:-100]
    touch = touch_of(np.concatenate([REST, np.full(700, 12.0), np.linspace(12, 2.8, 10), kneading, REST]))
    hold, knead = segments_of(strokes_of(touch))
    assert (hold.technique, knead.technique) == ("hold", "knead")
    assert hold.end_s == knead.start_s == pytest.approx(10.09, abs=0.03)


@pytest.mark.parametrize(("lift_s", "segments"), [(1.4, 1), (1.6, 2)])
def test_a_lift_of_a_second_and_a_half_stays_inside(
    touch_of: Make, presses: Make, lift_s: float, segments: int
) -> None:
    press = np.r_[np.linspace(0.6, 10, 20), np.full(40, 10.0), np.linspace(10, 0.6, 20)]
    lift = np.zeros(round(lift_s * 100))
    touch = touch_of(np.concatenate([REST, press, np.zeros(30), press, lift, press, np.zeros(30), press, REST]))
    assert len(segments_of(strokes_of(touch))) == segments


def test_one_long_press_in_a_row_does_not_end_the_kneading(touch_of: Make, presses: Make) -> None:
    kneads = presses([14.0] * 4, 1.2)[100:-100]
    slow = presses([14.0], 4.0)[100:-100]
    touch = touch_of(np.concatenate([REST, kneads, slow, kneads, REST]))
    (segment,) = segments_of(strokes_of(touch))
    assert segment.technique == "knead"


def test_a_hold_within_kneading_is_a_segment_of_its_own(touch_of: Make, presses: Make) -> None:
    kneads = presses([14.0] * 4, 1.2)[100:-100]
    touch = touch_of(np.concatenate([REST, kneads, np.full(800, 12.0), kneads, REST]))
    assert [segment.technique for segment in segments_of(strokes_of(touch))] == ["knead", "hold", "knead"]


def test_a_hold_that_wobbles_is_no_kneading(touch_of: Make) -> None:
    hold = np.full(800, 12.0)
    hold[150:200] = 7.0
    (segment,) = segments_of(strokes_of(touch_of(np.concatenate([REST, hold, REST]))))
    assert (segment.technique, len(segment.strokes)) == ("hold", 2)


def test_a_lone_short_press_is_a_guess_and_says_so(touch_of: Make, presses: Make) -> None:
    (segment,) = segments_of(strokes_of(touch_of(presses([10.0], 1.5))))
    assert segment.technique in TECHNIQUES
    assert segment.unsure


def test_a_long_wandering_stroke_is_no_sure_hold(touch_of: Make) -> None:
    x = np.r_[np.full(100, 40.0), np.linspace(40, 230, 400), np.full(100, 230.0)]
    (segment,) = segments_of(strokes_of(touch_of(np.r_[np.zeros(100), np.full(400, 5.0), np.zeros(100)], x_mm=x)))
    assert segment.unsure


def test_no_strokes_no_segments() -> None:
    assert segments_of([]) == []


def test_an_unknown_technique_is_refused_with_those_there_are() -> None:
    with pytest.raises(DrillError, match="no technique 'pinch' that can be measured; there are: hold, knead"):
        technique_named("pinch")
