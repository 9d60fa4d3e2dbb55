"""Strokes are found where a hand makes them, as soon as they are over, however the stream is cut."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from thumbwalk.technique.stroke import Stroke
from thumbwalk.technique.strokes import Smoother, StrokeFinder, strokes_of, without_chatter
from thumbwalk.touch.touch_block import TouchBlock

Array = NDArray[np.float64]
Make = Callable[..., Any]


def cut(touch: TouchBlock, borders: list[int]) -> list[TouchBlock]:
    edges = [0, *sorted(borders), len(touch)]
    return [
        TouchBlock(*(getattr(touch, f)[lo:hi] for f in TouchBlock.__dataclass_fields__)) for lo, hi in pairwise(edges)
    ]


def test_every_press_is_a_stroke_with_its_peak_and_onset(touch_of: Make, presses: Make) -> None:
    strokes = strokes_of(touch_of(presses([10.0, 12.0, 14.0], 1.2)))
    assert [round(stroke.peak_n, 1) for stroke in strokes] == [10.0, 12.0, 14.0]
    assert [stroke.peak_s for stroke in strokes] == pytest.approx([1.6, 2.8, 4.0], abs=0.011)
    # sin^2 rises through 0.2 at asin(sqrt(0.2)) / pi of its period
    rise = np.arcsin(np.sqrt(0.2)) / np.pi * 1.2
    assert [stroke.onset_s for stroke in strokes] == pytest.approx([1.0 + rise, 2.2 + rise, 3.4 + rise], abs=0.005)
    assert all(stroke.x_mm == pytest.approx(100.0) and stroke.y_mm == pytest.approx(50.0) for stroke in strokes)


def test_an_incomplete_release_parts_two_strokes(touch_of: Make, presses: Make) -> None:
    first, second = strokes_of(touch_of(presses([10.0, 10.0], 1.0, kept=0.5)))
    assert first.end_s == second.start_s == pytest.approx(2.0, abs=0.011)
    assert second.valley_n == pytest.approx(5.0, abs=0.05)
    # 20 % of the way from the valley, 5 N, to the peak, 10 N
    level = second.valley_n + 0.2 * (second.peak_n - second.valley_n)
    assert level == pytest.approx(6.0, abs=0.05)
    assert second.onset_s == pytest.approx(2.0 + np.arcsin(np.sqrt(0.2)) / np.pi, abs=0.005)


def test_a_trembling_wandering_hold_is_one_stroke(touch_of: Make) -> None:
    time_s = np.arange(800) / 100
    hold = 12 * (1 + 0.12 * np.sin(2 * np.pi * 0.4 * time_s) + 0.05 * np.sin(2 * np.pi * 10 * time_s))
    (stroke,) = strokes_of(touch_of(np.concatenate([np.zeros(50), hold, np.zeros(50)])))
    assert stroke.end_s - stroke.start_s == pytest.approx(7.99, abs=0.02)
    assert stroke.press_s > 6.0


def test_noise_at_rest_is_no_stroke(touch_of: Make) -> None:
    noise = np.abs(np.random.default_rng(1).normal(0.0, 0.1, 20_000))
    assert strokes_of(touch_of(noise)) == []


def test_skin_that_brushes_before_and_after_a_press_is_not_counted(touch_of: Make, presses: Make) -> None:
    force = presses([15.0, 15.0], 1.0)
    force[85:90], force[-90:-85] = 0.8, 0.7
    assert len(strokes_of(touch_of(force))) == 2


def test_light_blows_after_firm_presses_all_count(touch_of: Make, presses: Make) -> None:
    taps = np.tile(np.r_[np.zeros(15), np.full(10, 1.5)], 6)
    assert len(strokes_of(touch_of(np.concatenate([presses([15.0, 15.0], 1.0), taps, np.zeros(50)])))) == 8


def test_a_resting_hand_is_no_stroke_and_hides_none(touch_of: Make, presses: Make) -> None:
    force = presses([10.0] * 4, 1.0)
    strokes = strokes_of(touch_of(force, resting_n=6.0))
    assert [round(stroke.peak_n, 1) for stroke in strokes] == [10.0] * 4
    assert strokes_of(touch_of(np.zeros(500), resting_n=6.0)) == []


def test_a_gap_in_the_data_ends_a_stroke(touch_of: Make) -> None:
    touch = touch_of(np.full(600, 9.0), piece=np.repeat([0, 1], 300))
    strokes = strokes_of(touch)
    assert [stroke.piece for stroke in strokes] == [0, 1]
    assert [(stroke.start_s, stroke.end_s) for stroke in strokes] == [(0.0, 2.99), (3.0, 5.99)]


def test_a_table_without_positions_has_strokes_without_places(touch_of: Make, presses: Make) -> None:
    (stroke,) = strokes_of(touch_of(presses([8.0], 1.0), x_mm=np.nan, y_mm=np.nan))
    assert np.isnan([stroke.x_mm, stroke.y_mm, stroke.spread_mm]).all()


@pytest.mark.parametrize("kept", [0.0, 0.2])
def test_a_stroke_is_known_within_a_second_of_its_end(touch_of: Make, presses: Make, kept: float) -> None:
    force = presses([10.0, 11.0, 9.0], 1.5, kept=kept)[: 100 + 3 * 150]
    touch = touch_of(np.concatenate([force, np.full(400, max(kept * 9.0, 0.01))]))
    finder, known = StrokeFinder(0.01), 0
    for block in cut(touch, list(range(10, len(touch), 10))):
        for stroke in finder.feed(block):
            known += 1
            assert block.time_s[-1] - stroke.end_s <= 1.0
    assert known == 3


@st.composite
def forces(draw: st.DrawFn) -> Array:
    """Restless forces: presses, plateaus and rests of any size, with noise."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    parts = [np.zeros(20)]
    for _ in range(draw(st.integers(1, 8))):
        n, high = int(rng.integers(3, 120)), float(rng.uniform(0, 20))
        shape = np.sin(np.pi * np.arange(n) / n) if rng.uniform() < 0.6 else np.ones(n)
        parts.append(high * shape)
    force = np.concatenate(parts)
    return np.maximum(force + rng.normal(0, 0.15, len(force)), 0.0)


