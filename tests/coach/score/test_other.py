"""Another technique, or a fault of the one that was meant: kneading is no hold, and slow kneading is kneading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.score.other import is_another, seconds_of
from thumbwalk.pad import Pad
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.segments import Segment, segments_of
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]


@pytest.fixture(scope="module")
def kneaded(pad: Pad, touch_at: Make, kneading: Make) -> tuple[Segment, TouchBlock]:
    touch = touch_at(np.concatenate([np.zeros(100), kneading([14.0] * 9), np.zeros(100)]))
    (segment,) = segments_of(strokes_on(touch, pad), touch)
    return segment, touch


def test_the_technique_that_was_asked_for_is_no_other(kneaded: tuple[Segment, TouchBlock]) -> None:
    segment, touch = kneaded
    assert segment.technique == "knead"
    assert not is_another(segment, "knead", touch)


def test_kneading_in_place_of_circles_or_a_hold_is_another(kneaded: tuple[Segment, TouchBlock]) -> None:
    segment, touch = kneaded
    assert is_another(segment, "circles", touch)
    assert is_another(segment, "hold", touch)


def test_two_presses_are_no_row_of_them(pad: Pad, touch_at: Make) -> None:
    touch = touch_at(np.concatenate([np.zeros(100), np.full(600, 12.0), np.zeros(100)]))
    (segment,) = segments_of(strokes_on(touch, pad), touch)
    assert segment.technique == "hold"
    assert is_another(segment, "knead", touch)


def test_time_is_told_by_technique(kneaded: tuple[Segment, TouchBlock]) -> None:
    segment, _ = kneaded
    first, second = replace(segment, start_s=1.0, end_s=3.0), replace(segment, start_s=5.0, end_s=5.5)
    hold = replace(segment, technique="hold", start_s=3.0, end_s=4.0)
    assert seconds_of([first, hold, second]) == {"knead": 2.5, "hold": 1.0}
    assert seconds_of([]) == {}
