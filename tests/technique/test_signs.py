"""What recognition looks at: pieces of long strokes, and what the strokes about each one show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.technique.signs import _median, deepest_valley, nearest_interval_s, part_of, signs_of
from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.work import StrokeTable

Make = Callable[..., Any]
Array = NDArray[np.float64]


def bite(number: int, x_mm: float, y_mm: float = 50.0, *, gap_s: float = 0.1, valley_n: float = 2.0) -> Stroke:
    start_s = 0.5 + number * (0.5 + gap_s)
    return Stroke(start_s, start_s, start_s + 0.25, start_s + 0.5, 10.0, valley_n, 0.4, x_mm, y_mm, 1.0, 0)


def test_a_short_press_is_one_piece_and_a_long_one_quarter_seconds(touch_of: Make) -> None:
    force = np.concatenate([np.zeros(50), np.full(60, 10.0), np.zeros(50), np.full(500, 10.0), np.zeros(50)])
    touch = touch_of(force)
    press, hold = strokes_of(touch)
    signs = signs_of([[press, hold]], touch)
    assert np.bincount(signs.stroke).tolist() == [1, 20]
    assert (signs.start_s[0], signs.end_s[0]) == (press.start_s, press.end_s)
    pieces = signs.stroke == 1
    assert signs.start_s[pieces][0] == hold.start_s
    assert signs.end_s[pieces][-1] == hold.end_s
    np.testing.assert_allclose(signs.start_s[pieces][1:], signs.end_s[pieces][:-1])
    assert signs.touch_s[pieces] == pytest.approx(hold.end_s - hold.start_s)
    # a press counts by its seconds, no less than half a one; a hold's pieces by theirs while they are firm
    assert signs.weight[0] == pytest.approx(press.press_s)
    assert signs.weight[pieces].sum() == pytest.approx(hold.end_s - hold.start_s)


def test_a_blow_weighs_half_a_second_and_no_press_more_than_four(touch_of: Make) -> None:
    touch = touch_of(np.concatenate([np.zeros(50), np.full(10, 10.0), np.zeros(50)]))
    assert signs_of([strokes_of(touch)], touch).weight.tolist() == [0.5]


def test_a_faint_piece_of_a_long_stroke_weighs_less(touch_of: Make) -> None:
    force = np.concatenate([np.zeros(50), np.full(300, 10.0), np.full(300, 2.5), np.zeros(50)])
    touch = touch_of(force)
    runs = [[Stroke(0.5, 0.5, 1.0, 6.5, 10.0, 0.0, 3.75, 100.0, 50.0, 1.0, 0)]]
    weight = signs_of(runs, touch).weight
    assert weight[2] == pytest.approx(0.25)
    assert weight[-3] == pytest.approx(0.25 * 2.5 / 5.0)


@pytest.mark.parametrize(
    ("again_mm", "lift_s", "taken_up"),
    [(100.0, 1.0, True), (109.0, 1.0, True), (118.0, 1.0, False), (141.0, 1.0, False)],
)
def test_a_bite_that_comes_down_where_the_line_began_is_of_that_line(
    touch_of: Make, again_mm: float, lift_s: float, taken_up: bool
) -> None:
    line = [bite(number, 100.0 + 7.0 * number) for number in range(7)]
    late_s = line[-1].end_s + lift_s
    again = replace(line[0], start_s=late_s, onset_s=late_s, peak_s=late_s + 0.25, end_s=late_s + 0.5, x_mm=again_mm)
    signs = signs_of([[*line, again]], touch_of(np.full(800, 8.0)))
    assert signs.advance_mm[:7] == pytest.approx(7.0)
    assert signs.advance_mm[7] == pytest.approx(7.0 if taken_up else np.nan, nan_ok=True)
    assert signs.release[7] == pytest.approx(0.2 if taken_up else np.nan, nan_ok=True)


def test_an_advance_is_the_median_step_so_that_one_way_back_is_one_among_many(touch_of: Make) -> None:
    places = [100.0, 106.0, 112.0, 118.0, 124.0, 130.0, 100.0, 106.0, 112.0, 118.0, 124.0]
    touch = touch_of(np.full(800, 8.0))
    advance = signs_of([[bite(i, x) for i, x in enumerate(places)]], touch).advance_mm
    assert advance == pytest.approx(6.0)


def test_the_steps_that_agree_best_tell_a_stroke_s_advance(touch_of: Make) -> None:
    still, walking = [100.0] * 7, [100.0 + 6.0 * i for i in range(1, 8)]
    touch = touch_of(np.full(1000, 8.0))
    advance = signs_of([[bite(i, x) for i, x in enumerate(still + walking)]], touch).advance_mm
    assert advance[:5] == pytest.approx(0.0, abs=1e-9)
    assert advance[-5:] == pytest.approx(6.0)


@pytest.mark.parametrize(("gap_s", "is_seen"), [(0.3, True), (0.4, False)])
def test_presses_with_a_lift_between_them_are_no_row_of_bites(touch_of: Make, gap_s: float, is_seen: bool) -> None:
    touch = touch_of(np.full(800, 8.0))
    signs = signs_of([[bite(i, 100.0 + 5.0 * i, gap_s=gap_s) for i in range(6)]], touch)
    assert np.isfinite(signs.advance_mm).all() == is_seen
    assert np.isfinite(signs.release).all() == is_seen


def test_release_is_the_median_valley_and_valley_the_deeper_one(touch_of: Make) -> None:
    valleys = [0.0, 3.0, 1.0, 3.0, 3.0, 3.0]
    strokes = [bite(i, 100.0, valley_n=v) for i, v in enumerate(valleys)]
    signs = signs_of([strokes], touch_of(np.full(800, 8.0)))
    assert signs.release == pytest.approx(0.3)
    assert signs.valley == pytest.approx([0.3, 0.1, 0.1, 0.3, 0.3, 0.3])


@pytest.mark.parametrize(
    ("valley_n", "moved_mm", "press_s", "held_s"),
    [
        (6.6, 3.9, 1.0, 2.0),
        (6.4, 0.0, 1.0, 1.0),
        (9.0, 4.1, 1.0, 1.0),
        (9.0, 6.9, 1.3, 2.6),
        (9.0, 7.1, 1.3, 1.3),
    ],
)
def test_presses_that_are_not_let_go_of_in_one_place_are_held_as_one(
    touch_of: Make, valley_n: float, moved_mm: float, press_s: float, held_s: float
) -> None:
    strokes = [replace(bite(0, 100.0), press_s=press_s)]
    strokes += [replace(bite(1, 100.0 + moved_mm, valley_n=valley_n), press_s=press_s, peak_n=14.0)]
    strokes += [replace(bite(2, 100.0 + moved_mm, valley_n=1.0), press_s=press_s)]
    held = signs_of([strokes], touch_of(np.full(400, 8.0))).held_s
    number = signs_of([strokes], touch_of(np.full(400, 8.0))).stroke
    assert held[number == 0].max() == pytest.approx(held_s)
    assert held[number == 1].max() == pytest.approx(held_s)
    assert held[number == 2].max() == pytest.approx(press_s), "it was let go of before"


def test_a_stroke_alone_has_no_valley_and_no_neighbour_in_time() -> None:
    alone = StrokeTable.of([[bite(0, 100.0)], [bite(9, 100.0)]])
    assert np.isnan(deepest_valley(alone)).all()
    assert np.isinf(nearest_interval_s(alone)).all()
    three = StrokeTable.of([[bite(0, 100.0), bite(1, 100.0), bite(3, 100.0)]])
    assert nearest_interval_s(three) == pytest.approx([0.6, 0.6, 1.2])


def test_a_part_of_a_stroke_has_numbers_of_its_own(touch_of: Make) -> None:
    force = np.concatenate([np.zeros(100), np.full(200, 10.0), np.full(100, 4.0), np.zeros(100)])
    touch = touch_of(force, x_mm=np.r_[np.full(300, 90.0), np.full(200, 130.0)])
    (stroke,) = strokes_of(touch)
    late = part_of(stroke, 3.0, 4.0, touch)
    assert (late.start_s, late.onset_s, late.end_s) == (3.0, 3.0, 4.0)
    assert (late.peak_n, late.valley_n) == (4.0, 4.0)
    assert late.press_s == pytest.approx(1.0)
    assert (late.x_mm, late.spread_mm) == pytest.approx((130.0, 0.0))
    first = part_of(stroke, stroke.start_s, 3.0, touch)
    assert (first.onset_s, first.valley_n) == (stroke.onset_s, stroke.valley_n)
    assert first.peak_n == 10.0
    both = part_of(stroke, 2.0, 4.0, touch)
    # 100 samples of 10 N at 90 mm and 100 of 4 N at 130 mm, by the force's square
    share = 16.0 / 116.0
    assert both.x_mm == pytest.approx(90.0 + 40.0 * share)
    assert both.spread_mm == pytest.approx(40.0 * np.sqrt(share * (1.0 - share)))
    assert both.press_s == pytest.approx(1.4)


def test_no_part_of_a_stroke_is_the_stroke(touch_of: Make) -> None:
    stroke = bite(0, 100.0)
    assert part_of(stroke, 90.0, 91.0, touch_of(np.full(200, 8.0))) is stroke


def test_a_row_s_median_is_of_its_own_values_and_none_without_any() -> None:
    values = np.array([[5.0, 1.0, 3.0, 9.0]] * 5)
    mine = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0]], np.bool_)
    np.testing.assert_array_equal(_median(values, mine), [4.0, 3.0, 7.0, 9.0, np.nan])


@pytest.mark.parametrize(("press_s", "pieces"), [(1.19, 1), (1.21, 6)])
def test_a_press_of_more_than_six_fifths_of_a_second_is_cut_to_see_a_change_in_it(
    touch_of: Make, press_s: float, pieces: int
) -> None:
    stroke = replace(bite(0, 100.0), end_s=2.0, press_s=press_s)  # a second and a half from its first touch to its last
    signs = signs_of([[stroke]], touch_of(np.full(400, 8.0)))
    assert len(signs) == pieces
    assert (signs.start_s[0], signs.end_s[-1]) == (0.5, 2.0)


def test_a_valley_is_told_by_the_mean_of_both_peaks_beside_it() -> None:
    rising = [replace(bite(i, 100.0, valley_n=3.0), peak_n=peak_n) for i, peak_n in enumerate((10.0, 20.0, 40.0))]
    assert deepest_valley(StrokeTable.of([rising])) == pytest.approx([0.2, 0.1, 0.1])


@pytest.mark.parametrize(("spread_mm", "is_seen"), [(6.9, True), (7.1, False)])
def test_a_slide_to_the_next_place_is_no_step_of_a_row(touch_of: Make, spread_mm: float, is_seen: bool) -> None:
    row = [bite(i, 100.0 + 5.0 * i) for i in range(3)]
    row[1] = replace(row[1], spread_mm=spread_mm)
    assert np.isfinite(signs_of([row], touch_of(np.full(800, 8.0))).advance_mm).all() == is_seen


@pytest.mark.parametrize(("strokes", "is_seen"), [(2, False), (3, True)])
def test_one_step_alone_is_no_advance(touch_of: Make, strokes: int, is_seen: bool) -> None:
    row = [bite(i, 100.0 + 5.0 * i) for i in range(strokes)]
    advance = signs_of([row], touch_of(np.full(800, 8.0))).advance_mm
    np.testing.assert_allclose(advance, 5.0 if is_seen else np.nan)


def test_a_row_is_of_seven_strokes_before_about_or_behind(touch_of: Make) -> None:
    # six even steps, one that is odd, and six even ones again: each side is told by its own seven strokes
    steps = [4.0] * 6 + [1.0] + [8.0] * 6
    places = 80.0 + np.concatenate(([0.0], np.cumsum(steps)))
    row = [bite(i, x) for i, x in enumerate(places.tolist())]
    advance = signs_of([row], touch_of(np.full(1200, 8.0))).advance_mm
    # the two behind the odd step have it as one among six, and what agrees as well before them comes first
    assert advance == pytest.approx([4.0] * 9 + [8.0] * 5)


def test_a_part_s_peak_is_where_its_force_is_highest_and_its_place_is_seen(touch_of: Make) -> None:
    force = np.full(400, 6.0)
    force[220] = 9.0
    touch = touch_of(force, x_mm=np.where(np.arange(400) < 250, 90.0, np.nan))
    part = part_of(bite(0, 100.0), 2.0, 3.0, touch)
    assert (part.peak_s, part.peak_n) == (2.2, 9.0)
    assert part.press_s == pytest.approx((99 * 6.0 + 9.0) * 0.01 / 9.0)
    assert (part.x_mm, part.spread_mm) == pytest.approx((90.0, 0.0))
    nowhere = part_of(bite(0, 100.0), 3.0, 3.5, touch)
    assert np.isnan([nowhere.x_mm, nowhere.y_mm, nowhere.spread_mm]).all()