@given(forces(), st.lists(st.integers(0, 800), max_size=12), st.integers(0, 600))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_chunks_give_what_the_whole_gives_to_the_bit(
    touch_of: Make, force: Array, borders: list[int], gap: int
) -> None:
    n = len(force)
    touch = touch_of(force, x_mm=100 + np.arange(n) * 0.1, piece=(np.arange(n) >= gap).astype(np.int64))
    whole, parts = StrokeFinder(0.01), StrokeFinder(0.01)
    expected = [*whole.feed(touch), *whole.finish()]
    found = [s for block in cut(touch, [b for b in borders if b < n]) for s in parts.feed(block)]
    assert [*found, *parts.finish()] == expected


@given(forces(), st.sampled_from([8.0, 20.0, 62.5, 100.0, 250.0]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_strokes_stand_in_order_and_inside_the_touch(touch_of: Make, force: Array, rate_hz: float) -> None:
    touch = touch_of(force, rate_hz=rate_hz)
    strokes = strokes_of(touch)
    for stroke in strokes:
        assert stroke.start_s <= stroke.peak_s <= stroke.end_s
        assert stroke.onset_s <= stroke.peak_s
        assert 0.0 <= stroke.valley_n <= stroke.peak_n <= force.max() + 1e-9
        assert 0.0 <= stroke.press_s <= stroke.end_s - stroke.start_s + 1.5 / rate_hz
    assert all(one.end_s <= two.start_s for one, two in pairwise(strokes))
    assert without_chatter(strokes) == strokes or len(without_chatter(strokes)) < len(strokes)


@pytest.mark.parametrize(("peak_n", "lasts", "strokes"), [(2.0, 5, 2), (2.6, 5, 3), (2.0, 40, 3)])
def test_chatter_is_what_is_both_faint_and_short(
    touch_of: Make, presses: Make, peak_n: float, lasts: int, strokes: int
) -> None:
    press = presses([16.0], 1.0)[100:-100]
    touch = touch_of(
        np.concatenate([np.zeros(100), press, np.zeros(30), np.full(lasts, peak_n), np.zeros(30), press, np.zeros(100)])
    )
    assert len(strokes_of(touch)) == strokes


def test_chatter_leaves_its_valley_to_the_stroke_after_it(touch_of: Make, presses: Make) -> None:
    found = StrokeFinder(0.01)
    press = presses([16.0], 1.0)[100:-100]
    force = np.concatenate(
        [np.zeros(100), press, np.zeros(30), np.full(5, 1.0), np.full(10, 0.35), press, np.zeros(100)]
    )
    raw = found.feed(touch_of(force)) + found.finish()
    kept = without_chatter(raw)
    assert len(raw) == len(kept) + 1 == 3
    assert kept[1].valley_n == min(raw[1].valley_n, raw[2].valley_n)


@pytest.mark.parametrize(("step_s", "reach"), [(0.01, 4), (0.005, 16), (0.016, 2), (0.05, 0)])
def test_smoothing_reaches_by_its_width_and_keeps_what_is_even(step_s: float, reach: int) -> None:
    smooth = Smoother(step_s)
    assert smooth.reach == reach
    np.testing.assert_allclose(smooth(np.full(50, 7.0)), np.full(50 - 2 * reach, 7.0))
    slope = np.arange(60.0)
    np.testing.assert_allclose(smooth(slope), slope[reach : 60 - reach], atol=1e-9)


def test_smoothing_is_a_binomial_twice_and_stays_within_the_next_two_samples() -> None:
    smooth = Smoother(0.01)
    one = np.array([1.0, 4.0, 6.0, 4.0, 1.0]) / 16.0
    twice = 2.0 * np.pad(one, 2) - np.convolve(one, one)
    # upon a slope no value is beyond its neighbours
    slope, bump = 10.0 * np.arange(40.0), np.eye(1, 40, 20)[0]
    np.testing.assert_allclose(smooth(slope + bump), slope[4:36] + np.convolve(bump, twice)[8:40], atol=1e-9)
    edge = np.r_[np.zeros(20), np.full(20, 5.0)]
    assert smooth(edge).min() == 0.0
    assert smooth(edge).max() == 5.0


def stroke(start_s: float, peak_n: float, press_s: float = 0.5, valley_n: float = 1.0) -> Stroke:
    return Stroke(start_s, start_s, start_s, start_s + 0.5, peak_n, valley_n, press_s, 100.0, 50.0, 1.0, 0)


@pytest.mark.parametrize(
    ("peak_n", "press_s", "gap_s", "kept"),
    [
        (1.49, 0.29, 0.1, 2),
        (1.51, 0.29, 0.1, 3),
        (1.49, 0.31, 0.1, 3),
        (1.49, 0.29, 1.5, 2),
        (1.49, 0.29, 1.6, 3),
    ],
    ids=["chatter", "a seventh", "long", "a lift away", "farther"],
)
def test_chatter_is_told_by_the_lesser_peak_right_beside_it(
    peak_n: float, press_s: float, gap_s: float, kept: int
) -> None:
    first, last = stroke(0.0, 10.0), stroke(1.0 + 2.0 * gap_s, 14.0)
    found = without_chatter([first, stroke(0.5 + gap_s, peak_n, press_s), last])
    assert len(found) == kept
    assert found[0] == first


def test_a_valley_goes_over_what_is_left_out_and_no_farther() -> None:
    two = stroke(0.6, 1.0, 0.1, 0.2), stroke(1.2, 1.0, 0.1, 0.4)
    row = [stroke(0.0, 10.0), *two, stroke(1.8, 10.0), stroke(2.4, 9.0)]
    assert without_chatter(row) == row, "two on end bear each other out"
    three = [stroke(0.0, 10.0), stroke(0.6, 1.0, 0.1, 0.2), stroke(1.2, 10.0), stroke(1.8, 10.0)]
    assert [one.valley_n for one in without_chatter(three)] == [1.0, 0.2, 1.0]


def test_a_finder_that_is_told_no_floor_takes_three_tenths_of_a_newton(touch_of: Make) -> None:
    force = np.concatenate([np.zeros(50), np.full(50, 0.9), np.full(20, 0.55), np.full(50, 0.9), np.zeros(50)])
    for rise_n, strokes in ((0.0, 2), (-0.08, 1)):
        touch, finder = touch_of(force + rise_n * (force > 0.6)), StrokeFinder(0.01)
        found = [*finder.feed(touch), *finder.finish()]
        assert len(found) == len(strokes_of(touch)) == strokes
