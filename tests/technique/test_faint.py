"""What comes and goes beside a left-out taxel, fainter than a touch, is told as unsure; a rest stays a rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from thumbwalk.pad import builtin_pad
from thumbwalk.technique.analysis import analyse
from thumbwalk.technique.faint import faint_work
from thumbwalk.touch.touch_block import TouchBlock

Make = Callable[..., Any]
Array = NDArray[np.float64]
HOLD = np.full(300, 8.0)


def beside_a_dead_tile(touch: TouchBlock, noise_n: float = 0.02, resting_n: float = 0.0) -> TouchBlock:
    """The touch with noise in its total, and some of a hold's force on a left-out taxel."""
    rng = np.random.default_rng(7)
    total = touch.total_n + noise_n * rng.standard_normal(len(touch)) + resting_n
    filled = np.where(touch.total_n > 5.0, 1.0, 0.0)
    return replace(touch, total_n=total, filled_n=filled, resting_n=np.full(len(touch), resting_n))


def blows(peak_n: float, interval_s: float = 0.4, count: int = 12) -> Array:
    one = np.zeros(round(100 * interval_s))
    one[:9] = peak_n * np.sin(np.pi * np.arange(9) / 9)
    return np.tile(one, count)


def faint(touch_of: Make, work: Array, **how: float) -> TouchBlock:
    return beside_a_dead_tile(touch_of(np.concatenate([HOLD, np.zeros(100), work, np.zeros(100), HOLD])), **how)


@pytest.mark.parametrize("resting_n", [0.0, 4.0])
def test_blows_that_show_a_sixth_of_a_newton_are_unsure_taps_with_their_pace(touch_of: Make, resting_n: float) -> None:
    (one,) = faint_work(faint(touch_of, blows(0.16), resting_n=resting_n))
    assert (one.segment.technique, one.segment.unsure) == ("tap", True)
    assert one.segment.confidence < 0.6
    assert (one.segment.start_s, one.segment.end_s) == pytest.approx((4.0, 8.5), abs=0.1)
    measures = one.measures()
    assert measures["strokes"] == 12
    assert measures["rate_per_min"] == pytest.approx(150.0, rel=0.03)
    assert measures["force_n"] is None, "no taxel has measured it"
    assert measures["peak_force_n"] is None
    assert measures["x_mm"] is None


@pytest.mark.parametrize("seed", range(8))
def test_noise_and_what_wanders_slowly_are_a_rest(touch_of: Make, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rest = np.zeros(3000)
    touch = beside_a_dead_tile(touch_of(np.concatenate([HOLD, rest, HOLD])), noise_n=0.0)
    wander = 0.15 * np.sin(np.arange(len(touch)) / 150.0)
    assert faint_work(replace(touch, total_n=touch.total_n + wander + 0.03 * rng.standard_normal(len(touch)))) == []


def test_one_blow_or_two_are_no_row_and_what_the_noise_hides_is_not_told(touch_of: Make) -> None:
    for work in (blows(0.2, count=1), blows(0.2, count=2), blows(0.04)):
        assert faint_work(faint(touch_of, np.concatenate([work, np.zeros(200)]))) == []


def test_on_a_sound_foot_less_than_a_touch_is_none(touch_of: Make) -> None:
    touch = faint(touch_of, blows(0.16))
    assert faint_work(replace(touch, filled_n=np.zeros(len(touch)))) == []


def test_two_short_rests_are_not_looked_at(touch_of: Make) -> None:
    assert faint_work(faint(touch_of, np.empty(0))) == []


def test_an_analysis_has_it_in_its_place_among_the_others(touch_of: Make) -> None:
    analysis = analyse(faint(touch_of, blows(0.16)), builtin_pad())
    assert [(one.technique, one.unsure) for one in analysis.segments] == [
        ("hold", False),
        ("tap", True),
        ("hold", False),
    ]
    assert analysis.measures[1]["strokes"] == 12
    assert [len(analysis.measures), len(analysis.by_hand), len(analysis.trends)] == [3, 3, 3]
    (document,) = [one for one in analysis.to_json()["segments"] if one["technique"] == "tap"]
    assert document["measures"]["contact_force_n"] is None
