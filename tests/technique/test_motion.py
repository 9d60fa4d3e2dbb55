"""Speed, way and turning of places whose motion is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thumbwalk.technique.motion import _contacts, _slope, motion_at, velocity

Make = Callable[..., Any]
TIME_S = np.arange(600) / 100
MIDDLE = np.array([300])


def test_a_straight_way_has_one_velocity(touch_of: Make) -> None:
    touch = touch_of(np.full(600, 8.0), x_mm=30.0 + 25.0 * TIME_S, y_mm=80.0 - 10.0 * TIME_S)
    vx, vy = velocity(touch)
    assert vx[100:-100] == pytest.approx(25.0)
    assert vy[100:-100] == pytest.approx(-10.0)
    assert np.isnan([vx[0], vx[-1]]).all()
    seen = motion_at(touch, MIDDLE)
    assert seen.speed_mm_s[0] == pytest.approx(np.hypot(25.0, 10.0))
    assert seen.net_mm_s[0] == pytest.approx(np.hypot(25.0, 10.0))
    assert seen.turn_hz[0] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("turn_hz", [1.0, -1.0])
def test_a_circle_turns_at_its_own_rate_and_gets_nowhere(touch_of: Make, turn_hz: float) -> None:
    angle = 2.0 * np.pi * turn_hz * TIME_S
    touch = touch_of(np.full(600, 8.0), x_mm=100.0 + 10.0 * np.cos(angle), y_mm=50.0 + 10.0 * np.sin(angle))
    seen = motion_at(touch, MIDDLE)
    assert seen.turn_hz[0] == pytest.approx(turn_hz, rel=0.05)
    # the place is averaged over 0.12 s, which takes a few percent off a circle
    assert seen.speed_mm_s[0] == pytest.approx(2.0 * np.pi * 10.0, rel=0.06)
    assert (seen.net_mm_s[0] < 1.5).all()


def test_each_placement_sees_its_own_side_of_a_change(touch_of: Make) -> None:
    x = np.where(TIME_S < 3.0, 60.0, 60.0 + 40.0 * (TIME_S - 3.0))
    before, about, after = motion_at(touch_of(np.full(600, 8.0), x_mm=x), MIDDLE).speed_mm_s[0]
    assert before < 2.0
    assert about == pytest.approx(20.0, abs=2.0)
    assert after == pytest.approx(40.0, abs=2.0)


def test_no_window_looks_over_a_lift_or_a_gap(touch_of: Make) -> None:
    x = np.where(TIME_S < 2.8, 60.0 + 60.0 * TIME_S, 200.0)
    lifted = np.where((TIME_S > 2.7) & (TIME_S < 2.8), 0.0, 8.0)
    for touch in (
        touch_of(lifted, x_mm=x),
        touch_of(np.full(600, 8.0), x_mm=x, piece=(TIME_S >= 2.8).astype(np.int64)),
    ):
        before, about, after = motion_at(touch, np.array([290])).speed_mm_s[0]
        assert np.isnan(before), "a tenth of a second of a long touch tells nothing"
        assert (about, after) == pytest.approx((0.0, 0.0), abs=0.5)


def test_where_there_is_no_place_nothing_is_seen(touch_of: Make) -> None:
    seen = motion_at(touch_of(np.full(600, 8.0), x_mm=np.nan, y_mm=np.nan), MIDDLE)
    assert np.isnan([seen.speed_mm_s, seen.net_mm_s, seen.turn_hz]).all()


def test_too_short_a_touch_has_no_velocity(touch_of: Make) -> None:
    vx, vy = velocity(touch_of(np.full(4, 8.0)))
    assert np.isnan([vx, vy]).all()


def test_a_contact_goes_from_its_first_sample_to_its_last_and_ends_at_a_gap() -> None:
    touching = np.array([0, 0, 1, 1, 1, 1, 0, 1], np.bool_)
    piece = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    first, last = _contacts(touching, piece)
    assert first.tolist() == [0, 0, 2, 2, 4, 4, 6, 7]
    assert last.tolist() == [1, 1, 3, 3, 5, 5, 6, 7]


def test_a_slope_is_over_as_many_samples_on_each_side_and_never_over_a_gap() -> None:
    values = np.array([0.0, 1.0, 4.0, 9.0, 16.0, 25.0, 36.0])
    piece = np.zeros(7, np.int64)
    np.testing.assert_allclose(_slope(values, piece, 1, 0.5), [np.nan, 4.0, 8.0, 12.0, 16.0, 20.0, np.nan])
    np.testing.assert_allclose(_slope(values, piece, 3, 0.5), [*[np.nan] * 3, 12.0, *[np.nan] * 3])
    assert np.isnan(_slope(values[:6], piece[:6], 3, 0.5)).all()
    parted = np.repeat([0, 1], [3, 4])
    np.testing.assert_allclose(_slope(values, parted, 1, 0.5), [np.nan, 4.0, np.nan, np.nan, 16.0, 20.0, np.nan])


@pytest.mark.parametrize(("short_mm", "flat"), [(0.0, 0.0), (4.0, 0.4), (10.0, 1.0)])
def test_a_way_is_as_flat_as_its_short_axis_by_its_long_one_and_sways_at_its_own_rate(
    touch_of: Make, short_mm: float, flat: float
) -> None:
    angle = 2.0 * np.pi * 2.0 * TIME_S
    along, across = 10.0 * np.cos(angle), short_mm * np.sin(angle)
    x, y = 100.0 + 0.8 * along - 0.6 * across, 50.0 + 0.6 * along + 0.8 * across
    seen = motion_at(touch_of(np.full(600, 8.0), x_mm=x, y_mm=y), MIDDLE)
    assert seen.flat[0] == pytest.approx(flat, abs=0.03)
    # a slope over 0.12 s of two turns a second is a tenth less: sin(pi f w) / (pi f w)
    assert seen.sway_hz[0] == pytest.approx(2.0, rel=0.12)


def test_the_firm_moments_say_how_fast_a_contact_moves(touch_of: Make) -> None:
    x = np.where(TIME_S < 3.0, 100.0 + 20.0 * TIME_S, 160.0 + 60.0 * (TIME_S - 3.0))
    force = np.where(TIME_S < 3.0, 9.0, 3.0)
    speed = motion_at(touch_of(force, x_mm=x), MIDDLE).speed_mm_s[0]
    assert speed[1] == pytest.approx((81.0 * 20.0 + 9.0 * 60.0) / 90.0, rel=0.06)


@pytest.mark.parametrize(("rows", "is_seen"), [(45, False), (55, True)])
def test_half_a_second_of_a_long_contact_must_be_in_the_window(touch_of: Make, rows: int, is_seen: bool) -> None:
    touch = touch_of(np.full(600, 8.0), x_mm=100.0 + 10.0 * TIME_S)
    after = motion_at(touch, np.array([600 - rows])).speed_mm_s[0][2]
    assert np.isfinite(after) == is_seen
    before = motion_at(touch, np.array([rows])).speed_mm_s[0][0]
    assert np.isfinite(before) == is_seen


def test_what_moves_lightly_moves_all_the_same(touch_of: Make) -> None:
    x = 60.0 + 25.0 * TIME_S
    light, firm = (motion_at(touch_of(np.full(600, force), x_mm=x), MIDDLE) for force in (0.6, 8.0))
    np.testing.assert_allclose(light.speed_mm_s, firm.speed_mm_s)
    np.testing.assert_allclose(light.net_mm_s, 25.0)


def test_a_short_contact_is_seen_by_a_third_of_it(touch_of: Make) -> None:
    for lasts, expected in ((60, 20.0), (40, 20.0)):
        force = np.r_[np.zeros(100), np.full(lasts, 8.0), np.zeros(100)]
        touch = touch_of(force, x_mm=100.0 + 0.2 * np.arange(len(force)))
        seen = motion_at(touch, np.array([100 + lasts // 2])).speed_mm_s[0]
        assert seen == pytest.approx([expected] * 3, rel=1e-6)
