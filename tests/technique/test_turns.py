"""Turns along the long axis of their path: round, flat or a mere line, they have pace, size and roundness."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.turns import (
    Turns,
    _along_axes,
    _line,
    _passed,
    _peaks,
    _period,
    measured,
    over_a_turn,
    turn_intervals_s,
    turns_of,
)
from thumbwalk.technique.ways import WAYS
from thumbwalk.technique.work import Work

Make = Callable[..., Any]
REST = np.zeros(100)


def circling(
    touch_of: Make, angle: NDArray[np.float64], short_mm: float = 11.0, force_n: Any = 8.0, noise_mm: float = 0.0
) -> Work:
    """A path of 11 mm along an axis 30 degrees off the foot's, ``short_mm`` across it."""
    rng = np.random.default_rng(3)
    along, across = 11.0 * np.cos(angle), short_mm * np.sin(angle)
    x = 120 + along * np.cos(0.5) - across * np.sin(0.5) + rng.normal(0.0, noise_mm, len(angle))
    y = 45 + along * np.sin(0.5) + across * np.cos(0.5) + rng.normal(0.0, noise_mm, len(angle))
    force = np.broadcast_to(np.asarray(force_n, np.float64), len(angle))
    touch = touch_of(np.r_[REST, force, REST], x_mm=np.r_[REST, x, REST], y_mm=np.r_[REST, y, REST])
    return Work.of(touch, [strokes_of(touch)])


def told(work: Work) -> dict[str, Any]:
    return measured(turns_of(work), work.step_s, WAYS.scatter)


EVEN = 2 * np.pi * np.arange(1000) / 100


@pytest.mark.parametrize("roundness", [1.0, 0.6, 0.3, 0.0])
def test_roundness_is_short_axis_over_long_and_a_line_has_turns_too(touch_of: Make, roundness: float) -> None:
    one = told(circling(touch_of, EVEN, 11.0 * roundness))
    assert one["roundness"] == pytest.approx(roundness, abs=0.02)
    assert one["rate_per_min"] == pytest.approx(60.0, rel=0.01)
    assert one["rhythm_cv"] == pytest.approx(0.0, abs=0.02)
    assert one["strokes"] == 10


def test_noise_of_the_place_is_no_scatter_of_the_rhythm(touch_of: Make) -> None:
    one = told(circling(touch_of, EVEN, noise_mm=0.8))
    assert one["rate_per_min"] == pytest.approx(60.0, rel=0.02)
    assert one["rhythm_cv"] < 0.04
    assert one["roundness"] > 0.9


def test_a_rhythm_s_scatter_is_that_of_its_turns(touch_of: Make) -> None:
    rng = np.random.default_rng(5)
    lasts = rng.normal(1.0, 0.12, 40)
    time = np.concatenate([[0.0], np.cumsum(lasts)])
    turns = np.interp(np.arange(0.0, time[-1], 0.01), time, np.arange(41.0))
    # between the begin of one turn and that of the next; at other phases, of parts of two turns
    assert told(circling(touch_of, 2 * np.pi * turns))["rhythm_cv"] == pytest.approx(0.12, rel=0.35)


def test_which_way_it_turns(touch_of: Make) -> None:
    assert [told(circling(touch_of, sign * EVEN))["direction"] for sign in (1, -1)] == ["x_to_y", "y_to_x"]


def test_each_phase_has_the_peak_of_each_turn(touch_of: Make) -> None:
    force = np.repeat([8.0, 10.0, 8.0, 10.0, 8.0, 10.0, 8.0, 10.0, 8.0, 10.0], 100)
    one = told(circling(touch_of, EVEN, force_n=force))
    assert one["peak_force_n"] in (8.0, 9.0, 10.0)
    assert 0.0 < one["force_cv"] < 0.15


def test_a_thumb_that_stays_does_not_turn(touch_of: Make) -> None:
    rng = np.random.default_rng(7)
    touch = touch_of(
        np.r_[REST, np.full(800, 8.0), REST],
        x_mm=120 + rng.normal(0.0, 0.7, 1000),
        y_mm=45 + rng.normal(0.0, 0.7, 1000),
    )
    work = Work.of(touch, [strokes_of(touch)])
    assert turns_of(work) == []
    assert len(turn_intervals_s(work)) == 0


def test_intervals_are_from_turn_to_turn(touch_of: Make) -> None:
    assert turn_intervals_s(circling(touch_of, EVEN)) == pytest.approx(np.ones(9), abs=0.02)


def turns(
    n: int,
    turned: float,
    *,
    way: float = 1.0,
    axes_mm: tuple[float, float] = (10.0, 8.0),
    onsets: int = 3,
    peak: float = 8.0,
) -> Turns:
    """Turns of one contact that are a second apart at every phase."""
    begins = tuple(100.0 * np.arange(float(onsets)) + 12.5 * k for k in range(8))
    peaks = tuple(np.full(max(onsets - 1, 1), peak) for _ in range(8))
    path = np.arange(n), np.zeros(n), np.zeros(n)
    return Turns(begins, peaks, turned, n, way, np.full(n, axes_mm[0]), axes_mm, *path)


def test_contacts_are_put_together_by_their_length() -> None:
    told_of = measured([turns(300, 3.2), turns(100, 1.1, way=-5.0, axes_mm=(6.0, 2.0), peak=10.0)], 0.01, WAYS.scatter)
    assert told_of["strokes"] == 4
    assert told_of["rate_per_min"] == pytest.approx(60.0)
    assert told_of["radius_mm"] == pytest.approx((300 * 10.0 + 100 * 6.0) / 400)
    assert told_of["roundness"] == pytest.approx(((3 * 8.0 + 2.0) / 4) / ((3 * 10.0 + 6.0) / 4))
    assert told_of["direction"] == "y_to_x"
    assert told_of["peak_force_n"] == 9.0
    assert told_of["rhythm_cv"] == 0.0


