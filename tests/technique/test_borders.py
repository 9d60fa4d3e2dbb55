"""A slide to the next place belongs to neither technique; coming down and leaving are a technique's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique.borders import without_slides

Make = Callable[..., Any]
HELD = np.full(600, 10.0)


def test_what_is_pressed_with_less_than_half_before_and_after_is_cut_off(touch_of: Make) -> None:
    touch = touch_of(np.concatenate([np.full(300, 10.0), np.full(50, 4.0), HELD, np.full(40, 4.9), np.full(300, 10.0)]))
    assert without_slides(touch, 3.0, 9.89) == pytest.approx((3.5, 9.49))


def test_half_of_the_force_is_no_slide(touch_of: Make) -> None:
    touch = touch_of(np.concatenate([np.full(300, 10.0), np.full(50, 5.0), HELD, np.full(300, 10.0)]))
    assert without_slides(touch, 3.0, 9.49) == (3.0, 9.49)


def test_at_a_lift_nothing_is_cut_off(touch_of: Make) -> None:
    touch = touch_of(np.concatenate([np.zeros(300), np.full(50, 4.0), HELD, np.full(50, 4.0), np.zeros(300)]))
    assert without_slides(touch, 3.0, 9.99) == (3.0, 9.99)


def test_where_the_recording_begins_or_ends_nothing_is_known_of_a_slide(touch_of: Make) -> None:
    touch = touch_of(np.concatenate([np.full(50, 4.0), HELD, np.full(50, 4.0)]))
    assert without_slides(touch, 0.0, 6.99) == (0.0, 6.99)


@pytest.mark.parametrize(("slide", "cut"), [(0.3, True), (0.4, False)])
def test_no_more_than_a_third_is_taken_for_a_slide(touch_of: Make, slide: float, cut: bool) -> None:
    n = round(1000 * slide)
    # of a short segment, the median of which is still the firm part's
    touch = touch_of(np.concatenate([np.full(300, 10.0), np.full(n, 3.0), np.full(1000 - n, 10.0), np.full(300, 10.0)]))
    start_s, _ = without_slides(touch, 3.0, 12.99)
    assert start_s == pytest.approx(3.0 + n / 100 if cut else 3.0)


def test_without_a_touch_the_span_is_what_it_was(touch_of: Make) -> None:
    assert without_slides(touch_of(np.zeros(500)), 1.0, 4.0) == (1.0, 4.0)


@pytest.mark.parametrize(("slide", "cut"), [(35, True), (36, False)])
@pytest.mark.parametrize("first", [True, False])
def test_of_a_hundred_samples_thirty_five_may_be_a_slide_at_either_end(
    touch_of: Make, slide: int, cut: bool, first: bool
) -> None:
    part = np.r_[np.full(slide, 3.0), np.full(100 - slide, 10.0)]
    touch = touch_of(np.concatenate([np.full(50, 10.0), part if first else part[::-1], np.full(50, 10.0)]))
    expected = (0.5 + slide / 100, 1.49) if first else (0.5, 1.49 - slide / 100)
    assert without_slides(touch, 0.5, 1.49) == pytest.approx(expected if cut else (0.5, 1.49))


def test_one_sample_that_is_let_go_is_a_slide_as_well(touch_of: Make) -> None:
    force = np.full(200, 10.0)
    force[[50, 149]] = 4.0
    assert without_slides(touch_of(force), 0.5, 1.49) == pytest.approx((0.51, 1.48))


def test_contact_that_begins_or_ends_with_the_segment_is_no_slide_at_that_end(touch_of: Make) -> None:
    part = np.r_[np.full(20, 4.0), np.full(60, 10.0), np.full(20, 4.0)]
    after = touch_of(np.concatenate([np.zeros(50), part, np.full(50, 10.0)]))
    assert without_slides(after, 0.5, 1.49) == pytest.approx((0.5, 1.29))
    before = touch_of(np.concatenate([np.full(50, 10.0), part, np.zeros(50)]))
    assert without_slides(before, 0.5, 1.49) == pytest.approx((0.7, 1.49))
    # of the recording's very first and last sample it is known that there is contact
    assert without_slides(touch_of(np.concatenate([[10.0], part, [10.0]])), 0.01, 1.0) == pytest.approx((0.21, 0.8))
