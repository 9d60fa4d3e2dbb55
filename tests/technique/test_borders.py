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


def slid(touch_of: Make, slide_n: float, *, back: bool = False, stop: bool = True, after: bool = False) -> Any:
    """A hold, a slide of 0.8 s across the foot and three glides of 1.5 s and 5 N along it; turned round with ``after``.

    With ``back`` the slide is along the foot as well, back from the first glide's way; without ``stop`` it goes at one
    speed into the glide.
    """
    part = np.arange(80) / 80
    eased = part * part * (3.0 - 2.0 * part) if stop else part
    along, across = np.linspace(60.0, 150.0, 150), np.full(150, 50.0)
    rest = np.full(40, 60.0)
    x = np.r_[np.full(200, 130.0 if back else 60.0), (130.0 - 70.0 * eased) if back else np.full(80, 60.0)]
    y = np.r_[np.full(200, 50.0 if back else 20.0), np.full(80, 50.0) if back else 20.0 + 30.0 * eased]
    x = np.r_[x, np.tile(np.r_[along, rest], 3)]
    y = np.r_[y, np.tile(np.r_[across, np.full(40, 50.0)], 3)]
    force = np.r_[np.full(200, 10.0), np.full(80, slide_n), np.tile(np.r_[np.full(150, 5.0), np.zeros(40)], 3)]
    columns = [one[::-1] if after else one for one in (force, x, y)]
    return touch_of(columns[0], x_mm=columns[1], y_mm=columns[2])


@pytest.mark.parametrize(("slide_n", "back"), [(5.0, False), (3.0, False), (3.0, True)])
def test_a_slide_that_is_as_firm_as_a_glide_ends_where_the_hand_stops(
    touch_of: Make, slide_n: float, back: bool
) -> None:
    touch = slid(touch_of, slide_n, back=back)
    assert without_slides(touch, 2.0, 8.09) == (2.0, 8.09)
    start_s, end_s = without_slides(touch, 2.0, 8.09, stops=True)
    assert start_s == pytest.approx(2.8, abs=0.1)
    assert end_s == 8.09
    away = slid(touch_of, slide_n, back=back, after=True)
    last_s = float(away.time_s[-1])
    start_s, end_s = without_slides(away, last_s - 8.09, last_s - 2.0, stops=True)
    assert start_s == last_s - 8.09
    assert end_s == pytest.approx(last_s - 2.8, abs=0.1)


def test_a_hand_that_turns_back_with_the_same_force_or_does_not_stop_has_not_slid(touch_of: Make) -> None:
    assert without_slides(slid(touch_of, 5.0, back=True), 2.0, 8.09, stops=True) == (2.0, 8.09)
    assert without_slides(slid(touch_of, 5.0, stop=False), 2.0, 8.09, stops=True) == (2.0, 8.09)


@pytest.mark.parametrize(("before_n", "cut"), [(5.0, False), (3.0, True)])
def test_a_glide_that_seems_to_stand_on_its_way_goes_on_unless_it_is_pressed_otherwise(
    touch_of: Make, before_n: float, cut: bool
) -> None:
    x = np.r_[np.full(200, 40.0), np.linspace(40.0, 80.0, 60), np.full(20, 80.0), np.linspace(80.0, 200.0, 300)]
    force = np.r_[np.full(200, 10.0), np.full(80, before_n), np.full(300, 5.0), np.zeros(40)]
    touch = touch_of(force, x_mm=np.r_[x, np.full(40, 200.0)])
    start_s, _ = without_slides(touch, 2.0, 5.79, stops=True)
    assert start_s == (pytest.approx(2.7, abs=0.15) if cut else 2.0)


def test_a_table_of_a_few_rows_a_second_shows_no_stop(touch_of: Make) -> None:
    fast = slid(touch_of, 3.0)
    slow = touch_of(fast.working_n[::10], rate_hz=10.0, x_mm=fast.x_mm[::10], y_mm=fast.y_mm[::10])
    assert without_slides(slow, 2.0, 8.0, stops=True) == (2.0, 8.0)


def test_a_hand_that_hardly_moves_has_no_stops(touch_of: Make) -> None:
    held = touch_of(np.full(900, 8.0), x_mm=100.0 + np.sin(np.arange(900) / 30.0))
    assert without_slides(held, 2.0, 8.0, stops=True) == (2.0, 8.0)