def test_less_than_two_turns_have_the_pace_of_their_whole_time_and_count_for_one() -> None:
    told_of = measured([turns(120, 0.8, onsets=1)], 0.01, WAYS.scatter)
    assert told_of["strokes"] == 1
    assert told_of["rate_per_min"] == pytest.approx(60.0 * 0.8 / 1.2)
    assert told_of["rhythm_cv"] is told_of["force_cv"] is None
    assert measured([turns(60, 0.4, onsets=1)], 0.01, WAYS.scatter)["strokes"] == 1


def test_a_mean_over_a_turn_is_of_whole_turns_to_the_very_ends() -> None:
    values = np.array([0.0, 0.0, 4.0, 0.0, 0.0, 8.0, 0.0, 0.0])
    np.testing.assert_allclose(over_a_turn(values, 4), [1.0, 1.0, 1.0, 1.0, 3.0, 2.0, 2.0, 2.0])
    np.testing.assert_allclose(over_a_turn(values, 100), np.full(8, 1.5))
    np.testing.assert_allclose(over_a_turn(values, 0), [0.0, 0.0, 2.0, 2.0, 0.0, 4.0, 4.0, 0.0])


def swings(*ends: float) -> NDArray[np.float64]:
    parts = [np.arange(a, b, 1.0 if b > a else -1.0) for a, b in pairwise(ends)]
    return np.append(np.concatenate(parts), ends[-1])


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_period_is_twice_the_way_between_its_turning_points_without_the_first(sign: float) -> None:
    # behind the beginning turning points at 10, 30, 50, 70: forty samples a turn
    assert _period(sign * swings(0.0, 10.0, -10.0, 10.0, -10.0, 0.0)) == 40
    assert _period(sign * swings(0.0, 10.0, -10.0, 8.0)) == 40
    one_inner = sign * swings(0.0, 10.0, -10.0)
    assert _period(one_inner) == len(one_inner), "one turning point is three quarters of a turn"
    assert _period(sign * swings(0.0, 10.0)) is None
    assert _period(sign * swings(0.0, 10.0, 8.0, 10.0)) is None, "a waver is none"


def test_a_phase_is_passed_between_two_samples() -> None:
    gone = np.array([0.0, 0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1])
    np.testing.assert_allclose(_passed(gone, 0.0), [0.0, 1.0 / 0.3, 2.0 / 0.3])
    np.testing.assert_allclose(_passed(gone, 0.5), [0.5 / 0.3, 1.5 / 0.3])
    np.testing.assert_allclose(_passed(np.array([0.0, 0.0, 0.5]), 0.25), [1.5])
    assert len(_passed(gone, 2.2)) == 0


def test_a_turn_s_peak_is_that_of_its_own_samples() -> None:
    force = np.array([1.0, 5.0, 2.0, 7.0, 3.0, 9.0])
    np.testing.assert_array_equal(_peaks(force, np.array([0.0, 2.4, 5.0])), [5.0, 7.0])
    np.testing.assert_array_equal(_peaks(force, np.array([2.0])), [9.0])


def test_a_path_lies_along_its_long_axis_and_a_line_is_taken_off_as_it_wanders() -> None:
    along, across = np.array([-4.0, 0.0, 4.0, 0.0]), np.array([0.0, -1.0, 0.0, 1.0])
    x, y = 7.0 + 0.6 * along - 0.8 * across, 3.0 + 0.8 * along + 0.6 * across
    long, short = _along_axes(x, y)
    np.testing.assert_allclose(np.abs(long), np.abs(along), atol=1e-12)
    np.testing.assert_allclose(np.abs(short), np.abs(across), atol=1e-12)
    number = np.arange(9.0)
    np.testing.assert_allclose(_line(5.0 - 2.0 * number), 5.0 - 2.0 * number)
    np.testing.assert_allclose(_line(np.array([0.0, 3.0, 0.0])), [1.0, 1.0, 1.0])


@pytest.mark.parametrize(("radius_mm", "is_told"), [(1.9, False), (2.15, True)])
def test_what_swings_by_less_than_two_millimetres_stays(touch_of: Make, radius_mm: float, is_told: bool) -> None:
    x, y = (np.r_[REST, at + radius_mm * turn(EVEN), REST] for at, turn in ((120, np.cos), (45, np.sin)))
    touch = touch_of(np.r_[REST, np.full(1000, 8.0), REST], x_mm=x, y_mm=y)
    assert bool(turns_of(Work.of(touch, [strokes_of(touch)]))) == is_told


@pytest.mark.parametrize(("part", "is_told"), [(0.65, False), (0.95, True)])
def test_three_quarters_of_a_turn_are_the_least(touch_of: Make, part: float, is_told: bool) -> None:
    assert bool(turns_of(circling(touch_of, 2 * np.pi * np.arange(0.0, part, 0.01)))) == is_told


@pytest.mark.parametrize(("onsets", "rhythm", "force"), [(2, False, False), (3, True, False), (4, True, True)])
def test_two_turns_tell_a_rhythm_and_three_how_even_their_peaks_are(onsets: int, rhythm: bool, force: bool) -> None:
    told_of = measured([turns(100 * onsets, onsets - 0.5, onsets=onsets)], 0.01, WAYS.scatter)
    assert (told_of["rhythm_cv"] is not None) == rhythm
    assert (told_of["force_cv"] is not None) == force
