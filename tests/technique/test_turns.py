"""Turns along the long axis of their path: round, flat or a mere line, they have pace, size and roundness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.technique.strokes import strokes_of
from thumbwalk.technique.turns import measured, turn_intervals_s, turns_of
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
