"""The last strokes: what is judged as now, and what is not yet, or no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.coach.feedback.recent import Contact, Fall, fall_of, last_forces_n, recent_of, wanders
from thumbwalk.pad import Pad
from thumbwalk.technique.analysis import strokes_on
from thumbwalk.technique.stroke import Stroke
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]


def contact_of(touch: TouchBlock) -> Contact:
    found = Contact.last_in(touch)
    assert found is not None
    return found


def recent(technique: str, touch: TouchBlock, strokes: list[Stroke], longest_s: float = 0.0) -> TouchBlock | None:
    return recent_of(technique, touch, strokes, contact_of(touch), longest_s)


def test_the_last_contact_is_from_its_first_touch_to_its_last(touch_at: Make) -> None:
    force = np.concatenate([np.zeros(50), np.full(100, 9.0), np.zeros(30), np.full(200, 9.0), np.zeros(20)])
    contact = contact_of(touch_at(force))
    assert (contact.start_s, contact.end_s) == pytest.approx((1.8, 3.8))
    assert not contact.goes_on
    assert contact.lasts_s == pytest.approx(2.0)
    assert contact_of(touch_at(force[:300])).goes_on
    assert Contact.last_in(touch_at(np.zeros(100))) is None


def test_of_presses_the_last_eight_are_now(pad: Pad, touch_at: Make, kneading: Make) -> None:
    touch = touch_at(kneading([14.0] * 12, 1.0, 0.0))
    strokes = strokes_on(touch, pad)
    part = recent("knead", touch, strokes, 2.0)
    assert part is not None
    assert (float(part.time_s[0]), float(part.time_s[-1])) == pytest.approx((4.0, 12.0), abs=0.1)
    assert recent("knead", touch, []) is None
    later = touch_at(np.r_[kneading([14.0] * 3, 1.0, 0.0), np.zeros(1500)])
    assert recent("knead", later, strokes_on(later, pad)) is None, "too long ago"


def test_a_hold_is_judged_without_its_landing_and_not_too_early(pad: Pad, touch_at: Make) -> None:
    touch = touch_at(np.full(800, 12.0))
    part = recent("hold", touch, [])
    assert part is not None
    assert (float(part.time_s[0]), float(part.time_s[-1])) == pytest.approx((0.6, 7.99))
    assert recent("hold", touch.between(0.0, 1.4), []) is None
    leaving = touch_at(np.r_[np.full(800, 12.0), np.zeros(20)])
    part = recent("hold", leaving, [])
    assert part is not None
    assert float(part.time_s[-1]) == pytest.approx(7.69), "what may be its leaving is no part of it"


def test_a_row_of_presses_is_no_hold(pad: Pad, touch_at: Make, kneading: Make) -> None:
    touch = touch_at(kneading([14.0] * 8, 1.0, 0.0))
    part = recent("hold", touch, strokes_on(touch, pad))
    assert part is not None
    assert float(part.time_s[-1] - part.time_s[0]) > 6.0


def test_of_circles_the_last_turns_and_of_glides_the_last_twelve_seconds_are_now(touch_at: Make) -> None:
    touch = touch_at(np.full(3000, 8.0))
    part = recent("circles", touch, [], 1.5)
    assert part is not None
    assert float(part.time_s[-1] - part.time_s[0]) == pytest.approx(7.5, abs=0.02)
    stroke = np.r_[np.full(350, 5.0), np.zeros(60)]
    glides = touch_at(np.concatenate([stroke] * 6))
    part = recent("glide", glides, [])
    assert part is not None
    assert float(part.time_s[0]) == pytest.approx(16.4), "whole ones"


def test_forces_are_of_the_last_presses_or_moments(pad: Pad, touch_at: Make, kneading: Make) -> None:
    touch = touch_at(kneading([8.0, 10.0, 12.0, 14.0], 1.0, 0.0))
    strokes = strokes_on(touch, pad)
    assert last_forces_n("knead", touch, strokes, contact_of(touch))[:, 1] == pytest.approx(
        [10.0, 12.0, 14.0], rel=0.02
    )
    hold = touch_at(np.r_[np.full(500, 9.0), np.full(100, 15.0)])
    assert last_forces_n("hold", hold, [], contact_of(hold))[:, 1] == pytest.approx([9.0, 9.0, 15.0], abs=0.2)
    early = hold.between(0.0, 1.0)
    assert len(last_forces_n("hold", early, [], contact_of(early))) == 0


def test_force_that_falls_is_seen_and_even_force_is_not(pad: Pad, touch_at: Make, kneading: Make) -> None:
    falling, even = (touch_at(kneading(peaks_n)) for peaks_n in (np.linspace(16.0, 12.0, 8), [14.0, 14.5, 13.6] * 3))
    fall = fall_of("knead", falling, strokes_on(falling, pad), contact_of(falling))
    level = fall_of("knead", even, strokes_on(even, pad), contact_of(even))
    assert fall is not None
    assert level is not None
    assert fall.levels == 8
    assert fall.part == pytest.approx(4.0 / 14.0, rel=0.03)
    assert (fall.is_likely, level.is_likely) == (True, False)
    assert fall_of("knead", falling, strokes_on(falling, pad)[:2], contact_of(falling)) is None, "which is too few"
    ramp, flat = touch_at(np.linspace(14.0, 11.0, 500)), touch_at(np.full(500, 12.0))
    held = [fall_of("hold", one, [], contact_of(one)) for one in (ramp, flat)]
    assert [one is not None and one.is_likely for one in held] == [True, False]


@pytest.mark.parametrize(
    ("fall", "likely", "sure"),
    [
        (Fall(5, 0.13, 2.6), True, True),
        (Fall(4, 0.13, 2.6), True, False),
        (Fall(5, 0.11, 2.6), True, False),
        (Fall(5, 0.13, 2.4), True, False),
        (Fall(9, 0.03, 9.0), False, False),
        (Fall(9, -0.3, -9.0), False, False),
    ],
)
def test_a_fall_is_sure_with_enough_levels_far_and_steep(fall: Fall, likely: bool, sure: bool) -> None:
    assert (fall.is_likely, fall.is_sure) == (likely, sure)


def test_what_turns_wanders_by_the_middle_of_its_turns(touch_at: Make) -> None:
    turn = 2.0 * np.pi * np.arange(1200) / 125.0  # a turn in 1.25 s
    x_mm, y_mm = 60.0 + 11.0 * np.cos(turn), 50.0 + 11.0 * np.sin(turn)
    stays = touch_at(np.full(1200, 9.0), x_mm, y_mm)
    goes = touch_at(np.full(1200, 9.0), x_mm + np.linspace(0.0, 12.0, 1200), y_mm)
    assert not wanders(stays, contact_of(stays), 1.67)
    assert wanders(goes, contact_of(goes), 1.67)


def test_a_hold_that_is_no_more_where_it_landed_wanders(touch_at: Make) -> None:
    x_mm = np.linspace(60.0, 70.0, 600)
    assert wanders(touch_at(np.full(600, 12.0), x_mm), contact_of(touch_at(np.full(600, 12.0), x_mm)))
    still = touch_at(np.full(600, 12.0))
    assert not wanders(still, contact_of(still))
    nowhere = touch_at(np.full(600, 12.0), np.nan)
    assert not wanders(nowhere, contact_of(nowhere))
